"""The pack of a period: one page for a board, then what became of every promise, KPI and adjustment in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from followup_build.model.period import Period, frequency_of
from followup_build.model.vocabulary import Frequency
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import AdjustmentFigures, ItemStatus
from followup_build.status.period_promises import PeriodState, Span, sort_promises
from followup_build.status.wording import period_text
from followup_build.views.cells import day, text_of
from followup_build.views.papers.paper import Figure, Grid, Paper, Part, no_errors_note
from followup_build.views.papers.period_parts import (
    adjustments_part,
    decisions_parts,
    kpis_part,
    promises_part,
    touches,
)
from followup_build.views.papers.period_status import BARS, count_red, status_bars, worst_bars
from followup_build.views.subject import Subject

SeenOn = Callable[[date], Subject]
"""Gives what papers are built from as of a day, always of the same records."""
Sorted = Mapping[PeriodState, tuple[ItemStatus, ...]]


class NoPackError(Exception):
    """There is no pack of a period; the message says why, and what to type instead."""


@dataclass(frozen=True, slots=True)
class PeriodPack:
    """The report of a period, ready to print."""

    key: str
    period: Period
    as_of: date
    """The period's end, or the day to look from while it goes on."""
    department: str | None
    """None for the whole organisation."""
    promises: Sorted
    before: Sorted
    """The same of the period before."""
    paper: Paper


def build_period_pack(seen_on: SeenOn, key: str, today: date, department: str | None = None) -> PeriodPack:
    """The pack of a fiscal period, as of its end, or as of a day while it goes on.

    Args:
        seen_on: gives the records as of a day.
        key: the period, like `2026-Q2`; it has been parsed before.
        today: the day to look from.
        department: its id, or `organisation` for what stands above the departments; None for all.

    Raises:
        NoPackError: the period has not begun, is a single day, or the records tell of nothing in it.
    """
    return _Pack(seen_on, key, today, department).build()


