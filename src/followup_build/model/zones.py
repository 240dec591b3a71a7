"""Time zones by name: which there are, which is meant, and which country keeps one."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

_TABLE = "zone.tab"
"""Of the IANA database: each country with its zones."""


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def nearest_zone(name: str) -> str | None:
    """The time zone that is meant by a name that is none: the nearest by its whole name, or by its city."""
    zones = sorted(available_timezones())
    by_city = {zone.rpartition("/")[2].casefold(): zone for zone in zones if "/" in zone}
    city = name.strip().casefold().replace(" ", "_")
    if city in by_city:
        return by_city[city]
    near = get_close_matches(name, zones, n=1)
    return next(iter(near or [by_city[one] for one in get_close_matches(city, by_city, n=1, cutoff=0.8)]), None)


def zone_hint(name: str) -> str:
    """What to type in place of a name that is no time zone."""
    near = nearest_zone(name)
    return f"did you mean {near}?" if near else "write a region and a city, for example Africa/Johannesburg"


def country_of(zone: str) -> str | None:
    """The two letters of the country that keeps a time zone; None where the system does not tell."""
    for text in _tables():
        for line in text.splitlines():
            parts = line.split("\t")
            if not line.startswith("#") and parts[2:3] == [zone]:
                return parts[0]
    return None


def _tables() -> Iterator[str]:
    for folder in TZPATH:
        path = Path(folder, _TABLE)
        if path.is_file():
            yield path.read_text(encoding="utf-8")
    try:
        yield files("tzdata").joinpath("zoneinfo", _TABLE).read_text(encoding="utf-8")
    except (ImportError, OSError):
        return
