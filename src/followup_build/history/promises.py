"""What changed in the promises: by approved adjustments, or behind the ledger's back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from followup_build.history.change import Change, Way
from followup_build.history.effect import effect_of
from followup_build.history.side import TABLES, Member, Side
from followup_build.history.words import TARGET, days_words, field_words, ordinal, sentence, value_words
from followup_build.ledger.approval import plan_approved_on
from followup_build.ledger.entry import Entry
from followup_build.model.plan import Goal, Kpi, Milestone, Plan, Resource
from followup_build.status.wording import day_text, number_text

_NOUNS = {"kpi": "KPI"}
_OF_PLAN = ("title", "department", "owner", "period", "supersedes", "summary")


def plan_changes(base: Side, head: Side) -> Iterator[Change]:
    """Everything that changed in the promises of both states' plans."""
    former = {old: plan.id for plan in head.portfolio.plans.values() for old in plan.data.formerly}
    seen = set()
    for plan_id, record in base.portfolio.plans.items():
        now = plan_id if plan_id in head.portfolio.plans else former.get(plan_id)
        if now is None:
            uncovered = _is_approved(base, record.data)
            text = sentence(f"The plan {record.data.title} is gone")
            yield Change(plan_id, "plan", Way.REMOVED, text, is_uncovered=uncovered, person=record.data.owner)
            continue
        seen.add(now)
        yield from _Compared(base, head, plan_id, now).changes()
    for plan_id, record in head.portfolio.plans.items():
        if plan_id not in seen:
            yield _new_plan(head, plan_id, record.data)


def _is_approved(side: Side, plan: Plan) -> bool:
    return plan_approved_on(side.portfolio, plan, side.as_of) is not None


def _new_plan(head: Side, plan_id: str, plan: Plan) -> Change:
    counts = ", ".join(
        f"{len(members)} {noun}{'' if len(members) == 1 else 's'}"
        for noun, members in (("goal", plan.goals), ("milestone", plan.milestones), ("KPI", plan.kpis))
        if members
    )
    state = "" if _is_approved(head, plan) else ", a draft"
    told = sentence(
        f"New plan{state}: {plan.title}, for {head.department(plan.department)}, with {counts or 'nothing yet'}"
    )
    return Change(plan_id, "plan", Way.ADDED, told, after=plan.title, person=plan.owner)


