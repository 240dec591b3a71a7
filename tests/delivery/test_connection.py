"""What keeps a connection to the mail server from being trusted: one clear line, nothing sent, no mark made."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
from mail_server import PASSWORD, Authority, MailServer, serving
from mail_tree import EVERYBODY, Ran, Send, addresses, git

from followup_build.cli.send import command
from followup_build.delivery.settings import VARIABLES

# The test server takes implicit TLS for none; it is ours that must insist.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


def assert_nothing_sent(ran: Ran, server: MailServer, root: Path) -> None:
    assert ran.status == 2
    assert ran.err.startswith("followup: nothing was sent: ")
    assert ran.err.count("\n") == 1
    assert not server.taken
    assert not git(root, "for-each-ref", "refs/followup")


def test_a_server_without_starttls_is_refused(send: Send, root: Path) -> None:
    with serving(MailServer(), None, has_login=False) as server:
        ran = send("--send", FOLLOWUP_SMTP_PORT=str(server.port))
    assert_nothing_sent(ran, server, root)
    assert "offers no STARTTLS, and without TLS nothing is sent" in ran.err


@pytest.mark.parametrize("is_implicit", [False, True])
def test_an_untrusted_certificate_is_refused(
    is_implicit: bool, send: Send, authority: Authority, root: Path, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path, trustme.CA())
    tls = "implicit" if is_implicit else "starttls"
    for context, more in (
        (stranger.context(), {}),
        (authority.context(), {"FOLLOWUP_SMTP_CA_FILE": ""}),
        (authority.context("other.example.org"), {}),
    ):
        with serving(MailServer(), context, is_implicit=is_implicit) as server:
            ran = send("--send", FOLLOWUP_SMTP_PORT=str(server.port), FOLLOWUP_SMTP_TLS=tls, **more)
        assert_nothing_sent(ran, server, root)
        assert "the certificate of the mail server localhost:" in ran.err
        assert " is not trusted: " in ran.err


def test_tls_from_the_first_byte_works(send: Send, authority: Authority) -> None:
    with serving(MailServer(), authority.context(), is_implicit=True) as server:
        ran = send("--send", FOLLOWUP_SMTP_PORT=str(server.port), FOLLOWUP_SMTP_TLS="implicit")
        assert ran.status == 0, ran
        assert server.recipients == addresses(*EVERYBODY)


def test_a_server_that_needs_no_login_is_given_none(send: Send, authority: Authority, root: Path) -> None:
    with serving(MailServer(), authority.context(), has_login=False) as server:
        more = {"FOLLOWUP_SMTP_PORT": str(server.port)}
        ran = send("--send", **more)
        assert_nothing_sent(ran, server, root)
        assert (
            "offers no login by user and password; leave FOLLOWUP_SMTP_USER and FOLLOWUP_SMTP_PASSWORD out" in ran.err
        )
        ran = send("--send", **more, FOLLOWUP_SMTP_USER="", FOLLOWUP_SMTP_PASSWORD="")
        assert ran.status == 0
        assert server.recipients == addresses(*EVERYBODY)


@pytest.mark.parametrize("options", [(), ("--debug",), ("-v",)])
def test_a_wrong_password_is_never_shown(options: tuple[str, ...], send: Send, server: MailServer, root: Path) -> None:
    secret = "wrong horse 1!"  # noqa: S105 - of nobody
    ran = send("--send", *options, FOLLOWUP_SMTP_PASSWORD=secret)
    said = ran.out + ran.err
    assert ran.status == 2
    assert "does not take the login (535); look at FOLLOWUP_SMTP_USER and FOLLOWUP_SMTP_PASSWORD" in said
    assert not server.taken
    for hidden in (secret, b64encode(secret.encode()).decode(), b64encode(f"\0follow-up\0{secret}".encode()).decode()):
        assert hidden not in said
    assert not git(root, "for-each-ref", "refs/followup")


def test_the_password_is_in_no_output_of_a_server_that_repeats_it(send: Send, server: MailServer) -> None:
    encoded = b64encode(PASSWORD.encode()).decode()
    server.refused["*"] = f"550 I was given {PASSWORD} and {encoded}"
    ran = send("--send", "--debug")
    assert "550 I was given … and …" in ran.out
    assert PASSWORD not in ran.out + ran.err
    assert encoded not in ran.out + ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="the scripts are of POSIX")
def test_git_and_its_hooks_are_not_told_the_password(
    send: Send, server: MailServer, root: Path, tmp_path: Path
) -> None:
    told, hooked = tmp_path / "told", tmp_path / "hooked"
    hook = root / ".git/hooks/reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{hooked}'\n", encoding="utf-8")
    spy = tmp_path / "bin/git"
    spy.parent.mkdir()
    spy.write_text(f"#!/bin/sh\nenv >> '{told}'\nexec '{shutil.which('git')}' \"$@\"\n", encoding="utf-8")
    for script in (hook, spy):
        script.chmod(0o755)
    assert send("--send", PATH=f"{spy.parent}:{os.environ['PATH']}").status == 0
    assert len(server.taken) == 5
    assert "GIT_OPTIONAL_LOCKS=0" in told.read_text(encoding="utf-8")
    assert "FOLLOWUP_SMTP_" not in told.read_text(encoding="utf-8")
    assert not hooked.exists()


@contextmanager
def talking(*words: bytes, closes: bool) -> Iterator[int]:
    """Somebody listens at a port who says a few words, one after another, and then closes or hangs."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(30)
    stop = threading.Event()

    def talk() -> None:
        peer, _ = listener.accept()
        with peer:
            for word in words:
                try:
                    peer.sendall(word)
                except OSError:
                    return
                if len(words) > 1 and stop.wait(0.2):
                    return
            if not closes:
                stop.wait(30)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        thread.join()
        listener.close()


