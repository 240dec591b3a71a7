"""Real repositories with branches, made by the tests, and what the command says in them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from states import BASE, Edit, edited

from followup_build.cli import run

NOON = "1780308000"
"""1 June 2026, noon in Johannesburg, as seconds since 1970."""


class Said(NamedTuple):
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def rules(self) -> list[str]:
        """The rules of the findings, in their order."""
        return [line.rpartition("[")[2].rstrip("]") for line in self.out.splitlines() if _is_finding(line)]


def _is_finding(line: str) -> bool:
    return line.endswith("]") and (": error: " in line or ": warning: " in line)


class Repository:
    """A repository whose `main` has the small tree; the records stand in a folder of it."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._monkeypatch, self._capsys = root, monkeypatch, capsys
        self.records = "records"
        monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
        root.mkdir(parents=True, exist_ok=True)

    def git(self, *arguments: str, at: Path | None = None) -> str:
        """Run git, with a name of its own."""
        who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always")
        done = subprocess.run(
            ["git", *who, *arguments], cwd=at or self.root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def start(self, files: Mapping[str, str] = BASE, records: str = "records") -> Repository:
        """The first commit on `main`."""
        self.records = records
        self.git("init", "-q", "-b", "main")
        self.write(files)
        return self.commit()

    def write(self, files: Mapping[str, str]) -> Repository:
        """Write files below the records folder."""
        for path, text in files.items():
            file = self.root / self.records / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        return self

    def edit(self, *edits: Edit) -> Repository:
        """Replace text in files below the records folder."""
        for path, old, new in edits:
            file = self.root / self.records / path
            self.write(edited({path: file.read_text(encoding="utf-8")}, (path, old, new)))
        return self

    def delete(self, *paths: str) -> Repository:
        """Delete files below the records folder."""
        for path in paths:
            (self.root / self.records / path).unlink()
        return self

    def commit(self) -> Repository:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "records")
        return self

    def branch(self, name: str = "work", start: str = "main") -> Repository:
        """Begin a branch and go to it."""
        self.git("checkout", "-q", "-b", name, start)
        return self

    def switch(self, name: str) -> Repository:
        """Go to a branch."""
        self.git("checkout", "-q", name)
        return self

    def say(self, *arguments: str, at: Path | None = None) -> Said:
        """Run followup there."""
        self._monkeypatch.chdir(at or self.root)
        self._capsys.readouterr()
        status = run(list(arguments))
        written = self._capsys.readouterr()
        return Said(status, written.out, written.err)

    def guard(self, *arguments: str, base: str = "main") -> Said:
        """What the guard says against a base."""
        return self.say("check", "--base", base, *arguments)
