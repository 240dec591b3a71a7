"""The workflow for GitLab: of the right shape, and its commands run in a real repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from copied import BIN, GIT, ROOT, copy_this_repository, done, installing_into

from followup_build.platform.form import read_labels

FILE = ROOT / ".gitlab-ci.yml"


def read() -> dict[str, Any]:
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def scripts() -> dict[str, list[str]]:
    return {name: said["script"] for name, said in read().items() if isinstance(said, dict) and "script" in said}


def test_the_platform_takes_the_shape() -> None:
    done([BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", FILE])


def test_the_form_of_feedback_says_that_it_shows_who_wrote() -> None:
    text = (ROOT / ".gitlab/issue_templates/feedback.md").read_text(encoding="utf-8")
    assert "This shows who wrote" in text
    labels = read_labels(ROOT)
    assert all(f"### {label}\n" in text for label in labels.values()), "both platforms ask the same"


def test_no_words_of_others_come_into_a_command() -> None:
    for script in scripts().values():
        for line in script:
            assert not {"TITLE", "DESCRIPTION", "BRANCH_NAME", "COMMIT_MESSAGE", "LABELS"} & set(line.split("_"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A base and a branch from it, with what git knows of this repository and without its tests."""
    folder = tmp_path / "work"
    folder.mkdir()
    copy_this_repository(folder)
    return folder


def run(job: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The commands of a job, one after another in one shell, as GitLab's runner gives them to it."""
    environment = {
        **os.environ,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": done(["git", "rev-list", "--max-parents=0", "HEAD"], folder).strip(),
        **installing_into(folder.parent / "installed"),
        **read()["variables"],
    }
    script = "\n".join(["set -eo pipefail", *scripts()[job]])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")


@pytest.mark.parametrize("job", scripts())
def test_every_command_of_every_job_ends_well(job: str, repository: Path) -> None:
    done = run(job, repository)
    assert done.returncode == 0, done.stdout + done.stderr
    artifacts = read()[job]["artifacts"]
    for path in (*artifacts["paths"], *artifacts.get("reports", {}).values()):
        assert (repository / path).exists(), path


def test_a_promise_edited_in_place_fails_with_a_report_of_it(repository: Path) -> None:
    plan = repository / "records/plans/finance-2026.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("due: 2027-01-29", "due: 2027-02-15"), encoding="utf-8")
    # The branch's own guard would say nothing.
    (repository / "src/followup_build/history/guard/promises.py").write_text(
        "def promise_faults(*_):\n    return ()\n", encoding="utf-8"
    )
    done([*GIT, "commit", "-qam", "edit"], repository)
    ended = run("records", repository)
    assert ended.returncode == 1
    assert "[promise-edited-in-place]" in ended.stdout
    assert '<testcase classname="promise-edited-in-place" name="records/plans/finance-2026.yml"><failure' in (
        repository / "findings.xml"
    ).read_text(encoding="utf-8")
    assert "Second payment bank connected" in (repository / "words.md").read_text(encoding="utf-8")


def test_a_branch_cannot_put_modules_in_the_way_of_the_judge(repository: Path) -> None:
    for name in ("pip/__init__.py", "pip/__main__.py", "sitecustomize.py"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("import pathlib\npathlib.Path('forged').touch()\n", encoding="utf-8")
    done([*GIT, "add", "-A"], repository)
    done([*GIT, "commit", "-qm", "forged"], repository)
    ended = run("records", repository)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert not (repository / "forged").exists()
