"""Mentions: the challenges, adjustments, actions and achievements that name a KPI, a milestone or a goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from followup_build.ledger.approval import refs_touched
from followup_build.status.reported import known_challenges
from followup_build.views.cells import Cell, Line, state_chip
from followup_build.views.subject import Subject

Mentions = Mapping[str, tuple[Cell, ...]]


def find_mentions(subject: Subject) -> Mentions:
    """By ref, what names a promise as of the day; confidential records name nothing that others may see."""
    found: dict[str, list[Cell]] = defaultdict(list)
    for ref, cell in (*_challenges(subject), *_adjustments(subject), *_actions(subject), *_achievements(subject)):
        if cell not in found[ref]:
            found[ref].append(cell)
    return {ref: tuple(cells) for ref, cells in found.items()}


def _challenges(subject: Subject) -> Iterator[tuple[str, Cell]]:
    for _, report, key, challenge in known_challenges(subject.portfolio, subject.snapshot.as_of):
        for ref in challenge.affects:
            yield ref, Line(("Challenge: ", subject.names.link(f"{report.id}/{key}", "challenge")))


def _adjustments(subject: Subject) -> Iterator[tuple[str, Cell]]:
    for item in subject.items("adjustment"):
        data = subject.portfolio.adjustments[item.ref].data
        if data.confidential:
            continue
        link = subject.names.item(item)
        for ref in refs_touched(data):
            yield ref, Line(("Adjustment: ", link, " ", state_chip(item)))
        if data.expects and data.expects.kpi not in refs_touched(data):
            yield data.expects.kpi, Line(("Adjustment that should move it: ", link, " ", state_chip(item)))


def _actions(subject: Subject) -> Iterator[tuple[str, Cell]]:
    for item in subject.items("action"):
        data = subject.portfolio.actions[item.ref].data
        if not data.confidential:
            for ref in data.for_:
                yield ref, Line(("Action: ", subject.names.item(item)))


def _achievements(subject: Subject) -> Iterator[tuple[str, Cell]]:
    for report in subject.portfolio.reports.values():
        session_id = report.id.partition("/")[0]
        session = subject.portfolio.sessions.get(session_id)
        if session is None or session.data.date > subject.snapshot.as_of:
            continue
        if report.data.confidential or session.data.confidential:
            continue
        for achievement in report.data.achievements.values():
            for ref in (achievement.milestone, achievement.kpi):
                if ref:
                    told = subject.names.link(session_id, "session")
                    yield ref, Line(("Achievement: ", achievement.title, " (", told, ")"))
