"""The calendar and a session in a real browser: on a wall, on a phone, on paper, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

SESSIONS = "sessions/index.html"
PLANNED = "sessions/2026-q3-review/index.html"
HELD = "sessions/2026-q2-review/index.html"
MISSED = "sessions/2026-10-27-data-platform/index.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    assert wrong == []
    page.close()


def of(site: Path, path: str) -> str:
    return f"{site.as_uri()}/{path}"


def test_a_month_is_a_table_with_sessions_on_their_days(page: Page, site: Path) -> None:
    page.goto(of(site, SESSIONS))
    november = page.get_by_role("table", name="November 2026")
    expect(november.get_by_role("columnheader")).to_have_text(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    cell = november.get_by_role("cell").filter(has=page.locator("time[datetime='2026-11-17']"))
    expect(cell).to_contain_text("held")
    cell.get_by_role("link", name="After the portal went live").click()
    page.wait_for_url("**/sessions/2026-11-17-portal-live/index.html")


def test_today_is_marked_and_holidays_are_named(page: Page, site: Path) -> None:
    page.goto(of(site, SESSIONS))
    expect(page.locator("td[aria-current=date]")).to_have_text("20 today", use_inner_text=True)
    day = page.locator("td", has=page.locator("time[datetime='2026-12-16']"))
    expect(day).to_contain_text("Day of Reconciliation")


def test_months_lead_to_one_another_also_where_they_are_folded_up(page: Page, site: Path) -> None:
    page.goto(of(site, SESSIONS))
    expect(page.locator("[id='2026-10']")).to_be_hidden()
    page.locator("[id='2026-11']").get_by_role("link", name="Oct").click()
    expect(page.locator("[id='2026-10']")).to_be_in_viewport()
    page.goto(of(site, f"{SESSIONS}#2026-03"))
    expect(page.locator("[id='2026-03']")).to_be_in_viewport()


def test_a_department_has_a_calendar_of_its_own(page: Page, site: Path) -> None:
    page.goto(of(site, SESSIONS))
    page.get_by_role("link", name="Licensing", exact=True).first.click()
    page.wait_for_url("**/departments/licensing/calendar/index.html")
    expect(page.get_by_text("After the portal went live")).to_have_count(0)
    expect(page.get_by_role("link", name="Check-in, November 2026")).to_have_count(1)


def test_on_a_phone_a_month_is_a_list_of_the_days_with_something(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(of(site, SESSIONS))
    days = page.locator("[id='2026-11'] td:visible")
    expect(days).to_have_count(4)
    expect(days.first.locator(".fu-day")).to_have_text("Tuesday 3")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    boxes = [days.nth(number).bounding_box() for number in range(4)]
    assert all(box and box["width"] > 300 for box in boxes)


def test_on_paper_open_months_are_tables_within_the_page(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 703, "height": 900})
    page.emulate_media(media="print")
    page.goto(of(site, SESSIONS))
    expect(page.locator("[id='2026-11'] td:visible")).to_have_count(42)
    expect(page.locator("[id='2026-10']")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 703


def test_without_scripts_the_calendar_and_the_agenda_are_there_and_no_button(browser: Browser, site: Path) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(of(site, SESSIONS))
    expect(page.get_by_role("table", name="November 2026")).to_be_visible()
    page.get_by_text("Earlier: March 2026 to October 2026").click()
    expect(page.locator("[id='2026-03']")).to_be_visible()
    page.goto(of(site, PLANNED))
    expect(page.locator("#agenda-progress")).to_be_visible()
    expect(page.get_by_role("button", name="Project")).to_have_count(0)
    expect(page.locator(".fu-bar")).to_be_hidden()
    context.close()


def test_a_planned_session_is_projected_part_by_part_and_left_by_keyboard(page: Page, site: Path) -> None:
    page.goto(of(site, PLANNED))
    page.get_by_role("button", name="Project").focus()
    page.keyboard.press("Enter")
    status = page.locator(".fu-bar [role=status]")
    expect(status).to_have_text("1 of 11")
    expect(page.locator("h1")).to_be_focused()
    for hidden in (".md-header", ".md-sidebar--primary", ".md-footer", "#agenda"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator("h2:visible")).to_have_text("Agenda")
    expect(page.locator("#agenda")).to_be_focused()
    expect(page.get_by_text("Head office, Rosebank")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(status).to_have_text("1 of 11")
    page.keyboard.press("Escape")
    expect(page.locator(".md-header")).to_be_visible()
    expect(page.locator(".fu-bar")).to_be_hidden()
    expect(page.locator("h2:visible")).to_have_count(10)
    expect(page.get_by_role("button", name="Project")).to_be_focused()
    assert "#" not in page.url


def test_pages_read_a_long_part_to_its_end_before_the_next(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(of(site, f"{PLANNED}#project"))
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("h2:visible")).to_have_text("Actions carried over")
    page.keyboard.press("PageDown")
    expect(page.locator("h2:visible")).to_have_text("Actions carried over")
    assert page.evaluate("scrollY") > 0
    pressed = 0
    while page.locator("h2:visible").inner_text() == "Actions carried over":
        page.keyboard.press("PageDown")
        pressed += 1
        assert pressed < 20
    expect(page.locator("h2:visible")).to_have_text("Topics from the chair")
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("PageUp")
    expect(page.locator("h2:visible")).to_have_text("Actions carried over")


def test_in_the_room_the_agenda_leads_to_its_parts(page: Page, site: Path) -> None:
    page.goto(of(site, f"{PLANNED}#project"))
    page.keyboard.press("ArrowRight")
    page.get_by_role("table", name="Agenda").get_by_role("link", name="C. Adjustments").click()
    expect(page.locator("h2:visible")).to_have_text("C. Adjustments")
    page.get_by_role("button", name="Next ›").click()
    expect(page.locator("h2:visible")).to_have_text("D. Achievements and feedback")
    page.get_by_role("button", name="Leave (Esc)").click()
    expect(page.locator("h2:visible")).to_have_count(10)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_what_is_projected_is_large_and_within_the_wall(page: Page, site: Path, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(of(site, f"{PLANNED}#project"))
    for _ in range(9):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("ArrowRight")
    size = page.locator(".fu-bar").evaluate(
        "() => parseFloat(getComputedStyle(document.querySelector('.fu-table')).fontSize)"
    )
    assert size >= width / 70


def test_a_page_that_is_projected_prints_whole(page: Page, site: Path) -> None:
    page.goto(of(site, f"{PLANNED}#project"))
    page.emulate_media(media="print")
    expect(page.locator("h2:visible")).to_have_count(10)
    expect(page.locator(".fu-bar")).to_be_hidden()


def test_a_held_session_says_first_what_came_of_it(page: Page, site: Path) -> None:
    page.goto(of(site, HELD))
    summary = page.locator(".fu-card").first
    expect(summary).to_contain_text("8 actions: 2 overdue")
    summary.get_by_role("link", name="8 actions").click()
    expect(page.locator("#outcome")).to_be_in_viewport()
    link = page.get_by_role("link", name="See them in the tracker")
    assert (link.get_attribute("href") or "").endswith("actions/index.html?session=2026-q2-review")


def test_a_missed_session_says_what_to_do_and_is_not_projected(page: Page, site: Path) -> None:
    page.goto(of(site, MISSED))
    banner = page.locator(".fu-banner")
    expect(banner).to_contain_text("not recorded as held")
    expect(banner.locator("code")).to_have_text(["status: held", "date", "status: cancelled"])
    expect(banner.get_by_role("link", name="Check-in, December 2026")).to_be_visible()
    expect(page.get_by_role("button", name="Project")).to_have_count(0)
