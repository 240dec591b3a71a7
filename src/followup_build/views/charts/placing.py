"""Placing: words on a drawing, each where it covers neither another nor a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from followup_build.views.charts.chart import Role, Text
from followup_build.views.charts.lettering import width_of

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Place = tuple[float, float, str]
"""The x, the y of the line on which the letters stand, and which end of the text stands at x."""
Point = tuple[float, float]
_LINE = 12.0
_GAP = 2.0


def around(x: float, y: float, reach: float) -> Iterator[Place]:
    """The places beside a mark for its label, the best one first."""
    yield x + reach + 4, y + 4, "start"
    yield x, y - reach - 5, "middle"
    yield x, y + reach + 13, "middle"
    yield x - reach - 4, y + 4, "end"
    for across, anchor in ((reach + 2, "start"), (-reach - 2, "end")):
        for down in (-reach - 4, reach + 12, -reach - 14, reach + 22, -reach - 26, reach + 34):
            yield x + across, y + down, anchor


@dataclass(frozen=True, slots=True)
class Placing:
    """The places on a drawing that are taken."""

    width: float
    height: float
    _words: list[_Box] = field(default_factory=list)
    _marks: list[_Box] = field(default_factory=list)
    _lines: list[tuple[Point, Point]] = field(default_factory=list)

    def keep_free(self, x: float, y: float, reach: float = 3) -> None:
        """Put no word over a mark while there is room elsewhere."""
        self._marks.append((x - reach, y - reach, x + reach, y + reach))

    def keep_box_free(self, left: float, top: float, width: float, height: float) -> None:
        """Put no word over a bar while there is room elsewhere."""
        self._marks.append((left, top, left + width, top + height))

    def keep_line_free(self, points: Iterable[Point]) -> None:
        """Put no word over a line while there is room elsewhere."""
        self._lines.extend(pairwise(points))

    def add(self, text: Text) -> Text:
        """Take the place of a text that stands where it has to."""
        self._words.append(_box(width_of(text.text), (text.x, text.y, text.anchor)))
        return text

    def place(self, role: Role, text: str, places: Iterable[Place], *, is_needed: bool = False) -> Text | None:
        """A text at the first place that is free; None where there is none, at the best one where it is needed."""
        width = width_of(text)
        free = best = None
        for place in places:
            box = _box(width, place)
            if self._is_inside(box) and not _meets(box, self._words):
                if not self._covers(box):
                    return self._put(role, text, box, place)
                free = free or (box, place)
            best = best or (box, place)
        chosen = (free or best) if is_needed else None
        return self._put(role, text, *chosen) if chosen is not None else None

    def _put(self, role: Role, text: str, box: _Box, place: Place) -> Text:
        self._words.append(box)
        return Text(role, place[0], place[1], text, place[2])

    def _covers(self, box: _Box) -> bool:
        return _meets(box, self._marks) or any(_crosses(box, *line) for line in self._lines)

    def _is_inside(self, box: _Box) -> bool:
        return box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height


def _box(width: float, place: Place) -> _Box:
    x, y, anchor = place
    left = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
    return left - _GAP, y - _LINE + _GAP, left + width + _GAP, y + _GAP


def _meets(box: _Box, others: Iterable[_Box]) -> bool:
    left, top, right, bottom = box
    return any(left < one[2] and one[0] < right and top < one[3] and one[1] < bottom for one in others)


def _crosses(box: _Box, start: Point, end: Point) -> bool:
    """Whether a straight line touches a box: what is left of it between the sides has some length."""
    left, top, right, bottom = box
    if max(start[0], end[0]) < left or min(start[0], end[0]) > right:
        return False
    if max(start[1], end[1]) < top or min(start[1], end[1]) > bottom:
        return False
    first, last = 0.0, 1.0
    for at, way, low, high in (
        (start[0], end[0] - start[0], left, right),
        (start[1], end[1] - start[1], top, bottom),
    ):
        if way:
            enter, leave = sorted(((low - at) / way, (high - at) / way))
            first, last = max(first, enter), min(last, leave)
    return first <= last
