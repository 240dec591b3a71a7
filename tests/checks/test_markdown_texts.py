"""Markdown that people wrote: what is code and what is not, where links lead, and the place of a piece in the file."""

from __future__ import annotations

import time

import pytest
from edited_tree import CheckEdited, told
from hypothesis import given
from hypothesis import strategies as st

from followup_build.checks.markdown_texts import iter_links, plain_address, without_code

SES = "sessions/2026-q1-review/session.md"
ACT = "actions/2026/2026-04-15-acceptance-tests.yml"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no code <b>", "no code <b>"),
        ("a `<b>` c", "a       c"),
        ("a ``<b> ` c`` d", "a             d"),
        ("a `<b> c", "a `<b> c"),
        ("a ``<b>` c", "a ``<b>` c"),
        ("a `x\ny` b", "a   \n   b"),
        ("a `x\n\ny` b", "a `x\n\ny` b"),
        ("a `x\n \t\ny` b", "a `x\n \t\ny` b"),
        (r"a \`<b>` c", r"a \`<b>` c"),
        ("`a` <b> `c`", "    <b>    "),
        ("`a` ``b `c`", "    ``b    "),
        ("```\n<b>\n```\nc", "   \n   \n   \nc"),
        ("```py\n<b>\n````\nc", "     \n   \n    \nc"),
        ("````\n<b>\n```\nc\n````", "    \n   \n   \n \n    "),
        ("~~~\n<b>\n```\n~~~\nc", "   \n   \n   \n   \nc"),
        ("```\n<b>\nc", "   \n   \n "),
        ("> ```\n> <b>\n> ```\nc", "     \n     \n     \nc"),
        ("- ```\n  <b>\n  ```\nc", "     \n     \n     \nc"),
        ("```\na\n```\n<b>\n```\nc\n```", "   \n \n   \n<b>\n   \n \n   "),
        ("``` not closed ` here", " " * 21),
        ("```\n<b>\n``` no end\n```\nc", "   \n   \n          \n   \nc"),
        ("~~", "~~"),
        ("", ""),
    ],
)
def test_code_is_blanked_out_and_everything_else_stays_where_it_was(text: str, left: str) -> None:
    assert without_code(text) == left


