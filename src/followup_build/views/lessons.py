"""Lessons: training, practices, feedback and achievements in a sentence and in pictures."""

from __future__ import annotations

from followup_build.diagnostics.text_format import counted
from followup_build.model.vocabulary import Frequency
from followup_build.status.insight import quarters_of
from followup_build.status.lessons import (
    NeedState,
    achievements_by_quarter,
    feedback_figures,
    practice_figures,
    training_by_department,
)
from followup_build.status.reported import known_feedback, known_practices, known_response
from followup_build.status.scope import EVERYTHING, Scope
from followup_build.status.wording import count_text, period_text, times_text
from followup_build.views.cells import Cell, Chip, Link, Row, Table, short_day
from followup_build.views.charts.bars import BarRow, Series, bar_grid, stacked_bars
from followup_build.views.charts.chart import Chart, Role
from followup_build.views.subject import Subject

FEW = 3
"""With fewer than so many there is nothing to draw."""
MOST_COLUMNS = 8
"""So many departments have room side by side."""
_NEEDS = (
    Series(NeedState.MET.value, Role.ACHIEVED),
    Series(NeedState.UNDER_WAY.value, Role.NOT_STARTED),
    Series(NeedState.UNANSWERED.value, Role.AT_RISK),
)
_SOON = 14
_ANSWERS = (
    Series(f"answered within {_SOON} days", Role.ACHIEVED),
    Series("answered later", Role.SERIES_7),
    Series("waits for an answer", Role.AT_RISK),
)


def training_lead(subject: Subject, scope: Scope = EVERYTHING) -> str:
    """How many needs were raised, and how many are met."""
    found = training_by_department(subject.portfolio, subject.snapshot, scope)
    counts = {state: sum(one[state] for one in found.values()) for state in NeedState}
    total = sum(counts.values())
    if not total:
        return f"No report has raised a training need {scope.yet}."
    return (
        f"{counted(total, 'training need')} raised {scope.so_far}: {counts[NeedState.MET]} met,"
        f" {counts[NeedState.UNDER_WAY]} under way, {counts[NeedState.UNANSWERED]} that nobody has answered."
        " A need is met once somebody has checked that the training worked."
    )


def training_chart(subject: Subject) -> Chart | None:
    """The needs that each department raised; None where there are few."""
    found = training_by_department(subject.portfolio, subject.snapshot)
    if sum(sum(counts.values()) for counts in found.values()) < FEW:
        return None
    rows = (_department_row(subject, one, tuple(counts.values())) for one, counts in found.items())
    return stacked_bars("needs", "Training needs, by the department that raised them", "Department", _NEEDS, rows)


def _department_row(subject: Subject, department: str, values: tuple[int, ...]) -> BarRow:
    name = subject.names.department(department)
    return BarRow(name.text, values, name.path) if isinstance(name, Link) else BarRow(str(name), values)


def practices_lead(subject: Subject, scope: Scope = EVERYTHING) -> str:
    """How many practices were shared, and how many were taken over."""
    figures = practice_figures(subject.portfolio, subject.snapshot.as_of, scope)
    if not figures.shared and not figures.adopted:
        return f"No practice has been shared {scope.yet}."
    shared = f"{counted(figures.shared, 'practice')} shared {scope.so_far}"
    if not figures.adopted:
        return f"{shared}; none taken over by another department."
    times = "" if figures.adoptions == figures.adopted else f", {times_text(figures.adoptions)} in all"
    # Since a day, what was shared before it may have been taken over after it.
    taken = f"{figures.adopted} " if scope.since else f"{figures.adopted} of them "
    if figures.adopted == figures.shared and not scope.since:
        taken = "all of them " if figures.shared > 1 else ""
    return f"{shared}; {taken}taken over by another department{times}."


