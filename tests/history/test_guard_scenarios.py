"""Each rule of the guard both ways, on real repositories: what must be stopped, and what must pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository
from states import ACTION, ADJUSTMENT, BASE, LEGAL, PLAN, PROGRESS, REPORT, SESSION, Edit, adjustment, edited

AGAIN = "adjustments/finance/2026-05-02-again.yml"
OTHER = "adjustments/finance/2026-05-03-other.yml"
MOVE = "{milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2026-07-31}}"
KPI = (
    "kpis: {paid: {title: Paid, owner: s.pillay, unit: d, direction: increase, frequency: monthly, "
    "baseline: {date: 2026-01-31, value: 1}}}\n"
)
DRAFT = (LEGAL, "approvals: [{by: c.botha, on: 2026-02-20}]\n", "")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Repository:
    return Repository(tmp_path / "repository", monkeypatch, capsys)


STOPPED: dict[str, tuple[str, list[Edit]]] = {
    "a date": ("promise-edited-in-place", [(PLAN, "due: 2026-05-31", "due: 2026-07-31")]),
    "a date that an adjustment moved": ("promise-edited-in-place", [(PLAN, "due: 2026-06-30", "due: 2026-07-10")]),
    "a target": ("promise-edited-in-place", [(PLAN, "2026-Q2: 90", "2026-Q2: 88")]),
    "a target that is gone": ("promise-edited-in-place", [(PLAN, "2026-Q2: 90, ", "")]),
    "an owner": (
        "promise-edited-in-place",
        [(PLAN, "owner: n.dlamini, due: 2026-05-31", "owner: t.mokoena, due: 2026-05-31")],
    ),
    "an amount": ("promise-edited-in-place", [(LEGAL, "amount: 2,", "amount: 1,")]),
    "a plan's end": ("promise-edited-in-place", [(PLAN, "end: 2027-02-28", "end: 2027-03-31")]),
    "the approval of a plan": (
        "promise-edited-in-place",
        [(PLAN, "approvals: [{by: z.khumalo, on: 2026-02-20}]\n", "")],
    ),
    "a member": ("promise-edited-in-place", [(LEGAL, "  advisers: {title: Advisers, amount: 2, unit: FTE}\n", "")]),
    "a new member": (
        "promise-edited-in-place",
        [(LEGAL, "  advisers:", "  more: {title: More, amount: 2, unit: FTE}\n  advisers:")],
    ),
    "what an adjustment does": ("approved-adjustment-edited", [(ADJUSTMENT, "to: 2026-08-15", "to: 2026-09-15")]),
    "the reason of an adjustment": ("approved-adjustment-edited", [(ADJUSTMENT, "five weeks", "six weeks")]),
    "the follow-up of an adjustment": (
        "approved-adjustment-edited",
        [(ADJUSTMENT, "follow_up: 2026-10-01", "follow_up: 2026-12-01")],
    ),
    "the approval of an adjustment": (
        "approved-adjustment-edited",
        [(ADJUSTMENT, "approvals: [{by: z.khumalo, on: 2026-04-17}]\n", "")],
    ),
    "a value": ("measurement-changed", [(PROGRESS, "2026-03: 86.1", "2026-03: 87.1")]),
    "a value restated from another one": (
        "measurement-changed",
        [(PROGRESS, "2026-03: 86.1", "2026-03: {value: 87.1, restated: {from: 85.1, because: Counted twice}}")],
    ),
    "a value that is gone": ("measurement-deleted", [(PROGRESS, "    2026-03: 86.1\n", "")]),
    "the first date of an action": ("first-due-edited", [(ACTION, "due: 2026-05-15", "due: 2026-05-25")]),
}


@pytest.mark.parametrize("name", STOPPED)
def test_it_is_stopped_with_one_finding(repository: Repository, name: str) -> None:
    rule, edits = STOPPED[name]
    repository.start().branch().edit(*edits).commit()
    said = repository.guard()
    assert (said.rules, said.status) == ([rule], 1), said.out


PASSES: dict[str, list[Edit]] = {
    "a measurement": [(PROGRESS, "    2026-03: 86.1\n", "    2026-03: 86.1\n    2026-05: 87\n")],
    "a restated value": [(PROGRESS, "86.1", "{value: 87.1, restated: {from: 86.1, because: Counted twice}}")],
    "a withdrawn value": [(PROGRESS, "86.1", "{value: 86.1, withdrawn: {because: Of another KPI}}")],
    "a value written otherwise": [(PROGRESS, "86.1", "{value: 86.10, note: The same}")],
    "a review": [(ADJUSTMENT, "changes:", "review: {on: 2026-05-20, outcome: effective}\nchanges:")],
    "an adjustment in other hands": [(ADJUSTMENT, "owner: n.dlamini", "owner: t.mokoena")],
    "an action moved by an update": [
        (ACTION, "updates:\n", "updates:\n  2026-05-02: {due: 2026-05-20, note: More time}\n")
    ],
    "an action dropped": [(ACTION, "{state: done, note: Signed by both sides}", "{state: dropped, note: No need}")],
    "minutes": [(SESSION, "Finance reported", "Legal and finance reported")],
    "a decision": [(SESSION, "decisions:\n", "decisions:\n  more: Meet in May.\n")],
    "a report": [(REPORT, "more time", "much more time")],
    "a comment in a plan": [(PLAN, "goals:", "# What we aim at\ngoals:")],
    "a plan written otherwise": [(PLAN, "title: Finance plan 2026", 'title: "Finance plan 2026"')],
    "one more approval of a plan": [(PLAN, "on: 2026-02-20}]", "on: 2026-02-20}, {by: z.khumalo, on: 2026-03-20}]")],
}


@pytest.mark.parametrize("name", PASSES)
def test_it_passes(repository: Repository, name: str) -> None:
    repository.start().branch().edit(*PASSES[name]).commit()
    said = repository.guard()
    assert (said.rules, said.status) == ([], 0), said.out


def test_a_draft_is_free(repository: Repository) -> None:
    repository.start(edited(BASE, DRAFT)).branch()
    repository.edit(
        (LEGAL, "due: 2026-04-30", "due: 2026-05-30"),
        (LEGAL, "  advisers: {title: Advisers, amount: 2, unit: FTE}\n", ""),
    )
    assert repository.guard().rules == []


def test_a_draft_is_one_by_the_base_and_not_by_the_branch(repository: Repository) -> None:
    repository.start().branch().edit(DRAFT, (LEGAL, "due: 2026-04-30", "due: 2026-05-30"))
    assert repository.guard().rules == ["promise-edited-in-place"] * 2


def test_a_draft_that_this_branch_has_approved_may_still_change(repository: Repository) -> None:
    repository.start(edited(BASE, DRAFT)).branch()
    repository.write({LEGAL: BASE[LEGAL]}).edit((LEGAL, "due: 2026-04-30", "due: 2026-05-30"))
    assert repository.guard("--approved-by", "cbotha").rules == []
    assert repository.guard("--approved-by", "").rules == ["approval-without-review"]


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        (ADJUSTMENT, ["approved-adjustment-deleted"]),
        (ACTION, ["action-deleted"]),
        (PLAN, ["approved-plan-deleted"]),
        (SESSION, ["held-session-deleted"]),
        (PROGRESS, ["measurement-deleted"]),
    ],
)
def test_what_others_name_is_deleted_and_told_once(repository: Repository, path: str, rules: list[str]) -> None:
    repository.start().branch().delete(path).commit()
    assert repository.guard().rules == rules


def test_what_others_name_is_taken_out_of_a_plan_and_told_once(repository: Repository) -> None:
    repository.start().branch()
    plan = BASE[PLAN].replace(next(line for line in BASE[PLAN].splitlines(True) if "portal-live" in line), "")
    repository.write({PLAN: plan})
    assert repository.guard().rules == ["promise-edited-in-place"]
    assert len(repository.say("check").rules) > 1


def test_a_fault_beside_an_edit_is_told_as_well(repository: Repository) -> None:
    repository.start().branch().edit(
        (PLAN, "due: 2026-06-30", "due: 2026-07-10"), (ACTION, "n.dlamini", "nobody.known")
    )
    assert repository.guard().rules == ["unknown-reference", "promise-edited-in-place"]


def test_a_session_that_was_only_planned_may_be_cancelled_or_deleted(repository: Repository) -> None:
    planned = "sessions/2026-q2-review/session.md"
    text = "---\ntitle: Second review\nkind: quarterly\ndate: 2026-07-15\nstatus: planned\n---\n"
    repository.start({**BASE, planned: text}).branch().edit((planned, "planned", "cancelled"))
    assert repository.guard().rules == []
    repository.delete(planned)
    assert repository.guard().rules == []


def test_a_proposal_may_change_be_refused_and_be_deleted(repository: Repository) -> None:
    repository.start({**BASE, AGAIN: adjustment(MOVE, approved="")}).branch()
    repository.edit((AGAIN, "to: 2026-07-31", "to: 2026-06-30"), (AGAIN, "Things changed", "It rained"))
    assert repository.guard().rules == []
    repository.edit((AGAIN, "changes:", "rejected: {by: z.khumalo, on: 2026-05-05, because: Too late}\nchanges:"))
    assert repository.guard().rules == []
    repository.delete(AGAIN)
    assert repository.guard().rules == []


def test_what_was_approved_is_not_refused_afterwards(repository: Repository) -> None:
    repository.start().branch()
    repository.edit((ADJUSTMENT, "changes:", "withdrawn: {by: n.dlamini, on: 2026-05-05, because: No need}\nchanges:"))
    assert repository.guard().rules == ["approved-and-refused"]


@pytest.mark.parametrize("name", ["rejected", "withdrawn"])
def test_a_refusal_is_not_taken_back(repository: Repository, name: str) -> None:
    refused = adjustment(MOVE).replace("changes:", f"{name}: {{by: c.botha, on: 2026-05-03, because: No}}\nchanges:")
    repository.start({**BASE, AGAIN: refused}).branch().write({AGAIN: adjustment(MOVE)})
    assert repository.guard().rules == ["approved-adjustment-edited"]


def test_renames_are_no_edits(repository: Repository) -> None:
    repository.start().branch()
    for path, new in ((PLAN, "plans/money-2026.yml"), (PROGRESS, "progress/money-2026.yml")):
        repository.git("mv", f"records/{path}", f"records/{new}")
    for path in (ADJUSTMENT, ACTION, REPORT):
        text = (repository.root / "records" / path).read_text(encoding="utf-8")
        repository.write({path: text.replace("finance-2026/", "money-2026/")})
    repository.edit(("plans/money-2026.yml", "title:", "formerly: [finance-2026]\ntitle:"))
    said = repository.guard()
    assert said.rules == [], said.out
    repository.edit(("plans/money-2026.yml", "due: 2026-05-31", "due: 2026-06-30"))
    assert repository.guard().rules == ["promise-edited-in-place"]


# Approvals and reviews


def test_an_approval_waits_for_its_reviewer_whatever_the_case_of_the_login(repository: Repository) -> None:
    repository.start().branch().write({AGAIN: adjustment(MOVE)}).commit()
    said = repository.guard()
    assert (said.rules, "--approved-by proves them by review" in said.err) == ([], True)
    waiting = repository.guard("--approved-by", "")
    assert waiting.rules == ["approval-without-review"]
    assert "waiting for the approving review of z.khumalo (zkhumalo)" in waiting.out
    assert repository.guard("--approved-by", "somebody,cbotha").rules == ["approval-without-review"]
    assert repository.guard("--approved-by", "somebody, ZKhumalo ").rules == []
    repository.switch("main").edit(("people.yml", "github: zkhumalo", "github: ZKhumalo")).commit()
    repository.branch("other").write({AGAIN: adjustment(MOVE)}).commit()
    assert repository.guard("--approved-by", "zkhumalo").rules == []


def test_one_finding_names_every_reviewer_still_needed(repository: Repository) -> None:
    line = "{transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 5000}}"
    both = "{by: z.khumalo, on: 2026-05-04}, {by: c.botha, on: 2026-05-05}"
    repository.start().branch().write({AGAIN: adjustment(line, approved=both), OTHER: adjustment(MOVE)}).commit()
    said = repository.guard("--approved-by", "")
    assert said.rules == ["approval-without-review"]
    assert "of c.botha (cbotha), z.khumalo (zkhumalo)" in said.out
    said = repository.guard("--approved-by", "zkhumalo")
    assert "of c.botha (cbotha) " in said.out
    assert repository.guard("--approved-by", "zkhumalo,cbotha").rules == []


def test_an_approval_that_the_base_has_needs_no_review_again(repository: Repository) -> None:
    repository.start().branch().edit((ADJUSTMENT, "owner: n.dlamini", "owner: t.mokoena"))
    assert repository.guard("--approved-by", "").rules == []


def test_an_approval_with_another_day_is_another_one(repository: Repository) -> None:
    repository.start().branch().edit((PLAN, "on: 2026-02-20", "on: 2026-02-10"))
    assert sorted(repository.guard("--approved-by", "").rules) == ["approval-without-review", "promise-edited-in-place"]


def test_who_approved_another_text_has_to_approve_again(repository: Repository) -> None:
    line = "{transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 5000}}"
    both = "{by: z.khumalo, on: 2026-05-04}, {by: c.botha, on: 2026-05-05}"
    repository.start({**BASE, AGAIN: adjustment(line)}).branch()
    repository.write({AGAIN: adjustment(line, approved=both)})
    assert repository.guard("--approved-by", "cbotha").rules == []
    repository.write({AGAIN: adjustment(line.replace("5000", "90000"), approved=both)})
    said = repository.guard("--approved-by", "cbotha")
    assert said.rules == ["approval-without-review"]
    assert "of z.khumalo (zkhumalo)" in said.out
    assert repository.guard("--approved-by", "cbotha,zkhumalo").rules == []


def test_a_branch_cannot_appoint_its_own_approver(repository: Repository) -> None:
    repository.start().branch().write({AGAIN: adjustment(MOVE, approved="{by: t.mokoena, on: 2026-05-04}")})
    repository.edit(
        ("organisation.yml", "approvers: [z.khumalo,", "approvers: [t.mokoena, z.khumalo,"),
        ("people.yml", "t.mokoena: {", "t.mokoena: {github: tmokoena, "),
    )
    said = repository.guard("--approved-by", "tmokoena")
    assert said.rules == ["approval-by-non-approver", "approval-without-review", "judge-changed"]
    assert said.status == 1


def test_a_branch_cannot_give_an_approver_another_login(repository: Repository) -> None:
    repository.start().branch().write({AGAIN: adjustment(MOVE)}).edit(
        ("people.yml", "github: zkhumalo", "github: mine")
    )
    said = repository.guard("--approved-by", "mine")
    assert said.rules == ["approval-without-review"]
    assert "z.khumalo (zkhumalo)" in said.out


def test_a_branch_may_add_a_login_that_was_missing_and_cannot_use_it_at_once(repository: Repository) -> None:
    base = edited(BASE, ("people.yml", ", github: zkhumalo", ""))
    repository.start(base).branch().write({"people.yml": BASE["people.yml"]})
    assert repository.guard().rules == []
    repository.write({AGAIN: adjustment(MOVE)})
    said = repository.guard("--approved-by", "zkhumalo")
    assert said.rules == ["approval-without-review"]
    assert "z.khumalo (no login on the base)" in said.out


def test_a_branch_is_checked_by_the_rules_of_its_base(repository: Repository) -> None:
    strict = edited(BASE, ("organisation.yml", "cadences:", "rules: {kpi-without-target: error}\ncadences:"))
    repository.start(strict).branch().edit(
        ("organisation.yml", "{kpi-without-target: error}", "{kpi-without-target: 'off'}"),
        (LEGAL, "resources:", f"{KPI}resources:"),
    )
    said = repository.guard()
    assert "kpi-without-target" in said.rules
    assert "judge-changed" in said.rules


def test_a_fault_in_the_settings_of_a_branch_is_told_and_its_mend_heals(repository: Repository) -> None:
    wrong = ("organisation.yml", "cadences:", "rules: {missing-field: off}\ncadences:")
    repository.start().branch().edit(wrong)
    assert "fixed-rule-lowered" in repository.guard().rules
    repository.commit().branch("mend", "work").write({"organisation.yml": BASE["organisation.yml"]})
    assert repository.guard(base="work").rules == ["judge-changed"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("stale_after: {actions: 300}", "Actions count as out of date after 300 days, no longer after 30"),
        ("thresholds: {green: 0.5, amber: 0.4}", "green at 50\u00a0% and amber at 40\u00a0%: easier"),
        ("rules: {kpi-without-target: error}", "The check kpi-without-target weighs error from now on"),
    ],
)
def test_who_changes_how_all_are_judged_is_heard_and_not_stopped(repository: Repository, line: str, words: str) -> None:
    repository.start().branch().edit(("organisation.yml", "cadences:", f"{line}\ncadences:"))
    said = repository.guard()
    assert (said.rules, said.status) == (["judge-changed"], 0)
    assert words in said.out


def test_a_new_department_brings_its_own_approvers(repository: Repository) -> None:
    plan = BASE[LEGAL].replace("department: legal", "department: it").replace("c.botha", "a.moyo")
    repository.start().branch().edit(
        ("organisation.yml", "  legal:", "  it: {name: IT, head: n.dlamini, approvers: [a.moyo]}\n  legal:"),
        ("people.yml", "n.dlamini: {", "a.moyo: {name: Ann Moyo, github: amoyo}\nn.dlamini: {"),
    ).write({"plans/it-2026.yml": plan})
    assert repository.guard("--approved-by", "amoyo").rules == []


# Branches


def test_a_branch_behind_main_is_not_blamed(repository: Repository) -> None:
    repository.start().branch().edit((REPORT, "more time", "much more time")).commit()
    repository.switch("main").write({AGAIN: adjustment(MOVE)})
    repository.edit((PROGRESS, "    2026-03: 86.1\n", "    2026-03: 86.1\n    2026-05: 87\n")).commit().switch("work")
    assert repository.guard("--approved-by", "").rules == []
    said = repository.say("diff", "main")
    assert "The report of Finance" in said.out
    assert "87" not in said.out


def test_after_main_was_merged_the_branch_is_compared_with_main(repository: Repository) -> None:
    repository.start().branch().edit((REPORT, "more time", "much more time")).commit()
    repository.switch("main").edit((PROGRESS, "86.1\n", "86.1\n    2026-05: 87\n")).commit().switch("work")
    repository.git("merge", "-q", "--no-edit", "main")
    said = repository.say("diff", "main")
    assert "The report of Finance" in said.out
    assert "87" not in said.out
    repository.edit((PROGRESS, "2026-05: 87", "2026-05: 90"))
    assert repository.guard().rules == ["measurement-changed"]


def test_two_adjustments_that_git_merges_cleanly_and_both_move_one_date(repository: Repository) -> None:
    repository.start().branch("one").write({AGAIN: adjustment(MOVE)}).commit()
    assert repository.guard("--approved-by", "zkhumalo").rules == []
    repository.branch("two").write({OTHER: adjustment(MOVE.replace("2026-07-31", "2026-08-31"))}).commit()
    assert repository.guard("--approved-by", "zkhumalo").rules == []
    repository.git("merge", "-q", "--no-edit", "one")
    said = repository.guard("--approved-by", "zkhumalo")
    assert (said.rules, said.status) == (["from-not-current"], 1)
    assert "moved there by 2026-05-02-again" in said.out


def test_a_base_that_was_forced_back_is_compared_where_the_branch_left_it(repository: Repository) -> None:
    repository.start().edit((PROGRESS, "86.1", "88.8")).commit().branch().edit((REPORT, "more", "much more")).commit()
    repository.git("branch", "-f", "main", "main~1")
    assert repository.guard().rules == ["measurement-changed"]
    repository.switch("main").edit((ACTION, "both sides", "all sides")).commit().switch("work")
    assert repository.guard().rules == ["measurement-changed"]


def test_an_unrelated_history_is_said(repository: Repository) -> None:
    repository.start()
    repository.git("checkout", "-q", "--orphan", "other")
    repository.edit((REPORT, "more", "much more")).commit()
    for command in (["check", "--base", "main"], ["diff", "main"]):
        said = repository.say(*command)
        assert (said.status, said.out) == (2, "")
        assert said.err == "followup: main and HEAD share no history; name a base that this branch comes from\n"


def test_a_shallow_clone_says_what_to_do(repository: Repository, tmp_path: Path) -> None:
    repository.start().branch().edit((REPORT, "more", "much more")).commit()
    repository.switch("main").edit((ACTION, "both sides", "all sides")).commit()
    clone = tmp_path / "clone"
    repository.git(
        "clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", f"file://{repository.root}", str(clone)
    )
    for command in (["check", "--base", "origin/main"], ["diff", "origin/main"]):
        said = repository.say(*command, at=clone)
        assert said.status == 2
        assert said.err == (
            "followup: this clone is shallow and does not hold where HEAD left origin/main; run git fetch --unshallow\n"
        )
    said = repository.say("diff", "v1", at=clone)
    assert said.err == "followup: this clone is shallow and does not hold v1; run git fetch --unshallow --tags\n"
    repository.git("fetch", "-q", "--unshallow", at=clone)
    assert repository.say("check", "--base", "origin/main", at=clone).status == 0


def test_a_confidential_plan_is_guarded_without_a_word_of_it(repository: Repository) -> None:
    base = {**BASE, LEGAL: f"confidential: true\n{BASE[LEGAL]}"}
    repository.start(base).branch().edit((LEGAL, "Advisers, amount: 2", "Atlantis, amount: 77777"))
    repository.edit((LEGAL, "contract-signed: {title: Contract", "contract-signed: {title: Lemuria"))
    for form in ("text", "json", "github"):
        said = repository.guard("--format", form)
        assert said.status == 1
        assert not [word for word in ("Atlantis", "77777", "Lemuria", "Advisers", "Contract with") if word in said.out]
        assert "confidential" in said.out


def test_records_that_the_branch_made_confidential_are_guarded_as_well(repository: Repository) -> None:
    repository.start().branch().edit(
        (LEGAL, "title: Legal", "confidential: true\ntitle: Legal"), (LEGAL, "amount: 2,", "amount: 3,")
    )
    said = repository.guard()
    assert said.rules == ["promise-edited-in-place"]
    assert "advisers" not in said.out


def test_news_of_milestones_may_be_corrected_and_the_comparison_says_it_aloud(repository: Repository) -> None:
    repository.start().branch().edit((PROGRESS, "forecast: 2026-08-10", "forecast: 2026-07-10"))
    assert repository.guard().rules == []
    said = repository.say("diff", "main")
    assert "! Deleted or rewritten without a reason" in said.out
    assert "the news of 10 April 2026 is rewritten: forecast 10 July 2026" in said.out
