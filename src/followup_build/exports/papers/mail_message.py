"""One letter as a mail message, RFC 5322: text with an HTML alternative, and headers that no record can add to."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import wrap

from followup_build.diagnostics.terminal import cut, shown_text
from followup_build.model.scalars import EMAIL_PATTERN

_ADDRESS = re.compile(rf"(?:{EMAIL_PATTERN})\Z")
_LONGEST_ADDRESS, _LONGEST_LOCAL_PART = 254, 64
"""RFC 5321, 4.5.3.1."""
_ENCODED_WORD = re.compile(r"=\?[^?\s]*\?[^?\s]*\?")
"""What a mail program would decode, RFC 2047: behind it may stand line breaks, and so headers."""
_HIDING = re.compile(r'[<>"@\\]')
"""What a name needs to look like another address."""
_LONGEST_SUBJECT = 150
_ENCODED_BYTES = 42
"""So many bytes of text fit into one encoded word, and that on one line after any name of a header."""
_PLAIN_LINE = 60


class LetterError(Exception):
    """A letter that cannot be sent safely; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, and whose it is."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says, and to whom."""

    sender: Mailbox
    recipients: tuple[Mailbox, ...]
    """Who receives it, and is seen to by the others; a draft may leave them out."""
    subject: str
    text: str
    html: str
    about: tuple[str, ...]
    """What makes it the same message when it is made again: its kind, what it is about, which edition, for whom."""
    date: datetime
    """When it was written, with its time zone."""
    follows: str = ""
    """The identity of the message that it corrects, so that mail programs show both together."""


def subject_of(text: str) -> str:
    """Words of a record as a subject, cut to a length that mail programs show; a line break in them stays a fault."""
    return cut(text.strip(" \n"), _LONGEST_SUBJECT)


def message_id(sender: Mailbox, about: tuple[str, ...]) -> str:
    """The identity of a message: the same for the same subject matter, so that a copy can be known as one."""
    # The lengths keep ("a", "bc") apart from ("ab", "c").
    told = "".join(f"{len(part)}:{part}" for part in about)
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:40]}@{sender.address.rpartition('@')[2]}>"


def mail_message(letter: Letter) -> bytes:
    """The bytes of a message, as SMTP and `.eml` files take them: ASCII with CRLF, the same for the same letter.

    Raises:
        LetterError: an address is none or more than one, a name or the subject could add a header, or a text cannot be
            sent; one sentence says which.
    """
    _refuse(letter)
    headers = {
        "From": _mailbox(letter.sender),
        **({"To": ",\r\n ".join(map(_mailbox, letter.recipients))} if letter.recipients else {}),
        "Subject": _subject(letter.subject),
        "Date": format_datetime(letter.date),
        "Message-ID": message_id(letter.sender, letter.about),
        **({"In-Reply-To": letter.follows, "References": letter.follows} if letter.follows else {}),
        # So that answers by machines stay away, RFC 3834.
        "Auto-Submitted": "auto-generated",
    }
    body = _body(letter)
    data = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("ascii") + body
    _read_back(letter, [*headers, "MIME-Version", "Content-Type"], data)
    return data


def check_address(address: str) -> None:
    """Refuse what is no single plain address.

    Raises:
        LetterError: one sentence says which.
    """
    local_part = address.rpartition("@")[0]
    if _ADDRESS.match(address) is None or len(address) > _LONGEST_ADDRESS or len(local_part) > _LONGEST_LOCAL_PART:
        raise LetterError(f"{_quoted(address)} is not a mail address; write one address, name@example.org")


def _refuse(letter: Letter) -> None:
    for mailbox in (letter.sender, *letter.recipients):
        check_address(mailbox.address)
        _refuse_words(mailbox.name, f"the name of {mailbox.address}")
        if _HIDING.search(mailbox.name):
            raise LetterError(
                f"the name of {mailbox.address}, {_quoted(mailbox.name)}, could pass for an address; "
                'write it without < > " @ and backslashes'
            )
    _refuse_words(letter.subject, "the subject")
    if not letter.subject.strip():
        raise LetterError("the subject is empty; a message needs one")
    if letter.date.tzinfo is None:
        raise ValueError("a letter's date needs a time zone")


