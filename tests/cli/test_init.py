"""A new organisation: its tree is right from the start, whatever its names are, and nothing is overwritten."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_build.cli import run
from followup_build.source.document import parse_document
from followup_build.source.tree import SourceFile
from followup_build.workspace import open_workspace

Init = Callable[..., int]
FINANCE = ("--department", "Finance", "Thandi Mokoena", "Zanele Khumalo", "--login", "Zanele Khumalo", "zkhumalo")
NAMED = ("--name", "Rights House", "--timezone", "Africa/Johannesburg")
TOLD = (*NAMED, *FINANCE)
PLACES = {
    "README.md",
    ".gitignore",
    "mkdocs.yml",
    "requirements.txt",
    ".pre-commit-config.yaml",
    ".vscode/settings.json",
    ".vscode/extensions.json",
    ".vscode/schemas/plan.schema.json",
    ".github/CODEOWNERS",
    ".github/ISSUE_TEMPLATE/feedback.yml",
    ".github/workflows/check.yml",
    ".github/workflows/feedback.yml",
    "records/organisation.yml",
    "records/people.yml",
    "records/holidays.yml",
    "records/plans/finance-2026.yml",
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14


def written(folder: str = "new") -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in Path(folder).rglob("*")
        if path.is_file() and not path.is_relative_to(Path(folder, ".git"))
    }


def said_by(file: str, folder: str = "new") -> dict[str, object]:
    document, findings = parse_document(SourceFile(file, Path(folder, file).read_bytes()))
    assert document is not None
    assert not findings
    return document.data


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


def test_files_that_are_there_stay(capsys: pytest.CaptureFixture[str]) -> None:
    Path("new/.vscode").mkdir(parents=True)
    Path("new/README.md").write_text("Ours.\n", encoding="utf-8")
    Path("new/.vscode/settings.json").write_text("{}", encoding="utf-8")
    before = written()
    assert run(["init", "new", *TOLD]) == 1
    said = capsys.readouterr().err
    assert "these are there already: .vscode/settings.json; move them away, or add --keep" in said
    assert written() == before
    assert run(["init", "new", *TOLD, "--keep"]) == 0
    assert written() >= PLACES
    assert Path("new/README.md").read_text(encoding="utf-8") == "Ours.\n"
    assert Path("new/.vscode/settings.json").read_text(encoding="utf-8") == "{}"
    assert run(["init", "new", *TOLD, "--keep"]) == 1
    assert "has records already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("records/people.yml", "t.mokoena: {name: Other}\n", "there already: records/people.yml; move them away\n"),
        ("records/plans/other.yml", "x", "there are records already, for example records/plans/other.yml"),
        ("README.md", "Ours", "there already: README.md; move them away, or add --keep"),
        (".github/workflows/check.yml/x", "", "there already: .github/workflows/check.yml; move"),
    ],
)
def test_other_files_stay_as_they_are(path: str, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = Path("new", path)
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    assert run(["init", "new", *TOLD]) == 1
    assert said in capsys.readouterr().err
    assert written() == {path}
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("number", [1, 9, 20, 27])
def test_a_start_that_is_killed_is_started_again(number: int) -> None:
    code = (
        "import os, sys\nfrom followup_build.cli import run\nlink, count = os.link, 0\n"
        "def killed(*paths):\n    global count\n    count += 1\n"
        f"    os._exit(9) if count == {number} else link(*paths)\n"
        "os.link = killed\nrun(sys.argv[1:])\n"
    )
    assert subprocess.run([sys.executable, "-c", code, "init", "new", *TOLD], check=False).returncode == 9
    assert not Path("new/records/organisation.yml").exists()
    assert len([path for path in written() if not path.endswith(".tmp")]) == number - 1
    assert run(["init", "new", *TOLD]) == 0
    assert written() >= PLACES
    assert not open_workspace(Path("new")).findings


def test_an_empty_folder_and_a_repository_without_records_are_fine() -> None:
    Path("empty").mkdir()
    assert run(["init", "empty", *TOLD]) == 0
    Path("cloned").mkdir()
    for command in ("git init -q -b trunk", "git remote add origin https://github.com/rights/follow-up.git"):
        subprocess.run(command.split(), cwd="cloned", check=True)
    Path("cloned/LICENSE").write_text("MIT", encoding="utf-8")
    assert run(["init", "cloned", *TOLD]) == 0
    assert said_by("records/organisation.yml", "cloned")["repository"] == "https://github.com/rights/follow-up"
    branch = subprocess.run(["git", "symbolic-ref", "HEAD"], cwd="cloned", capture_output=True, text=True, check=True)
    assert branch.stdout == "refs/heads/trunk\n"


def test_places_that_cannot_hold_an_organisation_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("x", encoding="utf-8")
    assert run(["init", "file", *TOLD]) == 1
    assert "file is a file; name a folder" in capsys.readouterr().err
    Path("above/.git").mkdir(parents=True)
    assert run(["init", "above/below", *TOLD]) == 1
    assert "above/below lies in the repository" in capsys.readouterr().err
    assert written("above") == set()


@pytest.mark.parametrize("number", [1, 7, 27])
def test_a_disk_that_is_full_leaves_nothing(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    link, calls = os.link, iter(range(1, 100))

    def full(*arguments: str) -> None:
        if next(calls) == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        link(*arguments)

    monkeypatch.setattr(os, "link", full)
    assert run(["init", "deep/new", *TOLD]) == 2
    said = capsys.readouterr().err
    assert said.startswith("followup: nothing was written: ")
    assert said.endswith(": no space left on device\n")
    assert not Path("deep").exists()
    Path("there").mkdir()
    calls = iter(range(1, 100))
    assert run(["init", "there", *TOLD]) == 2
    assert list(Path("there").iterdir()) == []
    monkeypatch.setattr(os, "link", link)
    assert run(["init", "there", *TOLD]) == 0


def test_who_alone_may_approve_their_own_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    alone = ("--department", "Finance", "Ann Other", "Ann Other", "--login", "a.other", "ann")
    assert run(["init", "new", *NAMED, *alone]) == 0
    assert "Finance: nobody may approve what its head proposes" in capsys.readouterr().err


def test_a_country_without_known_holidays_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "new", *TOLD, "--country", "xx"]) == 0
    assert (
        "there are no holidays in the records yet: the library holidays knows no country XX" in capsys.readouterr().err
    )
    assert "records/holidays.yml" not in written()
