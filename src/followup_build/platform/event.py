"""The event that started a workflow, as the runner hands it over: a file of JSON that others have a say in."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from followup_build.platform.fault import PlatformError

_MOST_BYTES = 25 * 1024 * 1024
"""GitHub sends no longer ones."""
_HASH = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\Z")


@dataclass(frozen=True, slots=True)
class PullRequest:
    """What a step needs to know of a pull request."""

    repository: str
    number: int
    head: str
    """The hash of the latest commit of its branch."""
    author: str
    is_from_fork: bool


@dataclass(frozen=True, slots=True)
class IssueEvent:
    """Which issue an event is about; what it says is asked of the platform, since it may have been edited since."""

    repository: str
    number: int
    default_branch: str


def variable(name: str) -> str:
    """A variable of the environment that has to be there."""
    value = os.environ.get(name, "")
    if not value:
        raise PlatformError(f"the variable {name} is not set; this step runs in a workflow of the platform")
    return value


def read_pull_request() -> PullRequest:
    """The pull request that the event of this run is about.

    Raises:
        PlatformError: there is no event, or none of a pull request.
    """
    pull = _read_event(Path(variable("GITHUB_EVENT_PATH"))).get("pull_request")
    if not isinstance(pull, dict):
        raise PlatformError("the event of this run is not about a pull request")
    repository = _repository()
    number, head, author = pull.get("number"), _at(pull, "head", "sha"), _at(pull, "user", "login")
    if not _is_number(number):
        raise PlatformError("the event's pull request has no number")
    if not isinstance(head, str) or not _HASH.match(head):
        raise PlatformError("the event does not say which commit the pull request proposes")
    if not isinstance(author, str) or not author:
        raise PlatformError("the event does not say who proposes the pull request")
    # A fork that was deleted has no repository any more, and is one all the same.
    is_from_fork = _at(pull, "head", "repo", "full_name") != repository
    return PullRequest(repository, number, head, author, is_from_fork)


def read_push_base() -> str | None:
    """The hash at which the branch stood before the push of this run; None where the push made the branch.

    Raises:
        PlatformError: there is no event, or none of a push.
    """
    before = _read_event(Path(variable("GITHUB_EVENT_PATH"))).get("before")
    if not isinstance(before, str) or not _HASH.match(before):
        raise PlatformError("the event of this run is no push: it does not say where the branch stood before")
    return before if before.strip("0") else None


def read_issue_event() -> IssueEvent:
    """The issue that the event of this run is about.

    Raises:
        PlatformError: there is no event, or none of an issue.
    """
    event = _read_event(Path(variable("GITHUB_EVENT_PATH")))
    issue, branch = event.get("issue"), _at(event, "repository", "default_branch")
    if not isinstance(issue, dict):
        raise PlatformError("the event of this run is not about an issue")
    number = issue.get("number")
    if not _is_number(number):
        raise PlatformError("the event's issue has no number")
    if not isinstance(branch, str) or not branch:
        raise PlatformError("the event does not say which branch is the repository's own")
    return IssueEvent(_repository(), number, branch)


def _repository() -> str:
    repository = variable("GITHUB_REPOSITORY")
    if not _REPOSITORY.match(repository):
        raise PlatformError("the variable GITHUB_REPOSITORY does not name a repository, as owner/name")
    return repository


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _read_event(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise PlatformError(f"the event file cannot be read: {error.strerror}") from None
    if len(content) > _MOST_BYTES:
        raise PlatformError(f"the event file is longer than {_MOST_BYTES:,} bytes")
    try:
        event = json.loads(content)
    except (ValueError, RecursionError):
        raise PlatformError("the event file is not JSON") from None
    if not isinstance(event, dict):
        raise PlatformError("the event file does not hold an event")
    return event


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
