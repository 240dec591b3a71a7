"""Long tables in a real browser: sorted, filtered, searched, shared by their address, printed, taken along as CSV."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
ROWS = ".fu-table[data-fu=actions] tbody tr"
CLOSED = "2026-04-07-acceptance-tests"


@pytest.fixture
def address(site: Path) -> str:
    return f"{site.as_uri()}/actions/index.html"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a tracker with more rows than are attached at once."""
    folder = tmp_path_factory.mktemp("long")
    subprocess.run([sys.executable, ROOT / "tests/benchmarks/generate.py", "S", folder], check=True)
    subprocess.run(
        [sys.executable, "-m", "followup_build", "build", "-q", "--as-of", "2021-11-20"], cwd=folder, check=True
    )
    return f"{(folder / 'site').as_uri()}/actions/index.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error in the console, nothing that the policy refuses."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda one: None if one.url.startswith(("file:", "blob:file:", "data:")) else wrong.append(one.url)
    )
    yield page
    page.close()
    assert wrong == []


def ids(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.id)")
    return found


def column(page: Page, label: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        f"{ROWS} [data-label='{label}']", "cells => cells.map(c => c.innerText)"
    )
    return found


def status(page: Page) -> str:
    return page.locator(".fu-tracker [role=status]").inner_text().replace("\u202f", "")


def test_filters_narrow_the_table_and_count_what_each_choice_would_show(page: Page, address: str) -> None:
    page.goto(address)
    total = len(ids(page))
    assert status(page) == f"{total} of {total} actions"
    department = page.get_by_label("Department")
    expect(department.locator("option[value=finance]")).to_have_text(re.compile(r"Finance \(\d+\)"))
    promised = int(re.findall(r"\d+", department.locator("option[value=finance]").inner_text())[0])
    department.select_option("finance")
    assert all(owner.endswith("Finance") for owner in column(page, "Owner"))
    assert len(ids(page)) == promised
    assert status(page) == f"{promised} of {total} actions"
    # Owners of other departments have nothing to show any more, and the department's own choices stay as they were.
    expect(page.locator("select[name=owner] option[value='r.govender']")).to_be_disabled()
    expect(department.locator("option[value=legal]")).not_to_have_text(re.compile(r"\(0\)"))
    page.get_by_label("Still to do").check()
    assert 0 < len(ids(page)) < promised
    page.get_by_role("button", name="Clear filters").click()
    assert len(ids(page)) == total
    expect(page.get_by_role("searchbox", name="Search", exact=True).last).to_be_focused()


def test_an_address_that_was_shared_shows_the_same_rows(page: Page, browser: Browser, address: str) -> None:
    page.goto(address)
    page.get_by_label("State").select_option("done")
    page.locator(".fu-tracker [name=q]").fill("the")
    page.get_by_role("button", name="Follow-up").click()
    page.wait_for_url(f"{address}?state=done&q=the&sort=follow-up")
    shown = ids(page)
    assert len(shown) > 1
    other = browser.new_page(viewport={"width": 390, "height": 900})
    other.goto(page.url)
    assert ids(other) == shown
    assert other.locator("summary", has_text="Filters (1 on)").count() == 1
    other.close()


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("?owner=n.dlamini", "n => n.querySelector('[data-label=Owner]').textContent.startsWith('Neo Dlamini')"),
        ("?department=licensing&overdue=1", "n => /Licensing/.test(n.textContent) && /overdue/.test(n.textContent)"),
        ("?session=2026-q1-review", "n => n.querySelector('[data-label=Session] a').href.includes('2026-q1-review')"),
        ("?status=off-track", "n => n.textContent.includes('off track')"),
        ("?kind=training", "n => /Training for|Kind: training/.test(n.textContent)"),
    ],
)
def test_addresses_written_by_hand_name_ids(page: Page, address: str, query: str, holds: str) -> None:
    page.goto(address)
    total = len(ids(page))
    page.goto(address + query)
    assert 0 < len(ids(page)) < total
    assert page.eval_on_selector_all(ROWS, f"rows => rows.every({holds})")


def test_a_value_that_no_row_has_finds_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}?owner=nobody.here")
    assert ids(page) == []
    assert status(page).startswith("0 of ")


