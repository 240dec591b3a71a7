"""Make a tree of records of a given size from a seed: `python tests/benchmarks/generate.py M DIR`."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST_YEAR = 2021
PEOPLE_PER_DEPARTMENT = 6
CATEGORIES = ("people", "process", "technology", "suppliers", "market", "finance", "governance", "other")
ASSESSMENTS = ("on_track", "at_risk", "off_track")
# fmt: off
WORDS = (
    "agree", "align", "archive", "automate", "balance", "check", "clear", "close", "collect", "complete",
    "confirm", "consolidate", "contract", "cost", "deliver", "design", "document", "draft", "extend", "forecast",
    "improve", "index", "inform", "launch", "licence", "match", "measure", "migrate", "monitor", "onboard",
    "payment", "pilot", "plan", "portal", "process", "publish", "reconcile", "record", "reduce", "register",
    "release", "renew", "report", "resolve", "review", "royalty", "schedule", "settle", "simplify", "statement",
    "supplier", "support", "systems", "test", "track", "train", "transfer", "update", "verify", "works",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Size:
    """How large an organisation is."""

    departments: int
    years: int
    sessions_a_year: int = 4
    """Of each department; each has one report, one challenge and one adjustment that answers it."""
    actions_per_report: int = 6
    kpis: int = 4
    milestones: int = 8


SIZES = {"S": Size(5, 1), "M": Size(40, 3), "L": Size(200, 5)}


class Story:
    """Words and days from one seed, so that every run writes the same bytes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a benchmark needs the same numbers, not secret ones

    def words(self, count: int) -> str:
        """A title of so many words."""
        return " ".join(self.random.choice(WORDS) for _ in range(count)).capitalize()

    def text(self, sentences: int) -> str:
        """A paragraph."""
        return " ".join(f"{self.words(self.random.randint(6, 14))}." for _ in range(sentences))


