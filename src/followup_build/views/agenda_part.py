"""What an agenda is made of: parts, each with a heading, a sentence, and tables."""

from __future__ import annotations

from dataclasses import dataclass

from followup_build.views.cells import Cell, Table
from followup_build.views.timing import Timing

_UNTIMED = Timing()


@dataclass(frozen=True, slots=True)
class AgendaBlock:
    """A table of the agenda, and below it what needs no words."""

    table: Table
    steady: tuple[Cell, ...] = ()
    """What stands well, and needs no words."""
    steady_word: str = "As before, and well"
    unchanged: int = 0
    """So many rows at the end of the table stand where they stood at the last session."""
    is_overview: bool = False
    """Whether a row of the table is about a whole department."""


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """One part of the agenda: a heading, what waits there in a sentence, and its tables."""

    anchor: str
    title: str
    summary: str
    blocks: tuple[AgendaBlock, ...]
    is_full: bool = True
    """Whether there is anything to talk about."""
    timing: Timing = _UNTIMED
    lines: tuple[Cell, ...] = ()
    """What is told in sentences, before the tables."""


def blocks_of(*tables: Table) -> tuple[AgendaBlock, ...]:
    """Tables with nothing below them."""
    return tuple(AgendaBlock(table) for table in tables)
