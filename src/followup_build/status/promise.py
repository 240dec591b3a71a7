"""Promises: the KPIs and milestones of all current plans, each with its status."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from followup_build.ledger.books import CurrentPlan, Entry, Ledger
from followup_build.model.vocabulary import Status
from followup_build.portfolio import Portfolio
from followup_build.status.item import ItemStatus
from followup_build.status.kpi import KpiResult, evaluate_kpi
from followup_build.status.milestone import Dependency, MilestoneResult, evaluate_milestone
from followup_build.status.wording import day_text


def evaluate_promises(
    portfolio: Portfolio, ledger: Ledger, as_of: date, departments: Collection[str] | None = None
) -> Iterator[ItemStatus]:
    """Every KPI and milestone as of a date, of all departments or of some."""
    milestones = _Milestones(portfolio, ledger, as_of)
    for plan in ledger.plans.values():
        if departments is None or plan.current.department in departments:
            yield from _kpis(portfolio, plan, as_of)
            yield from milestones.of_plan(plan)


def _kpis(portfolio: Portfolio, plan: CurrentPlan, as_of: date) -> Iterator[ItemStatus]:
    progress = portfolio.progress.get(plan.id)
    for key, kpi in plan.current.kpis.items():
        ref = f"{plan.id}/{key}"
        measurements = progress.data.kpis.get(key, {}) if progress else {}
        result = evaluate_kpi(kpi, plan.current, measurements, portfolio.organisation, as_of)
        if ref in plan.dropped:
            result = _dropped(result, plan.dropped[ref])
        elif plan.current.is_draft:
            result = KpiResult(result.status, stale=False, reasons=result.reasons[:1], figures=result.figures)
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
            plan.current.confidential,
        )


def _dropped(result: KpiResult, entry: Entry) -> KpiResult:
    because = entry.because if entry.because.endswith(".") else f"{entry.because}."
    return KpiResult(
        Status.DROPPED, stale=False, reasons=(f"Dropped on {day_text(entry.on)}: {because}",), figures=result.figures
    )


class _Milestones:
    """All milestones of one date; each is worked out once, after what it depends on."""

    def __init__(self, portfolio: Portfolio, ledger: Ledger, as_of: date) -> None:
        self.portfolio = portfolio
        self.ledger = ledger
        self.as_of = as_of
        self.results: dict[str, MilestoneResult | None] = {}

    def of_plan(self, plan: CurrentPlan) -> Iterator[ItemStatus]:
        """The milestones of a plan."""
        for key, milestone in plan.current.milestones.items():
            ref = f"{plan.id}/{key}"
            result = self._result(ref)
            if result is not None:
                stale = result.stale and not plan.current.is_draft
                yield ItemStatus(
                    "milestone",
                    ref,
                    milestone.title,
                    result.status,
                    stale,
                    milestone.owner,
                    plan.current.department,
                    result.reasons,
                    result.figures,
                    plan.current.confidential,
                )

    def _result(self, ref: str) -> MilestoneResult | None:
        """The result of a milestone; None if there is none, or while a circle of dependencies leads back to it."""
        if ref in self.results:
            return self.results[ref]
        self.results[ref] = None
        plan_id, _, key = ref.partition("/")
        plan = self.ledger.plans.get(plan_id)
        milestone = plan.current.milestones.get(key) if plan else None
        if plan is None or milestone is None:
            return None
        dependencies = []
        for other in milestone.depends_on:
            result = self._result(other)
            if result is not None:
                dependencies.append(Dependency(self._title(other), result))
        progress = self.portfolio.progress.get(plan_id)
        self.results[ref] = result = evaluate_milestone(
            milestone,
            plan.current,
            progress.data.milestones.get(key, {}) if progress else {},
            self.ledger.entries_of(ref),
            tuple(dependencies),
            dropped=plan.dropped.get(ref),
            stale_after=self.portfolio.organisation.stale_after.milestones,
            as_of=self.as_of,
        )
        return result

    def _title(self, ref: str) -> str:
        plan_id, _, key = ref.partition("/")
        plan = self.ledger.plans[plan_id].current
        return "a confidential milestone" if plan.confidential else plan.milestones[key].title
