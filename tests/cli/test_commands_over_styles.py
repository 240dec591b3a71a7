"""Every command that writes, over records typed in any style: it changes what it says, and no other byte.

`FOLLOWUP_EXAMPLES` says how many records are tried with each command.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from command_examples import CASES
from hypothesis import given, settings
from hypothesis import strategies as st
from record_cases import NOW, Case
from styled_trees import PLAIN, Tree, body_of, comments_of, data_of, hold_to_the_change, told, typed

from followup_build.workspace import open_workspace

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "150"))


@pytest.fixture
def tree(write_tree: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Tree:
    root = write_tree(PLAIN)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    return Tree(root)


@pytest.mark.parametrize("command", CASES)
def test_a_command_changes_what_it_says_and_no_other_byte(command: str, tree: Tree) -> None:
    tally: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES)
    @given(st.data(), CASES[command]())
    def try_out(draw: st.DataObject, case: Case) -> None:
        tally[hold(tree, case, draw.draw(typed(case.path, case.before)))] += 1

    try_out()
    assert tally["written"] > sum(tally.values()) / 10, tally


def test_format_puts_whatever_style_into_the_layout_and_changes_nothing_else(tree: Tree) -> None:
    assert told(("format",))[0] == 0
    tidy = Tree(tree.root)
    tally: Counter[str] = Counter()

    @settings(max_examples=3 * EXAMPLES)
    @given(st.data(), st.one_of([strategy() for strategy in CASES.values()]))
    def try_out(draw: st.DataObject, case: Case) -> None:
        content = draw.draw(typed(case.path, case.before))
        before = tidy.write(case.path, content)
        status, said = told(("format", "--check"))
        assert tidy.files() == before
        again, _ = told(("format",))
        after = tidy.files()
        assert {path for path in before if after[path] != before[path]} <= {case.path}
        assert (data_of(case.path, after[case.path]), again) == (case.before, 0), said
        assert comments_of(after[case.path]) == comments_of(content)
        assert status == (after != before)
        assert told(("format", "--check")) == (0, "0 records not in the layout\n")
        tally["changed" if after != before else "same"] += 1

    try_out()
    assert tally["changed"] > tally["same"]


def hold(tree: Tree, case: Case, content: bytes) -> str:
    """Run a command over a tree, and hold what came of it to what was to come of it; gives a word for that."""
    before = tree.write(case.path, content)
    assert data_of(case.path, content) == case.before
    errors = {(one.rule, one.message) for one in open_workspace(tree.root).errors}
    status, said = told(case.typed)
    after = tree.files()
    if status:
        assert status == 1, said
        assert after == before
        assert "followup: " in said
        return "refused"
    assert case.after is not None, f"this should have been refused: {case.typed}"
    new = after.keys() - before.keys()
    assert after.keys() >= before.keys()
    assert {path for path in before if after[path] != before[path]} <= {case.path}
    assert data_of(case.path, after[case.path]) == case.after
    hold_to_the_change(case.path, before[case.path], after[case.path])
    old_body, new_body = (body_of(case.path, files[case.path]) for files in (before, after))
    below = f"\n{old_body}" if old_body.strip() else old_body
    assert new_body.strip("\n") == (old_body if case.told is None else f"{case.told}\n{below}").strip("\n")
    assert [data_of(path, after[path]) for path in new] == ([] if case.made is None else [case.made])
    assert {(one.rule, one.message) for one in open_workspace(tree.root).errors} <= errors
    return "same" if after == before else "written"
