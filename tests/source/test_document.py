from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_build.diagnostics.finding import Location
from followup_build.source.document import Document, parse_document
from followup_build.source.parsers import FastestParser, ParserOf, PureParser
from followup_build.source.tree import SourceFile

PARSERS = {"libyaml": FastestParser, "pure": PureParser}
PATH = "records/actions/a.yml"

# Input, and the rule, line and column of each finding, in the order in which they are reported.
BAD: dict[str, tuple[str | bytes, list[tuple[str, int, int]]]] = {
    "duplicate key": ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
    "duplicate key, nested": ("a:\n  b: 1\n  b: 2\n", [("duplicate-key", 3, 3)]),
    "duplicate key, flow": ("a: {b: 1, b: 2}\n", [("duplicate-key", 1, 11)]),
    "duplicate key, quoted against plain": ("a: 1\n'a': 2\n", [("duplicate-key", 2, 1)]),
    "duplicate key, in two Unicode forms": ("\u00e9: 1\ne\u0301: 2\n", [("duplicate-key", 2, 1)]),
    "duplicate key, three times": ("a: 1\na: 2\na: 3\n", [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]),
    "anchor": ("a: &x b\n", [("anchor", 1, 4)]),
    "anchor and alias": ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("alias", 2, 4)]),
    "anchor on a mapping": ("a: &x\n  b: c\n", [("anchor", 1, 4)]),
    "anchor on a key": ("&x a: b\n", [("anchor", 1, 1)]),
    "alias as text": ("a: *bold*\n", [("needs-quotes", 1, 4)]),
    "alias and more text": ("a: *x y\n", [("alias", 1, 4)]),
    "alias as key": ("a: &x b\n*x : c\n", [("anchor", 1, 4), ("key-not-text", 2, 1)]),
    "merge key": ("<<: {a: b}\n", [("merge-key", 1, 1)]),
    "merge key of an alias": ("x: &x {a: b}\ny:\n  <<: *x\n", [("anchor", 1, 4), ("merge-key", 3, 3), ("alias", 3, 7)]),
    "self reference": ("a: &x [*x]\n", [("anchor", 1, 4), ("alias", 1, 8)]),
    "tag": ("a: !!int 5\n", [("tag", 1, 4)]),
    "tag of our own": ("a: !important b\n", [("tag", 1, 4)]),
    "tag that would run code": ("a: !!python/object/apply:os.system [x]\n", [("tag", 1, 4)]),
    "tag on the top": ("!!map\na: b\n", [("tag", 1, 1)]),
    "directive": ("%YAML 1.2\n---\na: b\n", [("directive", 1, 1)]),
    "directive that makes tags": ("%TAG ! tag:x,2000:\n---\na: b\n", [("directive", 1, 1)]),
    "two documents": ("a: b\n---\nc: d\n", [("several-documents", 2, 1)]),
    "text after the end": ("a: b\n...\nc\n", [("several-documents", 3, 1)]),
    "tab as indentation": ("a:\n\tb: c\n", [("tab", 2, 1)]),
    "tab after a colon": ("a:\tb\n", [("tab", 1, 3)]),
    "tab in text": ("a: b\tc\n", [("tab", 1, 5)]),
    "tab in quotes": ('a: "b\tc"\n', [("tab", 1, 6)]),
    "tabs on two lines": ("a:\tb\nc:\td\n", [("tab", 1, 3), ("tab", 2, 3)]),
    "Latin-1": (b"a: b\nc: caf\xe9 x\n", [("not-utf8", 2, 7)]),
    "UTF-16 little": ("a: b".encode("utf-16"), [("not-utf8", 1, 1)]),
    "UTF-16 big": (b"\xfe\xff\x00a", [("not-utf8", 1, 1)]),
    "overlong": (b"a: \xc0\xaf\n", [("not-utf8", 1, 4)]),
    "cut UTF-8": (b"a: \xe2\x82", [("not-utf8", 1, 4)]),
    "surrogate": (b"a: \xed\xa0\x80\n", [("not-utf8", 1, 4)]),
    "gzip": (b"\x1f\x8b\x08\x00", [("not-utf8", 1, 2)]),
    "NUL": ("a: b\0c\n", [("control-character", 1, 5)]),
    "ESC": ("a: b\x1b[31m\n", [("control-character", 1, 5)]),
    "DEL": ("a: \x7f\n", [("control-character", 1, 4)]),
    "C1": ("a: b\x9b\n", [("control-character", 1, 5)]),
    "NEL": ("a: b\x85c\n", [("control-character", 1, 5)]),
    "line separator": ("a: b\u2028c\n", [("control-character", 1, 5)]),
    "BOM inside": ("a: b\ufeffc\n", [("control-character", 1, 5)]),
    "non-character": ("a: b\ufffe\n", [("control-character", 1, 5)]),
    "lone carriage return": ("a: b\rc: d\n", [("control-character", 1, 5)]),
    "bidi override": ("a: b\u202ec\n", [("bidi-character", 1, 5)]),
    "bidi isolate": ("a: \u2066b\n", [("bidi-character", 1, 4)]),
    "escaped NUL": ('a: "b\\0"\n', [("control-character", 1, 4)]),
    "escaped ESC": ('a: "b\\e"\n', [("control-character", 1, 4)]),
    "escaped bidi": ('a: "\\u202e"\n', [("bidi-character", 1, 4)]),
    "escaped NEL": ('a: "\\N"\n', [("control-character", 1, 4)]),
    "33 levels": ("a: " + "[" * 32 + "]" * 32 + "\n", [("nested-too-deep", 1, 35)]),
    "1,000 brackets": ("a: " + "[" * 1000 + "\n", [("nested-too-deep", 1, 35)]),
    "100,000 brackets": ("a: " + "[" * 100_000 + "\n", [("nested-too-deep", 1, 35)]),
    "100,000 braces": ("{" * 100_000, [("nested-too-deep", 1, 33)]),
    "deep indentation": ("".join(f"{' ' * level}k:\n" for level in range(40)), [("nested-too-deep", 33, 33)]),
    "deep dashes": ("a:\n" + "- " * 1000 + "x\n", [("nested-too-deep", 2, 63)]),
    "too many values": ("a: [" + "x," * 50_001 + "]\n", [("too-many-nodes", 1, 100_001)]),
    "too large": ("a: " + "x" * 1024 * 1024, [("file-too-large", 1, 1)]),
    "conflict": ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> branch\n", [("conflict-marker", 1, 1)]),
    "conflict, diff3": (
        "<<<<<<< HEAD\na: b\n||||||| base\na: x\n=======\na: c\n>>>>>>> branch\n",
        [("conflict-marker", 1, 1)],
    ),
    "conflict inside a block text": (
        "a: |\n  b\n  <<<<<<< HEAD\n  c\n  =======\n  d\n  >>>>>>> x\n",
        [("conflict-marker", 3, 3)],
    ),
    "two conflicts": (
        "<<<<<<< a\nx: y\n=======\n>>>>>>> b\n<<<<<<< a\n=======\n>>>>>>> b\n",
        [("conflict-marker", 1, 1), ("conflict-marker", 5, 1)],
    ),
    "end of a conflict alone": ("a: b\n>>>>>>> x\n", [("conflict-marker", 2, 1)]),
    "text cut by a comment": ("title: fix the bug #12\n", [("text-cut-by-comment", 1, 20)]),
    "text cut in a list": ("a:\n  - b #c\n", [("text-cut-by-comment", 2, 7)]),
    "text cut in a flow list": ("a: [b #c\n  ]\n", [("text-cut-by-comment", 1, 7)]),
    "text of two lines cut": ("a: b\n  c #d\n", [("text-cut-by-comment", 2, 5)]),
    "list as key": ("[a]: b\n", [("key-not-text", 1, 1)]),
    "explicit list as key": ("? [a]\n: b\n", [("key-not-text", 1, 3)]),
    "template braces": ("a: {{ x }}\n", [("key-not-text", 1, 5)]),
    "no key": (": b\n", [("key-not-text", 1, 1)]),
    "null key": ("~: b\n", [("key-not-text", 1, 1)]),
    "LFS pointer": ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", [("lfs-pointer", 1, 1)]),
    "empty": ("", [("empty-file", 1, 1)]),
    "blank lines": ("\n\n", [("empty-file", 1, 1)]),
    "comments only": ("# a\n# b\n", [("empty-file", 1, 1)]),
    "a document with nothing in it": ("---\n", [("empty-file", 1, 1)]),
    "text": ("hello\n", [("not-a-mapping", 1, 1)]),
    "list": ("- a\n- b\n", [("not-a-mapping", 1, 1)]),
    "no space after the colon": ("a:1\n", [("missing-space-after-colon", 1, 1)]),
    "no space after the colon, flow": ("{a:1}\n", [("missing-space-after-colon", 1, 2)]),
    "no space in an inner flow": ("x: {a:1, b: 2}\n", [("missing-space-after-colon", 1, 5)]),
    "at sign": ("a: @alice\n", [("needs-quotes", 1, 4)]),
    "percent sign": ("a: %50\n", [("needs-quotes", 1, 4)]),
    "back-tick": ("a: `x`\n", [("needs-quotes", 1, 4)]),
    "closing bracket": ("a: ]\n", [("needs-quotes", 1, 4)]),
    "comma": ("a: ,\n", [("needs-quotes", 1, 4)]),
    "colon in a value": ("title: Note: this\n", [("needs-quotes", 1, 8)]),
    "colon in a value of a list": ("a:\n  - b: c: d\n", [("needs-quotes", 2, 8)]),
    "pipe and text": ("a: |x\n  b\n", [("needs-quotes", 1, 4)]),
    "text after quotes": ('a: "b" c\n', [("needs-quotes", 1, 8)]),
    "apostrophe in single quotes": ("a: 'it's'\n", [("needs-quotes", 1, 8)]),
    "unknown escape": ('a: "\\q"\n', [("needs-quotes", 1, 4)]),
    "Windows path in double quotes": ('a: "C:\\users"\n', [("needs-quotes", 1, 4)]),
    "short escape": ('a: "\\x4"\n', [("needs-quotes", 1, 4)]),
    "escape beyond Unicode": ('a: "\\U00110000"\n', [("needs-quotes", 1, 4)]),
    "double quote not closed": ('a: "b\nc: d\n', [("unclosed-quote", 1, 4)]),
    "single quote not closed": ("a: 'b\nc: d\n", [("unclosed-quote", 1, 4)]),
    "bracket not closed": ("a: [b, c\nd: e\n", [("unclosed-bracket", 1, 4)]),
    "brace not closed": ("a: {b: c\nd: e\n", [("unclosed-bracket", 1, 4)]),
    "bracket not closed at the end": ("a: [b", [("unclosed-bracket", 1, 4)]),
    "brace alone": ("a: {", [("unclosed-bracket", 1, 4)]),
    "wrong bracket": ("a: [b}\n", [("unclosed-bracket", 1, 4)]),
    "dedented key": ("a:\n  b: c\n d: e\n", [("bad-indentation", 3, 2)]),
    "indented key": ("a: b\n c: d\n", [("bad-indentation", 2, 2)]),
    "list below a value": ("a: b\n- c\n", [("bad-indentation", 2, 1)]),
    "line without a colon": ("a: b\nc\nd: e\n", [("yaml-syntax", 2, 1)]),
    "first line without a colon": ("a\nb: c\n", [("yaml-syntax", 1, 1)]),
    "no space after the colon, among others": ("a: b\nc:d\ne: f\n", [("missing-space-after-colon", 2, 1)]),
    "no space after the first colon": ("a:b\nc: d\n", [("missing-space-after-colon", 1, 1)]),
    "marked key": ("? a\n: b\n", [("key-not-text", 1, 3)]),
    "list on the line of its key": ("a: - b\n", [("yaml-syntax", 1, 4)]),
    "faults of several kinds": (
        "a: &x 1\na: 2\nb: !t c\nd: e #f\n",
        [("anchor", 1, 4), ("duplicate-key", 2, 1), ("tag", 3, 4), ("text-cut-by-comment", 4, 6)],
    ),
    "carriage returns do not shift": ("a: b\r\nc: d #e\r\n", [("text-cut-by-comment", 2, 6)]),
    "a BOM does not shift": ("\ufeffa: \u00e9 #x\n", [("text-cut-by-comment", 1, 6)]),
    "wide characters do not shift": ("a: \U0001f600\U0001f600 #x\n", [("text-cut-by-comment", 1, 7)]),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("parser", PARSERS)
