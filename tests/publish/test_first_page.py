"""The first page in a real browser: numbers lead to what they count, and a name chosen once is remembered."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).parents[2]
NAME = "Thandi Mokoena"


@pytest.fixture
def home(site: Path, serve: Callable[[Path], str]) -> str:
    return f"{serve(site)}index.html"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def choose(page: Page, name: str) -> None:
    page.locator("#you summary").click()
    page.locator("#you").get_by_role("link", name=name).click()
    page.wait_for_url("**/people/*/index.html")


def test_a_name_is_chosen_once_and_remembered(context: BrowserContext, home: str) -> None:
    page = opened(context, home)
    assert page.locator(".fu-you-line").count() == 0
    choose(page, NAME)
    assert page.locator("h1").inner_text() == NAME
    waits = {
        call.locator(".fu-call-words").inner_text().split("\u00a0")[-1]: call.locator(".fu-call-number").inner_text()
        for call in page.locator(".fu-call").all()
    }
    page.goto(home)
    line = page.locator(".fu-you-line")
    expect(line).to_contain_text(f"{NAME}: ")
    for words, number in waits.items():
        if "to attend" not in words:
            expect(line).to_contain_text(f"{number} {words}")
    page.close()
    page = opened(context, home)
    page.locator(".fu-you-line").get_by_role("link", name=NAME).click()
    page.wait_for_url("**/people/t.mokoena/index.html")


def test_another_name_takes_its_place_and_a_name_is_forgotten(context: BrowserContext, home: str) -> None:
    page = opened(context, home)
    choose(page, NAME)
    page.goto(home)
    choose(page, "Lerato Jacobs")
    page.go_back()
    expect(page.locator(".fu-you-line")).to_contain_text("Lerato Jacobs: 2 overdue")
    page.get_by_role("button", name="Forget my name").click()
    expect(page.locator(".fu-you-line")).to_have_count(0)
    expect(page.locator("#you summary")).to_be_focused()
    page.reload()
    expect(page.locator("#you summary")).to_have_text("For you: choose your name")
    assert page.locator(".fu-you-line").count() == 0


def test_somebody_who_is_not_there_any_more_is_nobody(context: BrowserContext, home: str) -> None:
    page = opened(context, home)
    page.evaluate("localStorage.setItem(`followup-you:${location.pathname}`, 'n.obody')")
    page.reload()
    expect(page.locator("#you summary")).to_have_text("For you: choose your name")
    assert page.locator(".fu-you-line").count() == 0


def test_a_browser_that_keeps_nothing_has_the_list(context: BrowserContext, home: str) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(error.stack or str(error)))
    page.goto(home)
    choose(page, NAME)
    assert not [one for one in wrong if "/you." in one]


def test_without_a_script_the_names_lead_to_their_pages(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, home)
    choose(page, NAME)
    assert page.locator("h1").inner_text() == NAME
    context.close()


def test_names_are_found_as_one_types(context: BrowserContext, home: str) -> None:
    page = opened(context, home)
    page.locator("#you summary").click()
    page.get_by_role("searchbox", name="Find your name").fill("thandi")
    assert page.locator("#you [data-fu-person]:visible").all_inner_texts() == [NAME]


def test_each_number_leads_to_a_list_of_that_many(context: BrowserContext, home: str) -> None:
    page = opened(context, home)
    calls = page.locator(".fu-call").all()
    assert calls
    answer = subprocess.run(
        [sys.executable, "-m", "followup_build", "status", "--overdue", "--as-of", "2026-11-20", "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    overdue = [item for item in json.loads(answer.stdout)["items"] if item["kind"] == "action"]
    for call in calls:
        number, address = int(call.locator(".fu-call-number").inner_text()), call.get_attribute("href") or ""
        if address.startswith("#"):
            assert int(page.locator(f"{address} .fu-badge").inner_text()) == number
            assert page.locator(f"{address} + .fu-notices > li").count() == min(number, 6)
        else:
            assert address == "actions/index.html?overdue=1"
            assert number == len(overdue)


PICTURES = {
    "adjustments/index.html": 3,
    "challenges/index.html": 1,
    "training/index.html": 1,
    "feedback/index.html": 1,
    "achievements/index.html": 1,
}


@pytest.mark.parametrize(("path", "number"), PICTURES.items())
def test_every_picture_has_its_words_and_its_table(context: BrowserContext, home: str, path: str, number: int) -> None:
    page = opened(context, home.replace("index.html", path))
    figures = page.locator("figure.fu-chart").all()
    assert len(figures) == number
    for figure in figures:
        shown = figure.locator("svg.fu-svg[role]:visible")
        assert shown.count() == 1
        assert len(shown.locator("desc").text_content() or "") > 20
        figure.locator("summary").click()
        assert figure.locator("table:visible tbody tr").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_changed_is_linked_to_its_section(context: BrowserContext, home: str) -> None:
    page = opened(context, home)
    page.get_by_role("link", name="All that changed").click()
    page.wait_for_url(re.compile(r"changes/index\.html#since-2026-"))
    assert page.locator(f"#{page.url.split('#')[1]}").is_visible()
