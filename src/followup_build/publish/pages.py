"""The one ordered table of pages: a page is a view, a template and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from followup_build.views.achievements import build_achievements
from followup_build.views.actions import build_action_years, build_actions
from followup_build.views.adjustments import build_adjustment_pages, build_adjustments
from followup_build.views.challenges import build_challenges
from followup_build.views.changes import build_changes
from followup_build.views.data import build_data
from followup_build.views.departments import build_department_pages, build_departments
from followup_build.views.feedback import build_feedback
from followup_build.views.goals import build_goals
from followup_build.views.home import build_home
from followup_build.views.kpis import build_kpi_pages, build_kpis
from followup_build.views.learning import build_practice_pages, build_practices, build_training
from followup_build.views.milestones import build_milestones
from followup_build.views.people import build_people, build_person_pages
from followup_build.views.plans import build_plan_pages, build_plans
from followup_build.views.quality import build_quality
from followup_build.views.rules import build_rule_pages, build_rules
from followup_build.views.session_calendar import build_department_calendars
from followup_build.views.sessions import build_session_pages, build_sessions
from followup_build.views.subject import Subject

Build = Callable[[Subject, str], Iterable[tuple[str, Any]]]
"""Gives name and view of each page of a kind; the second argument is the repository's address, or nothing."""


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page."""

    template: str
    path: str
    """`*` stands for the page's name."""
    title: str
    """Of a single page, which the sidebar lists; empty where each page of the kind has its own."""
    build: Build
    record: str = ""
    """The kind of record that the page is made of, for the links to its source."""
    facts: str = ""
    """The kind of record in which its numbers are reported."""


def _one(build: Callable[[Subject], Any]) -> Build:
    def pages(subject: Subject, _: str) -> Iterator[tuple[str, Any]]:
        yield "", build(subject)

    return pages


def _each(build: Callable[[Subject], Iterable[tuple[str, Any]]]) -> Build:
    return lambda subject, _: build(subject)


def _quality(subject: Subject, repository: str) -> Iterator[tuple[str, Any]]:
    yield "", build_quality(subject, f"{repository.rstrip('/')}/blob/HEAD/" if repository else "")


PAGES: tuple[PageKind, ...] = (
    PageKind("home.html", "index.md", "Home", _one(build_home)),
    PageKind("departments.html", "departments/index.md", "Departments", _one(build_departments), "organisation"),
    PageKind("department.html", "departments/*/index.md", "", _each(build_department_pages), "organisation"),
    PageKind("calendar.html", "departments/*/calendar/index.md", "", _each(build_department_calendars)),
    PageKind("plans.html", "plans/index.md", "Plans", _one(build_plans)),
    PageKind("plan.html", "plans/*/index.md", "", _each(build_plan_pages), "plan"),
    PageKind("goals.html", "goals/index.md", "Goals", _one(build_goals)),
    PageKind("kpis.html", "kpis/index.md", "KPIs", _one(build_kpis)),
    PageKind("kpi.html", "kpis/*/index.md", "", _each(build_kpi_pages), "plan", "progress"),
    PageKind("milestones.html", "milestones/index.md", "Milestones", _one(build_milestones)),
    PageKind("sessions.html", "sessions/index.md", "Sessions", _one(build_sessions)),
    PageKind("session.html", "sessions/*/index.md", "", _each(build_session_pages), "session"),
    PageKind("actions.html", "actions/index.md", "Actions", _one(build_actions)),
    PageKind("actions.html", "actions/*/index.md", "", _each(build_action_years)),
    PageKind("adjustments.html", "adjustments/index.md", "Adjustments", _one(build_adjustments)),
    PageKind("adjustment.html", "adjustments/*/index.md", "", _each(build_adjustment_pages), "adjustment"),
    PageKind("challenges.html", "challenges/index.md", "Challenges", _one(build_challenges)),
    PageKind("achievements.html", "achievements/index.md", "Achievements", _one(build_achievements)),
    PageKind("practices.html", "practices/index.md", "Practices", _one(build_practices)),
    PageKind("practice.html", "practices/*/index.md", "", _each(build_practice_pages), "practice"),
    PageKind("training.html", "training/index.md", "Training", _one(build_training)),
    PageKind("feedback.html", "feedback/index.md", "Feedback", _one(build_feedback)),
    PageKind("people.html", "people/index.md", "People", _one(build_people), "people"),
    PageKind("person.html", "people/*/index.md", "", _each(build_person_pages), "people"),
    PageKind("changes.html", "changes/index.md", "What changed", _one(build_changes)),
    PageKind("quality.html", "quality/index.md", "Data quality", _quality),
    PageKind("data.html", "data/index.md", "Data and calendars", _one(build_data)),
    PageKind("rules.html", "rules/index.md", "Rules", _one(build_rules)),
    PageKind("rule.html", "rules/*/index.md", "", _each(build_rule_pages)),
)
