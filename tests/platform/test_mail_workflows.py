"""The workflows that send mail, each command run as a runner would, against a real mail server and a real remote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from copied import ROOT
from hosted import TOKEN, Runner
from jobs import POSIX, WORKFLOWS, Job, jobs, read
from mail_server import PASSWORD, USER, Authority, MailServer, serving

TODAY = "1795161600"  # 20 November 2026
SESSION = """\
---
title: Second look at the bank
kind: ad-hoc
date: 2026-11-19
status: planned
chair: z.khumalo
departments: [finance]
attendees: [n.dlamini]
apologies: [p.vanwyk]
---
"""
ID = "2026-11-19-second-bank"
PATH = f"records/sessions/{ID}/session.md"
SERVER = {"GITHUB_SERVER_URL": "https://github.com"}
EVERYBODY = ["board", "heads", "n.dlamini", "p.vanwyk", "z.khumalo"]

pytestmark = POSIX


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    authority = Authority(tmp_path)
    assert authority.file.name == "ca.pem"
    with serving(MailServer(), authority.context()) as server:
        yield server


@pytest.fixture
def mailing(job: Job, server: MailServer, tmp_path: Path) -> Job:
    """A job that finds the settings of the environment `mail`, in a repository where a session is planned."""
    job.values |= {
        "vars.FOLLOWUP_SMTP_HOST": "localhost",
        "vars.FOLLOWUP_SMTP_PORT": str(server.port),
        "secrets.FOLLOWUP_SMTP_USER": USER,
        "secrets.FOLLOWUP_SMTP_PASSWORD": PASSWORD,
    }
    job.runner.variables |= {"FOLLOWUP_SMTP_CA_FILE": str(tmp_path / "ca.pem"), "SOURCE_DATE_EPOCH": TODAY}
    return job


def push(job: Job, text: str, path: str = PATH) -> None:
    """What main is given, and the event of it."""
    job.git("checkout", "-q", "main")
    before = job.git("rev-parse", "HEAD")
    (job.repository / path).parent.mkdir(parents=True, exist_ok=True)
    (job.repository / path).write_text(text, encoding="utf-8")
    job.git("add", "-A")
    job.git("commit", "-qm", '"; rm -rf / #')
    job.values["github.event.before"] = before
    job.runner.set_event({"before": before, "after": job.git("rev-parse", "HEAD")})


def found(job: Job) -> str:
    output = job.runner.folder / "output"
    output.unlink(missing_ok=True)
    assert job.run("send.yml", "find") is None
    return output.read_text(encoding="utf-8")


def names(server: MailServer) -> list[str]:
    return [one.partition("@")[0] for one in server.recipients]


def test_the_jobs_run_here_are_all_that_send() -> None:
    known = {("remind.yml", "remind"), ("send.yml", "find"), ("send.yml", "send"), ("send.yml", "again")}
    assert {(name, job) for name, job, _ in jobs() if name in ("remind.yml", "send.yml")} == known


def test_no_run_takes_a_waiting_ones_place() -> None:
    # What somebody asks for on a commit is another thing than what the push of that commit sends.
    assert read(WORKFLOWS["send.yml"])["concurrency"] == {
        "group": "send-${{ github.run_id }}",
        "cancel-in-progress": False,
    }


def test_a_merge_that_marks_a_session_as_held_sends_its_report_once(mailing: Job, server: MailServer) -> None:
    push(mailing, SESSION)
    assert found(mailing) == "sessions=\n", "it is only planned"
    push(mailing, SESSION.replace("planned", "held"))
    assert found(mailing) == f"sessions={ID}\n"
    server.refused["heads@example.org"] = "450 later"
    failed = mailing.run("send.yml", "send")
    assert failed is not None
    assert failed.returncode == 1
    server.refused.clear()
    for _ in range(2):  # somebody runs it again
        assert mailing.run("send.yml", "send") is None
    assert names(server) == EVERYBODY
    marks = mailing.git("for-each-ref", "--format=%(refname)", "refs/followup/sent").splitlines()
    assert len(marks) == 6, "the repository has them: five addresses and the edition"
    push(mailing, SESSION.replace("planned", "held").replace("Second look", "Another look"))
    assert found(mailing) == "sessions=\n", "it has been held before"
    assert mailing.run("send.yml", "send") is None
    assert names(server) == EVERYBODY


def test_old_minutes_and_a_new_branch_send_nothing(mailing: Job) -> None:
    old = SESSION.replace("planned", "held").replace("2026-11-19", "2026-09-01")
    push(mailing, old, PATH.replace("2026-11-19", "2026-09-01"))
    assert found(mailing) == "sessions=\n"
    mailing.runner.set_event({"before": "0" * 40})
    assert found(mailing) == "sessions=\n"


def test_what_was_held_long_ago_is_shown_at_the_run_and_what_is_confidential_is_not_sent(
    mailing: Job, server: MailServer
) -> None:
    held = SESSION.replace("planned", "held")
    push(mailing, held.replace("2026-11-19", "2026-09-01"), PATH.replace("2026-11-19", "2026-09-01"))
    assert found(mailing) == "sessions=\n"
    notice = "held long ago, and not sent: 2026-09-01-second-bank; to send one, run this workflow with its id"
    assert f"::notice::{notice}" in mailing.said.splitlines()
    push(mailing, held.replace("kind:", "confidential: true\nkind:"))
    assert found(mailing) == "sessions=\n"
    assert f"confidential, and not sent: {ID}\n" in mailing.said
    assert "::" not in mailing.said
    assert mailing.run("send.yml", "send") is None
    assert not server.taken


@pytest.mark.parametrize("event", [{}, {"before": "main"}, {"before": "$(touch pwned)"}, {"before": "a" * 40}])
def test_an_event_that_is_no_push_fails(event: dict[str, str], mailing: Job) -> None:
    mailing.runner.set_event(event)
    failed = mailing.run("send.yml", "find")
    assert failed is not None
    assert failed.returncode == 2
    assert failed.stderr.startswith("followup: ")
    assert len(failed.stderr.splitlines()) == 1


def test_what_somebody_asks_for_is_sent_again(mailing: Job, server: MailServer) -> None:
    push(mailing, SESSION.replace("planned", "held"))
    mailing.values["inputs.session"] = ID
    for _ in range(2):
        assert mailing.run("send.yml", "again") is None
    assert names(server) == EVERYBODY
    mailing.values |= {"inputs.resend": "n.dlamini@example.org", "inputs.because": "Neo has $(not) got it"}
    assert mailing.run("send.yml", "again") is None
    assert names(server) == sorted([*EVERYBODY, "n.dlamini"])
    push(mailing, SESSION.replace("planned", "held").replace("Second look", "Another look"))
    for name in ("inputs.resend", "inputs.because"):
        del mailing.values[name]
    failed = mailing.run("send.yml", "again")
    assert failed is not None
    assert "the report has changed since edition 1" in failed.stderr
    mailing.values["inputs.correction"] = "a wrong title"
    assert mailing.run("send.yml", "again") is None
    assert names(server) == sorted([*EVERYBODY, *EVERYBODY, "n.dlamini"])


def test_words_that_somebody_types_are_words(mailing: Job, server: MailServer) -> None:
    text = "--help; touch pwned `touch pwned` $(touch pwned)\ntouch pwned\n' touch pwned \" touch pwned"
    others = ("correction", "resend", "because", "edition")
    for words in ({"session": text}, {"session": ID, **dict.fromkeys(others, text)}):
        mailing.values |= {f"inputs.{name}": word for name, word in words.items()}
        failed = mailing.run("send.yml", "again")
        assert failed is not None
        assert failed.returncode == 2, failed
        assert not list(mailing.workspace.rglob("pwned"))
    assert not server.taken


def test_owners_are_reminded_once_a_week(mailing: Job, server: MailServer) -> None:
    for _ in range(2):
        assert mailing.run("remind.yml", "remind") is None
    assert server.taken
    assert len(set(server.recipients)) == len(server.recipients)
    marks = mailing.git("for-each-ref", "--format=%(refname)", "refs/followup/reminded/2026-W47").splitlines()
    assert len(marks) == len(server.recipients)


def test_no_output_starts_as_a_command_of_the_runner(mailing: Job, server: MailServer) -> None:
    people = (mailing.repository / "records/people.yml").read_text(encoding="utf-8")
    push(
        mailing,
        people.replace("Neo Dlamini", "'::error::Neo'").replace("p.vanwyk@example.org", "p@other.example"),
        "records/people.yml",
    )
    push(mailing, SESSION.replace("planned", "held").replace("Second", "'::error::Second").replace("bank", "bank'"))
    failed = mailing.run("send.yml", "send")
    assert failed is not None
    assert "::error::Neo" in failed.stdout
    assert not [line for line in (failed.stdout + failed.stderr).splitlines() if line.strip().startswith(("::", "##["))]
    assert len(server.taken) == 4


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("protocol=https\nhost=github.com\n", f"username=x-access-token\npassword={TOKEN}\n"),
        ("protocol=http\nhost=github.com\n", ""),
        ("protocol=https\nhost=github.com.example.org\n", ""),
        ("protocol=https\nhost=localhost:1\n", ""),
    ],
)
def test_git_gets_the_token_for_its_platform_alone(asked: str, answer: str, runner: Runner) -> None:
    helper = f"!{sys.executable} -m followup_build.platform.credentials"
    done = subprocess.run(
        ["git", "-c", "credential.helper=", "-c", f"credential.helper={helper}", "credential", "fill"],
        input=asked,
        cwd=ROOT,
        env={**runner.environment, **SERVER, "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    told = "".join(f"{line}\n" for line in done.stdout.splitlines() if line.startswith(("username=", "password=")))
    assert told == answer
