"""Datasets of what is learnt: practices, training needs, feedback."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.views.challenges import find_answer
from followup_build.views.datasets.dataset import CONFIDENTIAL, DEPARTMENT, REF, DatasetKind, Value, day, joined, text
from followup_build.views.datasets.sessions import told_reports
from followup_build.views.learning import (
    answers_by_ref,
    known_feedback,
    known_practices,
    known_response,
    training_standing,
)
from followup_build.views.names import hidden_title
from followup_build.views.subject import Subject


def _practices(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for record in known_practices(subject):
        data = record.data
        adopted = sorted(
            (when, department) for department, when in data.adopted.items() if when <= subject.snapshot.as_of
        )
        title = hidden_title("practice") if data.confidential else data.title
        by = joined(department for _, department in adopted)
        yield record.id, title, data.from_, data.since, data.session, by, data.confidential


def _training(subject: Subject) -> Iterator[tuple[Value, ...]]:
    answers = answers_by_ref(subject)
    for when, report, hidden in told_reports(subject):
        session, _, department = report.id.partition("/")
        for key, need in report.data.training_needs.items():
            ref = f"{report.id}/{key}"
            items = answers.get(ref, [])
            yield (
                ref,
                hidden_title("training-need") if hidden else need.skill,
                department,
                session,
                when,
                training_standing(items).word.replace(" ", "_"),
                joined(need.for_ or (department,)),
                None if hidden else need.why,
                joined(item.ref for item in items),
                hidden,
            )


def _feedback(subject: Subject) -> Iterator[tuple[Value, ...]]:
    practices = {record.id for record in known_practices(subject)}
    for record in known_feedback(subject):
        data, hidden = record.data, record.data.confidential
        response = known_response(subject, data)
        led_to = joined(ref for ref in data.led_to if ref in practices or find_answer(subject, ref))
        yield (
            record.id,
            hidden_title("feedback") if hidden else data.title,
            data.date,
            None if hidden else data.from_,
            data.session,
            None if hidden else record.body.strip() or None,
            response.by if response else None,
            response.on if response else None,
            response.note if response and not hidden else None,
            None if hidden else led_to,
            hidden,
        )


PRACTICES = DatasetKind(
    "practices",
    "Practices",
    "A practice that one department found and others may adopt",
    (
        REF,
        text("title", "What it is called"),
        text("from", "Id of the department that found it"),
        day("since", "Day on which it was shared"),
        text("session", "The session where it was shared"),
        text("adopted_by", "Departments that have taken it over"),
        CONFIDENTIAL,
    ),
    _practices,
)
TRAINING_NEEDS = DatasetKind(
    "training-needs",
    "Training needs",
    "A skill that a department said it lacks",
    (
        REF,
        text("skill", "The skill"),
        DEPARTMENT,
        text("session", "The session where it was raised"),
        day("on", "Day of the session"),
        text("state", "met, under_way or unanswered"),
        text("for", "Departments that need it"),
        text("why", "Why it is needed"),
        text("answered_by", "Actions that answer it"),
        CONFIDENTIAL,
    ),
    _training,
)
FEEDBACK = DatasetKind(
    "feedback",
    "Feedback",
    "What somebody said about the follow-up, and the answer",
    (
        REF,
        text("title", "What it is about"),
        day("date", "Day on which it was given"),
        text("from", "Id of the person who gave it; empty if anonymous"),
        text("session", "The session that it is about"),
        text("text", "What was said"),
        text("response_by", "Id of the person who answered"),
        day("response_on", "Day of the answer"),
        text("response", "The answer"),
        text("led_to", "Practices, actions and adjustments that came of it"),
        CONFIDENTIAL,
    ),
    _feedback,
)
