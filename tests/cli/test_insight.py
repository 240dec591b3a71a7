from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from followup_build.cli import run
from followup_build.diagnostics.terminal import width_of
from followup_build.views.achievements import build_achievements
from followup_build.views.adjustments import build_adjustments
from followup_build.views.cells import text_of
from followup_build.views.challenges import build_challenges
from followup_build.views.feedback import build_feedback
from followup_build.views.learning import build_practices, build_training
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
ROOT = Path(__file__).parents[2]
DAY = "2026-11-20"


@pytest.fixture(autouse=True)
def _at_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")


def insight(*arguments: str) -> int:
    return run(["insight", "--as-of", DAY, *arguments])


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert insight("--format", "json", *arguments) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_the_example_learned(capsys: pytest.CaptureFixture[str], hold_golden: Callable[[str, str], None]) -> None:
    assert insight() == 0
    hold_golden("insight.txt", capsys.readouterr().out)


def test_every_sentence_is_the_one_of_the_sites_page(capsys: pytest.CaptureFixture[str]) -> None:
    workspace = open_workspace(ROOT, as_of=date.fromisoformat(DAY))
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
    adjustments = build_adjustments(subject)
    insight()
    printed = " ".join(capsys.readouterr().out.split())
    for lead in (
        build_challenges(subject).lead,
        adjustments.lead,
        adjustments.promises_lead,
        build_training(subject).lead,
        build_practices(subject).lead,
        build_feedback(subject).lead,
        build_achievements(subject).lead,
    ):
        assert lead in printed


def test_the_figures_are_those_of_the_sites_charts_and_tables(capsys: pytest.CaptureFixture[str]) -> None:
    workspace = open_workspace(ROOT, as_of=date.fromisoformat(DAY))
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
    found, adjustments = answer(capsys), build_adjustments(subject)
    for chart, expected in (
        (build_challenges(subject).causes, sum(sum(one.values()) for one in found["challenges"]["causes"].values())),
        (adjustments.effects, sum(sum(one.values()) for one in found["adjustments"]["by_kind"].values())),
        (adjustments.promises, sum(sum(one.values()) for one in found["promises"]["by_department"].values())),
        (adjustments.moved, sum(sum(one.values()) for one in found["promises"]["moves"].values())),
        (build_training(subject).needs, sum(sum(one.values()) for one in found["training"]["by_department"].values())),
    ):
        assert chart is not None
        assert chart.table is not None
        assert chart.table.columns[-1] == "Together"
        assert sum(int(text_of(row.cells[-1])) for row in chart.table.rows) == expected, chart.title
    assert [one["ref"] for one in found["practices"]["items"]] == sorted(workspace.portfolio.practices)
    answered = [one for one in build_feedback(subject).answered if one.took]
    assert (found["feedback"]["answered"], found["feedback"]["given"]) == (len(answered), len(answered) + 2)


def test_the_answer_has_the_keys_that_its_page_names(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "site_templates/docs/about/answers/index.md").read_text(encoding="utf-8")
    told = page[page.index("`followup insight --format json`") :]
    found = answer(capsys)
    assert list(found)[:5] == ["version", "as_of", "revision", "department", "since"]
    assert (found["version"], found["as_of"], found["department"], found["since"]) == (1, DAY, None, None)
    keys = {*found, *(key for one in found.values() if isinstance(one, dict) for key in one)}
    keys |= {*found["practices"]["items"][0], *found["challenges"]["returning"][0]}
    keys |= {key for part in ("promises", "training") for one in found[part]["by_department"].values() for key in one}
    keys |= {*found["adjustments"]["by_kind"], *found["promises"]["moves"], *found["adjustments"]["effects"]}
    assert not [key for key in keys if f"`{key}`" not in told]


def test_nobody_is_named_or_ranked(capsys: pytest.CaptureFixture[str]) -> None:
    people = open_workspace(ROOT, as_of=date.fromisoformat(DAY)).portfolio.people
    for arguments in ((), ("--format", "json"), ("--department", "finance"), ("--since", "2026-03-01")):
        insight(*arguments)
        printed = capsys.readouterr().out
        assert not [one for key, one in people.items() if key in printed or (one.name or "-") in printed]


