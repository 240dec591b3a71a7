"""Challenges and their root causes, with what is done about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.load.records import Record
from followup_build.model.session import Challenge, Report
from followup_build.portfolio import Portfolio
from followup_build.views.cells import Cell, Chip, Link, Prose, Row, Table, chip_of, day
from followup_build.views.names import path_of
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class ChallengePart:
    """One challenge, its chain of causes, and the answers with their state."""

    ref: str
    anchor: str
    title: str
    where: Link
    when: str
    department: Cell
    category: str
    severity: str
    affects: tuple[Cell, ...]
    causes: tuple[Prose, ...]
    responses: tuple[tuple[Cell, Chip | None], ...]
    accepted: Prose


@dataclass(frozen=True, slots=True)
class ChallengesView:
    """All challenges, the latest first, and how often each kind of cause comes up."""

    challenges: tuple[ChallengePart, ...]
    categories: Table


def build_challenges(subject: Subject) -> ChallengesView:
    """All challenges reported by the day."""
    found = list(known_challenges(subject.portfolio, subject.snapshot.as_of))
    found.sort(key=lambda one: (-one[0].toordinal(), one[1].id, one[2]))
    counts = Counter((challenge.category.value if challenge.category else "not said") for _, _, _, challenge in found)
    rows = tuple(
        Row((category, str(number))) for category, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )
    return ChallengesView(
        tuple(challenge_part(subject, report, key, challenge, when) for when, report, key, challenge in found),
        Table("Where challenges come from", ("Category", "Challenges"), rows, "No challenges yet."),
    )


def known_challenges(portfolio: Portfolio, as_of: date) -> Iterator[tuple[date, Record[Report], str, Challenge]]:
    """The challenges of reports to sessions up to a day, confidential ones left out."""
    for report in portfolio.reports.values():
        session = portfolio.sessions.get(report.id.partition("/")[0])
        if session is None or session.data.date > as_of or report.data.confidential or session.data.confidential:
            continue
        for key, challenge in report.data.challenges.items():
            yield session.data.date, report, key, challenge


def challenge_part(
    subject: Subject, report: Record[Report], key: str, challenge: Challenge, when: date
) -> ChallengePart:
    """A challenge ready to print."""
    session, _, department = report.id.partition("/")
    ref = f"{report.id}/{key}"
    name = subject.names.link(session, "session")
    responses = []
    for answer in challenge.response:
        item = subject.snapshot.find("action", answer) or subject.snapshot.find("adjustment", answer)
        responses.append((subject.names.link(answer, "action", "adjustment"), chip_of(item) if item else None))
    return ChallengePart(
        ref,
        f"{department}-{key}",
        challenge.title,
        Link(name.text if isinstance(name, Link) else session, path_of("challenge", ref)),
        day(when),
        subject.names.department(department),
        challenge.category.value if challenge.category else "not said",
        challenge.severity.value,
        subject.names.links(challenge.affects),
        tuple(Prose(cause) for cause in challenge.causes or ()),
        tuple(responses),
        Prose(challenge.accepted or ""),
    )
