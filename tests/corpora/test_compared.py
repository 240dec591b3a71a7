"""Two states of real plans: what was reported and moved since comes out, counted from the text, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.exports.diff_answer import diff_json
from followup_build.exports.diff_text import diff_markdown, diff_text
from followup_build.history.compare import Comparison, compare
from followup_build.load.records import load_records
from followup_build.portfolio import Portfolio
from followup_build.source.tree import SourceFile
from followup_build.views.comparison import build_comparison

HERE = Path(__file__).parent
FEDERAL, AGENCIES = "us-federal-data-strategy", "us-agency-priority-goals"
AS_OF = {FEDERAL: date(2021, 12, 31), AGENCIES: date(2022, 9, 30)}
KNOWN = {FEDERAL: "2020-04-30", AGENCIES: "2022-Q2"}
"""The last day, or quarter, that the earlier state knows."""
_ENTRY = re.compile(r"    (\d{4}-(?:\d{2}-\d{2}|Q\d)):")
_MEMBER = re.compile(r"  (\S+):$")


def present(tree: str) -> dict[str, str]:
    root = HERE / tree
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.glob("records/**/*.*"))}


def earlier(tree: str) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The records as they stood, and what is missing of the facts, both from the text alone."""
    files, cut = {}, set()
    for path, text in present(tree).items():
        days = re.findall(r"^(?:date: |proposed: .*on: )(\d{4}-\d{2}-\d{2})", text, re.MULTILINE)
        if ("/sessions/" in path or "/adjustments/" in path) and days and max(days) > KNOWN[tree]:
            continue
        is_later_plan = tree == FEDERAL and path.endswith("-2021.yml")
        lines, member = [], ""
        for line in text.splitlines():
            found = _MEMBER.match(line)
            member = found[1] if found else member
            entry = _ENTRY.match(line) if "/progress/" in path else None
            if entry and entry[1] > KNOWN[tree]:
                cut.add((f"{Path(path).stem}/{member}", entry[1]))
            else:
                lines.append(line)
        # A member without any fact left is no mapping any more.
        kept = [one for one, below in zip(lines, [*lines[1:], ""], strict=True) if not _is_bare(one, below, path)]
        if not is_later_plan:
            files[path] = "\n".join(kept) + "\n"
    return files, cut


def _is_bare(line: str, below: str, path: str) -> bool:
    return "/progress/" in path and _MEMBER.match(line) is not None and not below.startswith("    ")


def portfolio(files: Mapping[str, str]) -> Portfolio:
    return Portfolio(load_records([SourceFile(path, text.encode()) for path, text in sorted(files.items())], "records"))


def compared(tree: str) -> Comparison:
    return compare(portfolio(earlier(tree)[0]), portfolio(present(tree)), AS_OF[tree])


@pytest.mark.parametrize("tree", [FEDERAL, AGENCIES])
def test_every_fact_that_came_is_told_and_nothing_more(tree: str) -> None:
    found = compared(tree)
    told = {
        (one.ref, (one.field or "").partition(" ")[2])
        for one in found.changes
        if (one.field or "").startswith(("measurement ", "update "))
    }
    assert told == earlier(tree)[1]
    assert len(told) > 30
    assert not [one for one in found.changes if one.is_uncovered]


@pytest.mark.parametrize("tree", [FEDERAL, AGENCIES])
def test_both_directions_can_be_printed(tree: str) -> None:
    base, head = portfolio(earlier(tree)[0]), portfolio(present(tree))
    for found in (compare(base, head, AS_OF[tree]), compare(head, base, AS_OF[tree]), compare(head, head, AS_OF[tree])):
        view = build_comparison(found)
        assert diff_text(view)
        assert diff_markdown(view)
        assert diff_json(found, "base", None)
    assert not found.changes
    assert not found.status_changes


BY_HAND = {
    FEDERAL: [
        # Read in the plan (first date) and in the adjustments of 14 May 2020 (to), days counted in a calendar.
        ("federal-data-strategy-team-2020/milestone-2.2", "due", "2020-09-30", "2020-10-31", "31 days later"),
        ("federal-data-strategy-team-2020/milestone-3.1", "due", "2020-06-30", "2020-07-31", "31 days later"),
        ("federal-data-strategy-team-2020/milestone-4.1", "due", "2020-06-30", "2020-07-31", "31 days later"),
        ("federal-data-strategy-team-2020/milestone-19.1", "due", "2020-06-30", "2020-09-30", "92 days later"),
        # Read in the progress.
        ("federal-data-strategy-team-2020/kpi-1.1", "measurement 2020-10-26", "None", "17", "17"),
        ("federal-data-strategy-team-2020/kpi-1.2", "measurement 2020-10-30", "None", "19", "19"),
        (
            "administrative-conference-of-the-united-states-2020/milestone-3.1",
            "update 2020-08-05",
            "None",
            "2020-08-05",
            "reached on 5 August 2020",
        ),
    ],
    AGENCIES: [
        ("dhs-fy2022-2023/kpi-7", "measurement 2022-Q3", "None", "50", "50 for Q3 2022"),
        ("dhs-fy2022-2023/kpi-7", "measurement 2022-Q4", "None", "78", "78 for Q4 2022"),
        ("doc-fy2022-2023/kpi-1", "measurement 2022-Q4", "None", "51486", "51\u202f486 for Q4 2022"),
    ],
}


@pytest.mark.parametrize("tree", [FEDERAL, AGENCIES])
def test_ten_changes_are_those_read_by_hand(tree: str) -> None:
    found = {(one.ref, one.field): one for one in compared(tree).changes}
    for ref, field, before, after, words in BY_HAND[tree]:
        change = found[ref, field]
        assert (str(change.before), str(change.after)) == (before, after)
        assert words in change.text
        assert (change.covered_by is not None) == (field == "due")


def test_a_plan_whose_two_milestones_were_reached_meanwhile_changes_its_status() -> None:
    ref = "administrative-conference-of-the-united-states-2020"
    (change,) = (one for one in compared(FEDERAL).status_changes if one.ref == ref)
    assert (change.before, change.after) == ("off_track", "achieved")
