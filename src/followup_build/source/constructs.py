"""The parts of YAML that records leave out, and those that would lose a text: each is a fault of its own rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

from followup_build.source.characters import first_hidden, hidden_message
from followup_build.source.quoting import cut, entry_of, quote_value, quoted, written

_NON_SPECIFIC_TAG = re.compile(r"!(?:[\s,\[\]{}]|$)")
_GLUED_COMMENT = re.compile(r"#(?<=[-+0-9|>]#)")
_TAG_PREFIX = "tag:yaml.org,2002:"
_ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|U(?P<U>[0-9A-Fa-f]{8})|(?P<name>.|\n))", re.DOTALL
)
_ESCAPED = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
            "N": "\x85", "L": "\u2028", "P": "\u2029"}  # fmt: skip
_BLOCK_WIDTH = re.compile(r"[|>][+-]?[1-9]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at an index into a file's YAML."""

    rule: str
    index: int
    message: str
    hint: str


def has_odd_signs(text: str) -> bool:
    """Whether a text holds signs that begin an anchor, a tag, an alias, an escape or an explicit key; most files do not."""
    return "&" in text or "!" in text or "*" in text or "\\" in text or "?" in text


def is_read_differently(text: str) -> bool:
    """Whether a text may hold what libyaml drops without a word: the tag `!`, and text behind | or > that begins with #."""
    if "!" in text and _NON_SPECIFIC_TAG.search(text):
        return True
    return ("|" in text or ">" in text) and "#" in text and _GLUED_COMMENT.search(text) is not None


def line_at(text: str, index: int) -> str:
    """The line around an index."""
    end = text.find("\n", index)
    return text[text.rfind("\n", 0, index) + 1 : end if end != -1 else len(text)]


def empty_file() -> Fault:
    """A file without anything but comments."""
    return Fault("empty-file", 0, "this file says nothing", "write a record, or delete the file")


def directives(text: str) -> Iterator[Fault]:
    """Lines with % before the record."""
    for match in re.finditer(r"^(?:%.*|---)", text, re.MULTILINE):
        if match[0] == "---":
            return
        yield Fault(
            "directive", match.start(), f"{cut(match[0])} is a directive of YAML; records have none", "delete this line"
        )


def not_a_mapping(text: str, event: Any) -> Fault:
    """A file whose top is a list or a text."""
    index = event.start_mark.index
    if type(event) is ScalarEvent and not event.style:
        if not event.value:
            return empty_file()
        if fault := missing_space(line_at(text, index), index):
            return fault
    what = "a text" if type(event) is ScalarEvent else "a list"
    message = f"this file is {what}, but a record is made of lines KEY: VALUE"
    return Fault("not-a-mapping", index, message, "begin with the record's first key, for example: title: …")


_GLUED = re.compile(r"[ ]*(?P<lead>(?:- +)*[{\[]?[ ]*)(?P<key>[\w.-]+):(?P<value>(?!//)[^\n\s:][^\n]*|\u00a0[^\n]*)")


def missing_space(line: str, index: int) -> Fault | None:
    """A colon that is followed by its value without a space, so that it separates nothing."""
    match = _GLUED.match(line)
    if match is None:
        return None
    message = f"a space is missing after the colon of {cut(match['key'] + ':')}"
    return Fault(
        "missing-space-after-colon", index, message, f"write: {match['lead']}{match['key']}: {match['value'].strip()}"
    )


def lost_colon(text: str, key: Any, event: Any, before: str) -> Fault | None:
    """A key in braces that has no colon: the space after it is missing, or a comma in the text before has cut it off."""
    if event.start_mark.index != event.end_mark.index or text[key.end_mark.index :].lstrip()[:1] == ":":
        return None
    index = key.start_mark.index
    name, _, value = key.value.partition(":")
    if value and not key.style:
        message = f"a space is missing after the colon of {cut(name + ':')}"
        return Fault("missing-space-after-colon", index, message, f"write: {name}: {value.strip()}")
    message = f"{cut(key.value)} has no colon, and a comma ends the text before it"
    hint = f"put the whole text of {cut(before)} in double quotes" if before else "write KEY: VALUE between the braces"
    return Fault("needs-quotes", index, message if before else f"{cut(key.value)} has no colon", hint)


def odd_space(key: Any) -> Fault | None:
    """A space of another kind in front of a key, as it comes with text from a web page."""
    if key.style or not key.value[0].isspace():
        return None
    message = f"this line begins with U+{ord(key.value[0]):04X}, which looks like a space and is none"
    return Fault("bad-indentation", key.start_mark.index, message, "delete it, and indent with plain spaces")


