"""Every day of two years: the statuses of milestones and actions against an oracle written from the design alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from followup_build.ledger.books import build_ledger
from followup_build.status.snapshot import build_snapshot
from followup_build.workspace import open_workspace

BASE = Path(__file__).parents[1] / "checks/base/records"
FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(730)]

MORE = {
    "plans/legal-2027.yml": """\
title: Legal plan 2027
department: legal
owner: s.pillay
period: {start: 2027-03-01, end: 2028-02-28}
milestones:
  early: {title: Early, owner: s.pillay, due: 2027-06-01}
  told: {title: Told, owner: s.pillay, due: 2027-06-01}
  after: {title: After, owner: s.pillay, due: 2027-05-15, depends_on: [legal-2027/early]}
  same: {title: Same, owner: s.pillay, due: 2027-06-01, depends_on: [legal-2027/early]}
  chain: {title: Chain, owner: s.pillay, due: 2027-08-01, depends_on: [legal-2027/after, legal-2027/told]}
  slow: {title: Slow, owner: s.pillay, due: 2027-09-01}
  gone: {title: Gone, owner: s.pillay, due: 2027-04-30}
  waits: {title: Waits, owner: s.pillay, due: 2027-07-01, depends_on: [legal-2027/gone]}
""",
    "progress/legal-2027.yml": """\
milestones:
  told: {2027-02-01: {percent: 10}, 2027-05-25: {percent: 60}, 2027-06-03: {achieved: 2027-06-02}}
  after: {2027-05-20: {achieved: 2027-05-12}}
  slow: {2027-05-01: {percent: 30}, 2027-06-01: {forecast: 2027-09-01}, 2027-07-01: {forecast: 2027-09-02, percent: 49}}
""",
    "adjustments/legal/2027-03-10-drop.yml": """\
title: Drop one and move another
reason: Something happened.
owner: s.pillay
follow_up: 2027-10-01
proposed: {by: s.pillay, on: 2027-03-10}
approvals: [{by: c.botha, on: 2027-03-20}]
changes:
  - {drop: legal-2027/gone, because: No need}
  - {milestone: legal-2027/early, due: {from: 2027-06-01, to: 2027-07-10}}
""",
    "adjustments/legal/2027-06-20-again.yml": """\
title: Move it again
reason: Something happened.
owner: s.pillay
follow_up: 2027-10-01
proposed: {by: s.pillay, on: 2027-06-20}
approvals: [{by: c.botha, on: 2027-06-25}]
changes:
  - {milestone: legal-2027/early, due: {from: 2027-07-10, to: 2027-05-10}}
""",
    "actions/moved.yml": """\
title: Moved, done, reopened, verified
owner: n.dlamini
due: 2026-06-01
follow_up: 2026-07-01
department: finance
adjustment: 2026-04-15-portal-date
updates:
  2026-05-01: {state: in_progress}
  2026-05-10: {due: 2026-06-01}
  2026-05-28: {due: 2026-06-20}
  2026-06-25: {state: done}
  2026-07-10: {state: ineffective, due: 2026-09-01, follow_up: 2026-10-01}
  2026-08-01: {state: blocked}
  2026-08-10: {state: open}
  2026-09-20: {state: done}
  2026-10-20: {state: verified}
""",
    "actions/dropped.yml": """\
title: Blocked and dropped
owner: n.dlamini
due: 2026-12-01
follow_up: 2027-01-15
department: finance
session: 2026-q1-review
updates:
  2026-05-01: {state: blocked}
  2026-05-20: {state: in_progress}
  2026-12-20: {state: dropped, note: No}
