from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from followup_build.clock import ClockError, read_today

# Noon in Greenwich on 1 June 2026, when it is already 2 June in Kiritimati.
NOON = 1780315200


@pytest.mark.parametrize(
    ("seconds", "zone", "expected"),
    [
        (NOON, "UTC", date(2026, 6, 1)),
        (NOON, "Pacific/Kiritimati", date(2026, 6, 2)),
        (NOON, "America/Los_Angeles", date(2026, 6, 1)),
        (NOON - 12 * 3600 - 1, "UTC", date(2026, 5, 31)),
        (NOON - 12 * 3600, "UTC", date(2026, 6, 1)),
        (NOON + 12 * 3600 - 1, "UTC", date(2026, 6, 1)),
        (NOON + 12 * 3600, "UTC", date(2026, 6, 2)),
        (NOON + 10 * 3600 - 1, "Africa/Johannesburg", date(2026, 6, 1)),
        (NOON + 10 * 3600, "Africa/Johannesburg", date(2026, 6, 2)),
        (0, "UTC", date(1970, 1, 1)),
    ],
)
def test_today_begins_at_midnight_of_the_zone(
    monkeypatch: pytest.MonkeyPatch, seconds: int, zone: str, expected: date
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
    assert read_today(ZoneInfo(zone)) == expected


@pytest.mark.parametrize("said", [None, ""])
def test_without_a_fixed_time_it_is_the_real_one(monkeypatch: pytest.MonkeyPatch, said: str | None) -> None:
    if said is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    before = datetime.now(UTC).date()
    assert before <= read_today(ZoneInfo("UTC")) <= before + timedelta(days=1)


@pytest.mark.parametrize(
    "said", ["yesterday", "-1", "+1", " 1", "1.5", "1e9", "\u0661", "\u00b2", "9" * 30, "2026-06-01"]
)
def test_what_is_no_time_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    with pytest.raises(ClockError, match="which is no time; set it to seconds since 1970, or unset it") as raised:
        read_today(ZoneInfo("UTC"))
    assert "\n" not in str(raised.value)
