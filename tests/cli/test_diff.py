"""`followup diff` and `check --base` in repositories of all kinds: one clear line each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import Repository
from states import ACTION, BASE, PLAN, REPORT, edited, without

LATER = (PLAN, "due: 2026-05-31", "due: 2026-07-31")
MOVED = "Backlog of 2025 cleared moves from 31 May 2026 to 31 July 2026: 61 days later. No adjustment says so."
COMMANDS = (["diff", "main"], ["check", "--base", "main"])


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path / "repository", monkeypatch, capsys)


def test_text_says_the_important_first_and_ends_with_0(repository: Repository) -> None:
    repository.start().branch().edit(LATER, (REPORT, "more time", "much more time"))
    said = repository.say("diff", "main")
    assert said.out.index("Changed without") < said.out.index("What this does") < said.out.index("Sessions and reports")
    assert said.err == ""


def test_nothing_changed_is_one_line(repository: Repository) -> None:
    repository.start().branch().edit((PLAN, "goals:", "# What we aim at\ngoals:"))
    assert repository.say("diff", "main").out == "Nothing changed in what the records mean, as of 1 June 2026.\n"
    assert repository.say("diff", "main", "--format", "markdown").out.startswith("**Nothing changed")


def test_head_is_compared_and_not_the_work_tree(repository: Repository) -> None:
    repository.start().branch().edit(LATER).commit().edit((ACTION, "both sides", "all sides"))
    assert "all sides" in repository.say("diff", "main").out
    for arguments in (["diff", "main", "work"], ["diff", "main", "--at", "work"], ["diff", "main", "HEAD"]):
        said = repository.say(*arguments)
        assert MOVED in said.out
        assert "all sides" not in said.out
    assert repository.say("diff", "main", "work", "--at", "work").status == 2


def test_both_sides_are_seen_from_the_day_that_is_named(repository: Repository) -> None:
    repository.start().branch().edit(LATER).commit()
    early = json.loads(repository.say("diff", "main", "--as-of", "2026-05-01", "--format", "json").out)
    assert (early["as_of"], early["status_changes"]) == ("2026-05-01", [])
    late = json.loads(repository.say("diff", "main", "--as-of", "2026-06-01", "--format", "json").out)
    assert "finance-2026/backlog-cleared" in [one["ref"] for one in late["status_changes"]]


def test_json_has_the_keys_that_its_page_names(repository: Repository) -> None:
    page = (Path(__file__).parents[2] / "site_templates/docs/about/answers/index.md").read_text(encoding="utf-8")
    told = page[page.index("`followup diff BASE --format json`") :]
    repository.start().branch().edit(LATER).commit()
    answer = json.loads(repository.say("diff", "main", "work", "--format", "json").out)
    keys = {*answer, *answer["changes"][0], *answer["status_changes"][0]}
    assert not [key for key in keys if f"`{key}`" not in told]
    assert list(answer) == ["version", "as_of", "base", "head", "changes", "status_changes"]
    assert (answer["version"], answer["base"], answer["head"]) == (
        1,
        repository.git("rev-parse", "main"),
        repository.git("rev-parse", "work"),
    )
    (change,) = answer["changes"]
    assert change == {
        "ref": "finance-2026/backlog-cleared",
        "kind": "milestone",
        "change": "changed",
        "field": "due",
        "from": "2026-05-31",
        "to": "2026-07-31",
        "effect": "later",
        "covered_by": None,
        "uncovered": True,
        "text": MOVED,
    }


def test_json_comes_by_kind_and_ref(repository: Repository) -> None:
    other = without(BASE, *[path for path in BASE if path not in ("organisation.yml", "people.yml")])
    repository.start(other).branch().write(BASE).commit()
    answer = json.loads(repository.say("diff", "main", "--format", "json").out)
    kinds = [one["kind"] for one in answer["changes"]]
    order = list(dict.fromkeys(kinds))
    assert order == ["plan", "milestone", "kpi", "adjustment", "action", "session", "report", "practice", "feedback"]
    for kind in order:
        refs = [one["ref"] for one in answer["changes"] if one["kind"] == kind]
        assert refs == sorted(refs)
    assert repository.say("diff", "main", "--format", "json").out == repository.say(
        "diff", "main", "work", "--format", "json"
    ).out.replace(json.dumps(repository.git("rev-parse", "work")), "null")


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_revision_offers_the_nearest(repository: Repository, command: list[str]) -> None:
    repository.start()
    said = repository.say(*(one.replace("main", "mian") for one in command))
    assert said == (2, "", "followup: there is no revision mian in this repository; did you mean main?\n")
    said = repository.say(*(one.replace("main", "v9.9") for one in command))
    assert said == (2, "", "followup: there is no revision v9.9 in this repository\n")
    said = repository.say(*(one.replace("main", "") for one in command))
    assert said == (2, "", "followup: '' is no revision; name a commit, a tag or a branch\n")


def test_a_missing_base_is_wrong_usage(repository: Repository) -> None:
    repository.start()
    said = repository.say("diff")
    assert said.status == 2
    assert "BASE" in said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_repository_without_a_commit_says_so(repository: Repository, command: list[str]) -> None:
    repository.git("init", "-q", "-b", "main")
    repository.write(BASE)
    said = repository.say(*command)
    assert said == (
        2,
        "",
        "followup: this repository has no commit yet, so there is nothing to compare with\n",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_records_outside_of_git_say_so(repository: Repository, command: list[str]) -> None:
    repository.write(BASE)
    said = repository.say(*command)
    assert said == (2, "", "followup: this is not a git repository, so it has no revisions\n")


def test_a_base_without_records_makes_everything_new(repository: Repository) -> None:
    repository.git("init", "-q", "-b", "main")
    repository.commit().branch().write(BASE).commit()
    commit = repository.git("rev-parse", "main")[:10]
    said = repository.say("diff", "main")
    assert said.status == 0
    assert said.err == f"followup: {commit} has no records in records/, so everything is new\n"
    assert "New plan: Finance plan 2026" in said.out
    assert "Changed without an adjustment" not in said.out
    said = repository.guard("--approved-by", "")
    assert (said.status, said.rules) == (0, [])
    assert said.err == (
        f"followup: {commit} has no records in records/, so everything is new\n"
        "followup: without a base, approvals are taken as recorded\n"
    )


def test_of_a_broken_base_what_can_be_read_is_compared(repository: Repository) -> None:
    broken = edited(BASE, (ACTION, "due: 2026-05-15", "due: soon"), (REPORT, "by: t.mokoena", "by: ["))
    repository.start(broken).branch().write({ACTION: BASE[ACTION], REPORT: BASE[REPORT]}).edit(LATER).commit()
    commit = repository.git("rev-parse", "main")[:10]
    said = repository.say("diff", "main")
    assert said.status == 0
    assert MOVED in said.out
    assert f"followup: 2 records and items could not be read in {commit}; what could be read is compared\n" == said.err
    said = repository.guard()
    assert (said.status, said.rules) == (1, ["promise-edited-in-place"])


def test_of_a_base_without_settings_the_present_ones_stand_in(repository: Repository) -> None:
    repository.start(without(BASE, "organisation.yml")).branch()
    repository.write({"organisation.yml": BASE["organisation.yml"]}).edit(LATER).commit()
    commit = repository.git("rev-parse", "main")[:10]
    said = repository.say("diff", "main")
    assert said.err == (
        f"followup: records/organisation.yml could not be read in {commit}; the present one stands in for it\n"
    )
    assert MOVED in said.out
    assert repository.guard().rules == ["promise-edited-in-place"]


def test_of_a_head_with_errors_what_can_be_read_is_compared(repository: Repository) -> None:
    repository.start().branch().edit(LATER, (REPORT, "by: t.mokoena", "by: ["))
    said = repository.say("diff", "main")
    assert said.status == 0
    assert MOVED in said.out
    assert "one record or item could not be read here; followup check says why" in said.err
    # What cannot be read is no deletion, and no rule of the guard is told of it.
    repository.edit((PLAN, "due: 2026-07-31", "due: soon"), (ACTION, "due: 2026-05-15", "due: ["))
    rules = repository.guard().rules
    assert not {"promise-edited-in-place", "action-deleted", "first-due-edited"} & set(rules), rules
    assert repository.guard().status == 1


def test_a_submodule_among_the_records_is_told_and_the_rest_compared(repository: Repository, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    repository.git("init", "-q", "-b", "main", at=other)
    repository.git("commit", "-q", "--allow-empty", "-m", "other", at=other)
    repository.start()
    repository.git("submodule", "--quiet", "add", str(other), "records/actions/other")
    repository.commit().branch().edit(LATER).commit()
    said = repository.say("diff", "main", "work")
    assert MOVED in said.out
    assert (said.status, said.err) == (0, "")
    assert repository.guard("--at", "work").rules == ["submodule", "promise-edited-in-place"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_base_of_a_newer_format_is_refused(repository: Repository, command: list[str]) -> None:
    repository.start().edit(("organisation.yml", "name:", "format: 2\nname:")).commit().branch()
    commit = repository.git("rev-parse", "HEAD")[:10]
    repository.edit(("organisation.yml", "format: 2\n", "")).commit()
    said = repository.say(*command)
    place = "records/organisation.yml:1:9"
    hint = "and this version of followup reads format 1; install a newer version"
    assert said == (2, "", f"followup: {place}: the records of {commit} have format 2, {hint}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_repository_of_another_user_says_what_to_do(
    repository: Repository, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.start()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    said = repository.say(*command)
    hint = f"run git config --global --add safe.directory {repository.root}"
    assert said == (2, "", f"followup: git refuses this repository because another user owns it; {hint}\n")


def test_records_in_a_subfolder(repository: Repository) -> None:
    repository.start(records="teams/follow-up/records").branch().edit(LATER).commit()
    folder = repository.root / "teams" / "follow-up"
    assert MOVED in repository.say("diff", "main", at=folder).out
    said = repository.say("check", "--base", "main", at=folder / "records" / "plans")
    assert said.rules == ["promise-edited-in-place"]
    assert said.out.startswith("teams/follow-up/records/plans/finance-2026.yml:10:99: error: ")
    assert MOVED in repository.say("diff", "main", "--records", "teams/follow-up/records").out


def test_a_records_folder_that_moved_is_said(repository: Repository) -> None:
    repository.start().branch()
    repository.git("mv", "records", "follow-up")
    repository.commit()
    said = repository.say("diff", "main", "--records", "follow-up")
    assert "has no records in follow-up/, so everything is new" in said.err


def test_a_linked_worktree_and_a_bare_repository(repository: Repository, tmp_path: Path) -> None:
    repository.start().branch().edit(LATER).commit().switch("main")
    linked, bare = tmp_path / "linked", tmp_path / "bare.git"
    repository.git("worktree", "add", "-q", str(linked), "work")
    assert MOVED in repository.say("diff", "main", at=linked).out
    assert repository.say("check", "--base", "main", at=linked).rules == ["promise-edited-in-place"]
    assert MOVED in repository.say("diff", "main", "work", at=linked).out
    repository.git("clone", "-q", "--bare", str(repository.root), str(bare))
    assert MOVED in repository.say("diff", "main", "work", at=bare).out
    said = repository.say("check", "--at", "work", "--base", "main", at=bare)
    assert said.rules == ["promise-edited-in-place"]
    assert repository.say("diff", "main", at=bare).status == 2


def test_quiet_says_no_notes(repository: Repository) -> None:
    repository.git("init", "-q", "-b", "main")
    repository.commit().branch().write(BASE).commit()
    assert repository.say("diff", "main", "-q").err == ""
