"""The feedback page says how to give it: by the form, which shows who wrote, and by the way to stay anonymous."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.publish.site import build_site
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
departments: {finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}}
"""
REPOSITORY = "repository: https://github.com/saypro/follow-up\n"
FORM = 'href="https://github.com/saypro/follow-up/issues/new?template=feedback.yml"'
FEEDBACK = "---\ntitle: Reports\ndate: 2026-04-16\n---\nToo long.\n"
ANSWERED = FEEDBACK.replace("-16\n", "-16\nresponse: {by: z.khumalo, on: %s, note: Shorter from May on}\n")


@pytest.fixture
def page(write_tree: WriteTree) -> Callable[[str, Mapping[str, str]], str]:
    """The page of an organisation with some more settings and records."""

    def build(settings: str, files: Mapping[str, str]) -> str:
        root = write_tree({"records/organisation.yml": ORGANISATION + settings, **files})
        site = build_site(open_workspace(root, as_of=date(2026, 5, 20)))
        return next(one.html for one in site.pages if one.path == "feedback/index.md")

    return build


Page = Callable[[str, Mapping[str, str]], str]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_without_a_platform_or_a_way_there_is_nothing_to_say(page: Page) -> None:
    assert "Give feedback" not in words(page("", {}))
    assert "Give feedback" not in words(page("repository: https://git.example.org/a/b\n", {}))


def test_the_form_shows_who_wrote_and_the_page_says_so(page: Page) -> None:
    html = page(REPOSITORY, {})
    assert FORM in html
    assert "The form shows who wrote , to everybody who may read the repository" in words(html)
    assert "No way to give feedback anonymously has been named yet." in words(html)


def test_the_way_to_stay_anonymous_stands_beside_it_or_alone(page: Page) -> None:
    html = page(f"{REPOSITORY}feedback: {{anonymous: box@example.org}}\n", {})
    assert FORM in html
    assert 'To stay anonymous:</strong> <a href="mailto:box@example.org"' in html
    alone = page('feedback: {anonymous: "The **box** in the hall"}\n', {})
    assert "The form" not in words(alone)
    assert "To stay anonymous:</strong> The <strong>box</strong> in the hall" in alone


def test_a_hostile_way_is_only_text(page: Page) -> None:
    html = page('feedback: {anonymous: "<script>alert(1)</script> [here](javascript:alert(1))"}\n', {})
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_what_waits_for_a_month_is_marked_and_answers_tell_how_long_they_took(page: Page) -> None:
    files = {
        "records/feedback/old.md": FEEDBACK,
        "records/feedback/new.md": FEEDBACK.replace("04-16", "05-19"),
        "records/feedback/today.md": FEEDBACK.replace("04-16", "05-20"),
        "records/feedback/answered.md": ANSWERED % "2026-04-20",
        "records/feedback/at-once.md": ANSWERED % "2026-04-16",
    }
    told = words(page("", files))
    assert told.count("no answer for a month") == 1
    assert re.search(r"no answer for a month\W+Waits for 34 days\.", told)
    assert "Waits for one day." in told
    assert "Given today." in told
    assert "Answered after four days (20 April 2026) by Zanele Khumalo : Shorter from May on" in told
    assert "Answered on the same day (16 April 2026) by" in told
