"""Insight: what the organisation learns, in the sentences of its site's pages and the figures behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from followup_build.model.vocabulary import CauseCategory
from followup_build.portfolio import ORGANISATION
from followup_build.status.commitments import Effect, Fate, Move
from followup_build.status.insight import Insight, build_insight, quarters_of
from followup_build.status.lessons import NeedState, Returning
from followup_build.status.reported import known_practices
from followup_build.status.scope import EVERYTHING, Scope, practice_is_of
from followup_build.status.wording import period_text
from followup_build.views.cells import Cell, Line, Row, Table, day, listed, text_of
from followup_build.views.challenges import challenges_lead, returning_line
from followup_build.views.kept import effect_lead, promises_lead
from followup_build.views.lessons import achievements_lead, feedback_lead, practices_lead, training_lead
from followup_build.views.subject import Subject

MOST = 10
"""So many causes that come back are named."""


@dataclass(frozen=True, slots=True)
class InsightPart:
    """One thing to learn from: a sentence, a table of numbers, and what they do not say."""

    title: str
    lead: str
    table: Table
    """Without rows where there is nothing to count."""
    lines: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class InsightView:
    """All of it, with what it speaks of."""

    title: str
    parts: tuple[InsightPart, ...]


def build_insight_view(subject: Subject, scope: Scope = EVERYTHING) -> InsightView:
    """What a department or the whole learned, since a day where one is given."""
    found = build_insight(subject.portfolio, subject.ledger, subject.snapshot, scope)
    return InsightView(
        _title(subject, scope),
        (
            InsightPart(
                "Challenges and where they come from",
                challenges_lead(found.answers, found.causes, scope),
                _by_quarter(subject, "Causes", "Category", _worded(found.causes)),
                tuple(_returning(subject, found.returning)),
            ),
            InsightPart("Adjustments", effect_lead(subject, scope), _effects(found)),
            InsightPart("Promises", promises_lead(subject, scope), _promises(subject, found)),
            InsightPart(
                "What moved",
                "" if found.moves else f"Nothing has moved{' since' if scope.since else ''}.",
                _by_quarter(subject, "Moves", "What", _worded(found.moves)),
            ),
            InsightPart("Training needs", training_lead(subject, scope), _training(subject, found)),
            InsightPart(
                "Practices", practices_lead(subject, scope), Table("", (), ()), tuple(_practices(subject, scope))
            ),
            InsightPart("Feedback", feedback_lead(subject, scope), Table("", (), ())),
            InsightPart(
                "Achievements",
                achievements_lead(subject, scope),
                _by_quarter(subject, "Achievements", "Department", _named(subject, found.achievements)),
            ),
        ),
    )


def _returning(subject: Subject, found: tuple[Returning, ...]) -> Iterator[Cell]:
    """The causes that come back, those that did most often first."""
    for one in found[:MOST]:
        yield returning_line(subject, one)
    if len(found) > MOST:
        yield f"{len(found) - MOST} more came back; --format json names them."


def _title(subject: Subject, scope: Scope) -> str:
    """`SayPro Royalties, Finance, as of 20 November 2026, since 1 March 2026`."""
    names = [text_of(subject.names.department(one)) for one in sorted(scope.departments or ())]
    since = f", since {day(scope.since)}" if scope.since else ""
    whole = subject.portfolio.organisation.name or "The organisation"
    return f"{', '.join(dict.fromkeys((whole, *names)))}, as of {day(subject.snapshot.as_of)}{since}"


def _worded(
    counts: Mapping[CauseCategory, Mapping[str, int]] | Mapping[Move, Mapping[str, int]],
) -> list[tuple[str, Mapping[str, int]]]:
    return [(str(one), numbers) for one, numbers in counts.items()]


def _named(subject: Subject, counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, Mapping[str, int]]]:
    return [(_department(subject, one), numbers) for one, numbers in counts.items()]


def _department(subject: Subject, department: str) -> str:
    return "Organisation" if department == ORGANISATION else text_of(subject.names.department(department))


def _by_quarter(subject: Subject, caption: str, column: str, counts: Iterable[tuple[str, Mapping[str, int]]]) -> Table:
    """How many in each fiscal quarter; those before the latest quarters in one column."""
    every = list(counts)
    quarters = quarters_of((numbers for _, numbers in every), subject.portfolio.calendar, subject.snapshot.as_of)
    rows = []
    for name, numbers in every:
        shown = [numbers.get(one, 0) for one in quarters]
        rows.append((name, sum(numbers.values()) - sum(shown), shown, sum(numbers.values())))
    earlier = ("Earlier",) if any(before for _, before, *_ in rows) else ()
    columns = (*earlier, *map(period_text, quarters), "Together")
    return Table(
        caption,
        (column, *columns),
        tuple(
            Row((name, *((str(before),) if earlier else ()), *map(str, shown), str(total)))
            for name, before, shown, total in rows
        ),
        numeric=columns,
    )


def _effects(found: Insight) -> Table:
    words = tuple(one.value for one in Effect)
    rows = tuple(
        Row((kind.value if kind else "confidential", *(str(counts[one]) for one in Effect)))
        for kind, counts in found.effects_by_kind.items()
    )
    return Table("Effects", ("Touches", *words), rows, numeric=words)


def _promises(subject: Subject, found: Insight) -> Table:
    words = tuple(one.value for one in Fate)
    rows = tuple(
        Row((_department(subject, one), *(str(counts[fate]) for fate in Fate)))
        for one, counts in found.promises.items()
    )
    return Table("Promises", ("Department", *words), rows, numeric=words)


def _training(subject: Subject, found: Insight) -> Table:
    words = tuple(one.value for one in NeedState)
    rows = tuple(
        Row((_department(subject, one), *(str(counts[state]) for state in NeedState)))
        for one, counts in found.training.items()
    )
    return Table("Training needs", ("Department", *words), rows, numeric=words)


def _practices(subject: Subject, scope: Scope) -> Iterator[Cell]:
    """Each practice that was shared or taken over, by whom and when."""
    names, as_of = subject.names, subject.snapshot.as_of
    for record in known_practices(subject.portfolio, as_of):
        practice = record.data
        adopted = sorted((when, one) for one, when in practice.adopted.items() if when <= as_of)
        is_new = scope.is_new(practice.since) or any(scope.is_new(when) for when, _ in adopted)
        if not is_new or not practice_is_of(practice, scope, as_of):
            continue
        takers = [Line((names.department(one), f" ({day(when)})")) for when, one in adopted]
        told: Cell = Line(("taken over by ", listed(takers))) if takers else "taken over by nobody else yet"
        shared = Line((names.department(practice.from_), f", {day(practice.since)}"))
        yield Line((names.link(record.id, "practice"), " (", shared, "): ", told, "."))
