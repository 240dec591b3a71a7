"""Typing mistakes, told where they were made: the same place, message and hint from both parsers."""

from __future__ import annotations

import time

import pytest

from followup_build.source.document import parse_document
from followup_build.source.parsers import FastestParser, PureParser
from followup_build.source.tree import SourceFile

PARSERS = {"libyaml": FastestParser, "pure": PureParser}
SAME_QUOTE = "write the same quote at the end of the text"
COLON = "this value contains a colon followed by a space"
AFTER_QUOTE = "text goes on after the closing quote"
NO_BREAK = "a no-break space (U+00A0) stands in this line's indentation"
NO_BREAK_HINT = "indent the line with ordinary spaces"
PLAN = "milestones:\n  portal:\n    title: Portal\n    goal: timely\n    owner: a\n"
CAUSES = "causes:\n  - One\n  - Two\nresponse: [x]\n"

# The text, the place, the message and the hint.
ROWS: list[tuple[str, str, str, str]] = [
    # Quotes that the next quote of the file closes.
    (
        'title: "Agree tests\nowner: a\nevidence: "https://x.org"\n',
        "1:8",
        'this " is not closed',
        SAME_QUOTE,
    ),
    ('a:\n  title: "Live\n  owner: b\n  unit: "%"\n', "2:10", 'this " is not closed', SAME_QUOTE),
    ("title: 'Live\nowner: b\nwhy: 'because'\n", "1:8", "this ' is not closed", SAME_QUOTE),
    ('a: {title: "Live, unit: x}\nb: {title: "Two"}\n', "1:12", 'this " is not closed', SAME_QUOTE),
    ('- "it\n  is" so\n', "2:7", AFTER_QUOTE, "put the whole text in double quotes"),
    # Entries in brackets.
    ("a: {b: c}\nx: [t, , n]\n", "2:8", "there is nothing between two commas", "delete this comma"),
    ("x: [, n]\ny: {z: 1}\n", "1:5", "there is nothing before this comma", "delete this comma"),
    (
        "a: {amount: - 6, unit: FTE}\nb: {c: d}\n",
        "1:13",
        "a space stands between the - and its number",
        "write amount: -6",
    ),
    (
        "x: {state: verified, note: No defect: since}\n",
        "1:28",
        COLON,
        'write note: "No defect: since", or a comma before defect:',
    ),
    (
        "n: {name: Neo Dlamini department: finance}\n",
        "1:11",
        COLON,
        'write name: "Neo Dlamini department: finance", or a comma before department:',
    ),
    (
        "x: {state: done, note: Ticket #12 held}\ny: z\n",
        "1:31",
        "the text from # on would be lost, because # begins a comment",
        'write note: "Ticket #12 held"',
    ),
    (
        'x: {status: at_risk, because: "The supplier" slipped, until: 2026-06-30}\n',
        "1:46",
        AFTER_QUOTE,
        "write because: '\"The supplier\" slipped'",
    ),
    (
        "x: {because: 'The supplier's slip', until: 2026-06-30}\n",
        "1:28",
        AFTER_QUOTE,
        'write because: "The supplier\'s slip"',
    ),
    ("x: {amount: 6, unit: %}\n", "1:22", "a value cannot begin with %", 'write unit: "%"'),
    ("x: [{by: @z.khumalo, on: y}]\n", "1:10", "a value cannot begin with @", "write by: z.khumalo, without @"),
    ("x: {note: see [a] or {b} now}\n", "1:15", "this value contains a [", 'write note: "see [a] or {b} now"'),
    ("x: [a]]\ny: z\n", "1:7", "there is one ] too many", "delete it"),
    ("x: {a: b}}\ny: z\n", "1:10", "there is one } too many", "delete it"),
    ("x: [a] and more\n", "1:8", "text goes on after the closing ]", 'write x: "[a] and more"'),
    ("x: [a}\n", "1:4", "this [ is not closed", "write ] at its end instead of }"),
    ("x: {a: b\ny: {c: d}\n", "1:4", "this { is not closed", "write } at its end"),
    ("x:\n  - {a: {b: c}\n  - {d: e}\n", "2:5", "this { is not closed", "write } at its end"),
    (
        "x: {from: 2026-06-30 to: 2026-08-15}\n",
        "1:22",
        "a comma is missing before to:",
        "write from: 2026-06-30, to: …; or put the whole text in double quotes",
    ),
    ("x: {kind: y, every: month\n    from: z}\n", "2:5", "a comma is missing before this line", "write it above"),
    (
        "x: {head: a, approvers:[c.botha]}\n",
        "1:14",
        "a space is missing after the colon in 'approvers:[c.botha]'",
        "write approvers: [c.botha]",
    ),
    (
        "x:\n  - {m: n, due:{from: a, to: b}}\n",
        "2:12",
        "a space is missing after the colon in 'due:{from: a, to: b}'",
        "write due: {from: a, to: b}",
    ),
    ("x: {a:, b: c}\n", "1:5", "a space is missing after the colon in 'a:'", "write a: and its value"),
    # Colons and spaces outside of brackets.
    (
        "period:{start: a, end: b}\nx: y\n",
        "1:1",
        "a space is missing after the colon in 'period:{start: a, end: b}'",
        "write period: {start: a, end: b}",
    ),
    (
        "k:\n  p:\n    2026-03:86.1\n    2026-04: {value: 85.2}\n",
        "3:5",
        "a space is missing after the colon in '2026-03:86.1'",
        "write 2026-03: 86.1",
    ),
    (
        "u:\n  2026-06-16: state: verified\n",
        "2:15",
        "two keys stand on one line",
        "write 2026-06-16: {state: verified}",
    ),
    (
        "u:\n  2026-06-16: state: verified, note: So}\n",
        "2:15",
        "two keys stand on one line",
        "write 2026-06-16: {state: verified, note: So}",
    ),
    ("title: Note: this\n", "1:8", COLON, 'write title: "Note: this"'),
    ("title: ? x\n", "1:8", "a value cannot begin with ?", 'write title: "? x"'),
    ("owner: @n.dlamini\n", "1:8", "a value cannot begin with @", "write owner: n.dlamini, without @"),
    ("title: @all of us\n", "1:8", "a value cannot begin with @", 'write title: "@all of us"'),
    # What stands before the record.
    (
        " title: A\nowner: b\n",
        "1:2",
        "this line is indented further than the lines that belong to it",
        "delete the space at its start",
    ),
    ("%YAML 1.2\na: b\n", "1:1", "records have no % directives", "delete the line that starts with %"),
    ("%TODO\na: b\n", "1:1", "records have no % directives", "delete the line that starts with %"),
    ("a: b\n...\nc\n", "3:1", "text stands after the end of the document", "delete the line ... above it"),
    # Spaces that are none.
    (PLAN.replace("    goal", "\u00a0\u00a0\u00a0\u00a0goal"), "4:1", NO_BREAK, NO_BREAK_HINT),
    (PLAN.replace("    goal", "  \u00a0 goal"), "4:3", NO_BREAK, NO_BREAK_HINT),
    (
        "owner:\u00a0n.dlamini\ndue: x\n",
        "1:1",
        "a no-break space (U+00A0) stands after the colon of owner",
        "write owner: n.dlamini, with an ordinary space",
    ),
    (
        "x: {owner:\u00a0n.dlamini, b: c}\n",
        "1:5",
        "a no-break space (U+00A0) stands after the colon of owner",
        "write owner: n.dlamini, with an ordinary space",
    ),
    # Lists as other programs begin them.
    (
        CAUSES.replace("- One", "* One"),
        "2:3",
        "an item of a list begins with a hyphen, not with *",
        "write - One",
    ),
    (CAUSES.replace("- Two", "-Two"), "3:3", "a space is missing after the hyphen", "write - Two"),
    (
        CAUSES.replace("- Two", "• Two"),
        "3:3",
        "an item of a list begins with a hyphen, not with •",
        "write - Two",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), ROWS)
