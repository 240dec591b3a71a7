"""Facts: each dated line of the records in words, with what it changed from and to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.ledger.entry import Entry
from followup_build.load.records import Record
from followup_build.model.action import Action
from followup_build.model.progress import MilestoneUpdate
from followup_build.model.vocabulary import SessionState
from followup_build.status.wording import number_text, period_text
from followup_build.views.cells import Cell, Line, Prose, day
from followup_build.views.learning import known_practices
from followup_build.views.subject import Subject
from followup_build.views.values import field_text, value_cell


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened on a day."""

    on: date
    what: str
    about: Cell
    order: str
    """Decides among facts of one day and kind."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value of a KPI, on the last day of its period."""

    on: date
    department: str | None
    ref: str
    cell: Cell


def iter_facts(subject: Subject) -> Iterator[Fact]:
    """All facts but measurements, in the order of the records."""
    yield from _adjustments(subject)
    for action in subject.portfolio.actions.values():
        yield from _action(subject, action)
    yield from _milestones(subject)
    names = subject.names
    for session in subject.portfolio.sessions.values():
        if session.data.status is SessionState.HELD:
            yield Fact(session.data.date, "session held", names.link(session.id, "session"), session.id)
    for feedback in subject.portfolio.feedback.values():
        link = names.link(feedback.id, "feedback")
        yield Fact(feedback.data.date, "feedback given", link, feedback.id)
        if feedback.data.response:
            yield Fact(feedback.data.response.on, "feedback answered", link, feedback.id)
    for practice in known_practices(subject):
        link = names.link(practice.id, "practice")
        yield Fact(practice.data.since, "practice shared", link, practice.id)
        for department, when in practice.data.adopted.items():
            about: Cell = Line((link, " by ", names.department(department)))
            yield Fact(when, "practice adopted", about, f"{practice.id}/{department}")


def _adjustments(subject: Subject) -> Iterator[Fact]:
    moves: dict[str, list[Entry]] = defaultdict(list)
    for entry in subject.ledger.entries:
        moves[entry.adjustment].append(entry)
    for adjustment in subject.portfolio.adjustments.values():
        data, ref = adjustment.data, adjustment.id
        link = subject.names.link(ref, "adjustment")
        yield Fact(data.proposed.on, "adjustment proposed", link, ref)
        for refusal, what in ((data.rejected, "rejected"), (data.withdrawn, "withdrawn")):
            if refusal:
                yield Fact(refusal.on, f"adjustment {what}", link, ref)
        if data.review:
            word = {"partly": "partly effective"}.get(data.review.outcome.value, data.review.outcome.value)
            yield Fact(data.review.on, f"adjustment found {word}", link, ref)
        if moves[ref]:
            told = () if data.confidential else (_move(subject, entry) for entry in moves[ref])
            yield Fact(moves[ref][0].on, "adjustment approved", (link, *told), ref)


def _move(subject: Subject, entry: Entry) -> Cell:
    """What an adjustment did to one promise: `Portal live: due date from 30 June 2026 to 15 August 2026`."""
    link = subject.names.link(entry.ref)
    if entry.field in ("added", "dropped"):
        return Line((link, f": {entry.field}"))
    plan = subject.ledger.plans[entry.ref.partition("/")[0]].current
    if plan.confidential:
        return link
    name = field_text(entry.field, subject.portfolio.calendar)
    name = name[0].lower() + name[1:]
    before, after = (value_cell(subject.names, entry.ref, entry.field, value) for value in (entry.before, entry.after))
    if entry.before in (None, ()):
        return Line((link, f": {name} set to ", after))
    if entry.after in (None, ()):
        return Line((link, f": {name} removed, it was ", before))
    return Line((link, f": {name} from ", before, " to ", after))


def _action(subject: Subject, action: Record[Action]) -> Iterator[Fact]:
    """Each update that changed the state or the date."""
    link = subject.names.link(action.id, "action")
    due = action.data.due
    for when, update in sorted(action.data.updates.items()):
        moved = update.due is not None and update.due != due
        words: tuple[Cell, ...] = (f": due date from {day(due)} to {day(update.due)}",) if moved else ()
        due = update.due or due
        what = f"action {update.state.value.replace('_', ' ')}" if update.state else "action moved"
        if update.state or moved:
            yield Fact(when, what, Line((link, *words)), action.id)


def _milestones(subject: Subject) -> Iterator[Fact]:
    for plan_id, record in subject.portfolio.progress.items():
        books = subject.ledger.plans.get(plan_id)
        for key, updates in record.data.milestones.items():
            ref = f"{plan_id}/{key}"
            link = subject.names.link(ref, "milestone")
            hidden = books is None or books.current.confidential or record.data.confidential
            before: date | None = None
            for when, update in sorted(updates.items()):
                what = "milestone reached" if update.achieved else "milestone updated"
                news = () if hidden else tuple(_news(update, before))
                before = update.forecast or before
                yield Fact(when, what, (link, *news), ref)


def _news(update: MilestoneUpdate, forecast: date | None) -> Iterator[Cell]:
    """What an update says of a milestone that is still to come, and its note."""
    words = []
    if update.percent is not None and not update.achieved:
        words.append(f"{update.percent} percent done")
    if update.forecast is not None and update.forecast != forecast and not update.achieved:
        before = f"from {day(forecast)} to " if forecast else ""
        words.append(f"forecast {before}{day(update.forecast)}")
    if words:
        yield ", ".join(words)
    if update.note:
        yield Prose(update.note)


def iter_measured(subject: Subject) -> Iterator[Measured]:
    """Every value of a KPI; of confidential plans only that there is one."""
    names, calendar = subject.names, subject.portfolio.calendar
    for plan_id, record in subject.portfolio.progress.items():
        books = subject.ledger.plans.get(plan_id)
        if books is None:
            continue
        hidden = books.current.confidential or record.data.confidential
        for key, measurements in record.data.kpis.items():
            kpi = books.current.kpis.get(key)
            for period, one in measurements.items():
                if kpi is None or one.value is None or one.withdrawn:
                    continue
                ref, end = f"{plan_id}/{key}", calendar.period(period).end
                told = () if hidden else (f": {number_text(one.value, kpi.unit)} for {period_text(period)}",)
                yield Measured(
                    end,
                    books.current.department,
                    ref,
                    Line((names.link(ref, "kpi"), *told)),
                )
