"""A record of feedback in a pull request: `python -m followup_build.platform.proposal FEEDBACK PROPOSAL`.

FEEDBACK is what `followup_build.platform.feedback` wrote; PROPOSAL will say what became of it. The branch has the
issue's number in its name, so that an issue has one pull request, however often it is edited or the step is run.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from followup_build.platform.api import Api
from followup_build.platform.branch import holds, push_file, read_tip
from followup_build.platform.event import IssueEvent, read_issue_event
from followup_build.platform.fault import PlatformError, run_step, say
from followup_build.platform.handed import Given, Outcome, Proposal, read_given, write_handed

_FORBIDDEN = 403
_BODY = """\
Closes #{issue}.

This records as feedback what the issue says; who wrote it can be seen there. Until it is merged, it follows the issue
when that is edited. To correct it, commit to this branch: from then on edits of the issue leave it alone. To leave it
unrecorded, close this pull request.

The record was checked before this was opened. GitHub holds the check of pull requests back until somebody who may write
approves its run, by a button below; where no button is shown, close and reopen this pull request, which starts it.
"""


def branch_of(issue: int) -> str:
    """The branch on which an issue's record stands."""
    return f"feedback-issue-{issue}"


def main(arguments: list[str]) -> None:
    """Push the branch and open the pull request, as far as that is not done."""
    if len(arguments) != 2:  # noqa: PLR2004 - the files of the module's docstring
        raise PlatformError("name the file with the record, and the one to write")
    event = read_issue_event()
    given = read_given(Path(arguments[0]), event.number)
    if not given.path:
        raise PlatformError(f"issue {event.number} cannot be a record yet")
    proposal = _propose(Api(), event, given)
    say(f"issue {event.number}: {proposal.outcome.value}, pull request {proposal.pull}")
    write_handed(arguments[1], proposal)


def _propose(api: Api, event: IssueEvent, given: Given) -> Proposal:
    branch = branch_of(event.number)
    pulls = _pulls(api, event, branch)
    opened = next((_number(one) for one in pulls if one.get("state") == "open"), None)
    if opened is None and pulls:
        # A record that was merged is the team's, and what the team declined is not proposed again behind its back.
        merged = [one for one in pulls if one.get("merged_at")]
        outcome = Outcome.TAKEN if merged else Outcome.DECLINED
        return Proposal(event.number, _number((merged or pulls)[0]), outcome)
    tip = read_tip(branch)
    outcome = Outcome.PROPOSED
    if tip is None or not holds(tip, given.path, given.text):
        if tip is not None and not tip.is_ours:
            outcome = Outcome.LEFT
        else:
            push_file(branch, tip, given.path, given.text, f"Record feedback of issue {event.number}\n")
    return Proposal(event.number, opened or _open(api, event, branch), outcome)


def _pulls(api: Api, event: IssueEvent, branch: str) -> list[dict[str, Any]]:
    """The pull requests of a branch of this very repository, the latest first."""
    owner = event.repository.partition("/")[0]
    found = api.read_list(f"/repos/{event.repository}/pulls?state=all&head={owner}:{branch}")
    ours = [one for one in found if _is_of(one, event.repository, branch)]
    return sorted(ours, key=_number, reverse=True)


def _is_of(pull: dict[str, Any], repository: str, branch: str) -> bool:
    head = pull.get("head")
    if not isinstance(head, dict) or head.get("ref") != branch:
        return False
    whose = head.get("repo")
    return isinstance(whose, dict) and whose.get("full_name") == repository


def _open(api: Api, event: IssueEvent, branch: str) -> int:
    title, body = f"Record feedback of issue {event.number}", _BODY.format(issue=event.number)
    wanted = {"title": title, "head": branch, "base": event.default_branch, "body": body}
    try:
        return _number(api.send("POST", f"/repos/{event.repository}/pulls", wanted))
    except PlatformError as error:
        if error.code != _FORBIDDEN:
            raise
        raise PlatformError(
            f"{error}; let it: Settings, Actions, General, Allow GitHub Actions to create and approve pull requests"
        ) from None


def _number(pull: dict[str, Any]) -> int:
    number = pull.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise PlatformError("the platform tells of a pull request without its number")
    return number


if __name__ == "__main__":
    sys.exit(run_step(main))
