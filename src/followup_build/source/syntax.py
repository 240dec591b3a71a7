"""Syntax faults in plain words: what a person most likely meant, and what to type instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yaml.error import MarkedYAMLError, YAMLError

from followup_build.source.characters import LEFT_CONFLICT
from followup_build.source.constructs import Fault, missing_space
from followup_build.source.quoting import cut, entry_of, quote_value, unquoted, written

_KEY = re.compile(r"[ ]*(?:- +)*[^\s:#'\"\[\]{},]+:(?: |$)")
_ESCAPE_WORDS = ("escape", "hexadecimal", "hexdecimal")
_PROPERTY_WORDS = ("anchor", "alias", "a tag", "tag handle")
_SAME_SPACES = "give the keys of one level the same number of spaces"
_LONGEST_KEY = 1024


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Where the parser gave up, in which words, and where what it was reading had begun."""

    text: str
    lines: list[str]
    line: int
    column: int
    start_line: int
    start_column: int
    problem: str
    context: str

    @property
    def here(self) -> str:
        """The line on which the parser gave up."""
        return self.lines[self.line]

    @property
    def rest(self) -> str:
        """What stands there."""
        return self.here[self.column :]

    @property
    def before(self) -> str:
        """What stands before it on its line."""
        return self.here[: self.column].rstrip()

    @property
    def start(self) -> str:
        """The line on which it had begun."""
        return self.lines[self.start_line]

    @property
    def sign(self) -> str:
        """The character with which it had begun."""
        return self.start[self.start_column : self.start_column + 1]

    def fault(self, rule: str, message: str, hint: str, *, line: int | None = None, column: int | None = None) -> Fault:
        """A fault on a line (else here) at a column (else where the parser gave up, or where the line's text starts)."""
        row = self.line if line is None else line
        if column is None:
            column = self.column if line is None else _indent(self.lines[row])
        index = sum(len(above) + 1 for above in self.lines[:row]) + column
        return Fault(rule, index, message, hint)

    def fault_at_start(self, rule: str, message: str, hint: str) -> Fault:
        """A fault where the parser had begun."""
        return self.fault(rule, message, hint, line=self.start_line, column=self.start_column)


def syntax_fault(text: str, error: YAMLError) -> Fault:
    """The fault behind a parser's error, where the mistake was made and not where the parser gave up."""
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    if not isinstance(error, MarkedYAMLError) or mark is None:
        return Fault("yaml-syntax", 0, "this file cannot be read", "compare it with a record of the same kind")
    start = error.context_mark or mark
    lines = text.split("\n")
    last = len(lines) - 1
    trouble = _Trouble(
        text,
        lines,
        min(mark.line, last),
        mark.column,
        min(start.line, last),
        start.column,
        str(error.problem),
        str(error.context),
    )
    for words, explain in _EXPLANATIONS:
        if any(word in trouble.problem or word in trouble.context for word in words):
            return explain(trouble)
    return _anything(trouble)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _odd_beginning(at: _Trouble) -> Fault:
    return at.fault("needs-quotes", f"a text cannot begin with {at.rest[:1]}", quote_value(at.here))


def _escape(at: _Trouble) -> Fault:
    column = at.here.rfind("\\", 0, at.column + 1)
    lead, value, _ = entry_of(at.start)
    hint = (
        f"write it in single quotes: {lead}'{value[1:-1]}'"
        if at.line == at.start_line and value[-1:] == '"'
        else "use single quotes"
    )
    message = f"{cut(at.here[column : column + 2])} is no escape, and a backslash in double quotes begins one"
    return at.fault("needs-quotes", message, hint, column=max(column, 0))


def _unclosed_quote(at: _Trouble) -> Fault:
    lead, value, column = entry_of(at.start)
    is_whole = column == at.start_column
    hint = written(lead, value[1:]) if is_whole else f"write {at.sign} at the end of the text"
    return at.fault_at_start("unclosed-quote", f"this {at.sign} is not closed", hint)


