"""An issue becomes a validated record, or is told what to mend; nothing that others write there does anything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from copied import ROOT
from hosted import Ended, Platform, Runner, issue_event
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_build.cli import run
from followup_build.platform.feedback import Issue, record_of, said_in
from followup_build.platform.form import FORM, read_labels
from followup_build.workspace import Workspace, open_workspace

Make = Callable[[dict[str, Any]], tuple[Ended, dict[str, Any]]]
WriteTree = Callable[[Mapping[str, str]], Path]
TREE = {
    "records/organisation.yml": (
        "name: Rights House\ntimezone: Africa/Johannesburg\nsite_url: https://follow-up.example.org/\n"
        "departments: {finance: {name: Finance, head: t.mokoena, approvers: [t.mokoena]}}\n"
    ),
    "records/people.yml": (
        "t.mokoena: {name: Thandi Mokoena, github: tmokoena}\n"
        "n.dlamini: {name: Neo Dlamini, github: Shared}\ns.pillay: {name: Sarita Pillay, github: shared}\n"
        "m.naidoo: {name: Maya Naidoo}\n"
    ),
    "records/sessions/2026-q1-review/session.md": (
        "---\ntitle: Q1 2026 review\nkind: quarterly\ndate: 2026-04-15\nstatus: planned\n---\n"
    ),
    FORM: (ROOT / FORM).read_text(encoding="utf-8"),
}
LABELS = dict(read_labels(ROOT))
PATH = "records/feedback/2026-11-18-the-reports-are-too-long.md"


def told(title: str = "The reports are too long", text: str = "Nobody reads it.", **more: Any) -> dict[str, Any]:
    session = more.pop("session", "_No response_")
    body = f"### {LABELS['text']}\n\n{text}\n\n### {LABELS['session']}\n\n{session}"
    return {
        "number": 7,
        "title": title,
        "body": body,
        "user": {"login": "TMokoena"},
        "created_at": "2026-11-17T22:30:00Z",  # half past midnight in Johannesburg
        **more,
    }


@pytest.fixture
def root(write_tree: WriteTree, runner: Runner, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree(TREE)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    runner.set_event(issue_event())
    return root


@pytest.fixture
def make(root: Path, runner: Runner, platform: Platform) -> Make:
    """Make a record of an issue: how the step ended, and what it hands over."""

    def make(issue: dict[str, Any]) -> tuple[Ended, dict[str, Any]]:
        platform.issue = issue
        file = root / "feedback.json"
        file.unlink(missing_ok=True)
        ended = runner.run("feedback", str(file))
        return ended, json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    return make


def test_an_issue_becomes_a_record_with_its_person_session_and_day(make: Make, root: Path, runner: Runner) -> None:
    ended, handed = make(told(session="2026-q1-review"))
    expected = (
        "---\ntitle: The reports are too long\ndate: 2026-11-18\nsession: 2026-q1-review\nfrom: t.mokoena\n---\n"
        "Nobody reads it.\n"
    )
    assert (ended.returncode, ended.stdout, runner.output) == (0, f"{PATH}\n", "outcome=record\n")
    assert (root / PATH).read_text(encoding="utf-8") == expected
    assert handed == {
        "issue": 7,
        "path": PATH,
        "text": expected,
        "page": "https://follow-up.example.org/feedback/index.html#2026-11-18-the-reports-are-too-long",
        "mend": "",
    }
    assert run(["check"]) == 0


def test_the_command_writes_the_same(make: Make, root: Path) -> None:
    make(told())
    by_form = (root / PATH).read_text(encoding="utf-8")
    (root / PATH).unlink()
    typed = ["--from", "t.mokoena", "--on", "2026-11-18", "--text", "Nobody reads it."]
    assert run(["feedback", "new", "The reports are too long", *typed]) == 0
    assert (root / PATH).read_text(encoding="utf-8") == by_form


@pytest.mark.parametrize("login", ["stranger", "Shared", "", None])
def test_whoever_is_not_one_person_on_file_is_not_named(make: Make, root: Path, login: str | None) -> None:
    make(told(user=None if login is None else {"login": login}))
    assert "from:" not in (root / PATH).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-q1-review",
        "Q1 2026 Review",
        "https://follow-up.example.org/sessions/2026-q1-review/index.html#finance",
        "https://follow-up.example.org/sessions/2026-q1-review",
    ],
)
def test_a_session_is_known_by_its_id_title_or_page(make: Make, root: Path, typed: str) -> None:
    make(told(session=typed))
    assert "session: 2026-q1-review\n" in (root / PATH).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("issue", "said"),
    [
        (told(session="2026-q1-reviw"), "there is no session 2026-q1-reviw; did you mean 2026-q1-review?"),
        (told(session="the last one"), "'the last one' is not a reference"),
        (told(session="sessions/../etc/"), "'..' is not a reference"),
        (told(text="![so](https://github.com/user-attachments/1)"), "take the ! away, so that it becomes a link"),
        (told(text="[x](javascript:alert(1))"), "this link begins with javascript:"),
        (told(text="a\u202eb"), "the invisible character U+202E changes the order in which text is shown"),
        (told("a\u202eb"), "the invisible character U+202E cannot stand in a record; retype the text"),
        (told(text="a\x1b[31mb"), "the invisible character U+001B stands here"),
        (told("a\x00b"), "U+0000 cannot stand in a record"),
        (told(text="<<<<<<< HEAD"), "a git conflict was left here"),
        (told(text="<!-- allow[raw-html]: x --> <b>"), "a comment that silences a check has no place in feedback"),
        (told(" "), "this text is empty"),
        (told(created_at="2026-12-24T10:00:00Z"), "a day that has not come yet"),
    ],
)
def test_what_cannot_be_a_record_is_told_and_nothing_is_written(
    make: Make, root: Path, runner: Runner, issue: dict[str, Any], said: str
) -> None:
    ended, handed = make(issue)
    assert (ended.returncode, ended.stdout, runner.output) == (0, "", "outcome=mend\n")
    assert said in handed["mend"]
    assert not (root / "records/feedback").exists()
    assert "Traceback" not in ended.stderr + handed["mend"]


@pytest.mark.parametrize("text", ["[`````](data:x) @everyone", "![```](//x)", "[x](file:y) ```` # x"])
def test_what_others_wrote_stays_in_a_block_of_code(make: Make, text: str) -> None:
    _, handed = make(told(text=text))
    first, *middle, last = handed["mend"].rstrip("\n").split("\n")
    assert first == f"{last}text"
    assert last not in "\n".join(middle)


@pytest.mark.parametrize(
    "issue",
    [
        told(session="a" * 60_000),
        told("a" * 60_000 + "\x00"),
        told(text=f"<!-- allow[raw-html]: {'x' * 500} -->\n" * 100),
        told(text="[x](data:x) " * 5_000),
        told(text="[x](data:x)\n" * 5_000),
        told(text="\u202e\n" * 20_000),
    ],
)
def test_what_is_told_is_never_too_long_for_a_comment(make: Make, issue: dict[str, Any]) -> None:
    _, handed = make(issue)
    assert 0 < len(handed["mend"]) < 10_000


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: other\nconfidential: true\n---\nx",
        "a\n\n### Why\n\n- b: {c}\n\n---\n\n    code",
        'title: "no #12"',
        "漢字 é 👩\u200d👩\u200d👧 \u200fשלום",
        "::error::x\n::set-output name=outcome::record",
        "x" * 60_000,
        "I <b>hate</b> <script>alert(1)</script> <!-- them -->",
        "$(touch pwned) `touch pwned` ${{ github.token }}",
        "",
    ],
)
def test_hostile_and_strange_text_is_only_text(make: Make, root: Path, text: str) -> None:
    ended, _ = make(told(text=text))
    assert ended.stdout == f"{PATH}\n"
    record = open_workspace(root).portfolio.feedback[Path(PATH).stem]
    assert record.body.strip() == text
    assert (record.data.title, record.data.confidential) == ("The reports are too long", False)
    assert run(["check"]) == 0
    assert not list(root.rglob("pwned"))


def test_two_that_sound_alike_are_two_records(make: Make) -> None:
    assert make(told())[1]["path"] == PATH
    assert make(told())[1]["path"] == PATH.replace(".md", "-2.md")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("tree")
    for path, text in TREE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return open_workspace(root)


ANY = st.text(st.characters(codec="utf-8"), max_size=60)
MARKUP = st.sampled_from(
    [
        "<b>",
        "---",
        "# ",
        "'",
        '"',
        ": ",
        " #x",
        "`",
        "](javascript:x)",
        "\n",
        "\r\n",
        "{a: b}",
        "[",
        "- ",
        "&a",
        "!x ",
        "%",
    ]
)
WORDS = st.lists(st.one_of(ANY, MARKUP), max_size=6).map("".join)


@given(title=WORDS, text=WORDS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_refused_or_comes_back_from_the_record(workspace: Workspace, title: str, text: str) -> None:
    answer = told(title, text)
    issue = Issue(" ".join(title.split()), answer["body"], "tmokoena", datetime(2026, 11, 18, tzinfo=UTC))
    said = said_in(issue, LABELS, workspace.portfolio)
    write, faults = record_of(workspace, said)
    assert (write is None) == bool(faults)
    if write is None:
        return
    found = workspace.with_files({write.path: write.after}).portfolio.feedback[Path(write.path).stem]
    assert found.data.title == issue.title
    assert found.body.strip() == said.text.strip()
    assert (found.data.from_, found.data.session, found.data.response) == ("t.mokoena", None, None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": None}, "tells of an issue without its title"),
        ({"body": 7}, "tells of an issue without its title"),
        ({"created_at": "soon"}, "does not say when"),
        ({"created_at": "2026-11-18T10:00:00"}, "does not say when"),
    ],
)
def test_an_answer_that_is_none_fails_in_one_line(make: Make, change: dict[str, Any], said: str) -> None:
    ended, handed = make({**told(), **change})
    assert (ended.returncode, handed) == (2, {})
    assert said in ended.stderr


def test_a_half_character_is_no_fault_of_ours(make: Make, root: Path) -> None:
    ended, _ = make(told(text="a\ud800b"))
    assert ended.returncode == 0
    assert (root / PATH).read_text(encoding="utf-8").endswith("---\na?b\n")


def test_an_issue_without_text_is_its_title(make: Make, root: Path) -> None:
    make({**told(), "body": None})
    assert (root / PATH).read_text(encoding="utf-8").endswith("from: t.mokoena\n---\n")


def test_faults_that_were_there_before_are_not_the_writers(make: Make, root: Path) -> None:
    (root / "records/feedback").mkdir()
    (root / "records/feedback/old.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    assert make(told())[0].stdout == f"{PATH}\n"


def test_records_that_cannot_be_read_fail_the_step(make: Make, root: Path) -> None:
    (root / "records/organisation.yml").write_text("name: [", encoding="utf-8")
    ended, handed = make(told())
    assert (ended.returncode, handed) == (2, {})
    assert "the records cannot be read" in ended.stderr
