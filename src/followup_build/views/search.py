"""What a search finds: every page and record by its title, id, people and text, current ones before old ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.checks.registry import rule_names, rule_page
from followup_build.load.records import Record
from followup_build.model.session import Report, Session
from followup_build.model.vocabulary import Status
from followup_build.status.item import ActionFigures, ItemStatus, SessionFigures
from followup_build.views.cells import state_chip, text_of
from followup_build.views.learning import known_feedback, known_practices, known_response
from followup_build.views.names import HIDDEN, path_of
from followup_build.views.people import has_left
from followup_build.views.schedule import missing_sessions
from followup_build.views.session_calendar import session_chip
from followup_build.views.sessions import told_decisions, told_text
from followup_build.views.standing import standing_chip
from followup_build.views.subject import Subject
from followup_build.views.tables import plan_chip

_NAMED, _ROW, _TOLD, _REPORT, _RULE = 1.3, 2.4, 2.0, 0.5, 0.5
"""How much an entry counts, where a page of a record counts 1.

Names stand in many ids, and somebody who types one means the department or the person. The theme lets a page count two
and a half times as much as a part of a page, but an action or a milestone is a thing of its own. Goals, and what was
only told, come after them, then the reports, which bear a department's name, and the rules, which tell of nothing.
"""
_CLOSED, _OVER, _DRAFT, _OLDEST = 0.95, 0.93, 0.97, 0.9
"""What is closed, of a plan that is over or a draft, or long ago counts less: enough to come after what has the same
words, and too little to come before an id that was typed in full and differs in a year."""
_YEAR = 365


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing that can be found, and where it stands."""

    path: str
    title: str
    text: str
    """What people wrote may be Markdown."""
    id: str = ""
    """What people type to name it."""
    weight: float = 1.0


def build_search(subject: Subject) -> tuple[SearchEntry, ...]:
    """All entries, pages before parts of pages; of confidential records only that their page exists."""
    pages = (_bodies, _people, _plans, _kpis, _sessions, _adjustments, _practices, _rules)
    parts = (_goals, _milestones, _actions, _missed, _reports, _feedback)
    return tuple(entry for made in (*pages, *parts) for entry in made(subject))


def _bodies(subject: Subject) -> Iterator[SearchEntry]:
    portfolio = subject.portfolio
    if portfolio.organisation.name:
        yield SearchEntry("index.html", portfolio.organisation.name, "", weight=_NAMED)
    for ref, department in portfolio.departments.items():
        said = f"Department. {_people_text(subject, department.head)}."
        yield SearchEntry(path_of("department", ref), department.name or ref, said, ref, _NAMED)


def _people(subject: Subject) -> Iterator[SearchEntry]:
    for ref, person in subject.portfolio.people.items():
        role = "" if person.confidential else person.role or ""
        said = _joined(role, _department(subject, person.department))
        weight = _NAMED * (_CLOSED if has_left(subject, person) else 1)
        yield SearchEntry(path_of("person", ref), person.name or ref, said, ref, weight)


def _plans(subject: Subject) -> Iterator[SearchEntry]:
    for item in subject.items("plan"):
        plan = subject.ledger.plans[item.ref].current
        weight = _standing(subject, item)
        yield _entry(subject, item, "Plan", plan_chip(subject, item).word, weight, plan.summary)


def _kpis(subject: Subject) -> Iterator[SearchEntry]:
    for item in subject.items("kpi"):
        kpi = subject.plan_of(item).current.kpis[item.ref.partition("/")[2]]
        weight = _standing(subject, item)
        yield _entry(subject, item, "KPI", standing_chip(subject, item).word, weight, kpi.summary)


def _sessions(subject: Subject) -> Iterator[SearchEntry]:
    for item in subject.items("session"):
        record = subject.portfolio.sessions[item.ref]
        data = record.data
        people = _people_text(subject, data.chair, *(data.attendees if data.date <= subject.snapshot.as_of else ()))
        said = (people, *(_department(subject, one) for one in data.departments), *told_decisions(subject, record))
        kind = f"Session, {data.kind}" if data.kind else "Session"
        weight = _nearness(subject, data.date)
        yield _entry(subject, item, kind, session_chip(item).word, weight, *said, told_text(subject, record))


def _missed(subject: Subject) -> Iterator[SearchEntry]:
    """Sessions that were called for and missed, and have no page of their own."""
    for row in missing_sessions(subject):
        one = row.appointment
        said = _joined(f"Session, {one.kind}: missed", row.absence, *(_department(subject, d) for d in one.departments))
        yield SearchEntry(row.path, row.title, said, weight=_TOLD * _nearness(subject, one.day))


def _adjustments(subject: Subject) -> Iterator[SearchEntry]:
    for item in subject.items("adjustment"):
        data = subject.portfolio.adjustments[item.ref].data
        refusals = (one for one in (data.rejected, data.withdrawn) if one and one.on <= subject.snapshot.as_of)
        review = data.review if data.review and data.review.on <= subject.snapshot.as_of else None
        proposer = f"Proposed by {_people_text(subject, data.proposed.by)}" if data.proposed.by else ""
        said = (proposer, data.reason, *(one.because for one in refusals), review.note if review else "")
        weight = _openness(item) * _nearness(subject, data.proposed.on)
        yield _entry(subject, item, "Adjustment", state_chip(item).word, weight, *said)


def _practices(subject: Subject) -> Iterator[SearchEntry]:
    for record in known_practices(subject):
        hidden = record.data.confidential
        said = "" if hidden else _joined("Practice", _department(subject, record.data.from_), record.body)
        title = HIDDEN if hidden else record.data.title
        yield SearchEntry(path_of("practice", record.id), title, said, record.id)


