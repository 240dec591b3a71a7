from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_build.editing.fault import RefusedError
from followup_build.editing.scalars import write_block_text, write_scalar
from followup_build.source.characters import first_hidden
from followup_build.source.document import parse_document
from followup_build.source.parsers import FastestParser, PureParser
from followup_build.source.tree import SourceFile

PARSERS = (FastestParser, PureParser)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from(" #:-?,[]{}&*!|>'\"%@`<=.~nul0a\n\\é\u00a0\u200d𝄞"), max_size=12),
).filter(lambda text: first_hidden(text) is None)


def read(text: str) -> object:
    found = []
    for parser in PARSERS:
        document, faults = parse_document(SourceFile("x.yml", text.encode()), parser)
        assert document is not None, (text, faults)
        assert not [one for one in faults if one.rule != "conflict-marker"], (text, faults)
        found.append(document.data)
    assert found[0] == found[1]
    return found[0]


@given(TEXTS, st.sampled_from(["", "'", '"']))
def test_the_loader_reads_a_value_as_it_was_meant(text: str, quote: str) -> None:
    assert read(f"key: {write_scalar(text, quote=quote)}\nnext: 1\n") == {"key": text, "next": "1"}
    assert read(f"key:\n  - {write_scalar(text, quote=quote)}\n") == {"key": [text]}
    assert read(f"key: {write_scalar(text, quote=quote)}  # note\n") == {"key": text}


@given(TEXTS, TEXTS)
def test_the_loader_reads_it_in_brackets_too(text: str, other: str) -> None:
    one, two = (write_scalar(each, in_flow=True) for each in (text, other))
    assert read(f"key: [{one}, {two}]\n") == {"key": [text, other]}
    assert read(f"key: {{a: {one}, b: {two}}}\n") == {"key": {"a": text, "b": other}}
    assert read(f"key: {{ a: {one} }} # note\n") == {"key": {"a": text}}


@given(TEXTS)
def test_text_of_several_lines_is_read_as_it_was_meant(text: str) -> None:
    lines = write_block_text(text, 4)
    if lines is not None:
        joined = "\n".join(lines)
        assert read(f"key:\n  in: {joined}\nnext: 1\n") == {"key": {"in": text}, "next": "1"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("n.dlamini", "n.dlamini"),
        ("2026-08-15", "2026-08-15"),
        ("-12.5", "-12.5"),
        ("14:30", "14:30"),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("The supplier's module, late; see item 4 (of 9)!", "The supplier's module, late; see item 4 (of 9)!"),
        ("fix the bug #12", '"fix the bug #12"'),
        ("Note: late", '"Note: late"'),
        ("ends with:", '"ends with:"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("", '""'),
        (" a", '" a"'),
        ("- a", '"- a"'),
        ("%", '"%"'),
        ('say "yes": now', "'say \"yes\": now'"),
        ("C:\\new: 1", "'C:\\new: 1'"),
        ("a\nb", '"a\\nb"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(text: str, written: str) -> None:
    assert write_scalar(text) == written


def test_in_brackets_commas_need_quotes() -> None:
    assert write_scalar("late, again", in_flow=True) == '"late, again"'
    assert write_scalar("late, again") == "late, again"


@pytest.mark.parametrize("text", ["a\tb", "a\x1b[31m", "a\u202eb", "a\x00", "a\r\nb", "\ud800"])
def test_what_no_record_may_hold_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"U\+[0-9A-F]{4}"):
        write_scalar(text)
