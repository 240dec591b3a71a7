from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from promise_tree import words

from followup_build.load.records import Record
from followup_build.model.learning import Feedback
from followup_build.source.log import NO_LOG, Commit, Log
from followup_build.views.cells import Line, Outside
from followup_build.views.record_history import MOST, build_history, history_in_row
from followup_build.views.subject import Subject

OpenSubject = Callable[[Mapping[str, str], str], Subject]
START = datetime(2026, 5, 1, 22, 30, tzinfo=UTC)
A, B = "records/feedback/2026-04-01-a.md", "records/feedback/2026-04-02-b.md"


def commit(number: int) -> Commit:
    return Commit(f"{number:010d}", START + timedelta(days=number), "Neo Dlamini", f"Words {number}")


def opened(
    subject_of: OpenSubject, log: Log, more: str = "", settings: Mapping[str, str] | None = None
) -> tuple[Subject, list[Record[Feedback]]]:
    files = dict(settings or {}) | dict.fromkeys((A, B), f"---\ntitle: Reports\ndate: 2026-04-01\n{more}---\n")
    subject = replace(subject_of(files, "2026-05-20"), log=log)
    return subject, [subject.portfolio.feedback[one] for one in ("2026-04-01-a", "2026-04-02-b")]


def test_the_changes_of_all_files_are_told_once_the_latest_first(subject_of: OpenSubject) -> None:
    log = Log({A: (commit(2), commit(0)), B: (commit(2), commit(1)), "c.yml": (commit(3),)})
    subject, records = opened(subject_of, log)
    history = build_history(subject, *records)
    assert history is not None
    # Half past ten in the evening in London is the next day in Johannesburg.
    assert history.summary == "three changes, the last on 4 May 2026 by Neo Dlamini"
    assert [words(one) for one in history.lines] == [
        "4 May 2026: Words 2, Neo Dlamini (0000000002)",
        "3 May 2026: Words 1, Neo Dlamini (0000000001)",
        "2 May 2026: Words 0, Neo Dlamini (0000000000)",
    ]
    assert history.note == ""


def test_a_commit_leads_to_the_platform(subject_of: OpenSubject) -> None:
    organisation = (
        "name: Rights House\ntimezone: Africa/Johannesburg\nrepository: https://example.org/r/\n"
        "departments:\n  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}\n"
    )
    log = Log({A: (commit(2),)})
    subject, (first, _) = opened(subject_of, log, settings={"records/organisation.yml": organisation})
    history = build_history(subject, first)
    assert history is not None
    address = "https://example.org/r/commit/0000000002"
    assert history.lines == (Line(("4 May 2026: Words 2, Neo Dlamini (", Outside("0000000002", address), ")")),)


def test_a_confidential_record_tells_only_when_it_changed(subject_of: OpenSubject) -> None:
    subject, (first, _) = opened(subject_of, Log({A: (commit(0),)}), "confidential: true\n")
    history = build_history(subject, first)
    assert history is not None
    assert history.summary == "one change, on 2 May 2026"
    assert history.lines == (Line(("2 May 2026 (", "0000000000", ")")),)


def test_what_is_not_listed_or_not_known_is_said(subject_of: OpenSubject) -> None:
    log = Log({A: tuple(commit(one) for one in reversed(range(MOST + 2)))}, is_incomplete=True)
    subject, (first, _) = opened(subject_of, log)
    history = build_history(subject, first)
    assert history is not None
    assert history.summary.startswith("at least 22 changes")
    assert len(history.lines) == MOST
    assert history.note.startswith("2 older changes are not listed. The site was built from a clone")


def test_a_row_tells_the_last_three_and_counts_the_others(subject_of: OpenSubject) -> None:
    subject, (first, second) = opened(subject_of, Log({A: tuple(commit(one) for one in (4, 3, 2, 1, 0))}))
    told = history_in_row(subject, first)
    assert told is not None
    assert words(told) == (
        "Changed: 6 May 2026 (0000000004) | 5 May 2026 (0000000003) | 4 May 2026 (0000000002) | 2 before"
    )
    assert history_in_row(subject, second) is None


def test_what_git_does_not_know_has_no_history(subject_of: OpenSubject) -> None:
    subject, records = opened(subject_of, NO_LOG)
    assert build_history(subject, *records) is None
