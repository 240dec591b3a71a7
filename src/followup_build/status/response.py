"""Red needs a response: what is off track and that nobody has answered since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.ledger.approval import AdjustmentState, adjustment_state, refs_touched
from followup_build.ledger.books import Ledger
from followup_build.ledger.entry import Entry
from followup_build.model.plan import Kpi
from followup_build.portfolio import Portfolio
from followup_build.status.action import CLOSED, known_from
from followup_build.status.item import ActionFigures, ItemStatus, MilestoneFigures
from followup_build.status.kpi import status_of_point
from followup_build.status.rollup import RED
from followup_build.status.series import known_points
from followup_build.status.standing import OWED, Standing


@dataclass(frozen=True, slots=True)
class NeedsResponse:
    """An item that is off track and that nobody has answered since."""

    item: ItemStatus
    since: date
    """The day on which it turned red."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """Something that names an item: when it was made, and whether it is still open."""

    made: date
    is_open: bool


def find_unanswered(
    portfolio: Portfolio,
    ledger: Ledger,
    standing: Mapping[str, Standing],
    items: Mapping[tuple[str, str], ItemStatus],
    as_of: date,
) -> tuple[NeedsResponse, ...]:
    """The red KPIs and milestones, still owed, that no open answer names, and none made since they turned red."""
    red = [
        item
        for item in items.values()
        if item.kind in ("kpi", "milestone") and item.status in RED and standing[item.ref.partition("/")[0]] in OWED
    ]
    if not red:
        return ()
    answers = _answers(portfolio, items, as_of)
    found = []
    for item in red:
        given = answers.get(item.ref, ())
        if any(answer.is_open for answer in given):
            continue
        since = _red_since(portfolio, ledger, item, as_of)
        if not any(answer.made > since for answer in given):
            found.append(NeedsResponse(item, since))
    return tuple(found)


def _answers(
    portfolio: Portfolio, items: Mapping[tuple[str, str], ItemStatus], as_of: date
) -> Mapping[str, list[_Answer]]:
    by_ref: dict[str, list[_Answer]] = defaultdict(list)
    by_answer: dict[str, _Answer] = {}
    for record in portfolio.actions.values():
        action = items.get(("action", record.id))
        if action is None or not isinstance(action.figures, ActionFigures):
            continue
        made = known_from(portfolio, record.data) or date.min
        answer = by_answer[record.id] = _Answer(made, action.figures.state not in CLOSED)
        for ref in record.data.for_:
            by_ref[ref].append(answer)
    for adjustment in portfolio.adjustments.values():
        if adjustment.data.proposed.on > as_of:
            continue
        state = adjustment_state(portfolio, adjustment.data, as_of)
        is_open = state in (AdjustmentState.PROPOSED, AdjustmentState.APPROVED)
        if state in (AdjustmentState.REJECTED, AdjustmentState.WITHDRAWN):
            continue
        answer = by_answer[adjustment.id] = _Answer(adjustment.data.proposed.on, is_open)
        for ref in refs_touched(adjustment.data):
            by_ref[ref].append(answer)
    for ref, answer in _of_challenges(portfolio, by_answer, as_of):
        # Whoever answers a challenge answers what it affects.
        by_ref[ref].append(answer)
    return by_ref


def _of_challenges(
    portfolio: Portfolio, by_answer: Mapping[str, _Answer], as_of: date
) -> Iterator[tuple[str, _Answer]]:
    for report in portfolio.reports.values():
        session = portfolio.sessions.get(report.id.partition("/")[0])
        if session is None or session.data.date > as_of:
            continue
        for challenge in report.data.challenges.values():
            responses = [by_answer[ref] for ref in challenge.response if ref in by_answer]
            if not responses and not challenge.accepted:
                continue
            answer = _Answer(session.data.date, any(response.is_open for response in responses))
            for ref in challenge.affects:
                yield ref, answer


def _red_since(portfolio: Portfolio, ledger: Ledger, item: ItemStatus, as_of: date) -> date:
    """The day after a milestone was due; for a KPI the day of the measurement or of the move that turned it red."""
    if isinstance(item.figures, MilestoneFigures):
        return item.figures.due + timedelta(days=1)
    plan_id, _, key = item.ref.partition("/")
    plan = ledger.plans[plan_id].current
    measurements = portfolio.measurements_of(item.ref)
    entries = ledger.entries_of(item.ref)
    points = known_points(plan.kpis[key], plan, measurements, portfolio.calendar, as_of)
    since = as_of
    for day in sorted({point.end for point in points} | {entry.on for entry in entries}, reverse=True):
        kpi = _kpi_on(plan.kpis[key], entries, day)
        known = next((point for point in reversed(points) if point.end <= day), None)
        if kpi is None or known is None or status_of_point(kpi, plan, known, portfolio.organisation) not in RED:
            break
        since = day
    return since


def _kpi_on(kpi: Kpi, entries: Sequence[Entry], day: date) -> Kpi | None:
    """A KPI as it was promised on a day: every later move is taken back; None before it was there."""
    for entry in reversed(entries):
        if entry.on <= day:
            break
        if entry.field == "added":
            return None
        if entry.field.startswith("target "):
            at = entry.field.removeprefix("target ")
            targets = {one: value for one, value in kpi.targets.items() if one != at}
            kpi = kpi.model_copy(update={"targets": targets if entry.before is None else {**targets, at: entry.before}})
        elif entry.field != "dropped":
            kpi = kpi.model_copy(update={entry.field: entry.before})
    return kpi
