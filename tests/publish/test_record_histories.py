"""A record says on its page, in its card or in its row which commits changed its file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.publish.site import Site, build_site
from followup_build.workspace import open_workspace

PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
resources:
  systems: {title: Systems, amount: 5, unit: FTE}
"""
SESSION = """\
---
title: Review
kind: quarterly
date: 2026-04-15
status: held
chair: z.khumalo
departments: [finance]
---
"""
ACTION = """\
title: Agree acceptance tests
owner: t.mokoena
due: 2026-05-06
follow_up: 2026-06-15
department: finance
session: 2026-q1-review
"""
ADJUSTMENT = """\
title: More systems
reason: They are needed.
owner: t.mokoena
follow_up: 2026-10-01
proposed: {by: t.mokoena, on: 2026-04-15}
changes: [{resource: finance-2026/systems, amount: {from: 5, to: 6}}]
"""
PRACTICE = "---\ntitle: Reconcile weekly\nfrom: finance\nsince: 2026-04-15\n---\n"
FEEDBACK = "---\ntitle: Reports\ndate: 2026-04-16\nfrom: n.dlamini\n---\nToo long.\n"
FILES = {
    "records/plans/finance-2026.yml": PLAN,
    "records/sessions/2026-q1-review/session.md": SESSION,
    "records/actions/2026-04-15-tests.yml": ACTION,
    "records/adjustments/finance/2026-04-15-more.yml": ADJUSTMENT,
    "records/practices/reconcile-weekly.md": PRACTICE,
    "records/feedback/2026-04-16-reports.md": FEEDBACK,
}


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Neo Dlamini", "-c", "user.email=n@example.org")
    done = subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def build(root: Path) -> Site:
    return build_site(open_workspace(root, as_of=date(2026, 5, 20)))


def page(site: Site, path: str) -> str:
    return next(one.html for one in site.pages if one.path == f"{path}/index.md")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def root(write_tree: Callable[[Mapping[str, str]], Path]) -> Path:
    """A repository with two commits, of which the second one changed an action and two records of their own."""
    root = write_tree(FILES)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "records")
    git(root, "commit", "-q", "-m", "Start", "--date", "2026-05-01T10:00:00+02:00")
    for path in FILES:
        file = root / path
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8", newline="\n")
    git(root, "commit", "-qam", "Second words", "--date", "2026-05-04T10:00:00+02:00")
    return root


def test_every_kind_of_record_tells_its_commits(root: Path) -> None:
    site = build(root)
    second, first = git(root, "log", "--format=%H").split()
    told = f"4 May 2026: Second words, Neo Dlamini ( {second[:10]} ) 1 May 2026: Start, Neo Dlamini ( {first[:10]} )"
    told = told.replace("( ", "(").replace(" )", ")")
    for path in (
        "plans/finance-2026",
        "sessions/2026-q1-review",
        "adjustments/2026-04-15-more",
        "practices/reconcile-weekly",
        "feedback",
    ):
        assert "History: two changes, the last on 4 May 2026 by Neo Dlamini" in words(page(site, path)), path
        assert told.replace(") 1", ") 1") in words(page(site, path)), path
    assert f"Changed: 4 May 2026 ({second[:10]}), 1 May 2026 ({first[:10]})" in words(page(site, "actions"))
    for path in ("people", "departments"):
        assert "History: one change, on 1 May 2026 by Neo Dlamini" in words(page(site, path)), path
    assert "History:" not in words(page(site, "people/t.mokoena"))


def test_a_confidential_record_keeps_what_commits_say_of_it(root: Path) -> None:
    for path, text in FILES.items():
        key = "confidential: true\n"
        changed = text.replace("---\n", f"---\n{key}", 1) if path.endswith(".md") else key + text
        (root / path).write_text(changed, encoding="utf-8", newline="\n")
    git(root, "commit", "-qam", "Hide these", "--date", "2026-05-06T10:00:00+02:00")
    site = build(root)
    for one in site.pages:
        assert "Second words" not in one.html, one.path
        assert "Hide these" not in one.html, one.path
    assert "History: three changes, the last on 6 May 2026 6 May 2026 (" in words(page(site, "feedback"))
    assert "Changed: 6 May 2026 (" in words(page(site, "actions"))


def test_without_a_repository_there_is_no_history(write_tree: Callable[[Mapping[str, str]], Path]) -> None:
    site = build(write_tree(FILES))
    assert not [one.path for one in site.pages if "fu-history" in one.html or "Changed: " in words(one.html)]


def test_who_committed_anonymous_feedback_is_not_told(root: Path) -> None:
    (root / "records/feedback/2026-04-16-reports.md").write_text(
        FEEDBACK.replace("from: n.dlamini\n", ""), encoding="utf-8", newline="\n"
    )
    git(root, "commit", "-qam", "Neo would not say", "--date", "2026-05-06T10:00:00+02:00")
    told = words(page(build(root), "feedback"))
    assert "History: three changes, the last on 6 May 2026 6 May 2026 (" in told
    assert "Neo" not in told
