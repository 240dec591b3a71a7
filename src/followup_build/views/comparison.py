"""A comparison as a reviewer reads it: what matters first, each change in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followup_build.history.change import Change
from followup_build.history.compare import Comparison, StatusChange
from followup_build.status.wording import ICON_BY_STATUS, count_text, day_text, status_word

_PROMISES = ("plan", "goal", "milestone", "kpi", "resource")
_FACTS = ("measurement ", "update ", "facts")
_JUDGE = ("thresholds", "stale_after", "rules", "approver")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, and what it is about."""

    text: str
    ref: str
    adjustment: str = ""
    """The id of the adjustment that covers it."""


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences of one kind."""

    title: str
    said: tuple[Said, ...]
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """All that changed, the important first."""

    summary: str
    sections: tuple[Section, ...]


def build_comparison(comparison: Comparison) -> ComparisonView:
    """The sections of a comparison that have something to say."""
    changes = comparison.changes
    uncovered = [one for one in changes if one.is_uncovered and _is_promised(one)]
    rewritten = [one for one in changes if one.is_uncovered and not _is_promised(one)]
    rest = [one for one in changes if not one.is_uncovered]
    judge = [one for one in rest if (one.field or "").partition(" ")[0] in _JUDGE]
    rest = [one for one in rest if one not in judge]
    sections = (
        Section("Changed without an adjustment", _said(uncovered), is_warning=True),
        Section("How everybody is judged", _said(judge), is_warning=True),
        Section("Deleted or rewritten without a reason", _said(rewritten), is_warning=True),
        Section("Promises", _said(one for one in rest if one.kind in _PROMISES and not _is_fact(one))),
        Section("What this does to the status", tuple(_status(one) for one in comparison.status_changes)),
        Section("Adjustments", _said(one for one in rest if one.kind == "adjustment")),
        Section("Actions", _said(one for one in rest if one.kind == "action")),
        Section("Facts", _said(one for one in rest if _is_fact(one))),
        Section("Sessions and reports", _said(one for one in rest if one.kind in ("session", "report"))),
        Section("Practices and feedback", _said(one for one in rest if one.kind in ("practice", "feedback"))),
        Section(
            "People and settings",
            _said(one for one in rest if one.kind in ("organisation", "department", "cadence", "holiday", "person")),
        ),
    )
    found = tuple(section for section in sections if section.said)
    return ComparisonView(_summary(comparison, len(uncovered), len(rewritten)), found)


def _is_fact(change: Change) -> bool:
    return (change.field or "").startswith(_FACTS) and change.kind in _PROMISES


def _is_promised(change: Change) -> bool:
    return change.kind == "adjustment" or (change.kind in _PROMISES and not _is_fact(change))


def _said(changes: Iterable[Change]) -> tuple[Said, ...]:
    return tuple(Said(one.text, one.ref, one.covered_by or "") for one in changes)


def _status(change: StatusChange) -> Said:
    before, after = (f"{ICON_BY_STATUS[one]} {status_word(one)}" for one in (change.before, change.after))
    return Said(f"{change.title}: {before} → {after}", change.ref)


def _summary(comparison: Comparison, uncovered: int, rewritten: int) -> str:
    if not comparison.changes and not comparison.status_changes:
        return f"Nothing changed in what the records mean, as of {day_text(comparison.as_of)}."
    promises = sum(one.kind in _PROMISES and not _is_fact(one) for one in comparison.changes)
    parts = [
        *([_promises_text(promises, len(comparison.changes))] if promises else ()),
        *([f"{_number(uncovered)} without an adjustment"] if uncovered else ()),
        *([f"{_number(rewritten)} deleted or rewritten without a reason"] if rewritten else ()),
    ]
    text = count_text(len(comparison.changes), "change")
    if parts:
        text += f", {', '.join(parts)}"
    if comparison.status_changes:
        count = count_text(len(comparison.status_changes), "item")
        text += f"; the status of {count} changes"
    return f"{text[0].upper()}{text[1:]}. Seen from {day_text(comparison.as_of)}."


def _promises_text(promises: int, changes: int) -> str:
    to = "to a promise" if promises == 1 else "to promises"
    if promises < changes:
        return f"{_number(promises)} {to}"
    return to if changes == 1 else f"all {to}"


def _number(count: int) -> str:
    return count_text(count, "").partition(" ")[0]