class _Pack:
    """What the parts of one pack share."""

    def __init__(self, seen_on: SeenOn, key: str, today: date, department: str | None) -> None:
        self.key, self.department = key, department
        self.frequency = frequency_of(key)
        self.latest = seen_on(today)
        calendar = self.latest.portfolio.calendar
        if self.frequency in (None, Frequency.DATED):
            raise NoPackError(f"{key} is a day; name a period, like {calendar.key_of(Frequency.QUARTERLY, today)}")
        self.period = calendar.period(key)
        self.calendar = calendar
        if self.period.start > today:
            running = calendar.key_of(self.frequency, today)
            raise NoPackError(
                f"{_headed(period_text(key))} begins on {day(self.period.start)}, which is still to come; "
                f"the present period is {running}, and the last whole one {self._key_before(calendar.period(running))}"
            )
        self.as_of = min(self.period.end, today)
        self.key_before = self._key_before(self.period)
        self.period_before = calendar.period(self.key_before)
        day_before = timedelta(days=1)
        self.now = self.latest if self.as_of == today else seen_on(self.as_of)
        self.then = seen_on(self.period.start - day_before)
        self.earlier = seen_on(self.period_before.start - day_before)
        after = calendar.period(calendar.key_of(self.frequency, self.period.end + day_before))
        self.span = Span(self.period, self.as_of, after.end)
        self.bodies = self.now.bodies if department is None else (department,)
        self.promises = sort_promises(self.now.snapshot, self.then.snapshot, self.span, _items(self.now, self.bodies))
        self.before = sort_promises(
            self.then.snapshot,
            self.earlier.snapshot,
            Span(self.period_before, self.period_before.end, self.period.end),
            _items(self.then, self.bodies),
        )

    def _key_before(self, period: Period) -> str:
        assert self.frequency is not None  # noqa: S101 - such a key is refused first
        return self.calendar.key_of(self.frequency, period.start - timedelta(days=1))

    def build(self) -> PeriodPack:
        self._refuse_nothing()
        organisation = self.now.portfolio.organisation
        name = organisation.name or "The organisation"
        whole = self.department is None
        whose = "all departments" if whole else text_of(self.now.names.department(self.department))
        page = "index.html" if whole or self.department == ORGANISATION else f"departments/{self.department}/index.html"
        paper = Paper(
            name,
            f"Report of {period_text(self.key)}" if whole else f"Report of {period_text(self.key)}: {whose}",
            f"{day(self.period.start)} to {day(self.period.end)}, {whose}",
            day(self.as_of),
            (),
            tuple(self._notes()),
            tuple(self._figures()),
            tuple(self._parts()),
            f"{organisation.site_url.rstrip('/')}/" if organisation.site_url else "",
            page,
        )
        return PeriodPack(self.key, self.period, self.as_of, self.department, self.promises, self.before, paper)

    def _refuse_nothing(self) -> None:
        """Refuse a period in which no plan was running, nothing was agreed and nothing was due."""
        running = [
            one for one in self._plan_periods(self.now) if one.start <= self.as_of and one.end >= self.period.start
        ]
        if running or any(self.promises.values()) or self._adjustments():
            return
        first = min((one.start for one in self._plan_periods(self.latest)), default=None)
        whose = "" if self.department is None else f" of {self.department}"
        why = f"no approved plan{whose} runs in it"
        if first is not None and first > self.period.end:
            why = f"the first approved plan{whose} begins on {day(first)}"
        raise NoPackError(f"the records tell of nothing in {period_text(self.key)}: {why}; name another period")

    def _plan_periods(self, subject: Subject) -> Iterator[Period]:
        """When the plans of the pack's departments run, drafts left out."""
        for body in self.bodies:
            for item in subject.items("plan", body):
                if not subject.is_draft(item):
                    plan = subject.ledger.plans[item.ref].current.period
                    yield Period(plan.start, plan.end)

    def _notes(self) -> Iterator[str]:
        if self.as_of < self.period.end:
            yield (
                f"{_headed(period_text(self.key))} goes on until {day(self.period.end)}: "
                f"this is the state of {day(self.as_of)}."
            )
        yield from no_errors_note(sum(one.severity == "error" for one in self.now.findings))

    def _figures(self) -> Iterator[Figure]:
        for state, tone in _TILES:
            yield self._figure(len(self.promises[state]), len(self.before[state]), state.value, tone)
        red, was = (count_red(one, self.department) for one in (self.now, self.then))
        yield self._figure(red, was, "off track or missed", "off-track")
        approved, before = self._approved(self.period), self._approved(self.period_before)
        yield self._figure(len(approved), len(before), "adjustments approved", "plain")

    def _figure(self, number: int, was: int, words: str, tone: str) -> Figure:
        change = f"{_signed(number - was)} on" if number != was else "as in"
        return Figure(str(number), words, tone if number else "plain", f"{change} {period_text(self.key_before)}")

    def _adjustments(self) -> tuple[ItemStatus, ...]:
        """Those that were proposed or decided in the period, of whom the pack tells."""
        portfolio = self.now.portfolio
        found = []
        for item in self.now.items("adjustment"):
            figures, data = item.figures, portfolio.adjustments[item.ref].data
            refused = data.rejected or data.withdrawn
            days = (
                data.proposed.on,
                figures.approved if isinstance(figures, AdjustmentFigures) else None,
                refused.on if refused else None,
            )
            if touches(self.now, item, self.bodies) and any(
                one is not None and self.period.start <= one <= self.as_of for one in days
            ):
                found.append(item)
        return tuple(found)

    def _approved(self, period: Period) -> tuple[ItemStatus, ...]:
        return tuple(
            item
            for item in self.now.items("adjustment")
            if isinstance(item.figures, AdjustmentFigures)
            and item.figures.approved is not None
            and period.start <= item.figures.approved <= min(period.end, self.as_of)
            and touches(self.now, item, self.bodies)
        )

    def _parts(self) -> Iterator[Part]:
        bars = status_bars(self.now, self.then, self.department)
        yield Part("status", "Where the plans stand", "", (worst_bars(bars),), is_brief=True)
        yield Part("promises", "What became of what was promised", "", (self._grid(),), is_brief=True)
        decisions, *detail = decisions_parts(self.now, self.bodies)
        yield decisions
        if len(bars.bars) > BARS:
            detail.append(Part("all-plans", "Where all plans stand", "", (bars,)))
        since = self.period.start - timedelta(days=1)
        detail += [
            promises_part(self.now, self.then, self.promises, self.span, self.bodies),
            kpis_part(self.now, self.then, self.bodies),
            adjustments_part(self.now, self._adjustments(), self.bodies, since),
        ]
        yield replace(detail[0], is_new_page=True)
        yield from detail[1:]

    def _grid(self) -> Grid:
        rows = []
        for state in PeriodState:
            items, was = self.promises[state], self.before[state]
            milestones = sum(item.kind == "milestone" for item in items)
            rows.append(
                (
                    _ROWS[state],
                    str(milestones),
                    str(len(items) - milestones),
                    str(len(items)),
                    str(len(was)),
                    _signed(len(items) - len(was)),
                )
            )
        columns = (
            "Promises with a date",
            "Milestones",
            "Actions",
            "Together",
            _headed(period_text(self.key_before)),
            "Change",
        )
        return Grid("", columns, tuple(rows))


_TILES = (
    (PeriodState.COMPLETED, "achieved"),
    (PeriodState.OVERDUE, "off-track"),
    (PeriodState.PUSHED_OUT, "at-risk"),
)
_ROWS = {
    PeriodState.COMPLETED: "Completed in the period",
    PeriodState.OVERDUE: "Overdue at its end",
    PeriodState.UPCOMING: "Upcoming, due until the end of the next period",
    PeriodState.IN_FLIGHT: "In flight, due later",
    PeriodState.PUSHED_OUT: "Pushed out of the period",
    PeriodState.ADDED: "Added in the period",
    PeriodState.DROPPED: "Dropped in the period",
}


def _headed(text: str) -> str:
    """A period's name where a sentence or a column begins with it: `Week 47 of 2026`."""
    return f"{text[:1].upper()}{text[1:]}"


def _signed(change: int) -> str:
    """`+2`, `−1`, `0`."""
    return f"{change:+d}".replace("-", "−") if change else "0"


def _items(subject: Subject, bodies: tuple[str, ...]) -> Iterator[ItemStatus]:
    for body in bodies:
        yield from subject.items("milestone", body)
        yield from subject.items("action", body)
