"""Records that would add headers or recipients: refused, with what to change, and nothing sent by them."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest
from mail_server import MailServer
from mail_tree import EVERYBODY, ORGANISATION, PEOPLE, SESSION, SESSION_PATH, Send, addresses, write
from test_mail_message import ADDRESSES, HIDING, INJECTIONS

DATA = [words for words in (*INJECTIONS, *HIDING) if words.isprintable()]
ESCAPES = [
    '"Report\\\\r\\\\nBcc: mallory@example.net"',
    '"Report\\\\u2028Bcc: mallory@example.net"',
    '"Report\\\\x85Bcc: mallory@example.net"',
    '"Report\\\\0"',
    '"Report\\\\u202e"',
]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize("words", DATA)
def test_a_name_that_would_mislead_keeps_its_owner_from_being_written_to(
    words: str, send: Send, server: MailServer, root: Path
) -> None:
    write(root, {"records/people.yml": PEOPLE.replace("Neo Dlamini", quoted(words))})
    ran = send("--send")
    assert ran.status == 1
    assert "Cannot be written to\n- " in ran.out
    assert "the name of n.dlamini@example.org, '" in ran.out
    assert server.recipients == [one for one in addresses(*EVERYBODY) if not one.startswith("n.")]


@pytest.mark.parametrize("words", [words for words in DATA if words in INJECTIONS])
@pytest.mark.parametrize("path", ["records/organisation.yml", SESSION_PATH])
def test_a_title_that_would_mislead_is_not_sent(
    words: str, path: str, send: Send, server: MailServer, root: Path
) -> None:
    text = {
        "records/organisation.yml": ORGANISATION.replace("name: Rights House", f"name: {quoted(words)}"),
        SESSION_PATH: SESSION.replace("Q1 review", quoted(words)),
    }[path]
    write(root, {path: text})
    ran = send("--send")
    assert ran.status == 1
    assert "holds a code that mail programs decode; write plain words" in ran.out
    assert not server.connections


@pytest.mark.parametrize("words", ESCAPES)
def test_what_no_record_may_hold_is_found_at_its_line_and_nothing_is_sent(
    words: str, send: Send, server: MailServer, root: Path
) -> None:
    write(root, {SESSION_PATH: SESSION.replace("Q1 review", words.replace("\\\\", "\\"))})
    found = send(command=("check",), day=None)
    assert found.status == 1
    assert f"{SESSION_PATH}:2:" in found.out
    assert send("--send").status in (1, 2)
    assert not server.connections


def test_a_title_of_two_lines_is_not_sent(send: Send, server: MailServer, root: Path) -> None:
    write(root, {SESSION_PATH: SESSION.replace("Q1 review", '"Report\\nBcc: mallory@example.net"')})
    ran = send("--send")
    assert ran.status == 1
    assert "holds a line break or another control character; take it out" in ran.out
    assert not server.connections


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.isprintable() and one and len(one) < 60])
def test_an_address_that_is_none_is_found_at_its_line_and_nothing_is_sent(
    address: str, send: Send, server: MailServer, root: Path
) -> None:
    write(root, {"records/people.yml": PEOPLE.replace("n.dlamini@example.org", quoted(address))})
    found = send(command=("check",), day=None)
    assert found.status == 1
    assert "records/people.yml:2:" in found.out
    ran = send("--send")
    assert ran.status == 1
    assert "the records have 1 error" in ran.err
    assert not server.connections


def test_a_dry_run_gives_a_runner_no_commands(send: Send, root: Path) -> None:
    said = "::error file=x::owned\n\n  ::add-mask::Q1\n\nHe said ##[error]owned\n"
    write(root, {SESSION_PATH: f"{SESSION.replace('Q1 review', quoted('##[error]Q1'))}## Minutes\n\n{said}"})
    ran = send()
    assert ran.status == 0
    assert "> ::error file=x::owned\n" in ran.out
    lines = (ran.out + ran.err).splitlines()
    assert not [line for line in lines if line.lstrip().startswith("::")]
    letter = ran.out[ran.out.index("\nFrom: ") :]
    assert "\nSubject: Progress report: ##\\u005berror]Q1, Rights House\n" in letter
    assert "##[" not in letter


def test_words_of_any_script_arrive_and_steer_nothing(send: Send, server: MailServer, root: Path) -> None:
    title = "Überblick: 収支報告 ümläut & <script>alert(1)</script> " + "x" * 200
    decision = "<img src=x onerror=alert(1)> [x](javascript:alert(1))漢字 " + "." * 1_200
    session = SESSION.replace("title: Q1 review", f"title: {quoted(title)}").replace(
        "{keep: Keep the scope.}", f"{{keep: {quoted(decision)}}}"
    )
    rules = ORGANISATION.replace("departments:", "rules: {raw-html: off, unsafe-link: off}\ndepartments:")
    write(
        root,
        {
            "records/organisation.yml": rules,
            SESSION_PATH: session + "## Minutes\n\n" + ".\n\n" * 3_000 + "From here on\n",
        },
    )
    assert send("--send").status == 0
    assert server.recipients == addresses(*EVERYBODY)
    message = BytesParser(policy=SMTP).parsebytes(server.taken[0][2])
    assert message["Subject"].startswith("Progress report: Überblick: 収支報告 ümläut & <script>")
    html = message.get_body(("html",))
    assert html is not None
    for active in ("<script", "<img", 'href="javascript'):
        assert active not in html.get_content()