def _in_brackets(at: _Trouble) -> Fault:
    """Between brackets stands something that no comma leads to."""
    is_later = at.line > at.start_line
    closer = "}" if at.sign == "{" else "]"
    at_end = not at.rest.strip()
    if at.rest.startswith(":") and not (is_later and _KEY.match(at.here) and _indent(at.here) <= _indent(at.start)):
        return _colon_in_brackets(at)
    if not is_later and not at_end and at.rest[0] not in "]}" and at.before[-1:] in ("'", '"', "]", "}"):
        message = f"text goes on after the closing {at.before[-1]}"
        return at.fault("needs-quotes", message, "write a comma before it, or put the whole text in quotes")
    return at.fault_at_start(
        "unclosed-bracket",
        f"this {at.sign} is not closed",
        f"write {closer} at its end, and a comma between two entries",
    )


def _colon_in_brackets(at: _Trouble) -> Fault:
    left = max(at.before.rfind(sign) for sign in ",{[") + 1
    ends = [end for sign in ",}]" if (end := at.here.find(sign, at.column)) != -1]
    entry = at.here[left : min(ends, default=len(at.here))].strip()
    key, sign, value = entry.partition(": ")
    if not sign or len(at.before) < left + len(key):
        key, value = "", entry
    column = at.here.find(value, left)
    lead = f"{key}: " if key else ""
    return at.fault(
        "needs-quotes",
        f"{cut(value)} contains a colon, so it needs quotes",
        written(lead, unquoted(value)),
        column=column,
    )


def _flow_node(at: _Trouble) -> Fault:
    """Between brackets stands nothing, where an entry was expected."""
    if at.rest.startswith(","):
        return at.fault(
            "yaml-syntax", "nothing stands before this comma", "delete the comma, or write what belongs there"
        )
    if at.rest.startswith("-"):
        return at.fault(
            "yaml-syntax",
            "a dash cannot begin an entry in brackets",
            "write a comma between two entries, and no dashes",
        )
    opened = max(at.text.rfind("{"), at.text.rfind("["))
    message = f"this {at.text[opened]} is not closed"
    return Fault("unclosed-bracket", opened, message, "close it, and write a comma between two entries")


def _colon(at: _Trouble) -> Fault:
    """A colon where none can be: in a value, or on a line that is indented without need."""
    lead, value, column = entry_of(at.here)
    if lead.rstrip().endswith(":") and column <= at.column:
        return at.fault(
            "needs-quotes",
            f"{cut(value)} contains a colon, so it needs quotes",
            written(lead, unquoted(value)),
            column=column,
        )
    above = at.line - 1
    while above > 0 and (not at.lines[above].strip() or at.lines[above].lstrip().startswith("#")):
        above -= 1
    if above < 0:
        return at.fault("yaml-syntax", "there is no key before this colon", "write KEY: VALUE")
    if ":" not in at.lines[above]:
        return _no_colon(at, above)
    hint = f"{_SAME_SPACES}; a text that goes on here needs quotes"
    return at.fault(
        "bad-indentation", "this line is indented below a line that already has a value", hint, line=at.line
    )


def _no_colon(at: _Trouble, line: int) -> Fault:
    this = at.lines[line]
    index = sum(len(above) + 1 for above in at.lines[:line]) + _indent(this)
    if fault := missing_space(this, index):
        return fault
    if this.strip() == "=======":
        # Elsewhere this line may underline a heading.
        return at.fault("conflict-marker", *LEFT_CONFLICT, line=line)
    if len(this) > _LONGEST_KEY and ": " in this:
        return at.fault(
            "yaml-syntax", f"this key is longer than {_LONGEST_KEY:,} characters", "write a short key", line=line
        )
    message = f"{cut(this)} has no colon, so it is neither a key nor a value"
    return at.fault(
        "yaml-syntax", message, "write KEY: VALUE; or indent it, if it goes on from the line above", line=line
    )


def _simple_key(at: _Trouble) -> Fault:
    return _no_colon(at, at.start_line)


def _dash(at: _Trouble) -> Fault:
    return at.fault(
        "yaml-syntax", "a list cannot start on the line of its key", "write each - on a line of its own, below the key"
    )


def _block_header(at: _Trouble) -> Fault:
    return at.fault_at_start("needs-quotes", f"a text cannot begin with {at.sign}", quote_value(at.start))


def _property(at: _Trouble) -> Fault:
    if "tag handle" in at.problem:
        return at.fault(
            "tag",
            f"{cut(at.rest.split(' ')[0])} is a tag of YAML; records have none",
            f"delete it, or if it is text, {quote_value(at.here)}",
        )
    return at.fault_at_start("needs-quotes", f"a text cannot begin with {at.sign}", quote_value(at.start))


