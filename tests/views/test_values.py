from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from promise_tree import PLANS, adjustment, open_subject, row, words

from followup_build.model.period import FiscalCalendar
from followup_build.views.moves import change_lines, changes_table, moves_table
from followup_build.views.values import field_text, range_text

WriteTree = Callable[[Mapping[str, str]], Path]
AT = "records/adjustments/finance/2026-04-15-change.yml"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("target 2027-02-28", "Target for 28 February 2027"),
        ("target 2026-Q2", "Target for Q2 2026 (31 August 2026)"),
        ("target 2026", "Target for 2026 (28 February 2027)"),
        ("target 2026-10", "Target for October 2026"),
        ("depends_on", "Depends on"),
        ("due", "Due"),
    ],
)
def test_field_text_in_a_year_that_starts_in_march(name: str, text: str) -> None:
    assert field_text(name, FiscalCalendar(first_month=3)) == text


def test_range_text() -> None:
    assert range_text(Decimal(25), Decimal(35), "days") == "25 to 35\u00a0days"
    assert range_text(None, Decimal(180), "ZAR") == "at most 180\u00a0ZAR"
    assert range_text(Decimal("99.5"), None, "%") == "at least 99.5\u00a0%"


@pytest.mark.parametrize(
    ("change", "what", "before", "after"),
    [
        (
            "{kpi: finance-2026/cloud, range: {from: {high: 180, tolerance: 20}, to: {high: 200, tolerance: 20}}}",
            "Range",
            "at most 180 ZAR, tolerance 20",
            "at most 200 ZAR, tolerance 20",
        ),
        (
            "{milestone: finance-2026/portal, owner: {from: n.dlamini, to: t.mokoena}}",
            "Owner",
            "Neo Dlamini",
            "Thandi Mokoena",
        ),
        (
            "{milestone: finance-2026/portal, depends_on: {from: [finance-2026/tests], to: []}}",
            "Depends on",
            "Acceptance tests agreed",
            "–",
        ),
        (
            "{kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90, to: 88}}",
            "Target for Q2 2026 (30 June 2026)",
            "90 %",
            "88 %",
        ),
        (
            "{resource: finance-2026/systems, amount: {from: 200000, to: 150000}}",
            "Amount",
            "200 000 ZAR",
            "150 000 ZAR",
        ),
        (
            (
                "{kpi: finance-2026/paid, baseline: {from: {date: 2026-01-31, value: 84}, "
                "to: {date: 2026-01-31, value: 83}}}"
            ),
            "Baseline",
            "84 % on 31 January 2026",
            "83 % on 31 January 2026",
        ),
        (
            "{add: {milestone: finance-2026/exit, title: Exit plan, owner: n.dlamini, due: 2026-08-01}}",
            "Added",
            "–",
            "Exit plan | due 1 August 2026",
        ),
    ],
)
def test_changes_and_moves_say_values_in_words(
    write_tree: WriteTree, change: str, what: str, before: str, after: str
) -> None:
    subject = open_subject(write_tree({**PLANS, AT: adjustment(f"  - {change}")}))
    data = subject.portfolio.adjustments["2026-04-15-change"].data
    for table in (changes_table(subject, data), moves_table(subject, subject.ledger.entries)):
        found = row(table, "")
        assert (found["What"], found["From"], found["To"]) == (what, before, after)


def test_a_transfer_names_amount_giver_and_taker(write_tree: WriteTree) -> None:
    transfer = "  - {transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 150000}}"
    approvals = "approvals: [{by: z.khumalo, on: 2026-04-17}, {by: c.botha, on: 2026-04-18}]"
    subject = open_subject(write_tree({**PLANS, AT: adjustment(transfer, approvals)}))
    sentence = "150 000 ZAR from Finance, Systems budget, to Legal, Systems budget"
    data = subject.portfolio.adjustments["2026-04-15-change"].data
    assert words(change_lines(subject, data)) == sentence
    given, taken = moves_table(subject, subject.ledger.entries, names_plan=True).rows
    assert words(given.cells[1]) == "Systems budget | Finance 2026"
    assert [words(cell) for cell in given.cells[2:5]] == [f"Amount | {sentence}", "200 000 ZAR", "50 000 ZAR"]
    assert [words(cell) for cell in taken.cells[3:5]] == ["0 ZAR", "150 000 ZAR"]
