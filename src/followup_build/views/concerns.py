"""Concerns: what needs attention now, by kind, the first few of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from followup_build.ledger.approval import AdjustmentState
from followup_build.model.vocabulary import ActionState, Status
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.status.rollup import RED
from followup_build.status.standing import OWED
from followup_build.views.calls import Call, call
from followup_build.views.cells import Cell, Chip, Link, chip, day, text_of
from followup_build.views.learning import unanswered_feedback
from followup_build.views.names import path_of
from followup_build.views.schedule import missing_sessions
from followup_build.views.subject import Subject

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that needs attention."""

    what: Cell
    chip: Chip
    why: str
    owner: Cell


@dataclass(frozen=True, slots=True)
class Concern:
    """Things of one kind that need attention: the first few, and where all are."""

    call: Call
    title: str
    count: int
    notices: tuple[Notice, ...]
    more: tuple[Link, ...]
    """Where the others are, if there are more than the notices tell."""


def build_concerns(subject: Subject) -> tuple[Concern, ...]:
    """All kinds, what weighs most first; some may have nothing."""
    actions = Link("All actions", "actions/index.html")
    adjustments = Link("All adjustments", "adjustments/index.html")
    return (
        _unanswered(subject),
        _items(
            subject,
            _Kind("overdue", "Overdue actions", "overdue action", "overdue actions", Status.OFF_TRACK, OVERDUE),
            _actions(subject, Status.OFF_TRACK),
            Link("All overdue actions", OVERDUE),
        ),
        _missed(subject),
        _items(
            subject,
            _Kind("undecided", "Adjustments to decide", "adjustment to decide", "adjustments to decide"),
            _adjustments(subject, Status.NOT_STARTED),
            adjustments,
            "to decide",
        ),
        _items(
            subject,
            _Kind(
                "effects",
                "Adjustments whose effect should have been looked at",
                "effect to look at",
                "effects to look at",
                Status.AT_RISK,
            ),
            _adjustments(subject, Status.AT_RISK),
            adjustments,
        ),
        _items(
            subject,
            _Kind(
                "unverified",
                "Done, and nobody has checked whether it worked",
                "done action to check",
                "done actions to check",
                Status.AT_RISK,
            ),
            _unverified(subject),
            actions,
            "to check",
        ),
        _feedback(subject),
        _contradictions(subject),
        _stale(subject),
        _answered(subject),
    )


SESSIONS = "sessions/index.html"
OVERDUE = "actions/index.html?overdue=1"
"""The list of actions, filtered; without a script it is the whole list, what is overdue first."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a concern is called in its heading and beside its number."""

    anchor: str
    title: str
    one: str
    several: str
    status: Status = Status.NOT_STARTED
    path: str = ""
    """Where its number leads, if not to the list on the page."""


def _concern(kind: _Kind, notices: Iterable[Notice], *more: Link) -> Concern:
    every = tuple(notices)
    told = call(len(every), kind.one, kind.several, kind.status, path=kind.path, anchor=kind.anchor)
    return Concern(told, kind.title, len(every), every[:MOST_SHOWN], more if len(every) > MOST_SHOWN else ())


def _notice(subject: Subject, item: ItemStatus, why: str, word: str = "") -> Notice:
    return Notice(
        subject.names.item(item),
        chip(item.status, is_stale=item.stale, word=word),
        "" if item.confidential else why,
        subject.names.person(item.owner),
    )


def _items(subject: Subject, kind: _Kind, items: Iterable[ItemStatus], more: Link, word: str = "") -> Concern:
    return _concern(kind, (_notice(subject, item, subject.names.reason(item), word) for item in items), more)


def _missed(subject: Subject) -> Concern:
    """Sessions whose day is over: on file and not held, then those that were called for and are not on file."""
    items = [item for item in subject.items("session") if item.status is Status.OFF_TRACK]
    absent = [
        Notice(
            Link(row.title, row.path),
            chip(Status.OFF_TRACK, word="missed"),
            row.absence,
            subject.names.person(None),
        )
        for row in missing_sessions(subject)
    ]
    return _concern(
        _Kind("missed", "Sessions that were missed", "missed session", "missed sessions", Status.OFF_TRACK),
        (*(_notice(subject, item, subject.names.reason(item), "missed") for item in items), *absent),
        Link("All sessions", SESSIONS),
    )


