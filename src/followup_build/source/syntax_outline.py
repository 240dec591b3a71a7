"""A tolerant look at YAML up to a fault: the quotes, brackets and comments before it, whatever is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*+'")}
_BLOCK_PLAIN = re.compile(r"(?:(?! #|:[ \n])[^\n])+")
_FLOW_PLAIN = re.compile(r"(?:(?! #|:[ \n,\[\]{}])[^\n,\[\]{}])+")
_CONTINUED = re.compile(r"\n *\n|\n(?P<indent> *)(?P<line>[^ \n][^\n]*)")
_ENTRY_INSIDE = re.compile(r"\n *(?:- )?[\w.-]+:(?: |\n)")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket that is open at the fault."""

    index: int
    entry: int
    """Where the entry starts in which the fault lies."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands before a fault, by index into the text."""

    open_brackets: tuple[Bracket, ...]
    quoted: tuple[tuple[int, int], ...]
    """The first and the last index of each text in quotes."""
    comments: tuple[int, ...]
    """The # of comments inside of brackets that are open."""

    def ends_with_quoted(self, text: str, stop: int) -> bool:
        """Whether a text in quotes ends right before the fault."""
        return bool(self.quoted) and not text[self.quoted[-1][1] + 1 : stop].strip(" ")

    def swallowing_quote(self, text: str, stop: int) -> int | None:
        """The quote that was closed by the next text's opening quote, right before the fault."""
        if not self.quoted:
            return None
        start, end = self.quoted[-1]
        if "\n" in text[end:stop] or _ENTRY_INSIDE.search(text, start, end) is None:
            return None
        return start


def read_outline(text: str, stop: int) -> Outline:
    """The outline of the text before an index."""
    brackets: list[Bracket] = []
    quoted: list[tuple[int, int]] = []
    comments: list[int] = []
    at = 0
    while at < stop:
        character = text[at]
        if character == "#" and text[at - 1 : at] in ("", " ", "\n"):
            if brackets:
                comments.append(at)
            at = _end_of_line(text, at)
        elif character in _QUOTED:
            match = _QUOTED[character].match(text, at)
            if match is None or match.end() > stop:
                break
            quoted.append((at, match.end() - 1))
            at = match.end()
        elif character in "[{":
            brackets.append(Bracket(at, at + 1))
            at += 1
        elif character in "]}":
            del brackets[-1:]
            at += 1
        elif character == "," and brackets:
            brackets[-1] = Bracket(brackets[-1].index, at + 1)
            at += 1
        elif character in "|>" and not brackets:
            at = _end_of_block_text(text, at)
        elif character in " \n" or (character in "-?:" and text[at + 1 : at + 2] in ("", " ", "\n")):
            at += 1
        else:
            at = _end_of_plain(text, at, in_flow=bool(brackets))
    return Outline(tuple(brackets), tuple(quoted), tuple(comments))


def end_of_quoted(text: str, at: int) -> int:
    """The index after the text in quotes that starts here; the same index where none does or it does not end."""
    pattern = _QUOTED.get(text[at : at + 1])
    match = pattern.match(text, at) if pattern else None
    return match.end() if match else at


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _indent(text: str, at: int) -> int:
    line = text[text.rfind("\n", 0, at) + 1 : _end_of_line(text, at)]
    return len(line) - len(line.lstrip(" "))


def _end_of_plain(text: str, at: int, *, in_flow: bool) -> int:
    match = (_FLOW_PLAIN if in_flow else _BLOCK_PLAIN).match(text, at)
    if match is None:
        return at + 1
    end = match.end()
    # Lines that are indented deeper go on with the text, and a quote in them opens nothing.
    while not in_flow and (following := _CONTINUED.match(text, end)):
        line = following["line"]
        if line is not None and (len(following["indent"]) <= _indent(text, at) or ": " in f"{line} "):
            break
        end = following.end() - (line is None)
    return end


def _end_of_block_text(text: str, at: int) -> int:
    outer, end = _indent(text, at), _end_of_line(text, at)
    while end < len(text):
        following = _end_of_line(text, end + 1)
        if text[end + 1 : following].strip() and _indent(text, end + 1) <= outer:
            break
        end = following
    return end
