from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.search import SearchEntry, build_search
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]

PLAN = """
title: Plan
department: finance
owner: t.mokoena
approvals: [{by: z.khumalo, on: YEAR-01-01}]
period: {start: YEAR-01-01, end: YEAR-12-31}
kpis:
  on-time: {title: Paid on time, unit: percent, direction: increase, targets: {YEAR-12: 90}}
"""
SESSION = """---
title: Check-in
kind: monthly
date: DAY
status: held
chair: t.mokoena
decisions: {one: Decide quickly}
---
Minutes of DAY speak of elephants.
"""
REPORT = """---
by: t.mokoena
challenges:
  late: {title: Late files, category: process, causes: [Nobody looked]}
training_needs: {skill: {skill: Juggling, why: Nobody can}}
---
The report speaks of giraffes.
"""
ACTION = """title: Buy a zebra
owner: t.mokoena
due: 2026-04-30
follow_up: 2026-05-30
department: finance
updates:
  2026-03-10: {state: in_progress, note: Asked the zoo}
  2026-09-10: {state: STATE, note: Not known yet}
"""
FILES = {
    "records/sessions/old/session.md": SESSION.replace("DAY", "2025-03-02"),
    "records/sessions/new/session.md": SESSION.replace("DAY", "2026-03-02"),
    "records/sessions/new/finance.md": REPORT,
    "records/actions/2026/zebra.yml": ACTION.replace("STATE", "done"),
    "records/plans/finance-2025.yml": PLAN.replace("YEAR", "2025"),
    "records/plans/finance-2026.yml": PLAN.replace("YEAR", "2026") + "supersedes: finance-2025\n",
}


def entries(subject: Subject) -> dict[str, SearchEntry]:
    return {entry.path: entry for entry in build_search(subject)}


def test_records_are_found_by_title_id_person_state_and_text(subject_of: SubjectOf) -> None:
    found = entries(subject_of(FILES, "2026-04-01"))
    session = found["sessions/new/index.html"]
    assert (session.title, session.id) == ("Check-in", "new")
    for words in ("Session, monthly: held", "t.mokoena", "Decide quickly", "elephants"):
        assert words in session.text
    assert "giraffes" in found["sessions/new/index.html#finance"].text
    assert "Nobody looked" in found["sessions/new/index.html#finance-late"].text
    assert found["sessions/new/index.html#finance-skill"].title == "Juggling"
    action = found["actions/index.html#zebra"]
    assert action.title == "Buy a zebra"
    assert "Asked the zoo" in action.text
    assert "Not known yet" not in action.text


def test_current_ones_come_before_old_ones_with_the_same_words(subject_of: SubjectOf) -> None:
    found = entries(subject_of(FILES, "2026-04-01"))
    assert found["sessions/new/index.html"].weight > found["sessions/old/index.html"].weight
    assert found["kpis/finance-2026/on-time/index.html"].weight > found["kpis/finance-2025/on-time/index.html"].weight
    open_one = found["actions/index.html#zebra"].weight
    assert open_one > entries(subject_of(FILES, "2026-10-01"))["actions/index.html#zebra"].weight


def test_pages_come_before_parts_of_them(subject_of: SubjectOf) -> None:
    paths = [entry.path for entry in build_search(subject_of(FILES, "2026-04-01"))]
    assert "#" not in "".join(paths[: next(place for place, path in enumerate(paths) if "#" in path)])
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("records/sessions/new/session.md", ("Decide quickly. Minutes of 2026", "giraffes", "Late files", "Juggling")),
        ("records/sessions/new/finance.md", ("giraffes", "Late files", "Juggling", "Nobody looked")),
        ("records/actions/2026/zebra.yml", ("zebra", "zoo")),
        ("records/plans/finance-2026.yml", ("kpis/finance-2026/on-time/index.html', title='Paid",)),
    ],
)
def test_confidential_text_is_not_found(path: str, kept: tuple[str, ...], subject_of: SubjectOf) -> None:
    text = FILES[path]
    hidden = (
        text.replace("---\n", "---\nconfidential: true\n", 1) if path.endswith(".md") else f"{text}confidential: true\n"
    )
    said = repr(build_search(subject_of({**FILES, path: hidden}, "2026-04-01")))
    before = repr(build_search(subject_of(FILES, "2026-04-01")))
    for words in kept:
        assert words in before
        assert words not in said
