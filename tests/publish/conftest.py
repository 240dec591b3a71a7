"""A real browser and a web server on this machine, for the tests of built sites."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from built_pages import StandIns, stand_ins
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and keeps no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium has to be there in CI")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine; gives its address, which ends in a slash."""
    servers = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site, built by the command of the README."""
    target = tmp_path_factory.mktemp("site") / "site"
    subprocess.run(
        [sys.executable, "-m", "followup_build", "build", "--strict", "--site-dir", str(target)], cwd=ROOT, check=True
    )
    return target


@pytest.fixture(scope="session")
def standing(site: Path) -> StandIns:
    """By kind of page, the pages of the example's site that stand for all."""
    return stand_ins(site)


@pytest.fixture(scope="module")
def served(site: Path, serve: Callable[[Path], str]) -> Callable[[str], str]:
    """Gives the address of a page of the example's site, below a path as on a platform."""
    below, root = f"{serve(site.parent)}{site.name}/", serve(site)
    # A platform shows this page at any depth, so its links start from the root that the site's address names.
    return lambda path: f"{root if path == '404.html' else below}{path}"
