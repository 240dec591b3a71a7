"""What changed in the promises: by approved adjustments, or behind the ledger's back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from followup_build.history.change import Change, Way
from followup_build.history.effect import effect_of
from followup_build.history.promise_words import field_sentence, member_text
from followup_build.history.records import pairs
from followup_build.history.side import TABLES, Member, Side
from followup_build.history.words import TARGET, sentence
from followup_build.ledger.approval import plan_approved_on
from followup_build.ledger.entry import Entry
from followup_build.model.plan import Kpi, Plan
from followup_build.status.wording import count_text, day_text

_NOUNS = {"kpi": "KPI"}
_A = {"kpi": "A KPI", "goal": "A goal", "milestone": "A milestone", "resource": "A resource"}
_OF_PLAN = ("title", "department", "owner", "period", "supersedes", "summary")


def plan_changes(base: Side, head: Side) -> Iterator[Change]:
    """Everything that changed in the promises of both states' plans."""
    for plan_id, old, new in pairs(base.portfolio.plans, head.portfolio.plans):
        if old is not None and new is not None:
            yield from _Compared(base, head, plan_id).changes()
        elif old is not None:
            uncovered = _is_approved(base, old.data)
            told = sentence(f"The plan is gone: {old.data.title}")
            text = f"{told} It was approved." if uncovered else told
            yield Change(
                plan_id,
                "plan",
                Way.REMOVED,
                text,
                before=old.data.title,
                is_uncovered=uncovered,
                person=old.data.owner,
            )
        elif new is not None:
            yield _new_plan(head, plan_id, new.data)


def _is_approved(side: Side, plan: Plan) -> bool:
    return plan_approved_on(side.portfolio, plan, side.as_of) is not None


def _new_plan(head: Side, plan_id: str, plan: Plan) -> Change:
    counts = ", ".join(
        count_text(len(members), _NOUNS.get(kind, kind))
        for kind, table in TABLES.items()
        if (members := getattr(plan, table))
    )
    state = "" if _is_approved(head, plan) else ", a draft"
    told = sentence(
        f"New plan{state}: {plan.title}, for {head.department(plan.department)}, with {counts or 'nothing yet'}"
    )
    return Change(plan_id, "plan", Way.ADDED, told, after=plan.title, person=plan.owner)


