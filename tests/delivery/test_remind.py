"""Reminders over real SMTP: one message to each owner and week, with what their page on the site has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest
from mail_server import MailServer
from mail_tree import ACTION, PEOPLE, Ran, Send, addresses, commit, git, write
from written_tree import PLAN

from followup_build.views.duties import build_duties
from followup_build.views.papers.paper import Listing
from followup_build.views.papers.reminders import build_reminders
from followup_build.views.people import build_person_pages
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
DAY = "2026-06-22"


@pytest.fixture(autouse=True)
def _with_plan(root: Path) -> None:
    commit(root, FILES)


def remind(send: Send, *options: str, day: str = DAY) -> Ran:
    """Run it as if it were that day."""
    noon = datetime.combine(date.fromisoformat(day), time(12), UTC)
    return send(*options, command=("remind",), day=None, SOURCE_DATE_EPOCH=str(int(noon.timestamp())))


def texts(server: MailServer) -> Mapping[str, str]:
    found = {}
    for _, recipient, data in server.taken:
        body = BytesParser(policy=SMTP).parsebytes(data).get_body(("plain",))
        assert body is not None
        found[recipient] = body.get_content()
    return found


def test_a_dry_run_shows_every_message(send: Send, server: MailServer) -> None:
    ran = remind(send)
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

> # What is yours to do
"""
    )
    assert ran.out.count("# What is yours to do") == 2 + ran.out.count("## What is yours to do")
    assert "Agree acceptance tests" in ran.out
    assert "Confidential action" in ran.out
    assert "Dismiss" not in ran.out
    assert not server.connections


def test_each_owner_gets_one_message_a_week(send: Send, server: MailServer, root: Path) -> None:
    ran = remind(send, "--send")
    assert ran.status == 1, "one address is outside the allowed domains"
    assert server.recipients == addresses("n.dlamini", "t.mokoena")
    # What has changed since does not make a second one in the same week.
    write(root, {"records/actions/late.yml": ACTION.replace("tests", "more")})
    for day in (DAY, "2026-06-28"):
        assert "Has it already" in remind(send, "--send", day=day).out
    assert len(server.taken) == 2
    remind(send, "--send", day="2026-06-29")
    assert len(server.taken) == 4
    ids = {BytesParser().parsebytes(data)["Message-ID"] for _, _, data in server.taken}
    assert len(ids) == 4
    assert "@" not in git(root, "log", "--format=%B", "--all", "--not", "main")


def test_more_only_for_a_reason(send: Send, server: MailServer) -> None:
    remind(send, "--send")
    ran = remind(send, "--send", "--resend", "n.dlamini", "--because", "new dates")
    assert ran.status == 0
    assert server.recipients == addresses("n.dlamini", "n.dlamini", "t.mokoena")


def test_another_day_is_only_shown(send: Send, server: MailServer) -> None:
    ran = send("--as-of", "2026-07-20", command=("remind",), day=None)
    assert (ran.status, ran.out.partition("\n")[0]) == (0, "Reminders of week 2026-W30, as of 2026-07-20")
    ran = send("--send", "--as-of", "2026-07-20", command=("remind",), day=None)
    assert ran.status == 2
    assert "only today's are sent; leave it out" in ran.err
    assert not server.connections


def test_one_owner_alone(send: Send, server: MailServer) -> None:
    assert remind(send, "--send", "--owner", "t.mokoena").status == 0
    assert server.recipients == addresses("t.mokoena")
    assert remind(send, "--owner", "nobody").status == 2


def test_nothing_confidential_and_everything_else_arrives(send: Send, server: MailServer) -> None:
    remind(send, "--send")
    for _, _, data in server.taken:
        assert b"Dismiss" not in data
    told = texts(server)["n.dlamini@example.org"]
    for part in ("## Overdue", "## Due within two weeks", "## Updates owed", "Confidential action", "Royalty portal"):
        assert part in told
    assert "https://follow-up.example.org/people/n.dlamini/index.html" in told


def test_owners_who_share_an_address_are_both_reminded(send: Send, server: MailServer, root: Path) -> None:
    write(root, {"records/people.yml": PEOPLE.replace("t.mokoena@", "N.Dlamini@")})
    remind(send, "--send")
    assert [one.casefold() for one in server.recipients] == addresses("n.dlamini", "n.dlamini")
    to = {str(BytesParser(policy=SMTP).parsebytes(data)["To"].addresses[0].display_name) for _, _, data in server.taken}
    assert to == {"Neo Dlamini", "Thandi Mokoena"}
    remind(send, "--send")
    assert len(server.taken) == 2


def test_who_left_is_not_reminded(send: Send, server: MailServer, root: Path) -> None:
    write(
        root, {"records/people.yml": PEOPLE.replace("n.dlamini@example.org", "n.dlamini@example.org, left: 2026-06-01")}
    )
    ran = remind(send)
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
