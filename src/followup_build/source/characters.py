"""Bytes to text: UTF-8 without surprises, and no characters or markers that hide what a file says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followup_build.diagnostics.finding import Finding, Location

MOST_BYTES = 1024 * 1024
"""A larger file is no record that people type."""

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(f"[{_CONTROL}{_BIDI}]")
_TAB = re.compile("\t")
_IS_BIDI = re.compile(f"[{_BIDI}]")
_MARKER = re.compile(r"^[ \t]*(<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_LFS = b"version https://git-lfs.github.com/spec/"
_BOM = b"\xef\xbb\xbf"
_MOST_ALIKE = 20
"""Findings of one rule in one file; a binary file has thousands of control characters, and the first say it."""


def decode(path: str, content: bytes) -> tuple[str | None, list[Finding]]:
    """The text of a file with LF line ends, or None with the reason why there is none."""
    if len(content) > MOST_BYTES:
        message = f"this file has {len(content)} bytes; a record has at most {MOST_BYTES}"
        return None, [
            Finding(
                "file-too-large", Location(path, line=1, column=1), message, "split it, or move it out of the records"
            )
        ]
    if content.startswith(_LFS):
        return None, [
            Finding(
                "lfs-pointer",
                Location(path, line=1, column=1),
                "this file only points to one in Git LFS",
                "run git lfs pull, or keep records out of Git LFS",
            )
        ]
    try:
        text = content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, content.removeprefix(_BOM), error.start)]
    return text.replace("\r\n", "\n"), []


def _not_utf8(path: str, content: bytes, start: int) -> Finding:
    before = content[:start].decode("utf-8").replace("\r\n", "\n")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    what = (
        "this file is saved as UTF-16"
        if content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else f"the byte 0x{content[start]:02X} is not UTF-8"
    )
    return Finding("not-utf8", Location(path, line=line, column=column), what, "save the file as UTF-8")


def hidden_characters(path: str, text: str, first_line: int = 1) -> Iterator[Finding]:
    """Characters that no editor shows, or that turn the order of others around."""
    if _HIDDEN.search(text) is None:
        return
    for number, match in enumerate(_HIDDEN.finditer(text)):
        if number == _MOST_ALIKE:
            return
        line, column = place_of(text, match.start())
        yield hidden_character(Location(path, line=line + first_line - 1, column=column), match[0])


def hidden_character(at: Location, character: str) -> Finding:
    """The finding about one such character."""
    code = f"U+{ord(character):04X}"
    if _IS_BIDI.match(character):
        return Finding(
            "bidi-character",
            at,
            f"the invisible character {code} changes the order in which text is shown",
            "delete it; retype the text around it",
        )
    if character == "\r":
        return Finding(
            "control-character", at, "a carriage return stands alone here", "save the file with LF or CRLF line ends"
        )
    return Finding(
        "control-character", at, f"the invisible character {code} stands here", "delete it; retype the text around it"
    )


def first_hidden(text: str) -> str | None:
    """The first such character of a value that was written with escapes, or None; a tab counts as well."""
    match = _HIDDEN.search(text) or _TAB.search(text)
    return match[0] if match else None


def without_hidden(text: str) -> str:
    """The text with a replacement character for each, so that places stay and the parser goes on."""
    return _HIDDEN.sub("\ufffd", text)


def tabs(path: str, text: str, first_line: int = 1) -> Iterator[Finding]:
    """The first tab of each line of YAML."""
    if "\t" not in text:
        return
    found = 0
    for number, line in enumerate(text.split("\n"), start=first_line):
        column = line.find("\t") + 1
        if column:
            found += 1
            if found > _MOST_ALIKE:
                return
            yield Finding(
                "tab", Location(path, line=number, column=column), "a tab stands here", "use spaces, two for each level"
            )


def conflicts(path: str, text: str) -> Iterator[Finding]:
    """What git leaves where two branches changed the same lines; a heading underlined with `=======` is none."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "|||||||" not in text:
        return
    is_open = False
    for match in _MARKER.finditer(text):
        if match[1][0] == "<" or not is_open:
            line, column = place_of(text, match.start(1))
            yield Finding(
                "conflict-marker",
                Location(path, line=line, column=column),
                "a git conflict was left here",
                "decide between the two sides and delete the lines with the markers",
            )
        is_open = match[1][0] != ">"


def place_of(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of an index into a text."""
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1
