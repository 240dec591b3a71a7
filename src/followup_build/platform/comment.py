"""The words of a comparison in one comment on a pull request: `python -m followup_build.platform.comment FILE`.

The comment is found again by a mark in it, and written over, so that reviewers read one, and it is the latest. Only a
branch of the same repository gets one: the token of a fork's run may write nothing.
"""

from __future__ import annotations

import sys
from typing import Any

from followup_build.platform.api import Api
from followup_build.platform.event import read_pull_request
from followup_build.platform.fault import PlatformError, run_step, say
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
    api = Api()
    issue = f"/repos/{pull.repository}/issues"
    found = next((one for one in api.read_list(f"{issue}/{pull.number}/comments") if _is_ours(one)), None)
    body = f"{_MARK}\n{fitted(text, _MOST_BYTES)}"
    if found is None and says_something(text):
        api.send("POST", f"{issue}/{pull.number}/comments", {"body": body})
    elif found is not None and found.get("body") != body:
        number = found.get("id")
        if not isinstance(number, int) or isinstance(number, bool):
            raise PlatformError("the platform tells of a comment without its number")
        api.send("PATCH", f"{issue}/comments/{number}", {"body": body})


def _is_ours(comment: dict[str, Any]) -> bool:
    """Whether a workflow wrote it; a person's comment stays, whatever stands in it."""
    user, body = comment.get("user"), comment.get("body")
    is_bot = isinstance(user, dict) and user.get("type") == "Bot"
    return is_bot and isinstance(body, str) and body.startswith(_MARK)


if __name__ == "__main__":
    sys.exit(run_step(main))
