"""Every kind of page for everybody: axe-core finds nothing, and a keyboard is enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from built_pages import KINDS, StandIns, settled
from playwright.sync_api import Browser, Page, expect

WIDTHS = (1366, 390)
FAULTS = """axe.run({resultTypes: ["violations"]}).then(found => found.violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(" ")}: ${node.failureSummary}`)))"""

# The theme's script writes the tags of what it finds as navigation without a name; only a script could rename it.
KNOWN = re.compile(r"landmark-unique: \S.* > \.md-tags: ")


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong with a page as it is shown now."""
    settled(page)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FAULTS)
    return [one for one in found if not KNOWN.match(one)]


def test_the_example_has_a_page_of_every_kind(standing: StandIns) -> None:
    assert [kind for kind, paths in standing.items() if not paths] == []


@pytest.fixture(scope="module", params=["light", "dark"])
def coloured(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of somebody who reads in light or in dark colours."""
    page = browser.new_page(color_scheme=request.param)
    yield page
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(coloured: Page, served: Callable[[str], str], standing: StandIns, kind: str) -> None:
    is_dark = coloured.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found = []
    for path in standing[kind]:
        coloured.set_viewport_size({"width": WIDTHS[0], "height": 900})
        coloured.goto(served(path))
        assert coloured.get_attribute("body", "data-md-color-scheme") == ("slate" if is_dark else "default")
        for width in WIDTHS:
            coloured.set_viewport_size({"width": width, "height": 900})
            found += [f"{path} at {width}: {one}" for one in faults(coloured)]
    assert found == []


@pytest.fixture(scope="module", params=WIDTHS)
def keyboard_only(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of somebody who uses no pointer."""
    page = browser.new_page(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    yield page
    page.close()


# Where the focus is: what it is on, and whether somebody sees that, once nothing moves any more. The theme's switch of
# colours shows it on what follows.
FOCUS = """async () => {
    const on = document.activeElement;
    const isShown = one => {
        const style = getComputedStyle(one), box = one.getBoundingClientRect();
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && box.width > 4 && box.height > 4
            && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight
            && one.checkVisibility({visibilityProperty: true, opacityProperty: true});
    };
    window.visited ??= new Set();
    // Behind the last one comes nothing, and then the first one again.
    if (on === document.body || on === [...visited][0]) return ["end", ""];
    if (visited.has(on)) return ["trap", on.outerHTML.slice(0, 120)];
    visited.add(on);
    for (let waits = 0; waits < 20; waits++) {
        if (isShown(on) || (on.type === "radio" && isShown(on.nextElementSibling))) return ["shown", ""];
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    return ["unseen", on.outerHTML.slice(0, 120)];
}"""
# What somebody can use with a pointer, and no Tab has reached.
UNREACHED = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && one.getBoundingClientRect().width > 4 && !one.disabled && !visited.has(one) && one.type !== "radio")
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_keyboard_reaches_everything_and_shows_where_it_is(
    keyboard_only: Page, served: Callable[[str], str], standing: StandIns, kind: str
) -> None:
    page = keyboard_only
    page.goto(served(standing[kind][0]))
    wrong = []
    for _ in range(page.locator("a[href], button, input, select, textarea, summary, [tabindex='0']").count() + 2):
        page.keyboard.press("Tab")
        state, html = page.evaluate(FOCUS)
        if state in ("end", "trap"):
            break
        wrong += [html] if state == "unseen" else []
    assert (state, wrong) == ("end", [])
    assert page.evaluate(UNREACHED) == []
    assert page.evaluate("[...visited][0].className").startswith("md-skip")


@pytest.mark.parametrize("path", ["index.html", "404.html"])
def test_the_skip_link_leads_past_the_header_and_the_sidebar(
    browser: Browser, served: Callable[[str], str], path: str
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(served(path))
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("Boolean(document.activeElement.closest('main .md-content'))")
    page.close()


def test_a_keyboard_opens_and_closes_the_menu_of_a_narrow_page(browser: Browser, served: Callable[[str], str]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(served("index.html"))
    menu, link = page.get_by_role("button", name="Menu"), page.locator(".md-nav--primary").get_by_text("Plans")
    expect(link).to_be_hidden()
    menu.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(link).to_be_hidden()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_menu_and_search(
    browser: Browser, served: Callable[[str], str], scheme: Any
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900}, color_scheme=scheme)
    page.goto(served("index.html"))
    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".md-nav--primary").get_by_text("Plans")).to_be_visible()
    found = [f"menu: {one}" for one in faults(page)]
    page.keyboard.press("Escape")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(served("index.html"))
        page.locator(".md-search__input").focus()
        page.keyboard.type("payment", delay=20)
        expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=20_000)
        found += [f"search at {width}: {one}" for one in faults(page)]
    page.close()
    assert found == []
