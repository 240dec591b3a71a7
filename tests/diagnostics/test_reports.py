"""SARIF and JUnit: each report is held to the schema of its readers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from jsonschema import Draft7Validator

from followup_build.checks.registry import rule_pages
from followup_build.diagnostics.finding import Finding, Location, Related, Severity
from followup_build.diagnostics.junit_format import render_junit
from followup_build.diagnostics.sarif_format import render_sarif

SCHEMAS = Path(__file__).with_name("schemas")
HOSTILE = [
    "a\x1b]0;pwn\x07\x9b2J\u202e\u2028\ud83db \"<&>' ]]> \x00\ufffe\uffff\t",
    "[press here](javascript:alert(1)) {0} {{}} ![](https://example.org/x.png)",
    '--><!-- <?xml version="1.0"?> &amp; &bomb; <script>alert(1)</script>',
    "\n\r\n::error::x\n" * 3,
    "漢字 👩‍💻 é" * 2_000,
]


@cache
def sarif_schema() -> Draft7Validator:
    return Draft7Validator(
        json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")),
        format_checker=Draft7Validator.FORMAT_CHECKER,
    )


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """The run of a valid report."""
    text = render_sarif(findings, rule_pages())
    text.encode("utf-8")
    log = json.loads(text)
    faults = [error.message[:200] for error in sarif_schema().iter_errors(log)]
    assert not faults
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def junit(findings: Sequence[Finding], rules: Sequence[str] = ("action-without-owner", "tab")) -> ET.Element:
    """The suite of a valid report."""
    text = render_junit(findings, rules)
    junit_schema().validate(text.encode())
    root = ET.fromstring(text.encode())  # noqa: S314 - our own
    (suite,) = root
    cases = suite.findall("testcase")
    assert suite.get("tests") == root.get("tests") == str(len(cases))
    assert suite.get("failures") == root.get("failures") == str(len(suite.findall("testcase/failure")))
    assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    return suite


def finding(path: str = "records/a.yml", line: int = 3, **more: Any) -> Finding:
    at = Location(path, ("actions", 0, "owner"), line=line, column=5, text="  👩‍💻 owner")
    given = {"message": "this action has no owner", "hint": "add owner:", **more}
    return Finding("action-without-owner", at, **given)


def test_sarif_says_where_what_and_how_to_mend_it() -> None:
    related = (Related(Location("records/b c#.yml", line=1, column=2), "the other one"),)
    run = sarif([finding(related=related), finding("records/z.yml", severity=Severity.WARNING)])
    first, second = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert first["message"]["text"] == "this action has no owner\nadd owner:"
    assert (first["level"], second["level"]) == ("error", "warning")
    place = first["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 5}
    assert place["artifactLocation"] == {"uri": "records/a.yml", "uriBaseId": "%SRCROOT%"}
    other = first["relatedLocations"][0]
    assert other["message"]["text"] == "the other one"
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "records/b%20c%23.yml"
    (rule,) = run["tool"]["driver"]["rules"]
    assert first["ruleIndex"] == second["ruleIndex"] == 0
    assert rule["shortDescription"]["text"] == "An action that names nobody who will do it."
    assert "## How to mend it" in rule["help"]["markdown"]
    assert "👩‍💻" not in json.dumps(run["results"], ensure_ascii=False)


def test_every_rule_page_gives_a_rule_that_scanners_take() -> None:
    run = sarif([replace(finding(), rule=name) for name in rule_pages()])
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(rule_pages())
    for rule in rules:
        assert 10 < len(rule["shortDescription"]["text"]) <= 255, rule["id"]
        assert 10 < len(rule["fullDescription"]["text"]) <= 1024, rule["id"]
        assert rule["fullDescription"] != rule["shortDescription"], rule["id"]
        assert "title=" not in rule["help"]["markdown"], rule["id"]


def test_a_fingerprint_stays_while_lines_move_and_tells_findings_apart() -> None:
    def prints(*findings: Finding) -> list[str]:
        return [result["partialFingerprints"]["followupFinding/v1"] for result in sarif(findings)["results"]]

    (before,) = prints(finding(line=3))
    assert prints(finding(line=30)) == [before]
    assert prints(finding(), finding()) == [before, before.removesuffix("1") + "2"]
    assert prints(finding("records/b.yml")) != [before]
    at = replace(finding().location, route=("actions", 1, "owner"))
    assert prints(replace(finding(), location=at)) != [before]
    # Where a file could not be read there is no route, and the line's text stands for it.
    torn = [Location("records/a.yml", line=line, column=9, text=text) for line, text in ((1, "a: ["), (7, "  a: ["))]
    one, other = (prints(replace(finding(), location=at)) for at in torn)
    assert one == other
    assert one != [before]


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_a_record_stay_words_in_both_reports(text: str) -> None:
    at = Location(f"records/{text[:60]}.yml", line=1, column=1, text=text)
    found = [Finding("tab", at, text, text, (Related(at, text),), severity) for severity in Severity]
    run = sarif(found)
    for result in run["results"]:
        assert "](" not in result["message"]["text"] + result["relatedLocations"][0]["message"]["text"]
        assert not set(result["message"]["text"]) & set("\x00\x1b\x07\x9b\u202e\u2028\r")
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert unquote(uri) == at.path.replace("\ud83d", "?")
    (case,) = (case for case in junit(found) if case.get("classname") == "tab")
    assert not set(ET.tostring(case, encoding="unicode")) & set("\x00\x1b\x07\x9b\u202e\u2028\ufffe\r")
    assert len(case) == 1


@pytest.mark.parametrize("count", [0, 1, 30_000])
def test_a_report_is_bounded_and_counts_what_it_leaves_out(count: int) -> None:
    warnings = [finding(f"records/a{number}.yml", severity=Severity.WARNING) for number in range(count)]
    errors = [finding(f"records/z{number}.yml") for number in range(min(count, 7))]
    run, suite = sarif([*warnings, *errors]), junit([*warnings, *errors])
    shown = min(count + len(errors), 5_000)
    assert len(run["results"]) == shown
    assert [result["level"] for result in run["results"]].count("error") == len(errors)
    assert len(suite.findall("testcase/skipped")) == shown - len(errors)
    notes = run["invocations"][0]["toolExecutionNotifications"]
    left = count + len(errors) - shown
    if left:
        assert notes[0]["message"]["text"].startswith(f"{left:,} of {count + len(errors):,} findings are left out;")
        assert suite[-1][0].get("message", "").startswith(f"{left:,} more findings are left out;")
    else:
        assert not notes
        assert len(suite.findall("testcase/failure")) == len(errors)


def test_junit_has_a_test_for_each_file_that_breaks_a_rule_and_one_for_each_rule_that_all_keep() -> None:
    found = [
        finding(),
        finding(line=9, message="nor has this one"),
        finding("records/b.yml", severity=Severity.WARNING),
    ]
    broken, advised, kept = junit(found)
    assert (broken.get("classname"), broken.get("name")) == ("action-without-owner", "records/a.yml")
    (failure,) = broken
    assert failure.get("message") == "this action has no owner (and 1 more finding)"
    assert failure.text == (
        "records/a.yml:3:5: error: this action has no owner\n    = add owner:\n"
        "records/a.yml:9:5: error: nor has this one\n    = add owner:"
    )
    assert advised[0].tag == "skipped"
    assert (kept.get("classname"), kept.get("name"), len(kept)) == ("tab", "every record", 0)


def test_reports_of_the_same_findings_are_the_same() -> None:
    found = [finding(f"records/a{number}.yml", line=number + 1) for number in range(50)]
    assert render_sarif(found, rule_pages()) == render_sarif(list(found), dict(reversed(rule_pages().items())))
    assert render_junit(found, ["b", "a"]) == render_junit(found, ["a", "b"])