DRIPS = (b"220-x\r\n",) * 60
"""A greeting that hardly ends: each of its lines comes in time."""


@pytest.mark.parametrize(
    ("words", "closes", "sentence"),
    [
        ((), True, "the connection to the mail server localhost:{port} was lost"),
        ((), False, "the mail server localhost:{port} did not answer in time"),
        (DRIPS, True, "the mail server localhost:{port} did not answer in time"),
        ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), True, "what answers at localhost:{port} is no mail server"),
        ((b"554 5.7.1 go away\r\n",), True, "the mail server localhost:{port} is not ready: 554 5.7.1 go away"),
        ((b"\x15\x03\x01\x00\x02\x02\x16",), True, "what answers at localhost:{port} is no mail server"),
        ((b"220 " + b"x" * 20_000,), True, "the mail server localhost:{port}"),
        (
            (b"220 hi\r\n", b"250-x\r\n250 STARTTLS\r\n", b"220 go\r\n", b"nonsense"),
            False,
            "does not speak TLS as it should",
        ),
    ],
)
def test_whoever_listens_there_gets_nothing(
    words: tuple[bytes, ...], closes: bool, sentence: str, send: Send, server: MailServer, root: Path
) -> None:
    with talking(*words, closes=closes) as port:
        ran = send("--send", FOLLOWUP_SMTP_PORT=str(port), FOLLOWUP_SMTP_TIMEOUT="1")
    assert_nothing_sent(ran, server, root)
    assert sentence.format(port=port) in ran.err


