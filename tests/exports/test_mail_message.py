"""Letters as messages: read back as written, and never more headers or recipients than meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_build.diagnostics.terminal import shown_text
from followup_build.exports.papers.mail_message import (
    Letter,
    LetterError,
    Mailbox,
    mail_message,
    message_id,
    subject_of,
)

LETTER = Letter(
    Mailbox("follow-up@example.org", "SayPro Royalties"),
    (Mailbox("t.mokoena@example.org", "Thandi Mokoena"),),
    "Progress report: Q1 2026 review",
    "Two promises moved.\n",
    "<p>Two promises moved.</p>\n",
    ("report", "2026-q1-review", "1", "t.mokoena@example.org"),
    datetime(2026, 4, 15, 14, 30, tzinfo=UTC),
)
BREAKS = ("\r\n", "\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x00", "\x1b", "\x7f", "\u202e", "\ud800")
INJECTIONS = [
    *(f"Report{mark}Bcc: mallory@example.net" for mark in BREAKS),
    *(f"Report{mark}" for mark in BREAKS),
    *(f"{mark} Bcc: mallory@example.net" for mark in BREAKS),
    "=?utf-8?q?Report=0D=0ABcc:_mallory=40example.net?=",
    "=?utf-8?b?UmVwb3J0DQpCY2M6IG1hbGxvcnlAZXhhbXBsZS5uZXQ=?=",
    "Report =?ISO-8859-1?Q?=0ABcc:_x?= of April",
    "=?utf-8*en?q?=0ABcc:_x?=",
    "=?utf-8?q?half",
    "Report\r\n\r\n<script>alert(1)</script>",
    "Report\r\nContent-Type: text/html",
]
HIDING = [
    'Thandi" <mallory@example.net>, "x',
    "mallory@example.net",
    "<mallory@example.net>",
    "a\\",
    'The "Boss"',
    "a>",
]
ADDRESSES = [
    "",
    "a",
    "a@",
    "@example.org",
    "a@b",
    "a@example.org,b@example.net",
    "a@example.org;b@example.net",
    "a@example.org b@example.net",
    "a@example.org>,<b@example.net",
    "a@example.org@example.net",
    "Thandi <a@example.org>",
    "<a@example.org>",
    "a(comment)@example.org",
    "a@example.org(b@example.net)",
    '"a b"@example.org',
    '"a@example.net"@example.org',
    "a@[127.0.0.1]",
    "a@example..org",
    ".a@example.org",
    "a.@example.org",
    "-f@example.org",
    "a@-example.org",
    "a@example.org.",
    "a@bücher.example",
    "ü@example.org",
    "a@example.org\r\nRCPT TO:<b@example.net>",
    "a@example.org\n",
    "a@example.org\x00",
    " a@example.org",
    "group: a@example.org;",
    "a%b@example.net@example.org",
    "@example.net:a@example.org",
    f"{'a' * 65}@example.org",
    f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.org",
]


def read(data: bytes) -> EmailMessage:
    message = BytesParser(policy=SMTP).parsebytes(data)
    assert isinstance(message, EmailMessage)
    return message


def content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    found = body.get_content()
    assert isinstance(found, str)
    return found.replace("\r\n", "\n")


def test_a_letter_is_read_as_it_was_written() -> None:
    data = mail_message(LETTER)
    message = read(data)
    assert message.items()[:6] == [
        ("From", "SayPro Royalties <follow-up@example.org>"),
        ("To", "Thandi Mokoena <t.mokoena@example.org>"),
        ("Subject", "Progress report: Q1 2026 review"),
        ("Date", "Wed, 15 Apr 2026 14:30:00 +0000"),
        ("Message-ID", message_id(LETTER.sender, LETTER.about)),
        ("Auto-Submitted", "auto-generated"),
    ]
    assert message.get_content_type() == "multipart/alternative"
    assert content(message, "plain") == LETTER.text
    assert content(message, "html") == LETTER.html
    assert data == mail_message(LETTER), "the same letter gives the same bytes"
    assert data.replace(b"\r\n", b"").isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_message_is_known_by_what_it_is_about() -> None:
    about = LETTER.about
    known = message_id(LETTER.sender, about)
    assert read(mail_message(replace(LETTER, text="Other words", subject="Other")))["Message-ID"] == known
    others = [(*about[:2], "2", about[3]), (*about[:3], "board@example.org"), (about[0] + about[1], "", *about[2:])]
    assert len({known, *(message_id(LETTER.sender, other) for other in others)}) == 4


def test_a_correction_stands_below_what_it_corrects() -> None:
    message = read(mail_message(replace(LETTER, follows=message_id(LETTER.sender, LETTER.about))))
    assert message["In-Reply-To"] == message["References"] == message_id(LETTER.sender, LETTER.about)


def test_a_draft_needs_no_recipient() -> None:
    assert read(mail_message(replace(LETTER, recipients=())))["To"] is None


@pytest.mark.parametrize("words", INJECTIONS)
@pytest.mark.parametrize("place", ["subject", "sender", "recipient"])
def test_headers_cannot_be_injected(words: str, place: str) -> None:
    letter = {
        "subject": replace(LETTER, subject=words),
        "sender": replace(LETTER, sender=Mailbox("follow-up@example.org", words)),
        "recipient": replace(LETTER, recipients=(Mailbox("t.mokoena@example.org", words),)),
    }[place]
    with pytest.raises(LetterError) as refusal:
        mail_message(letter)
    assert shown_text(str(refusal.value)) == str(refusal.value)


@pytest.mark.parametrize("name", HIDING)
def test_a_name_cannot_pass_for_an_address(name: str) -> None:
    with pytest.raises(LetterError, match="could pass for an address"):
        mail_message(replace(LETTER, recipients=(Mailbox("t.mokoena@example.org", name),)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    for letter in (
        replace(LETTER, recipients=(Mailbox(address),)),
        replace(LETTER, sender=Mailbox(address)),
        replace(LETTER, recipients=(*LETTER.recipients, Mailbox(address, "Somebody"))),
    ):
        with pytest.raises(LetterError, match=r"is not a mail address; write one address"):
            mail_message(letter)


def test_an_empty_subject_is_refused() -> None:
    with pytest.raises(LetterError, match="the subject is empty"):
        mail_message(replace(LETTER, subject=""))


def test_a_title_becomes_a_subject_that_is_not_too_long() -> None:
    assert subject_of(" Q1 review\n") == "Q1 review"
    assert subject_of("w" * 200) == "w" * 149 + "…"
    with pytest.raises(LetterError, match="holds a line break"):
        mail_message(replace(LETTER, subject=subject_of("Q1\nBcc: mallory@example.net")))


PRINTABLE = st.characters(
    exclude_categories=["Cc", "Cs", "Zl", "Zp"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
PLAIN = st.text(PRINTABLE, min_size=1, max_size=400).filter(lambda text: text.strip() and "=?" not in text)


@given(PLAIN, PLAIN)
def test_any_words_pass_through_headers_unchanged(subject: str, name: str) -> None:
    name = "".join(character for character in name if character not in '<>"@\\')
    letter = replace(LETTER, subject=subject, recipients=(Mailbox("t.mokoena@example.org", name),))
    data = mail_message(letter)
    assert read(data)["Subject"] == subject
    assert "".join(read(data)["To"].addresses[0].display_name.split()) == "".join(name.split())
    assert max(map(len, data.split(b"\r\n"))) <= 78


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_pass_through_a_body(text: str, html: str) -> None:
    message = read(mail_message(replace(LETTER, text=text, html=html)))
    for kind, given_ in (("plain", text), ("html", html)):
        shown = shown_text(given_.replace("\r\n", "\n"), keep="\n\t")
        assert content(message, kind) == shown.rstrip("\n") + "\n"


@pytest.mark.parametrize(
    "text",
    [".\n" * 10_000, "..\n.\n", "From x\n", "漢" * 20_000 + "\n", "=_" * 900 + "\n", "a" * 5_000 + "\n", "x  \n\t\n"],
)
def test_dots_and_long_lines_survive(text: str) -> None:
    data = mail_message(replace(LETTER, text=text))
    assert content(read(data), "plain") == text
    assert max(map(len, data.split(b"\r\n"))) <= 78
