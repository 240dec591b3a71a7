"""The values that views are made of, as HTML.

In Python and not in a template: a large site prints a million of them, and a macro takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from followup_build.exports.prose import render_inline
from followup_build.views.cells import Aside, Cell, Chip, Day, Line, Link, Moved, Outside, Prose, Row, Table


def print_chip(value: Chip) -> Markup:
    """A status, and beside it that its data is out of date."""
    return Markup(_chip(value))  # noqa: S704 - escaped


def print_cell(value: Cell, root: str) -> Markup:
    """One value; the root is the way from the page to the site's."""
    return Markup(_cell(value, root))  # noqa: S704 - escaped


def print_cells(values: Sequence[Cell], root: str, otherwise: str = "none") -> Markup:
    """Values with commas between them, or the word that stands where there are none."""
    return Markup(_cells(values, root) if values else escape(otherwise))  # noqa: S704 - escaped


def print_table(value: Table, root: str, is_named: bool = False) -> Markup:
    """A table, or its sentence where it is empty; where tables follow one another, that one needs its name as well."""
    if value.rows:
        return Markup(_table(value, root))  # noqa: S704 - escaped
    name = f'<p class="fu-caption">{escape(value.caption)}</p>\n' if is_named else ""
    return Markup(f'{name}<p class="fu-empty" data-search-exclude>{escape(value.empty)}</p>\n')  # noqa: S704 - escaped


_SPECIAL = re.compile("[&<>\"']")


def _escaped(text: str) -> str:
    """Most texts hold nothing to escape, and to see that takes a tenth of the time."""
    return str(escape(text)) if _SPECIAL.search(text) else text


_STALE = ' <span class="fu-chip fu-stale"><span aria-hidden="true">◔</span> out of date</span>'


def _chip(value: Chip) -> str:
    icon, stale = _escaped(value.icon), _STALE if value.is_stale else ""
    return (
        f'<span class="fu-chip fu-{_escaped(value.tone)}"><span aria-hidden="true">{icon}</span> {_escaped(value.word)}'
        f"</span>{stale}"
    )


def _cell(value: Cell, root: str) -> str:
    match value:
        case str():
            return _escaped(value)
        case Link():
            text = _escaped(value.text)
            return f'<a href="{root}{_escaped(value.path)}">{text}</a>' if value.path else text
        case Chip():
            return _chip(value)
        case Line():
            return "".join(_cell(one, root) for one in value.parts)
        case Day():
            return f'<time datetime="{value.iso}">{_escaped(value.text)}</time>'
        case Moved():
            first = f'<span class="fu-part">first <del>{_cell(value.original, root)}</del></span>'
            return f"<ins>{_cell(value.current, root)}</ins> {first}"
        case Prose():
            return render_inline(value.markdown)
        case Aside():
            return f'<span class="fu-aside">{_escaped(value.label)}: {_cells(value.cells, root) or "none"}</span>'
        case Outside():
            return f'<a href="{_escaped(value.address)}" rel="noopener noreferrer">{_escaped(value.text)}</a>'
        case [*parts]:
            return "".join(f'<span class="fu-part">{_cell(one, root)}</span>' for one in parts)
    # What a template does not know complains by itself when it is turned into text.
    raise TypeError(f"{value} is nothing that a cell can hold")


def _cells(values: Iterable[Cell], root: str) -> str:
    return ", ".join(_cell(one, root) for one in values)


def _table(value: Table, root: str) -> str:
    caption, name = _escaped(value.caption), f' data-fu="{_escaped(value.name)}"' if value.name else ""
    classes = [' class="fu-numeric"' if column in value.numeric else "" for column in value.columns]
    heads = (
        f'<th scope="col"{one}>{_escaped(column)}</th>' for column, one in zip(value.columns, classes, strict=True)
    )
    labels = (f' data-label="{_escaped(column)}"' for column in value.columns)
    tags = [f"<td{label}{one}>" for label, one in zip(labels, classes, strict=True)]
    return (
        f'<div class="fu-scroll" role="group" aria-label="{caption}" tabindex="0">\n'
        f'<table class="fu-table" data-search-exclude{name}>\n'
        f"<caption>{caption}</caption>\n"
        f"<thead><tr>{''.join(heads)}</tr></thead>\n"
        f"<tbody>\n{''.join(_row(row, tags, root) for row in value.rows)}</tbody>\n"
        "</table>\n"
        "</div>\n"
    )


def _row(row: Row, tags: Sequence[str], root: str) -> str:
    anchor = f' id="{_escaped(row.anchor)}"' if row.anchor else ""
    first, *others = row.cells
    cells = (f"{tag}{_cell(one, root)}</td>" for tag, one in zip(tags[1:], others, strict=True))
    return f'<tr{anchor}><th scope="row">{_cell(first, root)}</th>{"".join(cells)}</tr>\n'
