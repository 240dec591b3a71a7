"""Between: what changed from one session to the next, in sentences, and since the last one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.diagnostics.text_format import counted
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState, Status
from followup_build.status.action import known_from
from followup_build.status.item import ItemStatus
from followup_build.status.rollup import ORDER, RED
from followup_build.status.standing import Standing
from followup_build.status.wording import status_word
from followup_build.views.cells import Cell, Line, Link, chip, day, listed
from followup_build.views.facts import Fact, iter_facts, iter_measured
from followup_build.views.subject import Subject

MOST = 10
"""So many sessions back the differences are worked out; each one needs every status of its day."""
_WEEKS = 26
_SESSIONS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one kind."""

    kind: str
    title: str
    count: str
    """How many there are, in words that follow a comma: `2 went off track`."""
    lines: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """What changed between two sessions, or since the last one."""

    anchor: str
    title: str
    sessions: tuple[Cell, ...]
    """The sessions after which it begins."""
    begins: str
    """Their day."""
    summary: str
    groups: tuple[Group, ...]
    """What weighs most first; empty where nothing changed."""


_KINDS = {
    "red": ("Went off track", "went off track"),
    "reached": ("Reached", "reached"),
    "worse": ("Got worse", "got worse"),
    "better": ("Got better", "got better"),
    "first": ("Measured for the first time", "measured for the first time"),
    "promises": ("Promises changed", "adjustments approved"),
    "decisions": ("Adjustments proposed, refused or looked at", ""),
    "agreed": ("Actions agreed", "actions agreed"),
    "done": ("Actions done", "actions done"),
    "actions": ("Other news of actions", ""),
    "milestones": ("News of milestones", ""),
    "learned": ("Sessions, feedback and practices", ""),
    "values": ("Values measured", ""),
}
"""Heading, and what follows a number in the summary, which tells of what counts most; in the order of the page."""
_STATUS_KINDS = ("red", "reached", "worse", "better", "first")
WEIGHTY = (*_STATUS_KINDS, "promises", "done")
"""What the first page tells of."""


def find_spans(subject: Subject) -> tuple[Span, ...]:
    """The time since the last session, then between the sessions before it, the latest first."""
    days = _session_days(subject, _held(subject))[: MOST + 1]
    return _spans(subject, list(zip(days, (subject.snapshot.as_of, *days), strict=False))[:MOST])


def find_latest(subject: Subject) -> Span | None:
    """What changed since the last session that asked every department."""
    first = latest_day(subject)
    return None if first is None else _spans(subject, [(first, subject.snapshot.as_of)])[0]


def latest_day(subject: Subject) -> date | None:
    """The day of the last session that asked every department, or where there was none, of the last of all."""
    everybody = set(subject.portfolio.departments)
    held = _held(subject)
    of_all = {
        when: sessions
        for when, sessions in held.items()
        if any(not one.data.departments or set(one.data.departments) >= everybody for one in sessions)
    }
    return next(iter(_session_days(subject, of_all) or _session_days(subject, held)), None)


def turned_since(subject: Subject, first: date, *departments: str) -> tuple[Cell, ...]:
    """The KPIs and milestones of departments whose status is another one than on a day, what went off track first."""
    found = [
        (_STATUS_KINDS.index(kind), line)
        for department in departments
        for kind, line in _status_changes(subject, first, subject.snapshot.as_of, department)
    ]
    return tuple(line for _, line in sorted(found, key=lambda one: one[0]))


_Held = Mapping[date, Sequence[Record[Session]]]


def _session_days(subject: Subject, held: _Held) -> list[date]:
    """The days of sessions of half a year before the day, the latest first."""
    as_of = subject.snapshot.as_of
    return sorted((one for one in held if as_of - timedelta(weeks=_WEEKS) < one < as_of), reverse=True)


def _spans(subject: Subject, days: Sequence[tuple[date, date]]) -> tuple[Span, ...]:
    if not days:
        return ()
    changes, held = _Changes(subject, sorted({one for span in days for one in span})), _held(subject)
    as_of = subject.snapshot.as_of
    return tuple(
        _span(
            changes,
            first,
            last,
            _sessions(subject, held[first]),
            is_last=last == as_of and number == 0,
        )
        for number, (first, last) in enumerate(days)
    )


def _held(subject: Subject) -> _Held:
    """The sessions that were held, by their day."""
    found: dict[date, list[Record[Session]]] = defaultdict(list)
    for session in subject.portfolio.sessions.values():
        if session.data.status is SessionState.HELD and session.data.date <= subject.snapshot.as_of:
            found[session.data.date].append(session)
    return found


def _span(changes: _Changes, first: date, last: date, sessions: tuple[Cell, ...], *, is_last: bool) -> Span:
    found = changes.between(first, last)
    groups = tuple(
        Group(kind, title, _count(kind, words, len(found[kind])), tuple(found[kind]))
        for kind, (title, words) in _KINDS.items()
        if found.get(kind)
    )
    title = f"Since {day(first)}" if is_last else f"From {day(first)} to {day(last)}"
    counts = [group.count for group in groups if group.count]
    nothing = "Nothing changed." if not groups else "Nothing changed its status, and no promise moved."
    return Span(
        f"since-{first.isoformat()}" if is_last else f"until-{last.isoformat()}",
        title,
        sessions,
        day(first),
        f"{', '.join(counts)}." if counts else nothing,
        groups,
    )


