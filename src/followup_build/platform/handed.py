"""What one job of the feedback workflow hands to the next: files of JSON, read as strictly as those of others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from followup_build.platform.fault import PlatformError

FEEDBACK_FILE, PROPOSAL_FILE = "feedback.json", "proposal.json"
_MOST_BYTES = 8 * 1024 * 1024
_PATH = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)+feedback/[a-z0-9]+(?:[.-][a-z0-9]+)*\.md\Z")


class Outcome(StrEnum):
    """What became of the proposal of a record."""

    PROPOSED = "proposed"
    """It stands in a pull request that is open."""
    LEFT = "left"
    """Somebody works on it in the pull request, which was therefore left as it is."""
    TAKEN = "taken"
    """It was merged before, and stays as it was then."""
    DECLINED = "declined"
    """Its pull request was closed without being merged."""


@dataclass(frozen=True, slots=True)
class Given:
    """An issue as a record, or why it is none."""

    issue: int
    path: str = ""
    """Of the record, relative to the repository; empty where the issue cannot be one."""
    text: str = ""
    """Of the whole file."""
    page: str = ""
    """The address at which the site will show it; empty where the site has none."""
    mend: str = ""
    """In Markdown: what to mend, where it cannot be a record."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What became of a record."""

    issue: int
    pull: int
    """The number of the pull request."""
    outcome: Outcome


def write_handed(path: str, handed: Given | Proposal) -> None:
    """Write it to a file.

    Raises:
        PlatformError: the system does not let it be written.
    """
    try:
        Path(path).write_text(json.dumps(asdict(handed)), encoding="utf-8")
    except OSError as error:
        raise PlatformError(f"{path} cannot be written: {error.strerror}") from None


def read_given(path: Path, issue: int) -> Given:
    """The record that was made of an issue.

    Raises:
        PlatformError: the file holds something else.
    """
    data = _read(path, Given, issue)
    given = Given(**data)
    if given.path and not _PATH.match(given.path):
        raise PlatformError(f"{path.name} names a file that is no feedback")
    if bool(given.path) == bool(given.mend):
        raise PlatformError(f"{path.name} does not say whether the issue is a record")
    return given


def read_proposal(path: Path, issue: int) -> Proposal:
    """What became of the record of an issue.

    Raises:
        PlatformError: the file holds something else.
    """
    data = _read(path, Proposal, issue)
    if data["outcome"] not in set(Outcome):
        raise PlatformError(f"{path.name} does not say what became of the record")
    return Proposal(data["issue"], data["pull"], Outcome(data["outcome"]))


def _read(path: Path, shape: type[Given | Proposal], issue: int) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
        data = json.loads(content)
    except OSError as error:
        raise PlatformError(f"{path.name} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise PlatformError(f"{path.name} is not JSON") from None
    types = {one.name: int if one.type == "int" else str for one in fields(shape)}
    if not isinstance(data, dict) or {name: type(one) for name, one in data.items()} != types:
        raise PlatformError(f"{path.name} is not what the job before hands over")
    if data["issue"] != issue:
        raise PlatformError(f"{path.name} is about another issue")
    return data
