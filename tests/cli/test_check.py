from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from test_main import ACTION, RECORDS

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def tree(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str]], Path]:
    def write(files: Mapping[str, str]) -> Path:
        root = write_tree({**RECORDS, **files})
        monkeypatch.chdir(root)
        return root

    return write


def test_clean_records_end_with_0(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree({})
    assert run(["check"]) == 0
    assert capsys.readouterr().out == "4 records, no findings\n"


def test_a_missing_owner_is_told_with_line_caret_and_what_to_type(
    tree: WriteTree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree({"records/actions/tests.yml": ACTION.replace("owner: n.dlamini\n", "")})
    assert run(["check"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "records/actions/tests.yml:1:1: error: this action has no owner [action-without-owner]\n  1 | title:"
    )
    assert "owner: t.mokoena" in out
    assert out.endswith("\n4 records, 1 error\n")


def test_an_empty_owner_is_missing_at_its_key(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree({"records/actions/tests.yml": ACTION.replace("owner: n.dlamini", "owner:")})
    assert run(["check"]) == 1
    assert "records/actions/tests.yml:2:1: error: this action has no owner" in capsys.readouterr().out


def test_json_has_version_and_findings(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree({"records/actions/tests.yml": ACTION.replace("n.dlamini", "n.dlamni")})
    assert run(["check", "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["version"] == 1
    (finding,) = answer["findings"]
    assert (finding["rule"], finding["path"], finding["line"], finding["column"]) == (
        "unknown-reference",
        "records/actions/tests.yml",
        2,
        8,
    )
    assert "n.dlamini" in finding["hint"]


def test_github_annotations_stand_on_the_line(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree({"records/actions/tests.yml": ACTION + "ownr: x\n"})
    assert run(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=records/actions/tests.yml,line=7,col=1,title=unknown-key::")


def test_reports_for_services_name_the_rules_that_ran(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"records/actions/tests.yml": ACTION + "ownr: x\n"})
    assert run(["check", "--format", "sarif"]) == 1
    (scan,) = json.loads(capsys.readouterr().out)["runs"]
    assert [rule["id"] for rule in scan["tool"]["driver"]["rules"]] == ["unknown-key"]
    assert scan["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 1}
    assert run(["check", "--format", "junit", "--fail-on", "never"]) == 0
    report = capsys.readouterr().out
    assert '<testcase classname="unknown-key" name="records/actions/tests.yml"><failure ' in report
    assert '<testcase classname="action-without-owner" name="every record"/>' in report
    # Of what did not run nobody says that all is well.
    assert "promise-edited-in-place" not in report
    assert "kpi-without-target" in report
    with (root / "records/organisation.yml").open("a", encoding="utf-8") as file:
        file.write("rules: {kpi-without-target: off}\n")
    assert run(["check", "--format", "junit", "--fail-on", "never"]) == 0
    assert "kpi-without-target" not in capsys.readouterr().out


def test_paths_narrow_what_is_shown(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree({"records/actions/tests.yml": ACTION + "ownr: x\n", "records/actions/other.yml": ACTION + "ownr: x\n"})
    assert run(["check", "records/actions/other.yml"]) == 1
    out = capsys.readouterr().out
    assert "other.yml" in out
    assert "tests.yml" not in out
    assert run(["check", "records/sessions"]) == 0
    assert run(["check", "nowhere"]) == 2


def test_warnings_fail_only_when_asked(tree: WriteTree) -> None:
    tree(
        {
            "records/plans/finance-2026.yml": (
                "title: Plan\ndepartment: finance\nowner: t.mokoena\nperiod: {start: 2026-03-01, end: 2027-02-28}\n"
                "goals: {alone: {title: Measured by nothing, owner: t.mokoena}}\n"
            )
        }
    )
    assert run(["check"]) == 0
    assert run(["check", "--fail-on", "warning"]) == 1
    assert run(["check", "--fail-on", "never"]) == 0


def test_a_revision_is_checked_without_touching_the_work_tree(
    tree: WriteTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({})
    (root / ".git").rmdir()
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "records"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    (root / "records/actions/tests.yml").write_text("title: broken\n", encoding="utf-8")
    assert run(["check"]) == 1
    assert run(["check", "--at", "v1"]) == 0
    assert run(["check", "--at", "v2"]) == 2
    assert "v2" in capsys.readouterr().err


def test_time_alone_makes_no_finding(
    tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree({})
    answers = set()
    for day in ("1777636800", "1793500000", "1900000000", "4000000000"):  # May 2026, October 2026, 2030, 2096
        monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
        run(["check"])
        answers.add(capsys.readouterr().out)
    assert answers == {"4 records, no findings\n"}


def test_paths_may_be_named_from_below_and_as_windows_writes_them(
    tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"records/actions/tests.yml": ACTION + "ownr: x\n", "records/actions/other.yml": ACTION + "ownr: x\n"})
    assert run(["check", "records\\actions\\other.yml"]) == 1
    assert "\n6 records" not in capsys.readouterr().out
    monkeypatch.chdir(root / "records/actions")
    assert run(["check", "other.yml"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("records/actions/other.yml:7:1:")
    assert out.endswith("\n5 records, 1 error in the paths named\n")
    assert run(["check", "../.."]) == 1
    assert "2 errors" in capsys.readouterr().out
    assert run(["check", "../sessions"]) == 0


@pytest.mark.parametrize(
    ("path", "said"), [("nowhere.yml", "does not exist"), ("README.md", "lies outside"), ("../..", ""), ("..", "")]
)
def test_paths_that_cannot_be_meant_are_refused(
    path: str, said: str, tree: WriteTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"README.md": "not a record\n"})
    named = path if said != "does not exist" else f"records/{path}"
    assert run(["check", named]) == (2 if said else 0)
    assert said in capsys.readouterr().err
    assert run(["check", str(root.with_name(root.name + "-other"))]) == 2


def test_more_findings_than_anybody_reads_are_counted(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    tree({f"records/actions/a{number}.yml": ACTION + "ownr: x\n" for number in range(250)})
    assert run(["check"]) == 1
    out = capsys.readouterr().out
    assert out.count("error: ") == 200
    assert "and 50 more; followup check PATH" in out
    assert out.endswith("\n254 records, 250 errors\n")
    assert run(["check", "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 250


def test_verbose_says_what_was_read_and_which_rules_ran(tree: WriteTree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({})
    with (root / "records/organisation.yml").open("a", encoding="utf-8") as file:
        file.write("rules: {kpi-without-target: off}\n")
    assert run(["check", "-v", "--format", "json", "--as-of", "2026-05-16"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["findings"] == []
    assert f"read 4 files of records/ at {root}, as of 2026-05-16; today is " in captured.err
    assert captured.err.endswith("rules about records ran; switched off: kpi-without-target\n")
