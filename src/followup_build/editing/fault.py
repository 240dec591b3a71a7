"""Why nothing, or not all, was written; each message is one clear sentence."""

from __future__ import annotations


class RefusedError(Exception):
    """The records do not allow what was asked for."""


class UneditableError(Exception):
    """A record is written in a style that cannot be edited safely; the message has the edit to make by hand."""


class EditFault(Exception):  # noqa: N818 - a fault of our own, as nobody else's it is told
    """The text came out otherwise than it should have; a fault of our own."""


class WriteError(Exception):
    """The files could not be written."""