def test_a_day_to_start_from_and_a_department_leave_the_others_out(capsys: pytest.CaptureFixture[str]) -> None:
    whole, since = answer(capsys), answer(capsys, "--since", "2026-09-01")
    finance = answer(capsys, "--department", "finance")
    assert (since["since"], finance["department"]) == ("2026-09-01", "finance")
    assert set(finance["promises"]["by_department"]) == {"finance"}
    assert finance["promises"]["by_department"]["finance"] == whole["promises"]["by_department"]["finance"]
    parts = [answer(capsys, "--department", one) for one in whole["promises"]["by_department"]]
    counts: tuple[Callable[[dict[str, Any]], int], ...] = (
        lambda one: sum(one["challenges"]["answers"].values()),
        lambda one: sum(one["adjustments"]["effects"].values()),
        lambda one: sum(sum(each.values()) for each in one["promises"]["moves"].values()),
        lambda one: sum(sum(each.values()) for each in one["achievements"]["by_department"].values()),
    )
    for of in counts:
        assert sum(map(of, parts)) == of(whole)
        assert 0 < of(since) < of(whole)
    later = {quarter for counts in since["challenges"]["causes"].values() for quarter in counts}
    assert later == {"2026-Q3"}
    everything = answer(capsys, "--since", "2020-01-01")
    assert {**everything, "since": None} == whole


@pytest.mark.parametrize("columns", [40, 60, 80, 110, 200])
def test_no_line_is_wider_than_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    insight()
    assert max(map(width_of, capsys.readouterr().out.splitlines())) <= min(columns, 110)


def test_wrong_usage_says_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert insight("--department", "finanse") == 2
    assert "there is no department finanse. Did you mean finance?" in capsys.readouterr().err
    assert insight("--since", "2026-12-01") == 2
    error = " ".join(re.sub(r"[│╭╰─╮╯]", "", capsys.readouterr().err).split())
    assert "--since 2026-12-01 lies after 2026-11-20" in error


def test_an_organisation_with_nothing_has_learned_nothing_yet(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_tree({}))
    assert insight() == 0
    assert (
        capsys.readouterr().out
        == """\
Rights House, as of 20 November 2026

Challenges and where they come from
  No report has told of a challenge yet.

Adjustments
  No adjustment has been approved yet.

Promises
  No milestone and no last target has come due yet.

What moved
  Nothing has moved.

Training needs
  No report has raised a training need yet.

Practices
  No practice has been shared yet.

Feedback
  Nobody has given feedback yet.

Achievements
  No report has told of an achievement yet.
"""
    )
    found = answer(capsys)
    assert found["feedback"] == {"given": 0, "answered": 0, "median_days": None, "led_to_something": 0}


def test_confidential_records_are_counted_and_say_nothing(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = "---\ntitle: Canary %s\nkind: monthly\ndate: 2026-0%d-01\nstatus: held\nchair: z.khumalo\n%s---\n"
    report = (
        "---\nby: t.mokoena\nchallenges: {c: {title: Canary, category: suppliers, causes: [Canary]}}\n"
        "training_needs: {n: {skill: Canary}}\n%s---\n"
    )
    hidden = "confidential: true\n"
    tree = {
        "records/sessions/a/session.md": session % ("a", 1, hidden),
        "records/sessions/b/session.md": session % ("b", 2, hidden),
        "records/sessions/a/finance.md": report % "",
        "records/sessions/b/finance.md": report % hidden,
        "records/practices/p.md": f"---\ntitle: Canary\nfrom: finance\nsince: 2026-05-01\n{hidden}---\nCanary\n",
        "records/feedback/f.md": f"---\ntitle: Canary\ndate: 2026-03-01\n{hidden}---\nCanary\n",
    }
    monkeypatch.chdir(write_tree(tree))
    for form in ("text", "json"):
        insight("--format", form)
        printed = capsys.readouterr().out
        assert "Canary" not in printed
        assert "suppliers" not in printed
    found = json.loads(printed)
    assert found["practices"]["items"][0]["title"] == "(confidential)"
    assert found["training"]["by_department"]["finance"]["unanswered"] == 2


def test_what_none_of_the_adjustments_did_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    insight("--since", "2026-11-01")
    said = " ".join(capsys.readouterr().out.split())
    assert "2 adjustments approved or looked at since. Of the 2 looked at, 2 worked in part. " in said
    insight("--since", "2026-11-13", "--department", "legal")
    assert " 0 worked" not in capsys.readouterr().out
