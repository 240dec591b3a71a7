"""`followup codeowners`: who is asked to review what, and a file that stays the team's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from test_main import RECORDS

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [v.mahlangu]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo, {who: m.naidoo, until: 2026-02-28}]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha, {who: z.khumalo, since: 2026-06-01}]}
"""
PEOPLE = """\
t.mokoena: {name: Thandi Mokoena, department: finance}
s.pillay: {name: Saras Pillay, department: legal}
n.dlamini: {name: Neo Dlamini, department: finance}
z.khumalo: {name: Zanele Khumalo, github: ZKhumalo}
m.naidoo: {name: Maya Naidoo, github: mnaidoo}
c.botha: {name: Carel Botha, github: cbotha}
v.mahlangu: {name: Vusi Mahlangu, github: vmahlangu}
"""
PLAN = """\
title: A plan
department: DEPARTMENT
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
"""
TREE = {
    **RECORDS,
    "records/organisation.yml": ORGANISATION,
    "records/people.yml": PEOPLE,
    "records/plans/money-2026.yml": PLAN.replace("DEPARTMENT", "finance"),
    "records/plans/legal-2026.yml": PLAN.replace("DEPARTMENT", "legal"),
    "records/plans/all-2026.yml": PLAN.replace("DEPARTMENT", "organisation"),
}
OWN = ".github/CODEOWNERS"


