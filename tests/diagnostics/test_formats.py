from __future__ import annotations

import json
import re

import pytest

from followup_build.diagnostics.finding import Finding, Location, Related, Severity
from followup_build.diagnostics.formats import RENDERER_BY_FORMAT
from followup_build.diagnostics.github_format import render_github
from followup_build.diagnostics.json_format import render_json
from followup_build.diagnostics.text_format import render_text, summary


def finding(message: str = "this action has no owner", **more: object) -> Finding:
    at = Location("records/a.yml", line=3, column=5, text="    owner")
    return Finding("action-without-owner", at, message, "add owner:", **more)  # type: ignore[arg-type]


def test_text_shows_the_place_the_line_a_caret_and_what_to_type() -> None:
    related = (Related(Location("records/b.yml", line=1, column=2), "the other one"),)
    assert render_text([finding(related=related)]) == (
        "records/a.yml:3:5: error: this action has no owner [action-without-owner]\n"
        "  3 |     owner\n"
        "    |     ^\n"
        "    records/b.yml:1:2: the other one\n"
        "    = add owner:\n"
    )


def test_wide_characters_before_the_place_shift_the_caret() -> None:
    at = Location("a.yml", line=1, column=3, text="漢字x")
    assert "|     ^" in render_text([Finding("r", at, "m")])


def test_control_characters_of_a_record_never_reach_the_terminal() -> None:
    at = Location("a\x1b[2J.yml", line=1, column=1, text="\x1b[31mred")
    text = render_text([Finding("r", at, "bell \x07", "hint \x9b")])
    assert all(character.isprintable() or character == "\n" for character in text)


@pytest.mark.parametrize(
    ("errors", "warnings", "words"),
    [(0, 0, "no findings"), (1, 0, "1 error"), (2, 1, "2 errors, 1 warning"), (0, 3, "3 warnings")],
)
def test_the_summary_counts_in_words(errors: int, warnings: int, words: str) -> None:
    findings = [finding()] * errors + [finding(severity=Severity.WARNING)] * warnings
    assert summary(findings) == words


def test_json_is_an_object_with_a_version() -> None:
    answer = json.loads(render_json([finding()]))
    assert answer == {
        "version": 1,
        "findings": [
            {
                "rule": "action-without-owner",
                "severity": "error",
                "path": "records/a.yml",
                "line": 3,
                "column": 5,
                "message": "this action has no owner",
                "hint": "add owner:",
                "related": [],
            }
        ],
    }


def runner_reads(text: str) -> list[dict[str, str]]:
    """What the platform's runner makes of the lines, by the rules of its own source."""
    found = []
    for line in text.split("\n"):
        if not line.startswith("::"):
            continue
        command, _, data = line[2:].partition("::")
        kind, _, properties = command.partition(" ")
        read = {"kind": kind, "message": data.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")}
        for one in filter(None, properties.split(",")):
            name, _, value = one.partition("=")
            read[name] = (
                value.replace("%2C", ",")
                .replace("%3A", ":")
                .replace("%0A", "\n")
                .replace("%0D", "\r")
                .replace("%25", "%")
            )
        found.append(read)
    return found


@pytest.mark.parametrize(
    "hostile", ["a\n::error::injected", "100%\r\n", "::set-output name=x::y", "a,b:c=d", "%0A::warning::x"]
)
def test_words_of_a_record_cannot_become_commands_of_the_runner(hostile: str) -> None:
    at = Location(f"records/{hostile}.yml", line=1, column=1)
    (read,) = runner_reads(render_github([Finding("r", at, hostile, "")]))
    assert read["kind"] == "error"
    assert read["message"] == hostile
    assert read["file"] == f"records/{hostile}.yml"


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (10, 10), (11, 10), (500, 10)])
def test_more_than_ten_of_a_kind_are_counted_aloud(count: int, shown: int) -> None:
    lines = render_github([finding()] * count).splitlines()
    assert len(lines) == shown
    if count > 10:
        assert lines[-1] == f"::error::and {count - 9} more errors; run followup check to see all"


@pytest.mark.parametrize("name", RENDERER_BY_FORMAT)
def test_no_findings_are_no_trouble(name: str) -> None:
    text = RENDERER_BY_FORMAT[name]([])
    assert text == "" or text.endswith("\n")


@pytest.mark.parametrize("name", RENDERER_BY_FORMAT)
def test_no_format_lets_a_record_steer_a_terminal(name: str) -> None:
    hostile = "a\x1b]0;pwn\x07\x9b2J\u202e\u2028\ud83db"
    at = Location(f"{hostile}.yml", line=1, column=1, text=hostile)
    text = RENDERER_BY_FORMAT[name]([Finding("r", at, hostile, hostile, (Related(at, hostile),))])
    assert not set(text) & set("\x1b\x07\x9b\u202e\u2028\ud83d")
    assert "\\u001b" in text
    if name == "json":
        assert json.loads(text)["findings"][0]["message"] == hostile


def test_text_colours_the_severity_and_nothing_else() -> None:
    findings = [finding(), finding(severity=Severity.WARNING)]
    text = render_text(findings, is_coloured=True)
    assert text.count("\x1b[") == 4
    assert ": \x1b[31merror\x1b[0m: " in text
    assert ": \x1b[33mwarning\x1b[0m: " in text
    assert render_text(findings) == re.sub("\x1b\\[[0-9]+m", "", text)


@pytest.mark.parametrize(("count", "shown"), [(200, 200), (201, 200), (10_000, 200)])
def test_text_is_bounded_and_the_rest_is_counted(count: int, shown: int) -> None:
    text = render_text([finding()] * count)
    assert text.count("error: ") == shown
    last = text.splitlines()[-1]
    if count > shown:
        assert last.startswith(f"and {count - shown} more; followup check PATH")
    else:
        assert last == "    = add owner:"


def test_where_there_are_too_many_errors_come_before_warnings_and_keep_their_order() -> None:
    warnings = [finding(severity=Severity.WARNING)] * 300
    text = render_text([*warnings, finding("the first"), finding("the last")])
    assert text.index("the first") < text.index("the last")
    assert text.count("warning: ") == 198
    assert "and 102 more;" in text
