"""Lessons: where challenges come from and which come back, what was learned, and what feedback led to.

By department, by kind and by quarter, and never by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from followup_build.load.records import Record
from followup_build.model.session import Challenge, Report
from followup_build.model.vocabulary import CauseCategory, Frequency, Status
from followup_build.portfolio import Portfolio
from followup_build.status.reported import (
    KnownChallenge,
    known_challenges,
    known_feedback,
    known_practices,
    known_reports,
    known_response,
)
from followup_build.status.scope import EVERYTHING, Scope, feedback_is_of, practice_is_of
from followup_build.status.snapshot import Snapshot


class Answer(StrEnum):
    """What was said to a challenge."""

    ANSWERED = "answered"
    """By an action or an adjustment."""
    ACCEPTED = "accepted"
    """Nothing is done about it, and the report says why."""
    UNANSWERED = "unanswered"


class NeedState(StrEnum):
    """Where a training need stands."""

    MET = "met"
    """An action for it was verified to have worked."""
    UNDER_WAY = "under way"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Returning:
    """A kind of cause that a department reported to more than one session."""

    department: str
    category: CauseCategory
    sessions: tuple[str, ...]
    """In the order of their days."""


@dataclass(frozen=True, slots=True)
class FeedbackFigures:
    """Feedback in numbers."""

    given: int
    answered: int
    median_days: float | None
    """From the day on which it was given to the day of its answer."""
    led_to_something: int
    """How many led to a practice, an action or an adjustment that is there by now."""


@dataclass(frozen=True, slots=True)
class PracticeFigures:
    """Practices in numbers."""

    shared: int
    adopted: int
    """How many of them another department took over."""
    adoptions: int


def answer_of(challenge: Challenge, snapshot: Snapshot) -> Answer:
    """Whether a challenge is answered, by what the day knows."""
    if any(snapshot.find(kind, ref) for ref in challenge.response for kind in ("action", "adjustment")):
        return Answer.ANSWERED
    return Answer.ACCEPTED if challenge.accepted else Answer.UNANSWERED


def _challenges(portfolio: Portfolio, as_of: date, scope: Scope) -> Iterator[KnownChallenge]:
    for one in known_challenges(portfolio, as_of):
        if scope.is_of(one[1].id.partition("/")[2]) and scope.is_new(one[0]):
            yield one


def _reports(portfolio: Portfolio, as_of: date, scope: Scope) -> Iterator[tuple[date, Record[Report], str]]:
    """The reports of a scope, with their session's day and their department."""
    for when, report, _ in known_reports(portfolio, as_of):
        department = report.id.partition("/")[2]
        if scope.is_of(department) and scope.is_new(when):
            yield when, report, department


def answers(portfolio: Portfolio, snapshot: Snapshot, scope: Scope = EVERYTHING) -> Mapping[Answer, int]:
    """How many challenges are answered."""
    found = Counter(answer_of(one, snapshot) for *_, one in _challenges(portfolio, snapshot.as_of, scope))
    return {answer: found[answer] for answer in Answer}


def causes_by_quarter(
    portfolio: Portfolio, as_of: date, scope: Scope = EVERYTHING
) -> Mapping[CauseCategory, Mapping[str, int]]:
    """How many challenges came from where in which fiscal quarter; what comes up most stands first."""
    found: dict[CauseCategory, Counter[str]] = defaultdict(Counter)
    for when, _, _, challenge in _challenges(portfolio, as_of, scope):
        category = challenge.category or CauseCategory.OTHER
        found[category][portfolio.calendar.key_of(Frequency.QUARTERLY, when)] += 1
    return dict(sorted(found.items(), key=lambda one: (-one[1].total(), one[0])))


