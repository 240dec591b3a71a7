"""What a team gets that only keeps records: workflows made from ours, linted, of the right shape, and run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from copied import BIN, GIT, ROOT, done, installing_into

from followup_build.cli import run
from followup_build.exports.team_files import RELEASE, WORKFLOWS, _adapted, common_files, github_files, gitlab_files

TOLD = (
    "--name", "Rights House", "--timezone", "Africa/Johannesburg",
    "--department", "Finance", "Thandi Mokoena", "Zanele Khumalo", "--login", "z.khumalo", "zkhumalo",
)  # fmt: skip
WORK = "title: Tests\nowner: t.mokoena\ndue: 2027-01-31\nfollow_up: 2027-02-28\ndepartment: finance\nsession: s1\n"
SESSION = "---\ntitle: Start\nkind: ad-hoc\ndate: 2026-11-20\nstatus: held\nchair: z.khumalo\n---\n"
ASKING = ("followup_build.platform.",)
"""Steps that need the platform; test_workflows.py and test_feedback_workflow.py run them."""


def test_the_installs_are_the_only_difference() -> None:
    for path, text in (github_files() | gitlab_files()).items():
        ours = (ROOT / path).read_text(encoding="utf-8")
        same = [line for line in text.splitlines() if line in ours.splitlines()]
        changed = [line.strip() for line in text.splitlines() if line not in ours.splitlines()]
        assert len(same) >= len(ours.splitlines()) - 8, path
        assert all("requirements.txt" in line or "tool" in line or line.startswith("# Add") for line in changed), (
            changed
        )
        assert "pip install ." not in text
        assert "git archive" not in text
        assert "A team that" not in text
        assert 'PYTHONSAFEPATH: "1"' in text or "template" in path.lower(), path
    assert {path.name for path in (ROOT / ".github/workflows").iterdir()} == {*WORKFLOWS, "tests.yml"}


def test_a_line_that_ours_does_not_have_any_more_is_no_silent_copy() -> None:
    with pytest.raises(LookupError, match=r"check\.yml does not say any more: pip install it"):
        _adapted("check.yml", {"pip install it": "x"})


def test_the_hook_is_ours_with_the_released_tool() -> None:
    (ours,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repo,) = yaml.safe_load(common_files()[".pre-commit-config.yaml"])["repos"]
    assert repo == {"repo": "local", "hooks": [{**ours, "additional_dependencies": [RELEASE]}]}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the released package, as an index of packages has it."""
    folder = tmp_path_factory.mktemp("shelf")
    source = folder / "source"
    listed = done(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]).split("\0")
    for path in filter(None, listed):
        if not path.startswith(("tests/", "records/")) and (ROOT / path).is_file():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, source / path)
    done([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)], folder)
    return folder


def start(folder: Path, platform: str) -> None:
    """A team's repository on `main`, and a branch with an action in it."""
    assert run(["init", str(folder), *TOLD, "--platform", platform]) == 0
    for arguments in (["add", "-A"], ["commit", "-qm", "Start"], ["checkout", "-q", "-b", "topic"]):
        done([*GIT, *arguments], folder)
    for path, text in {"actions/2026-11-20-tests.yml": WORK, "sessions/s1/session.md": SESSION}.items():
        (folder / "records" / path).parent.mkdir(parents=True)
        (folder / "records" / path).write_text(text, encoding="utf-8")
    for arguments in (["add", "-A"], ["commit", "-qm", "Tests"]):
        done([*GIT, *arguments], folder)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    start(tmp_path / "team", "github")
    return tmp_path / "team"


def test_linters_find_nothing(team: Path, tmp_path: Path) -> None:
    done([BIN / "zizmor", "--offline", "--quiet", "--no-config", "--persona=pedantic", ".github/workflows"], team)
    for name in WORKFLOWS:
        schema = ["--builtin-schema", "vendor.github-workflows"]
        done([BIN / "check-jsonschema", *schema, team / ".github/workflows" / name])
    form = team / ".github/ISSUE_TEMPLATE/feedback.yml"
    done([BIN / "check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", form])
    done([BIN / "pre-commit", "validate-config", team / ".pre-commit-config.yaml"])
    start(tmp_path / "gitlab", "gitlab")
    done([BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", tmp_path / "gitlab/.gitlab-ci.yml"])
    assert not (tmp_path / "gitlab/.github").exists()


def test_the_editor_finds_its_schemas_and_they_take_the_records(team: Path) -> None:
    settings = yaml.safe_load((team / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, glob in settings["yaml.schemas"].items():
        assert (team / schema).is_file(), schema
        records = sorted(map(str, team.glob(glob)))
        if records:
            done([BIN / "check-jsonschema", "--schemafile", team / schema, *records])
    assert any(team.glob("records/plans/*.yml"))


def commands(team: Path, name: str) -> Iterator[str]:
    for job in yaml.safe_load((team / ".github/workflows" / name).read_text(encoding="utf-8"))["jobs"].values():
        for step in job.get("steps", []):
            script = step.get("run", "")
            if script and not any(word in script for word in ASKING):
                yield script


def environment(folder: Path, shelf: Path, **more: Any) -> dict[str, str]:
    temporary = folder.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    found = {**os.environ, **installing_into(folder.parent / "installed"), "PIP_FIND_LINKS": str(shelf)}
    return {**found, "RUNNER_TEMP": str(temporary), "NO_MKDOCS_2_WARNING": "1", **more}


def execute(script: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(bash, cwd=folder, env=variables, check=False, capture_output=True, text=True)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workflows run on Linux")


def test_every_command_for_github_ends_well_and_takes_the_bases_version(team: Path, shelf: Path) -> None:
    # What the platform checks out is the merge that the pull request proposes.
    (team / "requirements.txt").write_text("no-such-tool==1\n", encoding="utf-8")
    for arguments in (
        ["commit", "-qam", "Another tool"],
        ["checkout", "-q", "--detach", "main"],
        ["merge", "-q", "--no-ff", "-m", "merge", "topic"],
    ):
        done([*GIT, *arguments], team)
    variables = environment(team, shelf)
    for given in ("reviewers", "path"):
        (team.parent / "temporary" / given).write_text("", encoding="utf-8")
    ran = list(commands(team, "check.yml"))
    assert len(ran) == 4
    # The comment's job has the base itself checked out.
    for script in [one for one in ran if "--no-deps" not in one]:
        ended = execute(script, team, variables)
        assert ended.returncode == 0, (script, ended.stdout, ended.stderr)
    assert (team.parent / "installed/followup_build/team/check.yml").is_file()
    done([*GIT, "checkout", "-q", "main"], team)
    for script in [
        *(one for one in ran if "--no-deps" in one),
        *commands(team, "feedback.yml"),
        *commands(team, "preview.yml"),
        *commands(team, "publish.yml"),
    ]:
        ended = execute(script, team, variables)
        assert ended.returncode == 0, (script, ended.stdout, ended.stderr)
    assert (team / "site/index.html").is_file()


def test_every_command_for_gitlab_ends_well(tmp_path: Path, shelf: Path) -> None:
    team = tmp_path / "team"
    start(team, "gitlab")
    base = done(["git", "rev-parse", "main"], team).strip()
    variables = environment(team, shelf, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    workflow = yaml.safe_load((team / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    for job in ("records", "preview", "pages"):
        ended = execute("\n".join(workflow[job]["script"]), team, variables)
        assert ended.returncode == 0, (job, ended.stdout, ended.stderr)
    assert "Tests" in (team / "words.md").read_text(encoding="utf-8")
    assert (team / "public/index.html").is_file()
