"""`followup diff` as text and as Markdown, for a terminal and for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followup_build.diagnostics.terminal import Colour, coloured, cut, line_text
from followup_build.views.comparison import ComparisonView, Said, Section

_SHOWN = 8
"""So many sentences of a section stand open in Markdown; the others are folded up."""
_MOST = (200, 100, 50, 25, 8, 2)
"""So many sentences of a section are printed at all, fewer where the whole would be too long."""
_LONGEST = 60_000
"""Characters of a comment; platforms refuse longer ones."""
_LONGEST_SENTENCE = 400
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&$])")
_CALLS = re.compile(r"(?:(?<=[@#!~$&%])(?=[\w\"])|(?<=://)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d))", re.IGNORECASE)
"""Where platforms begin to read a mention, an issue, a link: `@team`, `#12`, `!12`, `GH-12`, `www.`, `https://`."""
_MARK = re.compile(r"^(?:([-=])|(\d+)([.)]))")
"""What would begin a list or a line at the start of an item."""


def diff_text(view: ComparisonView, *, is_coloured: bool = False) -> str:
    """Sections with a heading each, one sentence a line."""
    lines = [view.summary]
    for section in view.sections:
        heading = f"! {section.title}" if section.is_warning else section.title
        colour = Colour.RED if section.is_warning and is_coloured else None
        lines += ["", coloured(heading, colour), *(f"  {_plain(one)}" for one in section.said)]
    return "\n".join(lines) + "\n"


def _plain(said: Said) -> str:
    by = f" [{said.adjustment}]" if said.adjustment else ""
    return line_text(f"{said.text}{by}")


def diff_markdown(view: ComparisonView) -> str:
    """The same for a comment on a pull request; what a record says is text there and nothing else."""
    texts = (_markdown(view, most) for most in _MOST)
    return next((text for text in texts if len(text) <= _LONGEST), None) or _markdown(view, _MOST[-1])


def _markdown(view: ComparisonView, most: int) -> str:
    lines = [f"**{_escaped(view.summary)}**"]
    for section in view.sections:
        mark = "⚠️ " if section.is_warning else ""
        lines += ["", f"### {mark}{section.title}", ""]
        lines += _items(section, most)
    return "\n".join(lines) + "\n"


def _items(section: Section, most: int) -> Iterator[str]:
    said = section.said[:most]
    shown = said if section.is_warning or len(said) <= _SHOWN + 1 else said[:_SHOWN]
    yield from (_item(one) for one in shown)
    folded = said[len(shown) :]
    if folded:
        yield from ("", f"<details><summary>and {len(folded)} more</summary>", "")
        yield from (_item(one) for one in folded)
        yield from ("", "</details>")
    left = len(section.said) - len(said)
    if left:
        yield from ("", f"… and {left} more, which `followup diff` shows.")


def _item(said: Said) -> str:
    by = f" (adjustment {_code(said.adjustment)})" if said.adjustment else ""
    return f"- {_escaped(cut(line_text(said.text), _LONGEST_SENTENCE))}{by}"


def _code(text: str) -> str:
    return f"`{line_text(text).replace('`', '')}`"


def _escaped(text: str) -> str:
    """Text that Markdown prints as it is; nobody is called by an `@`, and no `#12` leads to an issue."""
    broken = _CALLS.sub("\u200b", line_text(text))
    return _MARK.sub(r"\2\\\1\3", _MARKDOWN.sub(r"\\\1", broken))
