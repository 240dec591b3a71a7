"""A finding: one fault, at its place, in the words of the person who typed it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Route = tuple[str | int, ...]
"""Keys and indices from a file's top mapping to a value: `("milestones", "portal-live", "due")`."""


class Severity(StrEnum):
    """How much a finding weighs; `--fail-on` takes one of these words."""

    ERROR = "error"
    """The records say something wrong or leave something out; the check fails."""
    WARNING = "warning"
    """Advice: the records are right, but a careful team would look at this."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, first by its route in the data, later by line and column as well.

    A rule names a route and knows nothing of text; the source turns the route into a line when the finding is reported.
    """

    path: str
    """Relative to the repository, with `/`."""
    route: Route = ()
    on_key: bool = False
    """Whether the fault is the last key of the route itself, and not its value."""
    line: int = 0
    """From 1; 0 until the location is placed."""
    column: int = 0
    """From 1, in characters; 0 until the location is placed."""
    text: str = ""
    """The line of the file, for the terminal."""

    @property
    def is_placed(self) -> bool:
        """Whether line and column are known."""
        return self.line > 0


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a finding speaks of, with what it has to do with it."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which rule, where, what is wrong, and what to type."""

    rule: str
    """A kebab-case name that says the fault: `action-without-owner`."""
    location: Location
    message: str
    """What is wrong, a sentence without a full stop at the end, in the user's words."""
    hint: str = ""
    """What to type or do, if the message alone does not say it."""
    related: tuple[Related, ...] = ()
    severity: Severity = Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order in which findings are reported: by place, then by rule."""
        at = self.location
        return (at.path, at.line, at.column, self.rule, self.message)
