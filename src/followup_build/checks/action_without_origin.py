"""An action that nobody knows the reason of."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """An action names the session where it was agreed, or the adjustment that it serves."""
    for record in subject.portfolio.actions.values():
        if record.data.session or record.data.adjustment:
            continue
        if not any(is_written(subject.portfolio, record.at(field)) for field in ("session", "adjustment")):
            yield Finding(
                "action-without-origin",
                record.at(),
                "this action names neither the session where it was agreed nor an adjustment that it serves",
                "add where it was agreed, for example session: 2026-q1-review; or adjustment: and the adjustment's id",
            )