def test_days_are_sorted_as_days(page: Page, address: str) -> None:
    page.goto(address)
    as_listed = ids(page)
    button, heading = page.get_by_role("button", name="Due"), page.locator("thead th", has_text="Due")
    days = f"{ROWS} [data-label=Due] time:first-of-type"
    read = "found => found.filter(one => !one.closest('del')).map(one => one.dateTime)"
    button.click()
    upwards: list[str] = page.eval_on_selector_all(days, read)
    assert upwards == sorted(upwards)
    assert len(upwards) == len(as_listed)
    expect(heading).to_have_attribute("aria-sort", "ascending")
    button.click()
    assert page.eval_on_selector_all(days, read) == sorted(upwards, reverse=True)
    expect(heading).to_have_attribute("aria-sort", "descending")
    button.click()
    assert ids(page) == as_listed
    assert heading.get_attribute("aria-sort") is None


def test_statuses_are_sorted_by_weight(page: Page, address: str) -> None:
    page.goto(f"{address}?sort=status")
    words = [re.findall(r"off track|at risk|on track|achieved|dropped", text)[0] for text in column(page, "Status")]
    order = ["off track", "at risk", "on track", "achieved", "dropped"]
    assert [order.index(word) for word in words] == sorted(order.index(word) for word in words)


def test_typing_finds_every_word_in_any_order_whatever_the_accents(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".fu-tracker [name=q]").press_sequentially("suppliér TESTS")
    assert CLOSED in ids(page)
    texts = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.textContent.toLowerCase())")
    assert all("supplier" in text and "tests" in text for text in texts)
    page.wait_for_url(re.compile("q="))
    page.locator(".fu-tracker [name=q]").fill(CLOSED)
    assert ids(page) == [CLOSED]


def test_the_keyboard_is_enough(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".fu-tracker [name=q]").focus()
    for _ in range(8):  # the fold, six lists, a switch
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "overdue"
    page.keyboard.press("Space")
    assert all("overdue" in due for due in column(page, "Due"))
    for _ in range(4):  # the other switch, clear, CSV, the table that may scroll
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Action"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('th').ariaSort") == "ascending"
    titles = page.eval_on_selector_all(f"{ROWS} th", "cells => cells.map(c => c.textContent.toLowerCase())")
    assert titles == sorted(titles)


def test_going_back_leaves_the_table_and_coming_back_finds_it_as_it_was(page: Page, site: Path, address: str) -> None:
    page.goto(f"{site.as_uri()}/index.html")
    page.goto(address)
    page.get_by_label("State").select_option("done")
    page.get_by_label("Department").select_option("finance")
    page.wait_for_url(re.compile("department=finance"))
    shown = ids(page)
    page.go_back()
    assert page.url == f"{site.as_uri()}/index.html"
    page.go_forward()
    page.wait_for_url(re.compile("department=finance"))
    assert ids(page) == shown


