# ruff: noqa: E501 - what a command says is one line
from __future__ import annotations

import contextlib
import errno
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written_tree import TREE

from followup_build.cli import run
from followup_build.editing.naming import id_of
from followup_build.editing.splices import Splice, Splicer
from followup_build.model.scalars import parse_id
from followup_build.source.tree import name_fault

WriteTree = Callable[[Mapping[str, str]], Path]
WHO = ("--reason", "The supplier is late.", "--owner", "n.dlamini", "--follow-up", "2026-10-01")
FINANCE = Path("records/adjustments/finance")
KILLS = int(os.environ.get("FOLLOWUP_KILLS", "15"))


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree(TREE)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1778846400")  # 2026-05-15
    return root


def adjust(*arguments: str, status: int = 0) -> None:
    assert run(["adjust", *arguments]) == status


def made() -> str:
    """The text of the one adjustment that a command made."""
    new = list(Path("records/adjustments").rglob("2026-05-15-*.yml"))
    assert len(new) == 1
    return new[0].read_text(encoding="utf-8")


def changes() -> list[str]:
    return made().partition("changes:\n")[2].splitlines()


def test_a_milestone_is_moved_from_where_it_stands_now(capsys: pytest.CaptureFixture[str]) -> None:
    adjust("finance-2026/portal", "--due", "2026-09-01", *WHO, "--session", "2026-q1-review")
    assert (FINANCE / "2026-05-15-portal-date.yml").read_text(encoding="utf-8") == (
        "title: Move Royalty portal live to 1 September 2026\n"
        "session: 2026-q1-review\n"
        "reason: The supplier is late.\n"
        "owner: n.dlamini\n"
        "follow_up: 2026-10-01\n"
        "proposed: {by: n.dlamini, on: 2026-05-15}\n"
        "changes:\n"
        "  - {milestone: finance-2026/portal, due: {from: 2026-08-15, to: 2026-09-01}}\n"
    )
    shown = capsys.readouterr().out
    assert shown.startswith("--- /dev/null\n+++ b/records/adjustments/finance/2026-05-15-portal-date.yml\n@@")
    assert "It waits for the approval of Finance." in shown
    once = shown.partition("Once approved: ")[2]
    assert "Royalty portal live moves from 15 August 2026 to 1 September 2026: 17 days later" in once
    assert "approved by" not in once
    assert run(["check"]) == 0


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (
            "finance-2026/portal --new-owner t.mokoena",
            [
                "  - {milestone: finance-2026/portal, owner: {from: n.dlamini, to: t.mokoena}}",
            ],
        ),
        (
            "finance-2026/portal --new-title 'Portal: live'",
            [
                '  - {milestone: finance-2026/portal, title: {from: Royalty portal live, to: "Portal: live"}}',
            ],
        ),
        (
            "finance-2026/portal --set major=true",
            [
                "  - {milestone: finance-2026/portal, major: {to: true}}",
            ],
        ),
        (
            "finance-2026/portal --set goal=",
            [
                "  - {milestone: finance-2026/portal, goal: {from: timely}}",
            ],
        ),
        (
            "finance-2026/portal --set 'depends_on=[finance-2026/archive]' --due 2026-10-01",
            [
                "  - {milestone: finance-2026/portal, due: {from: 2026-08-15, to: 2026-10-01}, depends_on: {to: [finance-2026/archive]}}",
            ],
        ),
        (
            "finance-2026/paid --target 2026-Q2=90",
            [
                "  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 92, to: 90}}",
            ],
        ),
        (
            "finance-2026/paid --target 2026-06-30=90",
            [
                "  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 92, to: 90}}",
            ],
        ),
        (
            "finance-2026/paid --target 2026-Q3=93 --target 2027-02-28=",
            [
                "  - {kpi: finance-2026/paid, target: {at: 2026-Q3, to: 93}}",
                "  - {kpi: finance-2026/paid, target: {at: 2027-02-28, from: 95.50}}",
            ],
        ),
        (
            "finance-2026/paid --set 'baseline={date: 2026-02-28, value: 81}'",
            [
                "  - {kpi: finance-2026/paid, baseline: {from: {date: 2026-02-28, value: 80}, to: {date: 2026-02-28, value: 81}}}",
            ],
        ),
        (
            "finance-2026/days --range '20..35~5'",
            [
                "  - {kpi: finance-2026/days, range: {from: {low: 25, high: 35, tolerance: 5}, to: {low: 20, high: 35, tolerance: 5}}}",
            ],
        ),
        (
            "finance-2026/days --range ..30",
            [
                "  - {kpi: finance-2026/days, range: {from: {low: 25, high: 35, tolerance: 5}, to: {high: 30}}}",
            ],
        ),
        (
            "finance-2026/systems --amount 1000000",
            [
                "  - {resource: finance-2026/systems, amount: {from: 1200000, to: 1000000}}",
            ],
        ),
        (
            "finance-2026/systems --transfer-to legal-2026/systems --amount 50000",
            [
                "  - {transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 50000}}",
            ],
        ),
        (
            "finance-2026/audit --add milestone --new-title 'Audit, done' --new-owner t.mokoena --due 2026-12-01 --set goal=timely",
            [
                '  - {add: {milestone: finance-2026/audit, title: "Audit, done", owner: t.mokoena, goal: timely, due: 2026-12-01}}',
            ],
        ),
        (
            "finance-2026/archive --drop --because 'Nobody needs it'",
            [
                "  - {drop: finance-2026/archive, because: Nobody needs it}",
            ],
        ),
        (
            "finance-2026/archive --drop",
            [
                "  - {drop: finance-2026/archive, because: The supplier is late.}",
            ],
        ),
        (
            "finance-2026 --new-owner n.dlamini",
            [
                "  - {plan: finance-2026, owner: {from: t.mokoena, to: n.dlamini}}",
            ],
        ),
        (
            "finance-2026 --set 'period={start: 2026-03-01, end: 2027-03-31}'",
            [
                "  - {plan: finance-2026, period: {from: {start: 2026-03-01, end: 2027-02-28}, to: {start: 2026-03-01, end: 2027-03-31}}}",
            ],
        ),
        (
            "finance-2026/timely --set 'summary=To all: everybody'",
            [
                '  - {goal: finance-2026/timely, summary: {to: "To all: everybody"}}',
            ],
        ),
    ],
)
def test_every_field_of_a_promise_can_be_moved(typed: str, written: list[str]) -> None:
    adjust(*shlex.split(typed), *WHO)
    assert changes() == written
    assert run(["check"]) == 0
    record = next(Path("records/adjustments").rglob("2026-05-15-*.yml")).stem
    assert run(["approve", record, "--by", "z.khumalo"]) == 0
    assert run(["check"]) == 0


