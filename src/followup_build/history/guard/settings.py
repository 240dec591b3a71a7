"""A change of what others are judged by is said aloud; this branch is still judged by the base's."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.history.guard.places import place_of
from followup_build.history.settings import settings_changes
from followup_build.history.side import Side

_ALOUD = ("thresholds", "stale_after", "rules", "approver")


def settings_faults(base: Side, head: Side) -> Iterator[Finding]:
    """A warning for each threshold, rule, and approver that changes."""
    record = head.portfolio.organisation_record
    for change in settings_changes(base, head):
        field = (change.field or "").partition(" ")
        if field[0] not in _ALOUD:
            continue
        yield Finding(
            "judge-changed",
            _place(head, change.kind, change.ref, field[0], field[2]) or record.at(),
            change.text.rstrip("."),
            "reviewers: is this meant? It counts once it is merged; until then the base's settings decide",
            severity=Severity.WARNING,
        )


def _place(head: Side, kind: str, ref: str, field: str, inner: str) -> Location | None:
    record = head.portfolio.organisation_record
    if field == "approver":
        return place_of(record, *(("departments", ref) if kind == "department" else ()), "approvers")
    return place_of(record, field, *([inner] if inner else []))
