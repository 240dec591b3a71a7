"""Facts about a plan: a value of a KPI, and what is known of a milestone on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from followup_build.diagnostics.finding import Route
from followup_build.editing.adjusting import find_promise
from followup_build.editing.edits import Put
from followup_build.editing.fault import RefusedError
from followup_build.editing.records import edit_record
from followup_build.editing.store import Write
from followup_build.editing.updating import update_edits
from followup_build.editing.values import Line, Spread, data_of, flow_text, record_text
from followup_build.ledger.books import build_ledger
from followup_build.load.schema import value_at
from followup_build.model.period import EXAMPLE_BY_FREQUENCY, FiscalCalendar, frequency_of
from followup_build.model.progress import Measurement
from followup_build.model.vocabulary import Frequency
from followup_build.portfolio import Portfolio

PERIOD_WORDS = ("now", "last")
"""What may be typed for a period: the one that runs, and the latest that has ended."""
_LENGTHS = {
    Frequency.WEEKLY: "a week",
    Frequency.MONTHLY: "a month",
    Frequency.QUARTERLY: "a quarter",
    Frequency.YEARLY: "a year",
    Frequency.DATED: "a day",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a KPI as somebody reports it."""

    ref: str
    period: str
    """The period's key, in the form of the KPI's frequency."""
    text: str
    """The number, as it was typed."""
    note: str | None = None
    restate_because: str | None = None
    """Why another value that is there already was wrong; None where none may be."""
    on_base: Measurement | None = None
    """What the main branch says, which a restatement answers to; None where it says nothing, or nobody knows."""


def period_of(portfolio: Portfolio, ref: str, typed: str, as_of: date) -> str:
    """The key of the period that somebody means by a key, by `now` or by `last`.

    Raises:
        RefusedError: the KPI is not measured in such periods, or was dropped.
    """
    frequency = _frequency_of(portfolio, ref)
    if typed in PERIOD_WORDS:
        return _running(portfolio.calendar, frequency, as_of, is_ended=typed == "last")
    found = frequency_of(typed)
    if found is frequency or found is None:
        return typed
    how = "on single days" if frequency is Frequency.DATED else frequency.value
    near = ""
    if found is Frequency.DATED:
        near = f"; {typed} lies in {portfolio.calendar.key_of(frequency, date.fromisoformat(typed))}"
    raise RefusedError(
        f"{ref} is measured {how}, and {typed} is {_LENGTHS[found]}{near}; "
        f"write the period like {EXAMPLE_BY_FREQUENCY[frequency]}"
    )


def _frequency_of(portfolio: Portfolio, ref: str) -> Frequency:
    promise = find_promise(build_ledger(portfolio), ref)
    # One that an adjustment only proposes stands in no ledger yet.
    data: Any = promise.data if promise is not None else portfolio.targets["kpi"][ref].data
    return Frequency(data.frequency)


def _running(calendar: FiscalCalendar, frequency: Frequency, day: date, *, is_ended: bool) -> str:
    key = calendar.key_of(frequency, day)
    period = calendar.period(key)
    if not is_ended or period.end <= day:
        return key
    return calendar.key_of(frequency, date.fromordinal(period.start.toordinal() - 1))


