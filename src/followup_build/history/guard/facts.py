"""What is a fact stays one: values are restated with a reason, and nothing that was agreed or held is deleted."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.diagnostics.finding import Finding, Location
from followup_build.history.guard.places import gone_from, place_of
from followup_build.history.side import Side
from followup_build.history.words import days_words
from followup_build.load.records import Record
from followup_build.model.progress import Measurement, Progress
from followup_build.model.vocabulary import SessionState
from followup_build.status.wording import period_text


def fact_faults(base: Side, head: Side) -> Iterator[Finding]:
    """Actions, held sessions and measurements that are gone, and values and first dates that were rewritten."""
    yield from _actions(base, head)
    yield from _sessions(base, head)
    yield from _measurements(base, head)


def _actions(base: Side, head: Side) -> Iterator[Finding]:
    for ref, before in base.portfolio.actions.items():
        after = head.portfolio.actions.get(ref)
        if after is None:
            if gone_from(head, before):
                yield Finding(
                    "action-deleted",
                    Location(before.path, line=1, column=1),
                    f"the action {ref} was agreed, and this branch deletes it",
                    "bring the file back, and drop the action with an update: DAY: {state: dropped, note: …}",
                )
        elif before.data.due != after.data.due:
            yield Finding(
                "first-due-edited",
                after.at("due"),
                f"the first due date of this action goes from {before.data.due} to {after.data.due}, "
                f"{days_words(before.data.due, after.data.due)}",
                f"put {before.data.due} back, and move it with an update: DAY: {{due: {after.data.due}, note: …}}",
            )


def _sessions(base: Side, head: Side) -> Iterator[Finding]:
    for ref, before in base.portfolio.sessions.items():
        if before.data.status is not SessionState.HELD:
            continue
        after = head.portfolio.sessions.get(ref)
        if after is None and gone_from(head, before):
            yield Finding(
                "held-session-deleted",
                Location(before.path, line=1, column=1),
                f"the session {ref} was held, and this branch deletes it",
                "bring the folder back",
            )


def _measurements(base: Side, head: Side) -> Iterator[Finding]:
    for plan_id, before in base.portfolio.progress.items():
        after = head.portfolio.progress.get(plan_id)
        if after is None:
            if gone_from(head, before):
                yield Finding(
                    "measurement-deleted",
                    Location(before.path, line=1, column=1),
                    f"the facts about {plan_id} are gone",
                    "bring the file back",
                )
            continue
        for key, values in before.data.kpis.items():
            for period, old in values.items():
                route = ("kpis", key, period)
                if not any(route[: len(removed)] == removed for removed in after.removed):
                    yield from _measurement(after, key, period, old)


def _measurement(progress: Record[Progress], key: str, period: str, old: Measurement) -> Iterator[Finding]:
    new = progress.data.kpis.get(key, {}).get(period)
    when = period_text(period)
    if old.value is None:
        return
    if new is None:
        yield Finding(
            "measurement-deleted",
            place_of(progress, "kpis", key, period),
            f"the value of {key} for {when} is gone; it was {old.value}",
            f"bring it back; one that should never have stood there becomes {period}: "
            f"{{value: {old.value}, withdrawn: {{because: …}}}}",
        )
    elif new.value != old.value and not _is_told(old, new):
        yield Finding(
            "measurement-changed",
            place_of(progress, "kpis", key, period, "value"),
            f"the value of {key} for {when} goes from {old.value} to {new.value}, and nothing says why",
            f"write {period}: {{value: {new.value}, restated: {{from: {old.value}, because: …}}}}",
        )


def _is_told(old: Measurement, new: Measurement) -> bool:
    """Whether the new value names the old one and says why it is another."""
    return new.withdrawn is not None or (new.restated is not None and new.restated.from_ == old.value)
