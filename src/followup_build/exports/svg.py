"""Charts as SVG: the same picture on the site, in mail, on paper, with no script and no request.

Colours stand as presentation attributes, so that the picture stays right outside the site; the site's stylesheet sets
its own over them, which follow the colour scheme. See https://www.w3.org/TR/SVG2/ and, for the text alternative,
https://www.w3.org/TR/svg-aam-1.0/.
"""

from __future__ import annotations

from html import escape

from followup_build.views.charts.chart import Area, Bar, Chart, Dot, Drawing, Key, Mark, Path, Role, Shape, Text

_BLUE, _GREEN, _AMBER, _RED, _GREY, _INK = "#1f5fa8", "#1b6e35", "#8a4f00", "#b3261e", "#4a5058", "#22262c"
_STROKES = {
    Role.VALUE: (_BLUE, 'stroke-width="2.5" stroke-linejoin="round"'),
    Role.EXPECTED: (_GREY, 'stroke-width="1.5" stroke-dasharray="6 4"'),
    Role.FORECAST: (_BLUE, 'stroke-width="1.5" stroke-dasharray="2 4"'),
    Role.SINGLE: ("#9db7d6", 'stroke-width="1.5"'),
    Role.BASELINE: (_GREY, 'stroke-width="1" stroke-dasharray="1 3"'),
    Role.LIMIT: (_GREY, 'stroke-width="1" stroke-dasharray="8 3 2 3"'),
    Role.TARGET: (_GREEN, 'stroke-width="1.5"'),
    Role.ORIGINAL: (_GREY, 'stroke-width="1" stroke-dasharray="2 2"'),
    Role.CURRENT: (_INK, 'stroke-width="2"'),
    Role.MOVED: (_AMBER, 'stroke-width="1.5" stroke-dasharray="4 3"'),
    Role.DEPENDENCY: (_GREY, 'stroke-width="1"'),
    Role.TODAY: (_INK, 'stroke-width="1"'),
    Role.GRID: ("#d5d9df", 'stroke-width="1"'),
    Role.AXIS: (_GREY, 'stroke-width="1"'),
}
_FILLS = {
    Role.VALUE: _BLUE,
    Role.SINGLE: "#9db7d6",
    Role.SIGNAL: _RED,
    Role.EXPECTED: _GREY,
    Role.FORECAST: _BLUE,
    Role.BASELINE: _GREY,
    Role.TARGET: _GREEN,
    Role.ORIGINAL: _GREY,
    Role.CURRENT: _INK,
    Role.MOVED: _AMBER,
    Role.TODAY: _INK,
    Role.LABEL: _INK,
    Role.QUIET: _GREY,
    Role.INSIDE: "#ffffff",
    Role.ON_TRACK: _GREEN,
    Role.ACHIEVED: _GREEN,
    Role.AT_RISK: _AMBER,
    Role.OFF_TRACK: _RED,
    Role.MISSED: _RED,
    Role.NOT_STARTED: _BLUE,
    Role.NO_DATA: _GREY,
    Role.DROPPED: _GREY,
    Role.PERIOD: "#eef1f5",
    Role.GOOD: "#e3f4e7",
    Role.FAIR: "#fdf0dc",
    Role.POOR: "#fbe6e4",
    Role.SERIES_1: "#1f5fa8",
    Role.SERIES_2: "#b45f06",
    Role.SERIES_3: "#1b7a5a",
    Role.SERIES_4: "#8e3b8a",
    Role.SERIES_5: "#a32638",
    Role.SERIES_6: "#6b6f1d",
    Role.SERIES_7: "#3f6f86",
    Role.SERIES_8: "#5d5d66",
}
_KEY_WIDTH, _KEY_HEIGHT = 26, 12
_SIZE_BY_ROLE = {Role.LABEL: 12, Role.QUIET: 11, Role.INSIDE: 11}
_LINE_HEIGHT = 15


def chart_svg(chart: Chart, drawing: Drawing, root: str, number: int = 0) -> str:
    """One drawing of a chart; the number keeps ids apart where a page holds several drawings of one chart."""
    name = f"{chart.anchor}-{number}"
    marks = "".join(_mark(mark, root) for mark in drawing.marks)
    # What stands inside an image is not read out, so a picture with links is a group.
    role = "group" if any(isinstance(mark, Text) and mark.path for mark in drawing.marks) else "img"
    return (
        f'{_open(drawing.width, drawing.height)} role="{role}" font-family="sans-serif"'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(chart.description)}</desc>'
        f"{marks}</svg>"
    )


def strip_svg(drawing: Drawing) -> str:
    """A drawing that only repeats the words beside it, so nobody needs to be told of it."""
    marks = "".join(_mark(mark, "") for mark in drawing.marks)
    return f'{_open(drawing.width, drawing.height)} preserveAspectRatio="none" aria-hidden="true">{marks}</svg>'