""",
}


def day_of(text: str) -> date:
    return date.fromisoformat(text)


class Oracle:
    """Section 3 of the design over plain data, with nothing of the product in it."""

    def __init__(self, root: Path) -> None:
        self.files: dict[str, Any] = {}
        for path in sorted((root / "records").rglob("*.*")):
            text = path.read_text(encoding="utf-8")
            front = text.split("---\n")[1] if path.suffix == ".md" else text
            name = path.relative_to(root / "records").as_posix()
            self.files[name] = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but text

    def of(self, folder: str) -> dict[str, Any]:
        return {
            path.rsplit("/", 1)[1].split(".")[0]: data for path, data in self.files.items() if path.startswith(folder)
        }

    def changes(self, day: date) -> list[tuple[date, dict[str, Any]]]:
        approvers = {"finance": "z.khumalo", "legal": "c.botha"}
        found = []
        for adjustment in self.of("adjustments/").values():
            refs = {change.get("milestone") or change.get("drop") for change in adjustment["changes"]}
            needed = {approvers[ref.split("-")[0]] for ref in refs}
            given = {one["by"]: day_of(one["on"]) for one in adjustment["approvals"]}
            approved = max(given[who] for who in needed)
            found += [(approved, change) for change in adjustment["changes"] if approved <= day]
        return sorted(found, key=lambda one: one[0])

    def milestones(self, day: date) -> dict[str, str]:
        changes = self.changes(day)
        dropped = {change["drop"] for _, change in changes if "drop" in change}
        known: dict[str, dict[str, Any]] = {}
        for plan_id, plan in self.of("plans/").items():
            facts = self.of("progress/").get(plan_id, {}).get("milestones", {})
            for key, milestone in plan["milestones"].items():
                ref = f"{plan_id}/{key}"
                due = milestone["due"]
                for _, change in changes:
                    due = change["due"]["to"] if change.get("milestone") == ref else due
                updates = [one for when, one in sorted(facts.get(key, {}).items()) if day_of(when) <= day]
                known[ref] = {
                    "due": day_of(due),
                    "start": day_of(plan["period"]["start"]),
                    "needs": milestone.get("depends_on", []),
                    "is_told": bool(updates),
                    "achieved": any("achieved" in one for one in updates),
                    "forecast": next((day_of(one["forecast"]) for one in reversed(updates) if "forecast" in one), None),
                    "percent": next((int(one["percent"]) for one in reversed(updates) if "percent" in one), None),
                }

        def judge(ref: str) -> str:
            one = known[ref]
            if ref in dropped:
                return "dropped"
            if one["achieved"]:
                return "achieved"
            if one["due"] < day:
                return "off_track"
            if one["forecast"] and one["forecast"] > one["due"]:
                return "at_risk"
            for other in one["needs"]:
                status = judge(other)
                ends = max(known[other]["due"], known[other]["forecast"] or known[other]["due"])
                if status not in ("achieved", "dropped") and (status == "off_track" or ends > one["due"]):
                    return "at_risk"
            if one["percent"] is not None and one["percent"] < 50 and one["due"] - day <= timedelta(days=14):
                return "at_risk"
            return "not_started" if not one["is_told"] and one["start"] > day else "on_track"

        return {ref: judge(ref) for ref in known}

    def actions(self, day: date) -> dict[str, str]:
        found = {}
        for action_id, action in self.of("actions/").items():
            session, adjustment = action.get("session"), action.get("adjustment")
            agreed = (
                self.files[f"sessions/{session}/session.md"]["date"]
                if session
                else self.of("adjustments/")[adjustment]["proposed"]["on"]
            )
            if day_of(agreed) > day:
                continue
            due, follow_up, state, has_moved = action["due"], action["follow_up"], "open", False
            for when, update in sorted(action["updates"].items()):
                if day_of(when) <= day:
                    has_moved = has_moved or update.get("due", due) != due
                    due, follow_up = update.get("due", due), update.get("follow_up", follow_up)
                    state = update.get("state", state)
            left = (day_of(due) - day).days
            if state in ("verified", "dropped"):
                found[action_id] = {"verified": "achieved", "dropped": "dropped"}[state]
            elif state == "done":
                found[action_id] = "at_risk" if day_of(follow_up) < day else "on_track"
            elif left < 0:
                found[action_id] = "off_track"
            else:
                found[action_id] = "at_risk" if state == "blocked" or left <= 7 or has_moved else "on_track"
        return found


@pytest.mark.parametrize("more", [{}, MORE], ids=["the base tree", "with more of everything"])
def test_every_day_of_two_years_agrees_with_the_design(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: Mapping[str, str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1830000000")  # the end of 2027
    (tmp_path / ".git").mkdir()
    shutil.copytree(BASE, tmp_path / "records")
    for path, text in more.items():
        file = tmp_path / "records" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    workspace = open_workspace(tmp_path)
    assert not (*workspace.portfolio.loaded.findings, *build_ledger(workspace.portfolio).findings)
    oracle, portfolio = Oracle(tmp_path), workspace.portfolio
    seen: dict[str, set[str]] = {"milestone": set(), "action": set()}
    judges: dict[str, Callable[[date], dict[str, str]]] = {"milestone": oracle.milestones, "action": oracle.actions}
    for day in DAYS:
        items = build_snapshot(portfolio, build_ledger(portfolio, day), day).items
        for kind, judge in judges.items():
            found = {ref: item.status.value for (of_kind, ref), item in items.items() if of_kind == kind}
            assert found == judge(day), (kind, day)
            seen[kind].update(found.values())
    if more:
        assert seen["milestone"] == {"dropped", "achieved", "off_track", "at_risk", "not_started", "on_track"}
        assert seen["action"] == {"on_track", "at_risk", "off_track", "achieved", "dropped"}
