"""A tree of records before it is written: its files, its counts, and what its records lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from record_writing import Line, Record, Word, markdown, yaml

APPROVER = Word("approver")
NO_MINUTES = "Minutes are not carried over."


@dataclass(frozen=True)
class Tree:
    """The records of one organisation, each by its id."""

    organisation: Record
    people: Record
    plans: Mapping[str, Record]
    progress: Mapping[str, Record]
    sessions: Mapping[str, Record]
    adjustments: Mapping[str, Record]
    """By department and id, `finance/2026-04-15-portal-date`."""
    left_out: Mapping[str, int]
    """How much of the source has no place in the formats."""


def organisation(name: str, departments: list[Record], head: Word) -> Record:
    """The settings of a part of the US government; head and approver are stand-ins, as the sources name neither."""
    return {
        "format": Word("1"),
        "name": name,
        "timezone": Word("America/New_York"),
        "country": Word("US"),
        "fiscal_year": Line(first_month=Word("10"), named_by=Word("end")),
        "approvers": [APPROVER],
        "departments": {
            department["id"]: Line(name=department["name"], head=head, approvers=[APPROVER])
            for department in sorted(departments, key=lambda department: str(department["id"]))
        },
    }


def stand_ins(head: Word, head_name: str) -> dict[str, Line]:
    """The two persons whom the formats need and the sources do not name."""
    return {
        APPROVER: Line(name="Approver (a stand-in)", github=Word("example-approver")),
        head: Line(name=f"{head_name} (a stand-in)"),
    }


def approvals(day: date) -> list[Line]:
    """That something is in force from that day on."""
    return [Line(by=APPROVER, on=day)]


def files(tree: Tree) -> dict[str, str]:
    """The text of each file by its path below `records/`."""
    return {
        "organisation.yml": yaml(tree.organisation),
        "people.yml": yaml(dict(sorted(tree.people.items()))),
        **{f"plans/{plan}.yml": yaml(record) for plan, record in tree.plans.items()},
        **{f"progress/{plan}.yml": yaml(record) for plan, record in tree.progress.items()},
        **{f"sessions/{ref}/session.md": markdown(record, NO_MINUTES) for ref, record in tree.sessions.items()},
        **{f"adjustments/{path}.yml": yaml(record) for path, record in tree.adjustments.items()},
    }


def counts(tree: Tree) -> dict[str, Any]:
    """How many records of each kind there are, how many lack what, and what was left out."""
    plans, progress = tree.plans.values(), tree.progress.values()
    updates = [
        update for record in progress for log in record.get("milestones", {}).values() for update in log.values()
    ]
    return {
        "departments": len(tree.organisation["departments"]),
        "people": len(tree.people),
        "plans": len(tree.plans),
        "goals": sum(len(plan.get("goals", {})) for plan in plans),
        "milestones": sum(len(plan.get("milestones", {})) for plan in plans),
        "kpis": sum(len(plan.get("kpis", {})) for plan in plans),
        "kpis_by_direction": dict(sorted(Counter(_direction(kpi) for _, kpi in _members(tree, "kpis")).items())),
        "targets": sum(len(kpi.get("targets", {})) for _, kpi in _members(tree, "kpis")),
        "measurements": sum(len(log) for record in progress for log in record.get("kpis", {}).values()),
        "milestone_updates": len(updates),
        "milestones_achieved": sum("achieved" in update for update in updates),
        "milestone_forecasts": sum("forecast" in update for update in updates),
        "sessions": len(tree.sessions),
        "adjustments": len(tree.adjustments),
        "missing": {what: len(refs) for what, refs in missing(tree).items()},
        "left_out": dict(tree.left_out),
    }


def missing(tree: Tree) -> dict[str, list[str]]:
    """The records that lack a field that the formats call for, by field."""
    named_goals = _named_goals(tree)
    lacking = {
        "plan.owner": [plan for plan, record in tree.plans.items() if "owner" not in record],
        "goal.owner": _lacking(tree, "goals", "owner"),
        "goal.members": [ref for ref, _ in _members(tree, "goals") if ref not in named_goals],
        "milestone.owner": _lacking(tree, "milestones", "owner"),
        "milestone.due": _lacking(tree, "milestones", "due"),
        "milestone.goal": _lacking(tree, "milestones", "goal"),
        "kpi.owner": _lacking(tree, "kpis", "owner"),
        "kpi.unit": _lacking(tree, "kpis", "unit"),
        "kpi.direction": _lacking(tree, "kpis", "direction"),
        "session.chair": [session for session, record in tree.sessions.items() if "chair" not in record],
        "adjustment.owner": [_id(path) for path, record in tree.adjustments.items() if "owner" not in record],
        "adjustment.follow_up": [_id(path) for path, record in tree.adjustments.items() if "follow_up" not in record],
        "adjustment.changes.due.to": [
            _id(path)
            for path, record in tree.adjustments.items()
            if any("to" not in change["due"] for change in record["changes"])
        ],
    }
    # What a KPI needs follows from its direction; without one, nobody can say which of these it lacks.
    for ref, kpi in _members(tree, "kpis"):
        for field in ("range",) if _direction(kpi) == "range" else ("baseline", "targets"):
            if field not in kpi:
                suffix = "" if "direction" in kpi else ".without_direction"
                lacking.setdefault(f"kpi.{field}{suffix}", []).append(ref)
    return lacking


def _members(tree: Tree, kind: str) -> Iterator[tuple[str, Record]]:
    for plan, record in tree.plans.items():
        for member, fields in record.get(kind, {}).items():
            yield f"{plan}/{member}", fields


def _lacking(tree: Tree, kind: str, field: str) -> list[str]:
    return [ref for ref, member in _members(tree, kind) if field not in member]


def _named_goals(tree: Tree) -> set[str]:
    named = [member for kind in ("milestones", "kpis") for member in _members(tree, kind)]
    return {f"{ref.partition('/')[0]}/{fields['goal']}" for ref, fields in named if "goal" in fields}


def _direction(kpi: Record) -> str:
    return str(kpi.get("direction", "none"))


def _id(path: str) -> str:
    return path.rpartition("/")[2]