def test_a_kpi_is_added_with_all_it_needs() -> None:
    adjust(
        "finance-2026/queries", "--add", "kpi", "--new-title", "Open queries", "--new-owner", "n.dlamini",
        "--set", "unit=queries", "--set", "direction=decrease", "--set", "frequency=monthly",
        "--set", "baseline={date: 2026-04-30, value: 400}", "--target", "2026-Q4=100", "--set", "goal=timely", *WHO,
    )  # fmt: skip
    assert changes() == [
        "  - add:",
        "      kpi: finance-2026/queries",
        "      title: Open queries",
        "      owner: n.dlamini",
        "      goal: timely",
        "      unit: queries",
        "      direction: decrease",
        "      frequency: monthly",
        "      baseline: {date: 2026-04-30, value: 400}",
        "      targets: {2026-Q4: 100}",
    ]


def test_a_second_promise_goes_into_the_same_adjustment(capsys: pytest.CaptureFixture[str]) -> None:
    path = FINANCE / "2026-05-04-archive-date.yml"
    before = path.read_bytes()
    adjust("finance-2026/paid", "--target", "2026-Q2=90", "--into", "2026-05-04-archive-date")
    added = b"  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 92, to: 90}}\n"
    assert path.read_bytes() == before + added
    capsys.readouterr()
    adjust("finance-2026/paid", "--target", "2026-Q2=89", "--into", "2026-05-04-archive-date", status=1)
    assert "already changes target 2026-Q2 of finance-2026/paid" in capsys.readouterr().err
    adjust("finance-2026/paid", "--target", "2026-Q2=89", "--into", "2026-04-15-portal-date", status=1)
    assert "2026-04-15-portal-date is decided (approved)" in capsys.readouterr().err
    assert path.read_bytes() == before + added


