"""Bytes to text: UTF-8 without surprises, and no characters or markers that hide what a file says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followup_build.diagnostics.finding import Finding, Location
from followup_build.source.tree import MOST_BYTES, file_finding, too_large

_ORDINARY = bytes((0x0A, *range(0x20, 0x7F)))
_NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_CONTROL = f"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff{_NON_CHARACTERS}"
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile(f"[{_CONTROL}\u202a-\u202e\u2066-\u2069]")
_MARKER = re.compile(r"^[ \t]*((?:<{7}|>{7})(?!\S)|\|{7}(?= \S))", re.MULTILINE)
LEFT_CONFLICT = ("a git conflict was left here", "decide between the two sides, and delete the lines with the markers")
_LFS = b"version https://git-lfs.github.com/spec/"
_BOM = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a zip archive (or an office document)",
}
_MOST_ALIKE = 20
"""Findings of one rule in one file; a binary file has thousands of control characters, and the first ones say it."""


def read_text(path: str, content: bytes) -> tuple[str | None, list[Finding]]:
    r"""The text of a file with `\n` line ends and without a BOM, if there is one, and what is wrong with it."""
    if len(content) > MOST_BYTES:
        return None, [too_large(path, len(content))]
    if content.startswith(_LFS):
        hint = "run git lfs pull; and keep records out of Git LFS, in the file .gitattributes"
        return None, [file_finding("lfs-pointer", path, "this file only points to one in Git LFS", hint)]
    if not content.translate(None, _ORDINARY):
        # Visible ASCII and line feeds, as in most files: one fast call spares the other scans.
        text = content.decode("ascii")
        return text, list(_conflicts(path, text))
    content = content.removeprefix(_BOM)
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, content, error.start)]
    return text, [*_hidden_characters(path, text), *_conflicts(path, text)]


def _not_utf8(path: str, content: bytes, start: int) -> Finding:
    for beginning, name in _OTHER_ENCODINGS.items():
        if content.startswith(beginning):
            return file_finding("not-utf8", path, f"this file is {name}, not UTF-8 text", "save it as UTF-8 text")
    before = content[:start].decode("utf-8").replace("\r\n", "\n")
    line, column = place_of(before, len(before))
    at = Location(path, line=line, column=column)
    return Finding("not-utf8", at, f"the byte 0x{content[start]:02X} is not UTF-8", "save the file as UTF-8")


def _hidden_characters(path: str, text: str) -> Iterator[Finding]:
    """Characters that no editor shows, or that turn the order of others around."""
    for number, match in enumerate(_HIDDEN.finditer(text)):
        if number == _MOST_ALIKE:
            return
        line, column = place_of(text, match.start())
        rule, message, hint = hidden_message(match[0])
        yield Finding(rule, Location(path, line=line, column=column), message, hint)


def hidden_message(character: str) -> tuple[str, str, str]:
    """Rule, message and hint about one such character."""
    code = f"U+{ord(character):04X}"
    if _BIDI.match(character):
        message = f"the invisible character {code} changes the order in which text is shown"
        return "bidi-character", message, "delete it; retype the text around it"
    if character == "\r":
        return (
            "control-character",
            f"a carriage return ({code}) stands alone",
            "save the file with LF or CRLF line ends",
        )
    return "control-character", f"the invisible character {code} stands here", "delete it; retype the text around it"


def first_hidden(text: str) -> str | None:
    """The first such character of a text, or None."""
    match = _HIDDEN.search(text)
    return match[0] if match else None


def without_hidden(text: str) -> str:
    """The text with a replacement character for each, so that places stay and reading goes on."""
    return _HIDDEN.sub("\ufffd", text)


def tabs(path: str, text: str, first_line: int = 1) -> Iterator[Finding]:
    """The first tab of each line of YAML."""
    found = 0
    for number, line in enumerate(text.split("\n"), start=first_line):
        column = line.find("\t") + 1
        if column:
            found += 1
            if found > _MOST_ALIKE:
                return
            hint = "use a space" if line[:column].strip() else "use spaces, two for each level"
            yield Finding("tab", Location(path, line=number, column=column), "a tab stands here", hint)


def _conflicts(path: str, text: str) -> Iterator[Finding]:
    """What git leaves where two branches changed the same lines; a heading underlined with `=======` is none."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "|||||||" not in text:
        return
    is_open = False
    for match in _MARKER.finditer(text):
        if match[1][0] == "<" or not is_open:
            line, column = place_of(text, match.start(1))
            yield Finding("conflict-marker", Location(path, line=line, column=column), *LEFT_CONFLICT)
        is_open = match[1][0] != ">"


def place_of(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of an index into a text."""
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1