@pytest.fixture
def tree(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    def write(files: Mapping[str, str] = {}) -> Path:
        root = write_tree({**TREE, **files})
        monkeypatch.chdir(root)
        return root

    return write


def codeowners(*arguments: str, day: str = "2026-04-01") -> int:
    return run(["codeowners", "--as-of", day, *arguments])


def owners_of(root: Path, path: str, own: str = OWN) -> list[str]:
    """Whom the platform asks: the last line that matches decides."""
    found: list[str] = []
    for line in (root / own).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, *owners = re.split(r"(?<!\\) +", line.strip())
        pattern = pattern.replace("\\ ", " ").removeprefix("/")
        if path == pattern or (pattern.endswith("/") and path.startswith(pattern)) or pattern == "*":
            found = owners
    return found


def test_each_promise_belongs_to_those_who_may_approve_it(tree: Callable[..., Path]) -> None:
    root = tree()
    assert codeowners() == 0
    for path, owners in {
        "records/plans/money-2026.yml": ["@ZKhumalo"],
        "records/plans/legal-2026.yml": ["@cbotha"],
        "records/plans/all-2026.yml": ["@vmahlangu"],
        "records/plans/new-2027.yml": ["@vmahlangu"],
        "records/adjustments/finance/2026-04-15-date.yml": ["@ZKhumalo"],
        "records/adjustments/legal/deep/below.yml": ["@cbotha"],
        "records/adjustments/organisation/x.yml": ["@vmahlangu"],
        "records/adjustments/unknown/x.yml": ["@vmahlangu"],
        "records/organisation.yml": ["@vmahlangu"],
        "records/people.yml": ["@vmahlangu"],
        "records/holidays.yml": ["@vmahlangu"],
        ".github/workflows/check.yml": ["@vmahlangu"],
        ".github/CODEOWNERS": ["@vmahlangu"],
        "mkdocs.yml": ["@vmahlangu"],
        # Facts belong to everybody.
        "records/progress/money-2026.yml": [],
        "records/actions/tests.yml": [],
        "records/sessions/2026-q1-review/session.md": [],
        "README.md": [],
    }.items():
        assert owners_of(root, path) == owners, path


@pytest.mark.parametrize(
    ("day", "finance", "legal"),
    [
        ("2026-02-28", ["@ZKhumalo", "@mnaidoo"], ["@cbotha"]),
        ("2026-03-01", ["@ZKhumalo"], ["@cbotha"]),
        ("2026-06-01", ["@ZKhumalo"], ["@cbotha", "@ZKhumalo"]),
    ],
)
def test_only_who_may_approve_on_that_day_is_asked(
    day: str, finance: list[str], legal: list[str], tree: Callable[..., Path]
) -> None:
    root = tree()
    assert codeowners(day=day) == 0
    assert owners_of(root, "records/adjustments/finance/x.yml") == finance
    assert owners_of(root, "records/adjustments/legal/x.yml") == legal


def test_whoever_has_left_is_asked_no_more(tree: Callable[..., Path]) -> None:
    left = PEOPLE.replace("github: cbotha", "github: cbotha, left: 2026-03-31")
    root = tree({"records/people.yml": left})
    assert codeowners(day="2026-03-31") == 0
    assert owners_of(root, "records/plans/legal-2026.yml") == ["@cbotha"]
    assert codeowners(day="2026-04-01") == 0
    # Nobody is left to ask, and a line without owners would free the file.
    assert owners_of(root, "records/plans/legal-2026.yml") == ["@vmahlangu"]


def test_no_check_fails_because_a_day_has_passed(tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    root = tree()
    assert codeowners(day="2026-02-01") == 0
    capsys.readouterr()
    assert codeowners("--check", day="2026-02-28") == 0
    assert capsys.readouterr() == (f"{OWN} is as it should be\n", "")
    for day in ("2026-03-01", "2026-06-01", "2030-01-01"):
        assert codeowners("--check", day=day) == 0
        assert "was right, but by their dates approvers have changed since" in capsys.readouterr().err
    # Time explains nothing else: another approver is a difference on every day.
    organisation = root / "records/organisation.yml"
    organisation.write_text(ORGANISATION.replace("[c.botha,", "[v.mahlangu, c.botha,"), encoding="utf-8")
    assert codeowners("--check", day="2026-02-01") == 1
    assert codeowners("--check", day="2026-03-01") == 1
    assert "is not as it should be; run followup codeowners" in capsys.readouterr().err


def test_check_and_dry_run_show_the_change_and_write_nothing(
    tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    assert codeowners("--check") == 1
    assert "+/records/plans/money-2026.yml @ZKhumalo" in capsys.readouterr().out
    assert codeowners("--dry-run") == 0
    assert not (root / ".github").exists()
    assert codeowners() == 0
    assert codeowners("--check") == 0
    assert codeowners() == 0
    assert capsys.readouterr().out.endswith(f"{OWN} is as it should be\n" * 2)


@pytest.mark.parametrize("own", [OWN, "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_the_team_stay_to_the_byte(own: str, end: str, tree: Callable[..., Path]) -> None:
    root = tree()
    theirs = ["# ours", "*  @saypro/staff", "", "/docs/ @writer # a note", "/mkdocs.yml @writer"]
    (root / own).parent.mkdir(exist_ok=True)
    (root / own).write_bytes(end.join(theirs).encode())
    assert codeowners() == 0
    written = (root / own).read_bytes()
    assert written.startswith(end.join([*theirs, "", "# followup: begin", ""]).encode())
    assert written.count(b"\n") == written.count(end.encode())
    assert owners_of(root, "README.md", own) == ["@saypro/staff"]
    # The general comes first, and so a promise does not belong to all the staff.
    assert owners_of(root, "records/plans/money-2026.yml", own) == ["@ZKhumalo"]
    assert owners_of(root, own, own) == ["@vmahlangu"]
    below = f"{end}# below{end}/records/plans/ @writer{end}".encode()
    (root / own).write_bytes(written + below)
    people = root / "records/people.yml"
    people.write_text(PEOPLE.replace("github: cbotha", "github: carel"), encoding="utf-8")
    assert codeowners() == 0
    assert (root / own).read_bytes() == written.replace(b"@cbotha", b"@carel") + below


def test_lines_below_the_block_that_win_over_it_are_told(
    tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    assert codeowners() == 0
    with (root / OWN).open("a", encoding="utf-8") as file:
        file.write("* @everybody\n")
    assert codeowners("--check") == 0
    assert "has lines below the block, which win over it" in capsys.readouterr().err


def test_an_approver_without_a_login_is_told_and_left_out(
    tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"records/people.yml": PEOPLE.replace(", github: cbotha", "")})
    assert codeowners() == 0
    said = capsys.readouterr().err
    assert "c.botha approves for legal, but has no login in people.yml, and is left out\n" in said
    assert "no approver of legal can be asked; @vmahlangu stand in" in said
    assert owners_of(root, "records/plans/legal-2026.yml") == ["@vmahlangu"]


def test_without_approvers_of_the_organisation_all_approvers_guard_the_settings(tree: Callable[..., Path]) -> None:
    root = tree({"records/organisation.yml": ORGANISATION.replace("approvers: [v.mahlangu]\n", "")})
    assert codeowners() == 0
    assert owners_of(root, "records/organisation.yml") == ["@ZKhumalo", "@cbotha"]


def test_where_nobody_has_a_login_nothing_is_written(
    tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({"records/people.yml": re.sub(r", github: \w+", "", PEOPLE)})
    assert codeowners() == 0
    assert "nobody who may approve has a login, so no file has an owner" in capsys.readouterr().err
    assert not (root / OWN).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# followup: begin\n* @a\n", "line 1: there must be one line"),
        ("* @a\n# followup: end\n# followup: begin\n", "line 2: there must be one line"),
        ("# followup: begin\n# followup: begin\n# followup: end\n", "line 1: there must be one line"),
    ],
)
def test_torn_markers_are_told_and_nothing_is_written(
    text: str, said: str, tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    (root / OWN).parent.mkdir()
    (root / OWN).write_text(text, encoding="utf-8")
    for arguments in ([], ["--check"]):
        assert codeowners(*arguments) == 1
        assert said in capsys.readouterr().err
    assert (root / OWN).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("files", "status", "said"),
    [
        ({"records/people.yml": PEOPLE + "x: [\n"}, 1, "records/people.yml could not be read as a whole"),
        ({"records/organisation.yml": ORGANISATION.replace("name: Legal, head: s.pillay, ", "nme: Legal, ")}, 0, ""),
        ({"records/plans/money-2026.yml": "title: [\n"}, 1, "records/plans/money-2026.yml could not be read"),
        ({OWN: "x" * 3_000_001}, 1, "is longer than the 3,000,000 bytes"),
    ],
)
def test_what_cannot_be_read_loses_no_owner(
    files: Mapping[str, str], status: int, said: str, tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree(files)
    assert codeowners() == status
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    if status == 0:
        assert owners_of(root, "records/adjustments/legal/x.yml") == ["@cbotha"]


def test_a_link_and_bytes_that_are_no_text_are_left_alone(
    tree: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    (root / "elsewhere").write_text("kept", encoding="utf-8")
    (root / "CODEOWNERS").symlink_to("elsewhere")
    assert codeowners() == 1
    assert "CODEOWNERS is no regular file" in capsys.readouterr().err
    assert (root / "elsewhere").read_text(encoding="utf-8") == "kept"
    (root / "CODEOWNERS").unlink()
    (root / "CODEOWNERS").write_bytes(b"\xff\xfe")
    assert codeowners() == 1
    assert "it is not UTF-8" in capsys.readouterr().err


def test_a_repository_of_gitlab_has_it_where_gitlab_looks(tree: Callable[..., Path]) -> None:
    root = tree({".gitlab-ci.yml": "x: {script: [x]}\n"})
    assert codeowners() == 0
    assert owners_of(root, ".gitlab-ci.yml", ".gitlab/CODEOWNERS") == ["@vmahlangu"]
    assert owners_of(root, ".gitlab/CODEOWNERS", ".gitlab/CODEOWNERS") == ["@vmahlangu"]


def test_records_below_a_folder_with_a_space(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_tree({})
    (root / "our plans").mkdir()
    (root / "records").rename(root / "our plans/records")
    monkeypatch.chdir(root / "our plans")
    assert codeowners() == 0
    assert owners_of(root, "our plans/records/people.yml") == ["@zkhumalo"]
    assert owners_of(root, "our plans/mkdocs.yml") == ["@zkhumalo"]
    assert run(["codeowners", "--at", "HEAD"]) == 2
