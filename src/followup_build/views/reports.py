"""Reports: what one department told a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.load.records import Record
from followup_build.model.session import Report, Session
from followup_build.views.cells import Cell, Chip, Link, Prose, chip
from followup_build.views.challenges import ChallengePart, challenge_part
from followup_build.views.learning import is_known_feedback, is_known_practice
from followup_build.views.names import path_of
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class Need:
    """A training need."""

    anchor: str
    skill: str
    why: Prose
    wanted_by: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A department's report."""

    anchor: str
    department: Cell
    by: Cell
    assessment: tuple[Chip, str] | None
    contradictions: tuple[tuple[str, Link], ...]
    """What the figures said instead, and the item that says so."""
    challenges: tuple[ChallengePart, ...]
    achievements: tuple[tuple[str, tuple[Cell, ...]], ...]
    practices: tuple[Cell, ...]
    needs: tuple[Need, ...]
    feedback: tuple[Cell, ...]
    body: Prose


def build_report(subject: Subject, report: Record[Report], session: Record[Session]) -> ReportPart:
    """A report ready to print, with what came to light by the day."""
    names, data = subject.names, report.data
    department = report.id.partition("/")[2]
    return ReportPart(
        department,
        names.department(department),
        names.person(data.by) if data.by else "–",
        (chip(data.assessment.status), data.assessment.because) if data.assessment else None,
        tuple(_contradictions(subject, report.id)),
        tuple(
            challenge_part(subject, report, key, challenge, session.data.date)
            for key, challenge in data.challenges.items()
        ),
        tuple((achievement.title, names.persons(achievement.thanks)) for achievement in data.achievements.values()),
        names.links(tuple(one for one in data.practices if is_known_practice(subject, one)), "practice"),
        tuple(
            Need(
                f"{department}-{key}",
                need.skill,
                Prose(need.why or ""),
                tuple(names.department(one) for one in need.for_),
            )
            for key, need in data.training_needs.items()
        ),
        names.links(tuple(one for one in data.feedback if is_known_feedback(subject, one)), "feedback"),
        Prose(report.body),
    )


def _contradictions(subject: Subject, report: str) -> Iterator[tuple[str, Link]]:
    for one in subject.contradictions_by_report.get(report, ()):
        word = "KPI" if one.item.kind == "kpi" else one.item.kind
        yield one.message, Link(f"See the {word}", path_of(one.item.kind, one.item.ref))
