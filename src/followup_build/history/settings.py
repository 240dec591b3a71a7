"""What changed in the settings, the departments and the people: who approves, and by which thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from followup_build.history.change import Change, Way
from followup_build.history.effect import of_thresholds
from followup_build.history.side import Side
from followup_build.history.words import changed_words, field_words, sentence, value_words
from followup_build.model.organisation import Approver, Cadence, Organisation, Person, StaleAfter
from followup_build.portfolio import ORGANISATION
from followup_build.status.wording import day_text

_SEPARATE = ("departments", "cadences", "approvers", "rules", "thresholds", "stale_after", "feedback")


def settings_changes(base: Side, head: Side) -> Iterator[Change]:
    """Every change of organisation.yml, holidays.yml and people.yml."""
    before, after = base.portfolio.organisation, head.portfolio.organisation
    yield from _organisation(base, head, before, after)
    yield from _departments(base, head)
    yield from _cadences(base, head)
    yield from _holidays(base, head)
    yield from _people(base, head)


def _organisation(base: Side, head: Side, before: Organisation, after: Organisation) -> Iterator[Change]:
    for name in Organisation.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and name not in _SEPARATE:
            text = f"{_name(head)}: {changed_words(base, head, name, old, new)}"
            if name == "mail":
                # Addresses are nobody's business but the mailer's.
                text, old, new = "The settings of the mail change", None, None
            yield Change(ORGANISATION, "organisation", Way.CHANGED, sentence(text), name, old, new)
    yield from _feedback(before.feedback.anonymous, after.feedback.anonymous)
    if before.thresholds != after.thresholds:
        effect = of_thresholds(before.thresholds, after.thresholds)
        old_words, new_words = (value_words(head, "", one) for one in (before.thresholds, after.thresholds))
        text = f"The thresholds of all KPIs go from {old_words} to {new_words}{f': {effect.value}' if effect else ''}"
        yield Change(
            ORGANISATION,
            "organisation",
            Way.CHANGED,
            sentence(text),
            "thresholds",
            before.thresholds,
            after.thresholds,
            effect,
        )
    for name in StaleAfter.model_fields:
        old, new = getattr(before.stale_after, name), getattr(after.stale_after, name)
        if old != new:
            text = sentence(f"{name.capitalize()} count as out of date after {new} days, no longer after {old}")
            yield Change(ORGANISATION, "organisation", Way.CHANGED, text, f"stale_after {name}", old, new)
    for rule in {**before.rules, **after.rules}:
        old, new = before.rules.get(rule), after.rules.get(rule)
        if old != new:
            words = [one.value if one else "as shipped" for one in (old, new)]
            text = sentence(f"The check {rule} weighs {words[1]} from now on; it was {words[0]}")
            yield Change(ORGANISATION, "organisation", Way.CHANGED, text, f"rules {rule}", old, new)
    yield from _approvers(base, head, ORGANISATION, "organisation", before.approvers, after.approvers)


def _feedback(old: str | None, new: str | None) -> Iterator[Change]:
    if old == new:
        return
    text = "Feedback can no longer be given anonymously"
    if new is not None:
        text = f"Anonymous feedback goes this way{' now' if old else ''}: {new}"
    told = f"{text}; before: {old}" if old else text
    yield Change(ORGANISATION, "organisation", Way.CHANGED, sentence(told), "feedback anonymous", old, new)


def _name(side: Side) -> str:
    return side.portfolio.organisation.name or "The organisation"


def _approvers(
    base: Side, head: Side, ref: str, kind: str, before: tuple[Approver, ...], after: tuple[Approver, ...]
) -> Iterator[Change]:
    name = _name(head) if ref == ORGANISATION else head.department(ref)
    for one in after:
        if one not in before:
            text = sentence(f"{head.person(one.who)} may approve for {name}{_when(one)}")
            yield Change(ref, kind, Way.CHANGED, text, f"approver {one.who}", None, one.who)
    for one in before:
        if one not in after and all(other.who != one.who for other in after):
            text = sentence(f"{base.person(one.who)} may no longer approve for {name}")
            yield Change(ref, kind, Way.CHANGED, text, f"approver {one.who}", one.who, None)


def _when(one: Approver) -> str:
    since = f" from {day_text(one.since)}" if one.since else ""
    return f"{since} until {day_text(one.until)}" if one.until else since


def _departments(base: Side, head: Side) -> Iterator[Change]:
    before, after = base.portfolio.departments, head.portfolio.departments
    for ref in {**before, **after}:
        old, new = before.get(ref), after.get(ref)
        if new is None:
            yield Change(ref, "department", Way.REMOVED, sentence(f"The department is gone: {base.department(ref)}"))
        elif old is None:
            text = sentence(f"New department: {new.name or ref}, led by {head.person(new.head)}")
            yield Change(ref, "department", Way.ADDED, text, after=new.name)
        else:
            if old.name != new.name:
                text = sentence(f"The department {old.name or ref} is now called {new.name}")
                yield Change(ref, "department", Way.CHANGED, text, "name", old.name, new.name)
            if old.head != new.head:
                text = sentence(
                    f"{head.department(ref)} has a new head: {head.person(new.head)}, before {base.person(old.head)}"
                )
                yield Change(ref, "department", Way.CHANGED, text, "head", old.head, new.head)
            yield from _approvers(base, head, ref, "department", old.approvers or (), new.approvers or ())


def _cadences(base: Side, head: Side) -> Iterator[Change]:
    before, after = base.portfolio.cadences, head.portfolio.cadences
    for ref, old, new in _both(before, after):
        name = ref.replace("-", " ")
        text = {
            (True, False): f"New series of sessions: {name}",
            (False, True): f"The series of sessions {name} is gone",
        }
        told = text.get((old is None, new is None), f"The series of sessions {name}: {_parts(old, new)}")
        way = Way.ADDED if old is None else Way.REMOVED if new is None else Way.CHANGED
        yield Change(ref, "cadence", way, sentence(told))


def _parts(old: Cadence | None, new: Cadence | None) -> str:
    names = [name for name in Cadence.model_fields if getattr(old, name, None) != getattr(new, name, None)]
    words = " and ".join(field_words(name) for name in names)
    return f"its {words} {'changes' if len(names) == 1 else 'change'}"


def _holidays(base: Side, head: Side) -> Iterator[Change]:
    before, after = _days(base), _days(head)
    for day, old, new in _both(before, after):
        told = f"A day off: {day_text(day)}, {new}" if new else f"No longer a day off: {day_text(day)}, {old}"
        way = Way.ADDED if old is None else Way.REMOVED if new is None else Way.CHANGED
        yield Change(day.isoformat(), "holiday", way, sentence(told), None, old, new)


def _days(side: Side) -> Mapping[date, str]:
    record = side.portfolio.loaded.records["holidays"].get("holidays")
    days: Mapping[date, str] = getattr(record.data, "root", {}) if record else {}
    return days


def _people(base: Side, head: Side) -> Iterator[Change]:
    for ref, old, new in _both(base.portfolio.people, head.portfolio.people):
        if new is None:
            yield Change(ref, "person", Way.REMOVED, sentence(f"{base.person(ref)} is no longer on the list of people"))
        elif old is None:
            text = sentence(f"{new.name or ref} is new on the list of people")
            yield Change(ref, "person", Way.ADDED, text, after=new.name)
        else:
            yield from _person(base, head, ref, old, new)


def _person(base: Side, head: Side, ref: str, old: Person, new: Person) -> Iterator[Change]:
    for name in Person.model_fields:
        was, now = getattr(old, name), getattr(new, name)
        if was == now:
            continue
        who = head.person(ref)
        if name == "left" and now is not None:
            text = f"{who} leaves on {day_text(now)}"
        elif name == "name":
            text = f"{was} is now called {now}"
        elif name == "email":
            text, was, now = f"The address of {who} changes", None, None
        else:
            text = f"{who}: {changed_words(base, head, name, was, now)}"
        yield Change(ref, "person", Way.CHANGED, sentence(text), name, was, now)


def _both(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[tuple[Any, Any, Any]]:
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)
