"""The snapshot: every item's status as of one date, and what follows from them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from followup_build.ledger.books import CurrentPlan, Ledger
from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION, Portfolio
from followup_build.status.action import evaluate_action, known_from
from followup_build.status.contradiction import Contradiction, find_contradictions
from followup_build.status.item import ItemStatus
from followup_build.status.promise import evaluate_promises
from followup_build.status.response import NeedsResponse, find_unanswered
from followup_build.status.rollup import roll_up
from followup_build.status.session import evaluate_adjustment, evaluate_session
from followup_build.status.standing import Standing, standing_text, standings
from followup_build.status.wording import drop_text

ITEM_KINDS = ("organisation", "department", "plan", "goal", "kpi", "milestone", "action", "session", "adjustment")
"""In the order in which answers list them."""

Items = dict[tuple[str, str], ItemStatus]


@dataclass(frozen=True)
class Snapshot:
    """All items as of a date."""

    as_of: date
    items: Mapping[tuple[str, str], ItemStatus]
    """By kind and ref, in the order of `ITEM_KINDS` and then of refs."""
    children: Mapping[tuple[str, str], tuple[ItemStatus, ...]]
    """What decides the colour of a goal, plan, department or the organisation, by its kind and ref; of a plan also
    where it colours nothing above."""
    standing: Mapping[str, Standing]
    """Of every plan, by its id."""
    needs_response: tuple[NeedsResponse, ...]
    contradictions: tuple[Contradiction, ...]

    def of_kind(self, kind: str, department: str | None = None, owner: str | None = None) -> tuple[ItemStatus, ...]:
        """The items of a kind, in order of their refs; of one department or one person where asked."""
        if owner is not None:
            found = self._by_owner.get((kind, owner), ())
            return found if department is None else tuple(item for item in found if item.department == department)
        return self._by_department.get((kind, department), ())

    @cached_property
    def _by_department(self) -> Mapping[tuple[str, str | None], tuple[ItemStatus, ...]]:
        """By kind and department; under no department, all of the kind."""
        grouped: dict[tuple[str, str | None], list[ItemStatus]] = defaultdict(list)
        for item in self.items.values():
            grouped[item.kind, None].append(item)
            if item.department is not None:
                grouped[item.kind, item.department].append(item)
        return {key: tuple(items) for key, items in grouped.items()}

    @cached_property
    def _by_owner(self) -> Mapping[tuple[str, str], tuple[ItemStatus, ...]]:
        grouped: dict[tuple[str, str], list[ItemStatus]] = defaultdict(list)
        for item in self.items.values():
            if item.owner is not None:
                grouped[item.kind, item.owner].append(item)
        return {key: tuple(items) for key, items in grouped.items()}

    def find(self, kind: str, ref: str) -> ItemStatus | None:
        """One item, or None."""
        return self.items.get((kind, ref))


def build_snapshot(portfolio: Portfolio, ledger: Ledger, as_of: date) -> Snapshot:
    """The status of everything as of a date; `ledger` is the one of that date."""
    items: Items = {}
    for promise in evaluate_promises(portfolio, ledger, as_of):
        items[promise.kind, promise.ref] = promise
    for one in (*_actions(portfolio, as_of), *_sessions(portfolio, as_of), *_adjustments(portfolio, as_of)):
        items[one.kind, one.ref] = one
    standing = standings(portfolio, ledger, as_of)
    children = _Rollup(portfolio, ledger, standing, items).run()
    ordered = {
        (kind, ref): items[kind, ref]
        for kind in ITEM_KINDS
        for ref in sorted(ref for item_kind, ref in items if item_kind == kind)
    }
    return Snapshot(
        as_of,
        ordered,
        children,
        standing,
        find_unanswered(portfolio, ledger, standing, ordered, as_of),
        find_contradictions(portfolio, as_of),
    )


def _actions(portfolio: Portfolio, as_of: date) -> Iterator[ItemStatus]:
    stale_after = portfolio.organisation.stale_after.actions
    for record in portfolio.actions.values():
        agreed = known_from(portfolio, record.data)
        if agreed is not None and agreed > as_of:
            continue
        result = evaluate_action(record.data, agreed, stale_after=stale_after, as_of=as_of)
        yield ItemStatus(
            "action",
            record.id,
            record.data.title,
            result.status,
            result.stale,
            result.owner,
            record.data.department,
            result.reasons,
            result.figures,
            record.data.confidential,
        )


def _sessions(portfolio: Portfolio, as_of: date) -> Iterator[ItemStatus]:
    for record in portfolio.sessions.values():
        result = evaluate_session(record.data, as_of)
        yield ItemStatus(
            "session",
            record.id,
            record.data.title,
            result.status,
            stale=False,
            owner=record.data.chair,
            department=None,
            reasons=result.reasons,
            figures=result.figures,
            confidential=record.data.confidential,
        )


def _adjustments(portfolio: Portfolio, as_of: date) -> Iterator[ItemStatus]:
    for record in portfolio.adjustments.values():
        if record.data.proposed.on > as_of:
            continue
        result = evaluate_adjustment(portfolio, record.data, as_of)
        yield ItemStatus(
            "adjustment",
            record.id,
            record.data.title,
            result.status,
            stale=False,
            owner=record.data.owner,
            department=portfolio.below_records(record.path).split("/")[1],
            reasons=result.reasons,
            figures=result.figures,
            confidential=record.data.confidential,
        )


class _Rollup:
    """The statuses above KPIs and milestones, while they are worked out from below."""

    def __init__(self, portfolio: Portfolio, ledger: Ledger, standing: Mapping[str, Standing], items: Items) -> None:
        self.portfolio = portfolio
        self.ledger = ledger
        self.standing = standing
        self.items = items
        self.children: dict[tuple[str, str], tuple[ItemStatus, ...]] = {}
        self.leaves: dict[tuple[str, str], tuple[ItemStatus, ...]] = {}
        self.actions_by_plan: dict[str, list[ItemStatus]] = defaultdict(list)
        self.actions_by_department: dict[str, list[ItemStatus]] = defaultdict(list)

    def run(self) -> Mapping[tuple[str, str], tuple[ItemStatus, ...]]:
        """Work everything out, plans first; gives the children of each."""
        for record in self.portfolio.actions.values():
            action = self.items.get(("action", record.id))
            if action is not None:
                self.actions_by_department[record.data.department or ""].append(action)
                for plan in {ref.partition("/")[0] for ref in record.data.for_}:
                    self.actions_by_plan[plan].append(action)
        for current in self.ledger.plans.values():
            self._plan(current)
        departments = [self._department(department) for department in self.portfolio.departments]
        self._organisation(departments)
        return self.children

    def _put(
        self,
        kind: str,
        ref: str,
        title: str,
        owner: str | None,
        department: str | None,
        children: Iterable[ItemStatus],
        actions: Iterable[ItemStatus],
        more: Iterable[str] = (),
        *,
        confidential: bool = False,
    ) -> ItemStatus:
        below = tuple(children)
        leaves = tuple(
            leaf
            for child in below
            for leaf in (
                (child,) if child.kind in ("kpi", "milestone") else self.leaves.get((child.kind, child.ref), ())
            )
        )
        status, stale, reasons, figures = roll_up(below, leaves, actions)
        item = ItemStatus(kind, ref, title, status, stale, owner, department, (*reasons, *more), figures, confidential)
        self.items[kind, ref] = item
        self.children[kind, ref] = below
        self.leaves[kind, ref] = leaves
        return item

    def _plan(self, current: CurrentPlan) -> None:
        plan = current.current
        by_goal: dict[str | None, list[ItemStatus]] = defaultdict(list)
        for kind, members in (("kpi", plan.kpis), ("milestone", plan.milestones)):
            for key, member in members.items():
                by_goal[current.goal_of(member)].append(self.items[kind, f"{current.id}/{key}"])
        goals = []
        for key, promise in plan.goals.items():
            ref = f"{current.id}/{key}"
            dropped = current.dropped.get(ref)
            item = self._put(
                "goal",
                ref,
                promise.title,
                promise.owner,
                plan.department,
                by_goal[key],
                (),
                confidential=plan.confidential,
            )
            if dropped is None:
                goals.append(item)
            else:
                reasons = (drop_text(dropped.on, dropped.because),)
                self.items["goal", ref] = replace(item, status=Status.DROPPED, stale=False, reasons=reasons)
        children = (*goals, *by_goal[None])
        self._put(
            "plan",
            current.id,
            plan.title,
            plan.owner,
            plan.department,
            children,
            self.actions_by_plan[current.id],
            [text] if (text := standing_text(current, self.standing[current.id])) else [],
            confidential=plan.confidential,
        )

    def _active_plans(self, department: str) -> list[ItemStatus]:
        return [
            self.items["plan", plan.id]
            for plan in self.ledger.plans.values()
            if plan.current.department == department and self.standing[plan.id] is Standing.IN_FORCE
        ]

    def _department(self, department: str) -> ItemStatus:
        found = self.portfolio.departments[department]
        return self._put(
            "department",
            department,
            found.name or department,
            found.head,
            department,
            self._active_plans(department),
            self.actions_by_department[department],
        )

    def _organisation(self, departments: list[ItemStatus]) -> None:
        organisation = self.portfolio.organisation
        actions = [action for of_department in self.actions_by_department.values() for action in of_department]
        self._put(
            ORGANISATION,
            ORGANISATION,
            organisation.name or "The organisation",
            None,
            None,
            (*self._active_plans(ORGANISATION), *departments),
            actions,
        )
