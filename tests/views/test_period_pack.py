"""Every figure of a period's pack is made of what `followup status` says on the days at its ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from followup_build.cli import run
from followup_build.cli.reporting import seen_from
from followup_build.exports.papers.paper_html import paper_html
from followup_build.exports.papers.paper_markdown import paper_markdown
from followup_build.status.period_promises import PeriodState
from followup_build.views.cells import Link
from followup_build.views.papers.paper import Bars, Grid, Listing, Part, Pictures
from followup_build.views.papers.period_pack import NoPackError, PeriodPack, build_period_pack
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
Answer = Mapping[tuple[str, str], dict[str, Any]]
ROOT = Path(__file__).parents[2]
DONE = ("done", "verified")


def pack_of(root: Path, key: str, today: str, department: str | None = None) -> PeriodPack:
    workspace = open_workspace(root, as_of=date.fromisoformat(today))
    return build_period_pack(lambda day: seen_from(workspace, day), key, workspace.as_of, department)


def part(pack: PeriodPack, anchor: str) -> Part:
    return next(one for one in pack.paper.parts if one.anchor == anchor)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Answer]:
    """Gives what `followup status` says of the example on a day, by kind and ref."""
    monkeypatch.chdir(ROOT)

    def asked(day: str) -> Answer:
        assert run(["status", "--as-of", day, "--format", "json"]) == 0
        return {(item["kind"], item["ref"]): item for item in json.loads(capsys.readouterr().out)["items"]}

    return asked


def states(now: Answer, before: Answer, start: str, as_of: str, end: str, horizon: str) -> dict[str, set[str]]:
    """What became of each promise, worked out from nothing but two answers; ISO days compare as text."""
    found: dict[str, set[str]] = {state.value: set() for state in PeriodState}
    for key, item in now.items():
        kind, ref = key
        if kind not in ("milestone", "action") or ref.startswith("technology-2027/"):  # a draft
            continue
        figures, was = item["figures"], before.get(key)
        if was is None:
            found["added"].add(ref)
        if item["status"] == "dropped":
            if was is None or was["status"] != "dropped":
                found["dropped"].add(ref)
            continue
        done = figures.get("achieved")
        if kind == "action" and figures["state"] in DONE:
            done = figures["closed"] or figures["updated"]
        if done is not None:
            if start <= done <= as_of:
                found["completed"].add(ref)
            continue
        if ref.startswith("finance-2025/") and as_of > "2026-02-28":  # finance-2026 took over
            continue
        due, first = figures["due"], (was or item)["figures"]["due" if was else "due_original"]
        found["overdue" if due < as_of else "upcoming" if due <= horizon else "in flight"].add(ref)
        if start <= first <= end < due:
            found["pushed out"].add(ref)
    return found


PERIODS = [
    # key, day before, start, as of, end, end of the next; the same of the period before
    ("2026-Q2", "2026-11-20", "2026-05-31", "2026-06-01", "2026-08-31", "2026-08-31", "2026-11-30"),
    ("2026-Q3", "2026-11-20", "2026-08-31", "2026-09-01", "2026-11-20", "2026-11-30", "2027-02-28"),
    ("2026-10", "2026-11-20", "2026-09-30", "2026-10-01", "2026-10-31", "2026-10-31", "2026-11-30"),
]


@pytest.mark.parametrize(("key", "today", "before", "start", "as_of", "end", "horizon"), PERIODS)
def test_promises_are_sorted_as_two_answers_of_status_say(
    answer: Callable[[str], Answer],
    key: str,
    today: str,
    before: str,
    start: str,
    as_of: str,
    end: str,
    horizon: str,
) -> None:
    wanted = states(answer(as_of), answer(before), start, as_of, end, horizon)
    pack = pack_of(ROOT, key, today)
    assert {state.value: {item.ref for item in items} for state, items in pack.promises.items()} == wanted
    (grid,) = part(pack, "promises").blocks
    assert isinstance(grid, Grid)
    for row, state in zip(grid.rows, PeriodState, strict=True):
        refs = wanted[state.value]
        milestones = sum("/" in ref for ref in refs)
        assert row[1:4] == (str(milestones), str(len(refs) - milestones), str(len(refs)))
    assert any(wanted["pushed out"])
    assert any(wanted["completed"])


def test_the_period_before_is_the_one_that_its_own_pack_tells_of() -> None:
    later, earlier = pack_of(ROOT, "2026-Q3", "2026-11-20"), pack_of(ROOT, "2026-Q2", "2026-11-20")
    assert {state: [item.ref for item in items] for state, items in later.before.items()} == {
        state: [item.ref for item in items] for state, items in earlier.promises.items()
    }
    (grid,) = part(later, "promises").blocks
    assert isinstance(grid, Grid)
    for row, state in zip(grid.rows, PeriodState, strict=True):
        now, was = len(later.promises[state]), len(earlier.promises[state])
        assert row[4] == str(was)
        assert int(row[5].replace("−", "-")) == now - was


def test_bars_and_reds_are_the_rollups_of_status(answer: Callable[[str], Answer]) -> None:
    now, before, pack = answer("2026-08-31"), answer("2026-05-31"), pack_of(ROOT, "2026-Q2", "2026-11-20")
    (bars,) = part(pack, "status").blocks
    assert isinstance(bars, Bars)
    assert len(bars.bars) == 6
    for bar, ref in zip(
        bars.bars, ("organisation", "finance", "licensing", "distribution", "legal", "technology"), strict=True
    ):
        item = now["organisation" if ref == "organisation" else "department", ref]
        assert [(chip.word.replace(" ", "_"), chip.is_stale) for chip in bar.chips] == [(item["status"], item["stale"])]
        assert {chip.word.replace(" ", "_"): number for chip, number in bar.segments} == item["figures"]["counts"]
    figures = {figure.words: figure for figure in pack.paper.figures}
    red = [
        sum(told["organisation", "organisation"]["figures"]["counts"].get(one, 0) for one in ("off_track", "missed"))
        for told in (now, before)
    ]
    assert figures["off track or missed"].number == str(red[0])
    assert red[0] == red[1]
    assert figures["off track or missed"].change == "as in Q1 2026"
    days = [item["figures"]["approved"] or "" for (kind, _), item in now.items() if kind == "adjustment"]
    assert figures["adjustments approved"].number == str(sum("2026-06-01" <= one <= "2026-08-31" for one in days))


def test_kpis_show_the_status_and_value_of_both_days(answer: Callable[[str], Answer]) -> None:
    now, before, pack = answer("2026-08-31"), answer("2026-05-31"), pack_of(ROOT, "2026-Q2", "2026-11-20")
    seen = 0
    for block in part(pack, "kpis").blocks:
        for picture in block.pictures if isinstance(block, Pictures) else ():
            assert isinstance(picture.name, Link)
            ref = "/".join(picture.name.path.split("/")[1:3])
            item, was = now["kpi", ref], before["kpi", ref]
            assert [chip.word.replace(" ", "_") for chip in picture.chips] == [item["status"]]
            assert f"on 31 May 2026: {'' if was['figures']['value'] is not None else 'no data'}" in picture.sentence
            assert was["status"].replace("_", " ") in picture.sentence
            if item["figures"]["value"] is not None:
                assert picture.sentence.replace("\u202f", "").startswith(f"{item['figures']['value']:g}"[:4])
                assert picture.chart is not None
            seen += 1
    assert seen == sum(kind == "kpi" and "-2026/" in ref for kind, ref in now)


def test_a_department_tells_of_its_own(answer: Callable[[str], Answer]) -> None:
    now = answer("2026-08-31")
    for department in ("legal", "organisation"):
        pack = pack_of(ROOT, "2026-Q2", "2026-11-20", department)
        refs = {item.ref for items in pack.promises.values() for item in items}
        assert refs
        assert {now["action" if "/" not in ref else "milestone", ref]["department"] for ref in refs} == {department}
        (bars,) = part(pack, "status").blocks
        assert isinstance(bars, Bars)
        plan = now["plan", f"{department}-2026"]
        assert {chip.word.replace(" ", "_"): number for chip, number in bars.bars[0].segments} == plan["figures"][
            "counts"
        ]
        figures = {figure.words: figure.number for figure in pack.paper.figures}
        counts = plan["figures"]["counts"]
        assert figures["off track or missed"] == str(counts.get("off_track", 0) + counts.get("missed", 0))


def test_what_waits_for_a_decision_is_told_first() -> None:
    pack = pack_of(ROOT, "2026-Q3", "2026-11-20")
    (first,), (rest,) = part(pack, "decisions").blocks, part(pack, "more-decisions").blocks
    assert isinstance(first, Listing)
    assert isinstance(rest, Listing)
    words = [entry.chips[0].word for entry in (*first.entries, *rest.entries)]
    assert words == ["to decide", "to decide", "to decide", "no answer yet", "effect not looked at"]
    assert first.foot == "2 more stand below."


PLAN = """\
title: %s
department: finance
owner: t.mokoena
confidential: %s
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2025-12-20}]
milestones: {m: {title: "Hush <script>alert(1)</script> [x](javascript:alert(2))", owner: t.mokoena, due: 2026-02-20}}
kpis: {k: {title: Hush KPI, owner: t.mokoena, unit: things, direction: increase, frequency: monthly,
           baseline: {date: 2026-01-01, value: 4711}, targets: {2026-12-31: 4812}}}
