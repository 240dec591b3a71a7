"""Records as people might have typed them: data and a text that says it, in any mixture of styles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from followup_build.editing.scalars import write_scalar

QUOTES = ("'", '"')
Draw = Callable[[st.SearchStrategy[Any]], Any]

KEYS = st.from_regex(r"[a-z][a-z0-9_.-]{0,8}|20[0-9]{2}-(0[1-9]|1[0-2])", fullmatch=True)
TEXTS = st.one_of(
    st.from_regex(r"[a-z0-9][a-z0-9 ./-]{0,12}[a-z0-9]", fullmatch=True),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Co")),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["yes", "no: way", "a #b", "# c", "- d", "null", "~", "it's", '"q"', "14:30", "é𝄞", "{x}", "*a"]),
)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        TEXTS,
        lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(KEYS, below, max_size=3)),
        max_leaves=8,
    ),
    min_size=1,
    max_size=5,
)


FREE_TEXT = frozenset(("title", "reason", "because", "note", "why", "summary", "topic", "skill", "evidence"))
"""Fields behind whose values a comment is refused, unless they are quoted."""


@st.composite
def records(draw: Draw) -> tuple[dict[str, Any], str]:
    """Data, and a text with LF line ends that says it."""
    data = draw(DATA)
    return data, styled(draw, data)


def styled(draw: Draw, data: dict[str, Any]) -> str:
    """A text with LF line ends that says some data; None in it is a key without a value."""
    lines = _mapping(draw, data, 0)
    end: str = draw(st.sampled_from(["\n", "\n", "", "\n\n", "\n# the end\n"]))
    return "\n".join(lines) + end


def _comments(draw: Draw, indent: int) -> Any:
    return draw(
        st.sampled_from([[], [], [], [""], [" " * indent + "# why: {so}"], ["", " " * indent + "#a comment", ""]])
    )


def _tail(draw: Draw) -> str:
    return str(draw(st.sampled_from(["", "", "", " # note", "   #  [x]: y"])))


def _scalar(draw: Draw, text: str, *, in_flow: bool) -> str:
    return write_scalar(text, in_flow=in_flow, quote=draw(st.sampled_from(["", "", "'", '"'])))


def _flow(draw: Draw, value: Any, indent: int) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return _scalar(draw, value, in_flow=True)
    gap: str
    pad: str = draw(st.sampled_from(["", "", " "]))
    gap = draw(st.sampled_from([", ", ", ", ",", ",\n" + " " * (indent + 3)]))
    if isinstance(value, dict):
        if gap == ",":
            gap = ", "
        parts = [f"{_scalar(draw, key, in_flow=True)}: {_flow(draw, one, indent)}" for key, one in value.items()]
        return "{" + pad + gap.join(parts) + pad + "}"
    return "[" + pad + gap.join(_flow(draw, one, indent) for one in value) + pad + "]"


def _mapping(draw: Draw, data: dict[str, Any], indent: int) -> list[str]:
    lines: list[str] = []
    step = draw(st.sampled_from([2, 2, 4, 3, 1]))
    for key, value in data.items():
        lines += _comments(draw, indent)
        head = " " * indent + _scalar(draw, key, in_flow=False) + ":"
        if value is None:
            lines.append(head + draw(st.sampled_from(["", " ~", " null"])) + _tail(draw))
        elif isinstance(value, str) and "\n" not in value and draw(st.integers(0, 6)) == 0 and _is_block(value):
            sign = draw(st.sampled_from(["|-", ">-", "|- # b"]))
            lines += [f"{head} {sign}", " " * (indent + step) + value]
        elif isinstance(value, str):
            text = _scalar(draw, value, in_flow=False)
            lines.append(f"{head} {text}{_tail(draw) if key not in FREE_TEXT or text[0] in QUOTES else ''}")
        elif not value or draw(st.booleans()):
            lines += f"{head} {_flow(draw, value, indent)}{_tail(draw)}".split("\n")
        elif isinstance(value, dict):
            lines += [head + _tail(draw), *_mapping(draw, value, indent + step)]
        else:
            lines += [head + _tail(draw), *_list(draw, value, indent + draw(st.sampled_from([0, step])))]
    return lines


def _list(draw: Draw, items: list[Any], indent: int) -> list[str]:
    lines: list[str] = []
    for item in items:
        lines += _comments(draw, indent)
        head = " " * indent + "- "
        if isinstance(item, dict) and item and draw(st.booleans()):
            first, *rest = [line for line in _mapping(draw, item, indent + 2) if line.strip()[:1] not in ("", "#")] or [
                ""
            ]
            lines += [head + first.strip(" "), *rest]
        else:
            lines += f"{head}{_flow(draw, item, indent)}{_tail(draw)}".split("\n")
    return lines


def _is_block(text: str) -> bool:
    # On a line of its own, seven of a kind are what git leaves of a conflict.
    return text == text.strip() and text.isascii() and not text.startswith(("#", "<<<<<<<", ">>>>>>>", "|||||||"))
