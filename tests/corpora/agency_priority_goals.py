"""The strategic plans and agency priority goals of 24 US agencies as records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from record_tree import Tree, approvals, organisation, stand_ins
from record_writing import Line, Record, Word, given, one_line, slug

HEAD = Word("agency-head")
GOAL_LEAD = "goal-lead"

PERIOD = re.compile(r"FY([0-9]{4})-FY([0-9]{4})")
LEAD = re.compile(r".+ \(([A-Z]+)\)")
"""A person and an agency; only the agency is carried over."""

RANGE_END = {"at-or-above": "low", "at-or-below": "high"}
"""The source's thresholds are our ranges with one end: its target is that end."""


def tree_of(source: Record) -> Tree:
    """The whole source as records."""
    plans = source["plans"]
    return Tree(
        organisation=organisation("US agency priority goals", source["departments"], HEAD),
        people=people(source),
        plans={plan_id(plan): plan_record(plan) for plan in plans},
        progress={plan_id(plan): record for plan in plans if (record := progress_record(plan))},
        sessions={},
        adjustments={},
        left_out=left_out(source),
    )


def people(source: Record) -> dict[str, Line]:
    """The stand-ins, a goal lead for each agency that names one, and each agency or pair of them that owns a KPI."""
    found = stand_ins(HEAD, "Head of an agency")
    names = {department["id"]: department["name"] for department in source["departments"]}
    for plan in source["plans"]:
        for goal in plan["goals"]:
            lead = lead_of(goal)
            if lead is not None:
                agency = lead.partition(".")[0]
                found[lead] = Line(name=f"Goal lead, {names[agency]}", department=Word(agency))
        for member in [*plan.get("kpis", []), *plan.get("milestones", [])]:
            owner = owner_of(member)
            if owner is not None:
                found[owner] = Line(given(name=member["owner"], department=owner if owner in names else None))
    return found


def lead_of(goal: Record) -> Word | None:
    """The goal lead's role: of the first person's agency, as a goal has one owner here."""
    match = LEAD.fullmatch(next(iter(goal.get("owners", [])), ""))
    return Word(f"{match[1].lower()}.{GOAL_LEAD}") if match else None


def owner_of(member: Record) -> Word | None:
    """The role that stands for the owning agency, or for two of them."""
    return Word(slug(member["owner"])) if "owner" in member else None


def plan_id(plan: Record) -> str:
    """The department and the fiscal years."""
    first, last = _years(plan)
    return f"{plan['department']}-fy{first}-{last}"


def plan_record(plan: Record) -> Record:
    """What was promised."""
    first, last = _years(plan)
    start = date(first - 1, 10, 1)
    return given(
        title=plan["title"],
        department=Word(plan["department"]),
        period=Line(start=start, end=date(last, 9, 30)),
        # The source tells no day of approval; the agencies report on the plan from its first day on.
        approvals=approvals(start),
        goals={
            member_id(goal): given(
                title=goal_title(goal),
                owner=lead_of(goal),
                perspective=goal.get("kind") or goal.get("strategic_goal"),
            )
            for goal in plan["goals"]
        },
        milestones={
            member_id(milestone): given(
                title=one_line(milestone["title"]),
                goal=Word(milestone["goal"].lower()),
                owner=owner_of(milestone),
                due=_day(milestone, "due"),
            )
            for milestone in plan.get("milestones", [])
        },
        kpis={member_id(kpi): kpi_record(kpi, start) for kpi in plan.get("kpis", [])},
    )


def goal_title(goal: Record) -> str:
    """The title, with the objective's number where objectives share the title of their strategic goal."""
    title = one_line(goal["title"])
    return f"{goal['parent']} {title}" if "parent" in goal else title


def kpi_record(kpi: Record, start: date) -> Record:
    """A KPI; one with a range has neither baseline nor targets."""
    direction = kpi.get("direction")
    is_range = _is_range(kpi)
    return given(
        title=one_line(kpi["name"]),
        goal=Word(kpi["goal"].lower()),
        owner=owner_of(kpi),
        unit=kpi.get("unit"),
        direction=Word("range") if is_range else Word(direction) if direction else None,
        frequency=Word("yearly") if _is_yearly(kpi) else Word("quarterly"),
        combine=Word("last"),
        # The source's start is where the goal's cycle began, and so on the day before it.
        baseline=Line(date=start - timedelta(days=1), value=kpi["baseline"])
        if "baseline" in kpi and not is_range
        else None,
        targets=Line() if is_range else Line({_target_key(target): target["value"] for target in targets_of(kpi)}),
        range=range_of(kpi),
    )


def range_of(kpi: Record) -> Line | None:
    """Where a KPI should stay, if the source tells."""
    if "range" in kpi:
        low, high = kpi["range"]
        return Line(low=low, high=high)
    end = RANGE_END.get(kpi.get("direction", ""))
    return Line({end: kpi["targets"][0]["value"]}) if end else None


