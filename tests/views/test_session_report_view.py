"""Every figure of a session's report is the one that `followup status` gives for the same day."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from followup_build.cli import run
from followup_build.exports.papers.session_report import report_mail_html, report_markdown
from followup_build.status.wording import status_word
from followup_build.views.cells import Line, Link
from followup_build.views.papers.paper import Bars, Listing, Part
from followup_build.views.papers.session_report import SessionReport, build_session_report
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

SubjectOf = Callable[[Mapping[str, str], str], Subject]
ROOT = Path(__file__).parents[2]
OVER = ("achieved", "missed", "dropped")
HELD = [
    ("2026-q2-review", "2026-09-09", "2026-06-10"),
    ("2026-11-check-in", "2026-11-03", "2026-10-06"),
    ("2026-08-12-portal-recovery", "2026-08-12", "2026-07-07"),
]


@pytest.fixture
def answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], Mapping[tuple[str, str], dict[str, Any]]]:
    """Gives what `followup status` says of the example on a day, by kind and ref."""
    monkeypatch.chdir(ROOT)

    def asked(day: str) -> Mapping[tuple[str, str], dict[str, Any]]:
        assert run(["status", "--as-of", day, "--format", "json"]) == 0
        return {(item["kind"], item["ref"]): item for item in json.loads(capsys.readouterr().out)["items"]}

    return asked


def example(session: str, day: str) -> SessionReport:
    workspace = open_workspace(ROOT, as_of=date.fromisoformat(day))
    return build_session_report(Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ()), session)


def part(view: SessionReport, anchor: str) -> Part:
    return next(one for one in view.paper.parts if one.anchor == anchor)


def word(item: Mapping[str, Any]) -> str:
    return str(item["status"]).replace("_", " ")


def in_force(answered: Mapping[tuple[str, str], dict[str, Any]], view: SessionReport) -> list[tuple[str, str]]:
    """The KPIs and milestones of the plans of 2026 of the departments that took part."""
    asked = {
        link.path.split("/")[1]
        for bar in bars(view)
        if isinstance(bar.name, Line) and isinstance(link := bar.name.parts[2], Link)
    }
    return [key for key in answered if key[0] in ("kpi", "milestone") and key[1].partition("/")[0] in asked]


def bars(view: SessionReport) -> tuple[Any, ...]:
    (found,) = (block for block in part(view, "plans").blocks if isinstance(block, Bars))
    return found.bars


@pytest.mark.parametrize(("session", "day", "_"), HELD)
def test_the_bars_count_what_status_counts(
    answer: Callable[[str], Mapping[tuple[str, str], dict[str, Any]]], session: str, day: str, _: str
) -> None:
    answered, view = answer(day), example(session, day)
    assert bars(view)
    for bar in bars(view):
        plan = bar.name.parts[2].path.split("/")[1]
        told = answered["plan", plan]
        assert [chip.word for chip in bar.chips] == [word(told)]
        assert [chip.is_stale for chip in bar.chips] == [told["stale"]]
        counted = {chip.word: number for chip, number in bar.segments}
        assert counted == {one.replace("_", " "): number for one, number in told["figures"]["counts"].items()}


@pytest.mark.parametrize(("session", "day", "since"), HELD)
def test_the_summary_counts_what_two_answers_of_status_say(
    answer: Callable[[str], Mapping[tuple[str, str], dict[str, Any]]], session: str, day: str, since: str
) -> None:
    now, before, view = answer(day), answer(since), example(session, day)
    total = changed = red = 0
    for key in in_force(now, view):
        was, item = before.get(key), now[key]
        if was is not None and was["status"] == item["status"] in OVER:
            continue
        total += 1
        is_out_of_date = was is not None and item["stale"] and not was["stale"]
        changed += was is not None and (was["status"] != item["status"] or is_out_of_date)
        red += item["status"] in ("off_track", "missed")
    since_text = report_markdown(view).split("changed since ")[1].split(":")[0]
    (points,) = part(view, "key-points").blocks
    assert points.lines[0] == (  # type: ignore[union-attr]
        f"{total} milestones and KPIs still open or changed since {since_text}: {changed} changed, "
        f"{red} off track or missed."
    )
    figures = {figure.words: figure.number for figure in view.paper.figures}
    assert figures["off track or missed"] == str(
        sum(now[key]["status"] in ("off_track", "missed") for key in in_force(now, view))
    )


@pytest.mark.parametrize(("session", "day", "_"), HELD)
def test_every_chip_is_the_status_of_the_day(
    answer: Callable[[str], Mapping[tuple[str, str], dict[str, Any]]], session: str, day: str, _: str
) -> None:
    answered, view, seen = answer(day), example(session, day), 0
    for block in part(view, "plans").blocks:
        for entry in block.entries if isinstance(block, Listing) else ():
            assert isinstance(entry.name, Link)
            (found,) = (
                item
                for (kind, _), item in answered.items()
                if kind in ("kpi", "milestone")
                and item["title"] == entry.name.text
                and item["ref"].partition("/")[0] in entry.name.path
            )
            assert [(chip.word, chip.is_stale) for chip in entry.chips] == [(word(found), found["stale"])]
            seen += 1
    assert seen > 5


def test_actions_are_those_that_name_the_session(
    answer: Callable[[str], Mapping[tuple[str, str], dict[str, Any]]],
) -> None:
    answered, view = answer("2026-09-09"), example("2026-q2-review", "2026-09-09")
    (listing,) = part(view, "actions").blocks
    assert isinstance(listing, Listing)
    told = {entry.name.text: entry for entry in listing.entries if isinstance(entry.name, Link)}
    named = {
        path.stem
        for path in (ROOT / "records/actions").rglob("*.yml")
        if "session: 2026-q2-review" in path.read_text(encoding="utf-8")
    }
    assert {answered["action", ref]["title"] for ref in named} == set(told)
    for ref in named:
        item = answered["action", ref]
        assert told[item["title"]].chips[0].tone == item["status"].replace("_", "-")


HOSTILE = "<script>alert(1)</script> [x](javascript:alert(2)) ![i](https://evil.example/i.png) @everyone \x1b[31m"
TREE = {
    "records/sessions/a/session.md": f"""\
