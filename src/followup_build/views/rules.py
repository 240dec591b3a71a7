"""Rules: what is checked, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.checks.registry import rule_names, rule_page
from followup_build.views.cells import Link, Prose, Row, Table
from followup_build.views.subject import Subject

_EXAMPLE = re.compile(r"^`{3,}\w+ title=\"(?P<path>[^\"]+)\"", re.MULTILINE)
"""Where the file of an example begins; its name stands in what Markdown keeps to itself."""


@dataclass(frozen=True, slots=True)
class RulesView:
    """All rules."""

    table: Table


@dataclass(frozen=True, slots=True)
class RuleView:
    """The page of one rule."""

    name: str
    body: Prose


def build_rules(_: Subject) -> RulesView:
    """All rules with their first sentences."""
    rows = tuple(
        Row((Link(name, f"rules/{name}/index.html"), _sentence(rule_page(name) or ""))) for name in rule_names()
    )
    return RulesView(Table("Rules", ("Rule", "What it finds"), rows))


def build_rule_pages(_: Subject) -> Iterator[tuple[str, RuleView]]:
    """A page for each rule, by its name."""
    for name in rule_names():
        body = (rule_page(name) or "").partition("\n")[2]
        yield name, RuleView(name, Prose(_EXAMPLE.sub(r"`\g<path>`:\n\n\g<0>", body)))


def _sentence(page: str) -> str:
    lines = [line for line in page.split("\n")[1:] if line.strip()]
    return lines[0] if lines else ""
