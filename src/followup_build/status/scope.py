"""Scope: what part of the records a figure of insight speaks of: a department's, or what is new since a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from followup_build.model.learning import Feedback, Practice
from followup_build.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Scope:
    """Some departments, by their ids, and the day from which on something counts; None is all."""

    departments: frozenset[str] | None = None
    since: date | None = None

    def is_of(self, *departments: str | None) -> bool:
        """Whether something concerns one of the departments."""
        return self.departments is None or bool(self.departments & set(departments))

    def is_new(self, day: date | None) -> bool:
        """Whether something happened from the day on; what has no day yet counts."""
        return self.since is None or day is None or day >= self.since

    @property
    def yet(self) -> str:
        """What follows `nothing was told`: since the day, where one is given."""
        return "since" if self.since else "yet"

    @property
    def so_far(self) -> str:
        """What follows a count: since the day, where one is given."""
        return "since" if self.since else "so far"


EVERYTHING = Scope()


def practice_is_of(practice: Practice, scope: Scope, as_of: date) -> bool:
    """Whether a department of the scope shared a practice, or had taken it over by a day."""
    return scope.is_of(practice.from_, *(one for one, when in practice.adopted.items() if when <= as_of))


def feedback_is_of(portfolio: Portfolio, feedback: Feedback, scope: Scope) -> bool:
    """Whether feedback concerns a department of the scope; what names neither person nor session concerns all."""
    asked = departments_of_feedback(portfolio, feedback)
    return not asked or scope.is_of(*asked)


def departments_of_feedback(portfolio: Portfolio, feedback: Feedback) -> Collection[str]:
    """Whose feedback it is: the department of who gave it, else those of the session to which it was given."""
    person = portfolio.people.get(feedback.from_ or "")
    if person is not None and person.department is not None and person.department in portfolio.departments:
        return (person.department,)
    session = portfolio.sessions.get(feedback.session or "")
    return session.data.departments if session is not None else ()
