from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.status.session_text import count_moves, is_blank, moved_text, said_in, tells_of_moves_only
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
DAY, LATER = date(2026, 7, 7), date(2026, 7, 14)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", ""),
        ("\nAll is well.\n", "All is well."),
        ("## Minutes\n\n### Progress\n\n### Roadblocks\n", ""),
        ("## Minutes\n\n### Progress\nFine.\n\n### Roadblocks\n", "## Minutes\n\n### Progress\nFine."),
        ("## Minutes\n\n### Progress\n\n### Roadblocks\nNone.\n", "## Minutes\n\n\n### Roadblocks\nNone."),
        ("Moved.\n\n## Minutes\n\n#### Deep\n", "Moved."),
        ("# A\n## B\n# C\ntext\n", "# C\ntext"),
        ("#5 is no heading\n", "#5 is no heading"),
        ("```\n# in code\n```\n", "```\n# in code\n```"),
        ("## Left out\n~~~~\n## in code\n~~~\n~~~~\n## Empty\n", "## Left out\n~~~~\n## in code\n~~~\n~~~~"),
        ("## \n", ""),
        ("    ## in code\n", "    ## in code"),
    ],
)
def test_headings_below_which_nothing_stands_say_nothing(body: str, said: str) -> None:
    assert said_in(body) == said
    assert said_in(said) == said


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("by: t.mokoena\n---\n", True),
        ("by: t.mokoena\nconfidential: true\n# more\n---\n\n  \n", True),
        ("by: t.mokoena\nchallenges: {}\npractices: []\n---\n## Words\n", True),
        ("by: t.mokoena\n---\nAll is well.\n", False),
        ("by: t.mokoena\nassessment: {status: at_risk, because: x}\n---\n", False),
        ("by: t.mokoena\nachievements: {a: {title: A}}\n---\n", False),
        ("by: t.mokoena\nfeedback: [x]\n---\n", False),
    ],
)
def test_a_report_is_blank_until_it_says_something(text: str, blank: bool, write_tree: WriteTree) -> None:
    root = write_tree({"records/sessions/one/finance.md": f"---\n{text}"})
    (report,) = open_workspace(root).portfolio.reports.values()
    assert is_blank(report) is blank


@pytest.mark.parametrize(
    ("fields", "body", "count"),
    [
        ("date: 2026-07-07", "", 0),
        ("date: 2026-07-14\noccurrence: 2026-07-07", "", 1),
        ("date: 2026-07-07\noccurrence: 2026-07-07", "", 0),
        ("date: 2026-07-14\noccurrence: 2026-07-07", moved_text((DAY, None), (LATER, None), None), 1),
        ("date: 2026-07-14\noccurrence: 2026-07-01", moved_text((DAY, None), (LATER, None), "it: rains"), 2),
        ("date: 2026-07-07", moved_text((DAY, "09:00"), (DAY, "10:00"), None), 1),
        ("date: 2026-07-07", "We moved from 2026-07-01 to 2026-07-07.\nMoved from July to August.", 0),
    ],
)
def test_moves_are_counted_by_what_the_record_says(fields: str, body: str, count: int, write_tree: WriteTree) -> None:
    text = f"---\ntitle: One\nkind: ad-hoc\nstatus: planned\n{fields}\n---\n{body}\n"
    (session,) = open_workspace(write_tree({"records/sessions/one/session.md": text})).portfolio.sessions.values()
    assert count_moves(session) == count


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", True),
        ("## Minutes\n", True),
        (f"## Minutes\n\n{moved_text((DAY, None), (LATER, None), 'it: rains')}\n", True),
        (f"{moved_text((DAY, None), (LATER, None), None)}\n\nWe met.\n", False),
        ("Moved from July to August.\n", False),
    ],
)
def test_that_a_session_moved_is_no_minutes(body: str, expected: bool) -> None:
    assert tells_of_moves_only(body) is expected
