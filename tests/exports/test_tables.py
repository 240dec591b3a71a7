"""Datasets as files: CSV and JSON say the same, and the same as `followup status`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from promise_tree import PLANS, adjustment, open_subject

from followup_build.exports.status_answer import csv_cell, status_json
from followup_build.exports.tables import dataset_csv, dataset_json
from followup_build.views.datasets.dataset import Column, Dataset
from followup_build.views.datasets.registry import DATASETS, build_datasets
from followup_build.views.subject import Subject

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 20)
WriteTree = Callable[[Mapping[str, str]], Path]


@pytest.fixture(scope="module")
def example() -> Subject:
    return open_subject(ROOT, DAY)


def rows(subject: Subject, name: str) -> list[dict[str, Any]]:
    (dataset,) = [one for one in build_datasets(subject) if one.name == name]
    answer = json.loads(dataset_json(dataset, as_of=subject.snapshot.as_of, revision=None))
    found: list[dict[str, Any]] = answer["rows"]
    return found


def test_csv_and_json_hold_the_same(example: Subject) -> None:
    for dataset in build_datasets(example):
        answer = json.loads(dataset_json(dataset, as_of=DAY, revision="abc"))
        assert {name: answer[name] for name in ("version", "as_of", "revision", "dataset")} == {
            "version": 1,
            "as_of": "2026-11-20",
            "revision": "abc",
            "dataset": dataset.name,
        }
        names = [one["name"] for one in answer["columns"]]
        text = dataset_csv(dataset)
        assert "\r" not in text
        header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        assert header == names == list(dict.fromkeys(names))
        assert lines == [[csv_cell(one[name]) for name in names] for one in answer["rows"]], dataset.name
        assert dataset.rows or dataset.name == "findings", f"the example shows no {dataset.name}"


def test_values_have_the_type_of_their_column(example: Subject) -> None:
    types = {"text": (str,), "number": (Decimal,), "integer": (int,), "date": (date,), "boolean": (bool,)}
    for dataset in build_datasets(example):
        for row in dataset.rows:
            for column, value in zip(dataset.columns, row, strict=True):
                is_right = value is None or type(value) in types[column.type]
                assert is_right, (dataset.name, column.name, value)
                assert value != "", (dataset.name, column.name)


def test_figures_are_those_of_the_status(example: Subject) -> None:
    status = json.loads(status_json(example.snapshot.items.values(), as_of=DAY, revision=None))
    items = {(one["kind"], one["ref"]): one for one in status["items"]}
    compared = 0
    for kind in ("kpi", "milestone", "action", "session", "adjustment", "plan", "goal", "department"):
        for row in rows(example, f"{kind}s"):
            item = items[kind, row["ref"]]
            for name in ("status", "stale", "title", "owner"):
                if name in row and not row.get("confidential"):
                    assert row[name] == item[name], (kind, row["ref"], name)
            assert row["reasons"] == (" ".join(item["reasons"]) or None)
            for name in row.keys() & item["figures"].keys():
                value = item["figures"][name]
                expected = ", ".join(value) or None if isinstance(value, list) else value
                assert row[name] == expected, (kind, row["ref"], name)
                compared += 1
    assert compared > 500


def test_the_latest_measurement_is_the_value_of_its_kpi(example: Subject) -> None:
    latest = {row["kpi"]: row for row in rows(example, "measurements")}
    for kpi in rows(example, "kpis"):
        if kpi["value"] is not None:
            found = latest[kpi["ref"]]
            assert (found["to_date"], found["expected"], found["at"], found["unit"]) == (
                kpi["value"],
                kpi["expected"],
                kpi["at"],
                kpi["unit"],
            )


def test_a_spreadsheet_runs_nothing_and_a_terminal_is_not_steered() -> None:
    columns = (Column("text", "text", "Words"), Column("number", "number", "A number"))
    said = ['=HYPERLINK("http://x")', "+1", "-1", "@x", "\tx", 'quote " and, comma', "two\nlines", "\x1b[31m\u202e"]
    dataset = Dataset("words", "Words", columns, tuple((one, Decimal("-1.5")) for one in said))
    header, *lines = csv.reader(io.StringIO(dataset_csv(dataset), newline=""), strict=True)
    assert header == ["text", "number"]
    assert [line[0] for line in lines] == [
        """'=HYPERLINK("http://x")""",
        "'+1",
        "'-1",
        "'@x",
        r"'\u0009x",
        'quote " and, comma',
        "two\nlines",
        r"\u001b[31m\u202e",
    ]
    assert {line[1] for line in lines} == {"-1.5"}
    answer = dataset_json(dataset, as_of=DAY, revision=None)
    assert [one["text"] for one in json.loads(answer)["rows"]] == said
    assert not set(answer) & set("\x1b\u202e")


def test_names_and_columns_are_lower_case_words() -> None:
    names = [kind.name for kind in DATASETS]
    assert len(names) == len(set(names))
    for kind in DATASETS:
        assert kind.name.replace("-", "").isalpha()
        assert kind.name.islower()
        for column in kind.columns:
            assert column.name.replace("_", "").isalpha()
            assert column.meaning[0].isupper() or column.meaning.split()[0].strip(",").islower()


def test_a_move_says_from_what_to_what(write_tree: WriteTree) -> None:
    changes = (
        "  - {milestone: finance-2026/portal, owner: {from: n.dlamini, to: t.mokoena}}\n"
        "  - {milestone: finance-2026/portal, major: {from: true, to: false}}\n"
        "  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90, to: 88.5}}\n"
        "  - {add: {milestone: finance-2026/exit, title: Exit plan, owner: n.dlamini, due: 2026-08-01}}"
    )
    subject = open_subject(write_tree({**PLANS, "records/adjustments/finance/a.yml": adjustment(changes)}))
    found = [(one["field"], one["before"], one["after"]) for one in rows(subject, "moves")]
    assert found == [
        ("owner", "n.dlamini", "t.mokoena"),
        ("major", "true", "false"),
        ("target 2026-Q2", "90", "88.5"),
        ("added", None, "Exit plan"),
    ]


def test_what_is_dated_later_is_not_there_yet(example: Subject) -> None:
    earlier = open_subject(ROOT, date(2026, 6, 30))
    for name, column in (
        ("measurements", "at"),
        ("milestone-updates", "on"),
        ("action-updates", "on"),
        ("moves", "on"),
        ("decisions", "on"),
        ("challenges", "on"),
        ("feedback", "date"),
    ):
        days = [row[column] for row in rows(earlier, name)]
        assert days, name
        assert max(days) <= "2026-06-30", name
        assert max(row[column] for row in rows(example, name)) > "2026-06-30", name
    sessions = {row["ref"]: row for row in rows(earlier, "sessions")}
    assert sessions["2026-q2-review"]["attendees"] is None
    assert sessions["2026-q2-review"]["status"] == "not_started"
    assert next(row for row in rows(example, "sessions") if row["ref"] == "2026-q2-review")["attendees"]


def test_people_have_no_addresses(example: Subject) -> None:
    for dataset in build_datasets(example):
        assert "@example.org" not in dataset_csv(dataset), dataset.name
