"""A real mail server on loopback: TLS by a certificate of our own, logins, and the faults that real ones have."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "follow-up", "correct horse 9!"


@dataclass
class Authority:
    """Who vouches for the server."""

    folder: Path
    ca: trustme.CA = field(default_factory=trustme.CA)

    @property
    def file(self) -> Path:
        path = self.folder / "ca.pem"
        self.ca.cert_pem.write_to_path(path)
        return path

    def context(self, name: str = "localhost") -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.ca.issue_cert(name).configure_cert(context)
        return context


@dataclass
class MailServer:
    """What it took, and how it misbehaves; addresses in small letters."""

    refused: dict[str, str] = field(default_factory=dict)
    """What it answers to RCPT, by address; `*` for everybody."""
    refused_hello: str = ""
    """What it answers to every EHLO and HELO instead of a greeting."""
    refused_data: dict[str, str] = field(default_factory=dict)
    """What it answers to the end of the message, by address."""
    cut_at_rcpt: set[str] = field(default_factory=set)
    """At which addresses it cuts the connection before the message."""
    cut_after_data: set[str] = field(default_factory=set)
    """At which it takes the message over, and cuts the connection instead of an answer."""
    hangs_at_rcpt: set[str] = field(default_factory=set)
    hangs_after_data: set[str] = field(default_factory=set)
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Sender, recipient and the very bytes of each message."""
    connections: int = 0
    port: int = 0
    pause: float = 0.0
    """Seconds before a message is taken, so that other runs have time."""

    @property
    def recipients(self) -> list[str]:
        return sorted(one for _, one, _ in self.taken)

    async def handle_EHLO(  # noqa: N802 - as the server calls it
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [self.refused_hello] if self.refused_hello else responses

    async def handle_HELO(  # noqa: N802 - as the server calls it
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = hostname
        return self.refused_hello or "250 localhost"

    async def handle_RCPT(  # noqa: N802 - the same
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        key = address.casefold()
        if key in self.cut_at_rcpt:
            _cut(server)
        if key in self.hangs_at_rcpt:
            await asyncio.sleep(3600)
        answer = self.refused.get(key) or self.refused.get("*")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        (address,) = envelope.rcpt_tos
        key = address.casefold()
        await asyncio.sleep(self.pause)
        if key in self.refused_data:
            return self.refused_data[key]
        assert isinstance(envelope.content, bytes)
        self.taken.append((envelope.mail_from or "", address, envelope.content))
        if key in self.cut_after_data:
            _cut(server)
        if key in self.hangs_after_data:
            await asyncio.sleep(3600)
        return "250 OK"


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class _Authenticator:
    def __call__(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        # A server that repeats what it was given.
        told = data.password.decode(errors="replace")
        return AuthResult(success=is_right, handled=False, message=None if is_right else f"535 5.7.8 no such: {told}")


class _Controller(Controller):
    """At a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def serving(
    server: MailServer, context: ssl.SSLContext | None, *, is_implicit: bool = False, has_login: bool = True
) -> Iterator[MailServer]:
    """The server answers on loopback while this lasts."""
    more: dict[str, Any] = {"ssl_context": context} if is_implicit else {"tls_context": context}
    if has_login:
        more |= {"authenticator": _Authenticator(), "auth_required": True, "auth_require_tls": not is_implicit}
    else:
        more["auth_exclude_mechanism"] = ["LOGIN", "PLAIN"]
    controller = _Controller(
        server, hostname="127.0.0.1", port=0, require_starttls=not is_implicit and context is not None, **more
    )
    controller.start()
    try:
        server.port = controller.port
        yield server
    finally:
        controller.stop()
