"""Both states share most files: what is the same in both is read once, and comes out as if it had been read twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pull_requests import EXAMPLE
from repositories import Repository
from single_edits import SINGLE_EDITS
from states import ACTION, BASE, PLAN, changes, compared, edited, without

from followup_build.load.records import Loaded, load_records
from followup_build.source.revision import Revision
from followup_build.source.tree import SourceFile

FAULTY = {
    **BASE,
    ACTION: BASE[ACTION].replace("owner: n.dlamini\n", ""),
    PLAN: BASE[PLAN].replace("due: 2026-05-31", "due: soon"),
    "plans/torn.yml": "title: [",
    "notes.txt": "no record",
}


def load(files: dict[str, str], known: Loaded | None = None) -> Loaded:
    sources = [SourceFile(f"records/{path}", text.encode()) for path, text in sorted(files.items())]
    return load_records(sources, "records", known)


@pytest.mark.parametrize("first", [dict(BASE), FAULTY, {}, without(BASE, PLAN), dict(EXAMPLE)])
@pytest.mark.parametrize("second", [dict(BASE), FAULTY, edited(BASE, (PLAN, "2026-05-31", "2026-06-01"))])
def test_what_is_known_already_gives_the_same_records(first: dict[str, str], second: dict[str, str]) -> None:
    alone, after = load(second), load(second, load(first))
    assert after.records == alone.records
    assert (after.findings, after.left_out, after.torn, after.misnamed) == (
        alone.findings,
        alone.left_out,
        alone.torn,
        alone.misnamed,
    )
    assert {path: one.data for path, one in after.documents.items()} == {
        path: one.data for path, one in alone.documents.items()
    }


def test_a_file_that_is_the_same_is_not_read_again() -> None:
    known = load(dict(BASE))
    again = load(edited(BASE, (PLAN, "2026-05-31", "2026-06-01")), known)
    assert [
        kind for kind, found in again.records.items() for key in found if found[key] is not known.records[kind][key]
    ] == ["plan"]


def test_git_is_asked_only_for_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(tmp_path, monkeypatch, capsys).start()
    files, _ = Revision(tmp_path, "records", "main").read()
    known = {file.path: file.content for file in files}
    known["records/people.yml"] += b"# another comment\n"
    asked: list[list[str]] = []
    whole = Revision._contents

    def contents(self: Revision, names: list[str]) -> dict[str, bytes]:
        asked.append(names)
        return whole(self, names)

    monkeypatch.setattr(Revision, "_contents", contents)
    assert Revision(tmp_path, "records", "main").read(known=known)[0] == files
    assert asked == [[repository.git("rev-parse", "main:records/people.yml")]]


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_names_of_objects_are_git_s(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(tmp_path, monkeypatch, capsys)
    repository.git("init", "-q", "-b", "main", f"--object-format={form}")
    repository.write(BASE).commit().branch().edit((PLAN, "due: 2026-05-31", "due: 2026-06-10"))
    assert "Backlog of 2025 cleared moves" in repository.say("diff", "main").out


@given(
    st.sets(st.sampled_from(sorted(SINGLE_EDITS)), max_size=6),
    st.sets(st.sampled_from(sorted(SINGLE_EDITS)), max_size=6),
)
def test_edits_in_any_company_are_compared(first: set[str], second: set[str]) -> None:
    sides = []
    for names in (first, second):
        files = dict(BASE)
        for name in sorted(names):
            path, old, new = SINGLE_EDITS[name]
            if old in files[path]:
                files[path] = files[path].replace(old, new, 1)
        sides.append(files)
    found = compared(sides[0], sides[1])
    assert not changes(sides[1], sides[1])
    assert bool(found.changes) >= (sides[0] != sides[1] and first.isdisjoint(second) and len(first | second) == 1)
    for change in found.changes:
        assert change.text.endswith(".")
        assert "  " not in change.text
        assert "None" not in change.text
