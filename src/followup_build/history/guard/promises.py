"""A promise that was approved changes only by an adjustment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.history.effect import effect_of
from followup_build.history.guard.places import gone_from, place_of
from followup_build.history.promises import member_fields
from followup_build.history.side import TABLES, Member, Side
from followup_build.history.words import TARGET, days_words, field_words
from followup_build.ledger.approval import plan_approved_on
from followup_build.ledger.entry import value_text
from followup_build.load.records import Record
from followup_build.model.organisation import Thresholds
from followup_build.model.plan import Plan
from followup_build.portfolio import MEMBER_KINDS

_OF_PLAN = ("title", "department", "owner", "period", "supersedes", "summary")


def promise_faults(base: Side, head: Side) -> Iterator[Finding]:
    """Every edit of an approved plan; whether it was approved, the base alone says."""
    for plan_id, before in base.portfolio.plans.items():
        if plan_approved_on(base.portfolio, before.data, base.as_of) is None:
            continue
        after = head.portfolio.plans.get(plan_id)
        if after is not None:
            yield from _edits(before, after, base.portfolio.organisation.thresholds)
        elif gone_from(head, before):
            yield Finding(
                "approved-plan-deleted",
                Location(before.path, line=1, column=1),
                f"the plan {plan_id} is approved, and this branch deletes it",
                "bring the file back; a plan ends with its period, or is followed by one that supersedes it",
            )


def _edits(before: Record[Plan], after: Record[Plan], usual: Thresholds) -> Iterator[Finding]:
    for name in _OF_PLAN:
        old, new = getattr(before.data, name), getattr(after.data, name)
        if old != new and (name,) not in after.removed:
            change = _change_hint("plan", after.id, name, old, new)
            yield _edited(place_of(after, name), f"the {field_words(name)} of this plan", old, new, change)
    for approval in before.data.approvals:
        if approval not in after.data.approvals and not _is_refused(after, "approvals"):
            yield Finding(
                "promise-edited-in-place",
                place_of(after, "approvals"),
                f"the approval by {approval.by} on {approval.on} is gone, so the plan would be free to edit",
                f"bring it back: {{by: {approval.by}, on: {approval.on}}}",
            )
    for kind in MEMBER_KINDS:
        table = TABLES[kind]
        olds, news = getattr(before.data, table), getattr(after.data, table)
        for key in {**olds, **news}:
            yield from _member(after, kind, key, olds.get(key), news.get(key), usual)


def _is_refused(record: Record[Plan], *route: str) -> bool:
    return any(removed[: len(route)] == route for removed in record.removed)


def _member(
    plan: Record[Plan], kind: str, key: str, old: Member | None, new: Member | None, usual: Thresholds
) -> Iterator[Finding]:
    ref, table = f"{plan.id}/{key}", TABLES[kind]
    if _is_refused(plan, table, key):
        return
    noun = kind.replace("kpi", "KPI")
    if new is None:
        yield Finding(
            "promise-edited-in-place",
            place_of(plan, table, key),
            f"the {noun} {key} is gone from this plan, which is approved",
            f"bring it back, and drop it with an adjustment: {{drop: {ref}, because: …}}",
        )
    elif old is None:
        yield Finding(
            "promise-edited-in-place",
            plan.at(table, key, on_key=True),
            f"the {noun} {key} is new in this plan, which is approved",
            f"take it out, and add it with an adjustment: {{add: {{{kind}: {ref}, …}}}}",
        )
    else:
        for name, before, after in member_fields(old, new):
            route = (
                (table, key, "targets", name.removeprefix(TARGET)) if name.startswith(TARGET) else (table, key, name)
            )
            if not _is_refused(plan, *route):
                hint = _change_hint(kind, ref, name, before, after)
                effect = _effect_words(new, name, before, after, usual)
                yield _edited(place_of(plan, *route), f"the {field_words(name)} of {key}", before, after, hint, effect)


def _effect_words(promise: Member, name: str, before: Any, after: Any, usual: Thresholds) -> str:
    if isinstance(before, date) and isinstance(after, date):
        return f", {days_words(before, after)}"
    effect = effect_of(promise, name, before, after, usual)
    return f", which makes it {effect.value}" if effect else ""


def _edited(at: Location, what: str, before: Any, after: Any, change: str, effect: str = "") -> Finding:
    return Finding(
        "promise-edited-in-place",
        at,
        f"{what} goes from {value_text(before)} to {value_text(after)}{effect}; this plan is approved",
        f"put {value_text(before)} back, and change it with an adjustment: {change}",
        severity=Severity.ERROR,
    )


def _change_hint(kind: str, ref: str, name: str, before: Any, after: Any) -> str:
    ends = ", ".join(
        f"{end}: {value_text(value)}" for end, value in (("from", before), ("to", after)) if value not in (None, ())
    )
    if name.startswith(TARGET):
        return f"{{{kind}: {ref}, target: {{at: {name.removeprefix(TARGET)}, {ends}}}}}"
    return f"{{{kind}: {ref}, {name}: {{{ends}}}}}"
