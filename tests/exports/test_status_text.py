from __future__ import annotations

from datetime import date

import pytest

from followup_build.diagnostics.terminal import width_of
from followup_build.exports.status_text import status_text
from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus, MilestoneFigures

DAY = date(2026, 6, 30)


def item(
    title: str, status: Status = Status.OFF_TRACK, reason: str = "Due 30 June 2026, five days overdue."
) -> ItemStatus:
    figures = MilestoneFigures(DAY, DAY)
    return ItemStatus("milestone", "p/m", title, status, False, "t.mokoena", "finance", (reason,), figures)


def lines(*items: ItemStatus, width: int, is_coloured: bool = False) -> list[str]:
    return status_text([("finance", items)], width=width, is_coloured=is_coloured).splitlines()


@pytest.mark.parametrize("width", [40, 60, 79, 80, 99, 100, 200])
@pytest.mark.parametrize("title", ["漢字" * 30, "e\u0301" * 90, "Royal portal live", "\U0001f680 " * 40])
def test_no_line_is_wider_than_the_terminal(title: str, width: int) -> None:
    assert max(width_of(line) for line in lines(item(title), width=width)) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_wide_characters_and_combining_marks_keep_the_columns(width: int) -> None:
    titles = ["Portal live", "漢字 portal", "Cafe\u0301 portal", "漢字" * 30, "Portal " * 20]
    rows = lines(*map(item, titles), width=width)[1:]
    assert len({width_of(row[: row.index("✖")]) for row in rows}) == 1
    assert len({width_of(row[: row.index("Due")]) for row in rows}) == 1


def test_in_a_narrow_terminal_the_title_keeps_its_room_and_the_reason_its_own_line() -> None:
    title = "Every publisher receives"
    assert lines(item(title), width=60)[1:] == [
        f"      {title}                 ✖ off track",
        "        Due 30 June 2026, five days overdue.",
    ]
    assert all(title in "\n".join(lines(item(title), width=width)) for width in (48, 80, 100))


def test_colours_change_nothing_else() -> None:
    rows = [item("Portal live", status) for status in Status]
    plain, with_colours = lines(*rows, width=110), lines(*rows, width=110, is_coloured=True)
    assert "\x1b[31m✖ off track\x1b[0m" in "\n".join(with_colours)
    stripped = "\n".join(with_colours)
    for code in ("\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"):
        assert code in stripped
        stripped = stripped.replace(code, "")
    assert stripped.splitlines() == plain


@pytest.mark.parametrize("where", ["title", "reason"])
def test_words_of_a_record_cannot_steer_a_terminal(where: str) -> None:
    hostile = "Royal\x1b[31mty \u202e\x1b]0;pwn\x07 a\nb"
    made = item(hostile) if where == "title" else item("x", reason=hostile)
    text = "\n".join(lines(made, width=300))
    assert "Royal\\u001b[31mty \\u202e\\u001b]0;pwn\\u0007 a b" in text
    assert not set(text) & set("\x1b\x07\u202e")