def test_what_the_dialect_rejects_is_found_at_its_place(name: str, parser: str) -> None:
    text, expected = BAD[name]
    content = text if isinstance(text, bytes) else text.encode()
    start = time.process_time()
    _, findings = parse_document(SourceFile(PATH, content), PARSERS[parser])
    found = [(finding.rule, finding.location.line, finding.location.column) for finding in findings]
    assert found == expected
    assert all(finding.message and finding.hint and len(finding.message) < 120 for finding in findings)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("owner: no\ntime: 14:30\nversion: 1.10\n", {"owner": "no", "time": "14:30", "version": "1.10"}),
        (
            "a: yes\nb: on\nc: 010\nd: 0x1F\ne: 1_000\nf: 1e3\ng: .nan\n",
            {"a": "yes", "b": "on", "c": "010", "d": "0x1F", "e": "1_000", "f": "1e3", "g": ".nan"},
        ),
        ("a: 2026-02-30\nb: 2025-1-3\nc: !", None),
        (
            "a:\nb: ~\nc: null\nd: '~'\ne: \"null\"\nf: ''\n",
            {"a": None, "b": None, "c": None, "d": "~", "e": "null", "f": ""},
        ),
        ("---\na: b\n", {"a": "b"}),
        ("a: >\n  x\n  y\nb: |\n  x\n  y\n", {"a": "x y\n", "b": "x\ny\n"}),
        ("a: [b, {c: d}]\n", {"a": ["b", {"c": "d"}]}),
        ("no: Norway\n2026-04: 86.1\n", {"no": "Norway", "2026-04": "86.1"}),
        ("a: R&D and *more* and 100% #\n", {"a": "R&D and *more* and 100%"}),
        ("a: b # a comment\n# another\n", {"a": "b"}),
        ("a: http://x.org/#anchor\n", {"a": "http://x.org/#anchor"}),
        ("a: 'fix #12'\n", {"a": "fix #12"}),
        ("a: |\n  =======\n  b\n", {"a": "=======\nb\n"}),
        ("a: \u200d\U0001f468\u200d\U0001f469 \u200f\n", {"a": "\u200d\U0001f468\u200d\U0001f469 \u200f"}),
        ("\ufeffa: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: " + "[" * 31 + "]" * 31 + "\n", None),
        ("a: !", None),
    ],
)
@pytest.mark.parametrize("parser", PARSERS)
def test_every_scalar_stays_text(text: str, data: dict[str, object] | None, parser: str) -> None:
    document, findings = parse_document(SourceFile(PATH, text.encode()), PARSERS[parser])
    if data is None:
        return
    assert findings == ()
    assert document is not None
    assert document.data == data


