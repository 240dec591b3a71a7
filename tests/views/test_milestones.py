from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from promise_tree import NEW, PLANS, adjustment, open_subject, row, words

from followup_build.views.charts.chart import Chart, Dot, Role, Text
from followup_build.views.charts.timeline import MOST_ROWS
from followup_build.views.milestone_charts import own_slip, slip_line, timeline_row
from followup_build.views.milestones import build_milestones
from followup_build.views.plans import PlanView, build_plan_pages
from followup_build.views.subject import Subject

WriteTree = Callable[[Mapping[str, str]], Path]
FACTS = "records/progress/finance-2026.yml"
PROGRESS = """\
milestones:
  portal:
    2026-04-07: {forecast: 2026-06-30}
    2026-05-02: {forecast: 2026-08-01}
    2026-05-10: {forecast: 2026-11-15}
  tests:
    2026-04-07: {forecast: 2026-05-14}
    2026-05-12: {achieved: 2026-05-11}
  mailing:
    2026-05-10: {forecast: 2026-09-30}
"""
MOVES = {
    "records/adjustments/finance/2026-04-15-once.yml": adjustment(
        "  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-07-15}}"
    ),
    "records/adjustments/finance/2026-05-02-twice.yml": adjustment(
        "  - {milestone: finance-2026/portal, due: {from: 2026-07-15, to: 2026-08-15}}",
        "approvals: [{by: z.khumalo, on: 2026-05-04}]",
    ),
}
TREE = {**PLANS, FACTS: PROGRESS, **MOVES}
PORTAL = ("milestone", "finance-2026/portal")


def plan_page(subject: Subject, plan: str = "finance-2026") -> PlanView:
    return dict(build_plan_pages(subject))[plan]


def told(chart: Chart) -> str:
    """All words of a chart, also those that only show under a mouse."""
    hints = [mark.hint for drawing in chart.drawings for mark in drawing.marks]
    texts = [mark.text for drawing in chart.drawings for mark in drawing.marks if isinstance(mark, Text)]
    return "\n".join((chart.title, chart.description, chart.note, *hints, *texts))


def test_a_row_tells_the_dates_that_the_figures_have(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(TREE))
    item = subject.snapshot.items[PORTAL]
    found = timeline_row(subject, item)
    assert found.original == date(2026, 6, 30)
    assert found.between == (date(2026, 7, 15),)
    assert found.due == date(2026, 8, 15)
    assert found.forecast == found.late_until == date(2026, 11, 15)
    assert found.achieved is None
    assert found.sentence == f"Royalty portal live: at risk. {' '.join(item.reasons)}"
    assert "Forecast for 15 November 2026, 92 days after it is due (15 August 2026)." in found.sentence
    assert [(one.ref, one.title) for one in found.needs] == [("finance-2026/tests", "Acceptance tests agreed")]
    reached = timeline_row(subject, subject.snapshot.items["milestone", "finance-2026/tests"])
    assert (reached.achieved, reached.forecast, reached.late_until) == (date(2026, 5, 11), None, None)


def test_an_overdue_milestone_is_late_until_the_day(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(PLANS), date(2026, 7, 10))
    assert timeline_row(subject, subject.snapshot.items[PORTAL]).late_until == date(2026, 7, 10)


def test_a_dependency_of_another_department_is_named_with_it(write_tree: WriteTree) -> None:
    legal = PLANS["records/plans/legal-2026.yml"] + (
        "milestones:\n  signed: {title: Contract signed, owner: s.pillay, due: 2026-04-30}\n"
    )
    plan = NEW.replace("[finance-2026/tests]", "[legal-2026/signed]")
    tree = {**PLANS, "records/plans/legal-2026.yml": legal, "records/plans/finance-2026.yml": plan}
    (chart,) = plan_page(open_subject(write_tree(tree))).timelines
    assert "after Contract signed (Legal)" in told(chart)
    hidden = {**tree, "records/plans/legal-2026.yml": f"confidential: true\n{legal}"}
    (chart,) = plan_page(open_subject(write_tree(hidden))).timelines
    assert "after Confidential milestone (Legal)" in told(chart)
    assert "Contract signed" not in told(chart)


def test_confidential_facts_give_no_forecast_and_no_slip(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree({**TREE, FACTS: f"confidential: true\n{PROGRESS}"}))
    view = plan_page(subject)
    (chart,) = view.timelines
    assert "Royalty portal live: at risk. Due 15 August 2026." in chart.description
    for secret in ("15 November", "11 May", "Forecast", "Reached", "late until"):
        assert secret not in told(chart), secret
    assert not {mark.role for one in chart.drawings for mark in one.marks if isinstance(mark, Dot)} & {
        Role.FORECAST,
        Role.ACHIEVED,
    }
    assert chart.table is not None
    assert row(chart.table, "Royalty portal live")["Forecast"] == "–"
    assert view.slips == ()
    assert [part.slip for part in view.milestones] == [None] * 3
    assert view.others is not None
    assert row(view.others.milestones, "Royalty portal live")["Forecast"] == "–"


def test_a_confidential_plan_has_no_chart(write_tree: WriteTree) -> None:
    tree = {**TREE, "records/plans/finance-2026.yml": f"confidential: true\n{NEW}"}
    subject = open_subject(write_tree(tree))
    view = plan_page(subject)
    assert (view.timelines, view.slips) == ((), ())
    page = build_milestones(subject)
    assert (page.late, page.soon) == (None, None)
    (section,) = (one for one in page.sections if one.title == "Finance")
    assert section.timelines == ()
    assert section.hidden == "Three confidential milestones not drawn."


