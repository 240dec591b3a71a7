"""Red needs a response: what is off track and that nobody has answered since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.ledger.approval import AdjustmentState, adjustment_state, refs_touched
from followup_build.ledger.books import Ledger
from followup_build.model.vocabulary import Status
from followup_build.portfolio import Portfolio
from followup_build.status.action import CLOSED, known_from
from followup_build.status.item import ActionFigures, ItemStatus, MilestoneFigures
from followup_build.status.kpi import evaluate_kpi, known_points

RED = (Status.OFF_TRACK, Status.MISSED)


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
    portfolio: Portfolio, ledger: Ledger, items: Mapping[tuple[str, str], ItemStatus], as_of: date
) -> tuple[NeedsResponse, ...]:
    """The red KPIs and milestones that no open answer names, and none made since they turned red."""
    red = [
        item
        for item in items.values()
        if item.kind in ("kpi", "milestone")
        and item.status in RED
        and ledger.plans[item.ref.partition("/")[0]].current.is_in_force(as_of)
    ]
    if not red:
        return ()
    answers = _answers(portfolio, items, as_of)
    found = []
    for item in red:
        since = _red_since(portfolio, ledger, item, as_of)
        if not any(answer.is_open or answer.made >= since for answer in answers.get(item.ref, ())):
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
        by_ref[ref].append(answer)
        # An action or adjustment that answers a challenge answers what the challenge affects.
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
    """The day after a milestone was due; for a KPI the end of the first period of the present red run."""
    if isinstance(item.figures, MilestoneFigures):
        return item.figures.due + timedelta(days=1)
    plan_id, _, key = item.ref.partition("/")
    plan = ledger.plans[plan_id].current
    kpi = plan.kpis[key]
    progress = portfolio.progress.get(plan_id)
    measurements = progress.data.kpis.get(key, {}) if progress else {}
    since = as_of
    for point in reversed(known_points(kpi, plan, measurements, portfolio.calendar, as_of)):
        result = evaluate_kpi(kpi, plan, measurements, portfolio.organisation, point.end)
        if result.status not in RED:
            break
        since = point.end
    return since