def test_32_levels_are_accepted() -> None:
    document, findings = parse_document(SourceFile(PATH, ("a: " + "[" * 31 + "]" * 31).encode()))
    assert document is not None
    assert findings == ()


def opened(text: str, path: str = PATH) -> Document:
    document, findings = parse_document(SourceFile(path, text.encode()))
    assert findings == ()
    assert document is not None
    return document


TEXT = """\
# a comment
title: A title
changes:
  - {milestone: f/a, due: {from: 2026-06-30, to: 2026-08-15}}
  - drop: f/b
    because: So
empty:
nested:
  "quoted key": value
"""


@pytest.mark.parametrize(
    ("route", "on_key", "line", "column"),
    [
        (("title",), False, 2, 8),
        (("title",), True, 2, 1),
        (("changes",), True, 3, 1),
        (("changes", 0), False, 4, 5),
        (("changes", 0, "due", "to"), False, 4, 50),
        (("changes", 1, "because"), True, 6, 5),
        (("empty",), False, 7, 1),
        (("nested", "quoted key"), False, 9, 17),
        ((), False, 2, 1),
        (("owner",), False, 2, 1),
        (("nested", "missing"), False, 8, 1),
        (("changes", 1, "missing"), False, 5, 5),
        (("nested", "quoted key", "deeper"), False, 9, 3),
    ],
)
def test_a_route_leads_to_its_line(route: tuple[str | int, ...], on_key: bool, line: int, column: int) -> None:
    placed = opened(TEXT).place(Location(PATH, route, on_key=on_key))
    assert (placed.line, placed.column) == (line, column)
    assert placed.text == TEXT.splitlines()[line - 1]