def returning_causes(portfolio: Portfolio, as_of: date, scope: Scope = EVERYTHING) -> tuple[Returning, ...]:
    """The kinds of cause that a department reported to two sessions or more; the most sessions first."""
    found: dict[tuple[str, CauseCategory], set[tuple[date, str]]] = defaultdict(set)
    for when, report, _, challenge in _challenges(portfolio, as_of, scope):
        session, _, department = report.id.partition("/")
        if challenge.category is not None:
            found[department, challenge.category].add((when, session))
    several = [
        Returning(department, category, tuple(session for _, session in sorted(sessions)))
        for (department, category), sessions in found.items()
        if len(sessions) > 1
    ]
    return tuple(sorted(several, key=lambda one: (-len(one.sessions), one.department, one.category)))


def need_state(answers: Iterable[Status]) -> NeedState:
    """Where a need stands by the actions that answer it; one that was dropped answers nothing."""
    statuses = set(answers) - {Status.DROPPED}
    if Status.ACHIEVED in statuses:
        return NeedState.MET
    return NeedState.UNDER_WAY if statuses else NeedState.UNANSWERED


def actions_for(portfolio: Portfolio, snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """The actions known by the day that answer something, by what they answer."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in snapshot.of_kind("action"):
        for ref in portfolio.actions[item.ref].data.for_:
            found[ref].append(item.ref)
    return {ref: tuple(actions) for ref, actions in found.items()}


def training_by_department(
    portfolio: Portfolio, snapshot: Snapshot, scope: Scope = EVERYTHING
) -> Mapping[str, Mapping[NeedState, int]]:
    """How many training needs each department raised, and how many are met; in the order of the departments."""
    by_ref = actions_for(portfolio, snapshot)
    found: dict[str, Counter[NeedState]] = {department: Counter() for department in portfolio.departments}
    for _, report, department in _reports(portfolio, snapshot.as_of, scope):
        for key in report.data.training_needs:
            statuses = (snapshot.items["action", one].status for one in by_ref.get(f"{report.id}/{key}", ()))
            found.setdefault(department, Counter())[need_state(statuses)] += 1
    return {one: {state: counts[state] for state in NeedState} for one, counts in found.items() if counts}


def practice_figures(portfolio: Portfolio, as_of: date, scope: Scope = EVERYTHING) -> PracticeFigures:
    """How many practices were shared and taken over; with a day to start from, since then."""
    shared = adopted = adoptions = 0
    for record in known_practices(portfolio, as_of):
        if not practice_is_of(record.data, scope, as_of):
            continue
        taken_over = sum(when <= as_of and scope.is_new(when) for when in record.data.adopted.values())
        shared += scope.is_new(record.data.since)
        adopted += taken_over > 0
        adoptions += taken_over
    return PracticeFigures(shared, adopted, adoptions)


def feedback_figures(portfolio: Portfolio, snapshot: Snapshot, scope: Scope = EVERYTHING) -> FeedbackFigures:
    """How much feedback was answered, how fast, and how much of it changed something."""
    as_of = snapshot.as_of
    practices = {record.id for record in known_practices(portfolio, as_of)}
    given = [
        record
        for record in known_feedback(portfolio, as_of)
        if scope.is_new(record.data.date) and feedback_is_of(portfolio, record.data, scope)
    ]
    days = [
        (response.on - record.data.date).days
        for record in given
        if (response := known_response(record.data, as_of)) is not None
    ]
    changed = sum(
        any(ref in practices or snapshot.find("action", ref) or snapshot.find("adjustment", ref) for ref in refs)
        for refs in (record.data.led_to for record in given)
    )
    return FeedbackFigures(len(given), len(days), median(days) if days else None, changed)


def achievements_by_quarter(
    portfolio: Portfolio, as_of: date, scope: Scope = EVERYTHING
) -> Mapping[str, Mapping[str, int]]:
    """How many achievements each department reported in which fiscal quarter; in the order of the departments."""
    found: dict[str, Counter[str]] = {department: Counter() for department in portfolio.departments}
    for when, report, department in _reports(portfolio, as_of, scope):
        if report.data.achievements:
            quarter = portfolio.calendar.key_of(Frequency.QUARTERLY, when)
            found.setdefault(department, Counter())[quarter] += len(report.data.achievements)
    return {department: counts for department, counts in found.items() if counts}
