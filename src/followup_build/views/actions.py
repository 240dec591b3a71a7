"""The action tracker: every action in one table, with its log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from followup_build.model.action import ActionUpdate
from followup_build.status.item import ActionFigures
from followup_build.status.rollup import counted
from followup_build.views.cells import Cell, Prose, Row, Table, chip_of, day, moved_day
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
        record = subject.portfolio.actions[item.ref]
        hidden = item.confidential
        names = subject.names
        state = figures.state.value.replace("_", " ")
        rows.append(
            Row(
                (
                    (names.item(item).text, *(() if hidden else names.links(record.data.for_))),
                    (chip_of(item), state),
                    names.person(item.owner),
                    names.department(item.department),
                    moved_day(figures.due_original, figures.due),
                    day(figures.follow_up),
                    names.link(record.data.session, "session")
                    if record.data.session
                    else names.link(record.data.adjustment, "adjustment"),
                    "" if hidden else (names.reasons(item), *_log(record.data.updates, subject.snapshot.as_of)),
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


def _log(updates: Mapping[date, ActionUpdate], as_of: date) -> Iterator[Cell]:
    for when, update in sorted(updates.items()):
        if when <= as_of and (update.note or update.evidence):
            evidence = f" Evidence: {update.evidence}" if update.evidence else ""
            yield Prose(f"*{day(when)}:* {update.note or ''}{evidence}")
