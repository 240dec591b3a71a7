"""The skeletons of a new organisation: what stands in their comments is right as well, once the # is taken away."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from followup_build.cli import COMMANDS
from followup_build.editing.new_organisation import NewDepartment, NewOrganisation, NewPerson, Rhythm
from followup_build.exports.new_tree import PLATFORMS, house_files, readme_file, record_files
from followup_build.source.unwritten import Unwritten
from followup_build.workspace import Workspace, open_source

PEOPLE = (
    NewPerson("t.mokoena", "Thandi Mokoena", "finance"),
    NewPerson("z.khumalo", "Zanele Khumalo", login="zkhumalo"),
)
FINANCE = NewDepartment("finance", "Finance", "t.mokoena", ("z.khumalo",))
DAY = date(2026, 6, 14)


def organisation(first_month: int = 1, *, country: str | None = None, rhythm: Rhythm | None = None) -> NewOrganisation:
    return NewOrganisation(
        "Rights House",
        "Africa/Johannesburg",
        DAY,
        (FINANCE,),
        PEOPLE,
        country,
        first_month,
        rhythm=rhythm or Rhythm(),
    )


def uncommented(content: bytes) -> bytes:
    """A skeleton with the # taken away in front of each line that is a key or what belongs to one."""
    return re.sub(r"(?m)^# (\s*[a-z][a-z_-]*: ?.*)$", r"\1", content.decode()).encode()


def opened(files: dict[str, bytes]) -> Workspace:
    return open_source(Path(), Unwritten("records", files), DAY)


@pytest.mark.parametrize("first_month", [1, 3, 9, 12])
def test_what_the_comments_offer_is_right(first_month: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    files = record_files(organisation(first_month), None)
    assert not opened(files).findings
    full = {path: uncommented(content) for path, content in files.items()}
    workspace = opened(full)
    assert [(one.rule, one.message) for one in workspace.findings] == []
    (plan,) = workspace.portfolio.plans.values()
    assert [len(found) for found in (plan.data.goals, plan.data.milestones, plan.data.kpis, plan.data.resources)] == [
        1
    ] * 4
    assert plan.data.summary
    assert plan.data.approvals
    settings = workspace.portfolio.organisation
    assert (settings.country, settings.approvers[0].who) == ("ZA", "z.khumalo")
    assert settings.repository
    assert settings.site_url


def test_the_page_for_teams_names_what_is_there() -> None:
    for platform in PLATFORMS:
        files = readme_file(organisation(), platform)
        text = files["README.md"].decode()
        assert set(re.findall(r"followup ([a-z]+)", text)) <= {*COMMANDS}
        assert len(text.splitlines()) <= 85, "one page"
        beside = house_files(platform)
        for path in re.findall(r"`(requirements\.txt|mkdocs\.yml|\.[\w/.-]+)`", text):
            assert path in beside
        plan = uncommented(record_files(organisation(), None)["records/plans/finance-2026.yml"]).decode()
        for ref in re.findall(r"finance-2026/([\w-]+)", text):
            assert f"{ref}:" in plan
        assert ("merge request" in text) == (platform == "gitlab")
        assert ("*Settings, Pages, Source*" in text) == (platform == "github")


def test_no_session_at_all_leaves_the_cadences_out() -> None:
    files = record_files(organisation(rhythm=Rhythm(None, None, None)), None)
    assert b"cadences" not in files["records/organisation.yml"]
    assert not opened(files).findings


def test_names_mean_nothing_to_markdown() -> None:
    named = NewOrganisation("*Bold* [x](y) `z` <b>", "UTC", DAY, (FINANCE,), PEOPLE)
    head = readme_file(named, "none")["README.md"].decode().splitlines()[0]
    assert head == r"# Follow-up at \*Bold\* \[x\]\(y\) \`z\` \<b\>"
