"""The one ordered tuple of record kinds: which file holds what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import BaseModel

from followup_build.model.action import Action
from followup_build.model.adjustment import Adjustment
from followup_build.model.learning import Feedback, Practice
from followup_build.model.organisation import Holidays, Organisation, People
from followup_build.model.plan import Plan
from followup_build.model.progress import Progress
from followup_build.model.session import Report, Session


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its name, its class, and the files that hold it."""

    name: str
    model: type[BaseModel]
    pattern: re.Pattern[str]
    """Matched against the whole path below the records folder; the group `id` is the record's id, where it has one."""
    place: str
    """The same in words, for messages."""


def _kind(name: str, model: type[BaseModel], pattern: str, place: str) -> Kind:
    return Kind(name, model, re.compile(pattern + r"\Z"), place)


KINDS: tuple[Kind, ...] = (
    _kind("organisation", Organisation, r"(?P<id>organisation)\.yml", "organisation.yml"),
    _kind("holidays", Holidays, r"(?P<id>holidays)\.yml", "holidays.yml"),
    _kind("people", People, r"(?P<id>people)\.yml", "people.yml"),
    _kind("plan", Plan, r"plans/(?P<id>[^/]+)\.yml", "plans/ID.yml"),
    _kind("progress", Progress, r"progress/(?P<id>[^/]+)\.yml", "progress/PLAN.yml"),
    _kind("session", Session, r"sessions/(?P<id>[^/]+)/session\.md", "sessions/ID/session.md"),
    _kind("report", Report, r"sessions/(?P<id>[^/]+/[^/]+)\.md", "sessions/ID/DEPARTMENT.md"),
    _kind("adjustment", Adjustment, r"adjustments/[^/]+/(?:.+/)?(?P<id>[^/]+)\.yml", "adjustments/DEPARTMENT/ID.yml"),
    _kind("action", Action, r"actions/(?:.+/)?(?P<id>[^/]+)\.yml", "actions/ID.yml"),
    _kind("practice", Practice, r"practices/(?:.+/)?(?P<id>[^/]+)\.md", "practices/ID.md"),
    _kind("feedback", Feedback, r"feedback/(?:.+/)?(?P<id>[^/]+)\.md", "feedback/ID.md"),
)
"""A report's pattern would also match a session's file, so the order decides."""


def kind_of(path: str) -> tuple[Kind, str] | None:
    """The kind of the record in a file and its id, by the file's path below the records folder."""
    for kind in KINDS:
        match = kind.pattern.match(path)
        if match:
            return kind, match["id"]
    return None
