"""The workflow of feedback, every command of it run as a runner would: a real repository behind a platform's doors."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from copied import GIT, ROOT, copy_this_repository, done, installing_into
from hosted import REPOSITORY, Platform, Runner, issue_event

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workflows run on Linux")
WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/feedback.yml").read_text(encoding="utf-8"))
JOBS: dict[str, Any] = WORKFLOW["jobs"]
BRANCH = "feedback-issue-7"
PATH = "records/feedback/2026-11-18-touch-pwned-touch-pwned-touch-pwned.md"
TITLE = '"; touch pwned; $(touch pwned) `touch pwned` #'
TEXT = "$(touch pwned)\n::error::x\n---\nconfidential: true\n---\n### Session\n\nnone"


def told(text: str = TEXT, session: str = "_No response_") -> dict[str, Any]:
    return {
        "number": 7,
        "title": TITLE,
        "body": f"### What do you want to say?\n\n{text}\n\n### Session\n\n{session}",
        "user": {"login": "ndlamini-saypro"},
        "created_at": "2026-11-18T08:00:00Z",
    }


@dataclass
class Run:
    """One run of the workflow: its jobs one after another, each on a machine of its own."""

    runner: Runner
    bare: Path
    installed: Path
    """Where the first run installs the tool, for all others."""
    results: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def start(self, event: Mapping[str, Any]) -> dict[str, str]:
        """Run what the event starts; gives how each job ended."""
        self.results.clear()
        self.runner.set_event(event)
        for name, job in JOBS.items():
            self.results[name] = self._job(name, job) if self._is_wanted(name, job, event) else "skipped"
        return self.results

    def _is_wanted(self, name: str, job: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
        """The conditions are GitHub's language; each is held to its words, and told in ours."""
        condition = re.sub(r"\s+", " ", job["if"])
        if name == "record":
            assert condition == (
                "${{ contains(github.event.issue.labels.*.name, 'feedback') && (github.event.action != 'labeled'"
                " || github.event.label.name == 'feedback') }}"
            )
            is_ours = {"name": "feedback"} in event["issue"]["labels"]
            return is_ours and (event["action"] != "labeled" or event["label"]["name"] == "feedback")
        if name == "propose":
            assert condition == "${{ needs.record.outputs.outcome == 'record' }}"
            return self.results["record"] == "success" and self.runner.output == "outcome=record\n"
        assert condition == "${{ !cancelled() && needs.record.result != 'skipped' }}"
        return self.results["record"] != "skipped"

    def _job(self, name: str, job: Mapping[str, Any]) -> str:
        for left in ("temp", "workspace"):
            shutil.rmtree(self.runner.folder / left, ignore_errors=True)
        if name == "record":
            for left in ("artifacts", "output"):
                shutil.rmtree(self.runner.folder / left, ignore_errors=True)
                (self.runner.folder / left).unlink(missing_ok=True)
        for step in job["steps"]:
            needed = re.fullmatch(r"\$\{\{ needs\.(\w+)\.result == 'success' \}\}", step.get("if", ""))
            assert needed or "if" not in step
            if needed and self.results[needed[1]] != "success":
                continue
            self._act(step.get("uses", ""), step.get("with", {}))
            if "run" in step and not self._bash(step["run"]):
                return "failure"
        return "success"

    def _act(self, action: str, options: Mapping[str, Any]) -> None:
        workspace = self.runner.folder / "workspace"
        if action.startswith("actions/checkout@"):
            assert options["ref"] == "${{ github.event.repository.default_branch }}"
            depth = options.get("fetch-depth", 1)
            clone = ["git", "clone", "-q", "-b", "main", *([f"--depth={depth}"] if depth else [])]
            done([*clone, f"file://{self.bare}", str(workspace)])
            origin = f"{self.runner.platform.address}/{REPOSITORY}.git"
            done(["git", "remote", "set-url", "origin", origin], workspace)
        kept = self.runner.folder / "artifacts" / options.get("name", "")
        temporary = self.runner.environment["RUNNER_TEMP"]
        path = Path(options.get("path", "").replace("${{ runner.temp }}", temporary))
        if action.startswith("actions/upload-artifact@"):
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept)
        if action.startswith("actions/download-artifact@"):
            shutil.copytree(kept, path, dirs_exist_ok=True)

    def _bash(self, script: str) -> bool:
        file = self.runner.folder / "step.sh"
        file.write_text(script, encoding="utf-8")
        if script.startswith("python -m pip install") and self.installed.exists():
            return True  # the same files again
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", file],
            cwd=self.runner.folder / "workspace",
            env={**self.runner.environment, **installing_into(self.installed), **WORKFLOW["env"]},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.said.append(ended.stdout + ended.stderr)
        return ended.returncode == 0

    def git(self, *arguments: str) -> str:
        return done([*GIT, "-C", str(self.bare), *arguments])


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work, host = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("host")
    copy_this_repository(work)
    done(["git", "clone", "-q", "--bare", str(work), str(host / f"{REPOSITORY}.git")])
    return host


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tool") / "installed"


