"""The action tracker: every action in one table, with its log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from followup_build.model.action import Action, ActionUpdate
from followup_build.model.vocabulary import ActionState, Status
from followup_build.status.action import SOON
from followup_build.status.item import ActionFigures, ItemStatus
from followup_build.status.rollup import ORDER, counted
from followup_build.status.wording import count_text, times_text
from followup_build.views.cells import (
    Aside,
    Cell,
    Line,
    Link,
    Moved,
    Prose,
    Row,
    Table,
    chip_of,
    choice_of,
    dated,
    listed,
    short_day,
)
from followup_build.views.filters import UNTOLD, Filter, by_place, choose, switch, worded
from followup_build.views.home import Count, counts_of
from followup_build.views.record_history import history_in_row
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class ActionsView:
    """The actions of one page."""

    title: str
    lead: str
    counts: tuple[Count, ...]
    table: Table
    others: tuple[Link, ...]
    """The other pages of actions, where one would be too long."""


def build_actions(subject: Subject) -> ActionsView:
    """The actions known as of the day: what is overdue first, what is closed last."""
    lead = "Every commitment, what is overdue first."
    if subject.archive:
        lead = "Every commitment that is still to do or was finished this year, what is overdue first."
        if since := _first_year(subject):
            lead += f" What was due before {since} and is still to do stands on the page of its year."
    lead += " Done is not closed: an action closes when somebody has checked that it worked."
    return _page(subject, None, "Actions", lead)


def build_action_years(subject: Subject) -> Iterator[tuple[str, ActionsView]]:
    """A page for each past year with archived actions, by the year."""
    for year in sorted(set(subject.archive.values())):
        is_told = year < (_first_year(subject) or 0)
        due = f", and every one that was due in {year} and is still to do" if is_told else ""
        lead = f"Every action that was done or dropped in {year}{due}."
        yield str(year), _page(subject, year, f"Actions of {year}", lead, has_open=is_told)


def _first_year(subject: Subject) -> int | None:
    """The year from which on everything that is still to do stands on the first page; None where all of it does."""
    years = [
        subject.archive[item.ref]
        for item in subject.items("action")
        if item.ref in subject.archive and isinstance(item.figures, ActionFigures) and item.figures.closed is None
    ]
    return max(years) + 1 if years else None


def _page(subject: Subject, year: int | None, title: str, lead: str, *, has_open: bool = True) -> ActionsView:
    found = [
        (item, item.figures)
        for item in subject.items("action")
        if isinstance(item.figures, ActionFigures) and subject.archive.get(item.ref) == year
    ]
    found.sort(key=lambda one: (_rank(one[1]), one[0].ref))
    columns = ("Action", "Status", "Owner", "Due", "Follow-up", "Session", "News")
    table = Table(
        "Actions",
        columns,
        tuple(Row(_cells(subject, item, figures), item.ref) for item, figures in found),
        "No actions yet.",
        name="actions",
        filters=_filters(subject, found),
        order="What is overdue first" if has_open else "By the day on which it was finished",
    )
    return ActionsView(title, lead, counts_of(counted(item.status for item, _ in found)), table, _others(subject, year))


def _others(subject: Subject, year: int | None) -> tuple[Link, ...]:
    counts = Counter(subject.archive.values())
    present = (Link("still to do or finished this year", "actions/index.html"),) if year is not None else ()
    past = (
        Link(f"{one} ({counts[one]})", f"actions/{one}/index.html")
        for one in sorted(counts, reverse=True)
        if one != year
    )
    return (*present, *past)


def _rank(figures: ActionFigures) -> tuple[int, str]:
    if figures.days_overdue:
        return (0, figures.due.isoformat())
    if figures.closed is None:
        return (1, figures.due.isoformat())
    return (2 if figures.state is ActionState.DONE else 3, figures.closed.isoformat())


def _filters(subject: Subject, found: list[tuple[ItemStatus, ActionFigures]]) -> tuple[Filter, ...]:
    names, sessions = subject.names, subject.portfolio.sessions
    actions = [(item, subject.portfolio.actions[item.ref].data) for item, _ in found]
    latest = sorted(sessions.values(), key=lambda one: one.data.date, reverse=True)
    return (
        choose("department", "Department", [choice_of(item.department, names.department) for item, _ in found]),
        choose("owner", "Owner", [choice_of(item.owner, names.person) for item, _ in found]),
        choose("status", "Status", [worded(item.status, chip_of(item).word) for item, _ in found], by_place(ORDER)),
        choose("state", "State", [worded(figures.state) for _, figures in found], by_place(ActionState)),
        choose(
            "session",
            "Session",
            [choice_of(action.session, lambda ref: names.link(ref, "session")) for _, action in actions],
            by_place(one.id for one in latest),
        ),
        choose("kind", "Kind", [UNTOLD if item.confidential else worded(action.kind) for item, action in actions]),
        switch("overdue", "Overdue only", (figures.days_overdue for _, figures in found)),
        switch("todo", "Still to do", (figures.closed is None for _, figures in found)),
    )


def _cells(subject: Subject, item: ItemStatus, figures: ActionFigures) -> tuple[Cell, ...]:
    record, names, as_of = subject.portfolio.actions[item.ref], subject.names, subject.snapshot.as_of
    data, changed = record.data, history_in_row(subject, record)
    hidden = item.confidential
    due: Cell = dated(figures.due)
    if figures.due != figures.due_original:
        due = Moved(dated(figures.due_original), dated(figures.due))
    follow_up: Cell = dated(figures.follow_up) if figures.follow_up else "–"
    unchecked = item.status is Status.AT_RISK and figures.state is ActionState.DONE and not hidden
    return (
        Line((names.item(item).text, *(() if hidden else _asides(subject, item.ref, data)))),
        Line((chip_of(item), f" {worded(figures.state)[1]}")),
        Line((names.person(item.owner), f", {choice_of(item.department, names.department)[1]}")),
        due if hidden else Line((due, " ", ", ".join(_timing(figures, as_of)))),
        Line((follow_up, " not checked yet")) if unchecked else follow_up,
        names.link(data.session, "session"),
        Line((*(("–",) if hidden else _news(data.updates, as_of)), *((" ", changed) if changed else ()))),
    )


def _asides(subject: Subject, ref: str, action: Action) -> Iterator[Cell]:
    """What kind of action it is, what it answers, and what it serves, as far as the day knows it."""
    kind = action.kind.value.capitalize() if action.kind else ""
    if action.for_:
        yield " "
        yield Aside(f"{kind} for".strip().capitalize(), subject.names.links(action.for_))
    elif kind:
        yield " "
        yield Aside("Kind", (kind.lower(),))
    if action.adjustment and subject.snapshot.find("adjustment", action.adjustment):
        yield " "
        yield Aside("Adjustment", (subject.names.link(action.adjustment, "adjustment"),))
    if feedback := subject.feedback_by_outcome.get(ref):
        yield " "
        yield Aside("Feedback", subject.names.links(feedback, "feedback"))


def _timing(figures: ActionFigures, as_of: date) -> Iterator[str]:
    """Where an action stands against its date, in a few words."""
    if figures.moves > 1:
        yield f"moved {times_text(figures.moves)}"
    if figures.closed is not None:
        word = "dropped" if figures.state is ActionState.DROPPED else "done"
        yield f"{word} {short_day(figures.closed)}"
        if figures.days_late is not None and figures.days_late > 0:
            yield f"{count_text(figures.days_late, 'day')} late"
    elif figures.days_overdue:
        yield f"{count_text(figures.days_overdue, 'day')} overdue"
    elif (left := (figures.due - as_of).days) <= SOON:
        yield f"in {count_text(left, 'day')}" if left else "today"


def _news(updates: Mapping[date, ActionUpdate], as_of: date) -> Iterator[Cell]:
    """What was said of an action, the latest first."""
    said: list[Cell] = [
        Line((dated(when), ": ", Prose(" ".join(_words(update)))))
        for when, update in sorted(updates.items(), reverse=True)
        if when <= as_of and (update.note or update.evidence)
    ]
    yield said[0] if said else "–"
    if said[1:]:
        yield " "
        yield Aside("Before", (listed(said[1:], "; "),))


def _words(update: ActionUpdate) -> Iterator[str]:
    if update.note:
        yield update.note
    if update.evidence:
        yield f"Evidence: {update.evidence}"
