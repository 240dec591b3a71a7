"""Actions carried over to a session: those that need a word in a row each, those on course in a line."""

from __future__ import annotations

from datetime import date

from followup_build.model.vocabulary import ActionState, Status
from followup_build.status.action import CLOSED
from followup_build.status.item import ActionFigures, ItemStatus
from followup_build.views.agenda_part import AgendaBlock
from followup_build.views.cells import Cell, Line, short_day
from followup_build.views.counts import actions_text
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table

_BY_SEVERITY = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)


def carried_over(subject: Subject, departments: tuple[str, ...], on: date) -> tuple[str, AgendaBlock, bool]:
    """How many actions are open, or done and to be checked by a day; which they are; and whether there are any.

    The worst first, then by due date; one that is on course needs no words.
    """
    found = [
        (item.figures, item)
        for department in departments
        for item in subject.items("action", department)
        if isinstance(item.figures, ActionFigures) and _is_carried_over(item.figures, on)
    ]
    found.sort(key=lambda one: (_BY_SEVERITY.index(one[1].status), one[0].due, one[1].ref))
    on_course = [one for one in found if _is_on_course(*one)]
    telling = [item for figures, item in found if not _is_on_course(figures, item)]
    table = action_table(subject, telling, "Open, or done and to be checked by then")
    steady = tuple(_in_short(subject, figures, item) for figures, item in on_course)
    return actions_text(item for _, item in found), AgendaBlock(table, steady, "On course"), bool(found)


def _is_carried_over(figures: ActionFigures, on: date) -> bool:
    if figures.state is ActionState.DONE:
        return figures.follow_up is not None and figures.follow_up <= on
    return figures.state not in CLOSED


def _is_on_course(figures: ActionFigures, item: ItemStatus) -> bool:
    """Whether an action is in time, and somebody has told so; a done one is still to be checked."""
    return item.status is Status.ON_TRACK and not item.stale and figures.state is not ActionState.DONE


def _in_short(subject: Subject, figures: ActionFigures, item: ItemStatus) -> Cell:
    name = subject.names.item(item)
    return name if item.confidential else Line((name, f" ({short_day(figures.due)})"))
