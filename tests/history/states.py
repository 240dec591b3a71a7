"""Two states of one small tree of records, and what a comparison says of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from followup_build.history.change import Change
from followup_build.history.compare import Comparison, compare
from followup_build.load.records import load_records
from followup_build.portfolio import Portfolio
from followup_build.source.tree import SourceFile

_TREE = Path(__file__).parents[1] / "checks" / "base" / "records"
DAY = date(2026, 6, 1)
Edit = tuple[str, str, str]
"""A file below the records folder, a text in it, and what stands there instead."""

BASE: Mapping[str, str] = {
    path.relative_to(_TREE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(_TREE.rglob("*"))
    if path.is_file()
}

PLAN = "plans/finance-2026.yml"
LEGAL = "plans/legal-2026.yml"
PROGRESS = "progress/finance-2026.yml"
SESSION = "sessions/2026-q1-review/session.md"
REPORT = "sessions/2026-q1-review/finance.md"
ACTION = "actions/2026/2026-04-15-acceptance-tests.yml"
ADJUSTMENT = "adjustments/finance/2026-04-15-portal-date.yml"
PRACTICE = "practices/reconcile-weekly.md"
FEEDBACK = "feedback/2026-04-16-shorter-reports.md"


def edited(files: Mapping[str, str], *edits: Edit) -> dict[str, str]:
    """The files after the edits; each text has to be there."""
    found = dict(files)
    for path, old, new in edits:
        assert old in found[path], f"{old!r} is not in {path}"
        found[path] = found[path].replace(old, new, 1)
    return found


def without(files: Mapping[str, str], *paths: str) -> dict[str, str]:
    """The files without some of them."""
    return {path: text for path, text in files.items() if path not in paths}


def portfolio(files: Mapping[str, str]) -> Portfolio:
    """The records of files by their path below the records folder."""
    sources = [SourceFile(f"records/{path}", text.encode()) for path, text in sorted(files.items())]
    return Portfolio(load_records(sources, "records"))


def compared(base: Mapping[str, str], head: Mapping[str, str], day: date = DAY) -> Comparison:
    """What changed from one state to the other."""
    return compare(portfolio(base), portfolio(head), day)


def changes(base: Mapping[str, str], head: Mapping[str, str], day: date = DAY) -> tuple[Change, ...]:
    """The changes alone."""
    return compared(base, head, day).changes


def texts(base: Mapping[str, str], head: Mapping[str, str], day: date = DAY) -> list[str]:
    """The sentences alone."""
    return [one.text for one in changes(base, head, day)]


def adjustment(*lines: str, approved: str = "{by: z.khumalo, on: 2026-05-04}", title: str = "Another change") -> str:
    """An adjustment of finance with these changes."""
    approvals = f"approvals: [{approved}]\n" if approved else ""
    listed = "".join(f"  - {line}\n" for line in lines)
    return (
        f"title: {title}\nsession: 2026-q1-review\nreason: Things changed.\nowner: n.dlamini\nfollow_up: 2026-10-01\n"
        f"proposed: {{by: n.dlamini, on: 2026-05-02}}\n{approvals}changes:\n{listed}"
    )
