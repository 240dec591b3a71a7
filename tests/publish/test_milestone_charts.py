"""Timelines and slip charts in a real browser: seen in both schemes, on a phone, without scripts, and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PLAN = "plans/finance-2026/index.html"
ALL = "milestones/index.html"
CONTRAST = """selector => {
  const shade = text => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(one => {
      const share = one / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }).reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  };
  const ground = shade(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll(selector)].map(one => {
    const style = getComputedStyle(one);
    const ink = shade(style.fill === "none" ? style.stroke : style.fill);
    return [one.getAttribute("class"), (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)];
  });
}"""


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1366, "height": 900}, **getattr(request, "param", {}))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "page", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=["light", "dark"], indirect=True
)
def test_every_mark_can_be_seen_in_either_scheme(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{PLAN}")
    expect(page.locator("#all_timeline_1 .fu-wide svg")).to_be_visible()
    expect(page.locator("#all_slip_1 .fu-wide svg")).to_be_visible()
    marks = page.evaluate(CONTRAST, ".fu-wide svg :is(path, circle, text):not(.fu-line-grid)")
    assert len(marks) > 50
    too_faint = {name: contrast for name, contrast in marks if contrast < (4.5 if "fill-" in name else 3)}
    assert not too_faint


@pytest.mark.parametrize("path", [PLAN, ALL])
def test_a_phone_gets_the_drawing_made_for_it(page: Page, site: Path, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site.as_uri()}/{path}")
    drawings = page.locator(".fu-chart > .fu-narrow svg")
    assert drawings.count() > 1
    for number in range(drawings.count()):
        expect(drawings.nth(number)).to_be_visible()
    assert page.locator(".fu-chart > .fu-wide:not(.fu-only)").locator("visible=true").count() == 0
    letters = "[...document.querySelectorAll('.fu-narrow text')].map(one => one.getBoundingClientRect())"
    assert page.evaluate(f"Math.min(...{letters}.map(one => one.height))") >= 10
    assert page.evaluate(f"Math.max(...{letters}.map(one => one.right))") <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", [PLAN, ALL, "plans/distribution-2026/index.html"])
def test_words_beside_the_rows_do_not_reach_into_the_days(page: Page, site: Path, path: str) -> None:
    page.goto(f"{site.as_uri()}/{path}")
    ends = page.evaluate(
        """[...document.querySelectorAll('.fu-wide svg[role=group]')].flatMap(svg => {
          const grid = [...svg.querySelectorAll('.fu-line-grid')].map(one => one.getBBox());
          const days = grid.filter(one => one.width === 0);
          const first = Math.min(...days.map(one => one.x));
          return [...svg.querySelectorAll('text')].map(one => one.getBBox())
            .filter(one => one.x < first - 60 && days.length > 2).map(one => [one.x + one.width, first]);
        })"""
    )
    assert len(ends) > 5
    assert all(end <= first for end, first in ends), ends


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], ids=["no scripts"], indirect=True)
def test_without_scripts_the_picture_its_words_and_its_table_are_there(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{PLAN}")
    figure = page.locator("#all_timeline_1")
    expect(figure.locator(".fu-wide svg")).to_be_visible()
    expect(figure.locator(".fu-wide svg")).to_have_accessible_name("Milestones of Finance strategic plan 2026")
    expect(figure.locator(".fu-wide svg")).to_have_accessible_description(
        "Four milestones as of 20 November 2026, by due date. "
        "Statement backlog of 2025 cleared: achieved. Reached on 22 May 2026, nine days early. "
        "Royalty portal live: achieved. Reached on 6 November 2026, seven days late. "
        "Interim audit without a finding: at risk. Due 30 November 2026, and last reported at 40 percent. "
        "Second payment bank connected: at risk. "
        "Forecast for 12 February 2027, 14 days after it is due (29 January 2027)."
    )
    figure.locator("summary").click()
    expect(figure.locator("tbody tr")).to_have_count(4)
    expect(figure.locator("tbody tr").first).to_contain_text("22 May 2026")


def test_by_keyboard_a_title_in_the_picture_leads_to_its_card(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{PLAN}")
    link = page.locator("#all_timeline_1 .fu-wide a").filter(has_text="Royalty portal live").first
    page.locator("#all_timeline_1 .fu-wide a").first.focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert link.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/finance-2026/index.html#portal-live")
    expect(page.locator("#portal-live")).to_be_in_viewport()


def test_the_hidden_drawing_takes_no_focus_and_is_not_read(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{PLAN}")
    assert page.locator("#all_timeline_1 .fu-narrow").evaluate("one => getComputedStyle(one).display") == "none"
    assert page.get_by_role("group", name="Milestones of Finance strategic plan 2026").count() == 1


def test_on_paper_figures_stay_whole_and_what_is_folded_up_in_cards_is_printed(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/{PLAN}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})
    heights = page.evaluate(
        "[...document.querySelectorAll('.fu-chart')].map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) > 2
    assert max(heights) < 1000
    assert page.locator("#portal-live td").filter(has_text="One week for a second test").bounding_box()
    assert page.locator("#all_timeline_1 summary").locator("visible=true").count() == 0


def test_all_links_and_names_in_pictures_resolve(site: Path, page: Page) -> None:
    for path in (PLAN, ALL):
        page.goto(f"{site.as_uri()}/{path}")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids))
        for link in page.evaluate("[...document.querySelectorAll('svg.fu-svg a')].map(one => one.href.baseVal)"):
            file, _, anchor = link.partition("#")
            target = (site / path).parent / file
            assert target.is_file(), link
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), link
