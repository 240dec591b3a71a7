from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import click
import pytest

from followup_build.cli import COMMANDS, run
from followup_build.cli.session import SESSION_COMMANDS

ROOT = Path(__file__).parents[2]
WriteTree = Callable[[Mapping[str, str]], Path]

ACTION = """\
title: Agree acceptance tests
owner: n.dlamini
due: 2026-05-15
follow_up: 2026-06-15
department: finance
session: 2026-q1-review
"""
SESSION = """\
---
title: Q1 review
kind: quarterly
date: 2026-04-15
status: held
chair: z.khumalo
---
"""
RECORDS = {"records/actions/tests.yml": ACTION, "records/sessions/2026-q1-review/session.md": SESSION}


def followup(arguments: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "followup_build", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(("module", "sentence"), [*COMMANDS.values(), *SESSION_COMMANDS.values()])
def test_every_command_has_help_that_starts_as_the_table_says(module: str, sentence: str) -> None:
    command = import_module(module).command
    assert isinstance(command, click.Command)
    assert (command.help or "").split("\n\n")[0].replace("\n", " ") == sentence


def test_every_command_is_in_the_readme_with_its_sentence() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, (_, sentence) in COMMANDS.items():
        assert f"| `followup {name}` | {sentence} |" in readme


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"]])
def test_help_ends_well(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert "followup" in capsys.readouterr().out


def test_help_imports_neither_pydantic_nor_mkdocs() -> None:
    code = (
        "import sys\nfrom followup_build.cli import run\nrun(['--help'])\n"
        "print('loaded:', sorted({'pydantic', 'yaml', 'mkdocs', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("loaded: []\n")


@pytest.mark.parametrize("command", ["check", "status"])
def test_check_and_status_import_neither_mkdocs_nor_jinja(command: str, write_tree: WriteTree) -> None:
    code = (
        f"import sys\nfrom followup_build.cli import run\nrun(['{command}'])\n"
        "print('loaded:', sorted({'mkdocs', 'jinja2', 'markdown_it', 'nh3'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=write_tree(RECORDS), capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("loaded: []\n")


def test_an_unknown_command_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["chek"]) == 2
    assert "Did you mean check?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--as-of", "2026-05-16", "status", "--overdue"], ["status", "--overdue", "--as-of", "2026-05-16"]]
)
def test_global_options_are_taken_before_and_after_the_command(
    arguments: list[str], write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_tree(RECORDS))
    assert run(arguments) == 0
    assert "Agree acceptance tests" in capsys.readouterr().out


def test_a_folder_without_records_ends_with_2_and_one_line(tmp_path: Path) -> None:
    done = followup(["check"], tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "records" in done.stderr


def test_records_of_a_newer_format_are_refused_at_their_line(write_tree: WriteTree) -> None:
    root = write_tree({"records/organisation.yml": "name: X\ntimezone: UTC\nformat: 2\ndepartments: {}\n"})
    done = followup(["check"], root)
    assert done.returncode == 2
    assert "records/organisation.yml:3:" in done.stderr
    assert "install a newer version" in done.stderr


def test_our_own_fault_is_one_line_and_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def crash(*_: object, **__: object) -> int:
        raise RuntimeError("a bug\nin two lines")

    command = import_module("followup_build.cli.check").command
    monkeypatch.setattr(command, "callback", crash)
    assert run(["check"]) == 3
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "RuntimeError: a bug in two lines" in error
    with pytest.raises(RuntimeError):
        run(["check", "--debug"])


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("followup_build.cli.check").command, "callback", interrupt)
    assert run(["check"]) == 130


def test_output_that_nobody_reads_to_the_end_is_no_fault(write_tree: WriteTree) -> None:
    broken = {f"records/actions/a{number}.yml": "title: x\nfoo: bar\n" for number in range(300)}
    root = write_tree(broken)
    with subprocess.Popen(
        [sys.executable, "-m", "followup_build", "check"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read().decode()
    assert "Traceback" not in error
    assert "Exception" not in error
