"""Five pull requests on the example, as their reviewers read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pull_requests import EXAMPLE, PULL_REQUESTS
from states import compared, portfolio

from followup_build.checks.registry import Subject, run_rules
from followup_build.diagnostics.finding import Severity
from followup_build.exports.diff_text import diff_markdown, diff_text
from followup_build.ledger.books import build_ledger
from followup_build.views.comparison import build_comparison

_SCREEN = 40
"""Lines of a window in which a page of code review is read."""


@pytest.mark.parametrize("name", PULL_REQUESTS)
def test_a_reviewer_reads_it(name: str, hold_golden: Callable[[str, str], None]) -> None:
    day, head = PULL_REQUESTS[name]
    view = build_comparison(compared(EXAMPLE, head(EXAMPLE), day))
    markdown = diff_markdown(view)
    hold_golden(f"{name}.txt", diff_text(view))
    hold_golden(f"{name}.md", markdown)
    assert markdown.count("\n") < _SCREEN


@pytest.mark.parametrize("name", PULL_REQUESTS)
def test_the_pull_request_itself_is_sound(name: str) -> None:
    records = portfolio(PULL_REQUESTS[name].head(EXAMPLE))
    subject = Subject(records, build_ledger(records), date(2026, 12, 31))
    faults = [*records.loaded.findings, *subject.ledger.findings, *run_rules(subject)]
    assert [one for one in faults if one.severity is Severity.ERROR] == []
