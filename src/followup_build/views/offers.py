"""What the head of a department may want to say in a report: what waits for an answer, what was reached, what is new.

Nothing that a confidential record says is offered, since a report is another record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.status.item import ItemStatus, MilestoneFigures
from followup_build.status.reported import known_practices
from followup_build.status.schedule import Appointment
from followup_build.views.previous import last_held
from followup_build.views.roadblocks import told_challenges
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a report may take up."""

    ref: str
    title: str
    about: str
    """Why, since when, or whom to thank."""


@dataclass(frozen=True, slots=True)
class ReportOffers:
    """What one department may want to report."""

    as_of: date
    """The day as of which this is said."""
    since: date | None
    """The day of the last session, of the same series if it had one; None where there was none."""
    unanswered: tuple[Offer, ...]
    """KPIs and milestones off track that nobody has answered, and why they are."""
    still_open: tuple[Offer, ...]
    """Challenges of earlier reports, the gravest first, and their open answers."""
    reached: tuple[Offer, ...]
    """Milestones reached since and not told of, the latest first, and their owners."""
    silent: tuple[Offer, ...]
    """KPIs and milestones without news, and what to type for them."""
    practices: tuple[Offer, ...]
    """Practices of others that the department has not adopted, the latest first."""


def build_offers(subject: Subject, session: Appointment, department: str) -> ReportOffers:
    """What a department may want to report to a session that is not on file yet."""
    since = last_day(subject, session)
    return ReportOffers(
        subject.snapshot.as_of,
        since,
        tuple(
            Offer(one.item.ref, one.item.title, one.item.reasons[0])
            for one in subject.snapshot.needs_response
            if one.item.department == department and not one.item.confidential
        ),
        tuple(_still_open(subject, department)),
        tuple(_reached(subject, since, department)),
        tuple(_silent(subject, department)),
        tuple(_practices(subject, department)),
    )


def last_day(subject: Subject, session: Appointment) -> date | None:
    """The day of the session held before one that is not on file yet."""
    departments = session.departments or tuple(subject.portfolio.departments)
    return last_held(subject, session.cadence, departments, session.day)


def _still_open(subject: Subject, department: str) -> Iterator[Offer]:
    for one in told_challenges(subject, (department,)):
        told = ", ".join(item.ref for item in one.answers if not item.confidential)
        instead = "a confidential answer" if one.answers else ""
        yield Offer(f"{one.report.id}/{one.key}", one.challenge.title, told or instead)


def _reached(subject: Subject, since: date | None, department: str) -> Iterator[Offer]:
    told = {
        one.milestone for _, report, key in subject.achievements if (one := report.data.achievements[key]).milestone
    }
    found = [
        (item.figures.achieved, item)
        for item in _open_to_all(subject.items("milestone", department))
        if isinstance(item.figures, MilestoneFigures)
        and item.figures.achieved is not None
        and (since is None or item.figures.achieved > since)
        and item.ref not in told
        and not subject.is_draft(item)
    ]
    for _, item in sorted(found, key=lambda one: (one[0], one[1].ref), reverse=True):
        yield Offer(item.ref, item.title, item.owner or "")


def _silent(subject: Subject, department: str) -> Iterator[Offer]:
    for kind, command in (
        ("kpi", "followup measure {} last VALUE"),
        ("milestone", "followup milestone {} --forecast DATE"),
    ):
        for item in _open_to_all(subject.items(kind, department)):
            if item.stale and not subject.is_draft(item) and not subject.is_over(item):
                yield Offer(item.ref, item.title, command.format(item.ref))


def _practices(subject: Subject, department: str) -> Iterator[Offer]:
    shared = known_practices(subject.portfolio, subject.snapshot.as_of)
    for record in sorted(shared, key=lambda one: (one.data.since, one.id), reverse=True):
        data = record.data
        if not data.confidential and data.from_ != department and department not in data.adopted:
            yield Offer(record.id, data.title, data.from_ or "")


def _open_to_all(items: Iterable[ItemStatus]) -> Iterator[ItemStatus]:
    return (item for item in items if not item.confidential)