def test_places_in_front_matter_count_the_lines_of_the_file() -> None:
    document = opened("---\ntitle: A\nowner: b\n---\nText\n| --- |\n---\nmore\n", "records/practices/a.md")
    assert document.place(Location(PATH, ("owner",))).line == 3
    assert document.body == "Text\n| --- |\n---\nmore\n"
    assert document.body_line == 5


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("title: A\n", "front-matter-missing"),
        ("", "front-matter-missing"),
        ("\n---\na: b\n---\n", "front-matter-missing"),
        ("---\na: b\n", "front-matter-unclosed"),
        ("---\na: b\n----\n", "front-matter-unclosed"),
    ],
)
def test_markdown_without_front_matter_is_told(text: str, rule: str) -> None:
    document, findings = parse_document(SourceFile("records/practices/a.md", text.encode()))
    assert document is None
    assert [finding.rule for finding in findings] == [rule]


def test_tabs_and_headings_are_fine_in_markdown_and_conflicts_are_not() -> None:
    text = "---\na: b\n---\nTitle\n=======\n\n\tcode\n"
    assert opened(text, "records/practices/a.md").body
    broken = text + "<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> b\n"
    document, findings = parse_document(SourceFile("records/practices/a.md", broken.encode()))
    assert document is not None
    assert [(finding.rule, finding.location.line) for finding in findings] == [("conflict-marker", 8)]