def _rules(_: Subject) -> Iterator[SearchEntry]:
    for name in rule_names():
        body = (rule_page(name) or "").partition("\n")[2]
        yield SearchEntry(path_of("rule", name), name, body, name, _RULE)


def _goals(subject: Subject) -> Iterator[SearchEntry]:
    for item in subject.items("goal"):
        goal = subject.plan_of(item).current.goals[item.ref.partition("/")[2]]
        word = standing_chip(subject, item).word
        yield from _row(subject, item, "Goal", word, _TOLD * _standing(subject, item), goal.summary)


def _milestones(subject: Subject) -> Iterator[SearchEntry]:
    for item in subject.items("milestone"):
        key = item.ref.partition("/")[2]
        facts = subject.facts_of(item)
        updates = facts.milestones.get(key, {}) if facts else {}
        said = (subject.plan_of(item).current.milestones[key].summary, *_notes(subject, updates.items()))
        weight = _ROW * _openness(item) * _standing(subject, item)
        yield from _row(subject, item, "Milestone", standing_chip(subject, item).word, weight, *said)


def _actions(subject: Subject) -> Iterator[SearchEntry]:
    for item in subject.items("action"):
        data = subject.portfolio.actions[item.ref].data
        due = item.figures.due if isinstance(item.figures, ActionFigures) else data.due
        weight = _ROW * _openness(item) * _nearness(subject, due)
        said = (data.summary, *_notes(subject, data.updates.items()))
        yield from _row(subject, item, "Action", state_chip(item).word, weight, *said)


def _reports(subject: Subject) -> Iterator[SearchEntry]:
    for told in subject.reports_by_department.values():
        for session, report in told:
            if not session.confidential and not report.data.confidential:
                yield from _report(subject, session, report)


def _report(subject: Subject, session: Session, report: Record[Report]) -> Iterator[SearchEntry]:
    data, near = report.data, _nearness(subject, session.date)
    session_id, _, ref = report.id.partition("/")
    department = _department(subject, ref)
    said = _joined(
        "Report",
        _people_text(subject, data.by),
        data.assessment.because if data.assessment else "",
        *(one.title for one in data.achievements.values()),
        report.body,
    )
    yield SearchEntry(f"{path_of('session', session_id)}#{ref}", department, said, weight=_REPORT * near)
    for key, challenge in data.challenges.items():
        one = f"{report.id}/{key}"
        said = _joined("Challenge", department, *(challenge.causes or ()), challenge.accepted)
        yield SearchEntry(path_of("challenge", one), challenge.title, said, one, _TOLD * near)
    for key, need in data.training_needs.items():
        one = f"{report.id}/{key}"
        said = _joined("Training need", department, need.why)
        yield SearchEntry(path_of("training-need", one), need.skill, said, one, _TOLD * near)


def _feedback(subject: Subject) -> Iterator[SearchEntry]:
    for record in known_feedback(subject):
        data = record.data
        if not data.confidential:
            response = known_response(subject, data)
            word = "Feedback, answered" if response else "Feedback, waits for an answer"
            said = _joined(word, _people_text(subject, data.from_), record.body, response.note if response else "")
            weight = _TOLD * _nearness(subject, data.date)
            yield SearchEntry(path_of("feedback", record.id), data.title, said, record.id, weight)


def _entry(subject: Subject, item: ItemStatus, kind: str, word: str, weight: float, *said: str | None) -> SearchEntry:
    """The entry of a record; a confidential one says no more than its id and that it is there."""
    text = "" if item.confidential else _about(subject, item, kind, word, said)
    named = subject.names.item(item)
    return SearchEntry(named.path, named.text, text, item.ref, weight)


def _row(
    subject: Subject, item: ItemStatus, kind: str, word: str, weight: float, *said: str | None
) -> Iterator[SearchEntry]:
    """The entry of a record that stands in a page with others; none where it is confidential."""
    if not item.confidential:
        yield _entry(subject, item, kind, word, weight, *said)


def _about(subject: Subject, item: ItemStatus, kind: str, word: str, said: Iterable[str | None]) -> str:
    # A session has no owner, and names its departments itself.
    is_session = isinstance(item.figures, SessionFigures)
    whose = () if is_session else (_people_text(subject, item.owner), _department(subject, item.department))
    return _joined(f"{kind}: {word}", *whose, *said)


def _joined(*parts: str | None) -> str:
    """Parts as sentences, those left out that say nothing."""
    said = (part.strip() for part in parts if part)
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in said if part)


def _people_text(subject: Subject, *people: str | None) -> str:
    """People by name and id, for those who know only one of them."""
    return ", ".join(f"{text_of(subject.names.person(one))} ({one})" for one in people if one)


def _department(subject: Subject, department: str | None) -> str:
    return text_of(subject.names.department(department)) if department else ""


def _notes(subject: Subject, updates: Iterable[tuple[date, object]]) -> Iterator[str | None]:
    """What was noted by the day, the latest first."""
    for when, update in sorted(updates, key=lambda one: one[0], reverse=True):
        if when <= subject.snapshot.as_of:
            yield getattr(update, "note", None)


def _openness(item: ItemStatus) -> float:
    return _CLOSED if item.status in (Status.ACHIEVED, Status.MISSED, Status.DROPPED) else 1.0


def _standing(subject: Subject, item: ItemStatus) -> float:
    return _DRAFT if subject.is_draft(item) else _OVER if subject.is_over(item) else 1.0


def _nearness(subject: Subject, day: date) -> float:
    """Nearly the same for all days, and yet never more for the one that is farther from today."""
    years = abs((subject.snapshot.as_of - day).days) / _YEAR
    return _OLDEST + (1 - _OLDEST) / (1 + years)
