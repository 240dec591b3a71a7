"""The mail server, spoken to over TLS alone; each answer and each message has an end in time."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from followup_build.delivery.fault import DeliveryError
from followup_build.delivery.settings import ServerSettings
from followup_build.delivery.state import State
from followup_build.diagnostics.terminal import cut, line_text

_OK, _FORWARDED, _GO_ON, _CLOSING = 250, 251, 354, 421
_TIMES = 4
"""So many times as long as an answer may a whole message take: a server may drip its answers byte by byte."""
_LONGEST = 160
_LOST = (smtplib.SMTPException, OSError, ValueError)
"""How a connection ends that is lost; an answer that is none is a ValueError."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the server made of a message."""

    state: State
    words: str = ""
    """Why, in a sentence; empty where it was sent."""
    code: int = 0
    """The server's number for it."""
    is_lost: bool = False
    """Whether the connection is gone."""
    is_interrupted: bool = False
    """Whether somebody pressed Ctrl-C meanwhile."""


class Server:
    """A connection to the mail server, opened when it is needed and again when it was lost.

    Args:
        settings: where it is, and who logs in.
        name: how we call ourselves: the domain that sends.
    """

    def __init__(self, settings: ServerSettings, name: str) -> None:
        self._settings = settings
        self._name = name
        self._client: smtplib.SMTP | None = None

    def open(self) -> None:
        """Be connected and logged in, which costs nothing where we are.

        Raises:
            DeliveryError: there is no server, no TLS or no login that we could trust.
        """
        if self._client is not None:
            with suppress(*_LOST), self._ending():
                if self._client.rset()[0] == _OK:
                    return
            self.close()
        context = self._context()
        # Without our own name here, the library asks the network for it.
        name, timeout = self._name, self._settings.timeout
        client = (
            smtplib.SMTP_SSL(local_hostname=name, timeout=timeout, context=context)
            if self._settings.is_implicit
            else smtplib.SMTP(local_hostname=name, timeout=timeout)
        )
        # The name that the certificate must have; the library sets it only where it connects at once.
        client._host = self._settings.host  # type: ignore[attr-defined]  # noqa: SLF001 - see above
        self._client = client
        try:
            with self._ending() as expired:
                self._greet(client, context)
        except DeliveryError:
            self.close()
            raise
        except (*_LOST, KeyboardInterrupt) as error:
            self.close()
            if isinstance(error, KeyboardInterrupt):
                raise
            raise DeliveryError(self._reason(error, has_expired=expired.is_set())) from None

    def _greet(self, client: smtplib.SMTP, context: ssl.SSLContext) -> None:
        at = self._at
        code, words = client.connect(self._settings.host, self._settings.port)
        if code != 220:  # noqa: PLR2004 - ready
            if code < 0:
                raise DeliveryError(f"what answers at {at} is no mail server; look at FOLLOWUP_SMTP_HOST and _PORT")
            raise DeliveryError(f"the mail server {at} is not ready: {self._shown(code, words)}")
        self._say_hello(client)
        if not self._settings.is_implicit:
            if not client.has_extn("starttls"):
                raise DeliveryError(
                    f"the mail server {at} offers no STARTTLS, and without TLS nothing is sent; "
                    "set FOLLOWUP_SMTP_TLS to implicit if it speaks TLS from the first byte"
                )
            code, words = client.starttls(context=context)
            if code != 220:  # noqa: PLR2004 - ready
                raise DeliveryError(f"the mail server {at} refuses STARTTLS: {self._shown(code, words)}")
            self._say_hello(client)
        if self._settings.user:
            self._log_in(client)

    def _say_hello(self, client: smtplib.SMTP) -> None:
        code, words = client.ehlo()
        if code // 100 != _OK // 100:
            # A server that knows no extensions.
            code, words = client.helo()
        if code // 100 != _OK // 100:
            raise DeliveryError(f"the mail server {self._at} refuses to talk to us: {self._shown(code, words)}")

    def _log_in(self, client: smtplib.SMTP) -> None:
        # What the server says is not shown: it may repeat what it was given.
        try:
            client.login(self._settings.user, self._settings.password)
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryError(
                f"the mail server {self._at} does not take the login ({error.smtp_code}); "
                "look at FOLLOWUP_SMTP_USER and FOLLOWUP_SMTP_PASSWORD"
            ) from None
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPException:
            raise DeliveryError(
                f"the mail server {self._at} offers no login by user and password; leave FOLLOWUP_SMTP_USER and "
                "FOLLOWUP_SMTP_PASSWORD out if it needs none"
            ) from None

    def _context(self) -> ssl.SSLContext:
        # Without a context of our own, the library would take any certificate.
        context = ssl.create_default_context()
        if self._settings.ca_file:
            try:
                context.load_verify_locations(self._settings.ca_file)
            except (ssl.SSLError, OSError):
                raise DeliveryError("FOLLOWUP_SMTP_CA_FILE holds no certificates in the form PEM") from None
        return context

    def close(self) -> None:
        """Be connected no more."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def quit(self) -> None:
        """Take leave of the server; that it does not answer does not matter any more."""
        if self._client is not None:
            with suppress(*_LOST), self._ending():
                self._client.quit()
        self.close()

    def transmit(self, sender: str, recipient: str, data: bytes) -> Outcome:
        """Hand over one message to one address; whatever happens, what is known of it comes back."""
        client = self._client
        if client is None:
            raise ValueError("the server was not opened")
        is_handed_over = False
        expired = threading.Event()
        try:
            with self._ending(expired):
                code, words = client.mail(sender)
                if code != _OK:
                    return self._refused("the sender", code, words)
                code, words = client.rcpt(recipient)
                if code not in (_OK, _FORWARDED):
                    return self._refused("the address", code, words)
                code, words = client.docmd("DATA")
                if code != _GO_ON:
                    return self._refused("the message", code, words)
                is_handed_over = True
                client.send(_stuffed(data))
                code, words = client.getreply()
                if code // 100 == _OK // 100:
                    return Outcome(State.SENT)
                if 400 <= code <= 599:  # noqa: PLR2004 - refusals for now, and for good
                    return self._refused("the message", code, words)
                raise smtplib.SMTPException
        except (*_LOST, KeyboardInterrupt) as error:
            self.close()
            is_interrupted = isinstance(error, KeyboardInterrupt)
            why = "it was interrupted" if is_interrupted else self._lost(error, has_expired=expired.is_set())
            if is_handed_over:
                words_ = f"{why} after the message was handed over, so it may have been sent"
                return Outcome(State.UNKNOWN, words_, is_lost=True, is_interrupted=is_interrupted)
            return Outcome(
                State.REFUSED,
                f"{why} before the message was handed over",
                is_lost=True,
                is_interrupted=is_interrupted,
            )

    def _refused(self, what: str, code: int, words: bytes) -> Outcome:
        if code == _CLOSING:
            self.close()
        sentence = f"the server refuses {what}: {self._shown(code, words)}"
        return Outcome(State.REFUSED, sentence, code, is_lost=code == _CLOSING)

    @contextmanager
    def _ending(self, expired: threading.Event | None = None) -> Iterator[threading.Event]:
        """Cut the connection when this takes too long, whatever the server still does."""
        expired = expired or threading.Event()

        def cut_off() -> None:
            expired.set()
            sock = None if self._client is None else self._client.sock
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self._settings.timeout * _TIMES, cut_off)
        timer.daemon = True
        timer.start()
        try:
            yield expired
        finally:
            timer.cancel()

    @property
    def _at(self) -> str:
        return f"{line_text(self._settings.host)}:{self._settings.port}"

    @staticmethod
    def _lost(error: BaseException, *, has_expired: bool) -> str:
        if has_expired or _is_late(error):
            return "the server did not answer in time"
        return "the connection was lost"

    def _reason(self, error: Exception, *, has_expired: bool) -> str:
        """Why there is no connection, in a sentence that says what to look at."""
        if isinstance(error, ssl.SSLCertVerificationError):
            return (
                f"the certificate of the mail server {self._at} is not trusted: {line_text(error.verify_message)}; "
                "if its authority is your own, name that certificate in FOLLOWUP_SMTP_CA_FILE"
            )
        if isinstance(error, ssl.SSLError):
            return f"the mail server {self._at} does not speak TLS as it should; look at FOLLOWUP_SMTP_TLS and _PORT"
        if has_expired or _is_late(error):
            return (
                f"the mail server {self._at} did not answer in time; it may wait for TLS from the first byte on "
                "(FOLLOWUP_SMTP_TLS)"
                if not self._settings.is_implicit
                else f"the mail server {self._at} did not answer in time"
            )
        # Of a name with an empty or too long part nobody is asked: it cannot be encoded.
        if isinstance(error, socket.gaierror | UnicodeError):
            return f"there is no mail server {self._at}: its name is unknown; look at FOLLOWUP_SMTP_HOST"
        if isinstance(error, ConnectionRefusedError):
            return f"there is no mail server at {self._at}; look at FOLLOWUP_SMTP_HOST and FOLLOWUP_SMTP_PORT"
        if isinstance(error, smtplib.SMTPResponseException):
            told = error.smtp_error
            return f"the mail server {self._at} refuses: {self._shown(error.smtp_code, told)}"
        return f"the connection to the mail server {self._at} was lost"

    def _shown(self, code: int, words: bytes | str) -> str:
        """A server's words on one line; what we log in with never comes back by them."""
        told = line_text(words if isinstance(words, str) else words.decode("utf-8", "replace"))
        password = self._settings.password
        if password:
            hidden = [
                password,
                *(b64encode(part.encode()).decode() for part in (password, f"\0{self._settings.user}\0{password}")),
            ]
            for one in hidden:
                told = told.replace(one, "…")
        return cut(f"{code} {told}", _LONGEST)


def _is_late(error: BaseException) -> bool:
    """Whether nothing came in time; the library wraps that into a lost connection."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _stuffed(data: bytes) -> bytes:
    """A message as DATA takes it: a line's first dot doubled, and the dot that ends all, RFC 5321, 4.5.2."""
    return re.sub(rb"(?m)^\.", b"..", data) + b".\r\n"
