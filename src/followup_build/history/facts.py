"""What changed in the facts: values measured, and news of milestones."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.history.change import Change, Way
from followup_build.history.records import pairs
from followup_build.history.side import Side
from followup_build.history.words import sentence
from followup_build.model.plan import Kpi, Milestone
from followup_build.model.progress import Measurement, MilestoneUpdate, Progress
from followup_build.status.wording import count_text, day_text, number_text, period_text


def fact_changes(base: Side, head: Side) -> Iterator[Change]:
    """Every measurement and update that came, changed or went."""
    for plan_id, old, new in pairs(base.portfolio.progress, head.portfolio.progress):
        if old is not None and new is None:
            yield _all_gone(base, plan_id, old.data)
            continue
        if old is not None and new is not None and old.data.confidential != new.data.confidential:
            yield Change(plan_id, "plan", Way.CHANGED, "The facts about a plan are confidential.", "confidential")
        kpis = old.data.kpis if old else {}, new.data.kpis if new else {}
        for key in {**kpis[0], **kpis[1]}:
            member = _member(base, head, "kpi", plan_id, key)
            values = kpis[0].get(key, {}), kpis[1].get(key, {})
            for period in {**values[0], **values[1]}:
                yield from _measurement(
                    f"{plan_id}/{key}", member, period, values[0].get(period), values[1].get(period)
                )
        milestones = old.data.milestones if old else {}, new.data.milestones if new else {}
        for key in {**milestones[0], **milestones[1]}:
            member = _member(base, head, "milestone", plan_id, key)
            news = milestones[0].get(key, {}), milestones[1].get(key, {})
            for day in {**news[0], **news[1]}:
                if news[0].get(day) != news[1].get(day):
                    field = f"update {day.isoformat()}"
                    yield _update(f"{plan_id}/{key}", member, field, news[0].get(day), news[1].get(day), day_text(day))


def _all_gone(base: Side, plan_id: str, progress: Progress) -> Change:
    count = sum(len(one) for table in (progress.kpis, progress.milestones) for one in table.values())
    plan = base.promised(plan_id)
    text = f"All facts about {plan.title if plan else plan_id} are gone: {count_text(count, 'value')}"
    owner = plan.owner if plan else None
    return Change(plan_id, "plan", Way.REMOVED, sentence(text), "facts", is_uncovered=True, person=owner)


def _member(base: Side, head: Side, kind: str, plan_id: str, key: str) -> Kpi | Milestone | None:
    found = head.members(kind, plan_id).get(key) or base.members(kind, plan_id).get(key)
    return found if isinstance(found, Kpi | Milestone) else None


def _measurement(
    ref: str, kpi: Kpi | Milestone | None, period: str, old: Measurement | None, new: Measurement | None
) -> Iterator[Change]:
    if old == new:
        return
    title = kpi.title if kpi else ref
    unit = kpi.unit if isinstance(kpi, Kpi) else None
    when = period_text(period)

    def told(one: Measurement | None) -> str:
        return number_text(one.value, unit) if one is not None and one.value is not None else "nothing"

    way, field = Way.CHANGED, f"measurement {period}"
    if old is None and new is not None:
        way, text = Way.ADDED, f"{title}: {told(new)} for {when}"
        text = f"{text} ({new.note})" if new.note else text
    elif new is None:
        way, text = Way.REMOVED, f"{title}: the value for {when} is gone, it was {told(old)}"
    elif new.withdrawn is not None and (old is None or old.withdrawn is None):
        text = f"{title}: the value for {when} is withdrawn, it was {told(old)}: {new.withdrawn.because}"
    elif old is not None and old.value != new.value:
        why = f": {new.restated.because}" if new.restated else ", and nothing says why"
        text = f"{title}: the value for {when} goes from {told(old)} to {told(new)}{why}"
    elif old is not None and old.withdrawn is not None and new.withdrawn is None:
        text = f"{title}: the value for {when} counts again, it is {told(new)}"
    else:
        text = f"{title}: the note on {when} changes{f': {new.note}' if new.note else ''}"
    is_silent = old is not None and old.value is not None and (new is None or new.value != old.value)
    has_reason = new is not None and (new.restated is not None or new.withdrawn is not None)
    owner = kpi.owner if kpi else None
    yield Change(
        ref,
        "kpi",
        way,
        sentence(text),
        field,
        old.value if old else None,
        new.value if new else None,
        is_uncovered=is_silent and not has_reason,
        person=owner,
    )


def _update(
    ref: str,
    milestone: Kpi | Milestone | None,
    field: str,
    old: MilestoneUpdate | None,
    new: MilestoneUpdate | None,
    day: str,
) -> Change:
    title = milestone.title if milestone else ref
    owner = milestone.owner if milestone else None
    if new is None:
        said = f", it said {_said(old)}" if old else ""
        text = sentence(f"{title}: the news of {day} is gone{said}")
        before = _worth(old) if old else None
        return Change(ref, "milestone", Way.REMOVED, text, field, before, is_uncovered=True, person=owner)
    parts = []
    if new.achieved and not (old and old.achieved == new.achieved):
        parts.append(f"reached on {day_text(new.achieved)}")
    elif new.forecast and not (old and old.forecast == new.forecast):
        parts.append(f"forecast {day_text(new.forecast)}")
    if new.percent is not None and not new.achieved and not (old and old.percent == new.percent):
        parts.append(f"{new.percent} percent done")
    if new.confidence is not None and not (old and old.confidence == new.confidence):
        parts.append(f"{new.confidence.value} confidence")
    note = f" ({new.note})" if new.note and not (old and old.note == new.note) else ""
    if old is not None and old.achieved and not new.achieved:
        parts.append(f"no longer reached, it said {day_text(old.achieved)}")
    what = ", ".join(parts) or "news"
    if old is None:
        text = f"{title}: {what}{note}"
        return Change(ref, "milestone", Way.ADDED, sentence(text), field, None, _worth(new), person=owner)
    is_other = _worth(old) != _worth(new)
    told = f"is rewritten: {what}{note}" if parts else f"is reworded{note}"
    return Change(
        ref,
        "milestone",
        Way.CHANGED,
        sentence(f"{title}: the news of {day} {told}"),
        field,
        _worth(old),
        _worth(new),
        is_uncovered=is_other,
        person=owner,
    )


def _said(update: MilestoneUpdate) -> str:
    """The main thing that an update says."""
    if update.achieved:
        return f"reached on {day_text(update.achieved)}"
    if update.forecast:
        return f"forecast {day_text(update.forecast)}"
    return f"{update.percent} percent done" if update.percent is not None else update.note or "nothing"


def _worth(update: MilestoneUpdate) -> object:
    """The day that an update is about."""
    return update.achieved or update.forecast
