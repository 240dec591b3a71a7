from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from written_tree import TREE

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
ARCHIVE = Path("records/adjustments/finance/2026-05-04-archive-date.yml")
PORTAL = Path("records/adjustments/finance/2026-04-15-portal-date.yml")


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree(TREE)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1778846400")  # 2026-05-15
    return root


def lines_added(path: Path, before: bytes) -> list[str]:
    old, new = before.decode().splitlines(), path.read_text(encoding="utf-8").splitlines()
    assert [line for line in new if line in old] == old
    return [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("path", "arguments", "line"),
    [
        (ARCHIVE, ["approve", "--by", "z.khumalo"], "approvals: [{by: z.khumalo, on: 2026-05-15}]"),
        (
            ARCHIVE,
            ["approve", "--by", "z.khumalo", "--on", "2026-05-06"],
            "approvals: [{by: z.khumalo, on: 2026-05-06}]",
        ),
        (
            ARCHIVE,
            ["reject", "--by", "z.khumalo", "--because", "Too late, and too dear"],
            'rejected: {by: z.khumalo, on: 2026-05-15, because: "Too late, and too dear"}',
        ),
        (
            ARCHIVE,
            ["withdraw", "--because", "Not needed"],
            "withdrawn: {by: n.dlamini, on: 2026-05-15, because: Not needed}",
        ),
        (
            PORTAL,
            ["review", "--outcome", "partly", "--note", "Half of it", "--by", "t.mokoena"],
            "review: {on: 2026-05-15, outcome: partly, by: t.mokoena, note: Half of it}",
        ),
    ],
)
def test_a_decision_is_one_line_and_doing_it_again_is_none(
    path: Path, arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = path.read_bytes()
    command = [arguments[0], path.stem, *arguments[1:]]
    assert run([*command, "--dry-run"]) == 0
    assert path.read_bytes() == before
    assert run(command) == 0
    assert lines_added(path, before) == [line]
    assert f"+{line}" in capsys.readouterr().out
    after = path.read_bytes()
    assert run(command) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert path.read_bytes() == after
    assert run(["check"]) == 0


def test_an_approval_moves_the_promise_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["approve", "2026-05-04-archive-date", "--by", "z.khumalo"]) == 0
    shown = capsys.readouterr().out
    assert "Archive moved moves from 30 September 2026 to 30 October 2026: 30 days later" in shown
    assert shown.endswith("Every department it touches has approved it.\n")


def test_a_department_that_is_still_needed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    transfer = ["finance-2026/systems", "--transfer-to", "legal-2026/systems", "--amount", "50000"]
    who = ["--reason", "x", "--owner", "n.dlamini", "--follow-up", "2026-12-01", "--id", "money"]
    assert run(["adjust", *transfer, *who]) == 0
    assert run(["approve", "money", "--by", "z.khumalo"]) == 0
    assert "It still needs legal (c.botha)." in capsys.readouterr().out
    assert run(["approve", "money", "--by", "c.botha"]) == 0
    text = Path("records/adjustments/finance/money.yml").read_text(encoding="utf-8")
    assert "approvals: [{by: z.khumalo, on: 2026-05-15}, {by: c.botha, on: 2026-05-15}]\n" in text


