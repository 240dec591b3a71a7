"""Every kind of page on paper: all of it, nothing cut off, nothing that only a screen needs, and dark on white."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from built_pages import KINDS, StandIns
from playwright.sync_api import Browser, Page

PAPER = 703
"""The width of A4 in CSS pixels, within margins of 12 mm."""

# A heading that sorts is a heading on paper. What is only spoken, and what a picture says already, needs no room.
CUT = f"""[...document.querySelectorAll("article *")].filter(one => {{
        const style = getComputedStyle(one), box = one.getBoundingClientRect();
        if (!one.checkVisibility() || style.clipPath !== "none" || one.closest(".fu-unseen, .fu-spoken")) return false;
        const clips = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1 && !one.closest("svg");
        return clips || box.right > {PAPER + 1} || box.left < -1;
    }}).map(one => one.outerHTML.slice(0, 120))"""
UNPRINTED = """[...document.querySelectorAll(
    "article :is(h1, h2, h3, h4, h5, h6, p, tr, li, dt, dd, summary, caption, figcaption, .fu-chip)")]
    .filter(one => one.textContent.trim() && !one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !one.closest(`nav, form, [hidden], .fu-source, .fu-downloads, .fu-you, .fu-turn, .fu-tracker-late,
            .fu-tracker-more, details:has(.fu-month), figure details`))
    .map(one => one.outerHTML.slice(0, 120))"""
ONLY_ON_SCREEN = """[...document.querySelectorAll(
    "header, footer, nav, button:not(thead *), input, select, textarea, .md-sidebar, .md-content__button, .md-skip")]
    .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && one.getBoundingClientRect().width > 4)
    .map(one => one.outerHTML.slice(0, 120))"""
WORDLESS = """[...document.querySelectorAll("article .fu-chip")].filter(one => !/[a-z]{3}/.test(one.innerText))
    .map(one => one.outerHTML)"""
PALE = """axe.run("article", {resultTypes: ["violations"], runOnly: ["color-contrast"]}).then(
    found => found.violations.flatMap(fault => fault.nodes.map(node => `${node.target} ${node.failureSummary}`)))"""


@pytest.fixture(scope="module")
def paper(browser: Browser) -> Iterator[Page]:
    """A page as it is printed by somebody who reads in dark colours."""
    page = browser.new_page(viewport={"width": PAPER, "height": 1000}, color_scheme="dark")
    page.emulate_media(media="print")
    yield page
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_prints_whole(paper: Page, served: Callable[[str], str], standing: StandIns, kind: str) -> None:
    wrong = {}
    for path in standing[kind]:
        paper.goto(served(path))
        paper.evaluate(AXE_SCRIPT)
        wrong[path] = {
            "cut off": paper.evaluate(CUT),
            "not printed": paper.evaluate(UNPRINTED),
            "of no use on paper": paper.evaluate(ONLY_ON_SCREEN),
            "a status without a word": paper.evaluate(WORDLESS),
            "pale": paper.evaluate(PALE),
            "wider than the paper": paper.evaluate("document.documentElement.scrollWidth") > PAPER,
        }
    assert {path: found for path, found in wrong.items() if any(found.values())} == {}


def test_paper_says_as_of_when(paper: Page, served: Callable[[str], str], standing: StandIns) -> None:
    for kind, paths in standing.items():
        if paths and kind not in KINDS[-1:]:
            paper.goto(served(paths[0]))
            assert "as of 20 November 2026" in paper.locator("article").inner_text(), paths[0]
