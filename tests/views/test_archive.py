from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.publish.pages import PAGES
from followup_build.views import archive
from followup_build.views.actions import build_action_years, build_actions
from followup_build.views.cells import Link
from followup_build.views.search import build_search
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]

ACTION = (
    "title: {title}\nowner: n.dlamini\ndue: 2024-06-30\nfollow_up: 2026-07-31\ndepartment: finance\n"
    "updates: {{{log}}}\n"
)
TREE = {
    f"records/actions/{title}.yml": ACTION.format(title=title, log=log)
    for title, log in {
        "open": "",
        "again": "2024-01-01: {state: done}, 2025-01-02: {state: ineffective}",
        "now": "2026-01-05: {state: done}",
        "past": "2025-12-30: {state: done}, 2026-01-04: {state: verified}",
        "older": "2024-07-01: {state: dropped}",
    }.items()
}


def test_one_page_holds_all_that_fit(subject_of: SubjectOf) -> None:
    subject = subject_of(TREE, "2026-05-20")
    view = build_actions(subject)
    assert {row.anchor for row in view.table.rows} == {"open", "again", "now", "past", "older"}
    assert (view.others, list(build_action_years(subject))) == ((), [])


def test_what_was_finished_in_past_years_moves_and_every_link_leads_there(
    subject_of: SubjectOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST", 4)
    subject = subject_of(TREE, "2026-05-20")
    view = build_actions(subject)
    assert [link.text for link in view.others] == ["2025 (1)", "2024 (1)"]
    pages = {"actions/index.html": view}
    pages |= {f"actions/{year}/index.html": one for year, one in build_action_years(subject)}
    anchors = {f"{path}#{row.anchor}" for path, one in pages.items() for row in one.table.rows}
    assert anchors == {
        "actions/index.html#open",
        "actions/index.html#again",
        "actions/index.html#now",
        "actions/2025/index.html#past",
        "actions/2024/index.html#older",
    }
    links = [subject.names.link(title, "action") for title in ("open", "again", "now", "past", "older")]
    assert {one.path for one in links if isinstance(one, Link)} == anchors
    assert {subject.names.item(item).path for item in subject.items("action")} == anchors
    found = {entry.path for entry in build_search(subject)}
    assert {path for path in found if path.startswith("actions/")} == anchors
    for one in pages.values():
        assert {link.path for link in one.others} <= set(pages)
        assert all(len(choice.keys) == len(one.table.rows) for choice in one.table.filters)


def test_the_pages_of_past_years_are_published() -> None:
    assert any(kind.path == "actions/*/index.md" for kind in PAGES)


def test_what_was_due_long_ago_moves_until_the_rest_fits(
    subject_of: SubjectOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST", 2)
    tree = TREE | {"records/actions/late.yml": ACTION.format(title="late", log="").replace("2024-06-30", "2025-06-30")}
    subject = subject_of(tree, "2026-05-20")
    view = build_actions(subject)
    assert {row.anchor for row in view.table.rows} == {"late", "now"}
    assert view.lead.count("What was due before 2025 and is still to do stands on the page of its year.") == 1
    pages = dict(build_action_years(subject))
    assert {year: [row.anchor for row in one.table.rows] for year, one in pages.items()} == {
        "2024": ["again", "open", "older"],
        "2025": ["past"],
    }
    assert pages["2024"].lead.endswith("in 2024, and every one that was due in 2024 and is still to do.")
    assert subject.names.link("open", "action") == Link("open", "actions/2024/index.html#open")