def _question(at: _Trouble) -> Fault:
    return at.fault("needs-quotes", "a text cannot begin with ?", quote_value(at.here))


def _directive(at: _Trouble) -> Fault:
    if not any(line.startswith("---") for line in at.lines[at.start_line :]):
        return at.fault(
            "needs-quotes", "a line cannot begin with %", "put what begins with % in double quotes", line=at.start_line
        )
    message = f"{cut(at.start)} is a directive of YAML; records have none"
    return at.fault("directive", message, "delete this line", line=at.start_line)


def _after_the_end(at: _Trouble) -> Fault:
    if at.before:
        return _text_goes_on(at)
    if at.rest.startswith("%"):
        return _directive(at)
    above = "\n".join(at.lines[: at.line])
    if re.search(r"^\.\.\.", above, re.MULTILINE):
        return at.fault(
            "several-documents", "text stands after the end of the document", "delete the line ... above it"
        )
    return at.fault("bad-indentation", "this line does not belong to what stands above it", _SAME_SPACES)


def _text_goes_on(at: _Trouble) -> Fault:
    """Behind a closing quote or bracket stands more."""
    sign = at.before[-1]
    if at.rest[:1] in ("]", "}"):
        return at.fault(
            "yaml-syntax", f"this {at.rest[0]} closes nothing", f"delete it; or if it is text, {quote_value(at.here)}"
        )
    if sign in "'\"" and (opened := _open_quote(at, sign)) is not None:
        lead, value, column = entry_of(at.lines[opened])
        return at.fault(
            "unclosed-quote", f"this {sign} is not closed", written(lead, value[1:]), line=opened, column=column
        )
    return at.fault("needs-quotes", f"text goes on after the closing {sign}", quote_value(at.here))


def _open_quote(at: _Trouble, sign: str) -> int | None:
    """The line above on which a quote was opened and not closed, if this line's first quote closed it."""
    if at.before.count(sign) != 1 or entry_of(at.here)[1].startswith(sign) is False and _KEY.match(at.here) is None:
        return None
    for line in range(at.line - 1, -1, -1):
        value = entry_of(at.lines[line])[1]
        if value.startswith(sign):
            return line if value.count(sign) == 1 else None
    return None


def _block_end(at: _Trouble) -> Fault:
    """A line, or the rest of one, that belongs to nothing above it."""
    if at.before and at.before[-1] in "'\"]}":
        return _text_goes_on(at)
    if at.rest.startswith(":"):
        return at.fault("key-not-text", "there is no key before this colon", "write KEY: VALUE", line=at.line)
    if at.rest[:1] in ("]", "}", ","):
        return at.fault("needs-quotes", f"a text cannot begin with {at.rest[0]}", quote_value(at.here))
    if at.rest.startswith("- ") or at.rest == "-":
        hint = "write the list below a key of its own, or put the value above into the list"
        return at.fault(
            "bad-indentation", "a list starts here, but the lines above are keys or have a value", hint, line=at.line
        )
    message = "this line is not indented like the lines it belongs to"
    return at.fault("bad-indentation", message, _SAME_SPACES, line=at.line)


def _anything(at: _Trouble) -> Fault:
    return at.fault(
        "yaml-syntax",
        "this cannot be read here",
        "put the text in double quotes, or compare it with a record of the same kind",
    )


# In this order: the first whose words stand in the parser's own, which differ a little between the two.
_EXPLANATIONS = (
    (("cannot start any token",), _odd_beginning),
    (_ESCAPE_WORDS, _escape),
    (("quoted scalar",), _unclosed_quote),
    (("flow sequence", "flow mapping"), _in_brackets),
    (("flow node",), _flow_node),
    (("mapping values",), _colon),
    (("expected ':'",), _simple_key),
    (("sequence entries",), _dash),
    (("mapping keys",), _question),
    (("block scalar",), _block_header),
    (("directive", "YAML document"), _directive),
    (_PROPERTY_WORDS, _property),
    (("document start",), _after_the_end),
    (("node content", "block end", "expected key", "'-' indicator"), _block_end),
)
