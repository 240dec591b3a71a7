from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from followup_build.exports.papers.paper_text import cell_text
from followup_build.status.scope import Scope
from followup_build.views.cells import Table
from followup_build.views.insight import InsightPart, build_insight_view
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

SESSION = "---\ntitle: %s\nkind: quarterly\ndate: %s\nstatus: held\nchair: z.khumalo\n---\n"
REPORT = "---\nby: t.mokoena\nchallenges: {c: {title: Late, category: %s, causes: [Why]}}\n---\n"
CATEGORIES = ("people", "process", "technology", "suppliers", "market", "finance")


def part(subject: Subject, title: str, scope: Scope | None = None) -> InsightPart:
    (found,) = [one for one in build_insight_view(subject, scope or Scope()).parts if one.title.startswith(title)]
    return found


def test_what_came_before_the_latest_quarters_stands_in_one_column_and_every_row_adds_up(
    subject_of: SubjectOf, read: Read
) -> None:
    days = ("2023-01-15", "2023-05-15", "2024-02-01", "2026-01-15")
    tree = {f"records/sessions/{day}/session.md": SESSION % ("S", day) for day in days}
    tree |= {f"records/sessions/{day}/finance.md": REPORT % "people" for day in days}
    (row,) = read(part(subject_of(tree, "2026-02-01"), "Challenges").table)
    assert list(row) == [
        "Category", "Earlier", "Q2 2024", "Q3 2024", "Q4 2024", "Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025", "Q1 2026",
        "Together",
    ]  # fmt: skip
    assert (row["Category"], row["Earlier"], row["Q1 2026"], row["Together"]) == ("people", "3", "1", "4")


def test_of_many_causes_that_come_back_the_first_are_named(subject_of: SubjectOf) -> None:
    tree = {}
    for number in range(2):
        for category in CATEGORIES:
            session = f"{category}-{number}"
            tree[f"records/sessions/{session}/session.md"] = SESSION % (session, f"2026-0{number + 1}-02")
            for department in ("finance", "legal"):
                tree[f"records/sessions/{session}/{department}.md"] = REPORT % category
    lines = [cell_text(one) for one in part(subject_of(tree, "2026-05-20"), "Challenges").lines]
    assert lines[0] == "Finance, in Finance: reported to two sessions: finance-0; finance-1"
    assert (len(lines), lines[-1]) == (11, "2 more came back; --format json names them.")


def practice(since: str, adopted: str) -> str:
    return f"---\ntitle: Practice\nfrom: finance\nsince: {since}\nadopted: {{{adopted}}}\n---\n"


def test_a_practice_is_news_when_it_is_shared_and_when_it_is_taken_over(subject_of: SubjectOf) -> None:
    tree = {
        "records/practices/a.md": practice("2026-01-01", "legal: 2026-02-01"),
        "records/practices/b.md": practice("2026-01-01", "legal: 2026-04-02"),
        "records/practices/c.md": practice("2026-04-02", ""),
        "records/practices/d.md": practice("2026-04-02", "legal: 2026-06-01"),
    }
    subject = subject_of(tree, "2026-05-20")
    since = part(subject, "Practices", Scope(None, date(2026, 4, 1)))
    assert since.lead == "2 practices shared since; 1 taken over by another department."
    assert [cell_text(one) for one in since.lines] == [
        "Practice (Finance, 1 January 2026): taken over by Legal (2 April 2026).",
        "Practice (Finance, 2 April 2026): taken over by nobody else yet.",
        "Practice (Finance, 2 April 2026): taken over by nobody else yet.",
    ]
    legal = part(subject, "Practices", Scope(frozenset(("legal",))))
    assert legal.lead == "2 practices shared so far; all of them taken over by another department."
    assert len(part(subject, "Practices").lines) == 4


def test_since_a_day_on_which_nothing_has_happened_yet_no_sentence_speaks_of_all_time(subject_of: SubjectOf) -> None:
    tree = {"records/sessions/s/session.md": SESSION % ("S", "2026-01-15")}
    tree["records/sessions/s/finance.md"] = REPORT % "people"
    view = build_insight_view(subject_of(tree, "2026-05-20"), Scope(None, date(2026, 4, 1)))
    assert [one.lead for one in view.parts] == [
        "No report has told of a challenge since.",
        "No adjustment has been approved or looked at since.",
        "No milestone and no last target has come due since.",
        "Nothing has moved since.",
        "No report has raised a training need since.",
        "No practice has been shared since.",
        "Nobody has given feedback since.",
        "No report has told of an achievement since.",
    ]


def test_all_causes_that_share_the_first_place_are_named_and_none_where_each_came_once(subject_of: SubjectOf) -> None:
    tree = {}
    for number, category in enumerate(("people", "process", "market", "people", "process", "people", "process")):
        tree[f"records/sessions/s{number}/session.md"] = SESSION % ("S", f"2026-01-{10 + number}")
        tree[f"records/sessions/s{number}/finance.md"] = REPORT % category
    lead = part(subject_of(tree, "2026-05-20"), "Challenges").lead
    assert lead.endswith(". The most frequent causes are people and process (3 each).")
    few = part(subject_of(tree, "2026-01-12"), "Challenges").lead
    assert few == "3 challenges so far: 0 answered by an action or an adjustment, 3 without an answer."
    since = part(subject_of(tree, "2026-05-20"), "Challenges", Scope(None, date(2026, 1, 14))).lead
    assert since.startswith("3 challenges since: ")
