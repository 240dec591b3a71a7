from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from promise_tree import LEGAL, NEW, PLANS, adjustment, open_subject, row, words

from followup_build.views.adjustments import build_adjustment_pages, build_adjustments
from followup_build.views.kpis import build_kpi_pages
from followup_build.views.milestones import build_milestones
from followup_build.views.plans import build_plan_pages
from followup_build.views.subject import Subject

WriteTree = Callable[[Mapping[str, str]], Path]
AT = "records/adjustments/finance/2026-04-15-change.yml"
HIDDEN_PLAN = {**PLANS, "records/plans/finance-2026.yml": f"confidential: true\n{NEW}"}


def printed(subject: Subject) -> str:
    """All that these pages would print."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for one in value.values():
                yield from texts(one)
        elif isinstance(value, list | tuple):
            for one in value:
                yield from texts(one)

    views = [build_adjustments(subject), build_milestones(subject)]
    views += [
        view for build in (build_adjustment_pages, build_plan_pages, build_kpi_pages) for _, view in build(subject)
    ]
    return "\n".join(text for view in views for text in texts(asdict(view)))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("change", "secrets"),
    [
        ("{kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90, to: 88}}", ["90", "88", "Q2 2026"]),
        ("{milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}", ["15 August", "30 June"]),
        ("{milestone: finance-2026/portal, title: {from: Royalty portal live, to: Canary}}", ["Canary"]),
        ("{drop: finance-2026/portal, because: Canary}", ["Canary"]),
        ("{add: {milestone: finance-2026/exit, title: Canary, owner: n.dlamini, due: 2026-08-01}}", ["Canary"]),
    ],
)
def test_a_public_adjustment_says_nothing_of_a_confidential_plan(
    write_tree: WriteTree, change: str, secrets: list[str]
) -> None:
    expects = (
        "approvals: [{by: z.khumalo, on: 2026-04-17}]\nexpects: {kpi: finance-2026/paid, by: 2026-09-30, value: 91}"
    )
    subject = open_subject(write_tree({**HIDDEN_PLAN, AT: adjustment(f"  - {change}", expects)}))
    text = printed(subject)
    assert "Something happened." in text
    assert "Confidential KPI" in text
    for secret in (*secrets, "91", "Royalty portal live", "Paid on time", "Systems budget\nAnalysts"):
        assert secret not in text, secret


def test_a_public_adjustment_that_is_only_proposed_keeps_the_same_silence(write_tree: WriteTree) -> None:
    change = "  - {add: {milestone: finance-2026/exit, title: Canary, owner: n.dlamini, due: 2026-08-01}}"
    subject = open_subject(write_tree({**HIDDEN_PLAN, AT: adjustment(change, "")}))
    assert "Canary" not in printed(subject)


def test_a_promise_that_a_confidential_proposal_would_add_has_no_name_yet(write_tree: WriteTree) -> None:
    change = "  - {add: {milestone: finance-2026/exit, title: Canary, owner: n.dlamini, due: 2026-08-01}}"
    subject = open_subject(write_tree({**PLANS, AT: "confidential: true\n" + adjustment(change, "")}))
    assert subject.names.link("finance-2026/exit").text == "Confidential milestone"  # type: ignore[union-attr]


def test_a_promise_that_is_only_proposed_leads_to_its_adjustment(write_tree: WriteTree) -> None:
    change = "  - {add: {milestone: finance-2026/exit, title: Exit plan, owner: n.dlamini, due: 2026-08-01}}"
    subject = open_subject(write_tree({**PLANS, AT: adjustment(change, "")}))
    assert subject.names.link("finance-2026/exit").path == "adjustments/2026-04-15-change/index.html"  # type: ignore[union-attr]


def test_a_transfer_with_a_confidential_plan_hides_the_amount(write_tree: WriteTree) -> None:
    transfer = "  - {transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 1234}}"
    tree = {**PLANS, "records/plans/legal-2026.yml": f"confidential: true\n{LEGAL}", AT: adjustment(transfer, "")}
    text = printed(open_subject(write_tree(tree))).replace("\u202f", "")
    assert "1234" not in text
    assert "an amount" in text


def test_confidential_dates_stand_in_no_table(write_tree: WriteTree) -> None:
    view = build_milestones(open_subject(write_tree(HIDDEN_PLAN)))
    (table,) = (one.table for one in view.sections if one.title == "Finance")
    assert {words(cell) for one in table.rows for cell in one.cells[2:6]} == {"–"}


def test_confidential_progress_keeps_values_and_notes_to_itself(write_tree: WriteTree) -> None:
    progress = """\
kpis:
  paid:
    2026-04: {value: 85.2, note: Canary, restated: {from: 85.1, because: Canary}}
milestones:
  portal:
    2026-05-10: {forecast: 2026-08-20, percent: 37, note: Canary}
"""
    path = "records/progress/finance-2026.yml"
    public = open_subject(write_tree({**PLANS, path: progress}))
    # In tables, and on the points in both drawings of a chart.
    assert printed(public).count("Canary") == 6
    hidden = open_subject(write_tree({**PLANS, path: f"confidential: true\n{progress}"}))
    pages = dict(build_plan_pages(hidden))
    detail = next(part for part in pages["finance-2026"].milestones if part.anchor == "portal")
    assert "Canary" not in printed(hidden)
    assert not detail.updates.rows
    assert {name for name, _ in detail.facts} == {"Owner", "Depends on", "First promised", "Now"}


def test_the_kind_of_a_confidential_adjustment_is_not_told(write_tree: WriteTree) -> None:
    change = "  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90, to: 88}}"
    subject = open_subject(write_tree({**PLANS, AT: "confidential: true\n" + adjustment(change, "")}))
    assert row(build_adjustments(subject).undecided, "Confidential adjustment")["Kind"] == "–"
