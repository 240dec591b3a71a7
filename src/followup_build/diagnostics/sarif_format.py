"""Findings as SARIF 2.1.0, which code scanning reads.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. GitHub keeps 5,000 results of a run, and refuses
a run with more than 25,000.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from followup_build import __version__
from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.diagnostics.shortened import gravest
from followup_build.diagnostics.terminal import shown_text

MOST_RESULTS = 5_000
_MOST_RELATED = 100
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_FENCE = re.compile(r'^```(\w+)(?: title="([^"]*)")?.*$', re.MULTILINE)
_SENTENCE_LENGTH, _WHY_LENGTH = 255, 1024
"""As long as GitHub takes the two descriptions of a rule."""


def render_sarif(findings: Sequence[Finding], pages: Mapping[str, str]) -> str:
    """One run with its rules, results and, where there are too many, a notification that counts the rest.

    Args:
        findings: all findings of a run, in order.
        pages: the Markdown page of each rule that ran.
    """
    shown = gravest(findings, MOST_RESULTS)
    rules = sorted({finding.rule for finding in shown})
    index_of = {rule: index for index, rule in enumerate(rules)}
    grave = {finding.rule for finding in shown if finding.severity is Severity.ERROR}
    run = {
        "tool": {
            "driver": {
                "name": "followup",
                "version": __version__,
                "rules": [_rule(name, pages.get(name, ""), is_grave=name in grave) for name in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top folder of the repository."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(findings, shown)}],
        "results": list(_results(shown, index_of)),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _notifications(findings: Sequence[Finding], shown: Sequence[Finding]) -> list[dict[str, Any]]:
    left = len(findings) - len(shown)
    if not left:
        return []
    text = f"{left:,} of {len(findings):,} findings are left out; followup check --format json has all of them"
    return [{"level": "warning", "message": {"text": text}}]


def _rule(name: str, page: str, *, is_grave: bool) -> dict[str, Any]:
    body = _FENCE.sub(_plain_fence, page.partition("\n")[2].strip())
    sentence, _, rest = body.partition("\n\n")
    why = rest.partition("## Why\n\n")[2].partition("\n\n## ")[0]
    rule = {
        "id": name,
        "shortDescription": {"text": _cut(sentence or name, _SENTENCE_LENGTH)},
        "fullDescription": {"text": _cut(why or sentence or name, _WHY_LENGTH)},
        "defaultConfiguration": {"level": str(Severity.ERROR if is_grave else Severity.WARNING)},
    }
    if body:
        rule["help"] = {"text": body, "markdown": body}
    return rule


def _plain_fence(fence: re.Match[str]) -> str:
    """A fence with the language alone; the file that it shows is named above it."""
    return f"`{fence[2]}`\n\n```{fence[1]}" if fence[2] else f"```{fence[1]}"


def _cut(text: str, length: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= length else f"{one_line[: length - 1]}…"


def _results(findings: Sequence[Finding], index_of: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        print_ = _fingerprint(finding)
        seen[print_] += 1
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": index_of[finding.rule],
            "level": str(finding.severity),
            "message": {"text": _text(finding.message + (f"\n{finding.hint}" if finding.hint else ""))},
            "locations": [{"physicalLocation": _place(finding.location)}],
            "partialFingerprints": {"followupFinding/v1": f"{print_}:{seen[print_]}"},
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, "message": {"text": _text(one.message)}, "physicalLocation": _place(one.location)}
                for number, one in enumerate(finding.related[:_MOST_RELATED], start=1)
            ]
        yield result


def _text(text: str) -> str:
    """Text in which a record makes no link: in SARIF's messages `[words](target)` is one."""
    return shown_text(text, keep="\n").replace("](", "] (")


def _place(location: Location) -> dict[str, Any]:
    # Not the line itself: what a confidential record says must not travel further than its file.
    return {
        "artifactLocation": {"uri": quote(location.path, errors="replace"), "uriBaseId": _ROOT},
        "region": {"startLine": max(location.line, 1), "startColumn": max(location.column, 1)},
    }


def _fingerprint(finding: Finding) -> str:
    """What stays the same while lines move: the rule, the file, and the route in the data or else the line's text."""
    at = finding.location
    where = [str(step) for step in at.route] or [at.text.strip() or finding.message]
    known = json.dumps([finding.rule, at.path, where])
    return hashlib.sha256(known.encode()).hexdigest()[:32]
