"""Something still to do that belongs to somebody who has left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.checks.action_course import iter_steps
from followup_build.checks.plan_versions import is_closed
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.model.vocabulary import ActionState

SEVERITY = Severity.ERROR

_CLOSED = (ActionState.DONE, ActionState.VERIFIED, ActionState.DROPPED)


def check(subject: Subject) -> Iterator[Finding]:
    """Whoever has a last day owns no open action or adjustment, and nothing in a plan that goes on after that day.

    A day to come counts as well: handing over is planned before somebody leaves, and no finding may appear on that day.
    """
    left = {person_id: person.left for person_id, person in subject.portfolio.people.items() if person.left is not None}
    if not left:
        return
    yield from _actions(subject, left)
    yield from _adjustments(subject, left)
    superseded = {
        version.promise.supersedes
        for version in subject.current
        if version.kind == "plan" and not version.promise.is_draft
    }
    for version in subject.current:
        owner = getattr(version.promise, "owner", None)
        if owner not in left or version.of_plan.id in superseded or version.of_plan.current.period.end < left[owner]:
            continue
        if version.kind == "milestone" and subject.is_achieved(version.ref):
            continue
        if version.of_plan.current.is_draft:
            hint = "name somebody else"
        else:
            change = f"{{{version.kind}: {version.ref}, owner: {{from: {owner}, to: PERSON}}}}"
            hint = f"hand it over with an adjustment: {change}"
        what = "plan" if version.kind == "plan" else version.kind.replace("kpi", "KPI")
        yield _finding(version.last_place(("owner",)), f"the {what} {version.ref}", owner, left[owner], hint)


def _actions(subject: Subject, left: dict[str, date]) -> Iterator[Finding]:
    for record in subject.portfolio.actions.values():
        if record.data.owner not in left and all(update.owner not in left for update in record.data.updates.values()):
            continue
        steps = list(iter_steps(record.data))
        owner = steps[-1].owner
        if owner not in left or steps[-1].state in _CLOSED:
            continue
        said = next(step for step in reversed(steps) if "owner" in step.changed)
        hint = "name somebody else, or hand it over with an update: DAY: {owner: PERSON, note: …}"
        yield _finding(record.at(*said.route("owner")), "this action", owner, left[owner], hint)


def _adjustments(subject: Subject, left: dict[str, date]) -> Iterator[Finding]:
    for record in subject.portfolio.adjustments.values():
        owner = record.data.owner
        if owner in left and record.data.review is None and not is_closed(record.data):
            yield _finding(record.at("owner"), "this adjustment", owner, left[owner], "name somebody else")


def _finding(at: Location, what: str, owner: str, day: date, hint: str) -> Finding:
    return Finding("open-item-of-leaver", at, f"{what} is open and belongs to {owner}, whose last day is {day}", hint)
