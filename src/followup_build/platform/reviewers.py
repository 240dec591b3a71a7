"""Whose approving review stands on a pull request, as `followup check --approved-by` takes it.

Run as `python -m followup_build.platform.reviewers [COMMIT]`; the logins come on standard output, with commas. COMMIT
is the one that the job looks at. Whatever goes wrong, nobody counts as an approver.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from followup_build.platform.api import Api
from followup_build.platform.event import PullRequest, read_pull_request
from followup_build.platform.fault import PlatformError, run_step, say

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
_APPROVED = "APPROVED"
_NO_OPINION = frozenset(("COMMENTED", "PENDING"))
"""Reviews that leave an earlier word of the same person standing."""


def standing_approvals(reviews: Iterable[Mapping[str, Any]], pull: PullRequest) -> tuple[str, ...]:
    """The logins of those whose latest word is an approval of the very commit that is proposed.

    Whoever proposes does not count, nor does an approval of an earlier commit, one that was dismissed, or one that the
    same person took back by asking for changes.
    """
    latest: dict[str, tuple[tuple[str, int], str, bool]] = {}
    for review in reviews:
        state = review.get("state")
        user = review.get("user")
        if state in _NO_OPINION or user is None:  # a deleted account has no user, and nobody's login
            continue
        login = user.get("login") if isinstance(user, dict) else None
        at, number = review.get("submitted_at"), review.get("id")
        if not isinstance(login, str) or not isinstance(at, str) or not isinstance(number, int):
            raise PlatformError("the platform tells of a review without its author, time or number")
        stands = state == _APPROVED and review.get("commit_id") == pull.head
        key = login.casefold()
        if key not in latest or latest[key][0] < (at, number):
            latest[key] = ((at, number), login, stands)
    author = pull.author.casefold()
    found = (login for key, (_, login, stands) in latest.items() if stands and key != author)
    return tuple(sorted((login for login in found if _LOGIN.match(login)), key=str.casefold))


def main(arguments: list[str]) -> None:
    """Ask the platform, and print the logins on one line."""
    pull = read_pull_request()
    if arguments and arguments[0] != pull.head:
        raise PlatformError(
            f"this run looks at {arguments[0][:10]}, but the pull request was at {pull.head[:10]} when it began; "
            "the run of the newer commit judges it"
        )
    reviews = Api().read_list(f"/repos/{pull.repository}/pulls/{pull.number}/reviews")
    logins = standing_approvals(reviews, pull)
    say(f"approving reviews of {pull.head[:10]}: {', '.join(logins) or 'none'}")
    sys.stdout.write(f"{','.join(logins)}\n")


if __name__ == "__main__":
    sys.exit(run_step(main))