@pytest.mark.parametrize("parser", PARSERS)
def test_a_typing_mistake_is_told_where_it_was_made(
    text: str, place: str, message: str, hint: str, parser: str
) -> None:
    _, findings = parse_document(SourceFile("records/actions/a.yml", text.encode()), PARSERS[parser])
    found = [(f"{one.location.line}:{one.location.column}", one.message, one.hint) for one in findings]
    assert found == [(place, message, hint)]


@pytest.mark.parametrize(
    "text",
    [
        # An apostrophe in a text that goes on over lines opens nothing.
        "summary: Pay\n  'em all\nx: y\nunit: %\n",
        'summary: |\n  "so\n  it is\nunit: %\n',
        "summary: 'It''s\n  so'\nunit: %\n",
        '# "a remark\nunit: %\n',
    ],
)
@pytest.mark.parametrize("parser", PARSERS)
def test_a_quote_in_text_or_comments_is_not_blamed(text: str, parser: str) -> None:
    _, findings = parse_document(SourceFile("records/actions/a.yml", text.encode()), PARSERS[parser])
    assert [(one.message, one.hint) for one in findings] == [("a value cannot begin with %", 'write unit: "%"')]


@pytest.mark.parametrize(
    "text",
    [
        "a: {" + "x" * 900_000 + " #}\n",
        "a: '" + "'" * 900_001 + "\nb\n",
        "a: " + "[]" * 400_000 + "\n",
        "a: b\n" + "  c\n" * 200_000 + "d: %\n",
    ],
)
def test_a_fault_in_a_long_text_is_told_soon(text: str) -> None:
    start = time.process_time()
    document, findings = parse_document(SourceFile("records/actions/a.yml", text.encode()))
    assert document is None
    assert findings
    assert time.process_time() - start < 10
