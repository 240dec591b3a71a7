"""The rules: found by file name, run over a portfolio, and what their pages say of them.

A rule that is only a page is reported while files are read and records are loaded; nothing can lower or silence it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from followup_build.diagnostics.finding import Finding, Severity
from followup_build.ledger.books import Ledger
from followup_build.portfolio import Portfolio

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules look at."""

    portfolio: Portfolio
    ledger: Ledger
    today: date
    """The real day in the organisation's time zone, never a past `--as-of`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that looks at linked records."""

    name: str
    severity: Severity
    is_fixed: bool
    """Whether an organisation may neither lower nor silence it: the ledger, approvals and the guard."""
    check: Callable[[Subject], Iterator[Finding]]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules with a module, in order of their names."""
    found = []
    for module_info in iter_modules([str(_FOLDER)]):
        module = import_module(f"{__package__}.{module_info.name}")
        check = getattr(module, "check", None)
        if check is not None:
            name = module_info.name.replace("_", "-")
            found.append(Rule(name, module.SEVERITY, getattr(module, "IS_FIXED", False), check))
    return tuple(sorted(found, key=lambda rule: rule.name))


def run_rules(subject: Subject) -> tuple[Finding, ...]:
    """Every finding of every rule; a rule that crashes stops the run, it is never skipped."""
    return tuple(finding for rule in rules() for finding in rule.check(subject))


def rule_names() -> tuple[str, ...]:
    """The names of all rules, also of those that are only a page."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))


def rule_page(name: str) -> str | None:
    """The page of a rule in Markdown, or None if there is no such rule."""
    path = _FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8") if name in rule_names() else None
