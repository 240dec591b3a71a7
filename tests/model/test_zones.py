from __future__ import annotations

import pytest

from followup_build.model.zones import country_of, is_zone, nearest_zone, zone_hint


@pytest.mark.parametrize("name", ["", ".", "../x", "/etc/passwd", "Africa", "a\0b", "\ud800", "zone.tab", "x" * 5000])
def test_what_is_no_zone(name: str) -> None:
    assert not is_zone(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Africa/Johanesburg", "Africa/Johannesburg"),
        ("Johannesburg", "Africa/Johannesburg"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("somewhere else", None),
    ],
)
def test_the_nearest_zone_is_offered(typed: str, meant: str | None) -> None:
    assert nearest_zone(typed) == meant
    assert zone_hint(typed) == (
        f"did you mean {meant}?" if meant else "write a region and a city, for example Africa/Johannesburg"
    )


def test_a_zone_has_a_country() -> None:
    assert [country_of(zone) for zone in ("Africa/Johannesburg", "Europe/Berlin", "UTC")] == ["ZA", "DE", None]
