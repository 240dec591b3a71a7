"""The action tracker: every action in one table, with its log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from followup_build.model.action import Action, ActionUpdate
from followup_build.status.item import ActionFigures
from followup_build.status.rollup import counted
from followup_build.views.cells import Aside, Cell, Prose, Row, Table, chip_of, day, moved_day
from followup_build.views.home import Count, counts_of
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class ActionsView:
    """All actions."""

    counts: tuple[Count, ...]
    table: Table


def build_actions(subject: Subject) -> ActionsView:
    """All actions known as of the day: what is overdue first, what is closed last."""
    found = [(item.figures, item) for item in subject.items("action") if isinstance(item.figures, ActionFigures)]
    found.sort(key=lambda one: (_rank(one[0]), one[1].ref))
    rows = []
    for figures, item in found:
        data = subject.portfolio.actions[item.ref].data
        hidden = item.confidential
        names = subject.names
        state = figures.state.value.replace("_", " ")
        rows.append(
            Row(
                (
                    (names.item(item).text, *(() if hidden else _asides(subject, data))),
                    (chip_of(item), state),
                    names.person(item.owner),
                    names.department(item.department),
                    moved_day(figures.due_original, figures.due),
                    day(figures.follow_up),
                    tuple(_agreed_in(subject, data)) or "–",
                    "" if hidden else (names.reasons(item), *_log(data.updates, subject.snapshot.as_of)),
                ),
                item.ref,
            )
        )
    columns = ("Action", "Status", "Owner", "Department", "Due", "Follow-up", "Agreed in", "Why and news")
    return ActionsView(
        counts_of(counted(item.status for _, item in found)),
        Table("Actions", columns, tuple(rows), "No actions yet.", name="tracker"),
    )


def _rank(figures: ActionFigures) -> tuple[int, str]:
    if figures.days_overdue:
        return (0, figures.due.isoformat())
    if figures.closed is None:
        return (1, figures.due.isoformat())
    return (2 if figures.state.value == "done" else 3, figures.closed.isoformat())


def _asides(subject: Subject, action: Action) -> Iterator[Aside]:
    """What kind of action it is, and what it answers."""
    if action.kind:
        yield Aside("Kind", (action.kind.value,))
    if action.for_:
        yield Aside("For", subject.names.links(action.for_))


def _agreed_in(subject: Subject, action: Action) -> Iterator[Cell]:
    """The session in which an action was agreed, and the adjustment that it serves, as far as the day knows it."""
    if action.session:
        yield subject.names.link(action.session, "session")
    if action.adjustment and not action.confidential and subject.snapshot.find("adjustment", action.adjustment):
        yield subject.names.link(action.adjustment, "adjustment")


def _log(updates: Mapping[date, ActionUpdate], as_of: date) -> Iterator[Cell]:
    for when, update in sorted(updates.items()):
        if when <= as_of and (update.note or update.evidence):
            evidence = f" Evidence: {update.evidence}" if update.evidence else ""
            yield Prose(f"*{day(when)}:* {update.note or ''}{evidence}")
