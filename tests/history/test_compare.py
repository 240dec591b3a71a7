"""What a comparison says of each kind of edit, and of those that mean nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from single_edits import SINGLE_EDITS
from states import (
    ACTION,
    ADJUSTMENT,
    BASE,
    FEEDBACK,
    LEGAL,
    PLAN,
    PRACTICE,
    PROGRESS,
    REPORT,
    SESSION,
    Edit,
    adjustment,
    changes,
    compared,
    edited,
    texts,
    without,
)

from followup_build.exports.diff_answer import diff_json
from followup_build.exports.diff_text import diff_markdown, diff_text
from followup_build.views.comparison import build_comparison


def test_every_single_edit_is_told(hold_golden: Callable[[str, str], None]) -> None:
    lines = ["# Each edit, its sentence, and its change in the JSON answer.", ""]
    for name, edit in SINGLE_EDITS.items():
        lines.append(f"{name}:")
        for change in json.loads(diff_json(compared(BASE, edited(BASE, edit)), "b", None))["changes"]:
            rest = {key: value for key, value in change.items() if key != "text" and value not in (None, False)}
            lines += [f"  {change['text']}", f"    {json.dumps(rest, ensure_ascii=False)}"]
    hold_golden("single_edits.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", SINGLE_EDITS)
def test_no_single_edit_goes_untold_in_either_direction(name: str) -> None:
    there = edited(BASE, SINGLE_EDITS[name])
    assert changes(BASE, there)
    assert changes(there, BASE)
    assert not changes(there, there)


SAME: dict[str, list[Edit]] = {
    "a comment": [(PLAN, "goals:\n", "# What we aim at\ngoals:\n")],
    "key order": [(PLAN, "department: finance\nowner: t.mokoena\n", "owner: t.mokoena\ndepartment: finance\n")],
    "quotes": [(PLAN, "title: Finance plan 2026", 'title: "Finance plan 2026"')],
    "block for flow": [
        (PLAN, "period: {start: 2026-03-01, end: 2027-02-28}", "period:\n  start: 2026-03-01\n  end: 2027-02-28")
    ],
    "zeros at the end": [(PROGRESS, "86.1", "86.10")],
    "a value spelled out": [(PROGRESS, "86.1", "{value: 86.1}")],
    "line breaks in Markdown": [(SESSION, "Finance reported on the portal.", "Finance reported\non the portal.")],
    "a default that is written": [(PLAN, "frequency: monthly", "frequency: monthly\n    combine: last")],
    "an empty list": [(SESSION, "decisions:", "agenda: []\ndecisions:")],
    "the order of the members": [
        (PLAN, "  systems: {title: Systems budget, amount: 100000, unit: ZAR}\n", ""),
        (PLAN, "goals:\n", "resources:\n  systems: {amount: 100000, title: Systems budget, unit: ZAR}\ngoals:\n"),
        (PLAN, "targets: {2026-Q2: 90, 2027-02-28: 95}\nresources:\n", "targets: {2027-02-28: 95, 2026-Q2: 90}\n"),
    ],
}


@pytest.mark.parametrize("name", SAME)
def test_reformatting_is_no_change(name: str) -> None:
    found = compared(BASE, edited(BASE, *SAME[name]))
    assert (found.changes, found.status_changes) == ((), ())


def moved(files: dict[str, str], old: str, new: str) -> dict[str, str]:
    return {path.replace(old, new, 1) if path.startswith(old) else path: text for path, text in files.items()}


def test_a_file_that_moves_to_another_folder_is_no_change() -> None:
    assert not changes(BASE, moved(dict(BASE), "actions/2026/", "actions/finance/spring/"))
    assert not changes(BASE, moved(dict(BASE), "adjustments/finance/", "adjustments/finance/2026/"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FEEDBACK, "feedback/2026-04-16-ten-pages.md"),
        (PRACTICE, "practices/weekly.md"),
        (ACTION, "actions/2026/2026-04-15-tests.yml"),
        (ADJUSTMENT, "adjustments/finance/2026-04-15-portal.yml"),
    ],
)
@pytest.mark.parametrize("says_formerly", [True, False])
def test_a_renamed_record_with_all_that_names_it_is_no_change(old: str, new: str, says_formerly: bool) -> None:
    stem, now = (path.rpartition("/")[2].partition(".")[0] for path in (old, new))
    head = {path: text.replace(stem, now) for path, text in moved(dict(BASE), old, new).items()}
    if says_formerly:
        first = "---\n" if new.endswith(".md") else ""
        head[new] = f"{first}formerly: [{stem}]\n{head[new].removeprefix(first)}"
    found = compared(BASE, head)
    assert (found.changes, found.status_changes) == ((), ())


def test_a_renamed_session_with_its_report_is_no_change() -> None:
    head = moved(dict(BASE), "sessions/2026-q1-review/", "sessions/2026-first/")
    assert not changes(BASE, {path: text.replace("2026-q1-review", "2026-first") for path, text in head.items()})


@pytest.mark.parametrize("says_formerly", [True, False])
def test_a_renamed_plan_with_its_facts_and_adjustments_is_no_change(says_formerly: bool) -> None:
    head = moved(moved(dict(BASE), PLAN, "plans/money-2026.yml"), PROGRESS, "progress/money-2026.yml")
    head = {path: text.replace("finance-2026/", "money-2026/") for path, text in head.items()}
    if says_formerly:
        head["plans/money-2026.yml"] += "formerly: [finance-2026]\n"
    found = compared(BASE, head)
    assert (found.changes, found.status_changes) == ((), ())


def test_what_changes_in_a_renamed_plan_is_told_under_its_new_name() -> None:
    head = moved(moved(dict(BASE), PLAN, "plans/money-2026.yml"), PROGRESS, "progress/money-2026.yml")
    head = {path: text.replace("finance-2026/", "money-2026/") for path, text in head.items()}
    head["plans/money-2026.yml"] += "formerly: [finance-2026]\n"
    (change,) = changes(BASE, edited(head, ("plans/money-2026.yml", "due: 2026-05-31", "due: 2026-06-10")))
    assert (change.ref, change.field, change.is_uncovered) == ("money-2026/backlog-cleared", "due", True)
    assert change.text.startswith("Backlog of 2025 cleared moves from 31 May 2026 to 10 June 2026: ten days later.")


def test_a_file_of_another_kind_is_one_thing_gone_and_another_new() -> None:
    head = without(BASE, ACTION)
    head["practices/2026-04-15-acceptance-tests.md"] = (
        "---\ntitle: Agree acceptance tests\nfrom: finance\nsince: 2026-04-15\n---\nWith every supplier.\n"
    )
    found = [(one.kind, one.way.value) for one in changes(BASE, head)]
    assert found == [("action", "removed"), ("practice", "added")]


KPI = """\
  days-outstanding:
    title: Days outstanding
    goal: timely-payments
    owner: n.dlamini
    unit: days
    direction: {direction}
    frequency: monthly
    {wanted}
