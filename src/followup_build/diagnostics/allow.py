"""The comments that silence a rule in one place, with a reason: `# allow[rule]: reason`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from followup_build.diagnostics.finding import Finding, Location, Severity

_COMMENT = re.compile(r"(?:#|<!--)[ ]*allow\[(?P<rules>[^\]\n]*)\](?P<rest>[^\n]*)")
_WORD = "allow["


@dataclass(frozen=True, slots=True)
class Allow:
    """A comment that silences rules on its own line and the next one, or, on a file's first line, in the whole file."""

    path: str
    line: int
    column: int
    rules: tuple[str, ...]
    reason: str
    text: str


def parse_allows(path: str, text: str) -> tuple[Allow, ...]:
    """The allow comments of a file's text."""
    if _WORD not in text:
        return ()
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _COMMENT.search(line)
        if match:
            rules = tuple(rule.strip() for rule in match["rules"].split(",") if rule.strip())
            reason = match["rest"].removesuffix("-->").strip().removeprefix(":").strip()
            found.append(Allow(path, number, match.start() + 1, rules, reason, line))
    return tuple(found)


def apply_allows(
    findings: Iterable[Finding],
    allows: Iterable[Allow],
    *,
    fixed: Collection[str],
    ran: Collection[str],
    known: Collection[str],
) -> tuple[Finding, ...]:
    """The findings that no comment silences, and those about the comments themselves.

    Args:
        findings: placed findings.
        allows: the comments of all files.
        fixed: rules that no comment can silence.
        ran: rules that ran, so that a comment for them that silenced nothing is unused.
        known: names of all rules.
    """
    by_path: dict[str, list[Allow]] = {}
    for allow in allows:
        by_path.setdefault(allow.path, []).append(allow)
    used: set[tuple[str, int, str]] = set()
    kept = []
    for finding in findings:
        silencer = None if finding.rule in fixed else _allow_for(finding, by_path)
        if silencer is None:
            kept.append(finding)
        else:
            used.add((silencer.path, silencer.line, finding.rule))
    for allow in (allow for of_path in by_path.values() for allow in of_path):
        kept.extend(_about(allow, used, fixed, ran, known))
    return tuple(kept)


def _allow_for(finding: Finding, by_path: Mapping[str, list[Allow]]) -> Allow | None:
    line = finding.location.line
    for allow in by_path.get(finding.location.path, ()):
        covers = allow.line in (line, line - 1) or allow.line == 1 or _is_front_matter_first(allow)
        if covers and allow.reason and finding.rule in allow.rules:
            return allow
    return None


def _is_front_matter_first(allow: Allow) -> bool:
    # The first line of a Markdown record is `---`, so its first comment can only stand on the second.
    return allow.line == 2 and allow.path.endswith(".md") and allow.text.lstrip().startswith("#")  # noqa: PLR2004


def _about(
    allow: Allow, used: set[tuple[str, int, str]], fixed: Collection[str], ran: Collection[str], known: Collection[str]
) -> Iterable[Finding]:
    at = Location(allow.path, line=allow.line, column=allow.column, text=allow.text)
    if not allow.reason:
        yield Finding(
            "allow-without-reason",
            at,
            "this comment silences a rule without saying why",
            f"write # allow[{', '.join(allow.rules)}]: and the reason",
        )
        return
    for rule in allow.rules:
        if rule not in known:
            yield Finding(
                "unused-allow", at, f"there is no rule {rule}", "take the comment out", severity=Severity.WARNING
            )
        elif rule in fixed:
            yield Finding(
                "unused-allow", at, f"{rule} cannot be silenced", "take the comment out", severity=Severity.WARNING
            )
        elif rule in ran and (allow.path, allow.line, rule) not in used:
            message = f"nothing here breaks {rule} any more"
            yield Finding("unused-allow", at, message, "take the comment out", severity=Severity.WARNING)
