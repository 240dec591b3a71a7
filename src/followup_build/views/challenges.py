"""Challenges and their root causes, with what is done about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.load.records import Record
from followup_build.model.session import Challenge, Report
from followup_build.portfolio import Portfolio
from followup_build.status.item import AdjustmentFigures, ItemStatus
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, chip, day
from followup_build.views.names import path_of
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class ChallengePart:
    """One challenge, its chain of causes, and the answers with their state."""

    anchor: str
    """On the page of the session; the list of all challenges uses `listed_anchor`."""
    listed_anchor: str
    title: str
    address: str
    """Where the report tells of it, relative to the site's root."""
    where: Cell
    when: str
    department: Cell
    category: str
    severity: str
    affects: tuple[Cell, ...]
    causes: tuple[Prose, ...]
    responses: tuple[tuple[Cell, Chip], ...]
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


def find_answer(subject: Subject, ref: str) -> ItemStatus | None:
    """The action or adjustment that answers a challenge or feedback; None where the day does not know it yet."""
    return subject.snapshot.find("action", ref) or subject.snapshot.find("adjustment", ref)


def answer_chip(item: ItemStatus) -> Chip:
    """Where an answer stands; an adjustment says what was decided, which its status alone does not."""
    word = item.figures.state.value if isinstance(item.figures, AdjustmentFigures) else ""
    return chip(item.status, is_stale=item.stale, word=word)


def challenge_part(
    subject: Subject, report: Record[Report], key: str, challenge: Challenge, when: date
) -> ChallengePart:
    """A challenge ready to print."""
    session, _, department = report.id.partition("/")
    ref = f"{report.id}/{key}"
    answers = [item for one in challenge.response if (item := find_answer(subject, one))]
    return ChallengePart(
        f"{department}-{key}",
        ref.replace("/", "-"),
        challenge.title,
        path_of("challenge", ref),
        subject.names.link(session, "session"),
        day(when),
        subject.names.department(department),
        challenge.category.value if challenge.category else "not said",
        challenge.severity.value,
        subject.names.links(challenge.affects),
        tuple(Prose(cause) for cause in challenge.causes or ()),
        tuple((subject.names.item(item), answer_chip(item)) for item in answers),
        Prose(challenge.accepted or ""),
    )
