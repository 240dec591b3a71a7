"""Two layers keep what people wrote from running, and each is enough alone; an old page says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Request

from followup_build.cli import run
from followup_build.publish import rendering

WriteTree = Callable[[Mapping[str, str]], Path]
Serve = Callable[[Path], str]

RUNS = "told({})"
PAYLOADS = (
    "<script>{run}</script>",
    "<img src=missing.png onerror='{run}'>",
    "<svg onload='{run}'></svg>",
    "<svg><script>{run}</script></svg>",
    "<svg><animate onbegin='{run}' attributeName=x dur=1s></animate></svg>",
    "<details open ontoggle='{run}'><summary>x</summary>y</details>",
    "<a class=payload href='javascript:{run}'>script link</a>",
    "<a class=payload href='JaVa&Tab;ScRiPt:{run}'>disguised link</a>",
    "[script link](javascript:{run})",
    "[disguised](java&#x0A;script:{run})",
    "<a class=payload href='#' onclick='{run}'>handler</a>",
    "<form action='javascript:{run}'><button class=payload>send</button></form>",
    "<script src='data:text/javascript,{run}'></script>",
    "<script type=module>{run}</script>",
    "<link rel=stylesheet href='data:text/css,x' onload='{run}'>",
    "<video src=x onerror='{run}'></video>",
    "<input autofocus onfocus='{run}'>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror='{run}'></style></mglyph></math>",
    "<base href='https://evil.example.org/'>",
    "<img src='https://evil.example.org/pixel.png'>",
    "<iframe src='https://evil.example.org/'></iframe>",
    "--!><script>{run}</script>",
    "</p></div></article><script>{run}</script>",
)


def tree() -> dict[str, str]:
    lines = [payload.replace("{run}", RUNS.format(number)) for number, payload in enumerate(PAYLOADS)]
    session = "---\ntitle: Review\nkind: ad-hoc\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\n---\n"
    return {"records/sessions/review/session.md": session + "\n\n".join(lines) + "\n"}


def what_ran(context: BrowserContext, address: str) -> tuple[set[int], list[str]]:
    """The payloads that ran on the session's page, each link and button clicked, and the requests to elsewhere."""
    ran: set[int] = set()
    foreign: list[Request] = []

    def told(number: int) -> None:
        ran.add(number)

    context.expose_function("told", told)
    context.on("request", lambda one: None if one.url.startswith((address, "data:")) else foreign.append(one))
    here = f"{address}sessions/review/index.html"
    page = context.new_page()
    page.goto(here, wait_until="load")
    count = page.locator(".payload").count()
    page.close()
    for number in range(count):
        # A click may lead away, and then the script that clicked ends with the page; each has one of its own.
        page = context.new_page()
        page.goto(here, wait_until="load")
        with suppress(Error):
            page.evaluate("number => document.querySelectorAll('.payload')[number]?.click()", number)
        page.wait_for_timeout(50)
        page.close()
    # What the policy stops is announced as a request that failed before it left.
    left = [request.url for request in foreign if request.failure != "csp"]
    return ran, left


@pytest.fixture
def build(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, serve: Serve) -> Callable[[], str]:
    def built() -> str:
        root = write_tree(tree())
        monkeypatch.chdir(root)
        assert run(["build", "-q"]) == 0
        return serve(root / "site")

    return built


def switch_cleaning_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "render_prose", lambda markdown, _=3: markdown)


def test_cleaning_alone_is_enough(browser: Browser, build: Callable[[], str]) -> None:
    context = browser.new_context(bypass_csp=True)
    assert what_ran(context, build()) == (set(), [])
    context.close()


def test_the_policy_alone_is_enough(
    browser: Browser, build: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_cleaning_off(monkeypatch)
    context = browser.new_context()
    ran, foreign = what_ran(context, build())
    assert ran == set()
    assert foreign == []
    context.close()


def test_the_payloads_run_where_both_layers_are_off(
    browser: Browser, build: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else the two tests above could not fail.
    switch_cleaning_off(monkeypatch)
    context = browser.new_context(bypass_csp=True)
    ran, foreign = what_ran(context, build())
    assert len(ran) >= 10
    assert foreign
    context.close()


@pytest.mark.parametrize(("days", "says"), [(0, False), (1, False), (2, True), (400, True)])
def test_a_page_says_in_the_browser_that_it_is_old(
    browser: Browser,
    write_tree: WriteTree,
    monkeypatch: pytest.MonkeyPatch,
    serve: Serve,
    days: int,
    says: bool,
) -> None:
    root = write_tree({})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775736000")  # 9 April 2026, noon
    assert run(["build", "-q"]) == 0
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(datetime(2026, 4, 9, 12, tzinfo=UTC) + timedelta(days=days))
    page.goto(f"{serve(root / 'site')}index.html", wait_until="load")
    banner = page.locator(".md-banner").inner_text()
    assert "As of 9 April 2026" in banner
    assert (f"These figures are {days} days old." in banner) is says
    context.close()


def test_a_site_of_a_day_that_was_asked_for_never_says_so(
    browser: Browser, write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, serve: Serve
) -> None:
    root = write_tree({})
    monkeypatch.chdir(root)
    assert run(["build", "-q", "--as-of", "2020-01-01"]) == 0
    page = browser.new_page()
    page.goto(f"{serve(root / 'site')}index.html", wait_until="load")
    assert page.locator(".md-banner").inner_text().strip() == "As of 1 January 2020."
    page.close()
