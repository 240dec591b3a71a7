"""A report that goes out once more: which day it shows, and whom it still has to reach."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

from mail_server import MailServer
from mail_tree import ACTION, EVERYBODY, SESSION, SESSION_PATH, Send, addresses, commit, git, write

CHANGED = {SESSION_PATH: SESSION.replace("Keep the scope.", "Keep the date.")}


def test_a_correction_shows_the_day_that_was_sent(send: Send, server: MailServer, root: Path) -> None:
    assert send("--send", day="2026-04-20").status == 0
    write(root, CHANGED)
    ran = send("--send", "--correction", "A decision was wrong", day=None)
    assert (ran.status, ran.out.partition("\n")[0]) == (0, "Report of Q1 review, edition 2, as of 2026-04-20")
    # So the next run finds that very edition.
    assert send("--send", day=None).status == 0
    assert server.recipients == sorted(addresses(*EVERYBODY) * 2)
    ran = send("--correction", "x", day="2026-05-20")
    assert ran.out.startswith("Report of Q1 review, edition 3, as of 2026-05-20\n")


def test_a_correction_never_shows_a_day_before_the_session(send: Send, root: Path) -> None:
    assert send("--send", day=None).status == 0
    write(root, {SESSION_PATH: SESSION.replace("2026-04-15", "2026-04-16")})
    ran = send("--correction", "The day was wrong", day=None)
    assert ran.out.startswith("Report of Q1 review, edition 2, as of 2026-04-16\n")


def test_an_edition_has_a_day_of_its_own(send: Send, server: MailServer, root: Path) -> None:
    server.refused["board@example.org"] = "450 later"
    assert send("--send", day="2026-04-20").status == 1
    server.refused.clear()
    write(root, CHANGED)
    ran = send("--send", "--edition", "1", day="2026-05-20")
    assert (ran.status, "leave --as-of out" in ran.err) == (2, True)
    assert len(server.taken) == 4
    ran = send("--send", "--edition", "1", day=None)
    assert (ran.status, ran.out.partition("\n")[0]) == (0, "Report of Q1 review, edition 1, as of 2026-04-20")
    assert server.recipients == addresses(*EVERYBODY)


def test_a_session_that_was_renamed_is_not_sent_again(send: Send, server: MailServer, root: Path) -> None:
    server.refused["board@example.org"] = "450 later"
    assert send("--send", day=None).status == 1
    server.refused.clear()
    git(root, "mv", "records/sessions/2026-q1-review", "records/sessions/2026-spring")
    spring = SESSION.replace("title:", "formerly: [2026-first, 2026-q1-review]\ntitle:")
    action = ACTION.replace("2026-q1-review", "2026-spring")
    path = SESSION_PATH.replace("q1-review", "spring")
    commit(root, {path: spring, "records/actions/tests.yml": action})
    renamed = ("send", "2026-spring")
    ran = send("--send", command=renamed, day=None)
    assert ran.status == 1, "it has another address on the site"
    assert "the report has changed since edition 1 was sent" in ran.err
    assert send("--send", "--edition", "1", command=renamed, day=None).status == 0
    assert server.recipients == addresses(*EVERYBODY)
    ran = send("--send", "--correction", "It has another address", command=renamed, day=None)
    assert (ran.status, ran.out.partition(",")[2].partition(",")[0]) == (0, " edition 2")
    assert send("--send", command=renamed, day=None).status == 0
    assert server.recipients == sorted(addresses(*EVERYBODY) * 2)
    assert not git(root, "for-each-ref", "refs/followup/sent/2026-spring")


def test_marks_of_a_name_that_another_session_has_are_its_own(send: Send, server: MailServer, root: Path) -> None:
    assert send("--send", day=None).status == 0
    path = SESSION_PATH.replace("q1", "q2")
    commit(root, {path: SESSION.replace("Q1", "Q2").replace("kind:", "formerly: [2026-q1-review]\nkind:")})
    ran = send("--send", command=("send", "2026-q2-review"), day=None)
    assert ran.status == 0, ran
    assert server.recipients == sorted(addresses(*EVERYBODY) * 2)


def test_one_folder_holds_the_messages_of_several_sessions(
    send: Send, server: MailServer, root: Path, tmp_path: Path
) -> None:
    write(root, {SESSION_PATH.replace("q1", "other"): SESSION.replace("Q1", "Other")})
    folder = tmp_path / "mail"
    for session in ("2026-q1-review", "2026-other-review"):
        assert send("--send", "--out", str(folder), command=("send", session)).status == 0
    assert sorted(path.read_bytes() for path in folder.iterdir()) == sorted(data for _, _, data in server.taken)
    names = [path.name for path in folder.iterdir()]
    assert "2026-q1-review-1-001-n.dlamini_example.org.eml" in names
    assert "2026-other-review-1-001-n.dlamini_example.org.eml" in names
    subjects = {str(BytesParser(policy=SMTP).parsebytes(path.read_bytes())["Subject"]) for path in folder.iterdir()}
    assert len(subjects) == 2
