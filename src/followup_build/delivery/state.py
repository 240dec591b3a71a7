"""What has become of a message to one address."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What is known of a message; each mark in git holds one of them."""

    CLAIMED = "claimed"
    """A run has taken it on, and has not said how it ended: it goes on, or it was killed."""
    SENT = "sent"
    """The server has taken it over."""
    REFUSED = "refused"
    """It has certainly not been sent, and is tried again."""
    UNKNOWN = "unknown"
    """It was handed over, and the answer was lost: it may have been sent."""
