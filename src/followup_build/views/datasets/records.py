"""Datasets of people and of the records' findings."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.portfolio import ORGANISATION
from followup_build.views.datasets.dataset import DEPARTMENT, DatasetKind, Value, day, integer, text, truth
from followup_build.views.duties import Duties, build_duties
from followup_build.views.quality import hidden_paths
from followup_build.views.subject import Subject


def _people(subject: Subject) -> Iterator[tuple[Value, ...]]:
    duties, nothing = build_duties(subject), Duties()
    for person_id, person in sorted(subject.portfolio.people.items()):
        mine = duties.get(person_id, nothing)
        yield (
            person_id,
            person.name,
            person.department or ORGANISATION,
            None if person.confidential else person.role,
            person.left if person.left and person.left <= subject.snapshot.as_of else None,
            len(mine.actions),
            len(mine.overdue),
            len(mine.red),
            len(mine.to_decide),
        )


def _findings(subject: Subject) -> Iterator[tuple[Value, ...]]:
    hidden = hidden_paths(subject)
    for finding in subject.findings:
        place, is_hidden = finding.location, finding.location.path in hidden
        words = (None, None) if is_hidden else (finding.message, finding.hint or None)
        yield finding.rule, finding.severity.value, place.path, place.line, place.column, *words, is_hidden


PEOPLE = DatasetKind(
    "people",
    "People",
    "A person on file, with how much waits for them; no addresses",
    (
        text("ref", "Id of the person"),
        text("name", "Their name"),
        DEPARTMENT,
        text("role", "What they do"),
        day("left", "Day on which they left"),
        integer("open_actions", "Their open actions"),
        integer("overdue", "How many of these are overdue"),
        integer("off_track", "Their plans, KPIs and milestones that are off track or missed"),
        integer("to_decide", "Adjustments that wait for their approval"),
    ),
    _people,
)
FINDINGS = DatasetKind(
    "findings",
    "Findings",
    "Something that the checks found in the records",
    (
        text("rule", "The rule"),
        text("severity", "error or warning"),
        text("path", "The file, relative to the repository"),
        integer("line", "The line, from 1"),
        integer("column", "The column, from 1, in characters"),
        text("message", "What is wrong"),
        text("hint", "How to mend it"),
        truth("confidential", "Whether the file is confidential; what was found there is then not told"),
    ),
    _findings,
)