"""
FACTS = "kpis: {k: {2026-02: 4777}}\n"


def test_confidential_plans_are_counted_and_not_quoted(write_tree: WriteTree) -> None:
    root = write_tree(
        {"records/plans/finance-2026.yml": PLAN % ("Hush", "true"), "records/progress/finance-2026.yml": FACTS}
    )
    pack = pack_of(root, "2026-Q1", "2026-06-14")
    assert [item.ref for item in pack.promises[PeriodState.OVERDUE]] == ["finance-2026/m"]
    for text in (paper_html(pack.paper), paper_markdown(pack.paper)):
        for hidden in ("Hush", "4711", "4777", "4812", "20 Feb 2026", "20 February"):
            assert hidden not in text
        assert "Confidential milestone" in text
        assert "Confidential KPI" in text


def test_a_draft_promises_nothing(write_tree: WriteTree) -> None:
    draft = (PLAN % ("Draft", "false")).replace("approvals: [{by: z.khumalo, on: 2025-12-20}]\n", "")
    files = {
        "records/plans/finance-2026.yml": PLAN % ("Open", "false"),
        "records/plans/legal-2026.yml": draft.replace("department: finance", "department: legal"),
    }
    pack = pack_of(write_tree(files), "2026-Q1", "2026-06-14")
    assert [item.ref for items in pack.promises.values() for item in items] == ["finance-2026/m"]


def test_a_plan_that_is_followed_by_another_owes_nothing_but_what_it_kept(write_tree: WriteTree) -> None:
    first = (PLAN % ("First", "false")).replace("2026-12-31}\napprovals", "2026-03-31}\napprovals")
    second = (PLAN % ("Second", "false")).replace("start: 2026-01-01", "start: 2026-04-01")
    files = {
        "records/plans/finance-2026.yml": first,
        "records/plans/finance-later.yml": f"supersedes: finance-2026\n{second.replace('2026-02-20', '2026-05-20')}",
    }
    pack = pack_of(write_tree(files), "2026-Q2", "2026-06-14")
    assert [item.ref for item in pack.promises[PeriodState.OVERDUE]] == ["finance-later/m"]
    assert [item.ref for item in pack.before[PeriodState.OVERDUE]] == ["finance-2026/m"]


def test_what_somebody_typed_stays_text(write_tree: WriteTree) -> None:
    files = {"records/plans/finance-2026.yml": PLAN % ("Open", "false"), "records/progress/finance-2026.yml": FACTS}
    paper = pack_of(write_tree(files), "2026-Q1", "2026-06-14").paper
    assert "<script" not in paper_html(paper)
    assert 'href="javascript:' not in paper_html(paper)
    assert r"Hush \<script\>alert(1)\</script\> \[x\](javascript:alert(2))" in paper_markdown(paper)


@pytest.mark.parametrize(
    ("key", "department", "said"),
    [
        ("2026-Q3", None, "Q3 2026 begins on 1 July 2026, which is still to come; the present period is 2026-Q2"),
        ("2026-06-01", None, "2026-06-01 is a day; name a period, like 2026-Q2"),
        ("2025-Q2", None, "nothing in Q2 2025: the first approved plan begins on 1 January 2026; name another period"),
        ("2026-Q1", "legal", "nothing in Q1 2026: no approved plan of legal runs in it; name another period"),
    ],
)
def test_what_has_no_pack(write_tree: WriteTree, key: str, department: str | None, said: str) -> None:
    root = write_tree({"records/plans/finance-2026.yml": PLAN % ("Open", "false")})
    with pytest.raises(NoPackError) as raised:
        pack_of(root, key, "2026-06-14", department)
    assert said in str(raised.value)


def test_an_organisation_with_nothing_has_no_pack(write_tree: WriteTree) -> None:
    root = write_tree({"records/organisation.yml": "name: Small\ntimezone: UTC\ndepartments: {}\n"})
    with pytest.raises(NoPackError, match="the records tell of nothing in Q1 2026: no approved plan runs in it"):
        pack_of(root, "2026-Q1", "2026-06-14")


def test_a_period_with_a_plan_and_nothing_else_says_so(write_tree: WriteTree) -> None:
    root = write_tree({"records/plans/finance-2026.yml": (PLAN % ("Open", "false")).split("milestones:")[0]})
    text = paper_markdown(pack_of(root, "2026-Q1", "2026-06-14").paper)
    for sentence in (
        "Nothing waits for a decision.",
        "Nothing was completed.",
        "No plan in force has a KPI.",
        "No adjustment was proposed or decided.",
        "nothing to count; 31 December 2025: no data.",
    ):
        assert sentence in text
