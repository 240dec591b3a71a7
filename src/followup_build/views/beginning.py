"""How following up begins: what there is before a plan is approved and a session held."""

from __future__ import annotations

from dataclasses import dataclass

from followup_build.model.vocabulary import Status
from followup_build.status.schedule import AppointmentState
from followup_build.status.standing import Standing
from followup_build.views.cells import Cell, day
from followup_build.views.schedule import build_schedule
from followup_build.views.subject import Subject

_SESSIONS = 3
"""So many are named."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What waits to be done first."""

    drafts: tuple[Cell, ...]
    """The plans that nobody has approved yet."""
    sessions: tuple[str, ...]
    """The next ones, on file or called for: `Monthly check-in on 7 July 2026`."""


def build_beginning(subject: Subject) -> Beginning | None:
    """What waits to be done first; None where a plan has been approved or a session held."""
    if any(one is not Standing.DRAFT for one in subject.snapshot.standing.values()):
        return None
    if any(item.status is Status.ACHIEVED for item in subject.items("session")):
        return None
    to_come = [
        row
        for row in build_schedule(subject).rows
        if row.appointment.state in (AppointmentState.DUE, AppointmentState.PLANNED)
    ]
    return Beginning(
        tuple(subject.names.item(item) for item in subject.items("plan")),
        tuple(f"{row.title} on {day(row.appointment.day)}" for row in to_come[:_SESSIONS]),
    )
