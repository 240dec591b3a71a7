"""Every rule page is a test: what it says fails does, with that very text, and what it says mends it does."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rule_pages import HEADINGS, PAGES, TODAY, Example, Page, read_page, with_output, write_branch, write_example_tree

from followup_build.diagnostics.finding import Finding
from followup_build.diagnostics.text_format import render_text
from followup_build.history.guard.run import GUARD_RULES
from followup_build.workspace import open_base, open_workspace

LATER = TODAY + 10 * 366 * 24 * 3600
ALSO = {
    # A comment without a reason silences nothing, so its page shows what it was meant to silence as well.
    "allow-without-reason": {"follow-up-before-due"},
    # A name with capitals is no id either.
    "names-alike": {"bad-id"},
}
"""What a page's example cannot help breaking beside its own rule."""
PAGE_BY_RULE = {path.stem: path for path in sorted(PAGES.glob("*.md"))}


@dataclass(frozen=True)
class Outcome:
    """What a page's examples really give."""

    page: Page
    failing: tuple[Finding, ...]
    failing_later: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    mended_later: tuple[Finding, ...]


@pytest.fixture(scope="module", params=PAGE_BY_RULE)
def page(request: pytest.FixtureRequest) -> Page:
    return read_page(PAGE_BY_RULE[request.param])


@pytest.fixture(scope="module")
def outcome(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    look = findings_of if page.rule not in GUARD_RULES else findings_of_branch
    failing = look(tmp_path_factory.mktemp(page.rule), page.failing)
    mended = look(tmp_path_factory.mktemp(page.rule), page.mended)
    return Outcome(page, *failing, *mended)


def findings_of(root: Path, examples: tuple[Example, ...]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of the base tree with the examples over it, today and in ten years."""
    revision = write_example_tree(root, examples)
    found = []
    for now in (TODAY, LATER):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", str(now))
            refuse_to_open(patch, {str(root / one.path) for one in examples if "unreadable" in one.ways})
            found.append(open_workspace(root, revision=revision).findings)
    return found[0], found[1]


def findings_of_branch(root: Path, examples: tuple[Example, ...]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of a branch with the examples, which nobody has reviewed, over a base with the base tree."""
    write_branch(root, examples)
    logins = () if any("approvals" in one.text and "base" not in one.ways for one in examples) else None
    found = []
    for now in (TODAY, LATER):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", str(now))
            workspace = open_workspace(root)
            found.append(workspace.findings_since(open_base(workspace, "HEAD"), logins))
    return found[0], found[1]


def refuse_to_open(monkeypatch: pytest.MonkeyPatch, refused: set[str]) -> None:
    # The tests may run as root, whom no permission stops.
    really_open = os.open

    def open_unless_refused(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if str(path) in refused:
            raise PermissionError(13, "Permission denied")
        return really_open(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", open_unless_refused)


def test_the_base_tree_is_clean_today_and_in_ten_years(tmp_path: Path) -> None:
    assert findings_of(tmp_path, ()) == ((), ())


def test_the_example_fails_with_this_text(outcome: Outcome, update_pages: bool) -> None:
    output = render_text(outcome.failing)
    page = outcome.page
    if update_pages and output != page.output:
        page.path.write_text(with_output(page, output), encoding="utf-8", newline="\n")
        pytest.skip("updated")
    assert output == page.output


def test_the_example_breaks_this_rule_alone(outcome: Outcome) -> None:
    also = ALSO.get(outcome.page.rule, set())
    assert {finding.rule for finding in outcome.failing} == {outcome.page.rule} | also


def test_the_mended_example_has_no_finding(outcome: Outcome) -> None:
    assert outcome.mended == ()


def test_no_finding_appears_because_time_passes(outcome: Outcome) -> None:
    assert set(map(without_today, outcome.failing_later)) <= set(map(without_today, outcome.failing))
    assert outcome.mended_later == ()


def without_today(finding: Finding) -> tuple[Any, ...]:
    return (finding.rule, finding.location, finding.message, finding.hint)


def test_a_page_has_its_parts_in_order(page: Page) -> None:
    lines = page.text.split("\n")
    assert lines[0] == f"# {page.rule}"
    assert lines[1] == ""
    assert lines[2].endswith("."), "one sentence says what the rule finds"
    assert lines[3] == ""
    headings = [line for line in without_blocks(page.text).split("\n") if line.startswith("#")]
    assert headings == [lines[0], *HEADINGS]
    why = page.text.partition(HEADINGS[0])[2].partition(HEADINGS[1])[0]
    assert len(re.findall(r"[.!?](?:\s|$)", why)) >= 2, "two sentences at least say why"
    assert page.failing
    assert page.output
    assert page.mended or page.text.partition(HEADINGS[2])[2].strip(), "the mend is shown or said"
    assert page.text.endswith("\n")
    assert not page.text.endswith("\n\n")


def without_blocks(text: str) -> str:
    return re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)


def test_examples_show_people_words_and_no_tool_of_ours(page: Page) -> None:
    prose = without_blocks(page.text).lower()
    assert not [word for word in ("pydantic", "pyyaml", "traceback", "schema", "parser") if word in prose]