def progress_record(plan: Record) -> Record:
    """What was measured, and what was reported of milestones."""
    return given(
        kpis={member_id(kpi): log for kpi in plan.get("kpis", []) if (log := measurements(kpi))},
        milestones={member_id(milestone): updates(milestone) for milestone in plan.get("milestones", [])},
    )


def measurements(kpi: Record) -> dict[str, Decimal]:
    """The values by period; the source has some rows twice."""
    log: dict[str, Decimal] = {}
    for row in measured_rows(kpi):
        if log.setdefault(period_key(row), row["value"]) != row["value"]:
            message = f"{kpi['id']} has two values in {period_key(row)}"
            raise ValueError(message)
    return dict(sorted(log.items()))


def updates(milestone: Record) -> dict[str, Line]:
    """The state of a milestone at the end of each quarter."""
    log: dict[str, Line] = {}
    for row in sorted(milestone["history"], key=lambda row: str(row["date"])):
        is_done = row["status"].startswith("Target met")
        log[row["date"]] = Line(achieved=_day(row)) if is_done else Line(note="Reported as not done.")
    return log


def period_key(row: Record) -> str:
    """The fiscal year or quarter that ends on the row's day: that of 2021-12-31 is 2022-Q1."""
    day = _day(row)
    if _is_year(row):
        return str(day.year)
    months_in = (day.month - 10) % 12
    return f"{day.year + (day.month >= 10)}-Q{months_in // 3 + 1}"


def left_out(source: Record) -> dict[str, int]:
    """How much has no place in the formats, or is prose."""
    goals = [goal for plan in source["plans"] for goal in plan["goals"]]
    kpis = [kpi for _, kpi in kpis_with_plan(source)]
    ranges = [kpi for kpi in kpis if _is_range(kpi)]
    rows = [row for kpi in kpis for row in kpi["measurements"]]
    return {
        "quarters without a value": sum("value" not in row for row in rows),
        "values that are text": sum("value" in row and not isinstance(row["value"], Decimal) for row in rows),
        "repeated rows with the same value": sum(
            len(list(measured_rows(kpi))) - len(measurements(kpi)) for kpi in kpis
        ),
        "baselines of ranges": sum("baseline" in kpi for kpi in ranges),
        "targets of ranges that are no end of theirs": sum(
            target["value"] not in (range_of(kpi) or {}).values() for kpi in ranges for target in targets_of(kpi)
        ),
        "texts on targets": sum("target_text" in kpi for kpi in kpis),
        "notes on KPIs": sum("note" in kpi for kpi in kpis),
        "verdicts on KPIs": sum("reported_status" in row for row in rows),
        "verdicts on goals": sum("status" in goal for goal in goals),
        "goals that two agencies share": sum("joint_with" in goal for goal in goals),
        "goals with more than one lead": sum(len(goal.get("owners", [])) > 1 for goal in goals),
        "owner cells with a spreadsheet's error": sum("#VALUE!" in goal.get("owners", []) for goal in goals),
        "descriptions of goals": sum("description" in goal for goal in goals),
        "texts of objectives": sum("objective" in goal for goal in goals),
        "tags of goals": sum("tags_raw" in goal for goal in goals),
        "indicators of milestones": sum(
            "indicator" in milestone for plan in source["plans"] for milestone in plan.get("milestones", [])
        ),
    }


def kpis_with_plan(source: Record) -> Iterator[tuple[Record, Record]]:
    for plan in source["plans"]:
        for kpi in plan.get("kpis", []):
            yield plan, kpi


def measured_rows(kpi: Record) -> Iterator[Record]:
    return (row for row in kpi["measurements"] if isinstance(row.get("value"), Decimal))


def targets_of(kpi: Record) -> list[Record]:
    return list(kpi.get("targets", []))


def _target_key(target: Record) -> str:
    return period_key(target) if _is_year(target) else str(target["date"])


def _is_range(kpi: Record) -> bool:
    return kpi.get("direction") in {"range", *RANGE_END}


def _is_yearly(kpi: Record) -> bool:
    return any(_is_year(row) for row in kpi["measurements"])


def _is_year(row: Record) -> bool:
    return str(row.get("date_raw", "")) == f"FY{row['date'][:4]}"


def _years(plan: Record) -> tuple[int, int]:
    match = PERIOD.fullmatch(plan["period"])
    if match is None:
        message = f"{plan['period']} is no period of fiscal years"
        raise ValueError(message)
    return int(match[1]), int(match[2])


def member_id(member: Record) -> str:
    return str(member["id"]).lower()


def _day(row: Record, field: str = "date") -> date:
    return date.fromisoformat(row[field])