def test_a_draft_plan_is_approved(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("records/plans/legal-2026.yml")
    before = path.read_bytes()
    assert run(["approve", "legal-2026", "--by", "z.khumalo"]) == 1
    assert "z.khumalo is no approver of legal; ask c.botha" in capsys.readouterr().err
    assert run(["approve", "legal-2026", "--by", "c.botha"]) == 0
    assert lines_added(path, before) == ["approvals: [{by: c.botha, on: 2026-05-15}]"]
    assert run(["approve", "legal-2026", "--by", "c.botha"]) == 0
    assert run(["approve", "finance-2026", "--by", "z.khumalo"]) == 0
    assert "approved finance-2026 on 2026-02-20; nothing to do" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (
            "approve 2026-05-04-archive-date --by n.dlamini",
            1,
            "n.dlamini proposed 2026-05-04-archive-date and cannot approve it; ask z.khumalo",
        ),
        (
            "approve 2026-05-04-archive-date --by c.botha",
            1,
            "c.botha may not approve 2026-05-04-archive-date: c.botha is no approver of finance; ask z.khumalo",
        ),
        ("approve 2026-05-04-archive-date --by z.kumalo", 2, "there is no person z.kumalo. Did you mean z.khumalo?"),
        ("approve 2026-05-04-archiv-date --by z.khumalo", 2, "Did you mean 2026-05-04-archive-date?"),
        ("approve 2026-05-04-archive-date", 2, "--by"),
        ("approve 2026-05-04-archive-date --by z.khumalo --on yesterday", 2, "is no day"),
        (
            "approve 2026-05-04-archive-date --by z.khumalo --on 2026-05-01",
            1,
            "was proposed on 2026-05-04; it cannot be approved on 2026-05-01",
        ),
        (
            "approve 2026-05-04-archive-date --by z.khumalo --on 2027-05-01",
            1,
            "nothing was written, because it would add 1 error",
        ),
        ("approve 2026-04-15-portal-date --by c.botha", 1, "is approved since 2026-04-17"),
        ("reject 2026-05-04-archive-date --by n.dlamini --because x", 1, "followup withdraw 2026-05-04-archive-date"),
        ("reject 2026-05-04-archive-date --by c.botha --because x", 1, "c.botha may not reject"),
        ("reject 2026-05-04-archive-date --by z.khumalo", 2, "add --because TEXT, why it is rejected"),
        ("reject 2026-04-15-portal-date --by z.khumalo --because x", 1, "is approved since 2026-04-17"),
        (
            "withdraw 2026-05-04-archive-date --by t.mokoena --because x",
            1,
            "t.mokoena may not withdraw 2026-05-04-archive-date; n.dlamini may",
        ),
        ("withdraw 2026-04-15-portal-date --because x", 1, "is approved since 2026-04-17"),
        ("review 2026-05-04-archive-date --outcome effective", 1, "is not approved, so it has had no effect to review"),
        ("review 2026-04-15-portal-date --outcome good", 2, "'effective', 'partly', 'ineffective'"),
        ("review 2026-04-15-portal-date --outcome effective --on 2026-04-16", 1, "cannot be reviewed on 2026-04-16"),
        ("review finance-2026 --outcome effective", 2, "there is no adjustment finance-2026."),
    ],
)
def test_what_may_not_be_is_told_in_one_line(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in Path("records").rglob("*.*") if path.is_file()}
    assert run(typed.split()) == status
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path("records").rglob("*.*") if path.is_file()} == before


def test_what_is_decided_stays_decided(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reject", ARCHIVE.stem, "--by", "z.khumalo", "--because", "No"]) == 0
    for command in (
        ["approve", ARCHIVE.stem, "--by", "z.khumalo"],
        ["withdraw", ARCHIVE.stem, "--because", "x"],
        ["review", ARCHIVE.stem, "--outcome", "partly"],
    ):
        assert run(command) == 1
        assert "was rejected by z.khumalo on 2026-05-15" in capsys.readouterr().err
    assert run(["review", PORTAL.stem, "--outcome", "partly"]) == 0
    assert run(["review", PORTAL.stem, "--outcome", "effective"]) == 1
    assert f"was reviewed on 2026-05-15: partly; to correct that, edit {PORTAL}" in capsys.readouterr().err


def test_a_style_that_cannot_be_edited_is_left_with_the_edit_to_make(capsys: pytest.CaptureFixture[str]) -> None:
    text = ARCHIVE.read_text(encoding="utf-8").replace("owner: n.dlamini", "owner: &a n.dlamini")
    ARCHIVE.write_text(text, encoding="utf-8")
    assert run(["approve", ARCHIVE.stem, "--by", "z.khumalo"]) == 1
    said = capsys.readouterr().err
    assert f"{ARCHIVE} cannot be edited safely (line 3: &a names a place to copy from" in said
    assert "add this item to approvals by hand:\n    - {by: z.khumalo, on: 2026-05-15}" in said
    assert ARCHIVE.read_text(encoding="utf-8") == text


def test_a_read_only_file_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    ARCHIVE.chmod(0o444)
    assert run(["approve", ARCHIVE.stem, "--by", "z.khumalo"]) == 1
    assert f"{ARCHIVE} is read-only and is not written" in capsys.readouterr().err


def test_a_file_with_crlf_and_a_bom_keeps_them() -> None:
    content = b"\xef\xbb\xbf" + ARCHIVE.read_bytes().replace(b"\n", b"\r\n")
    ARCHIVE.write_bytes(content)
    assert run(["approve", ARCHIVE.stem, "--by", "z.khumalo"]) == 0
    line = b"approvals: [{by: z.khumalo, on: 2026-05-15}]\r\n"
    assert ARCHIVE.read_bytes() == content.replace(b"changes:", line + b"changes:")


def test_a_record_that_could_not_be_read_whole_is_not_decided(capsys: pytest.CaptureFixture[str]) -> None:
    with ARCHIVE.open("a", encoding="utf-8") as file:
        file.write("  - {milestone: legal-2026/contract, due: {to: tomorrow}}\n")
    assert run(["approve", ARCHIVE.stem, "--by", "z.khumalo"]) == 1
    assert f"{ARCHIVE} has faults, so nobody knows all that it says" in capsys.readouterr().err
