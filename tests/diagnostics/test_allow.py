from __future__ import annotations

import pytest

from followup_build.diagnostics.allow import apply_allows, parse_allows
from followup_build.diagnostics.finding import Finding, Location

KNOWN = frozenset({"kpi-without-target", "overdrawn-transfer", "raw-html"})


def remaining(text: str, rule: str, line: int, path: str = "records/a.yml") -> list[tuple[str, int]]:
    finding = Finding(rule, Location(path, line=line, column=1), "m")
    kept = apply_allows([finding], parse_allows(path, text), fixed={"overdrawn-transfer"}, ran=KNOWN, known=KNOWN)
    return [(one.rule, one.location.line) for one in kept]


@pytest.mark.parametrize("line", [3, 4])
def test_a_comment_silences_its_own_line_and_the_next(line: int) -> None:
    assert (
        remaining("a: b\nc: d\n# allow[kpi-without-target]: measured first\nx: y\n", "kpi-without-target", line) == []
    )


def test_a_comment_silences_nothing_further_away() -> None:
    text = "a: b\nc: d\n# allow[kpi-without-target]: measured first\nx: y\nz: z\n"
    assert remaining(text, "kpi-without-target", 5) == [("kpi-without-target", 5), ("unused-allow", 3)]


def test_the_first_line_silences_the_whole_file() -> None:
    assert remaining("# allow[kpi-without-target]: a trial\na: b\n", "kpi-without-target", 40) == []


def test_a_comment_in_markdown() -> None:
    text = "---\ntitle: T\n---\n\n<!-- allow[raw-html]: shown on purpose -->\n<b>x</b>\n"
    assert remaining(text, "raw-html", 6, "records/practices/a.md") == []


def test_a_reason_is_required() -> None:
    assert remaining("x: y\n# allow[kpi-without-target]\na: b\n", "kpi-without-target", 3) == [
        ("kpi-without-target", 3),
        ("allow-without-reason", 2),
    ]


def test_fixed_rules_cannot_be_silenced() -> None:
    assert remaining("x: y\n# allow[overdrawn-transfer]: please\na: b\n", "overdrawn-transfer", 3) == [
        ("overdrawn-transfer", 3),
        ("unused-allow", 2),
    ]


def test_a_rule_that_is_none_is_told() -> None:
    assert ("unused-allow", 2) in remaining("x: y\n# allow[kpi-witout-target]: so\na: b\n", "kpi-without-target", 3)


def test_several_rules_in_one_comment() -> None:
    text = "x: y\n# allow[raw-html, kpi-without-target]: both\na: b\n"
    assert remaining(text, "kpi-without-target", 3) == [("unused-allow", 2)]
