"""YAML events to plain data: every scalar stays text, and what the dialect leaves out is a finding at its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from sys import intern
from typing import Any

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from followup_build.diagnostics.finding import Finding, Location, Related
from followup_build.source.characters import first_hidden, hidden_character
from followup_build.source.parsers import ParserOf, PureParser
from followup_build.source.syntax_lines import missing_space

MOST_LEVELS = 32
MOST_NODES = 50_000
_NULLS = frozenset(("", "~", "null"))
_CUT = 40


class _Stop(Exception):  # noqa: N818 - not an error: the rest of the file cannot be read
    """The file was given up after a finding that says why."""


class Reading:
    """One file's YAML while it is read: data and findings grow together."""

    def __init__(self, path: str, text: str, first_line: int, parser_of: ParserOf) -> None:
        self.path = path
        self.text = text
        self.first_line = first_line
        self.findings: list[Finding] = []
        self.has_null = False
        self.parser_of = parser_of
        """What reads the text; the pure parser takes over where libyaml gives up."""
        self._next: Callable[[], Any] = lambda: None
        self._nodes = 0
        self._may_have_marked_keys = "? " in text

    def read(self) -> dict[str, Any] | None:
        """The top mapping, or None if it cannot be read."""
        try:
            parser = self.parser_of(self.text)
            self._next = parser.get_event
            return self._document()
        except _Stop:
            return None
        except MarkedYAMLError as error:
            if self.parser_of is not PureParser and self.text.count("[") + self.text.count("{") > MOST_LEVELS:
                # libyaml gives up at a depth of its own, before it tells of the 33rd level.
                return self._read_again()
            from followup_build.source.syntax import syntax_finding  # noqa: PLC0415 - only a fault needs words

            self._give_up(syntax_finding(self.path, self.text, self.first_line, error))
            return None

    def _read_again(self) -> dict[str, Any] | None:
        again = Reading(self.path, self.text, self.first_line, PureParser)
        data = again.read()
        self.findings, self.has_null, self.parser_of = again.findings, again.has_null, PureParser
        return data

    def _give_up(self, fault: Finding) -> None:
        """Report a syntax fault, unless something on its line, which led to it, was reported before."""
        self.findings = [finding for finding in self.findings if finding.rule != "not-a-mapping"]
        if all(finding.location.line != fault.location.line for finding in self.findings):
            self.findings.append(fault)

    def _at(self, mark: Any) -> Location:
        return Location(self.path, line=mark.line + self.first_line, column=mark.column + 1)

    def _report(self, rule: str, mark: Any, message: str, hint: str, *related: Related) -> None:
        self.findings.append(Finding(rule, self._at(mark), message, hint, related))

    def _document(self) -> dict[str, Any] | None:
        self._next()
        event = self._next()
        if isinstance(event, StreamEndEvent):
            self.findings.append(self._empty())
            return None
        if event.version or event.tags:
            self._report(
                "directive", event.start_mark, "records have no % directives", "delete the line that starts with %"
            )
        event = self._next()
        data: dict[str, Any] | None = None
        if type(event) is MappingStartEvent:
            data = self._node(event, 1)
        else:
            self._not_a_mapping(event)
        self._next()
        event = self._next()
        if isinstance(event, DocumentStartEvent):
            self._report(
                "several-documents",
                event.start_mark,
                "a second document starts here",
                "delete the --- line, or move what follows into a file of its own",
            )
        return data

    def _empty(self) -> Finding:
        at = Location(self.path, line=self.first_line, column=1)
        return Finding("empty-file", at, "this file says nothing", "write a record, or delete the file")

    def _not_a_mapping(self, event: Any) -> None:
        if isinstance(event, ScalarEvent) and not event.style and not event.value:
            self.findings.append(self._empty())
        elif (
            isinstance(event, ScalarEvent) and not event.style and ":" in event.value and not event.value.endswith(":")
        ):
            mark: Any = event.start_mark
            self._missing_space(event, self.text[mark.index :].partition("\n")[0].rstrip())
        else:
            what = "a list" if isinstance(event, SequenceStartEvent) else "text"
            self._report(
                "not-a-mapping",
                event.start_mark,
                f"this file is {what}, but a record is made of KEY: VALUE lines",
                "start with the record's first key, for example title: …",
            )
        if not isinstance(event, ScalarEvent):
            self._node(event, 1)

    def _missing_space(self, event: Any, entry: str) -> None:
        key, _, value = entry.partition(":")
        message, hint = missing_space(key, value, entry)
        self._report("missing-space-after-colon", event.start_mark, message, hint)

    def _node(self, event: Any, level: int) -> Any:
        """The value that an event begins; called for every node, so it stays short."""
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        self._count(event)
        if level > MOST_LEVELS:
            self._report(
                "nested-too-deep",
                event.start_mark,
                f"this is nested more than {MOST_LEVELS} levels deep",
                "a record needs three or four; look for brackets that are not closed",
            )
            raise _Stop
        if kind is AliasEvent:
            self._report(
                "alias",
                event.start_mark,
                f"*{event.anchor} stands for something elsewhere; records have no aliases",
                "write the value itself, or put the text in double quotes",
            )
            return ""
        if event.anchor or event.tag:
            self._reject_marks(event)
        if kind is MappingStartEvent:
            return self._mapping(level)
        items = []
        following = self._next
        while type(item := following()) is not SequenceEndEvent:
            items.append(self._node(item, level + 1))
        return items

    def _mapping(self, level: int) -> dict[str, Any]:
        following = self._next
        data: dict[str, Any] = {}
        marks: dict[str, Any] = {}
        while type(key := following()) is not MappingEndEvent:
            if (
                type(key) is not ScalarEvent
                or (not key.style and key.value in ("", "<<", "~"))
                or key.anchor
                or key.tag
            ):
                name = self._odd_key(key, level)
            else:
                name = key.value
                if self._may_have_marked_keys and self._is_marked(key.start_mark):
                    self._report(
                        "key-not-text", key.start_mark, "a ? stands before this key", f"write {name}: and the value"
                    )
            if not name.isascii():
                name = unicodedata.normalize("NFC", name)
            name = intern(name)  # thousands of files have the same keys
            event = following()
            value = self._scalar(event) if type(event) is ScalarEvent else self._node(event, level + 1)
            if name in data:
                self._report(
                    "duplicate-key",
                    key.start_mark,
                    f"{_cut(name)} stands here a second time",
                    "delete one of the two",
                    Related(self._at(marks[name]), f"the first {_cut(name)}"),
                )
            elif name:
                if value is None and ":" in name and event.start_mark.index == event.end_mark.index:
                    self._missing_space(key, name)
                data[name] = value
                marks[name] = key.start_mark
        return data

    def _is_marked(self, mark: Any) -> bool:
        return self.text[mark.index - 2 : mark.index] == "? "

    def _odd_key(self, key: Any, level: int) -> str:
        """The name of a key that is not plain text, once it was reported; empty where its value has to be left out."""
        if type(key) is AliasEvent or type(key) is not ScalarEvent:
            if type(key) is not AliasEvent:
                self._node(key, level + 1)
            self._report(
                "key-not-text",
                key.start_mark,
                "a key is one word of text, not a list or a mapping",
                'put text that starts with { or [ in double quotes, for example "{{ x }}"',
            )
            return ""
        if not key.style and key.value == "<<":
            self._report(
                "merge-key",
                key.start_mark,
                "<< copies another mapping; records have no merge keys",
                "write the keys themselves",
            )
            return ""
        if not key.style and key.value in ("", "~"):
            self._report("key-not-text", key.start_mark, "there is no key before this colon", "write KEY: VALUE")
            return ""
        self._reject_marks(key)
        return str(key.value)

    def _reject_marks(self, event: Any) -> None:
        if event.anchor:
            self._report(
                "anchor",
                event.start_mark,
                f"&{event.anchor} names a place to copy from; records have no anchors",
                f"delete &{event.anchor}, or put the text in double quotes",
            )
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(
                "tag",
                event.start_mark,
                f"{_cut(tag)} gives this value a type; records have no tags",
                "delete the tag, or put the text in double quotes",
            )

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._report("too-many-nodes", event.start_mark, f"this file has more than {MOST_NODES} values", "split it")
            raise _Stop

    def _scalar(self, event: Any) -> str | None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._count(event)
        if event.anchor or event.tag:
            self._reject_marks(event)
        value: str = event.value
        style = event.style
        if not style:
            if value in _NULLS:
                self.has_null = True
                return None
        elif style == '"' and (character := first_hidden(value)) is not None:
            self.findings.append(hidden_character(self._at(event.start_mark), character))
        return value


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return f"'{flat}'" if len(flat) <= _CUT else f"'{flat[: _CUT - 1]}…'"
