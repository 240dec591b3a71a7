"""The rules: found by file name, run over a portfolio, and what their pages say of them.

A rule that is only a page is reported while files are read, records are loaded or adjustments are applied; no
organisation can lower it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from followup_build.checks.markdown_texts import MarkdownText, find_suspicious_texts
from followup_build.checks.plan_versions import Version, iter_versions
from followup_build.checks.refused import Refused, find_refused
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.ledger.books import Ledger
from followup_build.portfolio import Portfolio

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Subject:
    """What the rules look at."""

    portfolio: Portfolio
    ledger: Ledger
    today: date
    """The real day in the organisation's time zone, never a past `--as-of`."""

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Every promise as first written and, where adjustments changed it, as it is now."""
        return tuple(iter_versions(self.portfolio, self.ledger))

    @cached_property
    def current(self) -> tuple[Version, ...]:
        """Every promise as it is now, without those that were taken back."""
        latest = {version.ref: version for version in self.versions}
        dropped = {ref for plan in self.ledger.plans.values() for ref in plan.dropped}
        return tuple(version for ref, version in latest.items() if ref not in dropped)

    def is_achieved(self, ref: str) -> bool:
        """Whether a milestone was reached, as far as progress tells."""
        return any(update.achieved for update in self.portfolio.updates_of(ref).values())

    @cached_property
    def refused(self) -> Refused:
        """What could not be read, so that nobody can say whether it is there."""
        return find_refused(self.portfolio)

    @cached_property
    def suspicious_texts(self) -> tuple[MarkdownText, ...]:
        """The texts in which raw HTML, a link or an image may stand."""
        return tuple(find_suspicious_texts(self.portfolio))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that looks at linked records."""

    name: str
    severity: Severity
    is_fixed: bool
    """Whether nobody may lower or silence it: the ledger, approvals and the guard."""
    is_structure: bool
    """Whether an organisation may not lower it, though a comment may silence it in one place: what has to be there."""
    heals: bool
    """Whether time alone takes a finding away, so that a comment which silences it never counts as unused."""
    check: Callable[[Subject], Iterator[Finding]]

    @property
    def is_lowerable(self) -> bool:
        """Whether `rules:` in organisation.yml may give it another weight."""
        return not (self.is_fixed or self.is_structure)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules with a module, in order of their names."""
    found = []
    for module_info in iter_modules([str(_FOLDER)]):
        module = import_module(f"{__package__}.{module_info.name}")
        check = getattr(module, "check", None)
        if check is not None:
            name = module_info.name.replace("_", "-")
            marks = {
                field: bool(getattr(module, field.upper(), False)) for field in ("is_fixed", "is_structure", "heals")
            }
            found.append(Rule(name, module.SEVERITY, check=check, **marks))
    return tuple(sorted(found, key=lambda rule: rule.name))


def run_rules(subject: Subject) -> tuple[Finding, ...]:
    """Every finding of every rule; a rule that crashes stops the run, it is never skipped."""
    with collector_off():
        return tuple(finding for rule in rules() for finding in rule.check(subject))


@contextmanager
def collector_off() -> Iterator[None]:
    """Hold the garbage collector back while much is made that stays; looking through it costs more than the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def rule_names() -> tuple[str, ...]:
    """The names of all rules, also of those that are only a page."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))


def rule_page(name: str) -> str | None:
    """The page of a rule in Markdown, or None if there is no such rule."""
    path = _FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8") if name in rule_names() else None


def rule_pages() -> dict[str, str]:
    """The pages of all rules, by their names."""
    return {name: rule_page(name) or "" for name in rule_names()}
