"""`followup diff` as text and as Markdown, for a terminal and for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followup_build.diagnostics.terminal import Colour, coloured, line_text
from followup_build.views.comparison import ComparisonView, Said, Section

_SHOWN = 8
"""So many sentences of a section stand open in Markdown; the others are folded up."""
_MOST = 200
"""So many sentences of a section are printed at all; a platform refuses comments that are too long."""
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
    lines = [f"**{_escaped(view.summary)}**"]
    for section in view.sections:
        mark = "⚠️ " if section.is_warning else ""
        lines += ["", f"### {mark}{section.title}", ""]
        lines += _items(section)
    return "\n".join(lines) + "\n"


def _items(section: Section) -> Iterator[str]:
    said = section.said
    shown = said if section.is_warning or len(said) <= _SHOWN + 1 else said[:_SHOWN]
    yield from (_item(one) for one in shown[:_MOST])
    folded = said[len(shown) :][:_MOST]
    if folded:
        yield from ("", f"<details><summary>and {len(said) - len(shown)} more</summary>", "")
        yield from (_item(one) for one in folded)
        yield from ("", "</details>")
    left = len(said) - len(shown[:_MOST]) - len(folded)
    if left:
        yield from ("", f"… and {left} more, which followup diff shows.")


def _item(said: Said) -> str:
    by = f" (adjustment {_code(said.adjustment)})" if said.adjustment else ""
    return f"- {_escaped(said.text)}{by}"


def _code(text: str) -> str:
    return f"`{line_text(text).replace('`', '')}`"


def _escaped(text: str) -> str:
    """Text that Markdown prints as it is; nobody is called by an `@`, and no `#12` leads to an issue."""
    broken = _CALLS.sub("\u200b", line_text(text))
    return _MARK.sub(r"\2\\\1\3", _MARKDOWN.sub(r"\\\1", broken))
