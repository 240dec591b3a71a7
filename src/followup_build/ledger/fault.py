"""What is wrong with a change that does not fit the plan it is applied to, in words."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from followup_build.diagnostics.finding import Finding, Location, Related
from followup_build.ledger.entry import Entry, value_text
from followup_build.portfolio import MEMBER_KINDS, Portfolio


def gone_fault(portfolio: Portfolio, drop: Entry | None, ref: str, at: Location) -> Finding | None:
    """A change of a promise that was taken back, or that is only added later; None where no such promise is known."""
    if drop is not None:
        message = f"{ref} was dropped by {drop.adjustment} on {drop.on}"
        hint = "take this change out, or add the promise anew under another key"
        return Finding("change-of-something-dropped", at, message, hint)
    target = portfolio.find(ref, *MEMBER_KINDS)
    if target is None or target.location.route[:1] != ("changes",):
        # That nothing of that name exists is told where references are looked up.
        return None
    adder = PurePosixPath(target.location.path).stem
    message = f"{ref} is not there yet when this change applies; {adder} adds it"
    hint = f"approve this after {adder}, or write the final values there"
    return Finding("change-before-addition", at, message, hint, (Related(target.location, "added here"),))


def stale_from_fault(at: Location, ref: str, name: str, before: Any, said: Any, mover: Entry | None) -> Finding:
    """A `from` that is not the current value; `mover` made the current value what it is."""
    moved = f", moved there by {mover.adjustment}" if mover else ""
    message = f"{name} of {ref} is {value_text(before)}{moved}, not {value_text(said)}"
    hint = (
        "take from: out"
        if before in (None, ())
        else f"write from: {value_text(before)}, and look whether to: is still right"
    )
    return Finding("from-not-current", at, message, hint)