def test_a_row_that_is_filtered_out_comes_back_when_a_link_names_it(page: Page, address: str) -> None:
    page.goto(f"{address}?overdue=1#{CLOSED}")
    expect(page.locator(f"[id='{CLOSED}']")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('tr:target')?.id") == CLOSED
    assert page.url == f"{address}#{CLOSED}"
    page.get_by_label("Overdue only").check()
    assert CLOSED not in ids(page)
    page.wait_for_url(f"{address}?overdue=1")
    page.evaluate(f"location.hash = '{CLOSED}'")
    expect(page.locator(f"[id='{CLOSED}']")).to_be_in_viewport()


def test_rows_come_a_hundred_at_a_time_and_all_of_them_on_paper(page: Page, long: str) -> None:
    page.goto(long)
    expect(page.locator(ROWS)).to_have_count(100)
    assert status(page) == "120 of 120 actions, the first 100 below"
    page.evaluate(
        "addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('tbody tr').length })"
    )
    page.pdf()
    assert page.evaluate("window.printed") == 120
    expect(page.locator(ROWS)).to_have_count(100)
    page.get_by_role("button", name="Show 100 more").click()
    expect(page.locator(ROWS)).to_have_count(120)
    assert page.evaluate("document.activeElement.closest('tr') === document.querySelectorAll('tbody tr')[100]")
    assert not page.get_by_role("button", name="Show all").is_visible()


def test_a_link_to_a_row_further_down_leads_there(page: Page, browser: Browser, long: str) -> None:
    plain = browser.new_page(java_script_enabled=False)
    plain.goto(long)
    last = plain.locator(ROWS).last.get_attribute("id")
    assert plain.locator(ROWS).last.is_visible()
    assert plain.locator(ROWS).count() == 120
    plain.close()
    page.goto(f"{long}#{last}")
    expect(page.locator(f"[id='{last}']")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('tr:target')?.id") == last


def test_without_scripts_the_table_is_complete_and_nothing_is_dead(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    assert page.locator(ROWS).count() == page.locator(f"{ROWS}:visible").count() > 30
    assert not page.locator(".fu-tracker").is_visible()
    assert page.locator("thead button").count() == 0
    page.close()


def test_a_phone_has_everything_without_scrolling_sideways(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(address)
    assert not page.get_by_label("Department").is_visible()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Department").select_option("finance")
    page.get_by_label("Sort by").select_option("-due")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    days = page.eval_on_selector_all(
        f"{ROWS} [data-label=Due]", "cells => cells.map(c => c.querySelector('time').dateTime)"
    )
    assert days == sorted(days, reverse=True)
    assert len(days) > 1
    page.close()


def csv_of(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of what is shown").click()
    assert download.value.suggested_filename == "actions.csv"
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))


def test_the_csv_holds_what_is_shown(page: Page, address: str) -> None:
    page.goto(f"{address}?department=finance&sort=due")
    found = csv_of(page)
    assert [row["Id"] for row in found] == ids(page)
    assert {row["Department"] for row in found} == {"Finance"}
    assert [row["Due"] for row in found] == sorted(row["Due"] for row in found)
    (row,) = [one for one in found if one["Id"] == CLOSED]
    assert row["Action"].startswith(
        "Agree acceptance tests with the portal supplier; Corrective for: Royalty portal live"
    )
    assert (row["Status"], row["State"], row["Owner"]) == ("achieved", "verified", "Neo Dlamini")
    assert (row["Owner, note"], row["Status, note"]) == ("Finance", "verified")
    assert (row["Due"], row["Due, note"]) == ("2026-05-22", "first 2026-05-15; done 20 May 2026")
    assert (row["News"], row["Session"]) == ("2026-06-17", "Check-in, April 2026")
    assert row["News, note"].startswith("The first two deliveries were tested against them; Before: ")


def test_nothing_in_the_csv_is_a_formula(page: Page, address: str) -> None:
    page.goto(address)
    cells = ['=HYPERLINK("https://example.org")', "+27 11 555", "-1+1", "@SUM(A1)", "-5", 'say "no", twice']
    page.evaluate(
        "cells => document.querySelectorAll('tbody tr').forEach((row, at) => {"
        " if (at < cells.length) row.cells[0].textContent = cells[at] })",
        cells,
    )
    found = [row["Action"] for row in csv_of(page)[: len(cells)]]
    assert found == [*(f"'{cell}" for cell in cells[:4]), *cells[4:]]


def test_other_long_tables_are_served_by_the_same_script(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/adjustments/index.html?state=rejected")
    table = page.locator(".fu-table[data-fu=adjustments]")
    assert 0 < table.locator("tbody tr").count() < 10
    assert all("rejected" in text for text in table.locator("tbody tr").all_inner_texts())
    table.get_by_role("button", name="Adjustment", exact=True).click()
    expect(table.locator("th[aria-sort=ascending]")).to_have_text("Adjustment")


def test_a_second_table_of_a_page_is_filtered_by_itself(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/adjustments/index.html?moves.q=uptime+portal")
    decided, moves = (page.locator(f"form.fu-tracker[data-fu={name}]") for name in ("adjustments", "moves"))
    expect(decided.get_by_role("status")).to_have_text(re.compile(r"^(\d+) of \1 decided adjustments$"))
    expect(moves.get_by_role("status")).to_have_text(re.compile(r"^0 of \d+ moves$"))
    moves.get_by_label("Search").fill("royalty portal")
    expect(moves.get_by_role("status")).to_have_text(re.compile(r"^[1-9] of \d+ moves$"))
    page.wait_for_url("**?moves.q=royalty+portal")


@pytest.mark.parametrize(("path", "name"), [("challenges", "root-causes"), ("achievements", "achievements")])
def test_root_causes_and_achievements_can_be_narrowed_to_a_department(
    page: Page, site: Path, path: str, name: str
) -> None:
    page.goto(f"{site.as_uri()}/{path}/index.html?department=finance")
    rows = page.locator(f".fu-table[data-fu={name}] tbody tr")
    assert 0 < rows.count() < 10
    assert all("Finance" in text for text in rows.all_inner_texts())
