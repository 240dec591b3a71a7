"""Editions of a session's report: what was sent first, and what corrects it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from followup_build.delivery.fault import DeliveryError
from followup_build.delivery.register import Entry, Register

_VERSION = 1
_NAME = "edition"
"""The mark that holds what an edition is; those of addresses beside it are numbers in hexadecimal."""


class UnaskedError(Exception):
    """Another edition would be needed, or is asked for where none is; the message says what to type."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A report as it is sent to everybody who is to get it."""

    number: int
    as_of: date
    digest: str
    because: str = ""
    """Why it was sent once more; empty for the first one."""
    is_new: bool = True
    """Whether nobody has begun to send it."""


def known_editions(entries: Mapping[str, Entry]) -> dict[int, Edition]:
    """The editions that somebody began to send, by number.

    Args:
        entries: the marks of a session, by name below its folder.

    Raises:
        DeliveryError: a mark is none that we wrote.
    """
    found: dict[int, Edition] = {}
    for name, entry in entries.items():
        number, _, kind = name.partition("/")
        if kind != _NAME:
            continue
        said = entry.data
        try:
            found[int(number)] = Edition(
                int(number), date.fromisoformat(said["as_of"]), str(said["digest"]), str(said["because"]), is_new=False
            )
        except (KeyError, TypeError, ValueError):
            raise DeliveryError(f"the mark of edition {number} cannot be read; look at it with git log") from None
    return found


def choose_edition(
    known: Mapping[int, Edition],
    digest_on: Callable[[date], str],
    today: date,
    *,
    as_of: date | None,
    correction: str | None,
    wanted: int | None,
) -> Edition:
    """The edition to send now: the latest one as long as the report still says the same as of its day, else a new one.

    Args:
        known: the editions that were begun.
        digest_on: what tells one state of the report from another, as of a day.
        today: the day to look from for a first edition, and the earliest one for a correction.
        as_of: the same, where somebody named it.
        correction: why another edition is asked for; None where it is not.
        wanted: the edition to go on with although the report has changed since; None for the one that fits.

    Raises:
        UnaskedError: the report has changed, and nobody asked to send it once more, or the other way round.
    """
    if not known:
        if correction is not None or wanted not in (None, 1):
            raise UnaskedError("this report was not sent yet, so there is nothing to correct; leave the option out")
        return Edition(1, as_of or today, digest_on(as_of or today))
    latest = known[max(known)]
    if wanted is not None:
        if wanted != latest.number:
            raise UnaskedError(f"the latest edition is {latest.number}, and no other one is sent any more")
        return latest
    # As of the same day the same records give the same report: so a day that has passed changes nothing.
    digest = digest_on(as_of or latest.as_of)
    if digest == latest.digest:
        return latest
    if correction is None:
        raise UnaskedError(
            f"the report has changed since edition {latest.number} was sent as of {latest.as_of}; "
            f"--correction BECAUSE sends edition {latest.number + 1} to everybody, "
            f"--edition {latest.number} only to those whom edition {latest.number} has not reached"
        )
    # A later day that was asked for once is not taken back by a correction.
    day = as_of or max(latest.as_of, today)
    return Edition(latest.number + 1, day, digest_on(day), correction)


def begin_edition(register: Register, folder: str, edition: Edition, at: datetime) -> None:
    """Make it known that an edition is sent; of several runs that begin at once, all have to mean the same.

    Raises:
        DeliveryError: another run has begun one with other content, or for another reason.
    """
    if not edition.is_new:
        return
    said = {
        "version": _VERSION,
        "as_of": edition.as_of.isoformat(),
        "digest": edition.digest,
        "because": edition.because,
        "at": at.isoformat(),
    }
    if register.write(f"{folder}/{edition.number}/{_NAME}", said, None, at) is not None:
        return
    other = known_editions(register.read(folder)).get(edition.number)
    if other != replace(edition, is_new=False):
        raise DeliveryError(
            f"another run has just begun to send edition {edition.number}, and means something else by it; run it again"
        )
