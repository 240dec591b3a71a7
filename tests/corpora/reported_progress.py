"""The progress that US agencies computed themselves, to hold ours against."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from agency_priority_goals import kpis_with_plan, measured_rows, member_id, period_key, plan_id, targets_of
from record_writing import Record

ROUNDING = Decimal("0.000000001")
"""The source rounds to nine places, and larger figures to ten digits."""


def expected_progress(source: Record) -> dict[str, Any]:
    """The progress that the agencies reported, by KPI and period, without the rows that are wrong in the source."""
    agreeing: defaultdict[str, dict[str, float]] = defaultdict(dict)
    wrong = []
    tally: Counter[str] = Counter()
    for plan, kpi in kpis_with_plan(source):
        ref = f"{plan_id(plan)}/{member_id(kpi)}"
        for row in measured_rows(kpi):
            computed = progress_of(kpi, row)
            if computed is None or "reported_progress" not in row:
                tally["rows that the source does not compute"] += 1
                continue
            tally["rows that the source computes"] += 1
            reported = row["reported_progress"]
            if abs(computed - reported) <= ROUNDING * max(Decimal(1), abs(computed)):
                tally["rows that agree"] += 1
                agreeing[ref][period_key(row)] = float(reported)
            else:
                wrong.append(wrong_row(ref, kpi, row, computed))
    return {
        "progress": {ref: dict(sorted(periods.items())) for ref, periods in agreeing.items()},
        "wrong_in_source": wrong,
        "rows": {**tally, "figures, without repeated rows": sum(map(len, agreeing.values()))},
    }


def progress_of(kpi: Record, row: Record) -> Decimal | None:
    """The share of the way from baseline to target; the source gives it for what should increase or decrease only."""
    if kpi.get("direction") not in ("increase", "decrease") or "baseline" not in kpi or not targets_of(kpi):
        return None
    start, target = kpi["baseline"], kpi["targets"][-1]["value"]
    return Decimal((row["value"] - start) / (target - start))


def wrong_row(ref: str, kpi: Record, row: Record, computed: Decimal) -> dict[str, Any]:
    """A row whose reported progress does not follow from its own figures."""
    start, value, reported = kpi["baseline"], row["value"], row["reported_progress"]
    fitting = ((value - start) / reported + start).quantize(Decimal("0.01"))
    return {
        "ref": ref,
        "period": period_key(row),
        "value": float(value),
        "baseline": float(start),
        "target": float(kpi["targets"][-1]["value"]),
        "reported_progress": float(reported),
        "progress": float(round(computed, 9)),
        "why": (
            "The source has two rows for this quarter with one value and two figures of progress; "
            f"this one fits a target of {fitting}, not the target on file; the other row's figure is right."
        ),
    }