def _of_promises(items: Iterable[ItemStatus]) -> tuple[Link, ...]:
    """Where all KPIs and milestones are, as far as these are any."""
    kinds = {item.kind for item in items}
    links = (
        ("kpi", Link("All KPIs", "kpis/index.html")),
        ("milestone", Link("All milestones", "milestones/index.html")),
    )
    return tuple(link for kind, link in links if kind in kinds)


def _unanswered(subject: Subject) -> Concern:
    found = subject.snapshot.needs_response
    return _concern(
        _Kind(
            "unanswered",
            "Off track, and nobody has answered",
            "off track without a response",
            "off track without a response",
            Status.OFF_TRACK,
        ),
        (_notice(subject, one.item, f"Off track since {day(one.since)}. {one.item.reasons[0]}") for one in found),
        *_of_promises(one.item for one in found),
    )


def _answered(subject: Subject) -> Concern:
    unanswered = {(one.item.kind, one.item.ref) for one in subject.snapshot.needs_response}
    items = [item for item in _promises(subject) if item.status in RED and (item.kind, item.ref) not in unanswered]
    return _concern(
        _Kind("answered", "Off track, and answered", "off track, answered", "off track, answered", Status.OFF_TRACK),
        (_notice(subject, item, item.reasons[0]) for item in items),
        *_of_promises(items),
    )


def _promises(subject: Subject) -> list[ItemStatus]:
    """The KPIs and milestones of plans in force."""
    return [
        item
        for kind in ("kpi", "milestone")
        for item in subject.items(kind)
        if subject.snapshot.standing[item.ref.partition("/")[0]] in OWED
    ]


def _actions(subject: Subject, status: Status) -> list[ItemStatus]:
    """Actions of a status, what was due first first."""
    found = [
        (item.figures.due, item.ref, item)
        for item in subject.items("action")
        if item.status is status and isinstance(item.figures, ActionFigures)
    ]
    return [item for *_, item in sorted(found, key=lambda one: one[:2])]


def _unverified(subject: Subject) -> list[ItemStatus]:
    return [
        item
        for item in _actions(subject, Status.AT_RISK)
        if isinstance(item.figures, ActionFigures) and item.figures.state is ActionState.DONE
    ]


def _adjustments(subject: Subject, status: Status) -> list[ItemStatus]:
    """Adjustments that nobody has decided, or whose effect nobody has looked at; the oldest day first."""
    undecided = (AdjustmentState.PROPOSED, AdjustmentState.APPROVED)
    found = [
        (item.figures.follow_up or date.max, item.ref, item)
        for item in subject.items("adjustment")
        if item.status is status and isinstance(item.figures, AdjustmentFigures) and item.figures.state in undecided
    ]
    return [item for *_, item in sorted(found, key=lambda one: one[:2])]


def _feedback(subject: Subject) -> Concern:
    return _concern(
        _Kind("feedback", "Feedback that waits for an answer", "feedback to answer", "feedback to answer"),
        (
            Notice(
                subject.names.link(record.id, "feedback"),
                chip(Status.NOT_STARTED, word="unanswered"),
                f"Given on {day(record.data.date)}.",
                subject.names.person(record.data.from_)
                if record.data.from_ and not record.data.confidential
                else "Anonymous",
            )
            for record in unanswered_feedback(subject)
        ),
        Link("All feedback", "feedback/index.html"),
    )


def _contradictions(subject: Subject) -> Concern:
    """Reports that said on track over what was not, and still is not."""
    notices = []
    for one in subject.snapshot.contradictions:
        now = subject.snapshot.find(one.item.kind, one.item.ref)
        session, _, department = one.report.partition("/")
        report = subject.portfolio.reports[one.report].data
        if now is not None and (now.status in RED or now.stale):
            told = Link(
                f"{text_of(subject.names.department(department))}, {text_of(subject.names.link(session, 'session'))}",
                f"{path_of('session', session)}#{department}",
            )
            notices.append(
                Notice(told, chip(Status.AT_RISK, word="contradicted"), one.message, subject.names.person(report.by))
            )
    kind = _Kind(
        "contradicted",
        "Reports that the figures contradict",
        "report contradicted",
        "reports contradicted",
        Status.AT_RISK,
    )
    return _concern(kind, notices, Link("Data quality", "quality/index.html"))


def _stale(subject: Subject) -> Concern:
    return _concern(
        _Kind("stale", "Out of date", "item out of date", "items out of date", Status.AT_RISK),
        (_notice(subject, item, item.reasons[-1]) for item in _promises(subject) if item.stale),
        Link("Data quality", "quality/index.html"),
    )
