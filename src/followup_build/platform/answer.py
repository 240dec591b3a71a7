"""What became of feedback, in one comment on its issue: `python -m followup_build.platform.answer FOLDER`.

FOLDER holds what the jobs before handed over; a job that failed handed over nothing, and that is said as well.
"""

from __future__ import annotations

import sys
from pathlib import Path

from followup_build.platform.api import Api
from followup_build.platform.event import read_issue_event
from followup_build.platform.fault import PlatformError, run_step
from followup_build.platform.handed import (
    FEEDBACK_FILE,
    PROPOSAL_FILE,
    Given,
    Outcome,
    Proposal,
    read_given,
    read_proposal,
)
from followup_build.platform.marked import write_comment

_MARK = "<!-- followup: what became of this feedback -->"
_FAILED = (
    "Thank you. This could not be put on record yet, through no fault of yours: a step of ours has failed. Nothing is "
    "lost, and you need do nothing. Whoever looks after this repository finds the reason in the runs of the workflow "
    "*feedback*."
)
_MEND = (
    "Thank you. This cannot be put on record as it stands. Please edit the issue (the menu with three dots above your "
    "text, *Edit*; the title has a button of its own) and mend this:\n\n{faults}\n"
    "Once you save, it is looked at again. Until then, nothing changes in what was proposed of it before."
)
_TEXT_BY_OUTCOME = {
    Outcome.PROPOSED: (
        "Thank you. #{pull} proposes to put this on record as it stands. You may still edit the issue; the proposal "
        "follows until it is merged. Then this issue closes{page}."
    ),
    Outcome.LEFT: (
        "Thank you. Somebody has been working on #{pull}, which puts this on record, so it no longer follows what is "
        "edited here. If something is missing in it, please say so there."
    ),
    Outcome.TAKEN: (
        "This is on record since #{pull} was merged, and what is edited here changes it no more{page}. To say more, "
        "please give feedback anew."
    ),
    Outcome.DECLINED: "#{pull} was closed without putting this on record. If that is a mistake, please say so there.",
}


def answer_text(given: Given | None, proposal: Proposal | None) -> str:
    """What the comment says."""
    if given is not None and given.mend:
        return _MEND.format(faults=given.mend)
    if given is None or proposal is None:
        return _FAILED
    page = f", and the answer will stand [on the site]({given.page})" if given.page else ""
    return _TEXT_BY_OUTCOME[proposal.outcome].format(pull=proposal.pull, page=page)


def main(arguments: list[str]) -> None:
    """Write the comment, or write it anew."""
    if len(arguments) != 1:
        raise PlatformError("name the folder with what the jobs before have handed over")
    event = read_issue_event()
    feedback, became = Path(arguments[0]) / FEEDBACK_FILE, Path(arguments[0]) / PROPOSAL_FILE
    given = read_given(feedback, event.number) if feedback.exists() else None
    proposal = read_proposal(became, event.number) if became.exists() else None
    write_comment(Api(), event.repository, event.number, _MARK, answer_text(given, proposal))


if __name__ == "__main__":
    sys.exit(run_step(main))
