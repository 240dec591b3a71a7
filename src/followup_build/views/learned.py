"""What the organisation learned since a session: a few lines, and only what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from followup_build.model.vocabulary import ActionState
from followup_build.portfolio import ORGANISATION
from followup_build.status.commitments import Effect, Fate, iter_effects, iter_outcomes
from followup_build.status.item import ActionFigures
from followup_build.status.lessons import actions_for, returning_causes
from followup_build.status.reported import known_feedback, known_practices, known_reports, known_response
from followup_build.status.scope import Scope, feedback_is_of
from followup_build.status.wording import count_text, times_text
from followup_build.views.cells import Cell, Line, Link, listed
from followup_build.views.learning import took_text
from followup_build.views.names import hidden_title, path_of
from followup_build.views.subject import Subject

MOST = 5
"""So many lines, one of a kind: what came back first, then what worked."""
_NAMED = 2
"""So many things of a kind are named in a line."""
_EFFECTS = {
    Effect.EFFECTIVE: "worked",
    Effect.PARTLY: "worked in part",
    Effect.INEFFECTIVE: "did not work",
}
_FATES = {
    Fate.KEPT: "kept as first promised",
    Fate.MOVED: "kept after a move",
    Fate.LATE: "reached late",
    Fate.MISSED: "missed",
}


def learned_lines(subject: Subject, departments: tuple[str, ...], since: date | None) -> tuple[Cell, ...]:
    """What some departments learned after a day; where there was no session before, all that is known."""
    # A session's own day is not new any more, but what was reported to it came back there for all to hear.
    scope = Scope(
        None if ORGANISATION in departments else frozenset(departments),
        date.fromordinal(since.toordinal() + 1) if since else None,
    )
    lines = (
        *_returning(subject, scope, since),
        *_effects(subject, scope),
        *_promises(subject, scope),
        *_practices(subject, scope),
        *_training(subject, scope),
        *_feedback(subject, scope),
    )
    return tuple(islice(lines, MOST))


def _returning(subject: Subject, scope: Scope, since: date | None) -> Iterator[Cell]:
    """A kind of cause that came back at the last session or after it; the one that comes back most."""
    names, sessions = subject.names, subject.portfolio.sessions
    of_all = returning_causes(subject.portfolio, subject.snapshot.as_of, Scope(scope.departments))
    found = [one for one in of_all if since is None or sessions[one.sessions[-1]].data.date >= since]
    for one in found[:1]:
        more = f"; {count_text(len(found) - 1, 'other')} came back as well" if len(found) > 1 else ""
        yield Line(
            (
                f"A cause that came back: {one.category.value}, in ",
                names.department(one.department),
                f", reported {times_text(len(one.sessions))}, last to ",
                names.link(one.sessions[-1], "session"),
                f"{more}.",
            )
        )


def _effects(subject: Subject, scope: Scope) -> Iterator[Cell]:
    """Adjustments whose effect was looked at, by what was found."""
    found = [
        (effect, subject.names.item(item))
        for item, effect, _ in iter_effects(subject.portfolio, subject.snapshot, scope)
        if effect in _EFFECTS
    ]
    if found:
        parts: list[Cell] = []
        for effect, word in _EFFECTS.items():
            several = [link for one, link in found if one is effect]
            if several:
                parts.append(Line((f"{len(several)} {word} (", _first(several), ")")))
        yield Line((f"Adjustments looked at: {len(found)}. ", listed(parts), "."))


def _promises(subject: Subject, scope: Scope) -> Iterator[Cell]:
    """What became of the milestones and KPIs whose day came."""
    found = [
        one
        for one in iter_outcomes(subject.portfolio, subject.ledger, subject.snapshot)
        if one.fate in _FATES and scope.is_of(one.department) and scope.is_new(one.on)
    ]
    if found:
        counts = Counter(one.fate for one in found)
        told = ", ".join(f"{counts[fate]} {word}" for fate, word in _FATES.items() if counts[fate])
        yield f"Promises whose day came: {len(found)}. {told[0].upper()}{told[1:]}."


def _practices(subject: Subject, scope: Scope) -> Iterator[Cell]:
    """Practices that were shared or taken over."""
    names, as_of = subject.names, subject.snapshot.as_of
    lines: list[Cell] = []
    for record in known_practices(subject.portfolio, as_of):
        link = names.link(record.id, "practice")
        takers = [
            names.department(one)
            for one, when in sorted(record.data.adopted.items(), key=lambda one: (one[1], one[0]))
            if when <= as_of and scope.is_new(when) and scope.is_of(one, record.data.from_)
        ]
        if takers:
            lines.append(Line((link, ", taken over by ", listed(takers))))
        elif scope.is_new(record.data.since) and scope.is_of(record.data.from_):
            lines.append(Line((link, ", shared by ", names.department(record.data.from_))))
    if lines:
        yield Line(("Practices: ", _first(lines, "; "), "."))


def _training(subject: Subject, scope: Scope) -> Iterator[Cell]:
    """Training needs that were met: an action for them was verified to have worked."""
    answers = actions_for(subject.portfolio, subject.snapshot)
    lines: list[Cell] = []
    for _, report, is_hidden in known_reports(subject.portfolio, subject.snapshot.as_of):
        department = report.id.partition("/")[2]
        for key, need in report.data.training_needs.items():
            ref = f"{report.id}/{key}"
            if scope.is_of(department) and any(_is_newly_verified(subject, one, scope) for one in answers.get(ref, ())):
                skill = hidden_title("training-need") if is_hidden else need.skill
                lines.append(
                    Line((Link(skill, path_of("training-need", ref)), ", in ", subject.names.department(department)))
                )
    if lines:
        yield Line(("Training that worked: ", _first(lines, "; "), "."))


def _is_newly_verified(subject: Subject, action: str, scope: Scope) -> bool:
    figures = subject.snapshot.items["action", action].figures
    return (
        isinstance(figures, ActionFigures) and figures.state is ActionState.VERIFIED and scope.is_new(figures.updated)
    )


def _feedback(subject: Subject, scope: Scope) -> Iterator[Cell]:
    """Feedback that was answered, and how long it took."""
    found = []
    for record in known_feedback(subject.portfolio, subject.snapshot.as_of):
        response = known_response(record.data, subject.snapshot.as_of)
        if response and scope.is_new(response.on) and feedback_is_of(subject.portfolio, record.data, scope):
            took = took_text(record.data, response)
            found.append(Line((subject.names.link(record.id, "feedback"), f", {took}")))
    if found:
        yield Line(("Feedback answered: ", _first(found, "; "), "."))


def _first(cells: Iterable[Cell], between: str = ", ") -> Cell:
    """The first few on one line, and how many more there are."""
    every = tuple(cells)
    more = f"{between}and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return Line((listed(every[:_NAMED], between), more))
