"""A branch with a record of feedback on which others have worked: what is theirs is left alone."""

from __future__ import annotations

import pytest
from copied import GIT, done
from proposed import BOT, BRANCH, PATH, TEXT, Site


def test_what_somebody_did_on_the_branch_is_left_alone(site: Site) -> None:
    site.propose()
    site.commit(BRANCH, {PATH: TEXT + "Corrected.\n"})
    tip = site.git("rev-parse", BRANCH)
    site.give(text=TEXT.replace("Nobody", "Hardly anybody"))
    assert site.propose().returncode == 0
    assert site.git("rev-parse", BRANCH) == tip
    assert site.became == ("left", 101)
    assert "Somebody has been working on #101" in site.answer()


def test_a_branch_that_was_brought_up_to_date_is_still_followed(site: Site) -> None:
    site.propose()
    site.commit("main", {"README.md": "# New\n"})
    done([*GIT, "fetch", "-q"], site.handed / "elsewhere")
    done([*GIT, "checkout", "-q", "-B", BRANCH, f"origin/{BRANCH}"], site.handed / "elsewhere")
    done([*GIT, "merge", "-q", "--no-edit", "origin/main"], site.handed / "elsewhere")
    done([*GIT, "push", "-q", "origin", BRANCH], site.handed / "elsewhere")
    done(["git", "pull", "-q", str(site.bare), "main"], site.work)
    site.give(text=TEXT.replace("Nobody", "Hardly anybody"))
    assert site.propose().returncode == 0
    assert site.files() == {PATH: TEXT.replace("Nobody", "Hardly anybody")}
    assert site.became == ("proposed", 101)


@pytest.mark.parametrize(
    "commands",
    [
        ["checkout -q --detach", "commit -q --amend --no-edit"],
        ["merge -q --no-commit --no-ff origin/main", "commit -q --no-edit"],
        ["checkout -q -b other origin/main^", "-c user.email=BOT commit -q --allow-empty -m x", "checkout -q BRANCH",
         "merge -q --no-commit --no-ff origin/main other", "commit -q --no-edit"],
    ],
    ids=["amended", "merged", "merged-three"],
)  # fmt: skip
def test_what_somebody_put_into_a_commit_of_ours_or_a_merge_is_left_alone(site: Site, commands: list[str]) -> None:
    site.propose()
    site.commit("main", {"README.md": "# New\n"})
    elsewhere = site.handed / "elsewhere"
    done(["git", "fetch", "-q"], elsewhere)
    done(["git", "checkout", "-q", "-B", BRANCH, f"origin/{BRANCH}"], elsewhere)
    for command in commands[:-1]:
        done([*GIT, *command.replace("BRANCH", BRANCH).replace("BOT", BOT).split()], elsewhere)
    (elsewhere / "notes.md").write_text("Mine.\n", encoding="utf-8")
    done(["git", "add", "-A"], elsewhere)
    done([*GIT, *commands[-1].split()], elsewhere)
    done(["git", "push", "-q", "--force", "origin", f"HEAD:{BRANCH}"], elsewhere)
    done(["git", "pull", "-q", str(site.bare), "main"], site.work)
    tip = site.git("rev-parse", BRANCH)
    site.give(text=TEXT.replace("Nobody", "Hardly anybody"))
    assert site.propose().returncode == 0
    assert site.git("rev-parse", BRANCH) == tip
    assert site.became == ("left", 101)
