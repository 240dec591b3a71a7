"""Five pull requests as teams would open them on the shipped example."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from states import edited

_EXAMPLE = Path(__file__).parents[2] / "records"
EXAMPLE: Mapping[str, str] = {
    path.relative_to(_EXAMPLE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(_EXAMPLE.rglob("*"))
    if path.is_file()
}
Files = Mapping[str, str]
FACTS = "progress/distribution-2026.yml"
Q3 = "sessions/2026-q3-review/session.md"


class PullRequest(NamedTuple):
    """What a branch makes of the records, and the day on which it is looked at."""

    day: date
    head: Callable[[Files], Files]


def _month(files: Files) -> Files:
    """A head of department reports on November."""
    head = edited(
        files,
        (
            FACTS,
            "    2026-10: 11.8\n",
            "    2026-10: 11.8\n    2026-11: {value: 9.7, note: The engine's first month}\n",
        ),
        (FACTS, "    2026-10: 2.4\n", "    2026-10: 2.4\n    2026-11: 2.2\n"),
        (FACTS, "both sides of a claim}\n", "both sides of a claim}\n    2026-11: 118\n"),
        (FACTS, "    2026-10: 91\n", "    2026-10: 91\n    2026-11: 90\n"),
        (
            FACTS,
            "    2026-10-26: {forecast: 2026-12-10, percent: 65, confidence: medium}\n",
            (
                "    2026-10-26: {forecast: 2026-12-10, percent: 65, confidence: medium}\n"
                "    2026-12-01: {achieved: 2026-11-30, note: All plays of 2025 were matched twice}\n"
            ),
        ),
        (
            "actions/2026/2026-10-06-engine-test.yml",
            "94 percent of their plays are matched}",
            "94 percent of their plays are matched}\n  2026-11-27: {state: done, note: 95 percent of 2025}",
        ),
    )
    head["sessions/2026-12-check-in/distribution.md"] = (
        "---\nby: k.maseko\nchallenges:\n  half-a-quarter:\n    title: Nine days to the first quarterly payout\n"
        "    category: process\n    severity: high\n    affects: [distribution-2026/cycle-quarterly]\n"
        "    causes: [The engine came ten weeks late.]\n    accepted: We work two Saturdays and say so\n"
        "achievements:\n  engine: {title: The engine runs, milestone: distribution-2026/matching-engine, "
        "thanks: [r.govender]}\n---\nThe engine runs.\n"
    )
    return head


def _adjustment(files: Files) -> Files:
    """A date moves by an adjustment that is approved in the same branch."""
    return {
        **files,
        "adjustments/distribution/2026-11-19-first-payout.yml": (
            "title: Pay out quarterly from January on\nsession: 2026-11-check-in\n"
            "reason: The matching engine came ten weeks late.\nowner: r.govender\nfollow_up: 2027-02-15\n"
            "proposed: {by: r.govender, on: 2026-11-18}\napprovals: [{by: f.daniels, on: 2026-11-19}]\n"
            "changes:\n  - {milestone: distribution-2026/cycle-quarterly, due: {from: 2026-12-18, to: 2027-01-29}}\n"
        ),
    }


def _plan(files: Files) -> Files:
    """A department drafts its plan for the next year."""
    return {
        **files,
        "plans/distribution-2027.yml": (
            "title: Distribution strategic plan 2027\ndepartment: distribution\nowner: k.maseko\n"
            "period: {start: 2027-03-01, end: 2028-02-29}\nsupersedes: distribution-2026\n"
            "goals:\n  monthly-payout: {title: Pay out every month, owner: k.maseko}\n"
            "milestones:\n  first-month: {title: First monthly payout, goal: monthly-payout, owner: r.govender, "
            "due: 2027-10-29, major: true}\n"
            "kpis:\n  unmatched-share:\n    title: Plays without a matched work\n    goal: monthly-payout\n"
            '    owner: r.govender\n    unit: "%"\n    direction: decrease\n    frequency: monthly\n'
            "    baseline: {date: 2026-10-31, value: 11.8}\n    targets: {2028-02-29: 4}\n"
            "resources:\n  clerks: {title: Matching clerks, amount: 9, unit: FTE}\n"
        ),
    }


def _behind_the_ledger(files: Files) -> Files:
    """Somebody softens a target, moves a date, improves a value and appoints an approver, in one go."""
    return edited(
        files,
        (
            "plans/distribution-2026.yml",
            "targets: {2026-Q2: 10, 2027-02-28: 6}",
            "targets: {2026-Q2: 12, 2027-02-28: 9}",
        ),
        ("plans/distribution-2026.yml", "due: 2026-09-15", "due: 2026-12-10"),
        (FACTS, "    2026-10: 11.8\n", "    2026-10: 10.8\n"),
        (FACTS, "    2026-07-20: {forecast: 2026-09-30, percent: 45, confidence: medium}\n", ""),
        (
            "organisation.yml",
            "head: k.maseko, approvers: [f.daniels]",
            "head: k.maseko, approvers: [f.daniels, k.maseko]",
        ),
    )


def _session(files: Files) -> Files:
    """The minutes of a quarter's review, with what was agreed there."""
    head = edited(
        files,
        (
            Q3,
            "status: planned\nchair: z.khumalo\n",
            (
                "status: held\nchair: z.khumalo\nattendees: [t.mokoena, k.maseko, l.jacobs, s.pillay, j.abrahams]\n"
                "decisions:\n  payout-in-december: The first quarterly payout stays in December.\n"
                "  plans-in-january: Plans for 2027 are approved in January.\n"
            ),
        ),
        (
            _practice(files),
            "adopted: {technology: 2026-11-19}",
            "adopted: {technology: 2026-11-19, legal: 2026-12-09}",
        ),
    )
    head[Q3] += "## Minutes\n\nThe interim audit found nothing.\n"
    head["actions/2026/2026-12-09-draft-plans.yml"] = (
        "title: Bring the drafts of all plans for 2027\nowner: v.mahlangu\ndue: 2027-01-12\nfollow_up: 2027-02-09\n"
        "department: organisation\nsession: 2026-q3-review\n"
    )
    head["actions/2026/2026-12-09-saturdays.yml"] = (
        "title: Plan the two Saturdays before the payout\nowner: d.khoza\ndue: 2026-12-11\nfollow_up: 2027-01-12\n"
        "department: distribution\nsession: 2026-q3-review\nfor: [distribution-2026/cycle-quarterly]\n"
    )
    head["sessions/2026-q3-review/finance.md"] = (
        "---\nby: t.mokoena\nachievements:\n  clean: {title: An interim audit without a finding, "
        "milestone: finance-2026/audit-clean, thanks: [p.vanwyk]}\n---\nA quiet quarter.\n"
    )
    head["practices/two-saturdays.md"] = (
        "---\ntitle: Say how many Saturdays a date costs\nfrom: distribution\nsince: 2026-12-09\n"
        "session: 2026-q3-review\n---\nThen somebody can say no.\n"
    )
    return head


def _practice(files: Files) -> str:
    return next(path for path, text in files.items() if "adopted: {technology: 2026-11-19}" in text)


PULL_REQUESTS = {
    "month": PullRequest(date(2026, 12, 2), _month),
    "adjustment": PullRequest(date(2026, 11, 20), _adjustment),
    "new-plan": PullRequest(date(2026, 11, 20), _plan),
    "behind-the-ledger": PullRequest(date(2026, 11, 20), _behind_the_ledger),
    "session": PullRequest(date(2026, 12, 10), _session),
}
