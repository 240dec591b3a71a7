"""Charts of KPIs in a real browser: seen in both colour schemes, on a phone, on paper and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

KPI = "kpis/finance-2026/paid-on-time/index.html"
CARDS = "kpis/index.html"
DEPARTMENT = "departments/licensing/index.html"
INSIDE = """() => {
  const seen = [...document.querySelectorAll('.fu-chart > div')].find(one => getComputedStyle(one).display !== 'none');
  const box = seen.querySelector('svg').getBoundingClientRect();
  return [...seen.querySelectorAll('text')].filter(one => {
    const at = one.getBoundingClientRect();
    return at.left < box.left - 1 || at.right > box.right + 1;
  }).map(one => one.textContent);
}"""


@pytest.fixture(scope="module")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 900}, color_scheme="light")
    yield page
    page.close()


def colour(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate(f"one => getComputedStyle(one).{name}"))


@pytest.mark.parametrize(
    ("scheme", "value", "good"),
    [("light", "rgb(31, 95, 168)", "rgb(227, 244, 231)"), ("dark", "rgb(169, 205, 255)", "rgb(22, 53, 31)")],
)
def test_colours_follow_the_scheme(page: Page, address: str, scheme: str, value: str, good: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + KPI)
    assert colour(page, ".fu-wide path.fu-line-value", "stroke") == value
    assert colour(page, ".fu-wide .fu-fill-good", "fill") == good
    assert colour(page, ".fu-wide path.fu-line-value", "fill") == "none"


@pytest.mark.parametrize(
    ("width", "seen", "unseen"), [(1366, ".fu-wide", ".fu-narrow"), (390, ".fu-narrow", ".fu-wide")]
)
def test_each_width_has_its_drawing(page: Page, address: str, width: int, seen: str, unseen: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + KPI)
    expect(page.locator(f".fu-chart > {seen}")).to_be_visible()
    expect(page.locator(f".fu-chart > {unseen}")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(INSIDE) == []
    # The letters are large enough to be read.
    text = page.locator(f".fu-chart > {seen} text").first.bounding_box()
    assert text is not None
    assert text["height"] >= 10


def test_a_chart_is_an_image_with_a_name_and_a_description(page: Page, address: str) -> None:
    page.goto(address + KPI)
    image = page.get_by_role("img", name="Statements paid on time: monthly values in %")
    expect(image).to_have_count(1)
    described = page.evaluate(
        "document.getElementById(document.querySelector('.fu-wide svg').getAttribute('aria-describedby')).textContent"
    )
    assert "Move 1, on 15 June 2026" in described
    assert "First promised: 90" in described


def test_months_are_columns_on_a_desk_and_small_cards_on_a_phone(page: Page, address: str) -> None:
    page.goto(address + DEPARTMENT)
    table = page.locator(".fu-bowling")
    expect(table).to_be_visible()
    assert page.evaluate("(one => one.scrollWidth <= one.clientWidth)(document.querySelector('.fu-lanes'))")
    july = table.locator("tbody tr").first.locator("td[data-label=Jul]")
    assert july.inner_text().split() == ["planned", "732.33", "✖", "770", "off", "track"]
    expect(table.locator("thead")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    expect(table.locator("thead")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("(one => one.scrollWidth <= one.clientWidth)(document.querySelector('.fu-lanes'))")


def test_every_current_kpi_has_a_card_with_its_picture(page: Page, address: str) -> None:
    page.goto(address + CARDS)
    card = page.locator(".fu-gallery > li", has=page.get_by_role("link", name="Active licences", exact=True))
    expect(card.get_by_role("img")).to_be_visible()
    assert "on track" in card.inner_text()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_everything_is_there_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, selector in ((KPI, ".fu-wide svg"), (CARDS, ".fu-gallery svg"), (DEPARTMENT, ".fu-bowling")):
        page.goto(address + path)
        expect(page.locator(selector).first).to_be_visible()
    context.close()


def test_paper_shows_the_chart_in_its_light_colours_and_the_words_of_statuses(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 703, "height": 900})  # A4 within margins of 12 mm
    page.goto(address + KPI)
    assert colour(page, ".fu-chart .fu-fill-good", "fill") == "rgb(227, 244, 231)"
    assert page.evaluate(INSIDE) == []
    page.goto(address + DEPARTMENT)
    word = page.locator(".fu-bowling .fu-word").first.bounding_box()
    assert word is not None
    assert word["width"] > 10
    assert page.evaluate("(one => one.scrollWidth <= one.clientWidth)(document.querySelector('.fu-lanes'))")
