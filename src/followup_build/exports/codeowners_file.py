"""The block of a CODEOWNERS file that is ours, between two markers; every other line belongs to the team.

GitHub and GitLab read the same: the last line that matches a file wins, and a line without owners would free the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from followup_build.views.ownership import Ownership

BEGIN, END = "# followup: begin", "# followup: end"
_EXPLAINED = (
    "# Written by followup codeowners from organisation.yml and people.yml, which replaces all between the markers.",
    "# The last line that matches a file decides: general lines of your own belong above.",
)
_MEANT = re.compile(r"[][!*?\\#\x00-\x1f\x7f]")
"""Characters that mean something in a pattern, and that not every platform lets anybody write otherwise."""


class MarkerError(Exception):
    """The markers do not enclose one block; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class OwnersFile:
    """An ownership file in three parts, to the byte."""

    above: str
    block: str
    """With its markers; empty where there is none yet."""
    below: str

    @property
    def is_overruled(self) -> bool:
        """Whether lines below the block could take files away from their owners."""
        return any(line.strip() and not line.lstrip().startswith("#") for line in self.below.splitlines())

    def renewed(self, block: str) -> str:
        """The whole text with another block, which comes last where there was none; all else stays as it is."""
        gap = ""
        if block and self.above and not self.block:
            gap = "\n" if self.above.endswith("\n") else "\n\n"
        ours = f"{gap}{block}"
        if "\r\n" in self.above + self.block + self.below:
            ours = ours.replace("\n", "\r\n")
        return f"{self.above}{ours}{self.below}"


def parse_owners_file(text: str) -> OwnersFile:
    """The parts of an ownership file.

    Raises:
        MarkerError: there is not one begin with one end after it.
    """
    lines = text.splitlines(keepends=True)
    begins, ends = ([number for number, line in enumerate(lines) if line.strip() == mark] for mark in (BEGIN, END))
    if not begins and not ends:
        return OwnersFile(text, "", "")
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        number = min([*begins, *ends]) + 1
        raise MarkerError(
            f"line {number}: there must be one line {BEGIN!r} and one {END!r} after it; delete all others, or both"
        )
    first, last = begins[0], ends[0] + 1
    return OwnersFile("".join(lines[:first]), "".join(lines[first:last]), "".join(lines[last:]))


def codeowners_block(ownership: Ownership) -> str:
    """The lines of an ownership, with markers around them; empty where nobody owns anything.

    Raises:
        MarkerError: a path cannot be written as a pattern.
    """
    if not ownership.paths:
        return ""
    lines = [f"{_pattern(one.path)} {' '.join(f'@{login}' for login in one.logins)}" for one in ownership.paths]
    return "".join(f"{line}\n" for line in (BEGIN, *_EXPLAINED, *lines, END))


def _pattern(path: str) -> str:
    if _MEANT.search(path):
        raise MarkerError(f"the folder of {path!r} has a name that no ownership file can hold; rename the folder")
    return "/" + path.replace(" ", "\\ ")
