"""Reports as people see them: in a browser at every width, light and dark, as valid HTML that asks for nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from html_checker import find_checker, judged
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
PAPERS = {
    "session": ["session", "report", "2026-q2-review"],
    "agenda": ["session", "agenda", "2026-q3-review", "--as-of", "2026-11-20"],
    "period": ["report", "--period", "2026-Q2"],
    "department": ["report", "--period", "2026-Q3", "--department", "legal"],
}
FAULTS = """axe.run({resultTypes: ["violations"]}).then(found => found.violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(" ")}: ${node.failureSummary}`)))"""
WITHOUT_STYLES = "document.querySelectorAll('style').forEach(one => one.remove())"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each paper of the example as a file."""
    folder = tmp_path_factory.mktemp("papers")
    for name, arguments in PAPERS.items():
        command = [sys.executable, "-m", "followup_build", *arguments, "-o", str(folder / f"{name}.html")]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1795737600"})
    return folder


@pytest.fixture(params=["light", "dark"])
def coloured(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(color_scheme=request.param)
    yield page
    page.close()


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("width", [390, 768, 1366])
def test_a_paper_fits_asks_for_nothing_and_axe_finds_nothing(
    coloured: Page, papers: Path, name: str, width: int
) -> None:
    asked: list[str] = []
    coloured.on("request", lambda request: asked.append(request.url))
    coloured.set_viewport_size({"width": width, "height": 900})
    coloured.goto((papers / f"{name}.html").as_uri())
    assert coloured.evaluate("document.documentElement.scrollWidth") == width
    assert coloured.evaluate("document.querySelector('main').getBoundingClientRect().width") <= 680
    coloured.evaluate(AXE_SCRIPT)
    assert coloured.evaluate(FAULTS) == []
    assert len(asked) == 1


def test_a_mail_is_read_in_a_program_that_drops_style_sheets(browser: Browser, papers: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((papers / "session.html").as_uri())
    page.evaluate(WITHOUT_STYLES)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()


def test_every_paper_is_valid_html(papers: Path) -> None:
    assert judged(find_checker(), papers) == []
