from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from followup_build.exports.svg import chart_svg, key_svg
from followup_build.views.charts.chart import Area, Bar, Chart, Dot, Drawing, Key, Path, Role, Shape, Text

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("1")</script>'


def drawn(*marks: Path | Area | Bar | Dot | Text) -> ET.Element:
    drawing = Drawing(100, 50, marks)
    chart = Chart("one", HOSTILE, HOSTILE, (drawing,))
    return ET.fromstring(chart_svg(chart, drawing, "../", 2))  # noqa: S314 - our own


def test_title_and_description_name_the_picture_and_nothing_in_them_is_active() -> None:
    svg = drawn(Text(Role.LABEL, 1, 2, HOSTILE, hint=HOSTILE))
    assert svg.get("role") == "img"
    named = {one.get("id"): one.text for one in svg}
    assert named[svg.get("aria-labelledby")] == HOSTILE
    assert named[svg.get("aria-describedby")] == HOSTILE
    assert [one.tag for one in svg.iter()] == [f"{SVG}{tag}" for tag in ("svg", "title", "desc", "text", "title")]


def test_a_picture_with_links_is_a_group_whose_links_are_read_out() -> None:
    svg = drawn(Text(Role.LABEL, 1, 2, "Portal live", path="plans/finance-2026/index.html#portal-live"))
    assert svg.get("role") == "group"
    link = svg.find(f"{SVG}a")
    assert link is not None
    assert link.get("href") == "../plans/finance-2026/index.html#portal-live"


@pytest.mark.parametrize("role", Role)
def test_every_role_has_colours_of_its_own_outside_the_site_as_well(role: Role) -> None:
    marks = [Path(role, ((0, 0), (1, 1)))] if role not in (Role.LABEL, Role.QUIET) else [Text(role, 0, 0, "a")]
    (mark,) = (one for one in drawn(*marks) if "class" in one.attrib)
    assert {mark.get("stroke"), mark.get("fill")} - {None, "none"}
    assert "style" not in mark.attrib


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_is_drawn_differently(shape: Shape) -> None:
    others = {one for one in Shape if one is not shape}
    assert key_svg(Key(Role.VALUE, "a", shape)) not in {key_svg(Key(Role.VALUE, "a", one)) for one in others}


def test_a_link_of_two_lines_is_heard_as_one_with_its_words_apart() -> None:
    svg = drawn(Text(Role.LABEL, 1, 20, "Royalty portal\n<live>", path="a.html"))
    link = svg.find(f"{SVG}a")
    assert link is not None
    assert link.get("aria-label") == "Royalty portal <live>"
    (second,) = link.iter(f"{SVG}tspan")
    assert (second.text, second.get("x"), second.get("dy")) == ("<live>", "1.0", "15")


def test_words_of_what_was_dropped_are_struck_without_the_sites_stylesheet() -> None:
    (text,) = drawn(Text(Role.DROPPED, 1, 20, "Gone")).iter(f"{SVG}text")
    assert text.get("text-decoration") == "line-through"


@pytest.mark.parametrize("shape", [Shape.RING, Shape.CROSS, Shape.TICK, Shape.LOZENGE])
def test_a_small_shape_is_never_drawn_in_dashes(shape: Shape) -> None:
    assert "stroke-dasharray" in key_svg(Key(Role.MOVED, "a"))
    assert "stroke-dasharray" not in key_svg(Key(Role.MOVED, "a", shape))
