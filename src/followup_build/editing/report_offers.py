"""What a report may take up, as comments of its front matter: lines that count once their `#` is taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any

from followup_build.diagnostics.terminal import cut
from followup_build.editing.values import Rows, Spread, entry_lines
from followup_build.model.vocabulary import CauseCategory
from followup_build.source.characters import first_hidden
from followup_build.status.wording import day_text
from followup_build.views.offers import Offer, ReportOffers

_MOST = 3
"""So many of a kind are offered; a long file is not read."""
_WIDTH = 110
_LONGEST = 200
_BLANK = "..."
"""Stands where only the head can say something."""
_NAME = "short-name"


def offer_lines(offers: ReportOffers, department: str, until: date | None) -> Iterator[str]:
    """The lines below what a report says already.

    Args:
        offers: what may be reported.
        department: whose report it is.
        until: the last day for which an assessment may hold; None where nobody knows the next session.
    """
    yield "# Take out the # where a line shall count. Your own words go below the last ---."
    yield f"# As things stood on {day_text(offers.as_of)}."
    yield from _silent(offers)
    yield ""
    yield "# How you see it: on_track, at_risk or off_track."
    holds = {"until": until.isoformat()} if until else {}
    yield from in_comment(entry_lines("assessment", {"status": "at_risk", "because": _BLANK, **holds}, 0))
    yield ""
    yield "# What is in the way. Each cause is that of the line above it; the response names actions and adjustments."
    yield from _challenges(offers)
    yield from _reached(offers)
    yield from _still_open(offers)
    if offers.practices:
        yield ""
        yield "# New ways of working of others, if yours is to adopt one:"
        yield from _some(offers.practices, lambda one: f"followup practice adopt {one.ref} {department}")


def in_comment(lines: Sequence[str]) -> Iterator[str]:
    """Lines of YAML that count once the first character of each is taken out."""
    return (f"#{line}" for line in lines)


def is_offered(text: str) -> bool:
    """Whether a comment may repeat some text: one that could be taken for a command to the checks stays out."""
    return "\n" not in text and first_hidden(text) is None and "allow[" not in text


def _challenges(offers: ReportOffers) -> Iterator[str]:
    shown = offers.unanswered[:_MOST]
    for one in shown:
        yield from _wrapped(f"Off track without an answer: {_told(one.title, one.ref)}. {_told(one.about, '')}")
    more = len(offers.unanswered) - len(shown)
    if more:
        yield f"# And {more} more: followup status shows them."
    yield f"# category: {', '.join(CauseCategory)}"
    challenges = {_key(offers.unanswered, one): _challenge(one.ref) for one in shown} or {_NAME: _challenge(None)}
    yield from in_comment(entry_lines("challenges", Spread(challenges), 0))


def _challenge(ref: str | None) -> Mapping[str, Any]:
    affects = {"affects": [ref]} if ref else {}
    return Spread(
        {"title": _BLANK, "category": CauseCategory.OTHER.value, **affects, "causes": Rows([_BLANK]), "response": []}
    )


def _reached(offers: ReportOffers) -> Iterator[str]:
    yield ""
    if not offers.reached:
        yield "# What went well, and whom to thank."
    else:
        yield f"# Reached since {day_text(offers.since)}:" if offers.since else "# Reached:"
    achievements: dict[str, Any] = {
        _key(offers.reached, one): {
            "title": one.title if is_offered(one.title) else _BLANK,
            "milestone": one.ref,
            "thanks": [one.about] if one.about else [],
        }
        for one in offers.reached[:_MOST]
    }
    achievements = achievements or {_NAME: {"title": _BLANK, "thanks": []}}
    yield from in_comment(entry_lines("achievements", Spread(achievements), 0))


def _still_open(offers: ReportOffers) -> Iterator[str]:
    if offers.still_open:
        yield ""
        yield "# On the agenda already, from earlier reports; news of it belongs to the actions and adjustments:"
        yield from _some(
            offers.still_open,
            lambda one: f"{_told(one.title, one.ref)}: {one.about.partition(', ')[0] or 'no answer yet'}",
        )


def _silent(offers: ReportOffers) -> Iterator[str]:
    if offers.silent:
        yield "# Figures come first; without news are:"
        yield from _some(offers.silent, lambda one: one.about)


def _some(offers: Sequence[Offer], text_of: Callable[[Offer], str]) -> Iterator[str]:
    for one in offers[:_MOST]:
        yield f"# - {text_of(one)}"
    if len(offers) > _MOST:
        yield f"# - and {len(offers) - _MOST} more"


def _told(text: str, instead: str) -> str:
    one_line = " ".join(text.split())
    return cut(one_line, _LONGEST) if is_offered(one_line) else instead


def _wrapped(text: str) -> Iterator[str]:
    return (f"# {line}" for line in wrap(text.strip(), _WIDTH, break_long_words=False, break_on_hyphens=False))


def _key(offers: Sequence[Offer], one: Offer) -> str:
    """The last part of its ref, which says what it is; the whole where two have the same."""
    key = one.ref.rpartition("/")[2]
    is_alone = sum(other.ref.rpartition("/")[2] == key for other in offers) == 1
    return key if is_alone else one.ref.replace("/", "-")
