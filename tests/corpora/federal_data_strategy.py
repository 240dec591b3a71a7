"""The US Federal Data Strategy's action plans of 2020 and 2021 as records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from record_tree import APPROVER, Tree, approvals, organisation, stand_ins
from record_writing import Line, Record, Word, given, one_line, slug

HEAD = Word("chief-data-officer")
TEAM = "federal-data-strategy-team"
"""The department that keeps the action plan; it moved the due dates."""
TEAM_ROLE = Word("fds-team")

SESSION_KINDS = {"announcement": "ad-hoc", "progress report": "quarterly", "annual review": "annual"}
SESSION_TITLES = {"2020-06-10": "Chair of the Federal Chief Data Officers Council selected"}
"""Ours in place of a title that names a person."""

DONE = {"COMPLETED", "Complete", "Selected"}
NOTES = {
    "future": "Reported as not yet due.",
    "partially COMPLETED": "Reported as partly done.",
    "Incomplete": "Reported as not done.",
    "Not Selected": "Reported as not done.",
    "Pending Guidance": "Reported as waiting for guidance.",
    "not stated": "Reported without a status.",
}
PARTS = re.compile(r"[YN](, [YN])*")
"""The status of a milestone of several parts: which of them were published."""

DONE_ON = {"7.1": date(2020, 1, 31), "15.2": date(2020, 9, 22), "16.3": date(2020, 12, 14)}
"""The days on which milestones of the 2020 plan were done, where a report tells them; of the others it is only known
that they were done by the day of the report."""


def tree_of(source: Record) -> Tree:
    """The whole source as records."""
    sessions = {session_id(session): session_record(session) for session in source["sessions"]}
    session_by_date = {str(record["date"]): session for session, record in sessions.items()}
    plans = source["plans"]
    return Tree(
        organisation=organisation("US Federal Data Strategy", source["departments"], HEAD),
        people=people(source),
        plans={plan_id(plan): plan_record(plan) for plan in plans},
        progress={plan_id(plan): progress_record(plan) for plan in plans},
        sessions=sessions,
        adjustments={
            f"{plan['department']}/{moved_on(milestone)}-{milestone_id(milestone)}": adjustment_record(
                plan, milestone, session_by_date
            )
            for plan in plans
            for milestone in plan["milestones"]
            if "due_first" in milestone
        },
        left_out=left_out(source),
    )


def people(source: Record) -> dict[str, Line]:
    """The stand-ins, the team, and each body that the source calls responsible."""
    found = stand_ins(HEAD, "Chief Data Officer")
    team = next(department for department in source["departments"] if department["id"] == TEAM)
    found[TEAM_ROLE] = Line(name=team["name"], department=Word(TEAM))
    for _, milestone in _milestones(source):
        owner = owner_of(milestone)
        if owner is not None:
            body = one_line(milestone["owner"])
            if found.setdefault(owner, Line(name=body))["name"] != body:
                message = f"two owners make the id {owner}"
                raise ValueError(message)
    return found


def owner_of(milestone: Record) -> Word | None:
    """The responsible body's role."""
    text = milestone.get("owner", "")
    # Where a table has no responsible party, the source's owner is the cell that tells of whom it is required: nobody.
    return None if text == "" or text.startswith(("Required", "Encouraged")) else Word(slug(text))


def plan_id(plan: Record) -> str:
    """The department and the year."""
    return f"{plan['department']}-{plan['period']}"


def milestone_id(milestone: Record) -> str:
    """The number in the action plan, so that a record can be held against its source."""
    return f"milestone-{milestone['id']}"


def plan_record(plan: Record) -> Record:
    """What was promised, with the first due dates."""
    year = int(plan["period"])
    goals = {
        goal["id"]: given(title=one_line(goal["title"]), perspective=goal["group"]) for goal in plan.get("goals", [])
    }
    goal_by_milestone = {milestone["id"]: milestone.get("goal") for milestone in plan["milestones"]}
    return given(
        title=plan["title"],
        department=Word(plan["department"]),
        period=Line(start=date(year, 1, 1), end=date(year, 12, 31)),
        # A plan is in force from the day on which the source first shows it.
        approvals=approvals(min(_day(entry) for milestone in plan["milestones"] for entry in milestone["history"])),
        goals=goals,
        milestones={
            milestone_id(milestone): given(
                title=one_line(milestone["title"]),
                goal=_word(milestone.get("goal")),
                owner=owner_of(milestone),
                due=first_due(milestone),
            )
            for milestone in plan["milestones"]
        },
        kpis={
            kpi["id"]: given(
                title=one_line(kpi["name"]),
                goal=_word(goal_by_milestone[kpi["milestone"]]),
                unit=kpi["unit"],
                frequency=Word("dated"),
                combine=Word("last"),
            )
            for kpi in plan.get("kpis", [])
        },
    )


def first_due(milestone: Record) -> date | None:
    """The first date that was promised: moves are adjustments or forecasts."""
    promised = [entry["due"] for entry in milestone["history"] if "due" in entry and entry.get("in") != "progress"]
    texts = [*promised, milestone.get("due")]
    return date.fromisoformat(texts[0]) if texts[0] else None


