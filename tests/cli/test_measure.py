# ruff: noqa: E501 - what a command says is one line
from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written_tree import TREE

from followup_build.cli import run
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
PROGRESS = """\
# What finance reports.
kpis:
  paid:
    # the first month
    2026-03: 85   # by mail
    2026-05: {value: 86.10, note: 'Two held back'}
milestones:
  portal:
    2026-04-10: {forecast: 2026-08-10, percent: 40}
"""
FILE = Path("records/progress/finance-2026.yml")


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    plan = TREE["records/plans/finance-2026.yml"].replace(
        "resources:\n",
        "  calls: {title: Calls, owner: t.mokoena, goal: timely, unit: calls, direction: range, frequency: quarterly, range: {low: -5}}\n"
        "  visits: {title: Visits, owner: t.mokoena, goal: timely, unit: visits, direction: range, frequency: weekly, range: {low: 1}}\n"
        "resources:\n",
    )
    root = write_tree({**TREE, "records/plans/finance-2026.yml": plan, str(FILE): PROGRESS})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return root


def measure(typed: str, status: int = 0) -> None:
    assert run(["measure", *shlex.split(typed)]) == status


def text() -> str:
    return FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "old", "new"),
    [
        ("finance-2026/paid 2026-04 85.20", "# by mail\n", "# by mail\n    2026-04: 85.20\n"),
        ("finance-2026/paid 2026-06 87", "back'}\n", "back'}\n    2026-06: 87\n"),
        ("finance-2026/paid now 87", "back'}\n", "back'}\n    2026-06: 87\n"),
        (
            "finance-2026/paid 2026-04 85.2 --note 'Bank: closed'",
            "# by mail\n",
            '# by mail\n    2026-04: {value: 85.2, note: "Bank: closed"}\n',
        ),
        ("finance-2026/days last 33", "back'}\n", "back'}\n  days:\n    2026-05: 33\n"),
        ("finance-2026/calls 2026-Q1 -3.5", "back'}\n", "back'}\n  calls:\n    2026-Q1: -3.5\n"),
        ("finance-2026/calls last -3", "back'}\n", "back'}\n  calls:\n    2026-Q1: -3\n"),
        (
            "finance-2026/calls --note Fog last -3",
            "back'}\n",
            "back'}\n  calls:\n    2026-Q1: {value: -3, note: Fog}\n",
        ),
        ("finance-2026/visits last 4", "back'}\n", "back'}\n  visits:\n    2026-W24: 4\n"),
        (
            "finance-2026/paid 2026-03 84 --restate --because 'Nine came late'",
            "2026-03: 85   #",
            "2026-03: {value: 84, restated: {from: 85, because: Nine came late}}   #",
        ),
        (
            "finance-2026/paid last 86.4 --restate --because Typo",
            "{value: 86.10, note: 'Two held back'}",
            "{value: 86.4, note: 'Two held back', restated: {from: 86.10, because: Typo}}",
        ),
        ("finance-2026/paid 2026-03 85.0 --note Good", "2026-03: 85 ", "2026-03: {value: 85, note: Good} "),
    ],
)
def test_a_value_is_one_line_where_it_belongs(
    typed: str, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(f"{typed} --dry-run")
    assert text() == PROGRESS
    measure(typed)
    assert text() == PROGRESS.replace(old, new)
    shown = capsys.readouterr().out
    assert shown.startswith(f"--- a/{FILE}\n+++ b/{FILE}\n@@")
    assert "One change" in shown
    assert run(["check"]) == 0


def test_the_effect_on_the_status_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    measure("finance-2026/paid last 95 --restate --because 'Nine came in time'")
    effect = capsys.readouterr().out.partition("What this does to the status\n")[2]
    assert "  Paid on time: ✖ off track → ● on track\n" in effect


def test_the_first_value_makes_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    FILE.unlink()
    measure("finance-2026/paid last 85")
    assert text() == "kpis:\n  paid:\n    2026-05: 85\n"
    assert capsys.readouterr().out.startswith(f"--- /dev/null\n+++ b/{FILE}")


def test_the_first_facts_about_a_confidential_plan_are_confidential() -> None:
    FILE.unlink()
    plan = Path("records/plans/finance-2026.yml")
    plan.write_text(f"confidential: true\n{plan.read_text(encoding='utf-8')}", encoding="utf-8")
    measure("finance-2026/paid last 85")
    assert text() == "confidential: true\nkpis:\n  paid:\n    2026-05: 85\n"


def test_a_long_note_stays_on_the_line_of_its_value() -> None:
    note = "Two statements were held back by the bank, " * 4 + "and paid in June"
    measure(f"finance-2026/paid 2026-04 85 --note '{note}'")
    assert f'    2026-04: {{value: 85, note: "{note}"}}\n' in text()
    FILE.unlink()
    measure(f"finance-2026/paid 2026-04 85 --note '{note}'")
    assert text() == f'kpis:\n  paid:\n    2026-04: {{value: 85, note: "{note}"}}\n'


def test_the_same_again_is_done_already(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in ("finance-2026/paid 2026-03 85.0", "finance-2026/paid 2026-05 86.1 --note 'Two held back'"):
        measure(typed)
        assert "already; nothing to do." in capsys.readouterr().out
    assert text() == PROGRESS


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (
            "finance-2026/paid 2026-03 84",
            1,
            "finance-2026/paid 2026-03 is 85 already; if that was wrong, add --restate --because TEXT",
        ),
        ("finance-2026/paid 2026-05 86.1 --note Other", 1, f"has a note already; to change it, edit {FILE}"),
        ("finance-2026/paid 2026-04 84 --restate --because x", 1, "has no value for 2026-04 to restate"),
        ("finance-2026/paid 2026-03 84 --restate", 2, "add --because TEXT, why the earlier value was wrong"),
        ("finance-2026/paid 2026-04 84 --because x", 2, "--because belongs to --restate"),
        ("finance-2026/piad 2026-04 84", 2, "there is no KPI finance-2026/piad. Did you mean finance-2026/paid?"),
        ("paid 2026-04 84", 2, "there is no KPI paid. Did you mean finance-2026/paid?"),
        (
            "finance-2026/portal 2026-04 84",
            2,
            "finance-2026/portal is a milestone; use followup milestone finance-2026/portal",
        ),
        ("finance-2026 2026-04 84", 2, "finance-2026 is a plan, not a KPI"),
        ("finance-2026/paid 2026-04 85,2", 2, "85,2 has a comma; write decimals with a point, like 85.2"),
        ("finance-2026/paid 2026-04 85.2%", 2, "without a unit"),
        ("finance-2026/paid 2026-04 ''", 2, "VALUE"),
        ("finance-2026/paid 2026-04 85 --note ' '", 2, "--note: this text is empty"),
        ("finance-2026/paid 2026-4 85", 2, "PERIOD: "),
        ("finance-2026/paid april 85", 2, "write it like 2026-04"),
        (
            "finance-2026/paid 2026-Q1 85",
            1,
            "finance-2026/paid is measured monthly, and 2026-Q1 is a quarter; write the period like 2026-04",
        ),
        ("finance-2026/paid 2026-04-30 85", 1, "2026-04-30 is a day; 2026-04-30 lies in 2026-04; write"),
        ("finance-2026/paid 2026-07 85", 1, "it would add 1 error to the records"),
        ("finance-2026/paid 2026-04", 2, "Missing argument 'VALUE'"),
        ("finance-2026/paid 2026-04 85 --nte x", 2, "No such option"),
        ("finance-2026/paid 2026-04 85 --at HEAD", 2, "--at names the past"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(typed, status)
    assert said in capsys.readouterr().err
    assert text() == PROGRESS


def test_what_cannot_be_read_is_not_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    broken = PROGRESS.replace("2026-03: 85 ", "2026-03: much ")
    FILE.write_text(broken, encoding="utf-8")
    measure("finance-2026/paid 2026-03 85", 1)
    assert "has a fault at finance-2026/paid 2026-03; run followup check, and mend it first" in capsys.readouterr().err
    assert text() == broken
    measure("finance-2026/paid 2026-04 85")
    assert text() == broken.replace("# by mail\n", "# by mail\n    2026-04: 85\n")


def test_a_withdrawn_value_stays_withdrawn(capsys: pytest.CaptureFixture[str]) -> None:
    FILE.write_text(PROGRESS.replace("85 ", "{value: 85, withdrawn: {because: Wrong KPI}} "), encoding="utf-8")
    measure("finance-2026/paid 2026-03 84", 1)
    assert "was withdrawn (Wrong KPI); to give it a value, edit" in capsys.readouterr().err


_MONTHS = ("2026-03", "2026-04", "2026-05")
_WORDS = st.text(st.sampled_from("ab :#'\"{}[],-\\é&*!%@|>?~0"), min_size=1, max_size=30)


@given(
    asked=st.lists(
        st.tuples(
            st.sampled_from(("paid", "days")),
            st.sampled_from(_MONTHS),
            st.decimals(-99, 99, places=1),
            st.none() | _WORDS,
            st.none() | _WORDS,
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_reported_is_read_back_and_nothing_else_changes(
    asked: list[tuple[str, str, Decimal, str | None, str | None]],
) -> None:
    FILE.write_text(PROGRESS, encoding="utf-8")
    told: dict[tuple[str, str], Decimal] = {("paid", "2026-03"): Decimal(85), ("paid", "2026-05"): Decimal("86.10")}
    for key, period, value, note, because in asked:
        before = text()
        given_note = [f"--note={note}"] if note is not None else []
        restated = ["--restate", f"--because={because}"] if because is not None else []
        status = run(["measure", *given_note, *restated, f"finance-2026/{key}", period, f"{value}"])
        progress = open_workspace(Path.cwd()).portfolio.progress["finance-2026"].data
        if status == 0:
            told[key, period] = value
        else:
            assert text() == before
        found = {
            (key, period): measurement.value
            for key, measurements in progress.kpis.items()
            for period, measurement in measurements.items()
        }
        assert found == told
        if status == 0 and text() != before and note is not None:
            assert progress.kpis[key][period].note == note
        kept = [line for line in text().splitlines() if line in before.splitlines()]
        assert len(before.splitlines()) - len(kept) <= 1
        assert run(["check", "-q"]) == 0
    assert text().startswith("# What finance reports.\n")
    assert "# the first month" in text()
    assert "# by mail" in text()
