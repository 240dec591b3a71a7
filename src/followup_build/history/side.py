"""One of the two states that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from followup_build.ledger.books import CurrentPlan, Ledger, build_ledger
from followup_build.model.plan import Goal, Kpi, Milestone, Plan, Resource
from followup_build.portfolio import ORGANISATION, Portfolio

TABLES = {"goal": "goals", "milestone": "milestones", "kpi": "kpis", "resource": "resources"}
"""The field of a plan that holds the members of each kind."""
Member = Goal | Milestone | Kpi | Resource


@dataclass(frozen=True)
class Side:
    """The records of one state and what they promise, as of a day that both states share."""

    portfolio: Portfolio
    as_of: date

    @cached_property
    def ledger(self) -> Ledger:
        """The current plans, with all adjustments approved by the day."""
        return build_ledger(self.portfolio, self.as_of)

    def members(self, kind: str, plan_id: str) -> Mapping[str, Member]:
        """What a plan promises of a kind, as it is now, by key; nothing where there is no such plan."""
        books = self.ledger.plans.get(plan_id)
        return getattr(books.current, TABLES[kind]) if books else {}

    def plan(self, plan_id: str) -> CurrentPlan | None:
        """A plan, first and current."""
        return self.ledger.plans.get(plan_id)

    def promised(self, plan_id: str) -> Plan | None:
        """A plan as it is promised now."""
        books = self.plan(plan_id)
        return books.current if books else None

    def person(self, person: str | None) -> str:
        """A person's name."""
        found = self.portfolio.people.get(person or "")
        return (found.name if found and found.name else person) or "nobody"

    def title(self, ref: str) -> str:
        """The title of what a reference leads to; the reference itself where that is nothing, or hidden."""
        for of_kind in self.portfolio.targets.values():
            found = of_kind.get(ref)
            if found is not None:
                return ref if self.is_hidden(found.kind, ref) else found.title
        return ref

    def is_hidden(self, kind: str, ref: str) -> bool:
        """Whether a record keeps its words to itself, or what holds it does."""
        holder = ref.partition("/")[0]
        if kind in (*TABLES, "plan"):
            return self.portfolio.is_confidential(holder)
        if kind == "person":
            person = self.portfolio.people.get(ref)
            return person is not None and person.confidential
        record = self.portfolio.loaded.records.get(kind, {}).get(ref)
        holders = [record]
        if kind in ("report", "challenge", "training-need"):
            report = self.portfolio.reports.get("/".join(ref.split("/")[:2]))
            holders = [report, self.portfolio.sessions.get(holder)]
        return any(getattr(one.data, "confidential", False) for one in holders if one is not None)

    def department(self, department: str | None) -> str:
        """A department's name, or the organisation's."""
        if department == ORGANISATION:
            return self.portfolio.organisation.name or "the organisation"
        found = self.portfolio.departments.get(department or "")
        return (found.name if found and found.name else department) or "no department"