def _count(kind: str, words: str, number: int) -> str:
    if not words:
        return ""
    word = words.replace("s ", " ", 1) if number == 1 and kind in ("promises", "agreed", "done") else words
    return f"{number} {word}"


def _sessions(subject: Subject, held: Sequence[Record[Session]]) -> tuple[Cell, ...]:
    """The sessions of one day; of many, the first few."""
    links: tuple[Cell, ...] = tuple(subject.names.link(session.id, "session") for session in held[:_SESSIONS_NAMED])
    return (*links, f"{len(held) - _SESSIONS_NAMED} more") if len(held) > _SESSIONS_NAMED else links


class _Changes:
    """All dated facts in buckets, each from one of some days to the next."""

    def __init__(self, subject: Subject, days: Sequence[date]) -> None:
        self.subject = subject
        self.days = days
        self.facts: dict[date, list[Fact]] = defaultdict(list)
        """By the day that ends the bucket."""
        self.values: dict[date, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
        self.agreed: dict[date, list[ItemStatus]] = defaultdict(list)
        for fact in iter_facts(subject):
            if (end := self._end(fact.on)) is not None:
                self.facts[end].append(fact)
        for one in iter_measured(subject):
            if (end := self._end(one.on)) is not None:
                self.values[end][one.department] += 1
        for item in subject.items("action"):
            agreed = known_from(subject.portfolio, subject.portfolio.actions[item.ref].data)
            if agreed is not None and (end := self._end(agreed)) is not None:
                self.agreed[end].append(item)

    def _end(self, when: date) -> date | None:
        if when <= self.days[0] or when > self.days[-1]:
            return None
        return self.days[bisect_left(self.days, when)]

    def between(self, first: date, last: date) -> Mapping[str, list[Cell]]:
        """What changed after a day up to another, by kind."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for kind, line in _status_changes(self.subject, first, last):
            found[kind].append(line)
        for fact in sorted(self.facts[last], key=lambda one: (one.on, one.what, one.order)):
            if (group := _kind_of(fact.what)) is not None:
                found[group].append(_told(fact, group))
        names = self.subject.names
        for item in self.agreed[last]:
            found["agreed"].append(Line((names.item(item), " (", names.person(item.owner), ")")))
        values = self.values[last]
        if values:
            parts = (
                Line((names.department(department), f" {number}"))
                for department, number in sorted(values.items(), key=lambda one: one[0] or "")
            )
            total = counted(sum(values.values()), "value")
            found["values"].append(Line((f"{total} measured: ", listed(parts), ".")))
        return found


def _kind_of(what: str) -> str | None:
    """The group in which a fact is told; None where its change of status tells it."""
    if what == "milestone reached":
        return None
    if what == "adjustment approved":
        return "promises"
    if what in ("action done", "action verified"):
        return "done"
    head = what.partition(" ")[0]
    return {"adjustment": "decisions", "action": "actions", "milestone": "milestones"}.get(head, "learned")


def _told(fact: Fact, kind: str) -> Cell:
    """A fact as a line; where its group does not say what happened, the line does."""
    about = fact.about if isinstance(fact.about, tuple) else (fact.about,)
    word = "" if kind in ("promises", "milestones") else f"{fact.what.partition(' ')[2]}, "
    return Line((about[0], f" ({word}{day(fact.on)})")), *about[1:]


def _status_changes(
    subject: Subject, first: date, last: date, department: str | None = None
) -> Iterator[tuple[str, Cell]]:
    before = subject.promises_on(first)
    if last == subject.snapshot.as_of:
        after: Iterable[ItemStatus] = (*subject.items("kpi", department), *subject.items("milestone", department))
    else:
        after = subject.promises_on(last).values()
    for item in after:
        was = before.get((item.kind, item.ref)) if _counts(subject, item.ref, first) else None
        if was is None or was.status is item.status:
            continue
        found = _direction(was.status, item.status)
        if found is not None:
            yield found, _turned(subject, was, item, found)


def _counts(subject: Subject, ref: str, first: date) -> bool:
    """Whether a promise is one that somebody works by, and its plan was not over before."""
    plan = ref.partition("/")[0]
    standing = subject.snapshot.standing[plan]
    if standing in (Standing.DRAFT, Standing.AHEAD):
        return False
    return standing is not Standing.SUPERSEDED or subject.ledger.plans[plan].current.period.end >= first


def _direction(before: Status, after: Status) -> str | None:
    """The group of a change of status; a promise that is dropped, or only begins, is told elsewhere or not at all."""
    if (
        after is Status.DROPPED
        or after is Status.NOT_STARTED
        or (before, after) == (Status.NOT_STARTED, Status.ON_TRACK)
    ):
        return None
    if after is Status.ACHIEVED:
        return "reached"
    if after in RED:
        return None if before in RED else "red"
    if before is Status.NO_DATA:
        return "first"
    return "better" if ORDER.index(after) > ORDER.index(before) else "worse"


def _turned(subject: Subject, was: ItemStatus, item: ItemStatus, kind: str) -> Cell:
    """`Portal live is now off track, it was at risk.`, and why where it went off track."""
    link: Link = subject.names.item(item)
    why = subject.names.reason(item) if kind in ("red", "worse", "first") else ""
    sentence = Line((link, " is now ", chip(item.status), f", it was {status_word(was.status)}."))
    return (sentence, why) if why else sentence
