"""A small organisation on a real git repository, whose people type commands, propose branches and merge them."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followup_build.cli import run

START = """\
followup init rights-house --name "Rights House" --timezone Africa/Johannesburg --platform github --country none \
    --department Finance "Thandi Mokoena" "Zanele Khumalo" --department Legal "Sarita Pillay" "Carel Botha" \
    --person "Neo Dlamini" finance --login "Zanele Khumalo" zkhumalo --login "Carel Botha" cbotha
"""
PROMISES = """\
goals:
  timely: {title: Pay on time, owner: t.mokoena}
milestones:
  portal: {title: Royalty portal live, goal: timely, owner: n.dlamini, due: 2026-06-30, major: true}
kpis:
  paid:
    title: Statements paid on time
    goal: timely
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2025-12-31, value: 80}
    targets: {2026-12-31: 95}
"""


class Organisation:
    """The repository, and the day on which its people work."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = folder / "rights-house"
        self.typed = 0
        self.variables: Mapping[str, str] = {}
        """Those that name its mail server."""
        self._monkeypatch, self._capsys = monkeypatch, capsys
        monkeypatch.chdir(folder)

    def on(self, day: str) -> None:
        """It is noon of a day."""
        noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=10)
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))

    def type(self, line: str, status: int = 0) -> str:
        """Run a command as somebody types it, and give what it says."""
        self.typed += 1
        self._capsys.readouterr()
        words = shlex.split(line)
        assert words[0] == "followup"
        ended = run(words[1:])
        said = self._capsys.readouterr()
        assert ended == status, f"{line}\n{said.out}{said.err}"
        return said.out + said.err

    def give_mail(self) -> None:
        """Its records say who sends, and where each of its people reads mail; the environment names the server."""
        for name, value in self.variables.items():
            if name.startswith("FOLLOWUP_"):
                self._monkeypatch.setenv(name, value)
        self.append(
            "organisation.yml",
            "mail: {from: follow-up@example.org, subscribers: [board@example.org], domains: [example.org]}\n",
        )
        people = re.sub(r"^([a-z.]+): {", r"\1: {email: \1@example.org, ", self.text("people.yml"), flags=re.MULTILINE)
        (self.root / "records/people.yml").write_text(people, encoding="utf-8", newline="\n")

    def append(self, path: str, lines: str) -> None:
        """Add lines to a record by hand."""
        (self.root / "records" / path).write_text(self.text(path) + lines, encoding="utf-8", newline="\n")

    def git(self, *arguments: str) -> str:
        """Run git there."""
        who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "merge.ff=false")
        done = subprocess.run(["git", *who, *arguments], cwd=self.root, check=True, capture_output=True, text=True)
        return done.stdout

    def start(self) -> None:
        """The organisation as it begins, on `main`."""
        self.type(START.replace("\\\n", ""))
        self._monkeypatch.chdir(self.root)
        self.git("init", "-q", "-b", "main")
        self.commit("Start")

    def commit(self, why: str) -> None:
        """Commit everything."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", why)

    def branch(self, name: str) -> None:
        """Begin a proposal."""
        self.git("switch", "-q", "-c", name)

    def merge(self, reviewers: str = "") -> None:
        """What the platform does: check the proposal against main, with the logins that approve it, and merge it."""
        name = self.git("branch", "--show-current").strip()
        self.commit(name)
        self.type(f"followup check --base main --approved-by '{reviewers}'")
        self.git("switch", "-q", "main")
        self.git("merge", "-q", "-m", f"Merge {name}", name)
        self.git("branch", "-q", "-d", name)

    def text(self, path: str) -> str:
        """A record as it stands."""
        return (self.root / "records" / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a record by hand, as in the platform's editor."""
        text = self.text(path)
        assert text.count(old) == 1, f"{old!r} in {text}"
        (self.root / "records" / path).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
