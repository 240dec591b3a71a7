"""Milestones of the whole organisation, by department."""

from __future__ import annotations

from dataclasses import dataclass

from followup_build.portfolio import ORGANISATION
from followup_build.views.cells import Table
from followup_build.views.subject import Subject, milestone_table


@dataclass(frozen=True, slots=True)
class MilestonesView:
    """All milestones, a table a department."""

    tables: tuple[Table, ...]


def build_milestones(subject: Subject) -> MilestonesView:
    """All milestones of current plans, drafts left out."""
    tables = []
    for department in (ORGANISATION, *subject.portfolio.departments):
        items = [
            item
            for item in subject.items("milestone", department)
            if not subject.ledger.plans[item.ref.partition("/")[0]].current.is_draft
        ]
        if items:
            name = (
                subject.portfolio.organisation.name
                if department == ORGANISATION
                else subject.portfolio.departments[department].name
            )
            tables.append(milestone_table(subject, items, name or department))
    return MilestonesView(tuple(tables))
