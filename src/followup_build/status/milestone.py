"""Milestones: reached, late, or likely to be late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from followup_build.ledger.entry import Entry
from followup_build.model.plan import Milestone, Plan
from followup_build.model.progress import MilestoneUpdate
from followup_build.model.vocabulary import Status
from followup_build.status.item import MilestoneFigures
from followup_build.status.wording import count_text, day_text, drop_text, times_text

SOON = 14
HALF = 50


@dataclass(frozen=True, slots=True)
class MilestoneResult:
    """Status, figures and reasons of one milestone."""

    status: Status
    stale: bool
    reasons: tuple[str, ...]
    figures: MilestoneFigures


@dataclass(frozen=True, slots=True)
class Dependency:
    """What a milestone waits for, as of the same date."""

    title: str
    result: MilestoneResult


def known_updates(updates: Mapping[date, MilestoneUpdate], as_of: date) -> tuple[tuple[date, MilestoneUpdate], ...]:
    """The updates known as of a date, oldest first."""
    return tuple(sorted((day, update) for day, update in updates.items() if day <= as_of))


def forecasts(updates: Mapping[date, MilestoneUpdate], as_of: date) -> tuple[tuple[date, date], ...]:
    """For the slip chart: the day of each report, and the day that it forecast."""
    return tuple((day, update.forecast) for day, update in known_updates(updates, as_of) if update.forecast)


def evaluate_milestone(
    milestone: Milestone,
    plan: Plan,
    updates: Mapping[date, MilestoneUpdate],
    entries: tuple[Entry, ...],
    dependencies: tuple[Dependency, ...],
    *,
    dropped: Entry | None,
    stale_after: int,
    as_of: date,
) -> MilestoneResult:
    """The status of a milestone as of a date: the first that holds of the states in the order of the design."""
    known = known_updates(updates, as_of)
    figures = _figures(milestone, known, entries, as_of, is_dropped=dropped is not None)
    is_open = dropped is None and figures.achieved is None
    last = figures.updated or plan.period.start
    stale = is_open and (as_of - last).days > stale_after
    status, reason = _judge(milestone, plan, figures, dependencies, dropped, as_of)
    reasons = [reason]
    if figures.moves and is_open:
        reasons.append(f"Moved {times_text(figures.moves)}; first promised for {day_text(figures.due_original)}.")
    if stale:
        reasons.append(
            f"No news since {day_text(figures.updated)}." if figures.updated else "No news since the plan started."
        )
    return MilestoneResult(status, stale, tuple(reasons), figures)


def _figures(
    milestone: Milestone,
    known: tuple[tuple[date, MilestoneUpdate], ...],
    entries: tuple[Entry, ...],
    as_of: date,
    *,
    is_dropped: bool,
) -> MilestoneFigures:
    moves = [entry for entry in entries if entry.field == "due"]
    original: date = moves[0].before if moves else milestone.due
    forecast = next((update.forecast for _, update in reversed(known) if update.forecast), None)
    achieved = next((update.achieved for _, update in known if update.achieved and update.achieved <= as_of), None)
    end = achieved or forecast
    if achieved is None and milestone.due < as_of:
        end = max(forecast, as_of) if forecast else as_of
    if is_dropped and achieved is None:
        # Nobody waits for it any more.
        end = None
    return MilestoneFigures(
        due_original=original,
        due=milestone.due,
        forecast=forecast,
        achieved=achieved,
        days_late=(end - milestone.due).days if end else None,
        days_late_original=(end - original).days if end else None,
        moves=len(moves),
        percent=next((update.percent for _, update in reversed(known) if update.percent is not None), None),
        confidence=next((update.confidence for _, update in reversed(known) if update.confidence), None),
        updated=known[-1][0] if known else None,
    )


def _judge(
    milestone: Milestone,
    plan: Plan,
    figures: MilestoneFigures,
    dependencies: tuple[Dependency, ...],
    dropped: Entry | None,
    as_of: date,
) -> tuple[Status, str]:
    if dropped is not None:
        return Status.DROPPED, drop_text(dropped.on, dropped.because)
    due = day_text(milestone.due)
    if figures.achieved is not None:
        return Status.ACHIEVED, f"Reached on {day_text(figures.achieved)}, {_against(figures.days_late or 0)}."
    if milestone.due < as_of:
        return Status.OFF_TRACK, f"Due {due}, {count_text((as_of - milestone.due).days, 'day')} overdue."
    if figures.forecast is not None and figures.forecast > milestone.due:
        late = count_text((figures.forecast - milestone.due).days, "day")
        return Status.AT_RISK, f"Forecast for {day_text(figures.forecast)}, {late} after it is due ({due})."
    waiting = next((reason for one in dependencies if (reason := _waiting_for(milestone, one))), None)
    if waiting is not None:
        return Status.AT_RISK, f"Due {due}, but it depends on “{waiting}"
    if figures.percent is not None and figures.percent < HALF and (milestone.due - as_of).days <= SOON:
        return Status.AT_RISK, f"Due {due}, and last reported at {figures.percent} percent."
    if figures.updated is None and plan.period.start > as_of:
        return Status.NOT_STARTED, f"The plan starts on {day_text(plan.period.start)}; due {due}."
    forecast = f", forecast for {day_text(figures.forecast)}" if figures.forecast else ""
    return Status.ON_TRACK, f"Due {due}{forecast}."


def _waiting_for(milestone: Milestone, dependency: Dependency) -> str | None:
    figures = dependency.result.figures
    if dependency.result.status in (Status.ACHIEVED, Status.DROPPED):
        return None
    if dependency.result.status is Status.OFF_TRACK:
        return f"{dependency.title}”, which is off track."
    end = max(figures.due, figures.forecast or figures.due)
    if end > milestone.due:
        return f"{dependency.title}”, which will take until {day_text(end)}."
    return None


def _against(days: int) -> str:
    if days == 0:
        return "on the day it was due"
    return f"{count_text(abs(days), 'day')} {'late' if days > 0 else 'early'}"
