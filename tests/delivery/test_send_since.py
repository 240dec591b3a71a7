"""The reports of sessions that have become held since a revision."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from mail_server import MailServer
from mail_tree import EVERYBODY, SESSION, SESSION_PATH, Ran, Send, addresses, commit, git

SINCE = ("send", "--held-since", "HEAD^", "--send")


def since(send: Send, *options: str, **more: str) -> Ran:
    return send(*options, command=SINCE, **more)


def test_a_session_that_has_become_held_is_sent(send: Send, server: MailServer, root: Path) -> None:
    commit(root, {SESSION_PATH: SESSION.replace("held", "planned")})
    commit(root, {SESSION_PATH: SESSION})
    for _ in range(2):
        assert since(send).status == 0
    assert server.recipients == addresses(*EVERYBODY)


def test_a_session_that_was_held_before_or_only_renamed_is_not(send: Send, server: MailServer, root: Path) -> None:
    commit(root, {SESSION_PATH: SESSION.replace("scope", "date")})
    ran = since(send)
    assert (ran.status, ran.out) == (
        0,
        f"No other session has become held since {git(root, 'rev-parse', 'HEAD^')[:10]}.\n",
    )
    git(root, "mv", "records/sessions/2026-q1-review", "records/sessions/2026-first-review")
    renamed = SESSION.replace("title:", "formerly: [2026-q1-review]\ntitle:")
    commit(root, {SESSION_PATH.replace("q1", "first"): renamed})
    assert "No other session has become held" in since(send).out
    assert not server.connections


def test_old_minutes_are_named_and_not_sent(send: Send, server: MailServer, root: Path) -> None:
    commit(root, {SESSION_PATH.replace("q1", "q0"): SESSION.replace("2026-04-15", "2026-03-01")})
    ran = since(send)
    assert ran.status == 0
    assert "2026-q0-review was held on 2026-03-01, which is long ago; name it to send its report\n" in ran.out
    assert not server.connections


def test_one_that_is_refused_does_not_keep_the_others(send: Send, server: MailServer, root: Path) -> None:
    first, second = SESSION_PATH.replace("q1", "a"), SESSION_PATH.replace("q1", "b")
    commit(root, {first: SESSION})
    assert since(send).status == 0
    commit(root, {first: SESSION.replace("held", "planned")})
    commit(root, {first: SESSION.replace("scope", "date"), second: SESSION})
    ran = since(send)
    assert ran.status == 1
    assert "the report has changed since edition 1" in ran.err
    assert server.recipients == sorted(addresses(*EVERYBODY, *EVERYBODY))


def test_a_confidential_one_is_not_sent_and_that_is_no_fault(send: Send, server: MailServer, root: Path) -> None:
    hidden = SESSION.replace("title: Q1 review", "confidential: true\ntitle: Of the merger")
    commit(
        root,
        {
            SESSION_PATH.replace("q1", "a"): hidden,
            SESSION_PATH.replace("q1", "q0"): hidden.replace("2026-04-15", "2026-03-01"),
            SESSION_PATH.replace("q1", "b"): SESSION,
        },
    )
    ran = since(send)
    assert ran.status == 0
    for one in ("2026-a-review", "2026-q0-review"):
        assert f"{one} is confidential, so no report of it is sent; tell those who may know yourself\n" in ran.out
    assert "long ago" not in ran.out
    assert "merger" not in ran.out + ran.err
    assert server.recipients == addresses(*EVERYBODY)


@pytest.mark.skipif(sys.platform == "win32", reason="the hook is of POSIX")
def test_each_session_of_which_nothing_was_sent_is_named(
    send: Send, server: MailServer, root: Path, tmp_path: Path
) -> None:
    names = ("a", "b", "c")
    commit(root, {SESSION_PATH.replace("q1", one): SESSION for one in names})
    git(root, "clone", "-q", "--bare", ".", str(tmp_path / "remote.git"))
    git(root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    hook = tmp_path / "remote.git/hooks/update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ncase $1 in */2026-b-review/*) exit 1;; esac\n", encoding="utf-8")
    hook.chmod(0o755)
    ran = since(send)
    assert ran.status == 2
    assert ran.err.startswith("followup: nothing of 2026-b-review was sent: the remote origin does not take the mark")
    assert ran.err.count("\n") == 1
    assert server.recipients == sorted(addresses(*EVERYBODY) * 2)
    ran = since(send, FOLLOWUP_SMTP_HOST="a..b")
    assert ran.status == 2
    assert ran.err.startswith("followup: nothing of 2026-b-review was sent: there is no mail server a..b")


def test_a_day_before_one_session_does_not_keep_the_others(send: Send, server: MailServer, root: Path) -> None:
    later = SESSION.replace("2026-04-15", "2026-04-18")
    commit(root, {SESSION_PATH.replace("q1", "a"): SESSION, SESSION_PATH.replace("q1", "b"): later})
    ran = since(send, day="2026-04-16", SOURCE_DATE_EPOCH="1776700800")  # 20 April 2026
    assert ran.status == 2
    assert ran.err.startswith("followup: nothing of 2026-b-review was sent: --as-of 2026-04-16 lies before")
    assert server.recipients == addresses(*EVERYBODY)


def test_a_revision_that_is_not_there_sends_nothing(send: Send, server: MailServer) -> None:
    ran = send("--send", command=("send", "--held-since", "0" * 40))
    assert ran.status == 2
    assert ran.err.startswith("followup: there is no revision 0000")
    assert send(command=("send",)).status == 2
    assert send("--held-since", "HEAD").status == 2
    assert not server.connections