def key_svg(key: Key) -> str:
    """The mark of a legend's entry; its word stands beside it in the page."""
    middle = _KEY_HEIGHT / 2
    if key.shape is not None:
        mark: Mark = Dot(key.role, _KEY_WIDTH / 2, middle, key.shape, 5)
    elif key.is_filled:
        mark = Bar(key.role, 0, 0, _KEY_WIDTH, _KEY_HEIGHT)
    else:
        mark = Path(key.role, ((0, middle), (_KEY_WIDTH, middle)))
    return f'{_open(_KEY_WIDTH, _KEY_HEIGHT)} aria-hidden="true">{_mark(mark, "")}</svg>'


def _open(width: int, height: int) -> str:
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="fu-svg" {box}'


def _mark(mark: Mark, root: str) -> str:
    if isinstance(mark, Path):
        return _close("path", _stroke(mark.role, f'd="M{_points(mark.points)}"'), mark.hint)
    if isinstance(mark, Area):
        return _close("path", _fill(mark.role, f'd="M{_points(mark.points)}Z"'), mark.hint)
    if isinstance(mark, Bar):
        box = f'x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" height="{mark.height:.1f}"'
        return _close("rect", _fill(mark.role, box), mark.hint)
    if isinstance(mark, Dot):
        return _dot(mark)
    return _text(mark, root)


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _outline(role: Role, attributes: str) -> str:
    """The line around a dot: never in dashes, of which a small shape has no room for one."""
    colour, _ = _STROKES.get(role) or (_FILLS[role], "")
    return f'class="fu-line-{role.value}" {attributes} fill="none" stroke="{colour}" stroke-width="1.75"'


def _stroke(role: Role, attributes: str) -> str:
    colour, strokes = _STROKES.get(role) or (_FILLS[role], 'stroke-width="2"')
    return f'class="fu-line-{role.value}" {attributes} fill="none" stroke="{colour}" {strokes}'


def _fill(role: Role, attributes: str) -> str:
    return f'class="fu-fill-{role.value}" {attributes} fill="{_FILLS[role]}"'


def _close(tag: str, attributes: str, hint: str) -> str:
    return f"<{tag} {attributes}><title>{escape(hint)}</title></{tag}>" if hint else f"<{tag} {attributes}/>"


def _dot(mark: Dot) -> str:
    x, y, size = mark.x, mark.y, mark.size
    if mark.shape is Shape.CIRCLE:
        return _close("circle", _fill(mark.role, f'cx="{x:.1f}" cy="{y:.1f}" r="{size:g}"'), mark.hint)
    if mark.shape is Shape.RING:
        return _close("circle", _outline(mark.role, f'cx="{x:.1f}" cy="{y:.1f}" r="{size:g}"'), mark.hint)
    if mark.shape is Shape.CROSS:
        lines = (
            f"M{x - size:.1f} {y - size:.1f}L{x + size:.1f} {y + size:.1f}"
            f"M{x - size:.1f} {y + size:.1f}L{x + size:.1f} {y - size:.1f}"
        )
        return _close("path", _outline(mark.role, f'd="{lines}"'), mark.hint)
    if mark.shape is Shape.TICK:
        return _close("path", _outline(mark.role, f'd="M{x:.1f} {y - size:.1f}L{x:.1f} {y + size:.1f}"'), mark.hint)
    diamond = ((x, y - size), (x + size, y), (x, y + size), (x - size, y))
    if mark.shape is Shape.LOZENGE:
        return _close("path", _outline(mark.role, f'd="M{_points(diamond)}Z"'), mark.hint)
    corners = {
        Shape.DIAMOND: diamond,
        Shape.SQUARE: ((x - size, y - size), (x + size, y - size), (x + size, y + size), (x - size, y + size)),
        Shape.TRIANGLE: ((x, y - size), (x + size, y + size), (x - size, y + size)),
    }[mark.shape]
    return _close("path", _fill(mark.role, f'd="M{_points(corners)}Z"'), mark.hint)


def _text(mark: Text, root: str) -> str:
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    size = _SIZE_BY_ROLE.get(mark.role, 12)
    hint = f"<title>{escape(mark.hint)}</title>" if mark.hint else ""
    place = f'x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{size}"{anchor}'
    if mark.role is Role.DROPPED:
        place += ' text-decoration="line-through"'
    first, *more = mark.text.split("\n")
    lines = "".join(f'<tspan x="{mark.x:.1f}" dy="{_LINE_HEIGHT}">{escape(one)}</tspan>' for one in more)
    printed = f"<text {_fill(mark.role, place)}>{hint}{escape(first)}{lines}</text>"
    if not mark.path:
        return printed
    # Between the lines of a link there is no space to hear.
    label = f' aria-label="{escape(" ".join((first, *more)))}"' if more else ""
    return f'<a href="{escape(root + mark.path)}"{label}>{printed}</a>'
