"""Who is asked to review which files: the approvers, so that the platform asks those who may say yes.

Promises and what decides over them have owners: plans, adjustments, the settings, and the files from which the check
and the site are made. Facts (progress, sessions, actions, practices, feedback) have none, since anybody may review
them, and the guard watches over what was already reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.model.organisation import Approver
from followup_build.portfolio import ORGANISATION, Portfolio

_SETTINGS = ("organisation.yml", "people.yml", "holidays.yml", "plans/", "adjustments/")
"""Of the records; of plans and adjustments those that no line of a department covers."""
_HOUSE = (".github/", ".gitlab-ci.yml")
"""Of the repository: they decide how a change is checked."""
_MAKING = ("mkdocs.yml", "site_templates/", "pyproject.toml", "requirements.txt", "uv.lock")
"""Beside the records: the tool and the site are made from them."""


@dataclass(frozen=True, slots=True)
class OwnedPath:
    """A file or a folder (with `/` at its end) of the repository, and the logins of whoever may review it."""

    path: str
    logins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """All owned paths, from the general to the particular, and what should be said about them."""

    paths: tuple[OwnedPath, ...]
    notes: tuple[str, ...]


def build_ownership(portfolio: Portfolio, records: str, own: str, day: date) -> Ownership:
    """Who owns what on a day.

    Args:
        portfolio: the records.
        records: their folder, relative to the repository.
        own: the path of the ownership file itself.
        day: approvers whose time is over, or has not begun, are left out.
    """
    notes: list[str] = []
    bodies = {ORGANISATION: portfolio.organisation.approvers} | {
        key: portfolio.departments[key].approvers or () for key in sorted(portfolio.departments)
    }
    logins = {body: _logins(portfolio, body, approvers, day, notes) for body, approvers in bodies.items()}
    guardians = logins[ORGANISATION] or tuple(dict.fromkeys(login for found in logins.values() for login in found))
    if not guardians:
        return Ownership((), (*notes, "nobody who may approve has a login, so no file has an owner"))
    for body, found in logins.items():
        if not found and (body != ORGANISATION or bodies[body]):
            notes.append(f"no approver of {body} can be asked; {_names(guardians)} stand in")
    prefix = f"{records}/"
    beside = "" if "/" not in records else f"{records.rpartition('/')[0]}/"
    files = [*_HOUSE, *([] if own.startswith(".github/") else [own]), *(f"{beside}{name}" for name in _MAKING)]
    paths = [OwnedPath(path, guardians) for path in (*files, *(f"{prefix}{name}" for name in _SETTINGS))]
    for body, found in logins.items():
        owned = (f"{prefix}adjustments/{body}/", *(f"{prefix}plans/{plan}.yml" for plan in _plans(portfolio, body)))
        paths.extend(OwnedPath(path, found or guardians) for path in owned)
    return Ownership(tuple(paths), tuple(notes))


def turning_days(portfolio: Portfolio, until: date) -> tuple[date, ...]:
    """The days up to one on which somebody began or ceased to be an approver, with the day before all, latest first."""
    lists = (portfolio.organisation.approvers, *(one.approvers or () for one in portfolio.departments.values()))
    days = {date.min}
    for approver in (approver for approvers in lists for approver in approvers):
        person = portfolio.people.get(approver.who)
        ends = [approver.until, person.left if person else None]
        days.update(end + timedelta(1) for end in ends if end is not None)
        days.update([approver.since] if approver.since else [])
    return tuple(sorted((day for day in days if day <= until), reverse=True))


def _plans(portfolio: Portfolio, body: str) -> Iterator[str]:
    return (ref for ref, plan in sorted(portfolio.plans.items()) if plan.data.department == body)


def _logins(
    portfolio: Portfolio, body: str, approvers: Iterable[Approver], day: date, notes: list[str]
) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for approver in approvers:
        person = portfolio.people.get(approver.who)
        if person is None or not approver.covers(day) or (person.left is not None and person.left < day):
            continue
        if person.github:
            found.setdefault(person.github.casefold(), person.github)
        else:
            whose = "the organisation" if body == ORGANISATION else body
            notes.append(f"{approver.who} approves for {whose}, but has no login in people.yml, and is left out")
    return tuple(found.values())


def _names(logins: Iterable[str]) -> str:
    return ", ".join(f"@{login}" for login in logins)