---
title: "Review {HOSTILE.replace(chr(27), "")}"
kind: quarterly
date: 2026-06-10
status: held
chair: z.khumalo
departments: [finance]
decisions: {{one: "{HOSTILE.replace(chr(27), "")}"}}
---
# Heading

{HOSTILE.replace(chr(27), "")}

| a | b |
|---|---|
| `x` | **y** |

- one
  - two
""",
    "records/actions/2026/2026-06-10-do.yml": """\
title: "Do <img src=https://evil.example/x onerror=alert(1)> | *this* #12"
owner: t.mokoena
due: 2026-07-01
follow_up: 2026-08-01
department: finance
session: a
""",
    "records/actions/2026/2026-06-10-secret.yml": """\
title: Hush words
owner: t.mokoena
due: 2026-07-01
follow_up: 2026-08-01
department: finance
session: a
confidential: true
""",
    "records/adjustments/finance/2026-06-11-secret.yml": """\
title: Hush adjustment
reason: Hush reason
owner: t.mokoena
follow_up: 2026-08-01
proposed: {by: t.mokoena, on: 2026-06-11}
session: a
confidential: true
changes: [{plan: finance-2026, title: {from: Hush plan, to: Hush other}}]
""",
    "records/adjustments/legal/2026-06-09-secret.yml": """\
title: Hush move
reason: Hush because
owner: t.mokoena
follow_up: 2026-12-24
proposed: {by: t.mokoena, on: 2026-06-09}
session: a
confidential: true
changes: [{milestone: legal-2026/open, due: {from: 2026-09-21, to: 2026-10-22}}]
""",
    "records/adjustments/finance/2026-06-09-of-a-secret-plan.yml": """\
title: An open title
reason: Hush reason of a plan
owner: t.mokoena
follow_up: 2026-12-23
proposed: {by: t.mokoena, on: 2026-06-09}
session: a
changes: [{milestone: finance-2026/m, due: {from: 2026-06-20, to: 2026-07-23}}]
""",
    "records/plans/legal-2026.yml": """\
title: Legal plan
department: legal
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2025-12-20}]
milestones: {open: {title: Open milestone, owner: t.mokoena, due: 2026-09-21}}
""",
    "records/plans/finance-2026.yml": """\
title: Hush plan
department: finance
owner: t.mokoena
confidential: true
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2025-12-20}]
milestones: {m: {title: Hush milestone, owner: t.mokoena, due: 2026-06-20}}
kpis: {k: {title: Hush KPI, owner: t.mokoena, unit: things, direction: increase, frequency: monthly,
           baseline: {date: 2026-01-01, value: 4711}, targets: {2026-12-31: 4812}}}
""",
    "records/sessions/a/finance.md": "---\nby: t.mokoena\nconfidential: true\n"
    "achievements: {w: {title: Hush win}}\n"
    "challenges: {c: {title: Hush challenge, category: people, causes: [Hush cause]}}\n---\nHush body\n",
    "records/sessions/b/session.md": """\
---
title: Hush session
kind: quarterly
date: 2026-09-09
status: planned
place: Hush place
confidential: true
---
""",
}


def test_what_somebody_typed_stays_text(subject_of: SubjectOf) -> None:
    view = build_session_report(subject_of(TREE, "2026-06-10"), "a")
    html, markdown = report_mail_html(view), report_markdown(view)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript:' not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert r"\<script\>alert(1)\</script\>" in markdown
    assert re.search(r"(?<!\\)\]\(", markdown) is None
    assert r"Do \<img src=https://evil.example/x onerror=alert(1)\> \| \*this\*" in markdown
    assert "@\u200beveryone" in markdown
    assert "#\u200b12" in markdown
    assert "\n# Heading" not in markdown
    assert "**Heading**" in markdown
    assert "| a | b |\n|---|---|\n| `x` | **y** |" in markdown
    assert "- one\n  - two" in markdown


def test_what_is_confidential_is_said_to_exist_and_no_more(subject_of: SubjectOf) -> None:
    view = build_session_report(subject_of(TREE, "2026-06-10"), "a")
    for text in (report_mail_html(view), report_markdown(view)):
        for hidden in ("Hush", "4711", "Open milestone", "22 October 2026", "23 July 2026"):
            assert hidden not in text
        assert "An open title" in text
        for words in ("Confidential action", "Confidential adjustment", "Confidential plan", "Confidential session"):
            assert words in text


def test_an_organisation_with_nothing_else_has_a_report(subject_of: SubjectOf) -> None:
    only = {
        "records/organisation.yml": "name: Small\ntimezone: UTC\ndepartments: {}\n",
        "records/sessions/a/session.md": "---\ntitle: First\nkind: ad-hoc\ndate: 2026-06-10\nstatus: held\n"
        "chair: z.khumalo\n---\n",
    }
    markdown = report_markdown(build_session_report(subject_of(only, "2026-06-10"), "a"))
    for sentence in ("No action was agreed.", "No adjustment came of it.", "No plan is in force.", "No session is"):
        assert sentence in markdown
    assert status_word.__doc__