def test_a_comment_after_a_value_is_remembered_with_its_route() -> None:
    document = opened("due: 2026-06-30 # moved\nlist: [a, b] # fine\nquoted: 'x' # fine\nx:\n  - y # z\n")
    assert document.trailing_comments == (("due",), ("x", 0))


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_crashes_and_both_parsers_agree(text: str) -> None:
    results = []
    for parser in PARSERS.values():
        document, findings = parse_document(SourceFile(PATH, text.encode()), parser)
        results.append((document and document.data, [(one.rule, one.location.line) for one in findings]))
        for finding in findings:
            assert finding.location.line >= 1
            assert finding.location.column >= 1
    assert (results[0][0] is None) == (results[1][0] is None)
    if results[0][0] is not None:
        assert results[0] == results[1]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(list("ab:-{}[]\"'#&*!|>%@`, \n~")), max_size=40))
def test_no_mix_of_yaml_signs_crashes(signs: list[str]) -> None:
    for parser in PARSERS.values():
        _, findings = parse_document(SourceFile(PATH, "".join(signs).encode()), parser)
        assert all(finding.message for finding in findings)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=20
)


def flow(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    assert isinstance(value, dict)
    return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(WORDS, TREES, min_size=1, max_size=5))
def test_what_is_written_is_read_back(data: dict[str, object]) -> None:
    if len({unicodedata.normalize("NFC", key) for key in _keys(data)}) != len(set(_keys(data))):
        return
    normal = _normal(data)
    for parser in PARSERS.values():
        document, findings = parse_document(SourceFile(PATH, flow(data).encode()), parser)
        assert findings == ()
        assert document is not None
        assert document.data == normal


def _keys(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for item in value.values() for key in _keys(item))]
    if isinstance(value, list):
        return [key for item in value for key in _keys(item)]
    return []


def _normal(value: object) -> object:
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _normal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_normal(item) for item in value]
    return value


def test_five_hundred_places_in_one_file_are_found_fast() -> None:
    text = "".join(f"key-{number}: value\n" for number in range(10_000))
    document = opened(text)
    start = time.process_time()
    for number in range(500):
        assert document.place(Location(PATH, (f"key-{number}",))).line == number + 1
    assert time.process_time() - start < 5


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\na: 2\na: 3\n", {"a": "1"}),
        ("a: {b: 1, c: 2, b: 3}\n", {"a": {"b": "1", "c": "2"}}),
        ("a:\nb: 1\na: 2\n", {"a": None, "b": "1"}),
    ],
)
def test_of_a_key_that_stands_twice_the_first_holds(parser: ParserOf, text: str, data: dict[str, object]) -> None:
    document, findings = parse_document(SourceFile(PATH, text.encode()), parser)
    assert document is not None
    assert document.data == data
    assert {finding.rule for finding in findings} == {"duplicate-key"}
    first = next(iter(data))
    assert document.place(Location(PATH, (first,), on_key=True)).line == 1
