from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pytest

from followup_build.model.organisation import FeedbackWays, Organisation
from followup_build.views.actions import build_actions
from followup_build.views.adjustments import build_adjustment_pages
from followup_build.views.cells import Cell, Outside, Prose, Table, rows
from followup_build.views.feedback import build_feedback
from followup_build.views.giving import Ways, form_address, ways_of
from followup_build.views.learning import build_practice_pages
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]
FEEDBACK = """\
---
title: The reports are too long
date: 2026-01-31
response: {by: z.khumalo, on: 2026-03-04, note: Two pages from May on}
led_to: [weekly, shorten, move]
---
"""
TREE = {
    "records/feedback/long.md": FEEDBACK,
    "records/practices/weekly.md": (
        "---\ntitle: Reconcile weekly\nfrom: finance\nsince: 2026-02-15\nadopted: {legal: 2026-03-02}\n---\n"
    ),
    "records/sessions/start/session.md": (
        "---\ntitle: Start\nkind: monthly\ndate: 2026-02-01\nstatus: held\nchair: z.khumalo\n---\n"
    ),
    "records/actions/shorten.yml": (
        "title: Shorten them\nowner: n.dlamini\ndue: 2026-06-30\nfollow_up: 2026-07-31\ndepartment: finance\n"
        "session: start\n"
    ),
    "records/adjustments/finance/move.yml": (
        "title: Move it\nreason: It is late.\nowner: n.dlamini\nfollow_up: 2026-10-01\n"
        "proposed: {by: n.dlamini, on: 2026-02-10}\nchanges: [{plan: finance-2026, title: {from: A, to: B}}]\n"
    ),
}


@pytest.mark.parametrize(
    ("as_of", "took", "is_late"),
    [
        ("2026-01-31", "", False),
        ("2026-02-01", "one day", False),
        ("2026-02-27", "27 days", False),
        ("2026-02-28", "28 days", True),  # a month after the 31st of January
        ("2026-03-03", "31 days", True),
    ],
)
def test_feedback_tells_how_long_it_waits_and_is_marked_after_a_month(
    subject_of: SubjectOf, as_of: str, took: str, is_late: bool
) -> None:
    (part,) = build_feedback(subject_of(TREE, as_of)).unanswered
    assert (part.took, part.late is not None) == (took, is_late)


def test_an_answer_tells_how_long_it_took(subject_of: SubjectOf) -> None:
    (part,) = build_feedback(subject_of(TREE, "2026-03-20")).answered
    assert (part.took, part.late) == ("after 32 days", None)
    same_day = FEEDBACK.replace("on: 2026-03-04", "on: 2026-01-31")
    (part,) = build_feedback(subject_of(TREE | {"records/feedback/long.md": same_day}, "2026-03-20")).answered
    assert part.took == "on the same day"


def test_what_has_waited_longest_comes_first(subject_of: SubjectOf) -> None:
    later = FEEDBACK.replace("2026-01-31", "2026-02-10")
    view = build_feedback(subject_of(TREE | {"records/feedback/later.md": later}, "2026-02-20"))
    assert [one.anchor for one in view.unanswered] == ["long", "later"]


def words_of(read: Read, cells: Iterable[Cell]) -> list[str]:
    return [row["Cell"] for row in read(Table("", ("Cell",), rows((one,) for one in cells)))]


def led_to(subject: Subject, read: Read) -> list[str]:
    view = build_feedback(subject)
    return words_of(read, (cell for part in (*view.unanswered, *view.answered) for cell in part.led_to))


def test_what_came_of_it_stands_with_where_that_stands(subject_of: SubjectOf, read: Read) -> None:
    assert led_to(subject_of(TREE, "2026-03-01"), read) == [
        "Reconcile weekly, a practice adopted by nobody else yet",
        "Shorten them [on track]",
        "Move it [proposed]",
    ]
    assert led_to(subject_of(TREE, "2026-03-02"), read)[0] == "Reconcile weekly, a practice adopted by one department"
    assert led_to(subject_of(TREE, "2026-02-05"), read) == ["Shorten them [on track]"]


def test_what_came_of_feedback_names_it(subject_of: SubjectOf, read: Read) -> None:
    subject = subject_of(TREE, "2026-03-01")
    assert names_of(subject, read) == ["The reports are too long"] * 3
    for text in (FEEDBACK.replace("title:", "confidential: true\ntitle:"), FEEDBACK.replace("led_to", "#")):
        assert names_of(subject_of(TREE | {"records/feedback/long.md": text}, "2026-03-01"), read) == []


def names_of(subject: Subject, read: Read) -> list[str]:
    """The feedback that the pages of the practice, the action and the adjustment name."""
    ((_, practice),) = build_practice_pages(subject)
    ((_, adjustment),) = build_adjustment_pages(subject)
    (action,) = read(build_actions(subject).table)
    facts: dict[str, Cell] = dict(adjustment.facts)
    found = words_of(read, (*practice.feedback, *(facts[name] for name in facts if name == "Feedback")))
    return found + [action["Action"].partition("Feedback: ")[2]] * ("Feedback: " in action["Action"])


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/saypro/follow-up", "https://github.com/saypro/follow-up/issues/new?template=feedback.yml"),
        ("https://github.com/saypro/it.git/", "https://github.com/saypro/it/issues/new?template=feedback.yml"),
        ("https://github.saypro.example/a/b", "https://github.saypro.example/a/b/issues/new?template=feedback.yml"),
        ("https://gitlab.com/g/s/p", "https://gitlab.com/g/s/p/-/issues/new?issuable_template=feedback"),
        ("https://github.com/saypro", ""),
        ("https://git.example.org/github/follow-up", ""),
        ("", ""),
    ],
)
def test_the_form_is_where_the_platform_has_it(repository: str, expected: str) -> None:
    assert form_address(repository) == expected


def organisation(**said: object) -> Organisation:
    return Organisation.model_validate({"name": "x", "timezone": "UTC", "departments": {}, **said})


def test_there_are_the_ways_that_somebody_named() -> None:
    repository = "https://github.com/saypro/follow-up"
    assert ways_of(organisation()) is None
    assert ways_of(organisation(feedback={})) is None
    assert ways_of(organisation(repository=repository)) == Ways(form_address(repository), None)
    assert ways_of(organisation(feedback={"anonymous": "The *box*"})) == Ways("", Prose("The *box*"))


@pytest.mark.parametrize(
    ("anonymous", "expected"),
    [
        ("https://forms.example.org/x", Outside("https://forms.example.org/x", "https://forms.example.org/x")),
        ("box@example.org", Outside("box@example.org", "mailto:box@example.org")),
        ("Ring 12, or write to box@example.org", Prose("Ring 12, or write to box@example.org")),
    ],
)
def test_an_address_alone_is_a_link(anonymous: str, expected: Cell) -> None:
    ways = ways_of(organisation(feedback={"anonymous": anonymous}))
    assert ways is not None
    assert ways.anonymous == expected
    assert FeedbackWays().anonymous is None