@given(st.text(alphabet="`~ab<\n\\ >-", max_size=60))
def test_blanking_out_keeps_lengths_lines_and_all_that_is_no_blank(text: str) -> None:
    left = without_code(text)
    assert len(left) == len(text)
    assert all(new in (old, " ") and (old != "\n" or new == "\n") for old, new in zip(text, left, strict=True))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](b)", [(0, "b", False)]),
        ("![a](b)", [(0, "b", True)]),
        ("x [a]( <b c> )", [(2, "bc", False)]),
        ("[a](\nb)", [(0, "b)", False)]),
        ("[a [b](c)](d)", [(3, "c)](d)", False), (0, "d)", False)]),
        ("[![a](b)](c)", [(1, "b)](c)", True), (0, "c)", False)]),
        (r"\[a](b)", [(3, "b)", False)]),
        (r"[a\](b)", []),
        ("[a] (b)", []),
        ("[a]: b", [(0, "b", False)]),
        ("[a]: <b>", [(0, "b", False)]),
        ("[a]:\n  b", [(0, "b", False)]),
        ("![x][A  b]\n\n[a b]: c", [(12, "c", True)]),
        ("![a b]\n\n[A B]: c", [(8, "c", True)]),
        ("[a b]\n\n[A B]: c", [(7, "c", False)]),
        ("<https://x.org>", [(0, "https://x.org", False)]),
        (r"\<https://x.org>", []),
        ("<b>", []),
        ("a < b and https://x.org", []),
        ("](b)", [(0, "b)", False)]),
    ],
)
def test_links_are_found_where_they_begin(text: str, links: list[tuple[int, str, bool]]) -> None:
    # What follows an address is not cut off: only its beginning says where it leads.
    found = [(one.start, one.address.removesuffix(")"), one.is_image) for one in iter_links(text)]
    assert found == [(start, address.removesuffix(")"), is_image) for start, address, is_image in links]


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://x.org/a%20b", "https://x.org/ab"),
        ("java&#115;cript:x", "javascript:x"),
        ("java&Tab;script:x", "javascript:x"),
        ("java%73cript:x", "javascript:x"),
        (r"javascript\:x", "javascript:x"),
        ("java\tscript:x", "javascript:x"),
        ("\u200bjavascript:x", "javascript:x"),
        ("\\\\server\\share", "//server/share"),
        ("a\\b", "a/b"),
        ("x" * 300 + "%20", "x" * 300 + "%20"),
    ],
)
def test_an_address_is_what_a_browser_makes_of_it(address: str, plain: str) -> None:
    assert plain_address(address) == plain


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a <b>c</b>\n", [("raw-html", SES, 14, 3)]),
        ("a `<b>` c\n", []),
        ("```\n<b>\n```\n", []),
        ("a\n\nb <i>c</i> `<i>` <u>d</u>\n", [("raw-html", SES, 16, 3), ("raw-html", SES, 16, 18)]),
        (r"a \<b>" + "\n", []),
        ("[a](javascript:x)\n", [("unsafe-link", SES, 14, 1)]),
        ("`[a](javascript:x)`\n", []),
        ("a [b](//x.org) c\n", [("unsafe-link", SES, 14, 3)]),
        ("![a](https://x.org/a.png)\n", [("remote-image", SES, 14, 1)]),
        ("![a](//x.org/a.png)\n", [("remote-image", SES, 14, 1)]),
        ("![a](a.png) and [b](https://x.org)\n", []),
        ("![a][b]\n\n[b]: https://x.org/a.png\n", [("remote-image", SES, 16, 1)]),
        ("<ftp://x.org>\n", [("unsafe-link", SES, 14, 1)]),
        ("<mailto:a@example.org>\n", []),
    ],
)
def test_what_stands_in_minutes_is_told_at_its_place(
    check_edited: CheckEdited, body: str, expected: list[tuple[str, str, int, int]]
) -> None:
    found = check_edited((SES, "## Minutes\n\nFinance reported on the portal.\n", body))
    assert told(found) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("note: Signed by <b>both</b>}", [(9, 45)]),
        ("note: 'Signed `<b>` by <b>both</b>'}", [(9, 52)]),
        ('note: "Signed by <i>one</i> and <i>two</i>"}', [(9, 46), (9, 61)]),
        ("note: Signed by `<b>`}", []),
        ('note: "Signed\\n\\nby <b>both</b>"}', [(9, 49)]),
    ],
)
def test_what_stands_in_a_field_is_told_at_its_place(
    check_edited: CheckEdited, note: str, expected: list[tuple[int, int]]
) -> None:
    found = check_edited((ACT, "note: Signed by both sides}", note))
    assert [(line, column) for _, path, line, column in told(found, "raw-html") if path == ACT] == expected


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ("https://x.org/a", []),
        ("minutes/2026-04.pdf", []),
        ("javascript:alert(1)", [("unsafe-link", 9)]),
        ("JavaScript:alert(1)", [("unsafe-link", 9)]),
        ("//x.org/a", [("unsafe-link", 9)]),
        ("file:///etc/passwd", [("unsafe-link", 9)]),
        ("data:text/html,x", [("unsafe-link", 9)]),
        ("Signed: by both", []),
    ],
)
def test_evidence_is_an_address_or_words(
    check_edited: CheckEdited, evidence: str, expected: list[tuple[str, int]]
) -> None:
    found = check_edited((ACT, "note: Signed", f'evidence: "{evidence}", note: Signed'))
    assert [(rule, line) for rule, _, line, _ in told(found)] == expected


@pytest.mark.parametrize(
    "text",
    ["`" * 20000, "[" * 20000, "![" * 10000, "](" * 10000, "<" * 20000, "\\" * 20000, "`a``b" * 5000, "~~~\n" * 5000],
)
def test_long_runs_of_signs_take_no_time(text: str) -> None:
    began = time.perf_counter()
    list(iter_links(without_code(text)))
    assert time.perf_counter() - began < 5
