"""Two states of the records compared: the changes in words, and what they do to the status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from followup_build.history.actions import action_changes
from followup_build.history.change import Change
from followup_build.history.decisions import adjustment_changes
from followup_build.history.facts import fact_changes
from followup_build.history.learning import learning_changes
from followup_build.history.present_names import under_present_names
from followup_build.history.promises import plan_changes
from followup_build.history.sessions import session_changes
from followup_build.history.settings import settings_changes
from followup_build.history.side import Side
from followup_build.ledger.books import Ledger
from followup_build.model.vocabulary import Status
from followup_build.portfolio import Portfolio
from followup_build.status.item import ItemStatus
from followup_build.status.snapshot import build_snapshot
from followup_build.status.wording import status_word

_STATUS_ORDER = ("organisation", "department", "plan", "goal", "kpi", "milestone", "action", "session", "adjustment")


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A status that is another one with the second state's records, on the same day."""

    ref: str
    kind: str
    title: str
    before: Status
    after: Status
    is_confidential: bool = False

    @property
    def text(self) -> str:
        """A sentence."""
        return f"{self.title}: {status_word(self.before)} to {status_word(self.after)}."


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two states, as of one day."""

    as_of: date
    changes: tuple[Change, ...]
    status_changes: tuple[StatusChange, ...]


def compare(base: Portfolio, head: Portfolio, as_of: date) -> Comparison:
    """What changed from one state of the records to the other, looked at from one day.

    Both are seen from the same day, so that nothing in the comparison comes from time that passed.
    """
    before, after = Side(under_present_names(base, head), as_of), Side(head, as_of)
    changes = sorted(_told(before, after), key=lambda one: one.sort_key)
    return Comparison(as_of, tuple(changes), tuple(_status_changes(before, after)))


def _changes(before: Side, after: Side) -> Iterator[Change]:
    yield from settings_changes(before, after)
    yield from plan_changes(before, after)
    yield from fact_changes(before, after)
    yield from adjustment_changes(before, after)
    yield from action_changes(before, after)
    yield from session_changes(before, after)
    yield from learning_changes(before, after)


_NOUNS = {"kpi": "KPI"}


def _told(base: Side, head: Side) -> Iterator[Change]:
    """All changes; of a confidential record neither words nor values, and once for each way in which it changed."""
    hidden = set()
    for change in _changes(base, head):
        if not any(_is_confidential(side, change) for side in (base, head)):
            yield change
            continue
        key = (change.kind, change.ref, change.way, change.covered_by, change.is_uncovered)
        if key not in hidden:
            hidden.add(key)
            yield _discreet(base, head, change)


def _discreet(base: Side, head: Side, change: Change) -> Change:
    noun = _NOUNS.get(change.kind, change.kind)
    of_record = replace(change, covered_by=None)
    if not any(_is_confidential(side, of_record) for side in (base, head)):
        # The promise may be read by all; what is done to it, by whom and why, may not.
        text = f"A confidential adjustment changes a {noun}."
    else:
        text = f"A confidential {noun} is {change.way.value}."
    return replace(change, text=text, field=None, before=None, after=None, effect=None, person=None)


def _is_confidential(side: Side, change: Change) -> bool:
    covered = change.covered_by
    return side.is_hidden(change.kind, change.ref) or (covered is not None and side.is_hidden("adjustment", covered))


def _status_changes(before: Side, after: Side) -> Iterator[StatusChange]:
    """Only what both states know: what is new or gone is told as a change."""
    old = {(item.kind, item.ref): item for item in _items(before.portfolio, before.ledger, before.as_of)}
    found = []
    for item in _items(after.portfolio, after.ledger, after.as_of):
        was = old.get((item.kind, item.ref))
        if was is not None and was.status is not item.status:
            hidden = item.confidential or was.confidential
            title = f"A confidential {item.kind}" if hidden else item.title
            found.append(StatusChange(item.ref, item.kind, title, was.status, item.status, hidden))
    yield from sorted(found, key=lambda one: (_STATUS_ORDER.index(one.kind), one.ref))


def _items(portfolio: Portfolio, ledger: Ledger, as_of: date) -> Iterator[ItemStatus]:
    yield from build_snapshot(portfolio, ledger, as_of).items.values()
