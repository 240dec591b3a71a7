"""A record of feedback in a pull request, over real HTTP to a real repository; and what its issue is told."""

from __future__ import annotations

import json

import pytest
from copied import done
from hosted import comment, pull_of
from proposed import BOT, BRANCH, PATH, TEXT, Site

MARK = "<!-- followup: what became of this feedback -->\n"


def test_a_record_becomes_a_branch_and_a_pull_request(site: Site) -> None:
    ended = site.propose()
    assert (ended.returncode, ended.stdout) == (0, "")
    assert site.files() == {PATH: TEXT}
    assert site.git("log", "--format=%ae %ce %s", f"main..{BRANCH}") == f"{BOT} {BOT} Record feedback of issue 7"
    (pull,) = site.platform.pulls
    assert (pull["base"], pull["title"]) == ("main", "Record feedback of issue 7")
    assert pull["body"].startswith("Closes #7.\n")
    assert site.became == ("proposed", 101)
    # The work tree of the job stays as it was.
    assert done(["git", "status", "--porcelain"], site.work) == ""


def test_the_same_again_makes_nothing_new(site: Site) -> None:
    site.propose()
    tip = site.git("rev-parse", BRANCH)
    site.platform.asked.clear()
    assert site.propose().returncode == 0
    assert site.git("rev-parse", BRANCH) == tip
    assert [one.split()[0] for one in site.platform.asked] == ["GET"]
    assert site.became == ("proposed", 101)


@pytest.mark.parametrize("path", [PATH, "records/feedback/2026-11-18-another-title.md"])
def test_an_edited_issue_is_the_same_branch_and_pull_request(site: Site, path: str) -> None:
    site.propose()
    tip = site.git("rev-parse", BRANCH)
    site.give(path, TEXT.replace("Nobody", "Hardly anybody"))
    assert site.propose().returncode == 0
    assert site.files() == {path: TEXT.replace("Nobody", "Hardly anybody")}
    assert site.git("rev-parse", f"{BRANCH}^") == tip, "the branch never goes back"
    assert len(site.platform.pulls) == 1


def test_a_step_that_was_cut_off_is_taken_up(site: Site) -> None:
    site.platform.faults = [(200, {}, b"[]"), (502, {}, b"")]
    ended = site.propose()
    assert ended.returncode == 2
    assert "refuses POST" in ended.stderr
    assert not site.platform.pulls
    tip = site.git("rev-parse", BRANCH)
    assert site.propose().returncode == 0
    assert site.git("rev-parse", BRANCH) == tip
    assert len(site.platform.pulls) == 1


@pytest.mark.parametrize(
    ("state", "merged_at", "outcome", "said"),
    [
        ("closed", "2026-11-19T10:00:00Z", "taken", "This is on record since #101 was merged"),
        ("closed", None, "declined", "#101 was closed without putting this on record"),
    ],
)
def test_what_the_team_decided_stands(site: Site, state: str, merged_at: str | None, outcome: str, said: str) -> None:
    site.propose()
    site.git("branch", "-D", BRANCH)
    site.platform.pulls[0] |= {"state": state, "merged_at": merged_at}
    site.give(text=TEXT.replace("Nobody", "Hardly anybody"))
    assert site.propose().returncode == 0
    assert site.became == (outcome, 101)
    assert site.git("branch", "--list", BRANCH) == ""
    assert site.answer().startswith(MARK + said)


def test_a_forks_branch_of_that_name_is_another_one(site: Site) -> None:
    theirs = pull_of(BRANCH, number=9)
    theirs["head"]["repo"] = {"full_name": "saypro/fork"}
    site.platform.pulls = [theirs]
    assert site.propose().returncode == 0
    assert site.became == ("proposed", 102)


def test_a_name_that_was_taken_meanwhile_fails_and_says_what_to_do(site: Site) -> None:
    site.commit("main", {PATH: "---\ntitle: Another\ndate: 2026-11-18\n---\n"})
    done(["git", "pull", "-q", str(site.bare), "main"], site.work)
    ended = site.propose()
    assert ended.returncode == 2
    assert f"{PATH} has come into the repository meanwhile; run the workflow again" in ended.stderr
    assert not site.platform.pulls


def test_what_the_settings_forbid_is_told_with_the_setting(site: Site) -> None:
    site.platform.faults = [(200, {}, b"[]"), (403, {}, b"{}")]
    ended = site.propose()
    assert ended.returncode == 2
    assert "Allow GitHub Actions to create and approve pull requests" in ended.stderr


def test_without_its_token_nothing_is_pushed(site: Site) -> None:
    site.runner.variables["GITHUB_SERVER_URL"] = "http://127.0.0.1:9"  # so that git has no token for the repository
    ended = site.propose()
    assert ended.returncode == 2
    assert "git ls-remote failed" in ended.stderr
    assert site.git("branch", "--list", BRANCH) == ""


@pytest.mark.parametrize(
    "given",
    [
        {"issue": 8},
        {"path": "../../etc/passwd"},
        {"path": ".github/workflows/feedback/x.md"},
        {"path": "records/plans/x.md"},
        {"path": "records/feedback/x.md\n"},
        {"path": "records/../feedback/x.md"},
        {"path": 7},
        {"path": "", "mend": ""},
        {"path": "", "mend": "this"},
        {"path": PATH, "mend": "this"},
        {"more": "this"},
    ],
)
def test_what_is_no_record_is_not_pushed(site: Site, given: dict[str, object]) -> None:
    (site.handed / "feedback.json").write_text(
        json.dumps({"issue": 7, "path": PATH, "text": TEXT, "page": "", "mend": "", **given}), encoding="utf-8"
    )
    assert site.propose().returncode == 2
    assert not site.platform.asked
    assert site.git("branch", "--list", BRANCH) == ""


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_a_file_that_holds_something_else_fails_in_one_line(site: Site, content: bytes) -> None:
    (site.handed / "feedback.json").write_bytes(content)
    ended = site.propose()
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


def test_the_issue_is_told_once_and_the_comment_is_written_over(site: Site) -> None:
    site.platform.comments = [comment(f"{MARK}mine", number=1, kind="User")]
    site.give(path="", text="", mend="```text\nmend this\n```\n")
    assert "cannot be put on record as it stands" in site.answer()
    assert "```text\nmend this\n```\n" in site.answer()
    site.give(page="https://follow-up.example.org/feedback/index.html#x")
    site.propose()
    text = site.answer()
    assert text.startswith(f"{MARK}Thank you. #101 proposes to put this on record as it stands.")
    assert "the answer will stand [on the site](https://follow-up.example.org/feedback/index.html#x)." in text
    assert [one["id"] for one in site.platform.comments] == [1, 2]


@pytest.mark.parametrize("left", [[], ["feedback.json"]])
def test_a_job_that_failed_is_told_as_our_fault(site: Site, left: list[str]) -> None:
    for path in site.handed.glob("*.json"):
        if path.name not in left:
            path.unlink()
    assert "through no fault of yours" in site.answer()


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"pull_request": {}}, "is not about an issue"),
        ({"issue": {"number": True}}, "has no number"),
        ({"issue": {"number": 7}}, "which branch is the repository's own"),
    ],
)
def test_an_event_of_something_else_fails(site: Site, event: object, said: str) -> None:
    site.runner.set_event(event)
    for ended in (site.propose(), site.runner.run("answer", str(site.handed)), site.runner.run("feedback", "x.json")):
        assert ended.returncode == 2
        assert said in ended.stderr
    assert not site.platform.asked
