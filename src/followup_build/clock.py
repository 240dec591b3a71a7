"""The one place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class ClockError(Exception):
    """SOURCE_DATE_EPOCH is no time; the message is one clear sentence."""


def read_now() -> datetime:
    """Now, in UTC; `SOURCE_DATE_EPOCH` stands for it where it is set, so that builds can be repeated.

    See https://reproducible-builds.org/specs/source-date-epoch/.

    Raises:
        ClockError: it is set to something else than seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    try:
        # `int` alone takes signs, spaces and digits of other scripts.
        seconds = int(epoch.encode("ascii") if epoch.isdigit() else "")
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise ClockError(_no_time(epoch)) from None


def read_today(zone: ZoneInfo) -> date:
    """Today in a time zone.

    Raises:
        ClockError: SOURCE_DATE_EPOCH is set to something else than seconds since 1970.
    """
    try:
        return read_now().astimezone(zone).date()
    except (OverflowError, OSError):
        raise ClockError(_no_time(os.environ.get("SOURCE_DATE_EPOCH", ""))) from None


def _no_time(epoch: str) -> str:
    return f"SOURCE_DATE_EPOCH is {epoch[:40]!r}, which is no time; set it to seconds since 1970, or unset it"
