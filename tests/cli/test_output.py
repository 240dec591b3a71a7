"""Where output goes: terminals, pipes that close, full devices, old encodings; always the real command."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from test_main import ACTION, followup
from test_status import TREE

WriteTree = Callable[[Mapping[str, str]], Path]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs the devices of a POSIX system")
HOSTILE = r'"Royal\e[31mty \u202e portal\e]0;pwn\a live, 漢字 👩‍💻"'
STEERING = frozenset("\x07\x1b\x9b\u202e")
BROKEN = {f"records/actions/a{number}.yml": "title: x\nfoo: bar\n" for number in range(300)}


def hostile_tree() -> dict[str, str]:
    plan = TREE["records/plans/finance-2026.yml"].replace("Portal live", HOSTILE)
    return {**TREE, "records/plans/finance-2026.yml": plan}


def in_terminal(arguments: list[str], cwd: Path, **variables: str) -> tuple[int, str]:
    """Run the command in a pseudo-terminal; gives its exit status and what the terminal got."""
    import pty  # noqa: PLC0415 - Windows has none

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", **variables}
    with subprocess.Popen(
        [sys.executable, "-m", "followup_build", *arguments],
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as process:
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # so Linux says that the other end is closed
            pass
        process.wait()
    os.close(ours)
    return process.returncode, b"".join(parts).decode().replace("\r\n", "\n")


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["status", "--format", "csv"],
        ["status", "--format", "json"],
        ["explain", "finance-2026/portal"],
        ["check"],
        ["check", "--format", "github"],
        ["build", "--strict"],
    ],
)
def test_words_of_a_record_cannot_steer_the_terminal(arguments: list[str], write_tree: WriteTree) -> None:
    code, text = in_terminal([*arguments, "--as-of", "2026-05-16", "--color", "never"], write_tree(hostile_tree()))
    assert code in (0, 1)
    assert not STEERING & set(text)
    if arguments[0] in ("status", "explain"):
        assert "Royal\\u001b[31mty" in text
        assert "漢字 👩‍💻" in text or len(arguments) == 1  # the table has no room for it


def test_csv_and_json_hold_the_words_all_the_same(write_tree: WriteTree) -> None:
    root = write_tree(hostile_tree())
    items = json.loads(followup(["status", "--format", "json"], root).stdout)["items"]
    assert "Royal\x1b[31mty \u202e portal\x1b]0;pwn\x07 live, 漢字 👩‍💻" in {item["title"] for item in items}
    rows = csv.DictReader(io.StringIO(followup(["status", "--format", "csv"], root).stdout))
    assert "Royal\\u001b[31mty \\u202e portal\\u001b]0;pwn\\u0007 live, 漢字 👩‍💻" in {row["title"] for row in rows}


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii", "cp437"])
def test_an_encoding_without_our_signs_gets_others(
    encoding: str, write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    root = write_tree({**TREE, "records/actions/tests.yml": ACTION.replace("Agree", "漢字 ≥ Zoë")})
    command = [sys.executable, "-m", "followup_build", "status", "--as-of", "2026-05-16"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    if encoding == "ascii":  # Click takes that for a misconfigured UTF-8
        assert "✖ off track" in done.stdout.decode()
    else:
        text = done.stdout.decode(encoding)
        assert "x off track" in text
        assert "Zoë acceptance tests" in text
        assert "?? " in text


def test_answers_for_programs_are_utf8_in_every_encoding(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_tree({**TREE, "records/actions/tests.yml": ACTION.replace("Agree", "漢字") + "ownr: ✖\n"})
    for arguments in (["status", "--format", "json"], ["status", "--format", "csv"], ["check", "--format", "json"]):
        answers = set()
        for encoding in ("utf-8", "cp1252"):
            monkeypatch.setenv("PYTHONIOENCODING", encoding)
            command = [sys.executable, "-m", "followup_build", *arguments, "--as-of", "2026-05-16"]
            answers.add(subprocess.run(command, cwd=root, capture_output=True, check=False).stdout)
        (answer,) = answers
        assert b"\r" not in answer
        assert "漢字" in answer.decode() or arguments[0] == "check"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["status"], ["check"], ["explain", "bad-id"]])
def test_when_nobody_reads_it_ends_quietly_and_neither_as_done_nor_as_findings(
    arguments: list[str], write_tree: WriteTree
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "followup_build", *arguments],
        cwd=write_tree({**TREE, **BROKEN}),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 141
    assert done.stderr == b""


def test_when_nobody_reads_errors_either_it_ends_quietly(write_tree: WriteTree) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "followup_build", "status", "--owner", "nobody"]
    done = subprocess.run(command, cwd=write_tree(TREE), stdout=writer, stderr=writer, check=False)
    os.close(writer)
    assert done.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("arguments", [["--help"], ["status"], ["status", "--format", "json"], ["check"]])
def test_a_full_device_is_told_in_one_line(arguments: list[str], write_tree: WriteTree) -> None:
    root = write_tree(TREE)
    command = [sys.executable, "-m", "followup_build", *arguments]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=root, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr == "followup: the output cannot be written: no space left on device\n"
        assert subprocess.run(command, cwd=root, stdout=full, stderr=full, check=False).returncode == 2


@POSIX
def test_output_that_a_shell_closed_is_no_fault(write_tree: WriteTree) -> None:
    command = f"'{sys.executable}' -m followup_build status >&-"
    done = subprocess.run(["sh", "-c", command], cwd=write_tree(TREE), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@POSIX
@pytest.mark.parametrize(
    ("variables", "options", "has_colour"),
    [
        ({}, [], True),
        ({}, ["--color", "never"], False),
        ({"NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": ""}, [], True),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"TERM": "dumb"}, [], False),
    ],
)
def test_text_is_coloured_in_a_terminal(
    variables: dict[str, str], options: list[str], has_colour: bool, write_tree: WriteTree
) -> None:
    root = write_tree({**TREE, "records/actions/a.yml": "title: x\nfoo: bar\n"})
    _, status = in_terminal(["status", "--as-of", "2026-05-16", *options], root, **variables)
    assert ("\x1b[31m✖ off track\x1b[0m" in status) == has_colour
    assert ("\x1b" in status) == has_colour
    _, check = in_terminal([*options, "check"], root, **variables)
    assert ("\x1b[31merror\x1b[0m" in check) == has_colour
    assert ("\x1b" in check) == has_colour


def test_colour_is_for_text_and_not_for_pipes_unless_asked(write_tree: WriteTree) -> None:
    root = write_tree({**TREE, "records/actions/a.yml": "title: x\nfoo: bar\n"})
    assert "\x1b" not in followup(["status"], root).stdout
    assert "\x1b[" in followup(["--color", "always", "status"], root).stdout
    assert "\x1b[" in followup(["explain", "tests", "--as-of", "2026-05-16", "--color", "always"], root).stdout
    for command in (["status", "--format", "json"], ["status", "--format", "csv"], ["check", "--format", "github"]):
        assert "\x1b" not in followup([*command, "--color", "always"], root).stdout
