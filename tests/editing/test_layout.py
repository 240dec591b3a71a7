from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_texts import records

from followup_build.editing.fault import UneditableError
from followup_build.editing.layout import in_layout
from followup_build.source.document import Document, parse_document
from followup_build.source.tree import SourceFile

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "400"))
EXAMPLE = Path(__file__).parents[2] / "records"
BOM = b"\xef\xbb\xbf"


def laid_out(content: bytes | str, path: str = "record.yml") -> str:
    return in_layout(SourceFile(path, content if isinstance(content, bytes) else content.encode())).decode()


def read(content: bytes, path: str = "record.yml") -> Document:
    document, _ = parse_document(SourceFile(path, content))
    assert document is not None
    return document


CASES = {
    "a BOM and CRLF": ("\ufeffa: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
    "no end": ("a: 1", "a: 1\n"),
    "many ends": ("a: 1\n\n\n", "a: 1\n"),
    "blanks at line ends": ("a: 1  \n  \n# why \nb: [x,  \n  y] \n", "a: 1\n\n# why\nb: [x,\n  y]\n"),
    "wide levels": ("a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n"),
    "narrow levels": ("a:\n b:\n  c: 1\n", "a:\n  b:\n    c: 1\n"),
    "a list at the level of its key": ("a:\n- x\n- y: 1\n  z: 2\n", "a:\n  - x\n  - y: 1\n    z: 2\n"),
    "comments": (
        "# first\na:\n    # of b\n    b: 1 # note\n    # of none\n# of c\nc: 1\n",
        "# first\na:\n  # of b\n  b: 1 # note\n  # of none\n# of c\nc: 1\n",
    ),
    "a text block": (
        "a:\n    b: |\n        x  \n          # y\n\n        z\n",
        "a:\n  b: |\n      x  \n        # y\n\n      z\n",
    ),
    "a text block that keeps its end": ("a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"),
    "text over two lines": ("a:\n    b: 'x\n      y'\n    c: 1\n", "a:\n  b: 'x\n    y'\n  c: 1\n"),
    "text with more room than a level": ("a: x\n      y\n", "a: x\n      y\n"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_the_layout(before: str, after: str) -> None:
    assert laid_out(before) == after
    assert laid_out(after) == after


def test_markdown_keeps_its_blanks() -> None:
    before = "---\r\na:\r\n    b: 1  \r\n---  \r\n# Minutes\r\nA line  \r\nand another\r\n\r\n    code"
    assert laid_out(before, "a.md") == "---\na:\n  b: 1\n---\n# Minutes\nA line  \nand another\n\n    code\n"


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.*")), ids=lambda path: path.name)
def test_the_example_is_in_the_layout(path: Path) -> None:
    assert in_layout(SourceFile(path.name, path.read_bytes())) == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: 1\na: 2\n", "line 2: "),
        (b"a: [1\n", "line "),
        (b"a:\tb\n", "line 1: a tab stands here"),
        (b"a: \xff\n", "line 1: the byte 0xFF is not UTF-8"),
        (b"<<<<<<< here\na: 1\n=======\na: 2\n>>>>>>> there\n", "line 1: a git conflict was left here"),
        (b"a: x\xe2\x80\xaey\n", "line 1: the invisible character U+202E"),
        (b"a: 1\rb: 2\n", "line 1: a carriage return stands alone here"),
    ],
)
def test_what_is_in_doubt_is_left_alone_and_told(content: bytes, said: str) -> None:
    with pytest.raises(UneditableError, match=re.escape(f"record.yml is left as it is ({said}")):
        laid_out(content)


BLOCKS = [
    "0: |+\n  x \n\n\n",
    "0: |2\n   x\n  y\n",
    "0:\n  - >-\n    x\n      y \n    z\n",
    "0: 'x \n  y'\n",
    '0: "x\\\n  y\\ \n  z"\n',
    "0: x\n     y # z\n",
]
"""Values over several lines whose blanks mean something, or seem to."""


@st.composite
def untidy(draw: Any) -> bytes:
    """A record with blanks, line ends and levels as editors and people leave them."""
    _, text = draw(records())
    text = draw(st.sampled_from(["", "", *BLOCKS])) + text
    factor = draw(st.sampled_from([1, 1, 2, 3]))
    lines = []
    for line in text.split("\n"):
        column = len(line) - len(line.lstrip(" "))
        lines.append(" " * (column * factor) + line.lstrip(" ") + " " * draw(st.sampled_from([0, 0, 0, 1, 3])))
    end: str = draw(st.sampled_from(["\n", "\r\n"]))
    mark: bytes = draw(st.sampled_from([b"", BOM]))
    return mark + end.join(lines).encode()


@settings(max_examples=EXAMPLES, deadline=None)
@given(untidy())
def test_nothing_that_a_record_says_is_changed_and_once_is_enough(content: bytes) -> None:
    document, findings = parse_document(SourceFile("record.yml", content))
    try:
        after = in_layout(SourceFile("record.yml", content))
    except UneditableError:
        assert findings
        return
    assert document is not None
    assert repr(read(after).data) == repr(document.data)
    assert in_layout(SourceFile("record.yml", after)) == after
    assert b"\r" not in after
    assert not after.startswith(BOM)
    comments = re.findall(r"(?m)^ *(#.*?) *$", document.text)
    assert re.findall(r"(?m)^ *(#.*?) *$", after.decode()) == comments


@settings(max_examples=EXAMPLES, deadline=None)
@given(records())
def test_a_tidy_record_stays_tidy(record: tuple[dict[str, Any], str]) -> None:
    data, text = record
    after = laid_out(text)
    assert repr(read(after.encode()).data) == repr(read(text.encode()).data)
    assert after.endswith("\n")
    assert read(after.encode()).data == data
