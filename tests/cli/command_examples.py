"""One plain case of each command that writes, in which it writes something."""

from __future__ import annotations

from collections.abc import Callable

from decision_cases import DECIDED
from hypothesis import find
from hypothesis import strategies as st
from record_cases import WRITTEN, Case
from session_cases import SESSIONS
from styled_trees import Tree, told

from followup_build.editing.values import record_text

CASES: dict[str, Callable[[], st.SearchStrategy[Case]]] = WRITTEN | DECIDED | SESSIONS
Files = dict[str, bytes]


def example(command: str) -> tuple[Case, bytes]:
    """The simplest case in which a command writes something, plainly typed."""
    case = find(CASES[command](), lambda one: one.after is not None and (one.after != one.before or bool(one.made)))
    text = record_text({key: value for key, value in case.before.items() if value is not None})
    return case, (f"---\n{text}---\n" if case.path.endswith(".md") else text).encode()


def after_running(tree: Tree, case: Case, content: bytes) -> tuple[Files, Files]:
    """All files before a command and after it, when nothing fails."""
    old = tree.write(case.path, content)
    status, said = told(case.typed)
    assert status == 0, said
    new = tree.files()
    assert new != old
    return old, new