resources:
"""
TARGET = "baseline: {{date: 2026-01-31, value: 50}}\n    targets: {{2026-Q2: {0}}}"


@pytest.mark.parametrize(
    ("direction", "before", "after", "effect"),
    [
        ("decrease", TARGET.format(40), TARGET.format(35), "harder"),
        ("decrease", TARGET.format(40), TARGET.format(45), "easier"),
        ("increase", TARGET.format(60), TARGET.format(65), "harder"),
        ("increase", TARGET.format(60), TARGET.format(55), "easier"),
        ("range", "range: {low: 25, high: 35}", "range: {low: 20, high: 35}", "easier"),
        ("range", "range: {low: 25, high: 35}", "range: {low: 25, high: 30}", "harder"),
        ("range", "range: {low: 25, high: 35}", "range: {low: 20, high: 30}", None),
        ("range", "range: {low: 25, high: 35}", "range: {high: 35}", "easier"),
        ("range", "range: {high: 35}", "range: {low: 1, high: 35}", "harder"),
        ("range", "range: {low: 25, high: 35}", "range: {low: 25, high: 35, tolerance: 5}", "easier"),
        ("range", "range: {low: 25, high: 35, tolerance: 5}", "range: {low: 25, high: 35, tolerance: 2}", "harder"),
    ],
)
def test_what_has_to_be_reached_is_easier_or_harder(
    direction: str, before: str, after: str, effect: str | None
) -> None:
    sides = [
        edited(BASE, (PLAN, "resources:\n", KPI.format(direction=direction, wanted=wanted)))
        for wanted in (before, after)
    ]
    (change,) = changes(sides[0], sides[1])
    assert (change.effect and change.effect.value) == effect
    assert change.text.count(f": {effect}.") == (effect is not None)


def test_a_kpi_of_its_own_thresholds_is_held_against_the_organisation_s() -> None:
    strict = edited(BASE, ("organisation.yml", "cadences:", "thresholds: {green: 0.99, amber: 0.98}\ncadences:"))
    own = (PLAN, "frequency: monthly", "frequency: monthly\n    thresholds: {green: 0.97, amber: 0.9}")
    (change,) = changes(strict, edited(strict, own))
    assert change.effect == "easier"
    (change,) = changes(BASE, edited(BASE, own))
    assert change.effect == "harder"


AGAIN = "adjustments/finance/2026-05-02-again.yml"
PROPOSED = "New adjustment, proposed by Neo Dlamini: Another change. Reason: Things changed."
THIRD = "adjustments/finance/2026-05-20-third.yml"


def test_moves_are_counted_and_covered() -> None:
    head = {
        **BASE,
        AGAIN: adjustment("{milestone: finance-2026/portal-live, due: {from: 2026-08-15, to: 2026-09-15}}"),
        THIRD: adjustment(
            "{milestone: finance-2026/portal-live, due: {from: 2026-09-15, to: 2026-09-01}}",
            approved="{by: z.khumalo, on: 2026-05-21}",
        ),
    }
    found = [one for one in changes(BASE, head) if one.kind == "milestone"]
    assert [(one.text, one.covered_by, one.effect) for one in found] == [
        (
            "Royalty portal live moves from 15 August 2026 to 15 September 2026: 31 days later, its second move.",
            "2026-05-02-again",
            "later",
        ),
        (
            "Royalty portal live moves from 15 September 2026 to 1 September 2026: 14 days earlier, its third move.",
            "2026-05-20-third",
            "earlier",
        ),
    ]
    assert not any(one.is_uncovered for one in changes(BASE, head))


def test_one_adjustment_with_a_change_of_every_kind() -> None:
    head = {
        **BASE,
        AGAIN: adjustment(
            "{kpi: finance-2026/paid-on-time, target: {at: 2026-Q2, from: 90, to: 88}}",
            "{kpi: finance-2026/paid-on-time, target: {at: 2026-Q3, to: 92}}",
            "{kpi: finance-2026/paid-on-time, target: {at: 2027-02-28, from: 95}}",
            "{transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 5000}}",
            "{add: {milestone: finance-2026/audit-passed, title: Audit passed, owner: n.dlamini, due: 2026-12-01}}",
            "{drop: finance-2026/backlog-cleared, because: It was sold}",
            "{goal: finance-2026/timely-payments, owner: {from: t.mokoena, to: n.dlamini}}",
            "{plan: finance-2026, title: {from: Finance plan 2026, to: Plan of finance}}",
            approved="{by: z.khumalo, on: 2026-05-04}, {by: c.botha, on: 2026-05-05}",
        ),
    }
    found = changes(BASE, head)
    assert {one.covered_by for one in found if one.kind != "adjustment"} == {"2026-05-02-again"}
    assert [one.text.replace("\u202f", " ").replace("\u00a0", " ") for one in found] == [
        "Finance plan 2026 is now called Plan of finance.",
        "Pay every statement on time changes hands: from Thandi Mokoena to Neo Dlamini.",
        "New milestone: Audit passed, due 1 December 2026, owned by Neo Dlamini.",
        "A milestone is dropped: Backlog of 2025 cleared: It was sold.",
        "Statements paid on time: the target for Q2 2026 goes from 90 % to 88 %: easier.",
        "Statements paid on time: a new target for Q3 2026, 92 %: harder.",
        "Statements paid on time: the target for 28 February 2027 goes away, it was 95 %: easier.",
        "Systems budget: the amount goes from 100 000 ZAR to 95 000 ZAR.",
        "Systems budget: the amount goes from 20 000 ZAR to 25 000 ZAR.",
        f"{PROPOSED} Approved by Zanele Khumalo and Carel Botha.",
    ]


def test_an_adjustment_whose_approval_came_with_the_branch_covers_what_it_does() -> None:
    line = "{milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2026-07-31}}"
    base = {**BASE, AGAIN: adjustment(line, approved="")}
    milestone, approval = changes(base, {**BASE, AGAIN: adjustment(line)})
    assert (milestone.field, milestone.covered_by, milestone.is_uncovered) == ("due", "2026-05-02-again", False)
    assert (approval.field, approval.before, approval.after) == ("state", "proposed", "approved")
    assert texts(BASE, base) == [f"{PROPOSED} It waits for the approval of Finance."]


def test_half_of_the_approvals_moves_nothing_and_names_who_is_missing() -> None:
    line = "{transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 5000}}"
    base = {**BASE, AGAIN: adjustment(line, approved="")}
    (change,) = changes(base, {**BASE, AGAIN: adjustment(line)})
    assert change.text == (
        "Another change: approved by Zanele Khumalo on 4 May 2026. It waits for the approval of Legal."
    )
    assert change.is_uncovered is False


def test_an_original_that_is_edited_and_covered_at_once_is_both() -> None:
    edit = (PLAN, "due: 2026-05-31", "due: 2026-06-10")
    line = "{milestone: finance-2026/backlog-cleared, due: {from: 2026-06-10, to: 2026-07-31}}"
    first, second = (
        one for one in changes(BASE, {**edited(BASE, edit), AGAIN: adjustment(line)}) if one.kind == "milestone"
    )
    assert (str(first.before), str(first.after), first.is_uncovered) == ("2026-05-31", "2026-06-10", True)
    assert (str(second.before), str(second.after), second.covered_by) == ("2026-06-10", "2026-07-31", AGAIN[20:-4])
    assert second.text.endswith("its first move.")


def test_an_original_edited_together_with_its_adjustment_is_told_though_nothing_shows() -> None:
    head = edited(
        BASE, (PLAN, "due: 2026-06-30", "due: 2026-07-10"), (ADJUSTMENT, "from: 2026-06-30", "from: 2026-07-10")
    )
    found = changes(BASE, head)
    assert [(one.kind, one.is_uncovered) for one in found] == [("milestone", True), ("adjustment", True)]
    assert "as first promised" in found[0].text


def test_an_adjustment_that_is_deleted_gives_back_what_it_moved() -> None:
    milestone, gone = changes(BASE, without(BASE, ADJUSTMENT))
    assert (str(milestone.before), str(milestone.after)) == ("2026-08-15", "2026-06-30")
    assert milestone.text.endswith("The adjustment 2026-04-15-portal-date no longer counts.")
    assert gone.text == "The adjustment is gone: Move the portal launch to 15 August. It was approved."
    assert milestone.is_uncovered
    assert gone.is_uncovered


def test_an_addition_that_is_edited_later_is_told_by_its_fields() -> None:
    line = "{add: {milestone: finance-2026/audit-passed, title: Audit passed, owner: n.dlamini, due: 2026-12-01}}"
    base = {**BASE, AGAIN: adjustment(line)}
    milestone, rewritten = changes(base, edited(base, (AGAIN, "due: 2026-12-01", "due: 2027-01-31")))
    assert milestone.text.startswith("Audit passed moves from 1 December 2026 to 31 January 2027: 61 days later.")
    assert (milestone.is_uncovered, rewritten.is_uncovered) == (True, True)
    gone, _ = changes(base, BASE)
    assert (gone.way, gone.text) == (
        "removed",
        "A milestone is gone from the plan: Audit passed. The adjustment 2026-05-02-again no longer counts.",
    )


def test_a_draft_may_change_and_nothing_stands_out() -> None:
    draft = edited(BASE, (LEGAL, "approvals: [{by: c.botha, on: 2026-02-20}]\n", ""))
    head = edited(
        draft,
        (LEGAL, "due: 2026-04-30", "due: 2026-05-30"),
        (LEGAL, "  advisers: {title: Advisers, amount: 2, unit: FTE}\n", ""),
    )
    found = changes(draft, head)
    assert [one.text for one in found] == [
        "Contract with the supplier signed moves from 30 April 2026 to 30 May 2026: 30 days later.",
        "A resource is gone from the plan: Advisers.",
    ]
    assert not any(one.is_uncovered for one in found)


def test_a_plan_that_is_gone_with_its_facts_is_two_changes() -> None:
    found = changes(BASE, without(BASE, LEGAL, "progress/legal-2026.yml"))
    assert [(one.text, one.is_uncovered) for one in found] == [
        ("The plan is gone: Legal plan 2026. It was approved.", True),
        ("All facts about Legal plan 2026 are gone: one value.", True),
    ]


def test_a_status_that_changes_is_told_with_both() -> None:
    head = edited(
        BASE, (PROGRESS, "milestones:\n", "milestones:\n  backlog-cleared:\n    2026-05-28: {achieved: 2026-05-28}\n")
    )
    found = compared(BASE, head)
    assert ("Backlog of 2025 cleared: off track to achieved.") in [one.text for one in found.status_changes]
    assert [one.kind for one in found.status_changes] == sorted(
        (one.kind for one in found.status_changes), key=["department", "plan", "goal", "milestone"].index
    )


def test_what_is_new_has_no_status_before() -> None:
    head = {
        **BASE,
        "actions/2026/late.yml": BASE[ACTION].replace(
            "updates:\n  2026-05-14: {state: done, note: Signed by both sides}\n", ""
        ),
    }
    assert [one.kind for one in compared(BASE, head).status_changes] == []


SECRETS = ("Atlantis", "77777", "2026-06-30", "30 June 2026")


@pytest.mark.parametrize("when", ["before", "after", "both"])
def test_a_confidential_plan_is_told_without_a_word_of_it(when: str) -> None:
    base, head = (
        dict(BASE),
        edited(
            BASE,
            (LEGAL, "due: 2026-04-30", "due: 2026-06-30"),
            (LEGAL, "Advisers, amount: 2", "Atlantis, amount: 77777"),
            (LEGAL, "Legal plan 2026", "Atlantis"),
        ),
    )
    head["progress/legal-2026.yml"] = (
        "milestones: {contract-signed: {2026-04-28: {forecast: 2026-06-30, note: Atlantis}}}\n"
    )
    for files in [base] if when == "before" else [head] if when == "after" else [base, head]:
        files[LEGAL] = f"confidential: true\n{files[LEGAL]}"
    found = compared(base, head)
    view = build_comparison(found)
    for output in (diff_text(view), diff_markdown(view), diff_json(found, "b", None)):
        assert not [word for word in SECRETS if word in output]
    assert "A confidential milestone is changed." in [one.text for one in found.changes]
    assert any(one.is_uncovered for one in found.changes)
    assert len({(one.kind, one.ref, one.way, one.is_uncovered) for one in found.changes}) == len(found.changes)


@pytest.mark.parametrize(
    ("path", "old", "new", "noun"),
    [
        (ACTION, "Agree acceptance tests", "Atlantis", "action"),
        (ADJUSTMENT, "five weeks late", "Atlantis", "adjustment"),
        (SESSION, "Finance reported", "Atlantis reported", "session"),
        (SESSION, "move its date", "Atlantis", "session"),
        (REPORT, "more time", "Atlantis", "report"),
        (PRACTICE, "Reconcile weekly", "Atlantis", "practice"),
        (FEEDBACK, "Two pages", "Atlantis", "feedback"),
    ],
)
def test_a_confidential_record_is_told_without_a_word_of_it(path: str, old: str, new: str, noun: str) -> None:
    first = "---\n" if path.endswith(".md") else ""
    base = {**BASE, path: f"{first}confidential: true\n{BASE[path].removeprefix(first)}"}
    found = compared(base, edited(base, (path, old, new)))
    assert [one.text for one in found.changes] == [f"A confidential {noun} is changed."]
    view = build_comparison(found)
    assert "Atlantis" not in diff_text(view) + diff_markdown(view) + diff_json(found, "b", None)


def test_a_report_to_a_confidential_session_is_confidential() -> None:
    base = {**BASE, SESSION: BASE[SESSION].replace("---\n", "---\nconfidential: true\n", 1)}
    assert texts(base, edited(base, (REPORT, "more time", "Atlantis"))) == ["A confidential report is changed."]


def test_what_a_confidential_adjustment_does_is_not_told() -> None:
    line = "{milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2026-07-31}}"
    found = changes(BASE, {**BASE, AGAIN: adjustment(line) + "confidential: true\n"})
    assert [one.text for one in found] == [
        "A confidential adjustment changes a milestone.",
        "A confidential adjustment is added.",
    ]
    assert [(one.before, one.after, one.effect) for one in found] == [(None, None, None)] * 2


def test_a_title_of_a_confidential_record_is_not_quoted_by_others() -> None:
    base = {**BASE, SESSION: BASE[SESSION].replace("---\n", "---\nconfidential: true\n", 1)}
    (text,) = texts(base, edited(base, (ACTION, "session: 2026-q1-review", "session: 2026-q1-review\nkind: training")))
    assert "First review" not in text
    (text,) = texts(base, edited(base, (ADJUSTMENT, "session: 2026-q1-review\n", "")))
    assert "First review" not in text


def test_changes_come_by_kind_and_ref() -> None:
    head = edited(
        BASE,
        *(
            edit
            for name, edit in SINGLE_EDITS.items()
            if name
            in (
                "action title",
                "practice title",
                "target lower",
                "milestone title",
                "org name",
                "feedback title",
                "plan title",
                "session title",
            )
        ),
    )
    assert [one.kind for one in changes(BASE, head)] == [
        "organisation",
        "plan",
        "milestone",
        "kpi",
        "action",
        "session",
        "practice",
        "feedback",
    ]


def test_a_proposal_and_the_owner_of_an_adjustment_may_change() -> None:
    line = "{milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2026-07-31}}"
    base = {**BASE, AGAIN: adjustment(line, approved="")}
    head = edited(base, (AGAIN, "to: 2026-07-31", "to: 2026-06-30"), (AGAIN, "Things changed", "It rained"))
    assert [(one.text, one.is_uncovered) for one in changes(base, head)] == [
        ("Another change: the reason is rewritten.", False),
        ("Another change: the list of changes is rewritten.", False),
    ]
    (change,) = changes(BASE, edited(BASE, (ADJUSTMENT, "owner: n.dlamini", "owner: t.mokoena")))
    assert change.is_uncovered is False
