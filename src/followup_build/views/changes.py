"""What changed: the dated facts of the records, week by week, the latest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.model.vocabulary import SessionState
from followup_build.status.wording import number_text
from followup_build.views.cells import Cell, Row, Table, day
from followup_build.views.subject import Subject

WEEKS = 26


@dataclass(frozen=True, slots=True)
class ChangesView:
    """A table a week."""

    weeks: tuple[Table, ...]


def build_changes(subject: Subject) -> ChangesView:
    """The dated facts of half a year."""
    as_of = subject.snapshot.as_of
    first = as_of - timedelta(weeks=WEEKS)
    by_week: dict[date, list[tuple[date, str, Row]]] = {}
    for when, what, about in _facts(subject):
        if first < when <= as_of:
            monday = when - timedelta(days=when.weekday())
            by_week.setdefault(monday, []).append((when, what, Row((day(when), what, about))))
    tables = []
    for monday, found in sorted(by_week.items(), reverse=True):
        found.sort(key=lambda one: (-one[0].toordinal(), one[1]))
        tables.append(Table(f"Week from {day(monday)}", ("Date", "What", "About"), tuple(row for _, _, row in found)))
    return ChangesView(tuple(tables))


def _facts(subject: Subject) -> Iterator[tuple[date, str, Cell]]:
    portfolio, names = subject.portfolio, subject.names
    for entry in subject.ledger.entries:
        word = entry.field if entry.field in ("added", "dropped") else f"{entry.field} changed"
        yield entry.on, f"promise: {word}", names.link(entry.ref)
    for adjustment in portfolio.adjustments.values():
        data = adjustment.data
        link = names.link(adjustment.id, "adjustment")
        yield data.proposed.on, "adjustment proposed", link
        for refusal, what in ((data.rejected, "rejected"), (data.withdrawn, "withdrawn")):
            if refusal:
                yield refusal.on, f"adjustment {what}", link
        if data.review:
            yield data.review.on, f"adjustment found {data.review.outcome.value}", link
    for action in portfolio.actions.values():
        for when, update in action.data.updates.items():
            if update.state:
                yield when, f"action {update.state.value.replace('_', ' ')}", names.link(action.id, "action")
            elif update.due:
                yield when, "action moved", names.link(action.id, "action")
    for session in portfolio.sessions.values():
        if session.data.status is SessionState.HELD:
            yield session.data.date, "session held", names.link(session.id, "session")
    for record in portfolio.feedback.values():
        yield record.data.date, "feedback given", names.link(record.id, "feedback")
    yield from _progress(subject)


def _progress(subject: Subject) -> Iterator[tuple[date, str, Cell]]:
    names, calendar = subject.names, subject.portfolio.calendar
    for plan_id, record in subject.portfolio.progress.items():
        books = subject.ledger.plans.get(plan_id)
        if books is None:
            continue
        for key, measurements in record.data.kpis.items():
            kpi = books.current.kpis.get(key)
            for period, measurement in measurements.items():
                if kpi is not None and measurement.value is not None:
                    value = "" if books.current.confidential else f": {number_text(measurement.value, kpi.unit)}"
                    yield (
                        calendar.period(period).end,
                        f"measured for {period}{value}",
                        names.link(f"{plan_id}/{key}", "kpi"),
                    )
        for key, updates in record.data.milestones.items():
            for when, update in updates.items():
                word = "milestone reached" if update.achieved else "milestone updated"
                yield when, word, names.link(f"{plan_id}/{key}", "milestone")
