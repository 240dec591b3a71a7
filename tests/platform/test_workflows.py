"""The workflows as they are shipped: linted, of the right shape, and every command in them run as a runner would."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from copied import BIN, ROOT, done
from hosted import Platform, review
from jobs import POSIX, WORKFLOWS, Job, jobs, read, steps

ADJUSTMENT = """\
title: Move the second bank to the end of February
session: 2026-10-check-in
reason: The bank's own tests take four weeks longer.
owner: n.dlamini
follow_up: 2027-03-05
proposed: {by: n.dlamini, on: 2026-11-16}
approvals: [{by: z.khumalo, on: 2026-11-18}]
changes:
  - {milestone: finance-2026/second-bank, due: {from: 2027-01-29, to: 2027-02-26}}
"""
PATH = "records/adjustments/finance/2026-11-16-second-bank.yml"
MAIL = {"remind.yml", "send.yml"}
"""What sends mail."""
OWN_TESTS = {"feedback.yml", *MAIL}
"""Workflows that do not start with a pull request; their commands are run by tests of their own."""


def test_zizmor_finds_nothing() -> None:
    done([BIN / "zizmor", "--offline", "--quiet", "--no-config", "--persona=pedantic", ".github/workflows"])


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_platform_takes_the_shape(name: str) -> None:
    done([BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOWS[name]])


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_starts_without_permissions_and_never_with_the_rights_of_the_base(name: str) -> None:
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    workflow = read(WORKFLOWS[name])
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    assert name in MAIL or "secrets." not in text


@pytest.mark.parametrize("path", [*WORKFLOWS.values(), ROOT / ".gitlab-ci.yml"], ids=lambda path: path.name)
def test_python_takes_no_module_from_what_is_checked_out(path: Path) -> None:
    said = read(path)
    assert said["env" if path.parent.name == "workflows" else "variables"]["PYTHONSAFEPATH"] == "1"


def test_every_job_has_an_end_and_no_more_rights_than_it_needs() -> None:
    writing = {}
    for name, job, said in jobs():
        assert "uses" in said or said["timeout-minutes"] <= 60
        writing[name, job] = {right for right, level in said["permissions"].items() if level == "write"}
    assert {key: rights for key, rights in writing.items() if rights} == {
        ("check.yml", "comment"): {"pull-requests"},
        ("feedback.yml", "propose"): {"contents", "pull-requests"},
        ("feedback.yml", "answer"): {"issues"},
        ("publish.yml", "deploy"): {"pages", "id-token"},
        ("publish.yml", "findings"): {"security-events"},
        ("nightly.yml", "publish"): {"pages", "id-token", "security-events"},
        ("remind.yml", "remind"): {"contents"},
        ("send.yml", "send"): {"contents"},
        ("send.yml", "again"): {"contents"},
    }


def test_a_reusable_workflow_gets_the_rights_that_its_jobs_ask_for() -> None:
    given = read(WORKFLOWS["nightly.yml"])["jobs"]["publish"]["permissions"]
    for name, job, said in jobs():
        if name == "publish.yml":
            assert said["permissions"].items() <= given.items(), job


def test_every_action_is_pinned_and_every_checkout_keeps_no_credentials() -> None:
    for name, job, step in steps():
        if "uses" not in step:
            continue
        assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40}", step["uses"]), (name, job)
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, (name, job)
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS.values())
    pins = set(re.findall(r"uses: ([\w/-]+@[0-9a-f]{40}) # (v[0-9.]+)$", text, re.MULTILINE))
    assert len(re.findall(r"uses: [\w-]+/", text)) == len(
        re.findall(r"uses: \S+@[0-9a-f]{40} # v[0-9.]+$", text, re.MULTILINE)
    )
    assert len({pin.split("@")[0] for pin, _ in pins}) == len(pins), "one version of each action"


def test_no_words_of_others_come_into_a_command() -> None:
    for name, job, step in steps():
        assert "${{" not in step.get("run", ""), (name, job)
        said = set(step.get("env", {}).items())
        assert said <= {("GITHUB_TOKEN", "${{ github.token }}")} or name in MAIL, (name, job)


def test_secrets_stand_in_the_environment_of_mail_alone_and_in_one_step() -> None:
    for name, job, said in jobs():
        holders = [step for step in said.get("steps", []) if "secrets." in str(step)]
        assert len(holders) <= 1, (name, job)
        assert bool(holders) == (said.get("environment") == "mail"), (name, job)
        for step in holders:
            # What they are given is in variables, and nothing of others runs there.
            assert set(step) == {"name", "env", "run"}
        assert "secrets." not in str({key: value for key, value in said.items() if key != "steps"})


def test_the_writing_job_takes_nothing_of_the_branch_but_words() -> None:
    comment = read(WORKFLOWS["check.yml"])["jobs"]["comment"]
    (checkout,) = (step for step in comment["steps"] if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert "github.event.pull_request.head.repo.full_name == github.repository" in comment["if"]


def test_the_steps_need_no_other_package() -> None:
    # The jobs that may write to the platform install the tool alone.
    for module in ("answer", "comment", "credentials", "proposal", "reviewers", "summary"):
        code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); import followup_build.platform.{module}"
        done([sys.executable, "-S", "-c", code])


@POSIX
@pytest.mark.parametrize(
    ("workflow", "name"), [(name, job) for name, job, said in jobs() if "steps" in said and name not in OWN_TESTS]
)
def test_every_command_of_every_job_ends_well(workflow: str, name: str, job: Job, platform: Platform) -> None:
    job.propose({PATH: re.sub("approvals.*\n", "", ADJUSTMENT)})
    if name == "comment":
        assert job.run(workflow, "records") is None
    assert job.run(workflow, name) is None
    if name in ("preview", "build"):
        assert "SayPro Royalties" in (job.workspace / "site/index.html").read_text(encoding="utf-8")
    if name == "comment":
        assert platform.comments[0]["body"].endswith(f"## What this changes\n\n{job.words}")
        assert "Move the second bank to the end of February" in job.words


@POSIX
def test_an_approval_waits_for_its_review_and_passes_with_it(job: Job, platform: Platform) -> None:
    head = job.propose({PATH: ADJUSTMENT})
    failed = job.run("check.yml", "records")
    assert failed is not None
    assert failed.stdout.startswith(f"::error file={PATH},line=7,col=18,title=approval-without-review::waiting for ")
    assert "z.khumalo (zkhumalo-saypro)" in failed.stdout
    # The words come all the same.
    assert "Second payment bank connected" in job.runner.summary
    platform.reviews = [review("ZKhumalo-SayPro", commit=head)]
    assert job.run("check.yml", "records") is None


@POSIX
def test_a_branch_cannot_bring_its_own_judge(job: Job, platform: Platform) -> None:
    everybody = "import sys\nsys.stdout.write('zkhumalo-saypro\\n')\n"
    people = (job.repository / "records/people.yml").read_text(encoding="utf-8")
    job.propose(
        {
            PATH: ADJUSTMENT,
            "src/followup_build/platform/reviewers.py": everybody,
            "src/followup_build/history/guard/reviews.py": "def review_faults(*_):\n    return ()\n",
            "records/people.yml": people.replace("github: zkhumalo-saypro", "github: mallory"),
        }
    )
    platform.reviews = [review("mallory", commit=job.git("rev-parse", "HEAD^2"))]
    failed = job.run("check.yml", "records")
    assert failed is not None
    assert "title=approval-without-review" in failed.stdout


@POSIX
def test_a_branch_cannot_put_modules_in_the_way_of_the_judge(job: Job) -> None:
    forged = "import os, pathlib\npathlib.Path(os.environ['RUNNER_TEMP'], 'forged').touch()\n"
    job.propose(
        {
            PATH: ADJUSTMENT,
            "followup_build/__init__.py": forged,
            "followup_build/platform/__init__.py": "",
            "followup_build/platform/reviewers.py": "print('zkhumalo-saypro')\n",
            "pip/__init__.py": forged,
            "pip/__main__.py": forged,
            "sitecustomize.py": forged,
        }
    )
    failed = job.run("check.yml", "records")
    assert failed is not None
    assert "title=approval-without-review" in failed.stdout
    temporary = Path(job.runner.environment["RUNNER_TEMP"])
    assert (temporary / "reviewers").read_text(encoding="utf-8") == "\n"
    assert not (temporary / "forged").exists()


@POSIX
@pytest.mark.parametrize(
    "break_it",
    [
        lambda job: job.runner.set_event("{}"),
        lambda job: job.runner.platform.faults.extend([(403, {}, b"")] * 3),
    ],
)
def test_without_an_answer_the_check_fails(break_it: Callable[[Job], None], job: Job, platform: Platform) -> None:
    head = job.propose({PATH: ADJUSTMENT})
    platform.reviews = [review("zkhumalo-saypro", commit=head)]
    break_it(job)
    failed = job.run("check.yml", "records")
    assert failed is not None
    assert failed.stderr.startswith("followup: ")
    assert len(failed.stderr.splitlines()) == 1


@POSIX
def test_a_branch_behind_main_is_not_blamed_for_what_main_did(job: Job, platform: Platform) -> None:
    job.propose({"README.md": "# Changed\n"})
    # While it was open, somebody else's approved adjustment came to main, and the platform merged anew.
    job.git("checkout", "-q", "main")
    (job.repository / PATH).write_text(ADJUSTMENT, encoding="utf-8")
    job.git("add", "-A")
    job.git("commit", "-qm", "adjustment")
    job.git("checkout", "-q", "--detach", "main")
    job.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    assert job.run("check.yml", "records") is None
    assert "Nothing changed" in job.runner.summary
    assert job.run("check.yml", "comment") is None
    assert not platform.comments


@POSIX
def test_the_owners_are_checked_where_they_are_kept(job: Job) -> None:
    owners = "* @staff\n# followup: begin\n/records/people.yml @mallory\n# followup: end\n"
    job.propose({".github/CODEOWNERS": owners})
    failed = job.run("check.yml", "records")
    assert failed is not None
    assert ".github/CODEOWNERS is not as it should be" in failed.stderr
    # Who keeps owners of their own is left in peace, but nobody takes ours away in passing.
    job.propose({".github/CODEOWNERS": "* @staff\n"})
    assert job.run("check.yml", "records") is None
    job.git("checkout", "-q", "main")
    (job.repository / ".github/CODEOWNERS").write_text(owners, encoding="utf-8")
    job.git("add", "-A")
    job.git("commit", "-qm", "owners")
    job.propose({".github/CODEOWNERS": "* @staff\n"})
    failed = job.run("check.yml", "records")
    assert failed is not None
    assert ".github/CODEOWNERS is not as it should be" in failed.stderr


@POSIX
def test_findings_go_to_code_scanning_also_where_there_are_errors(job: Job) -> None:
    job.propose({PATH: ADJUSTMENT.replace("owner: n.dlamini\n", "")})
    assert job.run("publish.yml", "findings") is None
    report = Path(job.runner.environment["RUNNER_TEMP"]) / "followup.sarif"
    (run,) = json.loads(report.read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["adjustment-without-owner"]
