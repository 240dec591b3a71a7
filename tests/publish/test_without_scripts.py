"""Every kind of page says the same without JavaScript, and shows no control that then does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from built_pages import KINDS, StandIns
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def unscripted(browser: Browser) -> Iterator[Page]:
    """A page that runs no script of the site."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def scripted(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    yield page
    page.close()


SAID = """[...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6, tbody tr)")]
    .map(one => one.textContent.replace(/\\s+/g, " ").trim())"""
# What is folded up opens without a script; a form that only a script can use may wait for it unseen.
HIDDEN = """[...document.querySelectorAll(
    "article :is(h1, h2, h3, h4, h5, h6, p, tr, li, dt, dd, summary, caption, figcaption, blockquote, pre)")]
    .filter(one => !one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !one.closest("details:not([open]), form[hidden]"))
    .map(one => one.outerHTML.slice(0, 120))"""
IDLE = """[...document.querySelectorAll(
    "button, input, select, textarea, [role=button], [role=tab], [role=switch], [role=slider]")]
    .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !one.closest("form[action]"))
    .map(one => one.outerHTML.slice(0, 120))"""
UNTOLD = """[...document.querySelectorAll("article svg[role=img], article figure svg")]
    .filter(one => !(one.closest("figure") ?? one.closest("section, article")).querySelector("table, li, p"))
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_the_same_without_scripts(
    unscripted: Page, scripted: Page, served: Callable[[str], str], standing: StandIns, kind: str
) -> None:
    wrong = {}
    for path in standing[kind]:
        unscripted.goto(served(path))
        scripted.goto(served(path))
        wrong[path] = {
            "only with scripts": sorted(set(scripted.evaluate(SAID)) - set(unscripted.evaluate(SAID))),
            "hidden": unscripted.evaluate(HIDDEN),
            "does nothing": unscripted.evaluate(IDLE),
            "a picture without words": unscripted.evaluate(UNTOLD),
        }
    assert {path: found for path, found in wrong.items() if any(found.values())} == {}


def test_the_menu_of_a_narrow_page_opens_without_scripts(browser: Browser, served: Callable[[str], str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(served("index.html"))
    link = page.locator(".md-nav--primary").get_by_text("Plans", exact=True)
    expect(link).not_to_be_in_viewport()
    page.locator(".md-header label[for=__drawer]").click()
    expect(link).to_be_in_viewport()
    link.click()
    page.wait_for_url(served("plans/index.html"))
    context.close()
