from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from test_main import ACTION, RECORDS

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
goals: {timely: {title: Pay on time, owner: t.mokoena}}
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-06-30, goal: timely}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    goal: timely
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-02-28, value: 80}
    targets: {2026-Q2: 92}
"""
PROGRESS = """\
kpis:
  paid:
    2026-03: 82
    2026-04: 83.5
"""
TREE = {**RECORDS, "records/plans/finance-2026.yml": PLAN, "records/progress/finance-2026.yml": PROGRESS}


@pytest.fixture(autouse=True)
def _inside(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_tree(TREE))


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, object]]:
    assert run(["status", "--format", "json", "--as-of", "2026-05-16", *arguments]) == 0
    parsed = json.loads(capsys.readouterr().out)
    assert (parsed["version"], parsed["as_of"], parsed["revision"]) == (1, "2026-05-16", None)
    return {item["ref"]: item for item in parsed["items"]}


def test_json_names_every_item_with_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    items = answer(capsys)
    assert {
        "organisation",
        "finance",
        "legal",
        "finance-2026",
        "finance-2026/timely",
        "finance-2026/paid",
        "finance-2026/portal",
        "tests",
        "2026-q1-review",
    } == set(items)
    kpi = items["finance-2026/paid"]["figures"]
    assert isinstance(kpi, dict)
    assert (kpi["value"], kpi["at"], kpi["baseline"], kpi["target"]) == (83.5, "2026-04-30", 80, 92)
    action = items["tests"]["figures"]
    assert isinstance(action, dict)
    assert (action["days_overdue"], action["due"], action["state"]) == (1, "2026-05-15", "open")
    assert items["tests"]["status"] == "off_track"


def test_items_are_ordered_by_kind_and_ref(capsys: pytest.CaptureFixture[str]) -> None:
    kinds = [item["kind"] for item in answer(capsys).values()]
    order = ["organisation", "department", "plan", "goal", "kpi", "milestone", "action", "session"]
    assert list(dict.fromkeys(kinds)) == order


@pytest.mark.parametrize(
    ("arguments", "refs"),
    [
        (["--overdue"], {"tests"}),
        (["--owner", "n.dlamini"], {"finance-2026/portal", "finance-2026/paid", "tests"}),
        (["--department", "legal"], {"legal"}),
    ],
)
def test_filters(capsys: pytest.CaptureFixture[str], arguments: list[str], refs: set[str]) -> None:
    assert set(answer(capsys, *arguments)) == refs


def test_unknown_filters_offer_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--owner", "n.dlamni"]) == 2
    assert "Did you mean n.dlamini?" in capsys.readouterr().err
    assert run(["status", "--department", "finnance"]) == 2
    assert "Did you mean finance?" in capsys.readouterr().err


def test_csv_has_a_line_an_item_and_numbers_as_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    items = answer(capsys)
    assert run(["status", "--format", "csv", "--as-of", "2026-05-16"]) == 0
    rows = {row["ref"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert set(rows) == set(items)
    assert rows["finance-2026/paid"]["value"] == "83.5"
    assert rows["tests"]["days_overdue"] == "1"


def test_csv_cells_cannot_be_formulas(write_tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    write_tree({**TREE, "records/actions/tests.yml": ACTION.replace("Agree acceptance tests", '"=HYPERLINK(1)"')})
    assert run(["status", "--format", "csv", "--as-of", "2026-05-16"]) == 0
    assert "'=HYPERLINK(1)" in capsys.readouterr().out


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_the_table_is_no_wider_than_the_terminal(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["status", "--as-of", "2026-05-16"]) == 0
    out = capsys.readouterr().out
    assert "Portal live" in out
    assert "✖ off track" in out
    assert max(len(line) for line in out.splitlines()) <= max(60, int(columns))


def test_records_with_errors_give_a_status_and_a_line_that_says_so(
    write_tree: WriteTree, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tree(
        {
            **TREE,
            "records/actions/tests.yml": ACTION.replace("owner: n.dlamini\n", ""),
            "records/actions/gone.yml": "title: [\n",
        }
    )
    assert run(["status", "--format", "json", "--as-of", "2026-05-16"]) == 0
    captured = capsys.readouterr()
    items = {item["ref"]: item for item in json.loads(captured.out)["items"]}
    assert items["tests"]["owner"] is None
    assert "gone" not in items
    assert "2 errors; 1 record or item was left out" in captured.err


def test_confidential_records_keep_their_words(write_tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    secret = ACTION.replace("Agree acceptance tests", "Dismiss the canary") + "confidential: true\n"
    write_tree({**TREE, "records/actions/tests.yml": secret})
    for form in ("text", "json", "csv"):
        assert run(["status", "--format", form, "--as-of", "2026-05-16"]) == 0
        assert "canary" not in capsys.readouterr().out


def test_explain_tells_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "finance-2026/paid", "--as-of", "2026-05-16"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("kpi finance-2026/paid: Paid on time\n")
    assert "83.5" in out
    assert "records/plans/finance-2026.yml" in out


def test_explain_prints_the_page_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "action-without-owner"]) == 0
    assert capsys.readouterr().out.startswith("# action-without-owner\n")


def test_explain_offers_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "finance-2026/payd"]) == 2
    assert "finance-2026/paid" in capsys.readouterr().err