def adoption_table(subject: Subject) -> Table | None:
    """Each practice against each department; None where there are more departments than a table has room for."""
    departments = tuple(subject.portfolio.departments)
    practices = known_practices(subject.portfolio, subject.snapshot.as_of)
    if len(departments) > MOST_COLUMNS or not practices:
        return None
    names = subject.names
    rows = []
    for record in practices:
        cells: list[Cell] = [names.link(record.id, "practice")]
        for department in departments:
            when = record.data.adopted.get(department)
            if department == record.data.from_:
                cells.append((Chip("achieved", "★", "shared"), short_day(record.data.since)))
            elif when is not None and when <= subject.snapshot.as_of:
                cells.append((Chip("on-track", "✔", "adopted"), short_day(when)))
            else:
                cells.append("–")
        rows.append(Row(tuple(cells)))
    columns = (
        "Practice",
        *(subject.portfolio.departments[department].name or department for department in departments),
    )
    return Table("Who shared and who adopted", columns, tuple(rows))


def feedback_lead(subject: Subject, scope: Scope = EVERYTHING) -> str:
    """How much feedback was answered, how fast, and what it changed."""
    figures = feedback_figures(subject.portfolio, subject.snapshot, scope)
    if not figures.given:
        return f"Nobody has given feedback {scope.yet}."
    told = f"{figures.answered} of {figures.given} answered"
    if figures.median_days is not None:
        told = f"{told}, half of them within {_days(figures.median_days)}"
    return f"{told}. {figures.led_to_something} led to a practice, an action or an adjustment."


def _days(days: float) -> str:
    if days == 0:
        return "the same day"
    return count_text(int(days), "day") if days == int(days) else f"{days} days"


def feedback_chart(subject: Subject) -> Chart | None:
    """How fast feedback was answered, by the quarter in which it was given; None where there is little."""
    as_of, calendar = subject.snapshot.as_of, subject.portfolio.calendar
    given = known_feedback(subject.portfolio, as_of)
    found: dict[str, list[int]] = {}
    for record in reversed(given):
        response = known_response(record.data, as_of)
        place = 2 if response is None else int((response.on - record.data.date).days > _SOON)
        found.setdefault(calendar.key_of(Frequency.QUARTERLY, record.data.date), [0, 0, 0])[place] += 1
    if len(given) < FEW or len(found) < 2:  # noqa: PLR2004 - one bar compares nothing
        return None
    quarters = quarters_of(
        ({quarter: sum(counts) for quarter, counts in found.items()},), calendar, max(one.data.date for one in given)
    )
    rows = (BarRow(period_text(quarter), tuple(found.get(quarter, (0, 0, 0)))) for quarter in quarters)
    title = "How fast feedback was answered, by the fiscal quarter in which it was given"
    return stacked_bars("answers", title, "Quarter", _ANSWERS, rows)


def achievements_lead(subject: Subject, scope: Scope = EVERYTHING) -> str:
    """How many achievements were reported, by how many departments."""
    found = achievements_by_quarter(subject.portfolio, subject.snapshot.as_of, scope)
    total = sum(sum(counts.values()) for counts in found.values())
    if not total:
        return f"No report has told of an achievement {scope.yet}."
    told = counted(total, "achievement")
    return f"{told} reported {scope.so_far}, by {counted(len(found), 'department')}."


def achievements_chart(subject: Subject) -> Chart | None:
    """How many achievements each department reported each quarter; None where there are few."""
    calendar = subject.portfolio.calendar
    found = achievements_by_quarter(subject.portfolio, subject.snapshot.as_of)
    if sum(sum(counts.values()) for counts in found.values()) < FEW:
        return None
    quarters = quarters_of(found.values(), calendar, subject.snapshot.as_of)
    rows = (
        _department_row(subject, department, tuple(counts.get(quarter, 0) for quarter in quarters))
        for department, counts in found.items()
    )
    columns = tuple(period_text(quarter) for quarter in quarters)
    return bar_grid("achieved", "Achievements reported, each fiscal quarter", "Department", columns, rows)
