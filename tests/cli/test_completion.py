from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from written_tree import TREE

from followup_build.cli import cli

WriteTree = Callable[[Mapping[str, str]], Path]
PROGRESS = "kpis:\n  added: {2026-05: 3}\n"
ACTION = "title: Tests\nowner: n.dlamini\n"
CADENCES = """\
cadences:
  check-in: {kind: monthly, every: month, on: first tuesday, from: 2026-01-01}
  after-milestone: {kind: post-milestone, within: 10}
"""


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "records/progress/finance-2026.yml": PROGRESS,
        "records/actions/2026/2026-04-15-tests.yml": ACTION,
        "records/actions/2026/.2026-hidden.yml": "",
        "records/actions/README.md": "Ours.",
        "records/sessions/.followup-0.tmp/session.md": "",
    }
    root = write_tree({**TREE, **files})
    with (root / "records/organisation.yml").open("a", encoding="utf-8") as organisation:
        organisation.write(CADENCES)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return root


def offered(typed: str) -> list[str]:
    """What is offered at the end of a line, which ends with a space where a new word begins."""
    words = shlex.split(typed)
    incomplete = "" if typed.endswith(" ") else words.pop()
    found = BashComplete(cli, {}, "followup", "_FOLLOWUP_COMPLETE").get_completions(words, incomplete)
    return [one.value for one in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mea", ["measure"]),
        ("action d", ["done"]),
        ("measure ", ["finance-2026/paid", "finance-2026/days", "finance-2026/added"]),
        ("measure finance-2026/p", ["finance-2026/paid"]),
        ("measure nothing-2026/", []),
        ("measure finance-2026/paid 2026-0", [f"2026-0{month}" for month in (6, 5, 4, 3, 2, 1)]),
        ("measure --as-of 2026-02-10 finance-2026/paid 2026-", ["2026-02", "2026-01"]),
        ("measure finance-2026/paid l", ["last"]),
        ("measure finance-2026/unknown ", ["last", "now"]),
        ("milestone f", ["finance-2026/portal", "finance-2026/archive"]),
        ("adjust legal", ["legal-2026/systems"]),
        ("adjust finance-2026/systems --transfer-to legal", ["legal-2026/systems"]),
        ("action done ", ["2026-04-15-tests"]),
        ("action new Hire --owner n", ["n.dlamini"]),
        ("action new Hire --session ", ["2026-q1-review"]),
        ("action new Hire --department ", ["finance", "legal", "organisation"]),
        ("action new Hire --for finance-2026/t", ["finance-2026/timely"]),
        ("action new Hire --adjustment 2026-05", ["2026-05-04-archive-date"]),
        ("approve finance-2026", ["finance-2026"]),
        ("approve 2026-05-04-archive-date --by z", ["z.khumalo"]),
        ("reject finance-2026", []),
        ("status --owner s", ["s.pillay"]),
        ("session h", ["hold"]),
        ("session hold ", ["2026-q1-review"]),
        ("session hold 2026-q1-review --attendee n", ["n.dlamini"]),
        ("session move 2026", ["2026-q1-review"]),
        ("session cancel ", ["2026-q1-review"]),
        ("session new --cadence ", ["check-in", "after-milestone"]),
        ("session new --milestone finance-2026/p", ["finance-2026/portal"]),
        ("session new --department ", ["finance", "legal"]),
        ("session new --kind q", ["quarterly"]),
    ],
)
def test_what_may_be_typed_is_offered(typed: str, expected: list[str]) -> None:
    assert offered(typed) == expected


def test_fiscal_periods_are_offered() -> None:
    plan, organisation = Path("records/plans/finance-2026.yml"), Path("records/organisation.yml")
    plan.write_text(plan.read_text(encoding="utf-8").replace("monthly", "quarterly"), encoding="utf-8")
    with organisation.open("a", encoding="utf-8") as file:
        file.write("fiscal_year: {first_month: 3, named_by: end}\n")
    assert offered("measure finance-2026/paid 2")[:3] == ["2027-Q2", "2027-Q1", "2026-Q4"]


def test_titles_stand_beside_references_without_what_harms_a_terminal() -> None:
    plan = Path("records/plans/finance-2026.yml")
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("Paid on time", '"Paid\\n\\e[31m on time"'), encoding="utf-8"
    )
    items = BashComplete(cli, {}, "followup", "_FOLLOWUP_COMPLETE").get_completions(["measure"], "finance-2026/p")
    help_ = str(items[0].help)
    assert help_.startswith("Paid")
    assert help_.isprintable()


def test_records_elsewhere_are_completed_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(root / "deep" / "er")
    assert offered("action done ") == ["2026-04-15-tests"]
    (root / "records").rename(root / "ours")
    assert offered("action done ") == []
    assert offered("action --records ../../ours done ") == ["2026-04-15-tests"]


@pytest.mark.parametrize("text", ["kpis: [", "- x\n", "", "\x00", "kpis: {paid: 3}\n\tx"])
def test_what_cannot_be_read_offers_nothing_and_no_fault(text: str) -> None:
    for name in ("plans/finance-2026.yml", "people.yml", "organisation.yml", "progress/finance-2026.yml"):
        Path("records", name).write_text(text, encoding="utf-8")
    for typed in ("measure ", "measure finance-2026/paid 2026", "action new X --owner ", "adjust finance-2026/"):
        assert set(offered(typed)) <= {"finance-2026/paid"}


def test_many_plans_are_offered_by_their_ids_first() -> None:
    for number in range(50):
        Path(f"records/plans/many-{number:02}.yml").write_text("kpis: {one: {title: One}}\n", encoding="utf-8")
    assert offered("measure many")[:2] == ["many-00/", "many-01/"]
    assert offered("measure many-07") == ["many-07/one"]


@pytest.mark.parametrize("words", ["followup mea", "followup measure fin", "followup action done "])
def test_a_shell_that_completes_waits_for_no_models(words: str) -> None:
    code = (
        "import sys\nfrom followup_build.cli import run\ntry:\n    run([])\nexcept SystemExit:\n    pass\n"
        "print('loaded:', sorted({'pydantic', 'mkdocs', 'jinja2'} & set(sys.modules)))"
    )
    count = len(words.split()) - (not words.endswith(" "))
    environment = {**os.environ, "_FOLLOWUP_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.endswith("loaded: []\n")
    assert done.stdout.startswith("plain,")


def test_bash_itself_completes_a_reference() -> None:
    bash = shutil.which("bash")
    if bash is None or not (Path(sys.executable).parent / "followup").exists():
        pytest.skip("needs bash and the installed command")
    script = (
        'eval "$(_FOLLOWUP_COMPLETE=bash_source followup)"\n'
        "COMP_WORDS=(followup measure finance-2026/p)\nCOMP_CWORD=2\n"
        "_followup_completion followup\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-c", script], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "finance-2026/paid\n"
