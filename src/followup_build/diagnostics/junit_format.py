"""Findings as JUnit's XML, which the test reports of build servers read.

A rule is a class, and each file that breaks it is a test that fails; a rule that nothing breaks is a test that passes.
So a build server says which findings are new and which are mended, wherever lines have moved to. Advice is a skipped
test, because it fails no check. Written for the schema of Jenkins (junit-10.xsd), without times and names of machines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from html import escape

from followup_build.diagnostics.finding import Finding, Severity
from followup_build.diagnostics.shortened import gravest
from followup_build.diagnostics.terminal import line_text, shown_text
from followup_build.diagnostics.text_format import counted, place

MOST_FINDINGS = 5_000
_NO_XML = re.compile("[\ufffe\uffff]")
_CLEAN = "every record"


def render_junit(findings: Sequence[Finding], rules: Collection[str]) -> str:
    """One suite: each file that breaks a rule as a failed or skipped test, and each rule that all records keep.

    Args:
        findings: all findings of a run, in order.
        rules: the names of the rules that ran.
    """
    shown = gravest(findings, MOST_FINDINGS)
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in shown:
        found[finding.rule, finding.location.path].append(finding)
    broken = {rule for rule, _ in found}
    cases = [_case(rule, path, found[rule, path]) for rule, path in sorted(found)]
    cases += [f'<testcase classname={_attribute(rule)} name="{_CLEAN}"/>' for rule in sorted({*rules} - broken)]
    left = len(findings) - len(shown)
    if left:
        text = f"{left:,} more findings are left out; followup check --format json has all of them"
        cases.append(f'<testcase classname="followup" name="and more"><failure message="{text}"/></testcase>')
    failures = sum("<failure " in case for case in cases)
    skipped = sum("<skipped " in case for case in cases)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<testsuites name="followup check" tests="{len(cases)}" failures="{failures}" errors="0">',
        f'<testsuite name="followup check" tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}">',
        *cases,
        "</testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _case(rule: str, path: str, findings: Sequence[Finding]) -> str:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    first, *others = errors or findings
    message = first.message + (f" (and {counted(len(others), 'more finding')})" if others else "")
    outcome, kind = ("failure", Severity.ERROR) if errors else ("skipped", Severity.WARNING)
    text = "\n".join(_block(finding) for finding in findings)
    return (
        f"<testcase classname={_attribute(rule)} name={_attribute(path)}>"
        f'<{outcome} type="{kind}" message={_attribute(message)}>{_xml(text)}</{outcome}></testcase>'
    )


def _block(finding: Finding) -> str:
    """As the terminal shows it, without the line of the file, which may be confidential."""
    lines = [f"{place(finding.location)}: {finding.severity}: {finding.message}"]
    lines += [f"    {place(one.location)}: {one.message}" for one in finding.related]
    lines += [f"    = {finding.hint}"] if finding.hint else []
    return "\n".join(lines)


def _attribute(text: str) -> str:
    return f'"{_xml(line_text(text))}"'


def _xml(text: str) -> str:
    return escape(_NO_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", shown_text(text, keep="\n")))
