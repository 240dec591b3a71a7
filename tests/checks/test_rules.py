"""The rules as a whole: each has a name, a page and somebody who reports it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import followup_build
from followup_build.checks.registry import rule_names, rule_page, rules
from followup_build.diagnostics.finding import Severity

SOURCE = Path(followup_build.__file__).parent
KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_REPORTERS = {
    "Finding",
    "fault",
    "Fault",
    "found",
    "file_finding",
    "odd_finding",
    "_odd",
    "_report",
    "_finding",
    "_patterned",
}
"""Callables whose first text, or among several the first that is a rule's name, names a rule."""


def emitted_rules() -> set[str]:
    """Every rule that the code can report: a text given to what makes findings, or listed where rules are chosen."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in {"Finding", "fault"}:
                found.update(_texts(node.args[:1]))
            elif isinstance(node, ast.Call) and _name(node.func) == "replace":
                found.update(_texts(one.value for one in node.keywords if one.arg == "rule"))
            elif room == "source" or path.name in ("scalars.py", "missing_fields.py"):
                # Here rules pass through tables and helpers, so any text that is the name of a page counts.
                found.update(text for text in _texts([node]) if text in rule_names())
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _texts(nodes: object) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # type: ignore[attr-defined]


def names_near_findings() -> set[str]:
    """Everything in the rooms that report which looks like a rule's name and stands first in a finding's call."""
    found: set[str] = set()
    for room in ("source", "load", "model", "ledger", "diagnostics"):
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in _REPORTERS:
                    found.update(text for text in _texts(node.args[:2]) if KEBAB.match(text) and ("-" in text))
    return found


def test_every_rule_that_is_reported_has_a_page() -> None:
    assert {rule.name for rule in rules()} <= set(rule_names())
    assert (emitted_rules() | names_near_findings()) - set(rule_names()) == set()


def test_every_page_is_of_a_rule_that_somebody_reports() -> None:
    assert set(rule_names()) - emitted_rules() == set()


def test_names_are_kebab_case_and_name_a_fault() -> None:
    for name in rule_names():
        assert KEBAB.match(name), name
        assert not re.search(r"(^|-)(no|not-allowed|must|should|check|valid|required)(-|$)", name), name


def test_a_rule_reports_under_its_own_name_alone() -> None:
    for rule in rules():
        path = SOURCE / "checks" / f"{rule.name.replace('-', '_')}.py"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {
            text
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and _name(node.func) == "Finding"
            for text in _texts(node.args[:1])
        }
        assert said <= {rule.name}, path.name


def test_the_rules_of_ledger_and_approvals_are_fixed() -> None:
    fixed = {rule.name for rule in rules() if rule.is_fixed}
    assert fixed == {
        "approval-before-proposal", "approval-by-non-approver", "approval-by-proposer", "approved-and-refused",
        "fixed-rule-lowered", "review-of-unapproved", "stale-proposal",
    }  # fmt: skip


def test_what_has_to_be_there_cannot_be_lowered() -> None:
    assert {rule.name for rule in rules() if rule.is_structure} == {
        "action-without-origin",
        "adjustment-in-wrong-folder",
        "approver-without-login",
        "duplicate-member",
        "empty-change",
        "held-session-without-chair",
        "incomplete-cadence",
        "kpi-without-baseline",
        "measurement-of-unknown-kpi",
        "measurement-without-value",
        "post-milestone-session-without-milestone",
        "progress-without-plan",
        "range-missing",
        "report-of-unknown-department",
        "report-without-session",
        "reserved-name",
        "unknown-reference",
        "unknown-rule",
        "unknown-time-zone",
        "update-of-unknown-milestone",
    }  # fmt: skip


def test_advice_is_a_warning_and_everything_else_an_error() -> None:
    assert {rule.name for rule in rules() if rule.severity is Severity.WARNING} == {
        "due-outside-plan", "kpi-without-goal", "kpi-without-target", "milestone-without-goal", "overlapping-plans",
        "raw-html", "stale-proposal", "subscriber-outside-domains", "unmeasured-goal", "verified-before-follow-up",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["../registry", "nothing", "", "unknown_reference"])
def test_there_is_no_page_of_what_is_no_rule(name: str) -> None:
    assert rule_page(name) is None


def test_rules_import_nothing_that_draws_sites() -> None:
    heavy = re.compile(r"^\s*(?:from|import) (?:mkdocs|jinja2|markdown_it|nh3|yaml|click)\b", re.MULTILINE)
    assert [
        path.name for path in (SOURCE / "checks").glob("*.py") if heavy.search(path.read_text(encoding="utf-8"))
    ] == []
