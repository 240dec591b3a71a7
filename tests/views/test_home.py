from __future__ import annotations

from collections.abc import Callable, Mapping

from followup_build.status.item import ActionFigures
from followup_build.views.calls import Call
from followup_build.views.cells import Link
from followup_build.views.concerns import Concern
from followup_build.views.home import HomeView, build_home
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]

PLAN = """\
title: Plan of %s
department: %s
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones:
  late: {title: Late, owner: n.dlamini, due: 2026-05-01}
  later: {title: Answered, owner: n.dlamini, due: 2026-05-02}
"""
KPI = """\
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-01-31, value: 80}
    targets: {2026-12-31: 92}
"""
SESSION = "---\ntitle: Start\nkind: monthly\ndate: 2026-05-04\nstatus: held\nchair: z.khumalo\n---\n"
ACTION = """\
title: %s
owner: n.dlamini
due: %s
follow_up: 2026-05-19
department: %s
session: start
for: [%s]
updates: {%s}
"""
TREE = {
    "records/sessions/start/session.md": SESSION,
    "records/plans/finance-2026.yml": PLAN % ("finance", "finance"),
    "records/actions/answer.yml": ACTION % ("Answer", "2026-08-31", "finance", "finance-2026/later", ""),
}


LEGAL = (PLAN % ("legal", "legal")).replace("z.khumalo", "c.botha")


def home(subject: Subject) -> tuple[HomeView, dict[str, Concern]]:
    view = build_home(subject)
    return view, {concern.title: concern for concern in view.concerns}


def told(concern: Concern) -> list[str]:
    return [notice.what.text for notice in concern.notices if isinstance(notice.what, Link)]


def test_what_is_red_is_told_once_whether_answered_or_not(subject_of: SubjectOf) -> None:
    _, concerns = home(subject_of(TREE, "2026-05-20"))
    assert told(concerns["Off track, and nobody has answered"]) == ["Late"]
    assert told(concerns["Off track, and answered"]) == ["Answered"]


def test_a_concern_leads_to_the_pages_of_what_it_tells_and_only_if_there_is_more(subject_of: SubjectOf) -> None:
    few = TREE | {"records/plans/legal-2026.yml": LEGAL}
    assert home(subject_of(few, "2026-05-20"))[1]["Off track, and nobody has answered"].more == ()
    many = LEGAL + "".join(f"  m{number}: {{title: More, owner: n.dlamini, due: 2026-05-03}}\n" for number in range(6))
    milestones = Link("All milestones", "milestones/index.html")
    _, concerns = home(subject_of(TREE | {"records/plans/legal-2026.yml": many}, "2026-05-20"))
    assert concerns["Off track, and nobody has answered"].more == (milestones,)
    progress = {"records/progress/legal-2026.yml": "kpis: {paid: {2026-03: 70}}\n"}
    _, concerns = home(subject_of(TREE | progress | {"records/plans/legal-2026.yml": many + KPI}, "2026-05-20"))
    concern = concerns["Off track, and nobody has answered"]
    assert concern.more == (Link("All KPIs", "kpis/index.html"), milestones)
    assert (concern.count, len(concern.notices)) == (10, 6)


def test_done_actions_wait_for_their_check_from_the_day_after_their_follow_up(subject_of: SubjectOf) -> None:
    done = ACTION % ("Done", "2026-05-10", "finance", "finance-2026/later", "2026-05-09: {state: done}")
    tree = TREE | {"records/actions/done.yml": done}
    title = "Done, and nobody has checked whether it worked"
    assert title not in home(subject_of(tree, "2026-05-19"))[1]
    assert told(home(subject_of(tree, "2026-05-20"))[1][title]) == ["Done"]


def test_feedback_is_told_until_it_is_answered_and_keeps_its_secret(subject_of: SubjectOf) -> None:
    feedback = "---\ntitle: Too long\ndate: 2026-05-05\nfrom: n.dlamini\nconfidential: true\n%s---\n"
    tree = TREE | {"records/feedback/long.md": feedback % "response: {by: z.khumalo, on: 2026-05-20, note: Shorter}\n"}
    title = "Feedback that waits for an answer"
    (notice,) = home(subject_of(tree, "2026-05-19"))[1][title].notices
    assert notice.what == Link("Confidential feedback", "feedback/index.html#long")
    assert notice.owner == "Anonymous"
    assert title not in home(subject_of(tree, "2026-05-20"))[1]


def test_a_contradiction_is_told_while_it_still_stands(subject_of: SubjectOf) -> None:
    report = "---\nby: t.mokoena\nassessment: {status: on_track, because: All is well}\n---\n"
    reached = "milestones: {late: {2026-05-18: {achieved: 2026-05-18}}, later: {2026-05-18: {achieved: 2026-05-18}}}\n"
    tree = TREE | {
        "records/sessions/start/finance.md": report,
        "records/progress/finance-2026.yml": reached,
    }
    title = "Reports that the figures contradict"
    concern = home(subject_of(tree, "2026-05-17"))[1][title]
    assert told(concern) == ["Finance, Start", "Finance, Start"]
    assert title not in home(subject_of(tree, "2026-05-18"))[1]


