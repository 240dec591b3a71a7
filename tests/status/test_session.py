from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.model.session import Session
from followup_build.model.vocabulary import Status
from followup_build.status.item import AdjustmentFigures
from followup_build.status.session import evaluate_adjustment, evaluate_session
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]


@pytest.mark.parametrize(
    ("state", "as_of", "status", "is_missed"),
    [
        ("held", "2026-04-14", Status.NOT_STARTED, False),
        ("held", "2026-04-15", Status.ACHIEVED, False),
        ("held", "2026-04-16", Status.ACHIEVED, False),
        ("planned", "2026-04-14", Status.NOT_STARTED, False),
        ("planned", "2026-04-15", Status.NOT_STARTED, False),
        ("planned", "2026-04-16", Status.OFF_TRACK, True),
        ("cancelled", "2026-04-14", Status.DROPPED, False),
        ("cancelled", "2026-04-16", Status.DROPPED, False),
    ],
)
def test_a_session_is_held_on_its_day_and_missed_after_it(
    state: str, as_of: str, status: Status, is_missed: bool
) -> None:
    session = Session.model_validate(
        {"title": "S", "kind": "quarterly", "date": "2026-04-15", "status": state, "chair": "z"}
    )
    result = evaluate_session(session, date.fromisoformat(as_of))
    assert (result.status, result.figures.is_missed) == (status, is_missed)


PLANS = {
    f"records/plans/{one}-2026.yml": f"""\
title: Plan of {one}
department: {one}
owner: t.mokoena
period: {{start: 2026-03-01, end: 2027-02-28}}
milestones: {{portal: {{title: Portal, owner: n.dlamini, due: 2026-06-30}}}}
"""
    for one in ("finance", "legal")
}
ADJUSTMENT = """\
title: Move both portals
reason: Late.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-04-15}
approvals: [{by: z.khumalo, on: 2026-04-17}, {by: c.botha, on: 2026-04-20}]
changes:
  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}
  - {milestone: legal-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}
"""
REVIEWED = "review: {on: 2026-10-05, outcome: %s, note: We looked}\n"
REJECTED = "rejected: {by: z.khumalo, on: 2026-04-18, because: Too late}\n"
WITHDRAWN = "withdrawn: {by: n.dlamini, on: 2026-04-18, because: No need}\n"


@pytest.mark.parametrize(
    ("more", "as_of", "status", "reason"),
    [
        (
            "",
            "2026-04-16",
            Status.NOT_STARTED,
            "Proposed on 15 April 2026; waits for the approval of Finance and Legal.",
        ),
        ("", "2026-04-17", Status.NOT_STARTED, "Proposed on 15 April 2026; waits for the approval of Legal."),
        ("", "2026-04-19", Status.NOT_STARTED, "Proposed on 15 April 2026; waits for the approval of Legal."),
        ("", "2026-04-20", Status.ON_TRACK, "Approved on 20 April 2026; its effect is looked at on 1 October 2026."),
        ("", "2026-10-01", Status.ON_TRACK, "Approved on 20 April 2026; its effect is looked at on 1 October 2026."),
        ("", "2026-10-02", Status.AT_RISK, "Its effect should have been looked at on 1 October 2026."),
        (
            REVIEWED % "effective",
            "2026-10-04",
            Status.AT_RISK,
            "Its effect should have been looked at on 1 October 2026.",
        ),
        (REVIEWED % "effective", "2026-10-05", Status.ACHIEVED, "Found effective on 5 October 2026: We looked."),
        (REVIEWED % "partly", "2026-10-05", Status.AT_RISK, "Found partly effective on 5 October 2026: We looked."),
        (REVIEWED % "ineffective", "2026-10-05", Status.MISSED, "Found ineffective on 5 October 2026: We looked."),
        (REJECTED, "2026-04-17", Status.NOT_STARTED, "Proposed on 15 April 2026; waits for the approval of Legal."),
        (REJECTED, "2026-04-18", Status.DROPPED, "Rejected on 18 April 2026: Too late."),
        (WITHDRAWN, "2026-04-18", Status.DROPPED, "Withdrawn on 18 April 2026: No need."),
    ],
)
def test_an_adjustment_stands_where_its_records_of_that_day_put_it(
    write_tree: WriteTree, more: str, as_of: str, status: Status, reason: str
) -> None:
    files = {**PLANS, "records/adjustments/finance/a.yml": ADJUSTMENT + more}
    portfolio = open_workspace(write_tree(files), as_of=date(2026, 11, 1)).portfolio
    assert not portfolio.loaded.findings
    result = evaluate_adjustment(portfolio, portfolio.adjustments["a"].data, date.fromisoformat(as_of))
    assert (result.status, result.reasons) == (status, (reason,))


@pytest.mark.parametrize(
    ("as_of", "approved", "waiting_for"),
    [
        ("2026-04-16", None, ("finance", "legal")),
        ("2026-04-17", None, ("legal",)),
        ("2026-04-20", date(2026, 4, 20), ()),
    ],
)
def test_the_figures_of_an_adjustment_name_who_has_yet_to_say_yes(
    write_tree: WriteTree, as_of: str, approved: date | None, waiting_for: tuple[str, ...]
) -> None:
    files = {**PLANS, "records/adjustments/finance/a.yml": ADJUSTMENT}
    figures = (
        open_workspace(write_tree(files), as_of=date.fromisoformat(as_of)).snapshot.items["adjustment", "a"].figures
    )
    assert isinstance(figures, AdjustmentFigures)
    assert (figures.approved, figures.waiting_for) == (approved, waiting_for)
