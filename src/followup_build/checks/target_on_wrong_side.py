"""A target that the KPI has passed before it began."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.plan import Kpi
from followup_build.model.vocabulary import Combine, Direction

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Targets lie above the start of a KPI that increases, and below that of one that decreases."""
    for version in subject.versions:
        kpi = version.promise
        if version.kind != "kpi" or kpi.direction is Direction.RANGE:
            continue
        start = _start(kpi)
        if start is None:
            continue
        wrong = [
            key
            for key, target in kpi.targets.items()
            if not (target > start if kpi.direction is Direction.INCREASE else target < start)
        ]
        # Where all targets lie on the other side, it is the direction that was mistyped.
        is_turned = 1 < len(wrong) == len(kpi.targets)
        for key in wrong[:1] if is_turned else wrong:
            target = kpi.targets[key]
            routes = (("targets", key), ("baseline", "value"), ("direction",), ("combine",))
            at = version.place(*(routes[2:] + routes[:2] if is_turned else routes))
            if at is not None:
                yield Finding("target-on-wrong-side", at, _message(kpi, key, target, start), _hint(kpi, target, start))


def _start(kpi: Kpi) -> Decimal | None:
    if kpi.combine is Combine.SUM:
        return Decimal(0) if kpi.direction is Direction.INCREASE else None
    return kpi.baseline.value if kpi.baseline else None


def _message(kpi: Kpi, key: str, target: Decimal, start: Decimal) -> str:
    where = "where it starts" if kpi.combine is Combine.SUM else "its baseline"
    if target == start:
        return f"the target {target} for {key} is {where}, so there is nothing to reach"
    return f"this KPI should {kpi.direction} from {start}, but its target for {key} is {target}"


def _hint(kpi: Kpi, target: Decimal, start: Decimal) -> str:
    side = "above" if kpi.direction is Direction.INCREASE else "below"
    if target == start and kpi.combine is not Combine.SUM:
        return f"write a target {side} {start}; to keep a level, use direction: range"
    other = Direction.DECREASE if kpi.direction is Direction.INCREASE else Direction.INCREASE
    turned = "" if kpi.combine is Combine.SUM else f", or direction: {other}"
    return f"write a target {side} {start}{turned}"