def progress_record(plan: Record) -> Record:
    """What was reported of the plan."""
    logs = {milestone_id(milestone): updates(plan, milestone) for milestone in plan["milestones"]}
    return given(
        kpis={
            kpi["id"]: {entry["date"]: entry["value"] for entry in kpi["measurements"]} for kpi in plan.get("kpis", [])
        },
        milestones={milestone: log for milestone, log in logs.items() if log},
    )


def updates(plan: Record, milestone: Record) -> dict[str, Line]:
    """What became known of a milestone, by the day on which it was reported."""
    log: dict[str, Line] = {}
    due, done = first_due(milestone), False
    for entry in milestone["history"]:
        if "status" in entry:
            facts = reading(entry["status"])
            if facts is None and done:
                facts = {"note": "Reported as done."}
            elif facts is None:
                done = True
                facts = {"achieved": _done_on(plan, milestone) or _day(entry)}
            log.setdefault(entry["date"], Line()).update(facts)
        elif "due_first" not in milestone and "due" in entry and date.fromisoformat(entry["due"]) != due:
            # The page moved the date and gave no reason: a slip that nobody approved.
            log.setdefault(entry["date"], Line())["forecast"] = date.fromisoformat(entry["due"])
    return log


def reading(status: str) -> dict[str, Any] | None:
    """What a status of the source says in our words; None if it is done."""
    if PARTS.fullmatch(status):
        parts = Counter(status.split(", "))
        published, all_parts = parts["Y"], parts.total()
        percent = Decimal(100 * published // all_parts)
        note = f"{published} of {all_parts} parts published."
        return None if published == all_parts else {"percent": percent, "note": note}
    return None if status in DONE else {"note": NOTES[status]}


def session_id(session: Record) -> str:
    """The day and the title."""
    return slug(f"{session['date']} {_session_title(session)}")


def session_record(session: Record) -> Record:
    """That something was published that day."""
    return {
        "title": _session_title(session),
        "kind": Word(SESSION_KINDS[session["kind"]]),
        "date": _day(session),
        "status": Word("held"),
    }


def moved_on(milestone: Record) -> date:
    """The day on which the plan's page first showed another due date than the first one."""
    return next(
        _day(entry)
        for before, entry in pairwise([entry for entry in milestone["history"] if entry.get("in") == "plan"])
        if before.get("due") == milestone["due_first"] != entry.get("due")
    )


def adjustment_record(plan: Record, milestone: Record, session_by_date: dict[str, str]) -> Record:
    """A due date that was moved for a stated reason; a new one in words ("90 days after ...") is left out."""
    day, to = moved_on(milestone), milestone.get("due")
    due = given(from_=first_due(milestone), to=date.fromisoformat(to) if to else None)
    number = milestone["id"]
    return given(
        title=f"Move the due date of milestone {number} to {to}" if to else f"Take the date from milestone {number}",
        session=Word(session_by_date[day.isoformat()]),
        reason=f"Moved by the source's {plan['period']} action plan page because of COVID-19.",
        owner=owner_of(milestone),
        proposed=Line(by=TEAM_ROLE, on=day),
        approvals=[Line(by=APPROVER, on=day)],
        changes=[
            Line(
                milestone=Word(f"{plan_id(plan)}/{milestone_id(milestone)}"),
                due=Line({name.rstrip("_"): value for name, value in due.items()}),
            )
        ],
    )


def left_out(source: Record) -> dict[str, int]:
    """How much has no place in the formats, or is prose."""
    milestones = [milestone for _, milestone in _milestones(source)]
    cells = [milestone["owner"] for milestone in milestones if "owner" in milestone]
    return {
        "owner cells that only tell of whom a milestone is required": sum(
            cell.startswith(("Required", "Encouraged")) for cell in cells
        ),
        "latest due texts that no date can be read from": sum("due" not in milestone for milestone in milestones),
        "milestones reported as done and later as not done": sum(_is_reopened(milestone) for milestone in milestones),
        "texts on how a milestone is measured": sum("measure" in milestone for milestone in milestones),
        "texts on where a milestone is reported": sum("reporting" in milestone for milestone in milestones),
        "status notes": sum("status_note" in milestone for milestone in milestones),
        "links between a KPI and a milestone": sum(len(plan.get("kpis", [])) for plan in source["plans"]),
        "minutes": len(source["sessions"]),
        "decisions that repeat their session's title": sum(
            len(session.get("decisions", [])) for session in source["sessions"]
        ),
    }


def _is_reopened(milestone: Record) -> bool:
    done = [reading(entry["status"]) is None for entry in milestone["history"] if "status" in entry]
    return (True, False) in pairwise(done)


def _milestones(source: Record) -> Iterator[tuple[Record, Record]]:
    for plan in source["plans"]:
        for milestone in plan["milestones"]:
            yield plan, milestone


def _done_on(plan: Record, milestone: Record) -> date | None:
    return DONE_ON.get(milestone["id"]) if plan_id(plan) == f"{TEAM}-2020" else None


def _session_title(session: Record) -> str:
    return SESSION_TITLES.get(session["date"], one_line(session["title"]))


def _day(entry: Record) -> date:
    return date.fromisoformat(entry["date"])


def _word(text: str | None) -> Word | None:
    return None if text is None else Word(text)
