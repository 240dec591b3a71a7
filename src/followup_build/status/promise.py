"""Promises: the KPIs and milestones of all current plans, each with its status."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from followup_build.ledger.books import CurrentPlan, Ledger
from followup_build.model.plan import Milestone
from followup_build.model.vocabulary import Status
from followup_build.portfolio import Portfolio
from followup_build.status.item import ItemStatus
from followup_build.status.kpi import KpiResult, evaluate_kpi
from followup_build.status.milestone import Dependency, MilestoneResult, evaluate_milestone
from followup_build.status.wording import drop_text


def evaluate_promises(
    portfolio: Portfolio, ledger: Ledger, as_of: date, only: Collection[str] | None = None
) -> Iterator[ItemStatus]:
    """Every KPI and milestone as of a date, of all plans or of some."""
    milestones = _Milestones(portfolio, ledger, as_of)
    for plan_id in ledger.plans if only is None else only:
        yield from _kpis(portfolio, ledger.plans[plan_id], as_of)
        yield from milestones.of_plan(ledger.plans[plan_id])


def _kpis(portfolio: Portfolio, plan: CurrentPlan, as_of: date) -> Iterator[ItemStatus]:
    for key, kpi in plan.current.kpis.items():
        ref = f"{plan.id}/{key}"
        result = evaluate_kpi(kpi, plan.current, portfolio.measurements_of(ref), portfolio.organisation, as_of)
        if ref in plan.dropped:
            reasons = (drop_text(plan.dropped[ref].on, plan.dropped[ref].because),)
            result = KpiResult(Status.DROPPED, stale=False, reasons=reasons, figures=result.figures)
        yield ItemStatus(
            "kpi",
            ref,
            kpi.title,
            result.status,
            result.stale,
            kpi.owner,
            plan.current.department,
            result.reasons,
            result.figures,
            portfolio.is_confidential(plan.id),
        )


class _Milestones:
    """All milestones of one date; each is worked out once, after what it depends on."""

    def __init__(self, portfolio: Portfolio, ledger: Ledger, as_of: date) -> None:
        self.portfolio = portfolio
        self.ledger = ledger
        self.as_of = as_of
        self.results: dict[str, MilestoneResult | None] = {}
        self.entered: set[str] = set()
        """Milestones that were looked at once: in a circle of dependencies one of them is judged without the rest."""

    def of_plan(self, plan: CurrentPlan) -> Iterator[ItemStatus]:
        """The milestones of a plan."""
        for key, milestone in plan.current.milestones.items():
            ref = f"{plan.id}/{key}"
            result = self._result(ref)
            if result is not None:
                yield ItemStatus(
                    "milestone",
                    ref,
                    milestone.title,
                    result.status,
                    result.stale,
                    milestone.owner,
                    plan.current.department,
                    result.reasons,
                    result.figures,
                    self.portfolio.is_confidential(plan.id),
                )

    def _result(self, ref: str) -> MilestoneResult | None:
        """The result of a milestone, or None if there is none; worked out after what it depends on, however long."""
        waiting = [ref]
        while waiting:
            one = waiting[-1]
            milestone = self._milestone(one)
            if one not in self.results and milestone is not None and one not in self.entered:
                self.entered.add(one)
                waiting.extend(other for other in milestone.depends_on if other not in self.entered)
                continue
            waiting.pop()
            if one not in self.results:
                self.results[one] = self._evaluate(one, milestone) if milestone is not None else None
        return self.results[ref]

    def _milestone(self, ref: str) -> Milestone | None:
        plan_id, _, key = ref.partition("/")
        plan = self.ledger.plans.get(plan_id)
        return plan.current.milestones.get(key) if plan else None

    def _evaluate(self, ref: str, milestone: Milestone) -> MilestoneResult:
        plan = self.ledger.plans[ref.partition("/")[0]]
        known = ((other, self.results.get(other)) for other in milestone.depends_on)
        return evaluate_milestone(
            milestone,
            plan.current,
            self.portfolio.updates_of(ref),
            self.ledger.entries_of(ref),
            tuple(Dependency(self._title(other), result) for other, result in known if result is not None),
            dropped=plan.dropped.get(ref),
            stale_after=self.portfolio.organisation.stale_after.milestones,
            as_of=self.as_of,
        )

    def _title(self, ref: str) -> str:
        plan_id, _, key = ref.partition("/")
        plan = self.ledger.plans[plan_id].current
        return "a confidential milestone" if self.portfolio.is_confidential(plan_id) else plan.milestones[key].title
