"""A cycle of follow-up from the first command to the agenda after next, on a real repository."""

from __future__ import annotations

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest
from cycle import PROMISES, Organisation
from mail_server import Authority, MailServer, serving
from mail_tree import variables

TESTS = "2026-07-08-agree-acceptance-tests"
MOVE = "2026-07-08-move-the-portal"
REVIEW = "2026-07-08-quarterly-review"

REPORT = """\
---
by: t.mokoena
challenges:
  supplier-late:
    title: The supplier is five weeks late
    category: suppliers
    affects: [finance-2026/portal]
    causes: [Nobody had agreed acceptance tests]
    response: []
---
We wait for the payment module.
"""


@pytest.fixture
def organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Organisation:
    return Organisation(tmp_path, monkeypatch, capsys)


@pytest.fixture
def server(tmp_path: Path, organisation: Organisation) -> Iterator[MailServer]:
    """A mail server that the organisation is going to use."""
    authority = Authority(tmp_path)
    with serving(MailServer(), authority.context()) as server:
        organisation.variables = variables(server, authority)
        yield server


def test_a_whole_cycle(organisation: Organisation, server: MailServer) -> None:
    one = organisation
    one.on("2026-01-05")
    one.start()
    assert "no findings" in one.type("followup check")
    _plan(one)
    _facts(one)
    _review(one)
    _send(one, server)
    _between(one)
    _next_agenda(one)
    _remind(one, server)


def _plan(one: Organisation) -> None:
    """The draft is written by hand, and becomes a promise once its approver has reviewed it."""
    one.branch("plan")
    draft = one.text("plans/finance-2026.yml")
    head = draft[: draft.index("# Goals say")]
    (one.root / "records/plans/finance-2026.yml").write_text(head + PROMISES, encoding="utf-8", newline="\n")
    one.type("followup approve finance-2026 --by z.khumalo")
    one.commit("Plan")
    assert "[approval-without-review]" in one.type("followup check --base main --approved-by ''", 1)
    one.merge("zkhumalo")
    # From now on it is a promise, which nobody changes by hand.
    one.branch("quietly")
    one.edit("plans/finance-2026.yml", "due: 2026-06-30", "due: 2026-09-30")
    one.commit("Quietly")
    assert "[promise-edited-in-place]" in one.type("followup check --base main", 1)
    one.git("switch", "-q", "main")


def _facts(one: Organisation) -> None:
    for month, value in (("2026-05-04", "84"), ("2026-06-03", "83.5"), ("2026-07-03", "82")):
        one.on(month)
        one.branch(f"month-{month}")
        one.type(f"followup measure finance-2026/paid last {value}")
        one.merge()
    assert (
        one.text("progress/finance-2026.yml") == "kpis:\n  paid:\n    2026-04: 84\n    2026-05: 83.5\n    2026-06: 82\n"
    )
    one.branch("late")
    one.type('followup milestone finance-2026/portal --forecast 2026-08-10 --note "Supplier is five weeks late"')
    one.merge()


def _review(one: Organisation) -> None:
    """The session is made, reported to, held; what comes of it is proposed, approved, and acted on."""
    one.on("2026-07-06")
    one.branch("review")
    assert "followup session new" in one.type("followup schedule")
    one.type("followup session new --cadence quarterly-review --date 2026-07-08 --chair z.khumalo")
    report = one.text(f"sessions/{REVIEW}/finance.md")
    # What is off track is offered, and counts only once somebody says so.
    assert "#    affects: [finance-2026/portal]" in report
    assert "suppliers" not in one.type("followup insight")
    agenda = one.type("followup session agenda")
    assert "Royalty portal live" in agenda
    assert "Statements paid on time" in agenda
    one.edit(
        f"sessions/{REVIEW}/finance.md",
        report,
        REPORT,
    )
    one.merge()

    one.on("2026-07-08")
    assert "suppliers" in one.type("followup insight")
    one.branch("held")
    one.type(
        f"followup session hold {REVIEW} --attendee t.mokoena --attendee s.pillay "
        '--decision keep-scope "Keep the scope of the portal, and move its date."'
    )
    one.type(
        'followup action new "Agree acceptance tests" --owner n.dlamini --due 2026-07-31 --follow-up 2026-09-15 '
        f"--session {REVIEW} --for {REVIEW}/finance/supplier-late"
    )
    one.type(
        'followup adjust finance-2026/portal --due 2026-08-31 --reason "The supplier is late" --owner n.dlamini '
        f"--follow-up 2026-10-01 --session {REVIEW} --challenge {REVIEW}/finance/supplier-late --id {MOVE}"
    )
    one.edit(f"sessions/{REVIEW}/finance.md", "response: []", f"response: [{MOVE}, {TESTS}]")
    one.merge()
    one.on("2026-07-09")
    one.branch("approved")
    assert "2 off track" in one.type("followup status --department finance")
    assert "Royalty portal live: ✖ off track → ● on track" in one.type(f"followup approve {MOVE} --by z.khumalo")
    one.merge("zkhumalo")
    assert "due: 2026-06-30" in one.text("plans/finance-2026.yml"), "the plan holds what was promised first"
    assert "31 August 2026" in one.type("followup explain finance-2026/portal")


