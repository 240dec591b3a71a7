"""A new organisation: its tree is right from the start, whatever its names are."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from started import FINANCE, NAMED, PLACES, TOLD, said_by, written

from followup_build.cli import run
from followup_build.workspace import open_workspace


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14


def test_the_first_commands_pass(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    more = (
        "--department",
        "Human Resources",
        "Saras Pillay",
        "c.b=Carel Botha, Zanele Khumalo",
        "--login",
        "c.b",
        "@cb",
    )
    assert run(["init", "new", *TOLD, *more]) == 0
    out, err = capsys.readouterr()
    assert "cd new" in out
    assert not err
    assert written() >= PLACES
    monkeypatch.chdir("new")
    for command in (
        "check --fail-on warning",
        "check --format json",
        "build --strict",
        "schedule",
        "format --check",
        "codeowners --check",
        "calendar -o all.ics",
    ):
        assert run(command.split()) == 0, command
    assert "[Rights House" not in Path("site/index.html").read_text(encoding="utf-8")
    assert "Rights House follow-up" in Path("site/index.html").read_text(encoding="utf-8")
    git = ["git", "status", "--porcelain", "--branch"]
    status = subprocess.run(git, capture_output=True, text=True, check=True).stdout
    assert status.startswith("## No commits yet on main\n")
    assert "site/" not in status


def test_what_was_told_stands_in_the_records() -> None:
    more = ("--person", "Neo Dlamini", "Finance", "--email", "t.mokoena", "t@example.org", "--first-month", "3")
    where = ("--repository", "git@gitlab.example.org:rights/follow-up.git", "--country", "none")
    assert run(["init", "new", *TOLD, *more, *where, "--review", "last friday", "--check-in", "none"]) == 0
    organisation = said_by("records/organisation.yml")
    assert organisation["name"] == "Rights House"
    assert organisation["repository"] == "https://gitlab.example.org/rights/follow-up"
    assert organisation["fiscal_year"] == {"first_month": "3", "named_by": "start"}
    assert organisation["departments"] == {
        "finance": {"name": "Finance", "head": "t.mokoena", "approvers": ["z.khumalo"]}
    }
    cadences = organisation["cadences"]
    assert isinstance(cadences, dict)
    assert list(cadences) == ["quarterly-review", "after-milestone"]
    assert (cadences["quarterly-review"]["on"], cadences["quarterly-review"]["from"]) == ("last friday", "2026-09-01")
    assert said_by("records/people.yml") == {
        "t.mokoena": {"name": "Thandi Mokoena", "email": "t@example.org", "department": "finance"},
        "z.khumalo": {"name": "Zanele Khumalo", "github": "zkhumalo"},
        "n.dlamini": {"name": "Neo Dlamini", "department": "finance"},
    }
    assert written() >= {".gitlab-ci.yml", ".gitlab/CODEOWNERS"}
    assert not {"records/holidays.yml", ".github/workflows/check.yml"} & written()
    plan = said_by("records/plans/finance-2026.yml")
    assert plan["period"] == {"start": "2026-03-01", "end": "2027-02-28"}


@pytest.mark.parametrize("month", range(1, 13))
def test_every_fiscal_year_and_day_starts_right(month: int, capsys: pytest.CaptureFixture[str]) -> None:
    for day in ("2026-12-31", "2027-02-28", "2028-02-29", "2027-06-01"):
        folder = f"{month}-{day}"
        assert run(["init", folder, *TOLD, "--first-month", str(month), "--as-of", day, "--country", "none"]) == 0
        root = Path(folder)
        assert not open_workspace(root).findings
        (plan,) = open_workspace(root).portfolio.plans.values()
        assert plan.data.period.start.month == month
        assert plan.data.period.end.isoformat() > day
        assert plan.data.period.start.isoformat()[:4] in plan.path
        capsys.readouterr()
        assert run(["schedule", "--records", f"{folder}/records", "--as-of", day]) == 0
        assert "missed" not in capsys.readouterr().out, "a series begins after the start"


def test_a_dry_run_lists_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "new", *TOLD, "--dry-run"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert not Path("new").exists()
    assert run(["init", "new", *TOLD]) == 0
    assert listed == [*sorted(written()), "", "Nothing was written, because of --dry-run."]


def test_without_a_terminal_all_that_lacks_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "new"]) == 2
    said = capsys.readouterr().err
    for option in ("--name TEXT", "--timezone ZONE", "--department NAME HEAD APPROVER"):
        assert f"add {option}" in said
    assert run(["init", "new", *NAMED, *FINANCE[:4]]) == 2
    assert "add --login 'z.khumalo' LOGIN, with which Zanele Khumalo reviews" in capsys.readouterr().err
    assert not Path("new").exists()


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        (("--timezone", "Africa/Johanesburg"), 2, "Africa/Johanesburg; did you mean Africa/Johannesburg?"),
        (("--timezone", "Johannesburg"), 2, "did you mean Africa/Johannesburg?"),
        (("--timezone", "nowhere at all"), 2, "write a region and a city"),
        (("--name", " "), 2, "--name: it is empty; write something"),
        (("--name", "a\u202eb"), 2, "--name: the invisible character U+202E"),
        (("--login", "z.khumalo", "a b"), 2, "--login: 'a b' is not a login; write the platform's login"),
        (("--login", "nobody", "x"), 2, "--login: nobody is called nobody"),
        (("--email", "z.khumalo", "z@x"), 2, "--email: 'z@x' is not a mail address; write one address"),
        (("--person", "Neo", "legal"), 2, "--person: there is no department legal"),
        (("--department", "Finance", "A B", "C D"), 2, "--department: Finance is there already"),
        (("--department", "finance!", "A B", "C D"), 2, "finance! would be finance, and so is Finance; write"),
        (("--department", "Session", "A B", "C D"), 2, "no department may have the id session"),
        (("--department", "Organisation", "A B", "C D"), 2, "no department may have the id organisation"),
        (("--department", "المالية", "A B", "C D"), 2, "no id can be made of المالية; write one in front"),
        (("--department", "Legal", "Thabo Mokoena", "C D"), 2, "would be t.mokoena, and so is Thandi Mokoena"),
        (("--check-in", "someday"), 2, "--check-in: 'someday' names no day"),
        (("--after-milestone", "soon"), 2, "--after-milestone: 'soon' is not a whole number"),
        (("--repository", "ftp://x"), 2, "--repository: 'ftp://x' is not a web address"),
        (("--first-month", "13"), 2, "13 is not in the range"),
        (("--at", "HEAD"), 2, "leave --at and --records out"),
        (("--records", "x"), 2, "leave --at and --records out"),
        (("--name", "<b>bold</b>"), 1, "the records would not be right"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_and_nothing_is_written(
    told: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "new", *TOLD, *told]) == status
    assert said in capsys.readouterr().err
    assert not Path("new").exists()


NAMES = [
    "Sales: \"north\" & 'south'", "# no comment #", "yes", "null", "~", "- item", "2026-01-01", "a: b", "{x}", "[y]",
    "x" * 200, "Ærø Österreich", "مريم العلي", "日本語", "a\tb", "!tag", "*alias", "@at", "%d", "`x`", "|", ">", "a\\b",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_name_makes_right_records(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    department = ("--department", f"d={name}", f"h={name} the head", f"a={name.replace(',', ' ')} the approver")
    assert run(["init", "new", "--name", name, "--timezone", "UTC", *department, "--login", "a", "x"]) == 0
    monkeypatch.chdir("new")
    assert run(["check", "--fail-on", "warning"]) == 0
    assert run(["format", "--check"]) == 0
    assert open_workspace(Path()).portfolio.organisation.name == " ".join(name.split())
    assert yaml.safe_load(Path("mkdocs.yml").read_text(encoding="utf-8"))["site_name"] == "Follow-up"


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_characters=",<>"), min_size=1, max_size=60))
def test_no_name_ends_otherwise_than_right_or_refused(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "new")
        told = ["--name", name, "--timezone", "UTC", "--department", name, f"h={name}", f"a.b={name} b"]
        status = run(["init", str(root), *told, "--login", "a.b", "x", "--country", "none"])
        assert status in (0, 1, 2)
        assert root.exists() == (status == 0)
        if status == 0:
            assert not open_workspace(root).findings


def test_who_alone_may_approve_their_own_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    alone = ("--department", "Finance", "Ann Other", "Ann Other", "--login", "a.other", "ann")
    assert run(["init", "new", *NAMED, *alone]) == 0
    assert "Finance: nobody may approve what its head proposes" in capsys.readouterr().err


@pytest.mark.parametrize("has_library", [True, False])
@pytest.mark.parametrize("typed", ["Germany", "D", "1E", "\u212aE", ""])
def test_a_country_that_is_none_is_refused(
    typed: str, *, has_library: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not has_library:
        monkeypatch.setitem(sys.modules, "holidays", None)
    assert run(["init", "new", *TOLD, "--country", typed]) == 2
    said = capsys.readouterr().err
    assert "--country: " in said
    assert "write the two letters of ISO 3166, for example ZA" in said or "did you mean" in said
    assert not Path("new").exists()


def test_a_country_that_the_library_does_not_know_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "new", *TOLD, "--country", "xx"]) == 2
    assert "--country: the library holidays knows no country XX" in capsys.readouterr().err
    assert not Path("new").exists()
    assert run(["init", "new", *TOLD, "--country", "de"]) == 0
    assert said_by("records/organisation.yml")["country"] == "DE"


def test_without_the_library_holidays_wait(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert run(["init", "new", *TOLD]) == 0
    said = capsys.readouterr().err
    assert "the library holidays is not installed; run pip install 'followup-build[holidays]'" in said
    assert "then followup holidays 2026 --write adds them" in said
    assert "records/holidays.yml" not in written()
    assert not open_workspace(Path("new")).findings
