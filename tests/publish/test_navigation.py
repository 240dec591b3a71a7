"""Where a page says that it stands, and where it leads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def article(site: Path, path: str) -> str:
    text = (site / path / "index.html").read_text(encoding="utf-8")
    return text[text.index("<article") : text.index("</article>")]


@pytest.mark.parametrize(
    ("path", "file", "pencil"),
    [
        ("plans/finance-2026", "plans/finance-2026.yml", "plans/finance-2026.yml"),
        ("kpis/finance-2026/paid-on-time", "plans/finance-2026.yml", "progress/finance-2026.yml"),
        ("sessions/2026-q1-review", "sessions/2026-q1-review/session.md", "sessions/2026-q1-review/session.md"),
        ("practices/release-by-noon", "practices/release-by-noon.md", "practices/release-by-noon.md"),
        ("people/n.dlamini", "people.yml", "people.yml"),
        ("people", "people.yml", "people.yml"),
        ("departments/finance", "organisation.yml", "organisation.yml"),
    ],
)
def test_a_record_leads_to_its_source_its_history_and_its_form(site: Path, path: str, file: str, pencil: str) -> None:
    text = (site / path / "index.html").read_text(encoding="utf-8")
    repository = "https://github.com/saypro-royalties/follow-up"
    for verb in ("blob", "commits", "edit"):
        assert f'<a href="{repository}/{verb}/HEAD/records/{file}">' in text
    assert f'href="{repository}/edit/HEAD/records/{pencil}" title="Edit this page"' in article(site, path)
    assert f'<a href="{repository}" ' in text, "the header leads to the repository"


def test_a_number_is_reported_in_the_progress_file(site: Path) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", article(site, "kpis/finance-2026/paid-on-time")).split())
    assert "Report a number: Source · History · Edit" in text


@pytest.mark.parametrize(
    ("path", "section", "title"),
    [
        ("plans/finance-2026", "../index.html", "Plans"),
        ("kpis/finance-2026/paid-on-time", "../../index.html", "KPIs"),
        ("people/n.dlamini", "../index.html", "People"),
        ("rules/action-without-owner", "../index.html", "Rules"),
    ],
)
def test_a_record_says_where_it_stands(site: Path, path: str, section: str, title: str) -> None:
    assert f'<li><a href="{section}">{title}</a></li></ol></nav>' in article(site, path)
    assert "fu-trail" not in article(site, "plans")


def test_the_skip_link_leads_to_the_title_of_every_page(site: Path) -> None:
    for path in site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        skip = re.search(r'<a href="#([^"]+)" class="md-skip">', text)
        assert skip, path
        assert f'<h1 id="{skip[1]}">' in text, path


def test_the_search_dialog_has_a_name(site: Path) -> None:
    assert 'role="dialog" aria-label="Search"' in (site / "plans/index.html").read_text(encoding="utf-8")


def test_rules_list_their_headings(site: Path) -> None:
    text = (site / "rules/action-without-owner/index.html").read_text(encoding="utf-8")
    for name in ("why", "what-fails", "how-to-mend-it"):
        assert f'<a href="#{name}" class="md-nav__link">' in text
