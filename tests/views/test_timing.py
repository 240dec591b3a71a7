from __future__ import annotations

import pytest

from followup_build.views.timing import Timing, fit_text, share_out, span_text

FULL = dict.fromkeys(("carried-over", "progress", "roadblocks", "adjustments", "achievements"), True)


def test_the_topics_take_what_they_ask_for_and_the_rest_shares_what_is_left() -> None:
    found = share_out(55, {"topics": True, **FULL}, 120, "10:00")
    assert [(one, timing.start, timing.minutes) for one, timing in found.items()] == [
        ("topics", "10:00", 55),
        ("carried-over", "10:55", 10),
        ("progress", "11:05", 20),
        ("roadblocks", "11:25", 20),
        ("adjustments", "11:45", 10),
        ("achievements", "11:55", 5),
    ]


@pytest.mark.parametrize("minutes", range(25, 250))
def test_every_part_has_five_minutes_and_all_make_the_whole(minutes: int) -> None:
    found = share_out(0, FULL, minutes, "09:00")
    assert sum(one.minutes for one in found.values()) == minutes
    assert all(one.minutes >= 5 for one in found.values())


def test_a_part_with_nothing_to_talk_about_gives_its_time_away() -> None:
    found = share_out(0, FULL | {"roadblocks": False, "adjustments": False}, 45, "09:00")
    assert found["roadblocks"] == Timing()
    assert [found[one].start for one in ("carried-over", "progress", "achievements")] == ["09:00", "09:10", "09:35"]
    assert sum(one.minutes for one in found.values()) == 45


@pytest.mark.parametrize(("topics", "minutes"), [(None, 60), (0, None), (40, 60), (90, 60)])
def test_nothing_is_shared_where_the_time_is_not_known_or_does_not_suffice(
    topics: int | None, minutes: int | None
) -> None:
    assert share_out(topics, FULL, minutes, "09:00") == {}


def test_without_a_time_of_day_only_the_minutes_are_told() -> None:
    assert {one.start for one in share_out(0, FULL, 45, None).values()} == {""}


@pytest.mark.parametrize(
    ("time", "minutes", "expected"),
    [
        ("10:00", 120, "10:00 to 12:00"),
        ("23:30", 60, "23:30 to 00:30"),
        ("10:00", None, "10:00"),
        (None, 45, "45 minutes"),
        (None, None, ""),
    ],
)
def test_a_span_is_told_as_far_as_it_is_known(time: str | None, minutes: int | None, expected: str) -> None:
    assert span_text(time, minutes) == expected


def test_topics_that_leave_too_little_are_told() -> None:
    assert fit_text(50, 60, {}) == "The topics take 50 of 60 minutes: too little is left for the rest."
    assert fit_text(None, 60, {}) == ""