class _Compared:
    """One plan in both states."""

    def __init__(self, base: Side, head: Side, before: str, after: str) -> None:
        self.base, self.head = base, head
        self.before, self.after = base.ledger.plans[before], head.ledger.plans[after]
        self.is_approved = _is_approved(base, self.before.original)
        self.old_id, self.id = before, after

    def changes(self) -> Iterator[Change]:
        """What was edited in the plan itself, then what adjustments did to it."""
        yield from self._edits()
        yield from self._approvals()
        yield from self._entries()

    def _edits(self) -> Iterator[Change]:
        before, after = self.before.original, self.after.original
        for name in _OF_PLAN:
            old, new = getattr(before, name), getattr(after, name)
            if old != new:
                yield self._field(self.id, "plan", after, name, old, new)
        for kind, table in TABLES.items():
            olds: Mapping[str, Member] = getattr(before, table)
            news: Mapping[str, Member] = getattr(after, table)
            for key in {**olds, **news}:
                yield from self._member(kind, f"{self.id}/{key}", olds.get(key), news.get(key))

    def _member(self, kind: str, ref: str, old: Member | None, new: Member | None) -> Iterator[Change]:
        if old is None and new is not None:
            yield self._added(kind, ref, new)
        elif old is not None and new is None:
            text = f"{_a(kind)} is gone from the plan: {old.title}"
            yield Change(
                ref,
                kind,
                Way.REMOVED,
                self._told(text, None),
                before=old.title,
                is_uncovered=self.is_approved,
                person=getattr(old, "owner", None),
            )
        elif old is not None and new is not None:
            for name, was, now in member_fields(old, new):
                yield self._field(ref, kind, new, name, was, now)

    def _field(
        self, ref: str, kind: str, promise: Any, name: str, before: Any, after: Any, entry: Entry | None = None
    ) -> Change:
        moves = self._moves_until(entry) if entry is not None else None
        text = field_sentence(self.base, self.head, promise, name, before, after, moves)
        return Change(
            ref,
            kind,
            Way.CHANGED,
            self._told(text, entry),
            name,
            before,
            after,
            effect_of(promise, name, before, after),
            covered_by=entry.adjustment if entry else None,
            is_uncovered=entry is None and self.is_approved,
            person=getattr(promise, "owner", None),
        )

    def _added(self, kind: str, ref: str, new: Member, entry: Entry | None = None) -> Change:
        return Change(
            ref,
            kind,
            Way.ADDED,
            self._told(f"New {_NOUNS.get(kind, kind)}: {member_text(self.head, new)}", entry),
            after=new.title,
            covered_by=entry.adjustment if entry else None,
            is_uncovered=entry is None and self.is_approved,
            person=getattr(new, "owner", None),
        )

    def _told(self, text: str, entry: Entry | None) -> str:
        if entry is not None or not self.is_approved:
            return sentence(text)
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
            yield Change(self.id, "plan", Way.CHANGED, sentence(text), f"approval {by}", on, None)

    def _entries(self) -> Iterator[Change]:
        """What adjustments did that the first state does not know."""
        known = {
            (entry.ref, entry.field, entry.adjustment)
            for entry in self.base.ledger.entries
            if entry.ref.partition("/")[0] == self.old_id
        }
        for entry in self.head.ledger.entries:
            plan_id, _, key = entry.ref.partition("/")
            if (
                plan_id == self.id
                and (f"{self.old_id}{'/' if key else ''}{key}", entry.field, entry.adjustment) not in known
            ):
                yield self._entry(entry, key)

    def _entry(self, entry: Entry, key: str) -> Change:
        if not key:
            return self._field(entry.ref, "plan", self.after.current, entry.field, entry.before, entry.after, entry)
        kind = next(kind for kind, table in TABLES.items() if key in getattr(self.after.current, table))
        member: Member = getattr(self.after.current, TABLES[kind])[key]
        if entry.field == "added":
            return self._added(kind, entry.ref, entry.after, entry)
        if entry.field == "dropped":
            because = f": {entry.because}" if entry.because else ""
            text = sentence(f"{_a(kind)} is dropped: {member.title}{because}")
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


def field_sentence(
    base: Side, head: Side, promise: Any, name: str, before: Any, after: Any, moves: int | None = None
) -> str:
    """What a change of one field says, without its full stop."""
    unit = getattr(promise, "unit", None)
    if name == "due":
        nth = f", its {ordinal(moves)} move" if moves else ""
        return f"{promise.title} moves from {day_text(before)} to {day_text(after)}: {days_words(before, after)}{nth}"
    if name == "title":
        return f"{before} is now called {after}"
    if name == "owner":
        return f"{promise.title} changes hands: from {base.person(before)} to {head.person(after)}"
    if name == "summary":
        return f"The summary of {promise.title} changes"
    old, new = value_words(base, name, before, unit), value_words(head, name, after, unit)
    effect = effect_of(promise, name, before, after)
    told = f": {effect.value}" if effect is not None else ""
    words = field_words(name)
    if before is None or before == ():
        return f"{promise.title}: a new {words}, {new}{told}"
    if after is None or after == ():
        return f"{promise.title}: the {words} goes away, it was {old}{told}"
    return f"{promise.title}: the {words} goes from {old} to {new}{told}"


def member_text(side: Side, member: Member) -> str:
    """A promise in one line: what, by when or how much, and who answers for it."""
    owner = f", owned by {side.person(member.owner)}" if isinstance(member, Goal | Milestone | Kpi) else ""
    if isinstance(member, Milestone):
        return f"{member.title}, due {day_text(member.due)}{owner}"
    if isinstance(member, Resource):
        return f"{member.title}, {number_text(member.amount, member.unit)}"
    if isinstance(member, Kpi):
        wanted = [
            f"{number_text(value, member.unit)} for {field_words(f'{TARGET}{key}').removeprefix('target for ')}"
            for key, value in member.targets.items()
        ]
        if member.range is not None:
            wanted = [value_words(side, "range", member.range, member.unit)]
        return f"{member.title}{', target ' if member.targets else ', ' if wanted else ''}{' and '.join(wanted)}{owner}"
    return f"{member.title}{owner}"


def _a(kind: str) -> str:
    return {"kpi": "A KPI", "goal": "A goal", "milestone": "A milestone", "resource": "A resource"}[kind]
