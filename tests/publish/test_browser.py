"""The built site in a real browser: nothing foreign is asked for, nothing scrolls sideways, search finds."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from built_pages import KINDS, StandIns, watched
from playwright.sync_api import Browser, expect

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the example's site stands below a path."""
    folder = tmp_path_factory.mktemp("served")
    subprocess.run(
        [sys.executable, "-m", "followup_build", "build", "-q", "--site-dir", str(folder / "follow-up")],
        cwd=ROOT,
        check=True,
    )
    return folder


@pytest.fixture(scope="module")
def address(folder: Path, serve: Callable[[Path], str]) -> str:
    """The site served below a path, as on a platform."""
    return f"{serve(folder)}follow-up/"


@pytest.mark.parametrize("kind", KINDS)
def test_pages_fit_a_phone_and_ask_for_nothing_foreign(
    browser: Browser, served: Callable[[str], str], standing: StandIns, kind: str
) -> None:
    for width, scheme in ((390, "light"), (1280, "dark")):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        wrong = watched(page, served(""))
        for path in (one for one in standing[kind] if one != "404.html"):
            page.goto(served(path), wait_until="load")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.locator("h1").count() == 1, path
        assert wrong == []
        page.close()


PRACTICE = "practices/release-by-noon/index.html"
ACTION = "actions/index.html#2026-06-10-data-engineering-course"
MILESTONE = "plans/finance-2026/index.html#portal-live"
ADJUSTMENT = "adjustments/2026-04-08-portal-date/index.html"


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("release files by noon", PRACTICE),
        ("Send two engineers to a course in data engineering", ACTION),
        ("2026-06-10-data-engineering-course", ACTION),
        ("Royalty portal live", MILESTONE),
        ("finance-2026/portal-live", MILESTONE),
        ("2026-04-08-portal-date", ADJUSTMENT),
        ("Move the portal launch to 15 August", ADJUSTMENT),
        ("t.mokoena", "people/t.mokoena/index.html"),
        ("Statements paid on time", "kpis/finance-2026/paid-on-time/index.html"),
        ("Distribution", "departments/distribution/index.html"),
        ("unknown-reference", "rules/unknown-reference/index.html"),
        ("finance-2025/paid-on-time", "kpis/finance-2025/paid-on-time/index.html"),
        ("legal-2026", "plans/legal-2026/index.html"),
        ("2026-05-check-in", "sessions/2026-05-check-in/index.html"),
        ("2026-04-check-in", "sessions/2026-04-check-in/index.html"),
        ("Thandi Mokoena", "people/t.mokoena/index.html"),
        ("letter of intent", "sessions/2026-04-check-in/index.html"),
    ],
)
def test_search_finds_a_record_first(browser: Browser, address: str, typed: str, leads_to: str) -> None:
    page = browser.new_page()
    page.goto(address + "index.html")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill(typed[:-1])
    page.keyboard.type(typed[-1])
    # What stands within a page is shown below the page's name.
    link = page.locator(".md-search-result__item").first.locator("a").nth(1 if "#" in leads_to else 0)
    expect(link).to_have_attribute(
        "href", re.compile(re.escape(leads_to).replace(r"\#", r"(\?h=.*)?\#") + r"(\?h=.*)?$"), timeout=20_000
    )
    page.close()


@pytest.mark.parametrize("path", ["actions/index.html", "plans/finance-2026/index.html", "quality/index.html"])
def test_tables_have_room_at_every_width_and_on_paper(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page()
    page.goto(address + path)
    wider = "[...document.querySelectorAll('.fu-scroll')].filter(one => one.scrollWidth > one.clientWidth).length"
    for width in (390, 600, 768, 1000, 1100, 1220, 1366):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(wider) == 0, width
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 703, "height": 900})  # A4 within margins of 12 mm
    assert page.evaluate(wider) == 0, "paper"
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--fu-good')").strip() == "#1b6e35"
    page.close()


def test_a_record_marks_its_section_in_the_sidebar(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(address + "kpis/finance-2026/paid-on-time/index.html")
    expect(page.locator(".md-nav--primary [aria-current]")).to_have_text("KPIs")
    page.close()


def test_two_clicks_lead_from_home_to_the_reason_of_a_red_item(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "index.html")
    page.get_by_role("link", name="New matching engine in production").first.click()
    page.wait_for_load_state()
    assert page.url.endswith("plans/distribution-2026/index.html#matching-engine")
    assert "66 days overdue" in page.locator("#matching-engine").inner_text()
    page.close()


def test_the_site_works_from_a_folder_without_a_server(browser: Browser, folder: Path) -> None:
    site = (folder / "follow-up").as_uri() + "/"
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    wrong = watched(page, site)
    page.goto(site + "index.html")
    page.locator(".md-nav--primary").get_by_role("link", name="Actions", exact=True).click()
    page.wait_for_url(site + "actions/index.html")
    page.locator(".md-search__input").click()
    page.keyboard.type("release files by noon", delay=20)
    found = page.locator(".md-search-result__link").first
    found.wait_for()
    found.click()
    page.wait_for_url(site + "practices/release-by-noon/index.html*")
    assert page.locator("h1").count() == 1
    assert wrong == []
    page.close()


def test_an_address_that_leads_nowhere_leads_to_the_sections(folder: Path) -> None:
    text = (folder / "follow-up/404.html").read_text(encoding="utf-8")
    assert "This page is not here" in text
    for section in ("index.html", "plans/index.html", "goals/index.html", "rules/index.html"):
        assert f'<li><a href="/{section}">' in text
    sitemap = (folder / "follow-up/sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://follow-up.example.org/plans/finance-2026/index.html</loc>" in sitemap
