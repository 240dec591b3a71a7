"""Achievements: what went well, and whom to thank."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile

from followup_build.views.cells import LONG, Cell, Row, Table, choice_of, dated
from followup_build.views.charts.chart import Chart
from followup_build.views.filters import choose
from followup_build.views.lessons import achievements_chart, achievements_lead
from followup_build.views.names import hidden_title
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class AchievementsView:
    """All achievements, the latest first."""

    lead: str
    by_quarter: Chart | None
    """None where there is next to nothing to draw."""
    table: Table


def build_achievements(subject: Subject) -> AchievementsView:
    """All achievements known as of the day."""
    rows = tuple(
        Row((what, dated(when), department, about, thanks, session))
        for when, what, department, about, thanks, session in _achievements(subject)
    )
    named = subject.names.department
    departments = [choice_of(report.id.partition("/")[2], named) for _, report, _ in subject.achievements]
    return AchievementsView(
        achievements_lead(subject),
        achievements_chart(subject),
        Table(
            "Achievements",
            ("Achievement", "Date", "Department", "About", "Thanks to", "Session"),
            rows,
            "No report has told of an achievement yet.",
            name="achievements" if len(rows) >= LONG else "",
            filters=(choose("department", "Department", departments),),
            order="The latest first",
        ),
    )


def recent_wins(
    subject: Subject,
    most: int | None = None,
    since: date | None = None,
    departments: Collection[str] | None = None,
) -> tuple[tuple[date, Cell, tuple[Cell, ...]], ...]:
    """The latest achievements, of some departments and after a day where asked: day, what, and whom to thank."""
    wins = takewhile(lambda one: since is None or one[0] > since, _achievements(subject, departments))
    return tuple((when, what, thanks) for when, what, _, _, thanks, _ in islice(wins, most))


def _achievements(
    subject: Subject, departments: Collection[str] | None = None
) -> Iterator[tuple[date, Cell, Cell, Cell, tuple[Cell, ...], Cell]]:
    """The latest first; only those that somebody reads are put into words."""
    names = subject.names
    for session, report, key in subject.achievements:
        session_id, _, department = report.id.partition("/")
        if departments is not None and department not in departments:
            continue
        hidden = report.data.confidential or session.confidential
        achievement = report.data.achievements[key]
        about = achievement.milestone or achievement.kpi
        yield (
            session.date,
            hidden_title("achievement") if hidden else achievement.title,
            names.department(department),
            "–" if hidden else names.link(about, "milestone", "kpi"),
            () if hidden else names.persons(achievement.thanks),
            names.link(session_id, "session"),
        )