@pytest.fixture
def workflow(host: Path, installed: Path, runner: Runner, platform: Platform, tmp_path: Path) -> Run:
    shutil.copytree(host, tmp_path / "host")
    platform.repositories = tmp_path / "host"
    runner.variables["SOURCE_DATE_EPOCH"] = "1795392000"  # 2026-11-23
    return Run(runner, tmp_path / f"host/{REPOSITORY}.git", installed)


def test_what_staff_write_becomes_a_pull_request_and_an_answer(workflow: Run, platform: Platform) -> None:
    platform.issue = told()
    assert workflow.start(issue_event()) == dict.fromkeys(JOBS, "success")
    assert workflow.git("diff", "--name-only", f"main...{BRANCH}") == f"{PATH}\n"
    record = workflow.git("show", f"{BRANCH}:{PATH}")
    assert record.endswith(f"date: 2026-11-18\nfrom: n.dlamini\n---\n{TEXT}\n")
    assert [one["number"] for one in platform.pulls] == [101]
    assert "Thank you. #101 proposes to put this on record" in platform.comments[0]["body"]
    assert not list(workflow.runner.folder.rglob("pwned"))
    assert not any(line.startswith("::error::x") for line in "".join(workflow.said).splitlines())


def test_editing_goes_on_until_it_is_merged_and_the_issue_is_told(workflow: Run, platform: Platform) -> None:
    # First it cannot be a record.
    platform.issue = told(session="2026-q9-review")
    assert workflow.start(issue_event()) == {"record": "success", "propose": "skipped", "answer": "success"}
    assert "there is no session 2026-q9-review" in platform.comments[0]["body"]
    assert workflow.git("branch", "--list", BRANCH) == ""
    # Mended, and sent twice.
    platform.issue = told(session="2026-q2-review")
    for _ in range(2):
        assert workflow.start(issue_event(action="edited")) == dict.fromkeys(JOBS, "success")
    assert workflow.git("rev-list", "--count", f"main..{BRANCH}") == "1\n"
    # Edited again, also so that it could be no record, which leaves the proposal as it is.
    platform.issue = told("Shorter.", "2026-q2-review")
    workflow.start(issue_event(action="edited"))
    assert workflow.git("show", f"{BRANCH}:{PATH}").endswith("---\nShorter.\n")
    platform.issue = told("\u202eShorter.", "2026-q2-review")
    workflow.start(issue_event(action="edited"))
    assert workflow.git("show", f"{BRANCH}:{PATH}").endswith("---\nShorter.\n")
    # Merged; from now on it stands.
    workflow.git("update-ref", "refs/heads/main", BRANCH)
    platform.pulls[0] |= {"state": "closed", "merged_at": "2026-11-20T08:00:00Z"}
    platform.issue = told("Longer.", "2026-q2-review")
    assert workflow.start(issue_event(action="edited")) == dict.fromkeys(JOBS, "success")
    assert workflow.git("rev-list", "--count", f"main..{BRANCH}") == "0\n"
    assert len(platform.pulls) == len(platform.comments) == 1
    assert "This is on record since #101 was merged" in platform.comments[0]["body"]


def test_where_a_step_fails_the_issue_hears_of_it(workflow: Run, platform: Platform) -> None:
    platform.issue = told()
    platform.faults = [(404, {}, b"{}")]
    assert workflow.start(issue_event()) == {"record": "failure", "propose": "skipped", "answer": "success"}
    assert "through no fault of yours" in platform.comments[0]["body"]
    platform.faults = []
    hook = workflow.bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho protected >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert workflow.start(issue_event()) == {"record": "success", "propose": "failure", "answer": "success"}
    assert "followup: git push failed: " in workflow.said[-2]
    assert not platform.pulls
    assert len(platform.comments) == 1


@pytest.mark.parametrize(
    "event",
    [
        issue_event(labels=[]),
        issue_event(labels=[{"name": "bug"}]),
        {**issue_event(), "action": "labeled", "label": {"name": "bug"}},
    ],
)
def test_other_issues_and_labels_start_nothing(workflow: Run, platform: Platform, event: Mapping[str, Any]) -> None:
    assert workflow.start(event) == dict.fromkeys(JOBS, "skipped")
    assert not platform.asked


def test_a_run_that_does_nothing_takes_no_waiting_ones_place() -> None:
    # GitHub cancels a waiting run of the same group, whatever the later one does.
    idle = "github.event.action == 'labeled' && github.event.label.name != 'feedback'"
    assert WORKFLOW["concurrency"] == {
        "group": "feedback-${{ github.event.issue.number }}${{ " + idle + " && format('-{0}', github.run_id) || '' }}",
        "cancel-in-progress": False,
    }


def test_a_label_set_by_hand_starts_it(workflow: Run, platform: Platform) -> None:
    platform.issue = told()
    event = {**issue_event(), "action": "labeled", "label": {"name": "feedback"}}
    assert workflow.start(event) == dict.fromkeys(JOBS, "success")


def test_only_one_job_may_write_to_the_repository_and_it_reads_no_issue() -> None:
    rights = {name: job["permissions"] for name, job in JOBS.items()}
    assert rights == {
        "record": {"contents": "read", "issues": "read"},
        "propose": {"contents": "write", "pull-requests": "write"},
        "answer": {"contents": "read", "issues": "write"},
    }