def test_where_nobody_listens_it_says_so(send: Send, server: MailServer, root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    ran = send("--send", FOLLOWUP_SMTP_PORT=str(port))
    assert_nothing_sent(ran, server, root)
    assert f"there is no mail server at localhost:{port}" in ran.err
    ran = send("--send", FOLLOWUP_SMTP_HOST="mail.invalid")
    assert_nothing_sent(ran, server, root)
    assert "its name is unknown; look at FOLLOWUP_SMTP_HOST" in ran.err


@pytest.mark.parametrize("name", ["a..b", "l" * 80 + ".example.org"])
def test_a_name_that_no_server_can_have_is_told_as_such(name: str, send: Send, server: MailServer, root: Path) -> None:
    ran = send("--send", FOLLOWUP_SMTP_HOST=name)
    assert_nothing_sent(ran, server, root)
    assert "its name is unknown; look at FOLLOWUP_SMTP_HOST" in ran.err


def test_a_server_that_greets_nobody_is_told_in_its_words(send: Send, authority: Authority, root: Path) -> None:
    greeter = MailServer(refused_hello="554 5.7.1 not from there")
    with serving(greeter, authority.context(), is_implicit=True) as server:
        ran = send("--send", FOLLOWUP_SMTP_PORT=str(server.port), FOLLOWUP_SMTP_TLS="implicit")
    assert_nothing_sent(ran, server, root)
    assert "refuses to talk to us: 554 5.7.1 not from there" in ran.err


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"FOLLOWUP_SMTP_HOST": ""}, "FOLLOWUP_SMTP_HOST is not set"),
        ({"FOLLOWUP_SMTP_HOST": "smtp://x"}, "FOLLOWUP_SMTP_HOST is not a server's name"),
        ({"FOLLOWUP_SMTP_PORT": "70000"}, "FOLLOWUP_SMTP_PORT is not a port"),
        ({"FOLLOWUP_SMTP_PORT": "٥"}, "FOLLOWUP_SMTP_PORT is not a port"),
        ({"FOLLOWUP_SMTP_TLS": "none"}, "FOLLOWUP_SMTP_TLS is neither starttls nor implicit"),
        ({"FOLLOWUP_SMTP_USER": ""}, "FOLLOWUP_SMTP_USER is not set"),
        ({"FOLLOWUP_SMTP_PASSWORD": ""}, "FOLLOWUP_SMTP_PASSWORD is not set"),
        ({"FOLLOWUP_SMTP_PASSWORD": "pass\nword"}, "holds a character that no mail server takes"),
        ({"FOLLOWUP_SMTP_TIMEOUT": "0"}, "FOLLOWUP_SMTP_TIMEOUT is not a time"),
        ({"FOLLOWUP_SMTP_CA_FILE": "/nowhere.pem"}, "FOLLOWUP_SMTP_CA_FILE names no file"),
        ({"FOLLOWUP_SMTP_CA_FILE": __file__}, "FOLLOWUP_SMTP_CA_FILE holds no certificates"),
        ({"FOLLOWUP_SMTP_HOST": "", "FOLLOWUP_SMTP_TIMEOUT": "x"}, "HOST is not set; it names the mail server; FOLL"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    variables: dict[str, str], sentence: str, send: Send, server: MailServer, root: Path
) -> None:
    ran = send("--send", **variables)
    assert_nothing_sent(ran, server, root)
    assert sentence in ran.err
    assert "pass" not in ran.err.replace("PASSWORD", "")


def test_the_help_names_every_variable_as_the_reader_does() -> None:
    said = " ".join((command.help or "").split())
    for name, meaning in VARIABLES.items():
        assert f"{name} {meaning}" in said


@pytest.mark.parametrize(
    ("mail", "sentence"),
    [
        ("", "does not say who sends; add mail: {from: ADDRESS, domains: [DOMAIN]}"),
        ("mail: {from: a@example.org}\n", "allows no domain to send to; add domains: [DOMAIN] to mail"),
    ],
)
def test_an_organisation_without_mail_is_told_what_to_write(mail: str, sentence: str, send: Send, root: Path) -> None:
    path = root / "records/organisation.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(mail if line.startswith("mail:") else line for line in lines), encoding="utf-8")
    for options in ((), ("--send",)):
        ran = send(*options)
        assert ran.status == 2
        assert f"records/organisation.yml {sentence}" in ran.err
