from __future__ import annotations

import copy
import os
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from record_texts import DATA, KEYS, TEXTS, records

from followup_build.editing.edits import Append, Edit, Put
from followup_build.editing.fault import EditFault, UneditableError
from followup_build.editing.splices import Splice, Splicer
from followup_build.editing.text import diff_lines, edit_file
from followup_build.model.action import Action
from followup_build.model.adjustment import Adjustment
from followup_build.model.progress import Progress
from followup_build.model.session import Session
from followup_build.source.document import parse_document
from followup_build.source.tree import SourceFile

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "400"))
BOM = b"\xef\xbb\xbf"


class Anything(BaseModel):
    """A record without fields, so that new keys come last."""


def routes(data: Any, route: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [route]
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        found += routes(value, (*route, key))
    return found


def at(data: Any, route: tuple[str | int, ...]) -> Any:
    for key in route:
        data = data[key]
    return data


@st.composite
def edits(draw: Any, data: dict[str, Any]) -> Any:
    route = draw(st.sampled_from(routes(data)))
    here = at(data, route)
    value = draw(st.one_of(TEXTS, DATA))
    if isinstance(here, dict):
        key = draw(KEYS)
        if key in here:
            return Put((*route, key), draw(TEXTS))
        return draw(st.sampled_from([Put((*route, key), value), Put((*route, key, "deep"), value)]))
    if isinstance(here, list):
        return Append(route, value)
    return Put(route, draw(TEXTS))


def expected(data: dict[str, Any], edit: Edit) -> dict[str, Any]:
    after: Any = copy.deepcopy(data)
    here = after
    for key in edit.route[:-1]:
        here = here.setdefault(key, {}) if isinstance(here, dict) else here[key]
    if isinstance(edit, Append):
        at(after, edit.route).append(edit.item)
    else:
        here[edit.route[-1]] = edit.value
    return dict(after)


def common(before: bytes, after: bytes) -> tuple[int, int]:
    """How many bytes are alike at the start and at the end."""
    most = min(len(before), len(after))
    start = next((index for index in range(most) if before[index] != after[index]), most)
    end = next(
        (index for index in range(most - start) if before[-1 - index] != after[-1 - index]),
        most - start,
    )
    return start, end


@settings(max_examples=EXAMPLES)
@given(st.data(), records(), st.booleans(), st.booleans(), st.booleans())
def test_an_edit_changes_what_was_asked_for_and_no_other_byte(
    draw: st.DataObject, record: tuple[dict[str, Any], str], has_bom: bool, is_crlf: bool, is_markdown: bool
) -> None:
    data, text = record
    path = "x.yml"
    if is_markdown:
        path, text = "x.md", f"---\n{text.rstrip(chr(10))}\n---\n# Minutes\ntitle: not this\n"
    content = (text.replace("\n", "\r\n") if is_crlf else text).encode()
    content = BOM + content if has_bom else content
    before, found = parse_document(SourceFile(path, content))
    assume(
        before is not None and before.data == data and not [one for one in found if one.rule != "text-cut-by-comment"]
    )
    assert before is not None
    edit = draw.draw(edits(data))
    refusal = ""
    try:
        after = edit_file(SourceFile(path, content), Anything, [edit])
    except UneditableError as error:
        refusal = str(error)
    if refusal:
        assert "by hand" in refusal
        assert isinstance(edit, Put)
        assert not isinstance(at(data, edit.route), str) or "|-" in text or ">-" in text
        return
    read, _ = parse_document(SourceFile(path, after))
    assert read is not None
    assert read.data == expected(data, edit)
    assert read.body == before.body
    start, end = common(content, after)
    removed = content[start : len(content) - end]
    try:
        old = at(data, edit.route)
    except (KeyError, IndexError):
        old = None
    if isinstance(edit, Append) or old is None:
        assert not removed
    else:
        assert len(removed.split(b"\n")) <= (1 if isinstance(old, str) else len(text))
    assert after.startswith(BOM) is has_bom
    assert (after.count(b"\r\n") == after.count(b"\n")) if b"\r\n" in content else b"\r" not in after
    assert edit_file(SourceFile(path, after), Anything, [edit]) == after or isinstance(edit, Append)


ADJUSTMENT = """\
title: Move it   # a title with a comment
reason: >-
  Because.

# who
owner: n.dlamini
follow_up: 2026-10-01  # look then
proposed: {by: n.dlamini, on: 2026-04-15}
# what
changes:
- {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}
"""


def edited(text: str, edit: Edit, model: type[BaseModel] = Adjustment, path: str = "x.yml") -> list[str]:
    content = text.encode()
    after = edit_file(SourceFile(path, content), model, [edit])
    return [line for line in diff_lines(path, content, after)[2:] if line[0] in "+-"]


@pytest.mark.parametrize(
    ("edit", "diff"),
    [
        (
            Append(("approvals",), {"by": "z.khumalo", "on": "2026-04-17"}),
            ["+approvals: [{by: z.khumalo, on: 2026-04-17}]"],
        ),
        (Put(("session",), "2026-q1-review"), ["+session: 2026-q1-review"]),
        (Put(("expects", "value"), "9"), ["+expects:", "+  value: 9"]),
        (
            Append(("changes",), {"drop": "finance-2026/old", "because": "it is done, and well"}),
            ['+- {drop: finance-2026/old, because: "it is done, and well"}'],
        ),
        (
            Put(("follow_up",), "2026-11-01"),
            ["-follow_up: 2026-10-01  # look then", "+follow_up: 2026-11-01  # look then"],
        ),
        (
            Put(("changes", 0, "due", "to"), "2026-09-01"),
            [
                "-- {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}",
                "+- {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-09-01}}",
            ],
        ),
    ],
)
def test_new_entries_stand_where_the_fields_have_their_order(edit: Edit, diff: list[str]) -> None:
    assert edited(ADJUSTMENT, edit) == diff


def test_a_new_key_follows_the_fields_before_it_in_whatever_order_they_stand() -> None:
    after = edit_file(SourceFile("x.yml", ADJUSTMENT.encode()), Adjustment, [Put(("session",), "s")]).decode()
    assert "on: 2026-04-15}\nsession: s\n# what\n" in after
    first = edit_file(SourceFile("x.yml", b"# head\nowner: a\n"), Adjustment, [Put(("title",), "T")]).decode()
    assert first == "# head\ntitle: T\nowner: a\n"


def test_measurements_are_entered_in_the_order_of_time() -> None:
    text = "kpis:\n  paid:\n    2026-03: 1  # first\n    2026-05: 3\n    # to come\n  other: {2026-03: 1}\n"
    assert edited(text, Put(("kpis", "paid", "2026-04"), "2"), Progress) == ["+    2026-04: 2"]
    assert edited(text, Put(("kpis", "other", "2026-02"), "0"), Progress)[1] == "+  other: {2026-02: 0, 2026-03: 1}"


def test_comments_stay_with_what_they_are_about() -> None:
    text = "kpis:\n  paid:\n    2026-05: 3  # so far\n    # to come\n  # about other\n  other: {2026-03: 1}\n# end\n"

    def after(edit: Edit) -> str:
        return edit_file(SourceFile("x.yml", text.encode()), Progress, [edit]).decode()

    assert "3  # so far\n    2026-06: 4\n    # to come\n" in after(Put(("kpis", "paid", "2026-06"), "4"))
    assert "2026-03: 1}\n  new:\n    2026-06: 4\n# end\n" in after(Put(("kpis", "new", "2026-06"), "4"))
    moved = text.replace("  other: {2026-03: 1}\n", "").replace("  # about other\n", "")
    again = edit_file(SourceFile("x.yml", moved.encode()), Progress, [Put(("kpis", "new", "2026-06"), "4")]).decode()
    assert "3  # so far\n    # to come\n  new:\n    2026-06: 4\n# end\n" in again


def test_a_long_list_in_brackets_goes_on_below_its_first_item() -> None:
    text = "approvals: [" + ", ".join(f"{{by: person.{number}, on: 2026-04-1{number}}}" for number in range(3)) + "]\n"
    diff = edited("title: x\n" + text, Append(("approvals",), {"by": "z.khumalo", "on": "2026-04-17"}))
    assert diff[-1] == "+            {by: z.khumalo, on: 2026-04-17}]"


def test_what_is_new_looks_like_what_stands_before_it() -> None:
    text = "approvals:\n- by: z.khumalo\n  on: 2026-04-17\nchanges: []\n"
    edit = Append(("approvals",), {"by": "c.botha", "on": "2026-04-18"})
    assert edited(text, edit) == ["+- by: c.botha", "+  on: 2026-04-18"]
    text = "updates:\n    2026-05-02:\n        state: open\n        due: 2026-06-01\n"
    put = Put(("updates", "2026-05-14"), {"state": "done", "note": "Signed, at last"})
    assert edited(text, put, Action) == ["+    2026-05-14:", "+        state: done", "+        note: Signed, at last"]
    flow = Put(("updates", "2026-05-14"), {"state": "done"})
    assert edited("updates:\n  2026-05-02: {state: open}\n", flow, Action) == ["+  2026-05-14: {state: done}"]


def test_a_value_is_filled_in_where_its_key_is_empty() -> None:
    assert edited(
        "title: x\nupdates:   # none yet\nsummary: y\n", Put(("updates", "2026-05-02", "state"), "done"), Action
    ) == [
        "+  2026-05-02:",
        "+    state: done",
    ]
    assert edited("title: x\nowner:   # who?\n", Put(("owner",), "n.dlamini"))[1] == "+owner: n.dlamini   # who?"
    assert edited("title: # what?\nowner: x\n", Put(("title",), "Move it"))[1] == '+title: "Move it" # what?'
    assert edited("title: x\napprovals: []\n", Append(("approvals",), "a"))[1] == "+approvals: [a]"
    assert edited("title: x\napprovals: null\n", Append(("approvals",), "a"))[1] == "+approvals: [a]"
    assert edited("{title: x, owner: }\n", Put(("owner",), "a"))[1] == "+{title: x, owner: a }"


def test_a_text_keeps_the_quotes_it_had() -> None:
    assert edited("title: 'x'\n", Put(("title",), "it's"))[1] == "+title: 'it''s'"
    assert edited('title: "x"\n', Put(("title",), "y"))[1] == '+title: "y"'


def test_front_matter_is_edited_and_the_minutes_are_not() -> None:
    text = "---\ntitle: Q1\nkind: quarterly\ndate: 2026-04-15\nstatus: planned\n---\nstatus: planned\n"
    assert edited(text, Put(("status",), "held"), Session, "session.md") == ["-status: planned", "+status: held"]
    assert edited(text, Put(("chair",), "z.khumalo"), Session, "session.md") == ["+chair: z.khumalo"]


def test_what_is_already_so_changes_nothing() -> None:
    content = ADJUSTMENT.encode()
    assert edit_file(SourceFile("x.yml", content), Adjustment, [Put(("owner",), "n.dlamini")]) == content


@pytest.mark.parametrize(
    ("text", "edit", "reason"),
    [
        ("title: &a x\nowner: *a\n", Put(("owner",), "b"), "line 1: &a names a place to copy from"),
        ("title: x\ntitle: y\n", Put(("owner",), "b"), "a second time"),
        ("title: [x\n", Put(("owner",), "b"), "line 1"),
        ("reason: |\n  a\n  b\n", Put(("reason",), "c"), "reason is a text over several lines"),
        ("reason: |+\n  a\n\n", Put(("owner",), "c"), "empty lines count"),
        ("review:\n  on: 2026-01-01\n", Put(("review",), {"on": "x"}), "stands on several lines"),
        ("review: {on: x, # y\n  note: z}\n", Put(("review",), {"on": "x"}), "may hold a comment"),
        ("approvals: nobody\n", Append(("approvals",), "a"), "approvals is no list"),
        ("changes:\n  -\n", Put(("changes", 0, "drop"), "a"), "an item of the list is empty"),
        ("title: x\n", Put(("title", "deep"), "a"), "no place for deep"),
    ],
)
def test_a_style_that_cannot_be_edited_safely_is_refused_with_the_edit_to_make(
    text: str, edit: Edit, reason: str
) -> None:
    with pytest.raises(UneditableError) as caught:
        edit_file(SourceFile("records/x.yml", text.encode()), Adjustment, [edit])
    message = str(caught.value)
    assert message.startswith("records/x.yml cannot be edited safely (")
    assert reason in message
    shown = edit.item if isinstance(edit, Append) else edit.value
    assert message.splitlines()[-1].strip().endswith(shown if isinstance(shown, str) else "{on: x}")


@pytest.mark.parametrize(
    "splice",
    [
        Splice(0, 0, "extra: 1\n"),
        Splice(0, len("title: Move it"), "title: Moved"),
        Splice(0, 0, "# fine\nowner: x\n"),
        Splice(len("title: "), len("title: "), "*"),
        Splice(0, 0, "session: s #cut off\n"),
        Splice(0, len(ADJUSTMENT), "session: s\nowner: n.dlamini\n" + ADJUSTMENT.replace("owner: n.dlamini\n", "")),
    ],
)
def test_an_edit_that_comes_out_otherwise_is_our_own_fault(splice: Splice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Splicer, "splice", lambda *_: splice)
    with pytest.raises(EditFault, match="did not come out right"):
        edit_file(SourceFile("x.yml", ADJUSTMENT.encode()), Adjustment, [Put(("session",), "s")])
