"""A record in Markdown as a new file, and a paragraph more in the text of one that is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from followup_build.editing.values import record_text
from followup_build.source.document import parse_document
from followup_build.source.tree import SourceFile

OFFERED = "# To be confirmed: take out the # where a line is true."
"""What stands above the offers of a session's own file."""
_FENCE = "---"
_BOM = b"\xef\xbb\xbf"


def markdown_file(data: Mapping[str, Any], body: str = "", offers: Iterable[str] = ()) -> bytes:
    """A new file: front matter, then Markdown.

    Args:
        data: what the front matter says, as text, and mappings and lists of it.
        body: the Markdown.
        offers: lines below the data, comments or empty, of what somebody may want to say there.
    """
    front = record_text(data) + "".join(f"{line}\n" for line in offers)
    text = f"{body.strip()}\n" if body.strip() else ""
    return f"{_FENCE}\n{front}{_FENCE}\n{text}".encode()


def without_offers(content: bytes, keys: Collection[str]) -> bytes:
    """The bytes of a file without the offers of some keys, which have been answered, and what introduces the last one.

    An offer is a line that `markdown_file` was given, `#key: value`, and its further lines.
    """
    lines = content.split(b"\n")
    kept: list[bytes] = []
    is_of_offer = False
    for line in lines:
        is_of_offer = any(line.startswith(f"#{key}:".encode()) for key in keys) or (
            is_of_offer and line.startswith(b"#  ")
        )
        if not is_of_offer:
            kept.append(line)
    introduced = [number for number, line in enumerate(kept) if line.rstrip() == OFFERED.encode()]
    for number in introduced:
        if len(kept) < len(lines) and not kept[number + 1 : number + 2][0].startswith(b"#"):
            del kept[number]
    return b"\n".join(kept)


def with_paragraph(file: SourceFile, paragraph: str) -> bytes:
    """The bytes of a file with a paragraph above the Markdown that it has; all else stays, line ends included.

    Args:
        file: a file that can be read.
        paragraph: Markdown, its lines ended by LF.
    """
    document, _ = parse_document(file)
    if document is None or not document.body_line:
        raise ValueError(f"{file.path} has no text")
    mark = _BOM if file.content.startswith(_BOM) else b""
    lines = file.content.removeprefix(_BOM).decode("utf-8").split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    above, below = lines[: document.body_line - 1], lines[document.body_line - 1 :]
    if not above[-1].endswith(end):
        above[-1] += end
    added = [f"{line}{end}" for line in paragraph.strip("\n").split("\n")]
    if any(line.strip() for line in below):
        added.append(end)
    return mark + "\n".join([*above, *added, *(below or [""])]).encode()
