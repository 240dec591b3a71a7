from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from promise_tree import NEW, PLANS, adjustment, open_subject, row, words

from followup_build.views.kpis import KpiView, build_kpi_pages, build_kpis

WriteTree = Callable[[Mapping[str, str]], Path]
AT = "records/adjustments/finance/2026-04-15-change.yml"
PROGRESS = {
    "records/progress/finance-2026.yml": """\
kpis:
  paid: {2026-03: 85, 2026-04: {value: 86, restated: {from: 85.5, because: A late slip}}}
  cloud: {2026-03: 170, 2026-04: 175}
  claims: {2026-03: 90, 2026-04: 110}
"""
}


def pages(write_tree: WriteTree, change: str = "") -> dict[str, KpiView]:
    more = {AT: adjustment(f"  - {change}")} if change else {}
    return dict(build_kpi_pages(open_subject(write_tree({**PLANS, **PROGRESS, **more}))))


def test_a_kpi_with_another_title_keeps_what_was_first_promised(write_tree: WriteTree) -> None:
    title = "title: {from: Paid on time, to: Paid promptly}"
    change = f"{{kpi: finance-2026/paid, {title}, target: {{at: 2026-Q2, from: 90, to: 88}}}}"
    view = pages(write_tree, change)["finance-2026/paid"]
    assert view.title == "Paid promptly"
    assert row(view.targets, "Q2 2026") == {"By": "Q2 2026 (30 June 2026)", "Target": "88 %", "First promised": "90 %"}
    assert "Promise" not in view.moves.columns
    assert [words(one) for one in view.named_in] == ["Adjustment: A change approved"]


def test_only_what_differs_has_a_column(write_tree: WriteTree) -> None:
    views = pages(write_tree)
    assert views["finance-2026/paid"].measurements.columns == ("Period", "Value", "Expected", "Note")
    assert views["finance-2026/claims"].measurements.columns == ("Period", "Value", "To date", "Expected", "Note")
    assert views["finance-2026/cloud"].measurements.columns == ("Period", "Value", "Note")
    assert [views[f"finance-2026/{key}"].has_targets for key in ("paid", "claims", "cloud")] == [True, True, False]
    assert row(views["finance-2026/claims"].measurements, "April 2026")["To date"] == "200 claims"
    assert row(views["finance-2026/paid"].measurements, "April 2026")["Note"] == "Restated from 85.5 %: A late slip"


def test_a_dropped_kpi_says_so(write_tree: WriteTree) -> None:
    view = pages(write_tree, "{drop: finance-2026/paid, because: Nobody reads it}")["finance-2026/paid"]
    assert view.chip.word == "dropped"
    assert words(view.went) == "Dropped on 17 April 2026: A change"
    assert "Next target" not in {name for name, _ in view.facts}


def test_kpis_of_two_plans_have_a_column_for_the_plan(write_tree: WriteTree) -> None:
    second = NEW.replace("supersedes: finance-2025\n", "").replace("finance-2026/", "more-2026/")
    second = second.replace("title: Finance 2026", "title: More 2026")
    subject = open_subject(write_tree({**PLANS, "records/plans/more-2026.yml": second}))
    table = build_kpis(subject).tables[0]
    assert [words(one.cells[1]) for one in table.rows if words(one.cells[0]) == "Cloud cost"] == [
        "Finance 2026",
        "More 2026",
    ]


def test_confidential_values_stand_in_no_table_of_kpis(write_tree: WriteTree) -> None:
    facts = {path: f"confidential: true\n{text}" for path, text in PROGRESS.items()}
    table = build_kpis(open_subject(write_tree({**PLANS, **facts}))).tables[0]
    assert table.rows
    assert {(words(one.cells[2]), words(one.cells[3])) for one in table.rows} == {("–", "–")}
    shown = build_kpis(open_subject(write_tree({**PLANS, **PROGRESS}))).tables[0]
    assert ("86 %", "90 % by 30 Jun 2026") in {(words(one.cells[2]), words(one.cells[3])) for one in shown.rows}


def test_signals_are_the_values_outside_the_natural_limits(write_tree: WriteTree) -> None:
    days = ", ".join(f"2026-03-{day:02}: {170 + day % 2}" for day in range(1, 13))
    plan = NEW.replace(
        "range: {high: 180, tolerance: 20}\n    frequency: monthly", "range: {high: 180}\n    frequency: dated"
    )
    for more, expected in (
        ("", "All values lie between 167.84 ZAR to 173.16 ZAR: noise, no signal."),
        (", 2026-03-13: 199", "13 March 2026 lies outside and is a signal."),
    ):
        facts = {"records/progress/finance-2026.yml": f"kpis: {{cloud: {{{days}{more}}}}}\n"}
        tree = write_tree({**PLANS, "records/plans/finance-2026.yml": plan, **facts})
        said = dict(build_kpi_pages(open_subject(tree)))["finance-2026/cloud"].signals
        assert said.replace("\u202f", " ").replace("\u00a0", " ").endswith(expected)


def test_a_move_has_the_number_that_it_has_on_the_chart(write_tree: WriteTree) -> None:
    view = pages(write_tree, "{kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90, to: 88}}")["finance-2026/paid"]
    assert words(view.moves.rows[0].cells[0]) == "Move 1 | 17 Apr 2026"


def test_a_card_says_value_target_and_owner(write_tree: WriteTree) -> None:
    gallery = build_kpis(open_subject(write_tree({**PLANS, **PROGRESS}))).sections[0].gallery
    by_name = {card.name.text: card for card in gallery}
    paid, cloud = by_name["Paid on time"], by_name["Cloud cost"]
    assert (words(paid.value), paid.when, words(paid.target)) == ("86 %", "April 2026", "90 % by 30 Jun 2026")
    assert words(cloud.target) == "at most 180 ZAR"
    assert words(paid.owner) == "Neo Dlamini"
    assert paid.picture is not None
    assert len({card.picture.anchor for card in gallery if card.picture}) == len(gallery)


def test_a_card_of_something_confidential_says_that_it_exists(write_tree: WriteTree) -> None:
    path = "records/plans/finance-2026.yml"
    hidden = {**PLANS, **PROGRESS, path: f"confidential: true\n{NEW}"}
    for card in build_kpis(open_subject(write_tree(hidden))).sections[0].gallery:
        assert card.name.text == "Confidential KPI"
        assert (card.value, card.when, card.target, card.picture) == ("", "", "", None)


def test_a_kpi_without_a_value_has_a_sentence_and_no_chart(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(PLANS))
    assert dict(build_kpi_pages(subject))["finance-2026/paid"].chart is None
    assert {card.when for card in build_kpis(subject).sections[0].gallery} == {"Not measured yet"}