class _Compared:
    """One plan in both states."""

    def __init__(self, base: Side, head: Side, plan_id: str) -> None:
        self.base, self.head, self.id = base, head, plan_id
        self.before, self.after = base.ledger.plans[plan_id], head.ledger.plans[plan_id]
        self.is_approved = _is_approved(base, self.before.original)
        olds, news = _numbered(base, plan_id), _numbered(head, plan_id)
        self.new = [entry for key, entry in news.items() if key not in olds]
        self.lost: dict[tuple[str, str], Entry] = {}
        """What adjustments did before and do no longer, or otherwise, by ref and field."""
        for key, entry in olds.items():
            now = news.get(key)
            if now is None or now.after != entry.after:
                self.lost[entry.ref, entry.field] = entry

    def changes(self) -> Iterator[Change]:
        """What was edited in the plan itself or undone, then what adjustments did to it."""
        yield from self._edits()
        yield from self._approvals()
        for entry in self.new:
            yield self._entry(entry)

    def _edits(self) -> Iterator[Change]:
        before, after = self.before.original, self.after.original
        if before.confidential != after.confidential:
            yield Change(self.id, "plan", Way.CHANGED, "A plan is confidential.", "confidential")
        for name in _OF_PLAN:
            if getattr(before, name) != getattr(after, name) or (self.id, name) in self.lost:
                yield self._edit(self.id, "plan", name, (before, after), (self.before.current, self.after.current))
        for kind, table in TABLES.items():
            olds: Mapping[str, Member] = getattr(self.before.current, table)
            news: Mapping[str, Member] = getattr(self.after.current, table)
            added = {entry.ref for entry in self.new if entry.field == "added"}
            for key in {**olds, **news}:
                ref = f"{self.id}/{key}"
                if key not in olds and ref not in added:
                    yield self._added(kind, ref, news[key])
                elif key in olds and key not in news:
                    yield self._gone(kind, ref, olds[key])
                elif key in olds:
                    yield from self._member(kind, ref, (olds[key], news[key]))

    def _member(self, kind: str, ref: str, current: tuple[Member, Member]) -> Iterator[Change]:
        """What changed in a promise that both states have, and not by an adjustment."""
        key, table = ref.partition("/")[2], TABLES[kind]
        first = tuple(getattr(plan.original, table).get(key) for plan in (self.before, self.after))
        originals = first if first[0] is not None and first[1] is not None else current
        edited = {name for name, _, _ in member_fields(*originals)}
        if originals is current and (ref, "added") not in self.lost:
            edited = set()
        edited |= {name for lost, name in self.lost if lost == ref and name not in ("added", "dropped")}
        names = [name for name in field_names(*current, *originals) if name in edited]
        for name in names:
            yield self._edit(ref, kind, name, originals, current)
        if (ref, "dropped") in self.lost and ref not in self.after.dropped:
            text = f"{_A[kind]} that was dropped is promised again: {member_text(self.head, current[1])}"
            yield self._added(kind, ref, current[1], told=text)

    def _edit(self, ref: str, kind: str, name: str, originals: tuple[Any, Any], current: tuple[Any, Any]) -> Change:
        """An edit as it shows in what is promised now; in what was promised first where it shows nowhere else."""
        later = next((entry for entry in self.new if (entry.ref, entry.field) == (ref, name)), None)
        before = field_value(current[0], name)
        after = later.before if later is not None else field_value(current[1], name)
        first = ""
        if before == after:
            before, after = (field_value(one, name) for one in originals)
            first = " as first promised"
        return self._field(ref, kind, current[1], name, before, after, first=first)

    def _field(
        self,
        ref: str,
        kind: str,
        promise: Any,
        name: str,
        before: Any,
        after: Any,
        entry: Entry | None = None,
        first: str = "",
    ) -> Change:
        moves = self._moves_until(entry) if entry is not None else None
        effect = effect_of(promise, name, before, after, self.head.portfolio.organisation.thresholds)
        text = field_sentence(self.base, self.head, promise, name, before, after, effect, moves)
        return Change(
            ref,
            kind,
            Way.CHANGED,
            self._told(f"{text}{first and f', {first.strip()}'}", entry, self.lost.get((ref, name))),
            name,
            before,
            after,
            effect,
            covered_by=entry.adjustment if entry else None,
            is_uncovered=entry is None and self.is_approved,
            person=getattr(promise, "owner", None),
        )

    def _added(self, kind: str, ref: str, new: Member, entry: Entry | None = None, told: str = "") -> Change:
        return Change(
            ref,
            kind,
            Way.ADDED,
            self._told(told or f"New {_NOUNS.get(kind, kind)}: {member_text(self.head, new)}", entry),
            after=new.title,
            covered_by=entry.adjustment if entry else None,
            is_uncovered=entry is None and self.is_approved,
            person=getattr(new, "owner", None),
        )

    def _gone(self, kind: str, ref: str, old: Member) -> Change:
        text = f"{_A[kind]} is gone from the plan: {old.title}"
        return Change(
            ref,
            kind,
            Way.REMOVED,
            self._told(text, None, self.lost.get((ref, "added"))),
            before=old.title,
            is_uncovered=self.is_approved,
            person=getattr(old, "owner", None),
        )

    def _told(self, text: str, entry: Entry | None, lost: Entry | None = None) -> str:
        if entry is not None or not self.is_approved:
            return sentence(text)
        if lost is not None and lost.adjustment not in {one.adjustment for one in self.head.ledger.entries}:
            return f"{sentence(text)} The adjustment {lost.adjustment} no longer counts."
        return f"{sentence(text)} No adjustment says so."

    def _approvals(self) -> Iterator[Change]:
        """Approvals of the plan that came or went."""
        before = {(one.by, one.on) for one in self.before.original.approvals}
        after = {(one.by, one.on) for one in self.after.original.approvals}
        title = self.after.current.title
        for by, on in sorted(after - before, key=lambda one: (one[1], one[0])):
            text = f"{self.head.person(by)} approves the plan {title} ({day_text(on)})"
            yield Change(self.id, "plan", Way.CHANGED, sentence(text), f"approval {by}", None, on)
        for by, on in sorted(before - after, key=lambda one: (one[1], one[0])):
            text = f"The approval of the plan {title} by {self.base.person(by)} ({day_text(on)}) is gone"
            yield Change(
                self.id,
                "plan",
                Way.CHANGED,
                sentence(text),
                f"approval {by}",
                on,
                None,
                is_uncovered=self.is_approved,
            )

    def _entry(self, entry: Entry) -> Change:
        key = entry.ref.partition("/")[2]
        if not key:
            return self._field(entry.ref, "plan", self.after.current, entry.field, entry.before, entry.after, entry)
        kind = next(kind for kind, table in TABLES.items() if key in getattr(self.after.current, table))
        member: Member = getattr(self.after.current, TABLES[kind])[key]
        if entry.field == "added":
            return self._added(kind, entry.ref, entry.after, entry)
        if entry.field == "dropped":
            because = f": {entry.because}" if entry.because else ""
            text = sentence(f"{_A[kind]} is dropped: {member.title}{because}")
            return Change(
                entry.ref,
                kind,
                Way.REMOVED,
                text,
                before=member.title,
                covered_by=entry.adjustment,
                person=getattr(member, "owner", None),
            )
        return self._field(entry.ref, kind, member, entry.field, entry.before, entry.after, entry)

    def _moves_until(self, entry: Entry) -> int:
        """The how-manieth move of a promise's field an entry is."""
        same = [one for one in self.head.ledger.entries_of(entry.ref) if one.field == entry.field]
        return same.index(entry) + 1


def _numbered(side: Side, plan_id: str) -> dict[tuple[str, str, str, int], Entry]:
    """The ledger's entries for a plan; an adjustment may do something to one field more than once."""
    found: dict[tuple[str, str, str, int], Entry] = {}
    for entry in side.ledger.entries:
        if entry.ref.partition("/")[0] == plan_id:
            number = 0
            while (entry.ref, entry.field, entry.adjustment, number) in found:
                number += 1
            found[entry.ref, entry.field, entry.adjustment, number] = entry
    return found


def field_value(promise: Any, name: str) -> Any:
    """What a promise says in a field, or for a target."""
    if name.startswith(TARGET):
        return promise.targets.get(name.removeprefix(TARGET))
    return getattr(promise, name)


def field_names(*promises: Member) -> tuple[str, ...]:
    """The fields of promises of one kind in their order, each target by itself."""
    found: dict[str, None] = {}
    for name in type(promises[0]).model_fields:
        if name == "targets":
            found |= {f"{TARGET}{key}": None for one in promises if isinstance(one, Kpi) for key in one.targets}
        else:
            found[name] = None
    return tuple(found)


def member_fields(old: Member, new: Member) -> Iterator[tuple[str, Any, Any]]:
    """The fields in which a promise differs, each target by itself."""
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name, None)
        if before == after:
            continue
        if name == "targets":
            for key in {**before, **(after or {})}:
                if before.get(key) != (after or {}).get(key):
                    yield f"{TARGET}{key}", before.get(key), (after or {}).get(key)
        else:
            yield name, before, after
