"""The jobs of the workflows as they are shipped, each command run as a runner would."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from copied import GIT, ROOT, done, installing_into
from hosted import Runner, event_of

WORKFLOWS = {path.name: path for path in sorted((ROOT / ".github/workflows").glob("*.yml"))}
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the workflows run on Linux")
UNTESTED = {"bash .ci/run"}
"""What runs these very tests."""


def read(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, path in WORKFLOWS.items():
        for job, said in read(path)["jobs"].items():
            yield name, job, said


def steps() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, job, said in jobs():
        for step in said.get("steps", []):
            yield name, job, step


@dataclass
class Job:
    """A repository with a merge that a pull request proposes, and a runner whose steps are run one after another."""

    repository: Path
    runner: Runner
    values: dict[str, str] = field(default_factory=dict)
    """What expressions of the platform give, as `secrets.X`; others give nothing."""
    said: str = ""
    """What the commands of the last job have said."""

    def git(self, *arguments: str) -> str:
        return done([*GIT, *arguments], self.repository).strip()

    def propose(self, files: Mapping[str, str]) -> str:
        """Commit files on a branch and check out the merge with its base; gives the branch's commit."""
        self.git("checkout", "-q", "-B", "topic", "main")
        for path, text in files.items():
            (self.repository / path).parent.mkdir(parents=True, exist_ok=True)
            (self.repository / path).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", '"; rm -rf / #', "--allow-empty")
        self.git("checkout", "-q", "--detach", "main")
        self.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
        head = self.git("rev-parse", "topic")
        self.runner.set_event(event_of(head))
        return head

    def run(self, workflow: str, job: str) -> subprocess.CompletedProcess[str] | None:
        """Run the commands of a job until one fails, whose end is given; those that follow a failure run as well."""
        for left in ("temp", "installed", "workspace"):  # a job starts on a machine of its own
            shutil.rmtree(self.runner.folder / left, ignore_errors=True)
        failed: subprocess.CompletedProcess[str] | None = None
        self.said = ""
        said = read(WORKFLOWS[workflow])
        for step in said["jobs"][job]["steps"]:
            if failed is not None and "!cancelled()" not in step.get("if", ""):
                continue
            self._act(step.get("uses", ""), step.get("with", {}))
            if "run" not in step or step["run"] in UNTESTED:
                continue
            ended = self._bash(step["run"], {**said.get("env", {}), **step.get("env", {})})
            self.said += ended.stdout + ended.stderr
            if ended.returncode != 0 and failed is None:
                failed = ended
        return failed

    def _act(self, action: str, options: Mapping[str, Any]) -> None:
        """What the actions do that fetch the repository, or hand files from job to job."""
        if action.startswith("actions/checkout@"):
            self._check_out(options)
        if action.startswith("actions/upload-artifact@"):
            path = Path(self._evaluated(options["path"]))
            kept = self.runner.folder / "artifacts" / options["name"]
            kept.mkdir(parents=True, exist_ok=True)
            if (self.workspace / path).is_file():
                shutil.copy(path, kept)
        if action.startswith("actions/download-artifact@"):
            path = Path(self._evaluated(options["path"]))
            shutil.copytree(self.runner.folder / "artifacts" / options["name"], path, dirs_exist_ok=True)

    def _check_out(self, options: Mapping[str, Any]) -> None:
        """As deep as the workflow says, and the commit that it says: else what the event is about."""
        wanted = "main" if options.get("ref") == "${{ github.event.pull_request.base.sha }}" else "HEAD"
        depth = options.get("fetch-depth", 1)
        done(["git", "init", "-q", str(self.workspace)])
        done(["git", "remote", "add", "origin", f"file://{self.repository}"], self.workspace)
        fetch = ["git", "fetch", "-q", *([f"--depth={depth}"] if depth else []), f"file://{self.repository}"]
        done([*fetch, self.git("rev-parse", wanted)], self.workspace)
        done(["git", "checkout", "-q", "FETCH_HEAD"], self.workspace)

    @property
    def workspace(self) -> Path:
        """Where the steps of a job run."""
        return self.runner.folder / "workspace"

    @property
    def words(self) -> str:
        """What the check said of the change."""
        return (self.runner.folder / "artifacts/words/words.md").read_text(encoding="utf-8")

    def _bash(self, script: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        file = self.runner.folder / "step.sh"
        file.write_text(script, encoding="utf-8")
        # What is installed is made of the files that the step names.
        given = {name: self._evaluated(text) for name, text in variables.items()}
        environment = {**self.runner.environment, **given, **installing_into(self.runner.folder / "installed")}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", file],
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def _evaluated(self, text: str) -> str:
        known = {
            "runner.temp": self.runner.environment["RUNNER_TEMP"],
            "github.token": self.runner.environment["GITHUB_TOKEN"],
            **self.values,
        }
        return re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda match: known.get(match[1], ""), text)
