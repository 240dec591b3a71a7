from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from followup_build.source.log import NO_LOG, Commit, Log
from followup_build.views.cells import Line, Outside
from followup_build.views.record_history import MOST, build_history

ZONE = ZoneInfo("Africa/Johannesburg")
START = datetime(2026, 5, 1, 22, 30, tzinfo=UTC)


def commit(number: int) -> Commit:
    return Commit(f"{number:010d}", START + timedelta(days=number), "Neo Dlamini", f"Words {number}")


def test_the_changes_of_all_files_are_told_once_the_latest_first() -> None:
    log = Log({"a.yml": (commit(2), commit(0)), "b.md": (commit(2), commit(1)), "c.yml": (commit(3),)})
    history = build_history(log, ("a.yml", "b.md", "gone.md"), ZONE, "https://example.org/r/", is_hidden=False)
    assert history is not None
    # Half past ten in the evening in London is the next day in Johannesburg.
    assert history.summary == "three changes, the last on 4 May 2026 by Neo Dlamini"
    assert history.lines[0] == Line(
        (
            "4 May 2026: Words 2, Neo Dlamini (",
            Outside("0000000002", "https://example.org/r/commit/0000000002"),
            ")",
        )
    )
    assert (len(history.lines), history.note) == (3, "")


def test_a_confidential_record_tells_only_when_it_changed() -> None:
    history = build_history(Log({"a.yml": (commit(0),)}), ("a.yml",), ZONE, "", is_hidden=True)
    assert history is not None
    assert history.summary == "one change, on 2 May 2026"
    assert history.lines == (Line(("2 May 2026 (", "0000000000", ")")),)


def test_what_is_not_listed_or_not_known_is_said() -> None:
    log = Log({"a.yml": tuple(commit(one) for one in reversed(range(MOST + 2)))}, is_incomplete=True)
    history = build_history(log, ("a.yml",), ZONE, "", is_hidden=False)
    assert history is not None
    assert history.summary.startswith("at least 22 changes")
    assert len(history.lines) == MOST
    assert history.note.startswith("2 older changes are not listed. The site was built from a clone")


def test_what_git_does_not_know_has_no_history() -> None:
    assert build_history(NO_LOG, ("a.yml",), ZONE, "", is_hidden=False) is None
