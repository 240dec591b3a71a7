"""Challenges and their root causes, with what is done about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from followup_build.diagnostics.text_format import counted
from followup_build.load.records import Record
from followup_build.model.session import Challenge, Report
from followup_build.model.vocabulary import CauseCategory, Frequency, Status
from followup_build.status.insight import quarters_of
from followup_build.status.item import AdjustmentFigures, ItemStatus
from followup_build.status.lessons import Answer, Returning, answer_of, answers, causes_by_quarter, returning_causes
from followup_build.status.reported import known_challenges
from followup_build.status.scope import EVERYTHING, Scope
from followup_build.status.wording import count_text, period_text
from followup_build.views.cells import LONG, Cell, Chip, Line, Prose, Row, Table, chip, choice_of, day, listed
from followup_build.views.charts.bars import BarRow, bar_grid
from followup_build.views.charts.chart import Chart
from followup_build.views.filters import choose, worded
from followup_build.views.names import path_of
from followup_build.views.subject import Subject

FEW = 3
"""With fewer than so many there is nothing to draw."""


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
class ChallengeQuarter:
    """The challenges reported in one fiscal quarter, the latest first."""

    anchor: str
    title: str
    summary: str
    challenges: tuple[ChallengePart, ...]


@dataclass(frozen=True, slots=True)
class ChallengesView:
    """All challenges: where they come from, what comes back, what waits for an answer, and each in full."""

    lead: str
    causes: Chart | None
    """None where there is next to nothing to draw."""
    returning: tuple[Cell, ...]
    unanswered: tuple[Cell, ...]
    roots: Table
    quarters: tuple[ChallengeQuarter, ...]


def build_challenges(subject: Subject) -> ChallengesView:
    """All challenges reported by the day."""
    portfolio, as_of = subject.portfolio, subject.snapshot.as_of
    found = list(known_challenges(portfolio, as_of))
    found.sort(key=lambda one: (-one[0].toordinal(), one[1].id, one[2]))
    causes = causes_by_quarter(portfolio, as_of)
    return ChallengesView(
        challenges_lead(answers(portfolio, subject.snapshot), causes),
        _causes_chart(subject, causes) if len(found) >= FEW else None,
        tuple(returning_line(subject, one) for one in returning_causes(portfolio, as_of)),
        tuple(
            _told(subject, report, key)
            for _, report, key, challenge in found
            if answer_of(challenge, subject.snapshot) is Answer.UNANSWERED
        ),
        _roots(subject, found, tuple(causes)),
        tuple(_quarters(subject, found)),
    )


def challenges_lead(
    counts: Mapping[Answer, int], causes: Mapping[CauseCategory, Mapping[str, int]], scope: Scope = EVERYTHING
) -> str:
    """How many challenges there are, how many are answered, and what they come from most often."""
    total = sum(counts.values())
    if not total:
        return f"No report has told of a challenge {scope.yet}."
    waiting = counts[Answer.UNANSWERED]
    said = [f"{counts[Answer.ANSWERED]} answered by an action or an adjustment"]
    if counts[Answer.ACCEPTED]:
        said.append(f"{counts[Answer.ACCEPTED]} accepted with a reason")
    said.append(f"{waiting} without an answer" if waiting else "none without an answer")
    told = f"{counted(total, 'challenge')} {scope.so_far}: {', '.join(said)}."
    return f"{told}{_most_frequent(causes)}" if total >= FEW else told


def _most_frequent(causes: Mapping[CauseCategory, Mapping[str, int]]) -> str:
    """The cause that was named most often, or all that share that place; nothing where none came twice."""
    numbers = {category.value: sum(by_quarter.values()) for category, by_quarter in causes.items()}
    most = max(numbers.values(), default=0)
    if most < 2:  # noqa: PLR2004 - what came once is not frequent
        return ""
    *others, last = (name for name, number in numbers.items() if number == most)
    if not others:
        return f" The most frequent cause is {last} ({most})."
    return f" The most frequent causes are {', '.join(others)} and {last} ({most} each)."


def _causes_chart(subject: Subject, causes: Mapping[CauseCategory, Mapping[str, int]]) -> Chart:
    quarters = quarters_of(causes.values(), subject.portfolio.calendar, subject.snapshot.as_of)
    rows = (
        BarRow(category.value.capitalize(), tuple(counts.get(quarter, 0) for quarter in quarters))
        for category, counts in causes.items()
    )
    columns = tuple(period_text(quarter) for quarter in quarters)
    return bar_grid("causes", "Challenges by where they come from, each fiscal quarter", "Category", columns, rows)


def returning_line(subject: Subject, one: Returning) -> Cell:
    """`Suppliers, in Finance: reported to three sessions: …`."""
    count = count_text(len(one.sessions), "session")
    names = subject.names
    return Line(
        (
            f"{one.category.value.capitalize()}, in ",
            names.department(one.department),
            f": reported to {count}: ",
            listed((names.link(session, "session") for session in one.sessions), "; "),
        )
    )


def _told(subject: Subject, report: Record[Report], key: str) -> Cell:
    session, _, department = report.id.partition("/")
    names = subject.names
    where = Line((names.department(department), ", ", names.link(session, "session")))
    return Line((names.link(f"{report.id}/{key}", "challenge"), " (", where, ")"))


_Found = tuple[date, Record[Report], str, Challenge]


def _roots(subject: Subject, found: Iterable[_Found], order: Sequence[CauseCategory]) -> Table:
    """The last cause of each chain, by category: what comes up most first, then the latest."""
    names = subject.names
    rows, categories, departments = [], [], []
    for category in order:
        for _, report, key, challenge in found:
            if (challenge.category or CauseCategory.OTHER) is category and challenge.causes:
                answer = answer_of(challenge, subject.snapshot)
                department = report.id.partition("/")[2]
                categories.append(worded(category))
                departments.append(choice_of(department, names.department))
                rows.append(
                    Row(
                        (
                            Prose(challenge.causes[-1]),
                            category.value,
                            names.link(f"{report.id}/{key}", "challenge"),
                            names.department(department),
                            chip(_STATUSES[answer], word=answer.value),
                        )
                    )
                )
    columns = ("Root cause", "Category", "Challenge", "Department", "Answer")
    return Table(
        "Root causes",
        columns,
        tuple(rows),
        "No root cause is on file yet.",
        name="root-causes" if len(rows) >= LONG else "",
        filters=(choose("category", "Category", categories), choose("department", "Department", departments)),
        order="What comes up most first",
    )


_STATUSES = {
    Answer.ANSWERED: Status.ON_TRACK,
    Answer.ACCEPTED: Status.NOT_STARTED,
    Answer.UNANSWERED: Status.AT_RISK,
}


def _quarters(subject: Subject, found: Iterable[_Found]) -> Iterator[ChallengeQuarter]:
    calendar = subject.portfolio.calendar
    for quarter, several in groupby(found, key=lambda one: calendar.key_of(Frequency.QUARTERLY, one[0])):
        parts = tuple(challenge_part(subject, report, key, challenge, when) for when, report, key, challenge in several)
        title = period_text(quarter)
        summary = f"{title}: {count_text(len(parts), 'challenge')}"
        yield ChallengeQuarter(f"quarter-{quarter.lower()}", title, summary, parts)


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
