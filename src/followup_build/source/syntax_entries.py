"""Entries, KEY: VALUE, as they were typed around a fault, and as they should be typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from followup_build.source.syntax_outline import Bracket, Outline, end_of_quoted

_BLOCK = re.compile(r"(?P<lead>\s*(?:- )?(?P<key>[^\s:#'\"{\[][^:]*):[ ]+)(?P<value>\S.*)$")
_ITEM = re.compile(r"(?P<lead>\s*- +)(?P<value>\S.*)$")
_FLOW_KEY = re.compile(r"\s*(?:(?P<key>[^\s:,\[\]{}\"'][^:,\[\]{}\n]*|\"[^\"\n]*\"|'[^'\n]*')\s*:[ ]+)?")
_LOGIN = re.compile(r"@(?P<id>[a-z0-9]+(?:[.-][a-z0-9]+)*)$")
_PAIRS = re.compile(r"[a-z_]+: [^,]+(?:, [a-z_]+: .+)*$")
_DAY_OR_PERIOD = re.compile(r"[0-9]{4}(?:-(?:[0-9]{2}(?:-[0-9]{2})?|Q[1-4]|W[0-9]{2}))?$")
_CUT = 60
IN_QUOTES = "put the whole text in double quotes"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value, the key before it if there is one, and where the value starts in the text."""

    key: str
    value: str
    start: int
    is_flow: bool = False

    def mended(self, value: str) -> str:
        """The entry with another value."""
        return f"{self.key}: {value}" if self.key else value

    @property
    def quoted(self) -> str:
        """What to type so that the value is taken as text."""
        login = _LOGIN.match(self.value)
        if login is not None:
            return f"write {self.mended(login['id'])}, without @"
        value = self.value
        if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        text = self.mended(_in_quotes(value))
        return f"write {text}" if len(text) <= _CUT and (self.key or not self.is_flow) else IN_QUOTES

    @property
    def in_braces(self) -> str | None:
        """The entry with braces around its value, where that is several entries on one line."""
        value = self.value
        if not _PAIRS.match(value) or not (_DAY_OR_PERIOD.match(self.key) or re.search(r", [a-z_]+: ", value)):
            return None
        closing = "" if value.count("}") > value.count("{") else "}"
        return self.mended(f"{{{value}{closing}")


def _in_quotes(value: str) -> str:
    if "'" not in value and ('"' in value or "\\" in value):
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def entry_at(text: str, stop: int, outline: Outline) -> Entry | None:
    """The entry around an index: between commas in brackets, on its line elsewhere."""
    if outline.open_brackets:
        return _flow_entry(text, outline.open_brackets[-1])
    start = text.rfind("\n", 0, stop) + 1
    return line_entry(text[start:].partition("\n")[0], start)


def line_entry(line: str, start: int = 0) -> Entry | None:
    """The entry on a line that is not inside brackets."""
    match = _BLOCK.match(line) or _ITEM.match(line)
    if match is None:
        return None
    key = match.groupdict().get("key") or ""
    return Entry(key, match["value"].rstrip(), start + match.start("value"))


def _flow_entry(text: str, bracket: Bracket) -> Entry:
    match = _FLOW_KEY.match(text, bracket.entry)
    start = match.end() if match else bracket.entry
    key = match["key"] if match else None
    end, depth = end_of_quoted(text, start), 0
    while end < len(text) and text[end] != "\n" and (depth or text[end] not in ",]}"):
        depth += (text[end] in "[{") - (text[end] in "]}")
        end += 1
    return Entry((key or "").strip(), text[start:end].strip(), start, is_flow=True)
