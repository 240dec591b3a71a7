from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from followup_build.views.cells import chip_of, text_of
from followup_build.views.papers.agenda_paper import build_agenda_paper
from followup_build.views.papers.paper import Listing, Paper
from followup_build.views.papers.period_pack import build_period_pack
from followup_build.views.papers.reminders import build_reminders
from followup_build.views.papers.session_report import build_session_report
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 20)


def seen_on(day: date) -> Subject:
    workspace = replace(open_workspace(ROOT), as_of=day)
    return Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())


def chips(paper: Paper, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    for part in paper.parts:
        for block in part.blocks:
            for entry in block.entries if isinstance(block, Listing) and part.anchor not in _DECIDED else ():
                if entry.chips and text_of(entry.name) in names:
                    yield text_of(entry.name), entry.chips[0].word


_DECIDED = ("decisions", "more-decisions")
"""Parts that say what is asked for, and not where something stands."""


def test_an_action_has_one_status_in_every_paper() -> None:
    subject = seen_on(DAY)
    actions = {
        subject.names.item(one).text: chip_of(one).word
        for body in subject.bodies
        for one in subject.items("action", body)
    }
    papers = [
        build_agenda_paper(subject, subject.portfolio.sessions["2026-q3-review"], None),
        build_period_pack(seen_on, "2026-Q3", DAY).paper,
        build_session_report(subject, "2026-11-check-in").paper,
    ]
    mine = [one.paper for one in build_reminders(subject)]
    names = frozenset(actions) - {"Confidential action"}
    for paper in papers:
        found = list(chips(paper, names))
        assert found, paper.title
        assert [(name, word) for name, word in found if word != actions[name]] == []
    reminded = [one for paper in mine for one in chips(paper, names)]
    assert reminded
    assert [(name, word) for name, word in reminded if word != actions[name]] == []