def _send(one: Organisation, server: MailServer) -> None:
    """The report goes out after the merge that marked the session as held, to everybody once."""
    one.branch("mail")
    one.give_mail()
    one.merge()
    held = one.git("log", "-1", "--format=%H", "--first-parent", "--grep=Merge held").strip()
    for _ in range(2):
        one.type(f"followup send --held-since {held}^ --send")
    expected = ["board", "s.pillay", "t.mokoena", "z.khumalo"]
    assert server.recipients == [f"{name}@example.org" for name in expected]
    message = BytesParser(policy=SMTP).parsebytes(server.taken[0][2])
    assert message["Subject"].startswith("Progress report: ")
    text = message.get_body(("plain",))
    assert text is not None
    # What was received is what the command makes, as of the session's day.
    assert text.get_content().replace("\r\n", "\n") == one.type(f"followup session report {REVIEW}")
    assert "Keep the scope of the portal, and move its date." in text.get_content()


def _between(one: Organisation) -> None:
    one.on("2026-07-30")
    one.branch("acted")
    one.type(f'followup action done {TESTS} --note "Signed by both" --evidence https://intranet.example.org/doc/77')
    one.merge()
    one.on("2026-08-28")
    one.branch("live")
    one.type("followup milestone finance-2026/portal --achieved 2026-08-28")
    one.merge()
    # A major milestone was reached, which calls for a session.
    assert "finance-2026/portal" in one.type("followup schedule")
    one.on("2026-09-15")
    one.branch("verified")
    one.type(f'followup action verify {TESTS} --note "No defect since"')
    one.type(
        'followup action new "Invite all composers" --owner t.mokoena --due 2026-11-30 --follow-up 2027-01-15 '
        f"--session {REVIEW}"
    )
    one.merge()
    one.on("2026-10-02")
    one.branch("effect")
    one.type(f'followup review {MOVE} --outcome effective --note "Live three days early"')
    one.merge()


def _next_agenda(one: Organisation) -> None:
    one.on("2026-10-12")
    one.branch("next")
    one.type("followup session new --cadence quarterly-review --date 2026-10-14")
    agenda = one.type("followup session agenda 2026-10-14-quarterly-review")
    carried, _, rest = agenda.partition("A. Progress by department\n---")
    assert "Invite all composers" in carried, "what is open is carried over"
    assert "Agree acceptance tests" not in carried, "what is verified is not"
    assert "Royalty portal live" in rest, "it was reached since the session before"
    assert "1 worked (Move Royalty portal live" in rest, "whether a change worked is part of what was learned"
    one.merge()
    # Nothing was copied: what is carried over stands in one record, and in no session's file.
    found = [path for path in (one.root / "records").rglob("*.*") if "Invite all composers" in path.read_text("utf-8")]
    assert [path.parent.parent.name for path in found] == ["actions"]
    for session in (one.root / "records/sessions").rglob("*.md"):
        counted = [line for line in session.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert "Statements paid on time" not in "\n".join(counted), session
    assert "no findings" in one.type("followup check")
    one.type("followup build --strict -q")
    assert (one.root / "site/sessions/2026-10-14-quarterly-review/index.html").is_file()


def _remind(one: Organisation, server: MailServer) -> None:
    """Who owns something that cannot wait is told so once a week."""
    server.taken.clear()
    one.on("2026-11-23")
    for _ in range(2):
        one.type("followup remind --send")
    assert server.recipients == ["n.dlamini@example.org", "t.mokoena@example.org"]
    (data,) = (data for _, recipient, data in server.taken if recipient == "t.mokoena@example.org")
    text = BytesParser(policy=SMTP).parsebytes(data).get_body(("plain",))
    assert text is not None
    assert "Invite all composers" in text.get_content()
    one.on("2026-11-30")
    one.type("followup remind --send")
    assert len(server.taken) == 4
