"""The one place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def read_today(zone: ZoneInfo) -> date:
    """Today in a time zone; `SOURCE_DATE_EPOCH` stands for now where it is set, so that builds can be repeated.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.astimezone(zone).date()