def measure(root: Path, records: str, portfolio: Portfolio, value: Value) -> Write | None:
    """The progress file with the value; None where it says so already.

    Raises:
        RefusedError: another value is there already, and nobody says why it was wrong.
    """
    plan_id, _, key = value.ref.partition("/")
    route: Route = ("kpis", key, value.period)
    old = portfolio.measurements_of(value.ref).get(value.period)
    written = _written(portfolio, plan_id, route)
    if written is None:
        if value.restate_because is not None:
            raise RefusedError(f"{value.ref} has no value for {value.period} to restate; leave out --restate")
        said = Line(data_of({"value": value.text, "note": value.note}))
        return _written_facts(root, records, portfolio, plan_id, [Put(route, said if value.note else value.text)])
    path = portfolio.progress[plan_id].path if plan_id in portfolio.progress else ""
    if old is None or (old.value is None and old.withdrawn is None):
        raise RefusedError(f"{path} has a fault at {value.ref} {value.period}; run followup check, and mend it first")
    if old.withdrawn is not None:
        raise RefusedError(
            f"{value.ref} {value.period} was withdrawn ({old.withdrawn.because}); to give it a value, edit {path}"
        )
    if old.value == Decimal(value.text):
        if value.note is None or value.note == old.note:
            return None
        if old.note is not None:
            raise RefusedError(f"{value.ref} {value.period} has a note already; to change it, edit {path}")
        if isinstance(written, str):
            return edit_record(root, portfolio, path, [Put(route, {"value": written, "note": value.note})])
        return edit_record(root, portfolio, path, [Put((*route, "note"), value.note)])
    if value.restate_because is None:
        raise RefusedError(
            f"{value.ref} {value.period} is {data_of(old.value)} already; if that was wrong, add --restate "
            "--because TEXT, why it was"
        )
    told = {"from": data_of(_restated_from(value, old, path)), "because": value.restate_because}
    if isinstance(written, str):
        said = data_of({"value": value.text, "note": value.note, "restated": told})
        return edit_record(root, portfolio, path, [Put(route, said)])
    edits = [Put((*route, "value"), value.text), Put((*route, "restated"), told)]
    edits += [Put((*route, "note"), value.note)] if value.note is not None else []
    return edit_record(root, portfolio, path, edits)


def _restated_from(value: Value, old: Measurement, path: str) -> Decimal | None:
    """The value that a new one corrects: the main branch's, however often it was restated since; so far as known."""
    base = value.on_base
    if base is None or base.value is None or base.withdrawn is not None:
        return old.value
    if base.value == Decimal(value.text):
        said = data_of({"value": base.value, "note": base.note, "restated": base.restated})
        line = flow_text(said if len(said) > 1 else said["value"])
        raise RefusedError(
            f"{value.ref} {value.period} is {data_of(base.value)} on the main branch, so nothing is restated any more; "
            f"write {value.period}: {line} in {path}"
        )
    return base.value


def update_milestone(
    root: Path, records: str, portfolio: Portfolio, ref: str, on: date, said: Mapping[str, Any]
) -> Write | None:
    """The progress file with what is known of a milestone on a day; None where it says so already.

    Raises:
        RefusedError: the milestone was dropped, or reached on another day, or a note of that day would be lost.
    """
    find_promise(build_ledger(portfolio), ref)
    plan_id, _, key = ref.partition("/")
    updates = portfolio.updates_of(ref)
    achieved = said.get("achieved")
    for day, update in sorted(updates.items()):
        if achieved is None or update.achieved is None or day == on:
            continue
        if update.achieved == achieved and said.keys() == {"achieved"}:
            return None
        raise RefusedError(
            f"{ref} was reached on {update.achieved}, as {day} says; to correct that, add --on {day}, "
            "to add something else leave out --achieved"
        )
    reached = next((update.achieved for day, update in updates.items() if update.achieved and day < on), None)
    if reached is not None and said.keys() & {"forecast", "percent", "confidence"}:
        raise RefusedError(f"{ref} was reached on {reached}, so nothing is forecast any more; --note adds to it")
    route = ("milestones", key, on.isoformat())
    written = _written(portfolio, plan_id, route)
    if written is not None and on not in updates:
        path = portfolio.progress[plan_id].path if plan_id in portfolio.progress else plan_id
        raise RefusedError(f"{path} has a fault at {ref} {on}; run followup check, and mend it first")
    edits = update_edits(route, updates.get(on), said)
    return _written_facts(root, records, portfolio, plan_id, edits) if edits else None


def _written(portfolio: Portfolio, plan_id: str, route: Route) -> Any:
    """What the progress file says at a route, also where nobody could make sense of it."""
    record = portfolio.progress.get(plan_id)
    return None if record is None else value_at(portfolio.loaded.documents[record.path].data, route)


def _written_facts(root: Path, records: str, portfolio: Portfolio, plan_id: str, edits: list[Put]) -> Write:
    """The edited progress file of a plan, or its first one."""
    record = portfolio.progress.get(plan_id)
    if record is not None:
        return edit_record(root, portfolio, record.path, edits)
    data: dict[str, Any] = {"confidential": "true"} if portfolio.is_confidential(plan_id) else {}
    for edit in edits:
        kind, key, when = (str(part) for part in edit.route)
        data[kind] = Spread({key: Spread({when: edit.value})})
    return Write(f"{records}/progress/{plan_id}.yml", None, record_text(data).encode())