def test_the_organisations_own_plan_has_the_first_tile(subject_of: SubjectOf) -> None:
    tree = TREE | {
        "records/plans/organisation-2026.yml": PLAN % ("the whole", "organisation"),
        "records/actions/whole.yml": ACTION % ("Whole", "2026-05-10", "organisation", "organisation-2026/late", ""),
    }
    view, _ = home(subject_of(tree, "2026-05-20"))
    assert [tile.name.text for tile in view.tiles] == ["Plan of the whole", "Finance", "Legal"]
    assert [tile.role for tile in view.tiles] == ["Owner", "Head", "Head"]
    assert [tile.overdue_actions for tile in view.tiles] == [1, 0, 0]


def test_sessions_to_come_are_told_by_day_and_not_by_name(subject_of: SubjectOf) -> None:
    session = "---\ntitle: %s\nkind: monthly\ndate: %s\nstatus: %s\nchair: z.khumalo\n---\n"
    days = {"f": "06-02", "e": "06-09", "d": "06-16", "c": "06-23", "b": "06-30", "a": "07-07"}
    files = {
        f"records/sessions/{key}/session.md": session % (key.upper(), f"2026-{day}", "planned")
        for key, day in days.items()
    } | {"records/sessions/g/session.md": session % ("G", "2026-06-01", "cancelled")}
    assert [one.what.text for one in build_home(subject_of(files, "2026-06-02")).upcoming] == ["F", "E", "D", "C", "B"]
    assert [one.what.text for one in build_home(subject_of(files, "2026-06-03")).upcoming] == ["E", "D", "C", "B", "A"]
    (last,) = build_home(subject_of(files, "2026-07-07")).upcoming
    assert (last.when, last.away, last.departments) == ("7 July 2026", "today", ())
    assert build_home(subject_of(files, "2026-07-01")).upcoming[0].away == "in six days"


def test_the_numbers_at_the_top_are_those_of_the_lists_and_of_the_statuses(subject_of: SubjectOf) -> None:
    many = "".join(f"  m{number}: {{title: More, owner: n.dlamini, due: 2026-05-03}}\n" for number in range(6))
    tree = TREE | {
        "records/plans/legal-2026.yml": LEGAL + many,
        "records/actions/late.yml": ACTION % ("Late", "2026-05-10", "finance", "finance-2026/later", ""),
        "records/actions/later.yml": ACTION % ("Later", "2026-05-19", "finance", "finance-2026/later", ""),
        "records/actions/today.yml": ACTION % ("Today", "2026-05-20", "finance", "finance-2026/later", ""),
        "records/sessions/missed/session.md": SESSION.replace("held", "planned"),
    }
    subject = subject_of(tree, "2026-05-20")
    view, concerns = home(subject)
    calls = {call.anchor: call for call in view.calls}
    assert [call.number for call in view.calls] == [concern.count for concern in view.concerns]
    overdue = [
        item
        for item in subject.items("action")
        if isinstance(item.figures, ActionFigures) and item.figures.days_overdue > 0
    ]
    assert calls["overdue"].number == len(overdue) == len(concerns["Overdue actions"].notices) == 2
    assert (calls["overdue"].path, calls["overdue"].words) == ("actions/index.html?overdue=1", "overdue actions")
    assert calls["unanswered"].number == len(subject.snapshot.needs_response) == 9
    assert calls["missed"] == Call(1, "missed session", calls["missed"].chip, "", "missed")


def test_many_departments_are_sorted_the_worst_first_and_the_rest_is_folded_up(subject_of: SubjectOf) -> None:
    names = [f"d{number:02}" for number in range(30)]
    organisation = "name: Rights House\ntimezone: Africa/Johannesburg\ndepartments:\n" + "".join(
        f"  {name}: {{name: {name.upper()}, head: t.mokoena, approvers: [z.khumalo]}}\n" for name in names
    )
    tree = {
        "records/organisation.yml": organisation,
        "records/people.yml": "t.mokoena: {name: T}\nn.dlamini: {name: N}\nz.khumalo: {name: Z, github: z}\n",
        "records/plans/d07.yml": PLAN % ("d07", "d07"),
        "records/plans/d28.yml": (PLAN % ("d28", "d28")).replace("2026-05-01", "2026-12-01"),
    }
    view = build_home(subject_of(tree, "2026-05-20"))
    assert [tile.name.text for tile in (*view.tiles, *view.more_tiles)][:3] == ["D07", "D28", "D00"]
    assert view.are_tiles_small
    assert (len(view.tiles), len(view.more_tiles)) == (24, 6)


def test_everybody_who_is_there_finds_what_waits_under_a_name(subject_of: SubjectOf) -> None:
    people = """\
t.mokoena: {name: Thandi Mokoena, department: finance}
n.dlamini: {name: Neo Dlamini, department: finance}
m.naidoo: {name: Maya Naidoo, department: finance, left: 2026-03-31}
z.khumalo: {name: Zanele Khumalo, github: zkhumalo}
"""
    tree = TREE | {
        "records/people.yml": people,
        "records/actions/late.yml": ACTION % ("Late", "2026-05-10", "finance", "finance-2026/later", ""),
    }
    teams = {team.name: team.people for team in build_home(subject_of(tree, "2026-05-20")).teams}
    assert {team: [one.name for one in people] for team, people in teams.items()} == {
        "Finance": ["Neo Dlamini", "Thandi Mokoena"],
        "Rights House": ["Zanele Khumalo"],
    }
    assert [one.waits for one in teams["Finance"]] == ["1 overdue, 2 off track, 2 updates owed", ""]
    assert teams["Finance"][0].path == "people/n.dlamini/index.html"
