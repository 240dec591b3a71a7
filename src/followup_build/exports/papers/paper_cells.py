"""The values of papers as HTML for mail programs: small, since some cut a mail at 100 KB, and nothing is fetched."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from followup_build.exports.prose import render_inline
from followup_build.views.cells import Aside, Cell, Chip, Day, Line, Link, Moved, Outside, Prose

_TONES = {
    "on-track": "good",
    "achieved": "good",
    "at-risk": "warn",
    "off-track": "bad",
    "missed": "bad",
    "not-started": "info",
}
_COLOURS = {"good": "#1b6e35", "warn": "#8a4f00", "bad": "#b3261e", "info": "#1f5fa8", "plain": "#4a5058"}
"""The theme's, which stand on the elements as well, for programs that drop style sheets."""
_FILLS = {
    "achieved": "#1b6e35",
    "on-track": "#5fa975",
    "not-started": "#86aedb",
    "at-risk": "#d9921f",
    "off-track": "#c0392f",
    "missed": "#7d1a15",
    "no-data": "#b9bfc8",
}
"""Of bars; the words beside them say the same."""
_LONG = re.compile(r"[^\s\0]{40}(?=\S)")
"""No word of a language is so long."""
_OTHER_FILL = "#8b929c"


def tone_of(tone: str) -> str:
    """Good, warn, bad, info or plain: the five colours of words."""
    return _TONES.get(tone, "plain")


def fill_of(tone: str) -> str:
    """The colour of a bar's part."""
    return _FILLS.get(tone, _OTHER_FILL)


def colour_of(tone: str) -> str:
    """The colour of words on white."""
    return _COLOURS[tone_of(tone)]


def mail_cell(cell: Cell, site: str) -> Markup:
    """One value; names lead to the site where it has an address."""
    return Markup(_cell(cell, site))  # noqa: S704 - escaped


def mail_chip(chip: Chip) -> Markup:
    """A status as an icon and a word in a frame."""
    return Markup(_chip(chip))  # noqa: S704 - escaped


def _words(text: str) -> str:
    """Words as they are; a very long one may break on paper as well."""
    return "<wbr>".join(str(escape(piece)) for piece in _LONG.sub(r"\g<0>\0", text).split("\0"))


def _chip(chip: Chip) -> str:
    tone = tone_of(chip.tone)
    printed = (
        f'<strong class="chip c-{tone}" style="color:{_COLOURS[tone]}">'
        f'<span aria-hidden="true">{escape(chip.icon)}</span>&nbsp;{escape(chip.word)}</strong>'
    )
    return f'{printed} <span class="dim stale">out of date</span>' if chip.is_stale else printed


def _cell(cell: Cell, site: str) -> str:
    match cell:
        case str():
            return _words(cell)
        case Link():
            return _link(cell.text, f"{site}{cell.path}") if site and cell.path else _words(cell.text)
        case Outside():
            return _link(cell.text, cell.address)
        case Chip():
            return _chip(cell)
        case Day():
            return f'<span class="day">{escape(cell.text)}</span>'
        case Moved():
            first = f'<span class="dim">(first {_cell(cell.original, site)})</span>'
            return f"{_cell(cell.current, site)} {first}"
        case Prose():
            return render_inline(cell.markdown)
        case Line():
            return "".join(_cell(one, site) for one in cell.parts)
        case Aside():
            return f"{escape(cell.label)}: {', '.join(_cell(one, site) for one in cell.cells) or 'none'}"
        case [*parts]:
            return "<br>".join(_cell(one, site) for one in parts)
    raise TypeError(f"{cell} is nothing that a cell can hold")


def _link(text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{_words(text)}</a>'
