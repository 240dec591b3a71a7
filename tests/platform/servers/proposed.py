"""A repository at the platform, and the step of a job that proposes a record of feedback to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from copied import GIT, done
from hosted import Ended, Platform, Runner

BRANCH = "feedback-issue-7"
PATH = "records/feedback/2026-11-18-too-long.md"
TEXT = "---\ntitle: Too long\ndate: 2026-11-18\n---\nNobody reads it.\n"
MARK = "<!-- followup: what became of this feedback -->\n"
BOT = "41898282+github-actions[bot]@users.noreply.github.com"


@dataclass
class Site:
    """The repository at the platform, a job's copy of it, and the files that jobs hand over."""

    bare: Path
    work: Path
    handed: Path
    runner: Runner
    platform: Platform

    def give(self, path: str = PATH, text: str = TEXT, **more: object) -> None:
        given = {"issue": 7, "path": path, "text": text, "page": "", "mend": "", **more}
        (self.handed / "feedback.json").write_text(json.dumps(given), encoding="utf-8")

    def propose(self) -> Ended:
        """Run the step; what it hands over is `became`."""
        (self.handed / "proposal.json").unlink(missing_ok=True)
        return self.runner.run("proposal", str(self.handed / "feedback.json"), str(self.handed / "proposal.json"))

    @property
    def became(self) -> tuple[str, int]:
        proposal = json.loads((self.handed / "proposal.json").read_text(encoding="utf-8"))
        return proposal["outcome"], proposal["pull"]

    def answer(self) -> str:
        assert self.runner.run("answer", str(self.handed)).returncode == 0
        return str(self.platform.comments[-1]["body"])

    def git(self, *arguments: str) -> str:
        return done([*GIT, "-C", str(self.bare), *arguments]).rstrip("\n")

    def files(self, ref: str = BRANCH) -> Mapping[str, str]:
        """What a branch has that `main` has not."""
        names = self.git("diff", "--name-only", f"main...{ref}").splitlines()
        return {name: self.git("show", f"{ref}:{name}") + "\n" for name in names}

    def commit(self, branch: str, files: Mapping[str, str], ref: str = "") -> None:
        """Somebody's own commit, pushed."""
        elsewhere = self.handed / "elsewhere"
        if not elsewhere.exists():
            done(["git", "clone", "-q", str(self.bare), str(elsewhere)])
        done(["git", "fetch", "-q"], elsewhere)
        done(["git", "checkout", "-q", "-B", branch, ref or f"origin/{branch}"], elsewhere)
        for path, text in files.items():
            (elsewhere / path).parent.mkdir(parents=True, exist_ok=True)
            (elsewhere / path).write_text(text, encoding="utf-8")
        done([*GIT, "add", "-A"], elsewhere)
        done([*GIT, "commit", "-qm", "mine"], elsewhere)
        done([*GIT, "push", "-q", "origin", branch], elsewhere)