def test_what_somebody_has_approved_gets_no_more_changes(capsys: pytest.CaptureFixture[str]) -> None:
    transfer = ["finance-2026/systems", "--transfer-to", "legal-2026/systems", "--amount", "50000", "--id", "money"]
    adjust(*transfer, *WHO)
    assert run(["approve", "money", "--by", "c.botha"]) == 0
    adjust("finance-2026/paid", "--target", "2026-Q2=90", "--into", "money", status=1)
    assert "c.botha approved money as it is" in capsys.readouterr().err


def test_what_a_change_into_another_adjustment_needs_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    adjust("finance-2026/paid", "--target", "2026-Q2=9", "--into", "x", "--owner", "n.dlamini", status=2)
    assert "x has these already: --owner" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    adjust("finance-2026/portal", "--due", "2026-09-01", *WHO, "--dry-run")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    shown = capsys.readouterr().out
    assert "+  - {milestone: finance-2026/portal, due: {from: 2026-08-15, to: 2026-09-01}}" in shown
    assert shown.endswith("Nothing was written, because of --dry-run.\n")


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (
            "finance-2026/portl --due 2026-09-01 WHO",
            2,
            "there is no promise finance-2026/portl. Did you mean finance-2026/portal?",
        ),
        (
            "finance-2026/portl --due 2026-09-01",
            2,
            "Did you mean finance-2026/portal?",
        ),
        (
            "finance-2026/portal --due 01/09/2026 WHO",
            2,
            "is no day; write it as YYYY-MM-DD",
        ),
        (
            "finance-2026/portal --due 2026-09-31 WHO",
            2,
            "is no day",
        ),
        (
            "finance-2026/portal --due 2026-08-15 WHO",
            1,
            "due of finance-2026/portal is already 2026-08-15",
        ),
        (
            "finance-2026/portal WHO",
            1,
            "nothing of finance-2026/portal would change; say what, for example --due DATE",
        ),
        (
            "finance-2026/paid --due 2026-09-01 WHO",
            1,
            "a KPI such as finance-2026/paid has no due that an adjustment moves",
        ),
        (
            "finance-2026/portal --set dew=2026-09-01 WHO",
            1,
            "did you mean due?",
        ),
        (
            "finance-2026/portal --target 2026-Q2=9 WHO",
            1,
            "finance-2026/portal is a milestone; only KPIs have targets",
        ),
        (
            "finance-2026/paid --target 2026-Q2 WHO",
            2,
            "has no =; write it like 2026-Q2=88",
        ),
        (
            "finance-2026/paid --target 2026-Q5=9 WHO",
            2,
            "'2026-Q5' is neither a period nor a date",
        ),
        (
            "finance-2026/paid --target 2026-Q2=90% WHO",
            2,
            "'90%' is not a number",
        ),
        (
            "finance-2026/paid --target 2026-Q2=92 WHO",
            1,
            "the target of finance-2026/paid for 2026-Q2 is already 92",
        ),
        (
            "finance-2026/paid --target 2026-Q4= WHO",
            1,
            "finance-2026/paid has no target for 2026-Q4",
        ),
        (
            "finance-2026/days --range 25-35 WHO",
            2,
            "write it like 25..35",
        ),
        (
            "finance-2026/systems --transfer-to legal-2026/systems WHO",
            2,
            "--transfer-to needs --amount",
        ),
        (
            "finance-2026/systems --transfer-to legal-2026/system --amount 1 WHO",
            2,
            "Did you mean legal-2026/systems?",
        ),
        (
            "finance-2026/portal --transfer-to legal-2026/systems --amount 1 WHO",
            1,
            "only resources can be transferred",
        ),
        (
            "finance-2026/portal --drop --due 2026-09-01 WHO",
            2,
            "--drop is a change by itself",
        ),
        (
            "finance-2026/portal --add milestone --due 2026-09-01 WHO",
            2,
            "there is already a promise finance-2026/portal",
        ),
        (
            "finance-2027/portal --add milestone --due 2026-09-01 WHO",
            2,
            "there is no plan finance-2027. Did you mean finance-2026?",
        ),
        (
            "finance-2026 --drop WHO",
            1,
            "finance-2026 is a plan",
        ),
        (
            "finance-2026/portal --due 2026-09-01",
            2,
            "add --reason TEXT, why the promise has to change; add --owner P",
        ),
        (
            "finance-2026/portal --due 2026-09-01 WHO --owner n.dlamin",
            2,
            "there is no person n.dlamin. Did you mean n.dlamini?",
        ),
        (
            "finance-2026/portal --due 2026-09-01 WHO --session 2026-q1-revew",
            2,
            "Did you mean 2026-q1-review?",
        ),
        (
            "finance-2026/portal --due 2026-09-01 WHO --id 'Portal Date'",
            2,
            "write portal-date",
        ),
        (
            "finance-2026/portal --due 2026-09-01 WHO --id ../portal",
            2,
            "--id: '../portal' is not an id",
        ),
        (
            "finance-2026/portal --due 2026-09-01 WHO --id 2026-04-15-portal-date",
            1,
            "there is already an adjustment or action 2026-04-15-portal-date",
        ),
        (
            "finance-2026/portal --due 2026-09-01 WHO --at HEAD",
            2,
            "--at names the past",
        ),
        (
            "finance-2026/portal --due 2026-09-01 WHO --reason 'a\x1bb'",
            1,
            "U+001B cannot stand in a record",
        ),
    ],
)
def test_mistakes_are_answered_in_one_line_and_write_nothing(
    root: Path, typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(root.rglob("*.yml"))
    adjust(*(one for word in shlex.split(typed) for one in (WHO if word == "WHO" else [word])), status=status)
    shown = capsys.readouterr()
    assert said in shown.err
    assert not shown.out
    assert sorted(root.rglob("*.yml")) == before


def test_what_would_break_the_records_is_refused_with_the_findings(capsys: pytest.CaptureFixture[str]) -> None:
    adjust("finance-2026/systems", "--transfer-to", "legal-2026/systems", "--amount", "9000000", *WHO, status=1)
    shown = capsys.readouterr()
    assert "finance-2026/systems holds 1200000 ZAR, so 9000000 cannot be taken from it" in shown.out
    assert shown.err == "followup: nothing was written, because nobody could carry it out\n"
    adjust("finance-2026/portal", "--set", "owner=nobody.here", *WHO, status=1)
    shown = capsys.readouterr()
    assert "[unknown-reference]" in shown.out
    assert "nothing was written, because it would add 1 error to the records" in shown.err
    assert not list(FINANCE.glob("*portal-owner*"))


def test_errors_that_were_there_before_block_nothing(root: Path) -> None:
    (root / "records/actions").mkdir()
    (root / "records/actions/broken.yml").write_text("title: Broken\ndue: tomorrow\n", encoding="utf-8")
    assert run(["check"]) == 1
    adjust("finance-2026/portal", "--due", "2026-09-01", *WHO)


def test_an_id_that_is_taken_gets_a_number() -> None:
    adjust("finance-2026/portal", "--due", "2026-09-01", *WHO)
    adjust("finance-2026/portal", "--due", "2026-09-02", *WHO)
    adjust("finance-2026/portal", "--due", "2026-09-03", *WHO)
    assert sorted(path.name for path in FINANCE.glob("2026-05-15-*")) == [
        "2026-05-15-portal-date-2.yml",
        "2026-05-15-portal-date-3.yml",
        "2026-05-15-portal-date.yml",
    ]


def test_a_dropped_promise_is_not_moved_any_more(capsys: pytest.CaptureFixture[str]) -> None:
    adjust("finance-2026/portal", "--drop", *WHO, "--id", "drop-it")
    assert run(["approve", "drop-it", "--by", "z.khumalo"]) == 0
    adjust("finance-2026/portal", "--due", "2026-09-01", *WHO, status=1)
    assert "finance-2026/portal was dropped by drop-it on 2026-05-15" in capsys.readouterr().err


def test_a_confidential_plan_has_confidential_adjustments(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = root / "records/plans/finance-2026.yml"
    plan.write_text("confidential: true\n" + plan.read_text(encoding="utf-8"), encoding="utf-8")
    adjust("finance-2026/portal", "--due", "2026-09-01", *WHO)
    assert "\nconfidential: true\n" in made()
    assert "Royalty" not in capsys.readouterr().out.partition("\n\n")[2]


@given(st.text(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_title_makes_a_safe_id(title: str) -> None:
    made = id_of(date(2026, 5, 15), title)
    parse_id(made)
    assert name_fault(f"{made}.yml") is None
    assert len(made) <= 70
    assert "/" not in made


def test_eight_at_once_make_eight_adjustments(root: Path) -> None:
    command = [sys.executable, "-m", "followup_build", "adjust", "finance-2026/portal", *WHO, "--due"]
    calls = [
        subprocess.Popen([*command, f"2026-09-0{number}"], cwd=root, stdout=subprocess.DEVNULL)
        for number in range(1, 9)
    ]
    assert [call.wait() for call in calls] == [0] * 8
    assert len(list((root / FINANCE).glob("2026-05-15-portal-date*.yml"))) == 8
    assert run(["check"]) == 0


def test_a_promise_that_could_not_be_read_is_not_moved(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = root / "records/plans/finance-2026.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("owner: n.dlamini, due: 2026-09-30", "owner: [x], due: 2026-09-30"),
        encoding="utf-8",
    )
    adjust("finance-2026/archive", "--due", "2026-11-01", *WHO, status=1)
    assert "finance-2026/archive has faults in records/plans/finance-2026.yml" in capsys.readouterr().err
    adjust("finance-2026/portal", "--due", "2026-09-01", *WHO)


def test_a_promise_that_is_only_proposed_is_not_moved(capsys: pytest.CaptureFixture[str]) -> None:
    goal = ("finance-2026/trust", "--add", "goal", "--new-title", "Trust", "--new-owner", "t.mokoena")
    adjust(*goal, *WHO, "--id", "trust")
    adjust("finance-2026/trust", "--new-owner", "n.dlamini", *WHO, status=1)
    assert (
        "finance-2026/trust is only proposed, by trust; edit records/adjustments/finance/trust.yml"
        in capsys.readouterr().err
    )


def test_what_is_missing_is_asked_for_on_a_terminal(root: Path) -> None:
    pty = pytest.importorskip("pty")
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child is another process
        os.chdir(root)
        arguments = ["-m", "followup_build", "adjust", "finance-2026/portal", "--due", "2026-09-01"]
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606
    shown = b""
    for question, answer in (
        (b"has to change: ", b"Late."),
        (b"carrying it out: ", b"n.dlamini"),
        (b"looked at: ", b"2026-10-01"),
    ):
        while not shown.endswith(question):
            shown += os.read(terminal, 1024)
        os.write(terminal, answer + b"\n")
    with contextlib.suppress(OSError):
        while more := os.read(terminal, 1024):
            shown += more
    assert os.waitpid(pid, 0)[1] == 0
    assert "reason: Late.\nowner: n.dlamini\nfollow_up: 2026-10-01\n" in made()


def test_a_kill_at_any_moment_leaves_the_old_record_or_the_new_one(root: Path) -> None:
    path = root / FINANCE / "2026-05-04-archive-date.yml"
    before = path.read_bytes()
    command = [sys.executable, "-m", "followup_build", "approve", path.stem, "--by", "z.khumalo"]
    started = time.monotonic()
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    longest = time.monotonic() - started
    after = path.read_bytes()
    assert after != before
    states = set()
    for number in range(KILLS):
        path.write_bytes(before)
        call = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(longest * (0.5 + 0.6 * number / KILLS))
        call.kill()
        call.wait()
        states.add(path.read_bytes())
        assert path.read_bytes() in (before, after)
    assert run(["check"]) == 0
    assert states


def test_whoever_interrupts_it_gets_130_and_nothing_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    path = root / FINANCE / "2026-05-04-archive-date.yml"
    before = path.read_bytes()
    assert run(["approve", path.stem, "--by", "z.khumalo"]) == 130
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*"))


def test_our_own_fault_is_told_as_such_and_writes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / FINANCE / "2026-05-04-archive-date.yml"
    before = path.read_bytes()
    monkeypatch.setattr(Splicer, "splice", lambda *_: Splice(0, 0, "owner: x\n"))
    assert run(["approve", path.stem, "--by", "z.khumalo"]) == 3
    assert "our own fault: EditFault: the edit of approvals in" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_full_disk_is_told(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = root / FINANCE / "2026-05-04-archive-date.yml"
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    assert run(["approve", path.stem, "--by", "z.khumalo"]) == 2
    shown = capsys.readouterr()
    assert shown.err == f"followup: {path.relative_to(root)} cannot be written: no space left on device\n"
    assert not shown.out
    assert path.read_bytes() == before