def test_the_dates_between_two_confidential_moves_are_not_told(write_tree: WriteTree) -> None:
    secret = {path: f"confidential: true\n{text}" for path, text in MOVES.items()}
    subject = open_subject(write_tree({**TREE, **secret}))
    item = subject.snapshot.items[PORTAL]
    assert timeline_row(subject, item).between == ()
    chart = own_slip(subject, item)
    assert chart is not None
    assert "15 July" not in told(chart)


def test_a_slip_line_follows_the_reports_and_ends_where_it_was_reached(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(TREE))
    line = slip_line(subject, subject.snapshot.items[PORTAL])
    assert line is not None
    assert line.sentence == (
        "Royalty portal live: first forecast 30 June 2026, now 15 November 2026: 138 days later, in 3 reports."
    )
    assert line.promised == (
        (date(2026, 4, 7), date(2026, 6, 30)),
        (date(2026, 4, 17), date(2026, 7, 15)),
        (date(2026, 5, 4), date(2026, 8, 15)),
    )
    reached = slip_line(subject, subject.snapshot.items["milestone", "finance-2026/tests"])
    assert reached is not None
    assert reached.points[-1] == (date(2026, 5, 11), date(2026, 5, 11))
    assert (reached.is_reached, reached.reports) == (True, 1)
    assert slip_line(subject, subject.snapshot.items["milestone", "finance-2026/mailing"]) is None
    (chart,) = plan_page(subject).slips
    assert line.sentence in chart.description
    assert chart.table is not None
    assert row(chart.table, "Royalty portal live") == {
        "Milestone": "Royalty portal live",
        "First forecast": "30 Jun 2026",
        "Last forecast": "15 Nov 2026",
        "Change": "138 days later",
        "Reports": "3",
    }


def test_a_report_after_the_day_changes_no_picture(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(TREE), date(2026, 5, 5))
    line = slip_line(subject, subject.snapshot.items[PORTAL])
    assert line is not None
    assert [forecast for _, forecast in line.points] == [date(2026, 6, 30), date(2026, 8, 1)]


def test_a_card_shows_a_slip_and_no_level_line(write_tree: WriteTree) -> None:
    parts = {part.anchor: part for part in plan_page(open_subject(write_tree(TREE))).milestones}
    assert parts["portal"].slip is not None
    assert parts["tests"].slip is None


def big_plan(count: int) -> str:
    goals = "  timely: {title: Pay on time, owner: t.mokoena}\n  books: {title: Clean books, owner: t.mokoena}\n"
    rows = "".join(
        f"  m{number:03}: {{title: Milestone {number}, owner: n.dlamini, due: 2026-{4 + number % 8:02}-10,"
        f" goal: {'books' if number % 3 else 'timely'}}}\n"
        for number in range(count)
    )
    start = NEW[: NEW.index("goals:")]
    return f"{start}goals:\n{goals}milestones:\n{rows}"


def test_a_plan_too_tall_for_a_sheet_has_a_figure_for_each_goal_and_tall_ones_are_cut(write_tree: WriteTree) -> None:
    few = open_subject(write_tree({**PLANS, "records/plans/finance-2026.yml": big_plan(MOST_ROWS)}))
    assert len(plan_page(few).timelines) == 1
    subject = open_subject(write_tree({**PLANS, "records/plans/finance-2026.yml": big_plan(48)}))
    charts = plan_page(subject).timelines
    assert [chart.title for chart in charts] == [
        "Milestones of Pay on time",
        "Milestones of Clean books, 1 of 2",
        "Milestones of Clean books, 2 of 2",
    ]
    rows = [len(chart.table.rows) for chart in charts if chart.table]
    assert rows == [16, 16, 16]
    assert len({chart.anchor for chart in charts}) == 3
    assert all(drawing.height < 1300 for chart in charts for drawing in chart.drawings)


def test_the_first_figures_hold_what_is_late_and_what_is_due_soon(write_tree: WriteTree) -> None:
    page = build_milestones(open_subject(write_tree(TREE), date(2026, 7, 10)))
    assert page.late is not None
    assert page.soon is not None
    assert "Royalty portal live" in told(page.late)
    assert "Finance" in told(page.late)
    assert "Statements by mail" not in told(page.late)
    assert "Statements by mail" in told(page.soon)
    assert "Acceptance tests agreed" not in told(page.late) + told(page.soon)


def test_of_very_many_late_ones_the_latest_are_shown_and_the_rest_is_counted(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree({**PLANS, "records/plans/finance-2026.yml": big_plan(48)}), date(2027, 1, 10))
    page = build_milestones(subject)
    assert page.late is not None
    assert page.late.note == f"The {MOST_ROWS} latest of 48; the others stand below."
    assert page.late.table is not None
    assert {words(one.cells[3])[-8:] for one in page.late.table.rows} == {"Apr 2026", "May 2026", "Jun 2026"}


def test_of_an_ended_plan_nothing_is_late_any_more(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(PLANS))
    (chart,) = plan_page(subject, "finance-2025").timelines
    assert "Portal live: carried on. Due 30 January 2026." in chart.description
    assert "late" not in [key.word for key in chart.keys]