def alias(text: str, event: Any) -> Fault:
    """`*name`, which stands for a value elsewhere."""
    index = event.start_mark.index
    message = f"{cut('*' + event.anchor)} is an alias of YAML; records have none"
    return Fault(
        "alias", index, message, f"write the value itself, or if it is text, {quote_value(line_at(text, index))}"
    )


def properties(text: str, event: Any) -> Iterator[Fault]:
    """`&name` and `!type` before a value."""
    index = event.start_mark.index
    for rule, sign, is_there in (("anchor", "&", event.anchor), ("tag", "!", event.tag)):
        at = text.find(sign, index)
        if not is_there or at == -1:
            continue
        written_so = re.match(r"[^\s,]*", text[at:])
        shown = written_so[0] if written_so else sign
        message = f"{cut(shown)} is {'an anchor' if rule == 'anchor' else 'a tag'} of YAML; records have none"
        yield Fault(rule, at, message, f"delete it, or if it is text, {quote_value(line_at(text, at))}")


def escapes(text: str, event: Any) -> list[Fault]:
    """Characters that no text may hold, written as escapes in double quotes."""
    if "\t" not in event.value and first_hidden(event.value) is None:
        return []
    start, end = event.start_mark.index, event.end_mark.index
    faults = []
    half_end = -1
    for match in _ESCAPE.finditer(text, start, end):
        code = match["x"] or match["u"] or match["U"]
        character = chr(int(code, 16)) if code else _ESCAPED.get(match["name"], "")
        if character == "\t":
            lead, _, column = entry_of(line_at(text, start))
            raw = text[start + 1 : end - 1]
            is_all_on_line = "\n" not in raw and text.rfind("\n", 0, start) + 1 + column == start
            meant = f"; or if it is no escape, {written(lead, raw)}" if is_all_on_line else ""
            faults.append(
                Fault("tab", match.start(), f"{cut(match[0])} puts a tab into this text", f"use a space{meant}")
            )
        elif "\ud800" <= character <= "\udfff":
            if half_end != match.start():
                message = f"{cut(match[0])} is an escape for half a character"
                faults.append(Fault("control-character", match.start(), message, "type the character itself"))
            half_end = match.end()
        elif first_hidden(character):
            rule, message, hint = hidden_message(character)
            faults.append(Fault(rule, match.start(), f"{cut(match[0])} is an escape: {message}", hint))
    return faults


def collection_as_key(text: str, key: Any) -> Fault:
    """A list, a mapping or an alias where a key has to stand, most often braces of a template."""
    index = key.start_mark.index
    if type(key) is AliasEvent:
        return Fault("key-not-text", index, f"{cut('*' + key.anchor)} is no key", "write the key itself")
    what = "mapping" if type(key) is MappingStartEvent else "list"
    is_template = text[max(index - 1, 0) : index + 1] == "{{"
    hint = quote_value(line_at(text, index)) if is_template else "write one word as the key"
    return Fault("key-not-text", index, f"a {what} stands here where a key has to be", hint)


def no_key(text: str, key: Any) -> Fault | None:
    """A key that is empty or null, or the merge key."""
    index = key.start_mark.index
    if key.value == "<<" and not key.style:
        return Fault("merge-key", index, "<< is a merge key of YAML; records have none", "write the keys themselves")
    if key.value == "" or (key.value in {"~", "null"} and not key.style):
        message = (
            "there is no key before this colon"
            if key.value == ""
            else f"{key.value} means that something is missing; it is no key"
        )
        hint = "write KEY: VALUE" if key.value != "null" else f"write: {quoted('null')}:"
        return Fault("key-not-text", index, message, hint)
    return None


def explicit_key(text: str, key: Any) -> Fault | None:
    """A key behind a question mark."""
    index = key.start_mark.index
    before = text[:index].rstrip(" \n")
    sign = len(before) - 1
    if not before.endswith("?") or text[sign - 1 : sign] not in {"", " ", "\n", "{", "[", ","}:
        return None
    line = before.rfind("\n") + 1
    is_on_line = "\n" not in text[sign:index]
    if not is_on_line and sign - line >= index - (text.rfind("\n", 0, index) + 1):
        return None
    return Fault(
        "key-not-text",
        sign,
        "a question mark begins a key here; records have no such keys",
        "delete it, and write KEY: VALUE",
    )


def lost_block(text: str, event: Any) -> Fault | None:
    """A number behind > or |, which YAML takes for the indentation of a text that is not there."""
    index = event.start_mark.index
    if event.value or not _BLOCK_WIDTH.match(text, index):
        return None
    shown = line_at(text, index)[index - (text.rfind("\n", 0, index) + 1) :]
    return Fault(
        "needs-quotes",
        index,
        f"{cut(shown)} would be lost, because {text[index]} begins a text below",
        quote_value(line_at(text, index)),
    )
