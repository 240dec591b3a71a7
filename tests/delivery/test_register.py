"""Marks that can be made once: of two who say the same in the same second, one comes first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from mail_tree import git, make_repository

from followup_build.delivery.fault import DeliveryError
from followup_build.delivery.post import folder_of, mark_of, state_of
from followup_build.delivery.register import Register
from followup_build.delivery.state import State

AT = datetime(2026, 4, 20, 10, 0, tzinfo=UTC)
FOLDER = folder_of("sent", "2026-q1-review")
MARK = mark_of(FOLDER, "t.mokoena@example.org")
CLAIM = {"version": 1, "state": "claimed"}


@pytest.fixture(params=["here", "remote"])
def registers(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Register, Register]:
    """Two runs that share their marks, in one repository or through a remote."""
    root = make_repository(tmp_path / "work")
    if request.param == "here":
        return Register(root, None), Register(root, None)
    git(root, "clone", "-q", "--bare", ".", str(tmp_path / "remote.git"))
    for name in ("one", "two"):
        git(tmp_path, "clone", "-q", f"file://{tmp_path}/remote.git", name)
    return Register(tmp_path / "one", "origin"), Register(tmp_path / "two", "origin")


def test_of_two_that_say_the_same_at_the_same_time_one_is_first(registers: tuple[Register, Register]) -> None:
    one, two = registers
    mine = one.write(MARK, CLAIM, None, AT)
    assert mine is not None
    assert two.write(MARK, CLAIM, None, AT) is None
    (found,) = two.read(FOLDER).values()
    assert found.commit == mine.commit


def test_only_who_knows_the_last_state_changes_it(registers: tuple[Register, Register]) -> None:
    one, two = registers
    mine = one.write(MARK, CLAIM, None, AT)
    (theirs,) = two.read(FOLDER).values()
    sent = one.write(MARK, {"version": 1, "state": "sent"}, mine, AT)
    assert sent is not None
    assert two.write(MARK, {"version": 1, "state": "refused"}, theirs, AT) is None
    assert [state_of(entry) for entry in two.read(FOLDER).values()] == [State.SENT]


def test_a_mark_of_somebody_else_is_a_doubt(registers: tuple[Register, Register], tmp_path: Path) -> None:
    one, _ = registers
    place = tmp_path / "remote.git" if (tmp_path / "remote.git").exists() else tmp_path / "work"
    blob = git(tmp_path / "work", "rev-parse", "HEAD:records/people.yml")
    for number, name in enumerate((blob, "HEAD", "HEAD^{tree}")):
        git(place, "update-ref", f"{FOLDER}/{number}", git(tmp_path / "work", "rev-parse", name))
    assert [state_of(entry) for entry in one.read(FOLDER).values()] == [State.UNKNOWN] * 3


def test_a_name_that_git_would_not_take_is_written_another_way(tmp_path: Path) -> None:
    register = Register(make_repository(tmp_path / "work"), None)
    folder = folder_of("sent", "2026-q1.lock")
    assert register.write(f"{folder}/1/edition", CLAIM, None, AT) is not None
    assert list(register.read(folder)) == ["1/edition"]


def test_the_address_cannot_be_read_in_a_mark() -> None:
    assert mark_of(FOLDER, "T.Mokoena@Example.org") == MARK
    assert "mokoena" not in MARK
    assert len({mark_of(FOLDER, name) for name in ("a@example.org", "b@example.org")}) == 2


def test_a_repository_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="so that nobody knows who was sent what"):
        Register(tmp_path, None).read(FOLDER)
