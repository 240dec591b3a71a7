"""The parts of a period's pack: what needs a decision, every promise, KPIs with pictures, adjustments and effects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from followup_build.ledger.approval import AdjustmentState, departments_touched
from followup_build.model.vocabulary import Status
from followup_build.status.commitments import Effect, effect_of
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus, KpiFigures, MilestoneFigures
from followup_build.status.period_promises import PeriodState, Span, done_on, due_before
from followup_build.status.standing import Standing
from followup_build.status.wording import count_text, number_text, period_text, times_text
from followup_build.views.cells import (
    Cell,
    Line,
    chip,
    chip_of,
    dated,
    day,
    listed,
    moved_day,
    state_chip,
    text_of,
)
from followup_build.views.charts.sparkline import KEYS
from followup_build.views.counts import action_word
from followup_build.views.gallery import build_gallery
from followup_build.views.papers.agreed import adjustment_entry, effect_listing
from followup_build.views.papers.paper import Block, Entry, Legend, Listing, Part, Picture, Pictures
from followup_build.views.subject import Subject

_DECISIONS = 3
"""So many stand on the first page, which has to remain one."""
_MOST = 40
"""Of the organisation as a whole, so many promises of a kind are told; the rest is for the reports of departments."""
_WELL = (Status.ON_TRACK, Status.ACHIEVED, Status.NOT_STARTED, Status.DROPPED)
_CAPTIONS = {
    PeriodState.COMPLETED: ("Completed", "Nothing was completed."),
    PeriodState.OVERDUE: ("Overdue", "Nothing is overdue."),
    PeriodState.UPCOMING: ("Upcoming", "Nothing is due by then."),
    PeriodState.IN_FLIGHT: ("In flight", "Nothing is due later."),
    PeriodState.PUSHED_OUT: ("Pushed out of the period", "Nothing was pushed out of it."),
    PeriodState.ADDED: ("Added in the period", "Nothing was added."),
    PeriodState.DROPPED: ("Dropped in the period", "Nothing was dropped."),
}


def touches(subject: Subject, item: ItemStatus, bodies: Collection[str]) -> bool:
    """Whether an adjustment is of some departments, or changes what is theirs."""
    data = subject.portfolio.adjustments[item.ref].data
    return bool({item.department, *departments_touched(subject.portfolio, data)} & set(bodies))


def decisions_parts(subject: Subject, bodies: Collection[str]) -> tuple[Part, ...]:
    """Adjustments to decide, what is off track and unanswered, effects that nobody looked at.

    Where they are too many for the first page, a second part tells of the rest.
    """
    entries = tuple(_decisions(subject, bodies))
    rest = entries[_DECISIONS:]
    foot = f"{len(rest)} more stand below." if rest else ""
    listing = Listing("", entries[:_DECISIONS], "Nothing waits for a decision.", foot)
    first = Part("decisions", "What needs a decision", "", (listing,), is_brief=True)
    if not rest:
        return (first,)
    return first, Part("more-decisions", "What else needs a decision", "", (_shortened(Listing("", rest), bodies),))


def _shortened(listing: Listing, bodies: Collection[str]) -> Listing:
    """A list of the organisation as a whole, no longer than a board reads; the rest is for its departments."""
    left = len(listing.entries) - _MOST
    if len(bodies) == 1 or left <= 0:
        return listing
    foot = f"{left} more stand in the reports of the departments."
    return replace(listing, entries=listing.entries[:_MOST], foot=foot)


def _decisions(subject: Subject, bodies: Collection[str]) -> Iterator[Entry]:
    names = subject.names
    adjustments = [item for item in subject.items("adjustment") if touches(subject, item, bodies)]
    for item in adjustments:
        figures = item.figures
        if isinstance(figures, AdjustmentFigures) and figures.state is AdjustmentState.PROPOSED:
            waits = listed(names.department(one) for one in figures.waiting_for)
            yield Entry(names.item(item), (_TO_DECIDE,), (("Waits for", waits), ("Owner", names.person(item.owner))))
    for one in subject.snapshot.needs_response:
        if one.item.department in bodies:
            details = (("Off track since", dated(one.since)), ("Owner", names.person(one.item.owner)))
            yield Entry(names.item(one.item), (_UNANSWERED,), details)
    for item in adjustments:
        figures = item.figures
        if isinstance(figures, AdjustmentFigures) and effect_of(item) is Effect.OVERDUE and figures.follow_up:
            details = (("Was to be looked at on", dated(figures.follow_up)), ("Owner", names.person(item.owner)))
            yield Entry(names.item(item), (_UNREVIEWED,), details)


_TO_DECIDE = chip(Status.NOT_STARTED, word="to decide")
_UNANSWERED = chip(Status.OFF_TRACK, word="no answer yet")
_UNREVIEWED = chip(Status.AT_RISK, word="effect not looked at")


def promises_part(
    now: Subject,
    then: Subject,
    found: Mapping[PeriodState, tuple[ItemStatus, ...]],
    span: Span,
    bodies: Collection[str],
) -> Part:
    """Every milestone and action under what became of it."""
    blocks = []
    for state, (caption, empty) in _CAPTIONS.items():
        until = f", due until {day(span.horizon)}" if state is PeriodState.UPCOMING else ""
        later = f", due after {day(span.horizon)}" if state is PeriodState.IN_FLIGHT else ""
        entries = tuple(_promise(now, then, item, state) for item in found[state])
        number = f" ({len(entries)})" if entries else ""
        blocks.append(_shortened(Listing(f"{caption}{until}{later}{number}", entries, empty), bodies))
    return Part("all-promises", "Milestones and actions", "", tuple(blocks))


def _promise(now: Subject, then: Subject, item: ItemStatus, state: PeriodState) -> Entry:
    names, figures = now.names, item.figures
    assert isinstance(figures, ActionFigures | MilestoneFigures)  # noqa: S101 - the kind decides the figures
    # The days of a confidential plan are as confidential as its words.
    hides_days = item.confidential and item.kind == "milestone"
    details: list[tuple[str, Cell]] = [
        ("Action" if item.kind == "action" else "Milestone", names.department(item.department)),
        ("Owner", names.person(item.owner)),
    ]
    if isinstance(figures, ActionFigures):
        details.append(("State", action_word(figures)))
    if not hides_days:
        details.extend(_days(then.snapshot.find(item.kind, item.ref), figures, state))
    return Entry(
        names.item(item), (chip_of(item),), tuple(details), names.reason(item) if state is PeriodState.OVERDUE else ""
    )


def _days(
    was: ItemStatus | None, figures: ActionFigures | MilestoneFigures, state: PeriodState
) -> Iterator[tuple[str, Cell]]:
    done = done_on(figures)
    if state is PeriodState.PUSHED_OUT:
        yield "Was due", dated(due_before(was, figures))
        yield "Now due", dated(figures.due)
        yield "Moved", f"{times_text(figures.moves)} in all"
        return
    yield "Due", moved_day(figures.due_original, figures.due)
    if done is not None:
        yield "Done" if isinstance(figures, ActionFigures) else "Reached", dated(done)
        late = (done - figures.due).days
        if late > 0:
            yield "Late", count_text(late, "day")
    elif isinstance(figures, MilestoneFigures) and figures.forecast is not None and figures.forecast != figures.due:
        yield "Forecast", dated(figures.forecast)


def kpis_part(now: Subject, then: Subject, bodies: tuple[str, ...]) -> Part:
    """The KPIs of the plans in force by department, each with a small picture of its course.

    Where they are many, those that stand well are only named.
    """
    found = {body: tuple(_in_force(now, body)) for body in bodies}
    is_long = len(bodies) > 1 and sum(len(items) for items in found.values()) > _MOST
    blocks: list[Block] = [Legend(KEYS)]
    for body, items in found.items():
        well = tuple(item for item in items if is_long and item.status in _WELL and not item.stale)
        shown = tuple(item for item in items if item not in well)
        if items:
            named = Line(("On track or achieved: ", listed(map(now.names.item, well)), ".")) if well else ""
            name = text_of(now.names.department(body))
            blocks.append(Pictures(name, tuple(_pictures(now, then, shown)), named))
    if len(blocks) == 1:
        blocks = [Listing("", (), "No plan in force has a KPI.")]
    return Part("kpis", "KPIs", "", tuple(blocks))


def _in_force(subject: Subject, body: str) -> Iterator[ItemStatus]:
    for item in subject.items("kpi", body):
        if subject.snapshot.standing[item.ref.partition("/")[0]] is Standing.IN_FORCE:
            yield item


def _pictures(now: Subject, then: Subject, items: tuple[ItemStatus, ...]) -> Iterator[Picture]:
    for item, card in zip(items, build_gallery(now, items), strict=True):
        was = then.snapshot.find("kpi", item.ref)
        sentences = [] if item.confidential else [f"{card.value} ({card.when})" if card.value else card.when]
        if card.target:
            sentences.append(f"target: {card.target}")
        if was is not None and not item.confidential:
            sentences.append(f"on {day(then.snapshot.as_of)}: {_value_then(then, was)}")
        yield Picture(card.name, (card.chip,), f"{'; '.join(sentences)}." if sentences else "", card.picture)


def _value_then(then: Subject, was: ItemStatus) -> str:
    figures, word = was.figures, chip_of(was).word
    if not isinstance(figures, KpiFigures) or figures.value is None or figures.period is None:
        return word
    plan_id, _, key = was.ref.partition("/")
    unit = then.ledger.plans[plan_id].current.kpis[key].unit
    return f"{number_text(figures.value, unit)} ({period_text(figures.period)}), {word}"


def adjustments_part(subject: Subject, items: tuple[ItemStatus, ...], bodies: Collection[str], since: date) -> Part:
    """The adjustments that were proposed or decided in the period, then the effects that were looked at in it."""
    made = tuple(adjustment_entry(subject, item) for item in sorted(items, key=_by_state))
    effects = effect_listing(
        subject,
        bodies,
        since,
        "Effects looked at in the period, or due to be",
        "No effect was looked at, and none was due to be.",
    )
    listing = Listing("Proposed or decided in the period", made, "No adjustment was proposed or decided.")
    return Part(
        "adjustments", "Adjustments and their effects", "", (_shortened(listing, bodies), _shortened(effects, bodies))
    )


def _by_state(item: ItemStatus) -> tuple[str, str]:
    return state_chip(item).word, item.ref
