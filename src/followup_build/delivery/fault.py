"""Why nothing can be sent."""

from __future__ import annotations


class DeliveryError(Exception):
    """The mail server, its settings or the repository do not allow to send; the message is one clear sentence."""
