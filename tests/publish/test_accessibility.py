"""Every kind of page for everybody: axe-core finds nothing, and a keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from built_pages import KINDS, StandIns, settled
from playwright.sync_api import Browser, Page

WIDTHS = (1366, 390)
FAULTS = """axe.run({resultTypes: ["violations"]}).then(found => found.violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(" ")}: ${node.failureSummary}`)))"""


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong with a page as it is shown now."""
    settled(page)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(FAULTS)
    return found


def test_the_example_has_a_page_of_every_kind(standing: StandIns) -> None:
    assert [kind for kind, paths in standing.items() if not paths] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(
    browser: Browser, served: Callable[[str], str], standing: StandIns, kind: str, scheme: Any
) -> None:
    page = browser.new_page(color_scheme=scheme)
    found = []
    for path in standing[kind]:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(served(path))
        assert page.get_attribute("body", "data-md-color-scheme") == {"light": "default", "dark": "slate"}[scheme]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{path} at {width}: {one}" for one in faults(page)]
    page.close()
    assert found == []
