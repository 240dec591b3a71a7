"""Approvals proven by review: each one that a branch adds belongs to somebody whose approving review stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from followup_build.diagnostics.finding import Finding, Location
from followup_build.history.side import Side
from followup_build.ledger.approval import approved_on
from followup_build.load.records import Record
from followup_build.model.plan import Approval

_APPROVED = ("changes", "reason", "proposed")
"""What somebody says yes to; whoever changes it while others still have to approve needs every approval anew."""


def review_faults(base: Side, head: Side, logins: frozenset[str]) -> Iterator[Finding]:
    """One finding that names every reviewer still needed, at the first approval that waits for one."""
    waiting: dict[str, list[Location]] = defaultdict(list)
    for approval, at in _added(base, head):
        login = _login(base, head, approval.by)
        if login is None or login.casefold() not in logins:
            waiting[approval.by].append(at)
    if not waiting:
        return
    first = min((at for places in waiting.values() for at in places), key=lambda at: (at.path, str(at.route)))
    names = [f"{person} ({_login(base, head, person) or 'no login on the base'})" for person in sorted(waiting)]
    yield Finding(
        "approval-without-review",
        first,
        f"waiting for the approving review of {', '.join(names)}",
        "ask them to approve this pull request; the check runs again when they have",
    )


def _login(base: Side, head: Side, person: str) -> str | None:
    """The login with which somebody reviews, as the base knows it; people who are new there bring their own."""
    found = base.portfolio.people.get(person) or head.portfolio.people.get(person)
    return found.github if found else None


def _added(base: Side, head: Side) -> Iterator[tuple[Approval, Location]]:
    for kind in ("plan", "adjustment"):
        before, after = base.portfolio.loaded.records[kind], head.portfolio.loaded.records[kind]
        for ref, record in after.items():
            was = before.get(ref)
            known = {(one.by, one.on) for one in _approvals(was)} if was and not _is_other(base, was, record) else set()
            for number, approval in enumerate(_approvals(record)):
                if (approval.by, approval.on) not in known:
                    yield approval, record.at("approvals", number, "by")


def _approvals(record: Record[Any]) -> tuple[Approval, ...]:
    found: tuple[Approval, ...] = record.data.approvals
    return found


def _is_other(base: Side, was: Record[Any], record: Record[Any]) -> bool:
    """Whether an adjustment that was not approved by all says another thing than those who did approve have read."""
    if record.kind != "adjustment" or approved_on(base.portfolio, was.data) is not None:
        return False
    return any(getattr(was.data, name) != getattr(record.data, name) for name in _APPROVED)
