"""Completion as people meet it: in a real bash, zsh and fish, with what harms a list in titles and names."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("these shells and terminals are those of POSIX", allow_module_level=True)

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from written_tree import TREE

WriteTree = Callable[[Mapping[str, str]], Path]
BIN = Path(sys.executable).parent
TITLE = 'Paid: on time, in full $(touch x) [a-z]* "q"'
PLAN = TREE["records/plans/finance-2026.yml"].replace("title: Paid on time", f"title: '{TITLE}'")
ACTION = "title: Tests\nowner: n.dlamini\n"

LINES: list[tuple[str, list[str]]] = [
    ("followup mea", ["measure"]),
    ("followup action d", ["done"]),
    ("followup measure finance-2026/p", ["finance-2026/paid"]),
    ("followup measure finance-2026/", ["finance-2026/paid", "finance-2026/days"]),
    ("followup measure finance-2026/paid 2026-0", [f"2026-0{month}" for month in (6, 5, 4, 3, 2, 1)]),
    ("followup measure finance-2026/paid l", ["last"]),
    ("followup action done 2026-04", ["2026-04-15-tests"]),
    ("followup action new 'A b' --owner n", ["n.dlamini"]),
    ("followup action new 'A b' --owner=n", ["n.dlamini"]),
    ("followup action new 'A b' --owner=n.dlamini --session 2026", ["2026-q1-review"]),
    ("followup status --owner s", ["s.pillay"]),
    ("followup status --own", ["--owner"]),
]


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    if not (BIN / "followup").exists():
        pytest.skip("needs the installed command")
    root = write_tree(
        {**TREE, "records/plans/finance-2026.yml": PLAN, "records/actions/2026/2026-04-15-tests.yml": ACTION}
    )
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    return root


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_bash(line: str, expected: list[str], root: Path) -> None:
    # Bash itself parts the words, also at `=`; the function is what Tab calls.
    words = line.replace("=", " = ").replace("'A b'", "\"'A b'\"")
    script = (
        'eval "$(_FOLLOWUP_COMPLETE=bash_source followup)"\n'
        f"COMP_WORDS=({words})\n"
        'COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_followup_completion followup\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run([shell("bash"), "--norc", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == expected
    assert not (root / "x").exists()


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_fish(line: str, expected: list[str], root: Path) -> None:
    script = f"_FOLLOWUP_COMPLETE=fish_source followup | source\ncomplete -C {line.replace(chr(39), chr(34))!r}\n"
    fish = [shell("fish"), "--no-config", "-c", script]
    done = subprocess.run(fish, capture_output=True, text=True, check=True, env={**os.environ, "HOME": str(root)})
    offered = [one.partition("\t") for one in done.stdout.splitlines()]
    option = f"{line.rpartition(' ')[2].partition('=')[0]}=" if "=" in line.rpartition(" ")[2] else ""
    assert [value for value, _, _ in offered] == [f"{option}{one}" for one in expected]
    for value, _, what in offered:
        if value.endswith("finance-2026/paid"):
            assert what == 'Paid: on time, in full $(touch x) [a-z]* "q"'
    assert not (root / "x").exists()


class Zsh:
    """A zsh in a terminal, in which a line is typed and Tab pressed; Control-G then tells the line as it stands."""

    def __init__(self, program: str) -> None:
        self._parent, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
        self._process = subprocess.Popen(
            [program, "-f", "-i"],
            stdin=child,
            stdout=child,
            stderr=child,
            env={**os.environ, "TERM": "dumb", "PS1": "> "},
            start_new_session=True,
        )
        os.close(child)

    def type(self, text: str, wanted: str) -> str:
        """Type something; gives what stands on the screen once what is wanted is there."""
        os.write(self._parent, text.encode())
        said, end = "", time.monotonic() + 60
        while wanted not in said and time.monotonic() < end:
            if select.select([self._parent], [], [], 0.1)[0]:
                said += os.read(self._parent, 65536).decode()
        assert wanted in said, said
        return said

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._parent)


@pytest.mark.parametrize(
    ("line", "completed", "listed"),
    [
        ("followup mea", "followup measure ", ""),
        ("followup measure finance-2026/p", "followup measure finance-2026/paid ", ""),
        ("followup measure finance-2026/paid l", "followup measure finance-2026/paid last ", ""),
        ("followup action new 'A b' --owner n", "followup action new 'A b' --owner n.dlamini ", ""),
        ("followup action new 'A b' --owner=n", "followup action new 'A b' --owner=n.dlamini ", ""),
        ("followup measure finance-2026/", "followup measure finance-2026/", TITLE),
        (
            "followup measure finance-2026/paid 2026-0",
            "followup measure finance-2026/paid 2026-0",
            "2026-06  2026-05  2026-04  2026-03  2026-02  2026-01",
        ),
    ],
)
def test_zsh(line: str, completed: str, listed: str, root: Path) -> None:
    zsh = Zsh(shell("zsh"))
    try:
        told = "tell() { zle -M \"<<$BUFFER>>\" }; zle -N tell; bindkey '^G' tell"
        loaded = 'autoload -Uz compinit; compinit -u -D; eval "$(_FOLLOWUP_COMPLETE=zsh_source followup)"'
        zsh.type(f"{told}; {loaded}; print 'do''ne'\n", "done\r\n")
        assert listed in zsh.type(f"{line}\t\x07", f"<<{completed}>>")
    finally:
        zsh.close()
    assert not (root / "x").exists()
