"""Series that fit no day, and hours that a day does not have: at each side of the boundary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
ORGANISATION = """\
name: Rights House
timezone: Europe/Berlin
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
cadences:
  check-in: CADENCE
"""
SESSION = "---\ntitle: Check-in\nkind: weekly\ndate: {}\nstatus: planned\nchair: z.khumalo\n{}---\n"
WEEKLY = "{kind: weekly, every: week, on: friday, from: 2026-01-01, time: 02:30}"


def found(root: Path, rule: str) -> list[str]:
    workspace = open_workspace(root, records="records", as_of=date(2026, 3, 1))
    return [one.message for one in workspace.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("every: week, on: tuesday, from: 2026-04-01", 0),
        ("every: 2 weeks, on: last day, from: 2026-04-01", 0),
        ("every: week, on: last working day, from: 2026-04-01", 0),
        ("every: week, on: 15, from: 2026-04-01", 1),
        ("every: 2 weeks, on: first monday, from: 2026-04-01", 1),
        ("every: month, on: 31, from: 2026-04-01, until: 2026-04-01", 0),
        ("every: month, on: 31, from: 2026-04-01, until: 2026-03-31", 1),
        ("every: week, on: 15, from: 2026-04-01, until: 2026-03-31", 2),
    ],
)
def test_a_series_names_a_day(words: str, count: int, write_tree: WriteTree) -> None:
    text = ORGANISATION.replace("CADENCE", f"{{kind: weekly, {words}}}")
    assert len(found(write_tree({"records/organisation.yml": text}), "cadence-without-day")) == count


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("every: 0 months, on: 1, from: 2026-04-01", "not-a-recurrence"),
        ("every: month, on: 32, from: 2026-04-01", "not-a-recurrence"),
        ("every: year, on: 30, from: 2026-02-30", "not-a-date"),
    ],
)
def test_words_that_are_no_recurrence_are_told(words: str, rule: str, write_tree: WriteTree) -> None:
    text = ORGANISATION.replace("CADENCE", f"{{kind: weekly, {words}}}")
    assert len(found(write_tree({"records/organisation.yml": text}), rule)) == 1


@pytest.mark.parametrize(
    ("day", "fields", "is_found"),
    [
        # In Berlin the clocks go from two to three on 29 March 2026, and from three to two on 25 October.
        ("2026-03-29", "time: 01:59\n", False),
        ("2026-03-29", "time: 02:00\n", True),
        ("2026-03-29", "time: 02:59\n", True),
        ("2026-03-29", "time: 03:00\n", False),
        ("2026-03-28", "time: 02:30\n", False),
        ("2026-10-25", "time: 02:30\n", False),
        ("2026-03-29", "cadence: check-in\n", True),
        ("2026-03-29", "", False),
    ],
)
def test_a_session_starts_at_a_time_that_its_day_has(
    day: str, fields: str, is_found: bool, write_tree: WriteTree
) -> None:
    files = {
        "records/organisation.yml": ORGANISATION.replace("CADENCE", WEEKLY),
        "records/sessions/night/session.md": SESSION.format(day, fields),
    }
    assert bool(found(write_tree(files), "skipped-time")) is is_found
