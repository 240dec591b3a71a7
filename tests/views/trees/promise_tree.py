"""Two plans, a year apart, and the way from a tree of records to what pages are built from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from followup_build.views.cells import Aside, Cell, Chip, Day, Line, Link, Moved, Outside, Prose, Table
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

OLD = """\
title: Finance 2025
department: finance
owner: t.mokoena
period: {start: 2025-03-01, end: 2026-02-28}
approvals: [{by: z.khumalo, on: 2025-02-20}]
goals:
  timely: {title: Pay on time, owner: t.mokoena}
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-01-30, goal: timely}
  mail: {title: Statements by mail, owner: n.dlamini, due: 2026-01-30}
  switch: {title: Bank switched, owner: n.dlamini, due: 2026-01-30}
"""
NEW = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
supersedes: finance-2025
goals:
  timely: {title: Pay on time, owner: t.mokoena}
milestones:
  portal: {title: Royalty portal live, owner: n.dlamini, due: 2026-06-30, major: true, depends_on: [finance-2026/tests]}
  tests: {title: Acceptance tests agreed, owner: n.dlamini, due: 2026-05-15}
  mailing: {title: Statements by mail, owner: n.dlamini, due: 2026-09-30}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-01-31, value: 84}
    targets: {2026-Q2: 90}
  cloud:
    title: Cloud cost
    owner: n.dlamini
    unit: ZAR
    direction: range
    range: {high: 180, tolerance: 20}
    frequency: monthly
  claims:
    title: Claims resolved
    owner: n.dlamini
    unit: claims
    direction: increase
    frequency: monthly
    combine: sum
    targets: {2027-02-28: 1200}
resources:
  systems: {title: Systems budget, amount: 200000, unit: ZAR}
  analysts: {title: Analysts, amount: 6, unit: FTE}
"""
LEGAL = """\
title: Legal 2026
department: legal
owner: s.pillay
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: c.botha, on: 2026-02-20}]
resources:
  systems: {title: Systems budget, amount: 0, unit: ZAR}
"""
PLANS = {
    "records/plans/finance-2025.yml": OLD,
    "records/plans/finance-2026.yml": NEW,
    "records/plans/legal-2026.yml": LEGAL,
}


def adjustment(changes: str, more: str = "approvals: [{by: z.khumalo, on: 2026-04-17}]") -> str:
    return f"""\
title: A change
reason: Something happened.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {{by: n.dlamini, on: 2026-04-15}}
changes:
{changes}
{more}
"""


def open_subject(root: Path, as_of: date = date(2026, 5, 20)) -> Subject:
    workspace = open_workspace(root, as_of=as_of)
    assert workspace.errors == ()
    return Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)


def words(cell: Cell | Iterable[Cell]) -> str:
    """A cell as a reader sees it, without the spaces that keep numbers together."""
    if isinstance(cell, str):
        return cell.replace("\u202f", " ").replace("\u00a0", " ")
    if isinstance(cell, Line):
        return "".join(words(part) for part in cell.parts)
    if isinstance(cell, Link | Outside | Day):
        return words(cell.text)
    if isinstance(cell, Chip):
        return cell.word
    if isinstance(cell, Prose):
        return words(cell.markdown)
    if isinstance(cell, Moved):
        return f"{words(cell.current)} first {words(cell.original)}"
    if isinstance(cell, Aside):
        return f"{cell.label}: {words(cell.cells)}"
    return " | ".join(words(part) for part in cell)


def row(table: Table, first: str) -> dict[str, str]:
    """The row whose first cell begins with some words, by column."""
    found = [dict(zip(table.columns, map(words, one.cells), strict=True)) for one in table.rows]
    matching = [one for one in found if one[table.columns[0]].startswith(first)]
    assert len(matching) == 1, found
    return matching[0]
