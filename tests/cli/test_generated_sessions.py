"""New sessions over generated series, days and records: valid as they are, and on the days that the schedule says."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_build.cli import run
from followup_build.diagnostics.finding import Finding
from followup_build.status.schedule import Appointment, AppointmentState, appointments
from followup_build.workspace import Workspace, open_workspace

TODAY = date(2026, 7, 1)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=40)
ON = {
    "week": ["friday", "monday"],
    "month": ["first tuesday", "31", "last day", "last working day", "15", "fifth friday"],
    "quarter": ["last day", "second wednesday", "last friday"],
    "year": ["third monday", "30"],
}
PEOPLE = """\
t.mokoena: {name: Thandi Mokoena, department: finance}
n.dlamini: {name: Neo Dlamini, department: finance}
s.pillay: {name: Saras Pillay, department: legal}
z.khumalo: {name: Zanele Khumalo, github: zkhumalo}
c.botha: {name: Carel Botha, github: cbotha}
"""
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {{start: 2026-01-01, end: 2026-12-31}}
approvals: [{{by: z.khumalo, on: 2025-12-20}}]
confidential: {hidden}
milestones:
  one: {{title: {title}, owner: n.dlamini, due: 2026-05-30, major: true}}
  two: {{title: {title}, owner: n.dlamini, due: 2026-05-30}}
"""


@st.composite
def series(draw: st.DrawFn) -> str:
    unit = draw(st.sampled_from(sorted(ON)))
    fields = {
        "kind": draw(st.sampled_from(["weekly", "monthly", "quarterly", "annual", "ad-hoc"])),
        "every": f"{draw(st.integers(1, 3))} {unit}s",
        "on": draw(st.sampled_from(ON[unit])),
        "from": str(draw(DAYS)),
        "until": draw(st.one_of(st.none(), st.dates(date(2026, 6, 1), date(2027, 6, 1)).map(str))),
        "time": draw(st.sampled_from([None, "09:00", "14:30"])),
        "departments": draw(st.sampled_from([None, "all", "[finance]", "[legal, finance]"])),
        "title": draw(st.sampled_from([None, "Check-in"])),
    }
    return ", ".join(f"{key}: {value}" for key, value in fields.items() if value is not None)


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    title = '"' + draw(TITLES).replace("\\", "\\\\").replace('"', '\\"') + '"'
    cadences = {f"series-{number}": one for number, one in enumerate(draw(st.lists(series(), min_size=1, max_size=2)))}
    organisation = (
        "name: Rights House\ntimezone: Africa/Johannesburg\napprovers: [z.khumalo]\ndepartments:\n"
        "  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}\n"
        "  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}\ncadences:\n"
        + "".join(f"  {key}: {{{one}}}\n" for key, one in cadences.items())
        + "  after: {kind: post-milestone, within: 10}\n"
    )
    files = {
        "records/organisation.yml": organisation,
        "records/people.yml": PEOPLE,
        "records/holidays.yml": "".join(f"{day}: Holiday\n" for day in sorted(draw(st.sets(DAYS, min_size=1)))),
        "records/plans/finance-2026.yml": PLAN.format(title=title, hidden=draw(st.sampled_from(["true", "false"]))),
        "records/progress/finance-2026.yml": "milestones: {one: {2026-06-20: {achieved: 2026-06-19}}}\n",
    }
    for day in sorted(draw(st.sets(DAYS, max_size=6))):
        status = "held" if day <= TODAY and draw(st.booleans()) else draw(st.sampled_from(["planned", "cancelled"]))
        cadence = draw(st.sampled_from([*cadences, None]))
        files[f"records/sessions/{day}/session.md"] = (
            f"---\ntitle: {title}\nkind: monthly\ndate: {day}\nstatus: {status}\nchair: z.khumalo\n"
            + (f"cadence: {cadence}\n" if cadence else "")
            + "---\n"
        )
        if status == "held":
            files[f"records/sessions/{day}/finance.md"] = (
                f"---\nby: t.mokoena\nchallenges: {{a: {{title: {title}, category: other, causes: [{title}]}}}}\n---\n"
            )
    return files


def opened(root: Path) -> Workspace:
    return open_workspace(root, as_of=TODAY)


def called(workspace: Workspace, first: date = date.min) -> list[Appointment]:
    found = appointments(workspace.portfolio, workspace.ledger, workspace.snapshot, first, date(2040, 1, 1))
    return [one for one in found if one.session is None]


def known(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.location.path, one.message) for one in findings]


def followup(root: Path, *arguments: str) -> tuple[int, str]:
    said = BytesIO()
    # Commands write bytes to what lies below standard output.
    with TextIOWrapper(said, encoding="utf-8", write_through=True) as stream:
        with redirect_stdout(stream), redirect_stderr(stream):
            status = run([*arguments, "--records", str(root / "records")])
        return status, said.getvalue().decode()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782907200")  # 2026-07-01


def written(files: Mapping[str, str], folder: str) -> Path:
    root = Path(folder)
    (root / ".git").mkdir()
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@settings(max_examples=60)
@given(trees())
def test_the_next_session_is_the_one_that_the_schedule_calls_for(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = written(files, folder)
        for _ in range(2):
            before = opened(root)
            wanted = called(before, TODAY)
            status, said = followup(root, "session", "new")
            after = opened(root)
            new = after.portfolio.sessions.keys() - before.portfolio.sessions.keys()
            if status:
                assert not new
                assert "our own fault" not in said
                assert not wanted or "asks the same departments" in said or "has a session on" in said, said
                return
            (session,) = new
            data = after.portfolio.sessions[session].data
            assert (data.date, data.cadence, data.milestone) == (wanted[0].day, wanted[0].cadence, wanted[0].milestone)
            assert wanted[0] not in called(after)
            assert known(after.findings) == known(before.findings), said
            asked = data.departments or tuple(after.portfolio.departments)
            assert {one.id.partition("/")[2] for one in after.portfolio.reports_by_session[session]} == set(asked)


@settings(max_examples=60)
@given(trees(), DAYS, st.data())
def test_a_session_of_any_day_is_valid_and_every_mark_may_be_taken_out(
    files: dict[str, str], day: date, data: Any
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = written(files, folder)
        before = opened(root)
        cadence = data.draw(st.sampled_from([key for key in before.portfolio.cadences if key != "after"]))
        missing = {(one.cadence, one.occurrence) for one in called(before)}
        status, said = followup(root, "session", "new", "--cadence", cadence, "--date", str(day))
        after = opened(root)
        new = after.portfolio.sessions.keys() - before.portfolio.sessions.keys()
        if status:
            assert status == 1, said
            assert "asks the same departments" in said or "has a session on" in said, said
            assert not new
            return
        assert known(after.findings) == known(before.findings), said
        (session,) = new
        made = after.portfolio.sessions[session].data
        assert made.date == day
        answered = {one.session: one for one in _on_file(after)}[session]
        if made.occurrence is not None or (cadence, day) in missing:
            assert answered.occurrence in (made.occurrence, day)
            assert answered.state in (AppointmentState.PLANNED, AppointmentState.MISSED)
        for path in (root / f"records/sessions/{session}").iterdir():
            text = path.read_text(encoding="utf-8").replace('"..."', "Our own words")
            path.write_text(re.sub(r"^#(?=\S|  )", "", text, flags=re.MULTILINE), encoding="utf-8")
        assert known(opened(root).findings) == known(before.findings)


def _on_file(workspace: Workspace) -> list[Appointment]:
    found = appointments(workspace.portfolio, workspace.ledger, workspace.snapshot, date.min, date(2040, 1, 1))
    return [one for one in found if one.session is not None]