def files_of(size: Size, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Path below `records/` and text of every file."""
    story = Story(seed)
    departments = [f"dept-{number:03d}" for number in range(size.departments)]
    yield "organisation.yml", _organisation(departments)
    yield "people.yml", _people(departments)
    yield "holidays.yml", "".join(f"{FIRST_YEAR + year}-12-25: Christmas Day\n" for year in range(size.years))
    for offset in range(size.years):
        year = FIRST_YEAR + offset
        for department in departments:
            yield f"plans/{department}-{year}.yml", _plan(story, size, department, year)
            yield f"progress/{department}-{year}.yml", _progress(story, size, year)
            for number in range(size.sessions_a_year):
                yield from _session(story, size, department, year, number)
            if offset == size.years - 1:
                yield f"sessions/{year}-12-15-{department}/session.md", _planned_session(department, year)
            yield f"feedback/{year}-06-01-{department}.md", _feedback(story, department, year)
    for department in departments:
        yield f"practices/practice-of-{department}.md", _practice(story, department)


def _person(department: str, number: int) -> str:
    return f"p{number}.{department}"


def _due(year: int, number: int) -> date:
    """Of a plan's milestone."""
    return date(year, 1 + (number * 3) % 12, 28)


def _organisation(departments: list[str]) -> str:
    lines = ["name: Benchmark", "timezone: Africa/Johannesburg", "departments:"]
    for department in departments:
        head, approver = _person(department, 0), _person(department, 1)
        lines.append(f"  {department}: {{name: {department.title()}, head: {head}, approvers: [{approver}]}}")
    lines += [
        "cadences:",
        f"  quarterly-review: {{kind: quarterly, every: 3 months, on: 15, from: {FIRST_YEAR}-01-15}}",
    ]
    return "\n".join(lines) + "\n"


def _people(departments: list[str]) -> str:
    lines = []
    for department in departments:
        for number in range(PEOPLE_PER_DEPARTMENT):
            person = _person(department, number)
            lines.append(
                f"{person}: {{name: Person {number} of {department}, department: {department}, "
                f"github: {person.replace('.', '-')}}}"
            )
    return "\n".join(lines) + "\n"


def _plan(story: Story, size: Size, department: str, year: int) -> str:
    lines = [
        f"title: Plan of {department} {year}",
        f"department: {department}",
        f"owner: {_person(department, 0)}",
        f"period: {{start: {year}-01-01, end: {year}-12-31}}",
        f"approvals: [{{by: {_person(department, 1)}, on: {year - 1}-12-15}}]",
        f"summary: {story.text(2)}",
        "goals:",
    ]
    for goal in range(3):
        lines += [f"  goal-{goal}:", f"    title: {story.words(5)}", f"    owner: {_person(department, goal)}"]
    lines.append("milestones:")
    for number in range(size.milestones):
        due = _due(year, number)
        lines += [
            f"  milestone-{number}:",
            f"    title: {story.words(6)}",
            f"    goal: goal-{number % 3}",
            f"    owner: {_person(department, number % PEOPLE_PER_DEPARTMENT)}",
            f"    due: {due}",
        ]
    lines.append("kpis:")
    for number in range(size.kpis):
        lines += [
            f"  kpi-{number}:",
            f"    title: {story.words(4)}",
            f"    goal: goal-{number % 3}",
            f"    owner: {_person(department, number % PEOPLE_PER_DEPARTMENT)}",
            '    unit: "%"',
            "    direction: increase",
            "    frequency: monthly",
            f"    baseline: {{date: {year}-01-01, value: 60}}",
            f"    targets: {{{year}-Q2: 75, {year}-Q4: 90}}",
        ]
    lines += ["resources:", "  staff: {title: Staff, amount: 12, unit: FTE}"]
    return "\n".join(lines) + "\n"


def _progress(story: Story, size: Size, year: int) -> str:
    lines = ["kpis:"]
    for number in range(size.kpis):
        lines.append(f"  kpi-{number}:")
        value = 60.0
        for month in range(1, 13):
            value += story.random.uniform(-1, 4)
            entry = f"{value:.1f}" if month % 4 else f"{{value: {value:.1f}, note: {story.words(7)}}}"
            lines.append(f"    {year}-{month:02d}: {entry}")
    lines.append("milestones:")
    for number in range(size.milestones):
        due = _due(year, number)
        lines.append(f"  milestone-{number}:")
        lines.append(f"    {due - timedelta(days=20)}: {{forecast: {due}, percent: 80, confidence: high}}")
        if number % 3:
            lines.append(f"    {due + timedelta(days=number)}: {{achieved: {due + timedelta(days=number)}}}")
    return "\n".join(lines) + "\n"


def _session(story: Story, size: Size, department: str, year: int, number: int) -> Iterator[tuple[str, str]]:
    day = date(year, 1 + number * 12 // size.sessions_a_year, 15)
    name = f"{day}-{department}"
    attendees = ", ".join(_person(department, person) for person in range(PEOPLE_PER_DEPARTMENT))
    yield (
        f"sessions/{name}/session.md",
        "\n".join(
            [
                "---",
                f"title: Review of {day:%B %Y}",
                "kind: quarterly",
                "cadence: quarterly-review",
                f"date: {day}",
                "status: held",
                f"chair: {_person(department, 0)}",
                f"departments: [{department}]",
                f"attendees: [{attendees}]",
                f"decisions: {{keep-going: {story.words(8)}}}",
                "---",
                "## Minutes",
                "",
                *(f"{story.text(3)}\n" for _ in range(4)),
            ]
        ),
    )
    yield from _report(story, size, name, day, department)
    yield f"adjustments/{department}/{year}/{name}-date.yml", _adjustment(story, name, day, department, number)


def _planned_session(department: str, year: int) -> str:
    """The one session ahead, on a day before it: its page has a computed agenda."""
    return (
        f"---\ntitle: Year's end\nkind: ad-hoc\ndate: {year}-12-15\nstatus: planned\n"
        f"chair: {_person(department, 0)}\ndepartments: [{department}]\n---\n"
    )


def _report(story: Story, size: Size, session: str, day: date, department: str) -> Iterator[tuple[str, str]]:
    plan = f"{department}-{day.year}"
    actions = [f"{session}-{number}" for number in range(size.actions_per_report)]
    yield (
        f"sessions/{session}/{department}.md",
        "\n".join(
            [
                "---",
                f"by: {_person(department, 0)}",
                f"assessment: {{status: {story.random.choice(ASSESSMENTS)}, because: {story.words(6)}}}",
                "challenges:",
                "  late:",
                f"    title: {story.words(6)}",
                f"    category: {story.random.choice(CATEGORIES)}",
                f"    affects: [{plan}/milestone-1]",
                "    causes:",
                f"      - {story.words(8)}",
                f"      - {story.words(8)}",
                f"    response: [{session}-date, {actions[0]}]",
                f"achievements: {{won: {{title: {story.words(5)}, milestone: {plan}/milestone-2}}}}",
                "training_needs:",
                f"  skill: {{skill: {story.words(2)}, for: [{department}], why: {story.words(6)}}}",
                f"practices: [practice-of-{department}]",
                "---",
                f"{story.text(4)}",
                "",
            ]
        ),
    )
    for number, action in enumerate(actions):
        due = day + timedelta(days=story.random.randint(20, 80))
        updates = f"  {due - timedelta(days=10)}: {{state: in_progress, note: {story.words(6)}}}\n"
        if number % 3:
            updates += f"  {due}: {{state: done, note: {story.words(5)}}}\n"
        yield (
            f"actions/{day.year}/{action}.yml",
            (
                f"title: {story.words(7)}\n"
                f"owner: {_person(department, number % PEOPLE_PER_DEPARTMENT)}\n"
                f"due: {due}\n"
                f"follow_up: {due + timedelta(days=30)}\n"
                f"department: {department}\n"
                f"session: {session}\n"
                f"for: [{plan}/milestone-{number}]\n"
                "kind: corrective\n"
                f"updates:\n{updates}"
            ),
        )


def _adjustment(story: Story, session: str, day: date, department: str, number: int) -> str:
    """A milestone's date moved; three in four are approved."""
    plan = f"{department}-{day.year}"
    due = _due(day.year, number)
    lines = [
        f"title: Move milestone {number}",
        f"session: {session}",
        f"challenge: {session}/{department}/late",
        f"reason: {story.text(1)}",
        f"owner: {_person(department, 2)}",
        f"follow_up: {day + timedelta(days=150)}",
        f"proposed: {{by: {_person(department, 2)}, on: {day}}}",
    ]
    if number % 4:
        lines.append(f"approvals: [{{by: {_person(department, 1)}, on: {day + timedelta(days=3)}}}]")
    lines += [
        "changes:",
        f"  - {{milestone: {plan}/milestone-{number}, due: {{from: {due}, to: {due + timedelta(days=1)}}}}}",
    ]
    return "\n".join(lines) + "\n"


def _practice(story: Story, department: str) -> str:
    return (
        f"---\ntitle: {story.words(4)}\nfrom: {department}\nsince: {FIRST_YEAR}-01-20\n"
        f"session: {FIRST_YEAR}-01-15-{department}\n---\n{story.text(4)}\n"
    )


def _feedback(story: Story, department: str, year: int) -> str:
    return (
        f"---\ntitle: {story.words(5)}\ndate: {year}-06-01\nsession: {year}-04-15-{department}\n"
        f"response: {{by: {_person(department, 0)}, on: {year}-06-05, note: {story.words(6)}}}\n---\n{story.text(2)}\n"
    )


def write_tree(size: Size, folder: Path, seed: int = 1) -> int:
    """Write a tree below `folder/records`; gives the number of files."""
    count = 0
    for path, text in files_of(size, seed):
        file = folder / "records" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        count += 1
    return count


if __name__ == "__main__":
    count = write_tree(SIZES[sys.argv[1]], Path(sys.argv[2]))
    print(f"{count} files")  # noqa: T201 - a script answers on the terminal