def _refuse_words(words: str, what: str) -> None:
    if shown_text(words) != words:
        raise LetterError(f"{what}, {_quoted(words)}, holds a line break or another control character; take it out")
    if _ENCODED_WORD.search(words):
        raise LetterError(f"{what}, {_quoted(words)}, holds a code that mail programs decode; write plain words")


def _quoted(text: str) -> str:
    return f"'{cut(shown_text(text), 80)}'"


def _mailbox(mailbox: Mailbox) -> str:
    bare = _name(mailbox)
    if not bare:
        return mailbox.address
    name = _words(bare)
    return f'"{name}" <{mailbox.address}>' if name == bare else f"{name}\r\n <{mailbox.address}>"


def _name(mailbox: Mailbox) -> str:
    """Mail programs read any blanks in a name as one space."""
    return " ".join(mailbox.name.split())


def _subject(text: str) -> str:
    lines = wrap(text, _PLAIN_LINE, break_long_words=False, break_on_hyphens=False)
    # Blanks at the end of a line and two in a row would be lost.
    is_plain = text.isascii() and " ".join(lines) == text and max(map(len, lines)) <= _PLAIN_LINE
    return "\r\n ".join(lines) if is_plain else _words(text)


def _words(text: str) -> str:
    """Words as a header holds them; the standard library's own folding of long ones in other letters loses spaces."""
    if text.isascii() and len(text) <= _PLAIN_LINE and text == " ".join(text.split()):
        return text
    chunks, size = [""], 0
    for character in text:
        size += len(character.encode())
        if size > _ENCODED_BYTES:
            chunks.append("")
            size = len(character.encode())
        chunks[-1] += character
    return "\r\n ".join(f"=?utf-8?b?{b64encode(chunk.encode()).decode()}?=" for chunk in chunks)


def _body(letter: Letter) -> bytes:
    message = EmailMessage(policy=SMTP)
    # Quoted-printable passes every server, whatever the letters are and however long the lines.
    message.set_content(_plain(letter.text), cte="quoted-printable")
    message.add_alternative(_plain(letter.html), subtype="html", cte="quoted-printable")
    digest = hashlib.sha256(f"{len(letter.text)}:{letter.text}{letter.html}".encode("utf-8", "replace")).hexdigest()
    message.set_boundary(f"=_{digest[:40]}")  # no text in quoted-printable holds "=_"
    return message.as_bytes()


def _plain(text: str) -> str:
    """Text without what steers a reader's terminal, ending with one line break."""
    return shown_text(text.replace("\r\n", "\n"), keep="\n\t").rstrip("\n") + "\n"


def _read_back(letter: Letter, names: list[str], data: bytes) -> None:
    """Hold what a reader's program will make of the bytes to what was meant: the last gate, whatever passed the others.

    Raises:
        LetterError: they differ.
    """
    message = BytesParser(policy=SMTP).parsebytes(data)
    # Blanks of names are left out: the standard library sees one more between two encoded words, which must not count.
    sender, recipients = message["From"], message["To"]
    found = (
        sorted(message.keys()),
        message["Subject"],
        [
            (one.addr_spec, "".join(one.display_name.split()))
            for header in (sender, recipients)
            if header
            for one in header.addresses
        ],
        *(_content(message, kind) for kind in ("plain", "html")),
        [defect for name in names for defect in message[name].defects],
    )
    meant: tuple[object, ...] = (
        sorted(names),
        letter.subject,
        [(one.address, "".join(one.name.split())) for one in (letter.sender, *letter.recipients)],
        _plain(letter.text),
        _plain(letter.html),
        [],
    )
    parts = ("headers", "subject", "addresses", "text", "HTML", "form")
    for part, one, other in zip(parts, found, meant, strict=True):
        if one != other:
            raise LetterError(f"the message would not be read as it was written: its {part} would differ")


def _content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    # Line breaks of SMTP are those of a text.
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n")
