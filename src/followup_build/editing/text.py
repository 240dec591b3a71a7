"""One file edited: its bytes before and after, with everything else in it as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel

from followup_build.diagnostics.finding import Finding
from followup_build.editing.edits import Append, Edit, applied, route_text
from followup_build.editing.fault import EditFault, UneditableError
from followup_build.editing.order import key_before
from followup_build.editing.splices import Splice, Splicer
from followup_build.editing.values import entry_lines, item_lines
from followup_build.load.schema import value_at
from followup_build.source.document import Document, parse_document
from followup_build.source.tree import SourceFile

_BOM = b"\xef\xbb\xbf"
_HARMLESS = frozenset(("text-cut-by-comment", "bidi-character", "control-character", "tab", "conflict-marker"))
"""Faults of a file's text that leave no doubt about what it says."""


def edit_file(file: SourceFile, model: type[BaseModel], edits: Iterable[Edit]) -> bytes:
    """The bytes of a file after some edits, one after another; what already is as it should be stays.

    Args:
        file: what was read.
        model: the class of its record, which gives the order of keys.
        edits: what is asked for, its values as text, mappings and lists.

    Raises:
        UneditableError: the file is written in a style that cannot be edited safely; the message has the edit to make.
        EditFault: the text did not come out as it should have.
    """
    for edit in edits:
        file = SourceFile(file.path, _edited(file, model, edit))
    return file.content


def _edited(file: SourceFile, model: type[BaseModel], edit: Edit) -> bytes:
    document, before = parse_document(file)
    if document is None:
        fault = before[0] if before else None
        where = f"line {fault.location.line}: {fault.message}" if fault else "it cannot be read"
        raise UneditableError(_by_hand(file.path, where, edit))
    doubt = next((one for one in before if one.rule not in _HARMLESS), None)
    if doubt is not None:
        raise UneditableError(_by_hand(file.path, f"line {doubt.location.line}: {doubt.message}", edit))
    data = document.data
    if not isinstance(edit, Append) and value_at(data, edit.route) == edit.value:
        return file.content
    try:
        expected = applied(data, edit)
        splicer = Splicer(
            document.text,
            document.read_nodes(),
            lambda route, key, present: key_before(model, data, route, key, present),
        )
        splice = splicer.splice(edit)
    except UneditableError as error:
        raise UneditableError(_by_hand(file.path, str(error), edit)) from None
    content = _spliced(file.content, document.text, splice)
    after, found = parse_document(SourceFile(file.path, content))
    if after is None or _differs(document, after, expected) or _new(before, found):
        raise EditFault(f"the edit of {route_text(edit.route)} in {file.path} did not come out right; nothing written")
    return content


def _differs(document: Document, after: Document, expected: object) -> bool:
    """Whether anything else changed than what was asked for, the order of keys included."""
    return after.data != expected or after.body != document.body or _orders_differ(document.data, after.data)


def _orders_differ(before: object, after: object) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        kept = [key for key in after if key in before]
        return kept != list(before) or any(_orders_differ(value, after[key]) for key, value in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return any(_orders_differ(one, other) for one, other in zip(before, after, strict=False))
    return False


def _new(before: Iterable[Finding], after: Iterable[Finding]) -> bool:
    return bool(Counter(one.rule for one in after) - Counter(one.rule for one in before))


def _spliced(content: bytes, text: str, splice: Splice) -> bytes:
    """The file with a splice of its text made, in the line ends that it has, and with its BOM."""
    mark = _BOM if content.startswith(_BOM) else b""
    written = content.removeprefix(_BOM).decode("utf-8")
    start, end = _written_index(written, text, splice.start), _written_index(written, text, splice.end)
    added = splice.text
    first = written.find("\n")
    if first > 0 and written[first - 1] == "\r":
        added = added.replace("\n", "\r\n")
    return mark + (written[:start] + added + written[end:]).encode()


def _written_index(written: str, text: str, index: int) -> int:
    """The index in the file's own text of an index into the text with LF line ends."""
    at = 0
    breaks = text.count("\n", 0, index)
    for _ in range(breaks):
        at = written.index("\n", at) + 1
    return at + index - (text.rfind("\n", 0, index) + 1)


def _by_hand(path: str, reason: str, edit: Edit) -> str:
    lines = "\n".join(f"    {line}" for line in _lines(edit))
    above = f" below {route_text(edit.route[:-1])}" if len(edit.route) > 1 else ""
    what = f"add this item to {route_text(edit.route)}" if isinstance(edit, Append) else f"write this{above}"
    return f"{path} cannot be edited safely ({reason}); {what} by hand:\n{lines}"


def _lines(edit: Edit) -> Iterator[str]:
    if isinstance(edit, Append):
        yield from item_lines(edit.item, 0)
    else:
        yield from entry_lines(str(edit.route[-1]), edit.value, 0)


def diff_lines(path: str, before: bytes | None, after: bytes) -> Sequence[str]:
    """The unified diff of a file, without line ends; a new file comes from /dev/null."""
    from difflib import unified_diff  # noqa: PLC0415 - only what writes needs it

    old, new = (
        [] if content is None else content.removeprefix(_BOM).decode("utf-8", "replace").split("\n")
        for content in (before, after)
    )
    old, new = (lines[:-1] if lines and lines[-1] == "" else lines for lines in (old, new))
    source = "/dev/null" if before is None else f"a/{path}"
    return [line.rstrip("\r\n") for line in unified_diff(old, new, source, f"b/{path}", lineterm="")]
