"""The site of an organisation that has just started: served, inviting, and not broken where nearly nothing is in it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from followup_build.cli import run

TOLD = (
    "--name", "Rights House", "--timezone", "Africa/Johannesburg",
    "--department", "Finance", "Thandi Mokoena", "Zanele Khumalo", "--login", "z.khumalo", "zkhumalo",
    "--department", "Human Resources", "Saras Pillay", "Zanele Khumalo",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    assert run(["init", str(tmp_path / "new"), *TOLD]) == 0
    monkeypatch.chdir(tmp_path / "new")
    return tmp_path / "new"


def test_it_is_served(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [sys.executable, "-m", "followup_build", "serve", "--address", f"127.0.0.1:{port}"],
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            time.sleep(0.2)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    assert b"Rights House" in answer.read()
                    break
            except OSError:
                assert serving.poll() is None
        else:
            pytest.fail("nothing was served")
    finally:
        serving.terminate()
        serving.wait()


def test_home_says_how_it_begins(home: Path, browser: Browser, serve: Callable[[Path], str]) -> None:
    assert run(["build", "--strict"]) == 0
    for width, height in ((1280, 900), (390, 844)):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(serve(home / "site"))
        beginning = page.locator("#beginning").locator("xpath=..")
        words = re.sub(r"\s+", " ", beginning.inner_text())
        assert "Finance plan 2026, Human Resources plan 2026" in words
        assert "Monthly check-in on 7 July 2026" in words
        assert "are no data" not in page.locator("main").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not Axe().run(page).response["violations"]
        page.get_by_role("link", name="Finance plan 2026").first.click()
        assert "Nothing is promised yet" in page.locator("main").inner_text()
        page.close()


def test_every_link_leads_somewhere(home: Path) -> None:
    assert run(["build", "--strict"]) == 0
    pages = {path: path.read_text(encoding="utf-8") for path in (home / "site").rglob("*.html")}
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    for page, text in pages.items():
        for address in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', text):
            path, _, anchor = address.partition("#")
            if ":" in path or page.name == "404.html":
                continue
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), (page, address)
            if anchor and target in ids:
                assert anchor in ids[target], (page, address)
    assert 'id="goals"' not in pages[home / "site/departments/finance/index.html"]


def test_the_beginning_is_over_once_a_plan_is_approved(home: Path) -> None:
    plan = home / "records/plans/finance-2026.yml"
    text = plan.read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") if "approvals" in line else line for line in text.splitlines()]
    plan.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(["build", "--strict"]) == 0
    assert 'id="beginning"' not in (home / "site/index.html").read_text(encoding="utf-8")
