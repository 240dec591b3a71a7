"""The words of a comparison in one comment on a pull request: `python -m followup_build.platform.comment FILE`.

The comment is found again by a mark in it, and written over, so that reviewers read one, and it is the latest. Only a
branch of the same repository gets one: the token of a fork's run may write nothing.
"""

from __future__ import annotations

import sys

from followup_build.platform.api import Api
from followup_build.platform.event import read_pull_request
from followup_build.platform.fault import run_step, say
from followup_build.platform.marked import write_comment
from followup_build.platform.words import fitted, read_words, says_something

_MARK = "<!-- followup: what this changes -->"
_MOST_BYTES = 60_000
"""GitHub takes 65,536 characters."""


def main(arguments: list[str]) -> None:
    """Write the comment, or write it anew."""
    text = read_words(arguments)
    pull = read_pull_request()
    if pull.is_from_fork:
        say("the branch is one of a fork, so the words stand in the summary of the job alone")
        return
    words = fitted(text, _MOST_BYTES)
    write_comment(Api(), pull.repository, pull.number, _MARK, words, is_wanted=says_something(text))


if __name__ == "__main__":
    sys.exit(run_step(main))
