"""Transfers in any order: nothing is made and nothing is lost, whatever is refused on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from followup_build.ledger.books import Ledger, build_ledger
from followup_build.load.records import load_records
from followup_build.portfolio import Portfolio
from followup_build.source.tree import SourceFile

ORGANISATION = """\
name: Rights House
timezone: UTC
departments:
  finance: {name: Finance, head: a.one, approvers: [z.khumalo]}
  legal: {name: Legal, head: a.one, approvers: [c.botha]}
"""
RESOURCES = {
    "finance-2026/systems": ("100", "ZAR"),
    "finance-2026/travel": ("0.5", "ZAR"),
    "finance-2026/analysts": ("6", "FTE"),
    "legal-2026/systems": ("0", "ZAR"),
    "legal-2026/advisers": ("2.5", "FTE"),
}
PLAN = """\
title: Plan of %s
department: %s
owner: a.one
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
resources:
%s"""
ADJUSTMENT = """\
title: Move means
reason: They are needed there.
owner: a.one
follow_up: 2026-12-01
proposed: {by: a.one, on: 2026-03-01}
approvals: [{by: z.khumalo, on: %s}, {by: c.botha, on: %s}]
changes:
%s"""
FIRST = date(2026, 3, 2)


class Gift(NamedTuple):
    """A transfer of one adjustment."""

    giver: str
    taker: str
    amount: Decimal


def portfolio_of(adjustments: Sequence[tuple[int, Sequence[Gift]]]) -> Portfolio:
    files = {"organisation.yml": ORGANISATION}
    for department in ("finance", "legal"):
        lines = "".join(
            f"  {ref.partition('/')[2]}: {{title: R, amount: {amount}, unit: {unit}}}\n"
            for ref, (amount, unit) in RESOURCES.items()
            if ref.startswith(department)
        )
        files[f"plans/{department}-2026.yml"] = PLAN % (department, department, lines)
    for number, (offset, gifts) in enumerate(adjustments):
        day = FIRST + timedelta(days=offset)
        lines = "".join(
            f"  - {{transfer: {{from: {one.giver}, to: {one.taker}, amount: {one.amount}}}}}\n" for one in gifts
        )
        files[f"adjustments/finance/a{number}.yml"] = ADJUSTMENT % (day, day, lines)
    sources = [SourceFile(f"records/{path}", text.encode()) for path, text in sorted(files.items())]
    loaded = load_records(sources, "records")
    assert not loaded.findings
    return Portfolio(loaded)


def held(ledger: Ledger) -> dict[str, Decimal]:
    return {
        f"{plan.id}/{key}": resource.amount
        for plan in ledger.plans.values()
        for key, resource in plan.current.resources.items()
    }


def sums(amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    return {
        unit: sum((amount for ref, amount in amounts.items() if RESOURCES[ref][1] == unit), Decimal(0))
        for unit in ("ZAR", "FTE")
    }


refs = st.sampled_from(sorted(RESOURCES))
some = st.decimals(min_value="-2", max_value="120", places=1)
gifts = st.builds(Gift, refs, refs, some)
adjustments_in_any_order = st.lists(
    st.tuples(st.integers(0, 20), st.lists(gifts, min_size=1, max_size=3)), min_size=1, max_size=6
)


@given(adjustments_in_any_order, st.integers(-1, 21))
@example([(0, [Gift("finance-2026/systems", "legal-2026/systems", Decimal("100.1"))])], 0)
@example([(0, [Gift("finance-2026/systems", "legal-2026/systems", Decimal("100.0"))])], 0)
@example(
    [
        (5, [Gift("legal-2026/systems", "finance-2026/travel", Decimal(7))]),
        (2, [Gift("finance-2026/systems", "legal-2026/systems", Decimal(7))]),
    ],
    9,
)
@settings(max_examples=150, deadline=None)
def test_transfers_in_any_order_conserve_the_sum_of_every_unit(
    adjustments: list[tuple[int, list[Gift]]], offset: int
) -> None:
    portfolio = portfolio_of(adjustments)
    day = FIRST + timedelta(days=offset)
    ledger = build_ledger(portfolio, day)

    # An oracle of its own: plain numbers, moved in order of the day and then of the id.
    expected = {ref: Decimal(amount) for ref, (amount, _) in RESOURCES.items()}
    refused = 0
    numbered = sorted((one[0], f"a{number}", one[1]) for number, one in enumerate(adjustments))
    for when, _, of_one in numbered:
        for one in of_one if when <= offset else ():
            if one.giver == one.taker:
                continue
            if RESOURCES[one.giver][1] != RESOURCES[one.taker][1] or not 0 < one.amount <= expected[one.giver]:
                refused += 1
                continue
            expected[one.giver] -= one.amount
            expected[one.taker] += one.amount

    assert held(ledger) == expected
    assert sums(held(ledger)) == sums({ref: Decimal(amount) for ref, (amount, _) in RESOURCES.items()})
    assert min(held(ledger).values()) >= 0
    assert len(ledger.findings) == refused
    assert sum((entry.after - entry.before for entry in ledger.entries), Decimal(0)) == 0
    for ref, now in held(ledger).items():
        # Each line of the ledger takes up what the one before it left.
        left = Decimal(RESOURCES[ref][0])
        for entry in ledger.entries_of(ref):
            assert entry.before == left
            left = entry.after
        assert left == now
