from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from promise_tree import PLANS, adjustment, open_subject, row, words

from followup_build.views.adjustments import AdjustmentView, build_adjustment_pages, build_adjustments

WriteTree = Callable[[Mapping[str, str]], Path]
AT = "records/adjustments/finance/2026-04-15-change.yml"
CHANGE = "  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}"
APPROVED = "approvals: [{by: z.khumalo, on: 2026-04-17}]"
PROGRESS = "kpis:\n  paid: {2026-03: 85, 2026-04: 86, 2026-05: 91}\n"


def page(write_tree: WriteTree, more: str, as_of: date = date(2026, 10, 10)) -> AdjustmentView:
    tree = {**PLANS, AT: adjustment(CHANGE, more), "records/progress/finance-2026.yml": PROGRESS}
    return dict(build_adjustment_pages(open_subject(write_tree(tree), as_of)))["2026-04-15-change"]


@pytest.mark.parametrize(
    ("more", "as_of", "word", "effect"),
    [
        ("", date(2026, 4, 20), "proposed", []),
        (APPROVED, date(2026, 10, 1), "approved", ["Its effect will be looked at on 1 October 2026."]),
        (
            APPROVED,
            date(2026, 10, 2),
            "approved",
            ["Its effect should have been looked at on 1 October 2026; nobody has recorded it yet."],
        ),
        (
            f"{APPROVED}\nreview: {{on: 2026-10-02, outcome: partly, note: Half of it, by: t.mokoena}}",
            date(2026, 10, 3),
            "partly effective",
            ["**Partly effective**, as found on 2 October 2026. Half of it", "Looked at by Thandi Mokoena."],
        ),
        ("rejected: {by: z.khumalo, on: 2026-04-18, because: Too late}", date(2026, 10, 3), "rejected", []),
        ("withdrawn: {by: n.dlamini, on: 2026-04-18, because: Not needed}", date(2026, 10, 3), "withdrawn", []),
    ],
)
def test_each_state_says_its_word_and_what_is_known_of_the_effect(
    write_tree: WriteTree, more: str, as_of: date, word: str, effect: list[str]
) -> None:
    view = page(write_tree, more, as_of)
    assert view.chip.word == word
    assert [words(one) for one in view.effect] == effect
    assert word not in view.consequence.lower()


@pytest.mark.parametrize(
    ("refusal", "label", "who"),
    [("rejected", "Rejected by", "z.khumalo"), ("withdrawn", "Withdrawn by", "n.dlamini")],
)
def test_a_refusal_says_who_when_and_why_and_nothing_of_approval(
    write_tree: WriteTree, refusal: str, label: str, who: str
) -> None:
    view = page(write_tree, f"{refusal}: {{by: {who}, on: 2026-04-18, because: Because of the cost}}")
    facts = {name: words(value) for name, value in view.facts}
    assert facts[label].endswith(" on 18 April 2026")
    assert view.refusal.markdown == "Because of the cost"
    assert not {"Approved by", "Effect to be looked at on", "Waits for the approval of"} & set(facts)


@pytest.mark.parametrize(
    ("by", "value", "sentence"),
    [
        ("2026-04-30", 85, "at 85 % by 30 April 2026. It stood at 86 % (April 2026) then, reached."),
        ("2026-04-30", 90, "at 90 % by 30 April 2026. It stood at 86 % (April 2026) then, not reached."),
        ("2026-12-31", 95, "at 95 % by 31 December 2026. So far it stands at 91 % (May 2026), not there yet."),
    ],
)
def test_the_kpi_hoped_for_stands_beside_its_value_on_that_day(
    write_tree: WriteTree, by: str, value: int, sentence: str
) -> None:
    view = page(write_tree, f"{APPROVED}\nexpects: {{kpi: finance-2026/paid, by: {by}, value: {value}}}")
    assert words(view.effect[-1]) == f"Expected: Paid on time {sentence}"


def test_the_table_of_the_decided_has_the_change_and_the_reason(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree({**PLANS, AT: adjustment(CHANGE)}))
    found = row(build_adjustments(subject).decided, "A change")
    assert found["State"] == "approved | timeline"
    assert found["What changes"] == "Royalty portal live: Due from 30 June 2026 to 15 August 2026"
    assert found["Why"] == "Something happened."
    assert found["Decided by"] == "Zanele Khumalo, 17 Apr 2026"


@pytest.mark.parametrize(("more", "title"), [("", "Expected effect"), (APPROVED, "Did it work?")])
def test_what_is_only_proposed_cannot_have_worked(write_tree: WriteTree, more: str, title: str) -> None:
    view = page(write_tree, f"{more}\nexpects: {{kpi: finance-2026/paid, by: 2026-12-31, value: 95}}")
    assert view.effect_title == title
