"""A tree of records for the commands that write."""

from __future__ import annotations

PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
goals: {timely: {title: Pay on time, owner: t.mokoena}}
milestones:
  portal: {title: Royalty portal live, owner: n.dlamini, due: 2026-06-30, goal: timely}
  archive: {title: Archive moved, owner: n.dlamini, due: 2026-09-30, goal: timely}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    goal: timely
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-02-28, value: 80}
    targets: {2026-Q2: 92, 2027-02-28: 95.50}
  days:
    {title: Days outstanding, owner: t.mokoena, goal: timely, unit: days, direction: range, frequency: monthly,
     range: {low: 25, high: 35, tolerance: 5}}
resources:
  systems: {title: Systems budget, amount: 1200000, unit: ZAR}
"""
LEGAL = """\
title: Legal 2026
department: legal
owner: s.pillay
period: {start: 2026-03-01, end: 2027-02-28}
resources:
  systems: {title: Legal systems, amount: 50000, unit: ZAR}
"""
EARLIER = """\
# The first move.
title: Move the portal
reason: The supplier is late.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-04-15}
approvals: [{by: z.khumalo, on: 2026-04-17}]   # in the meeting
changes:
  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}
"""
PROPOSED = """\
title: Move the archive
reason: The portal comes first.
owner: n.dlamini
follow_up: 2026-12-01
proposed: {by: n.dlamini, on: 2026-05-04}   # by mail
changes:
  # one month
  - {milestone: finance-2026/archive, due: {from: 2026-09-30, to: 2026-10-30}}
"""
SESSION = """\
---
title: Q1 review
kind: quarterly
date: 2026-04-15
status: held
chair: z.khumalo
---
"""
TREE = {
    "records/plans/finance-2026.yml": PLAN,
    "records/plans/legal-2026.yml": LEGAL,
    "records/adjustments/finance/2026-04-15-portal-date.yml": EARLIER,
    "records/adjustments/finance/2026-05-04-archive-date.yml": PROPOSED,
    "records/sessions/2026-q1-review/session.md": SESSION,
}
