"""Reminders over real SMTP: one message to each owner and week, with what their page on the site has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest
from mail_server import MailServer
from mail_tree import ACTION, PEOPLE, Send, addresses, commit, git, write
from written_tree import PLAN

from followup_build.views.duties import build_duties
from followup_build.views.paper import Listing
from followup_build.views.people import build_person_pages
from followup_build.views.reminders import build_reminders
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
FILES = {
    "records/plans/finance-2026.yml": PLAN,
    "records/progress/finance-2026.yml": "kpis:\n  days: {2026-03: 30}\n",
    "records/actions/secret.yml": ACTION.replace("Agree acceptance tests", "Dismiss somebody") + "confidential: true\n",
    "records/actions/legal.yml": ACTION.replace("n.dlamini", "c.botha"),
    "records/actions/outside.yml": ACTION.replace("n.dlamini", "p.outside"),
}
REMIND = ("remind",)
DAY = "2026-06-22"


@pytest.fixture(autouse=True)
def _with_plan(root: Path) -> None:
    commit(root, FILES)


def texts(server: MailServer) -> Mapping[str, str]:
    found = {}
    for _, recipient, data in server.taken:
        body = BytesParser(policy=SMTP).parsebytes(data).get_body(("plain",))
        assert body is not None
        found[recipient] = body.get_content()
    return found


def test_a_dry_run_shows_every_message(send: Send, server: MailServer) -> None:
    ran = send(command=REMIND, day=DAY)
    assert ran.status == 0
    assert ran.out.startswith(
        """\
Reminders of week 2026-W26, as of 2026-06-22

Would go to
- Neo Dlamini <n.dlamini@example.org>     owner
- Thandi Mokoena <t.mokoena@example.org>  owner

Is not reached
- Carel Botha  has no email in people.yml
- Pat Outside  pat@elsewhere.example is in a domain that mail.domains in organisation.yml does not name

From: Rights House <follow-up@example.org>
To: Neo Dlamini <n.dlamini@example.org>
Subject: Rights House: 2 overdue, 1 due soon, 5 updates owed

# What is yours to do
"""
    )
    assert ran.out.count("# What is yours to do") == 2 + ran.out.count("## What is yours to do")
    assert "Agree acceptance tests" in ran.out
    assert "Confidential action" in ran.out
    assert "Dismiss" not in ran.out
    assert not server.connections


def test_each_owner_gets_one_message_a_week(send: Send, server: MailServer, root: Path) -> None:
    ran = send("--send", command=REMIND, day=DAY)
    assert ran.status == 1, "one address is outside the allowed domains"
    assert server.recipients == addresses("n.dlamini", "t.mokoena")
    # What has changed since does not make a second one in the same week.
    write(root, {"records/actions/late.yml": ACTION.replace("tests", "more")})
    for day in (DAY, "2026-06-28"):
        assert "Has it already" in send("--send", command=REMIND, day=day).out
    assert len(server.taken) == 2
    send("--send", command=REMIND, day="2026-06-29")
    assert len(server.taken) == 4
    ids = {BytesParser().parsebytes(data)["Message-ID"] for _, _, data in server.taken}
    assert len(ids) == 4
    assert "@" not in git(root, "log", "--format=%B", "--all", "--not", "main")


def test_more_only_for_a_reason(send: Send, server: MailServer) -> None:
    send("--send", command=REMIND, day=DAY)
    ran = send("--send", "--resend", "n.dlamini", "--because", "new dates", command=REMIND, day=DAY)
    assert ran.status == 0
    assert server.recipients == addresses("n.dlamini", "n.dlamini", "t.mokoena")


def test_one_owner_alone(send: Send, server: MailServer) -> None:
    assert send("--send", "--owner", "t.mokoena", command=REMIND, day=DAY).status == 0
    assert server.recipients == addresses("t.mokoena")
    assert send("--owner", "nobody", command=REMIND, day=DAY).status == 2


def test_nothing_confidential_and_everything_else_arrives(send: Send, server: MailServer) -> None:
    send("--send", command=REMIND, day=DAY)
    for _, _, data in server.taken:
        assert b"Dismiss" not in data
    told = texts(server)["n.dlamini@example.org"]
    for part in ("## Overdue", "## Due within two weeks", "## Updates owed", "Confidential action", "Royalty portal"):
        assert part in told
    assert "https://follow-up.example.org/people/n.dlamini/index.html" in told


def test_who_left_is_not_reminded(send: Send, server: MailServer, root: Path) -> None:
    write(
        root, {"records/people.yml": PEOPLE.replace("n.dlamini@example.org", "n.dlamini@example.org, left: 2026-06-01")}
    )
    ran = send(command=REMIND, day=DAY)
    assert "Neo Dlamini  left on 1 June 2026" in ran.out
    assert not server.connections


@pytest.mark.parametrize("day", ["2026-08-03", "2026-11-20", "2027-01-15"])
def test_a_reminder_has_what_the_page_of_its_owner_has(day: str) -> None:
    workspace = open_workspace(ROOT, as_of=date.fromisoformat(day))
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    pages, duties = dict(build_person_pages(subject)), build_duties(subject)
    reminders = {one.person: one for one in build_reminders(subject)}
    assert reminders
    for person, page in pages.items():
        mine = duties.get(person)
        on_page = {part.anchor: len(part.notices) for part in page.now}
        if mine is not None and mine.to_check:
            on_page["verify"] = mine.to_check
        reminder = reminders.get(person)
        if reminder is None:
            assert not on_page
            continue
        told = {
            part.anchor: sum(len(block.entries) for block in part.blocks if isinstance(block, Listing))
            for part in reminder.paper.parts
        }
        assert told == on_page
        numbers = {one.words: one.number for one in page.calls}
        for number, words in reminder.counts:
            assert numbers[words] == number
