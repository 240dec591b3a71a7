"""Trees whose records are typed in any style, and what a command may change of their bytes."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from record_texts import Draw, styled
from written_tree import TREE

from followup_build.cli import run
from followup_build.editing.scalars import write_scalar
from followup_build.source.document import parse_document
from followup_build.source.tree import SourceFile

BOM = b"\xef\xbb\xbf"
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
  sales: {name: Sales, head: c.botha, approvers: [z.khumalo]}
"""
FRONT = "---\ntitle: TITLE\nMORE---\nWords, and:  \n\n- a list  \n"
PLAIN = {
    **TREE,
    "records/organisation.yml": ORGANISATION,
    "records/actions/2026/do-it.yml": (
        "title: Do it\nowner: n.dlamini\ndue: 2026-06-20\nfollow_up: 2026-07-15\n"
        "department: finance\nsession: 2026-q1-review\n"
    ),
    "records/practices/reconcile-weekly.md": FRONT.replace("TITLE", "Reconcile").replace(
        "MORE", "from: finance\nsince: 2026-04-15\n"
    ),
    "records/feedback/reports.md": FRONT.replace("TITLE", "Reports").replace("MORE", "date: 2026-04-16\n"),
}
"""Where one record is typed in any style, the others stand like this."""


@st.composite
def typed(draw: Draw, path: str, data: dict[str, Any]) -> bytes:
    """The bytes of a record as somebody may have typed it."""
    text = styled(draw, data)
    if path.endswith(".md"):
        body = draw(
            st.sampled_from(["", "Words: not YAML\n\n- [ ] a list  \n", "---\n\nAfter a rule", "```\n---\n```\n"])
        )
        text = f"---\n{text}{'' if text.endswith(chr(10)) else chr(10)}---\n{body}"
        text = text if body or draw(st.booleans()) else text.removesuffix("\n")
    end: bytes = draw(st.sampled_from([b"\n", b"\n", b"\r\n"]))
    mark: bytes = draw(st.sampled_from([b"", b"", BOM]))
    return mark + text.encode().replace(b"\n", end)


class Tree:
    """A folder of records that is put back as it was before each try."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._plain = self.files()

    def write(self, path: str, content: bytes) -> dict[str, bytes]:
        """Put everything in its place, one record with these bytes; gives all files."""
        wanted = {**self._plain, path: content}
        now = self.files()
        for name in now.keys() - wanted.keys():
            (self.root / name).unlink()
        for name, each in wanted.items():
            if now.get(name) != each:
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                (self.root / name).write_bytes(each)
        return wanted

    def files(self) -> dict[str, bytes]:
        """All files below records/, left-overs too."""
        found = (path for path in (self.root / "records").rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


def told(arguments: tuple[str, ...]) -> tuple[int, str]:
    """The exit status of a command, and all that it said."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(list(arguments))
    said = b""
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        said += stream.buffer.getvalue()
    return status, said.decode()


def data_of(path: str, content: bytes) -> dict[str, Any]:
    document, _ = parse_document(SourceFile(path, content))
    assert document is not None
    return document.data


def body_of(path: str, content: bytes) -> str:
    """The Markdown below the front matter; none in YAML."""
    document, _ = parse_document(SourceFile(path, content))
    assert document is not None
    return document.body


def orders(data: Any, route: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], list[str]]]:
    """The order of keys of every mapping."""
    if isinstance(data, dict):
        yield route, list(data)
        for key, value in data.items():
            yield from orders(value, (*route, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from orders(value, (*route, number))


def hold_to_the_change(path: str, before: bytes, after: bytes) -> None:
    """Nothing of a file is gone but single values, and what stays has its order, its line ends and its comments."""
    assert after.startswith(BOM) is before.startswith(BOM)
    assert (after.count(b"\r\n") == after.count(b"\n")) if b"\r\n" in before else b"\r" not in after
    old, new = data_of(path, before), data_of(path, after)
    new_orders = dict(orders(new))
    for route, keys in orders(old):
        kept = [key for key in new_orders.get(route, []) if key in keys]
        assert kept == keys or route not in new_orders
    values = (b"null", b"~", *_replaced(old, new))
    lines, others = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        removed, added = b"".join(lines[a:b]), b"".join(others[c:d])
        if tag == "replace":
            assert _is_kept(removed, added, values), (removed, added)
        elif tag == "delete":
            raise AssertionError(removed)
    assert len(others) - len(lines) <= _MOST_LINES
    rest = iter(comments_of(after))
    assert all(one in rest for one in comments_of(before))


def comments_of(content: bytes) -> list[bytes]:
    """The comments that have a line of their own, and the headings in Markdown."""
    return re.findall(rb"(?m)^ *(#.*?) *\r?$", content.removeprefix(BOM))


_MOST_LINES = 15
"""So many lines are the longest thing that a command adds, the holidays of a year."""


def _replaced(old: Any, new: Any) -> Iterator[bytes]:
    """The scalars that have another value now, as they may be typed."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            yield from _replaced(value, new.get(key))
    elif isinstance(old, str) and old != new:
        yield from {write_scalar(old, in_flow=True, quote=quote).encode() for quote in ("", "'", '"')}
        yield old.encode()


def _is_kept(removed: bytes, added: bytes, values: tuple[bytes, ...]) -> bool:
    """Whether all of a text is in another but for some of the values, each once."""
    if _is_within(removed, added):
        return True
    return any(
        _is_kept(removed[: match.start()] + removed[match.end() :], added, values[number + 1 :])
        for number, value in enumerate(values)
        for match in re.finditer(re.escape(value), removed)
    )


def _is_within(short: bytes, long: bytes) -> bool:
    """Whether a text can be made by leaving something out of another, and nothing else."""
    rest = iter(long)
    return all(one in rest for one in short)
