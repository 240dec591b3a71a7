"""Files for programs on the built site: all there, all offered, all told of, the same by every way of building."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import icalendar
import pytest
from playwright.sync_api import Browser

from followup_build.cli import run
from followup_build.publish.downloads import OFFERED, iter_downloads
from followup_build.publish.pages import PAGES
from followup_build.views.datasets.registry import DATASETS
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
ENDINGS = (".csv", ".json", ".ics", ".xml")
WriteTree = Callable[[Mapping[str, str]], Path]


def downloads(site: Path) -> dict[str, bytes]:
    """The files for programs of a built site."""
    found = (path for path in site.rglob("*") if path.suffix in ENDINGS)
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in found
        if path.name != "sitemap.xml" and "search" not in path.parts
    }


class Links(HTMLParser):
    """The links of a page, with their names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a":
            self.found.append((known.get("href") or "", known.get("aria-label") or ""))
        if (
            tag == "link"
            and known.get("type") == "application/atom+xml"
            and "alternate" in (known["rel"] or "").split()
        ):
            self.feeds.append(known.get("href") or "")


def links(page: Path) -> Links:
    parser = Links()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def test_what_is_offered_is_there(site: Path) -> None:
    offered: set[str] = set()
    for page in site.rglob("index.html"):
        for href, name in links(page).found:
            if href.endswith(ENDINGS) and not re.match(r"(https?|webcal)://", href):
                target = (page.parent / unquote(href)).resolve()
                assert target.is_file(), (page, href)
                offered.add(target.relative_to(site.resolve()).as_posix())
            elif href.startswith("webcal://follow-up.example.org/"):
                assert (site / href.removeprefix("webcal://follow-up.example.org/")).is_file(), href
                assert name.endswith(": subscribe")
    assert offered == set(downloads(site)), "nothing stands there of which no page tells"


@pytest.mark.parametrize(
    ("page", "files"),
    [
        ("actions", {"data/actions.csv", "data/actions.json"}),
        ("kpis/finance-2026/paid-on-time", {"data/measurements.csv", "data/targets.json"}),
        ("sessions", {"sessions/calendar.ics", "calendar.ics", "data/sessions.csv"}),
        ("departments/finance", {"departments/finance/calendar.ics", "departments/finance/feed.xml"}),
        ("people/n.dlamini", {"people/n.dlamini/calendar.ics"}),
        ("changes", {"feed.xml"}),
        ("quality", {"data/findings.json"}),
        (".", {"calendar.ics", "feed.xml"}),
    ],
)
def test_a_page_offers_what_it_shows(site: Path, page: str, files: set[str]) -> None:
    hrefs = {href for href, _ in links(site / page / "index.html").found}
    root = "" if page == "." else "../" * (page.count("/") + 1)
    assert {f"{root}{file}" for file in files} <= hrefs


def test_who_has_left_is_offered_no_calendar(site: Path) -> None:
    assert not any(href.endswith(".ics") for href, _ in links(site / "people/m.naidoo/index.html").found)


def test_offers_stand_on_kinds_of_pages_and_name_datasets_that_there_are() -> None:
    assert set(OFFERED) <= {kind.path for kind in PAGES}
    names = {kind.name for kind in DATASETS}
    assert {name for offered in OFFERED.values() for name in offered.datasets} <= names


def test_every_page_names_the_feed_in_its_head(site: Path) -> None:
    for page in site.rglob("*.html"):
        (href,) = links(page).feeds
        if page.name == "index.html":
            assert (page.parent / href).resolve() == (site / "feed.xml").resolve(), page


def test_the_page_tells_every_column_calendar_and_feed(site: Path) -> None:
    page = (site / "data/index.html").read_text(encoding="utf-8")
    for kind in DATASETS:
        start = page.index(f'<h2 id="{kind.name}">')
        table = page[page.index("<tbody>", start) : page.index("</tbody>", start)]
        told = [
            [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        assert told == [[column.name, column.type, column.meaning] for column in kind.columns]
        header = (site / f"data/{kind.name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert header.split(",") == [column.name for column in kind.columns]
        assert json.loads((site / f"data/{kind.name}.json").read_text(encoding="utf-8"))["as_of"] == "2026-11-20"


def test_files_are_the_same_in_every_build(site: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "NO_MKDOCS_2_WARNING": "1"}
    plain = tmp_path / "plain"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(plain)], cwd=ROOT, check=True, env=environment
    )
    assert downloads(plain) == downloads(site)


def test_pages_written_as_a_project_carry_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "records", tmp_path / "records")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    assert run(["pages", "-q", "--out", "out"]) == 0
    workspace = open_workspace(tmp_path)
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    made = dict(iter_downloads(subject, revision=None))
    assert len(made) > 70
    for path, content in made.items():
        assert (tmp_path / "out/docs" / path).read_bytes() == content, path


SECRET = {
    "records/people.yml": """\
t.mokoena: {name: Thandi Mokoena, department: finance, email: canary@example.org}
n.dlamini: {name: Neo Dlamini, department: finance, role: Canary, confidential: true}
s.pillay: {name: Saras Pillay, department: legal}
z.khumalo: {name: Zanele Khumalo, github: zkhumalo}
c.botha: {name: Carel Botha, github: cbotha}
""",
    "records/plans/p.yml": """\
confidential: true
title: Canary plan
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
summary: Canary
goals:
  g: {title: Canary, owner: t.mokoena, perspective: Canary}
milestones:
  m: {title: Canary, owner: t.mokoena, due: 2026-07-07, goal: g}
kpis:
  k: {title: Canary, owner: t.mokoena, unit: canaries, direction: increase, frequency: monthly, goal: g,
      baseline: {date: 2026-01-31, value: 31337}, targets: {2027-02-28: 31338}}
resources:
  r: {title: Canary, amount: 31339, unit: canaries}
""",
    "records/progress/p.yml": """\
kpis:
  k: {2026-04: {value: 31340, note: Canary}}
milestones:
  m: {2026-05-01: {forecast: 2026-07-09, note: Canary}}
""",
    "records/sessions/s/session.md": """\
---
confidential: true
title: Canary
kind: monthly
date: 2026-05-05
status: held
chair: t.mokoena
place: Canary
attendees: [n.dlamini]
agenda: [{topic: Canary, by: n.dlamini}]
decisions: {d: Canary}
---
Canary
""",
    "records/sessions/s/finance.md": """\
---
by: t.mokoena
challenges:
  c: {title: Canary, category: people, causes: [Canary], accepted: Canary}
achievements:
  a: {title: Canary, thanks: [n.dlamini]}
training_needs:
  t: {skill: Canary, why: Canary}
---
Canary
""",
    "records/actions/a.yml": """\
confidential: true
title: Canary
owner: n.dlamini
due: 2026-06-01
follow_up: 2026-07-01
department: finance
session: s
summary: Canary
updates:
  2026-05-10: {state: in_progress, note: Canary, evidence: Canary}
""",
    "records/adjustments/finance/x.yml": """\
confidential: true
title: Canary
reason: Canary
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-04-15}
approvals: [{by: z.khumalo, on: 2026-04-17}]
changes:
  - {milestone: p/m, due: {from: 2026-07-07, to: 2026-07-08}}
  - {kpi: p/k, title: {from: Canary, to: Canary two}}
expects: {kpi: p/k, by: 2026-09-30, value: 31341}
review: {on: 2026-05-18, outcome: effective, note: Canary}
""",
    "records/practices/pr.md": """\
---
confidential: true
title: Canary
from: finance
since: 2026-05-05
---
Canary
""",
    "records/feedback/f.md": """\
---
confidential: true
title: Canary
date: 2026-05-06
from: n.dlamini
response: {by: t.mokoena, on: 2026-05-07, note: Canary}
---
Canary
""",
}


def test_confidential_words_are_in_no_file(write_tree: WriteTree) -> None:
    workspace = open_workspace(write_tree(SECRET), as_of=date(2026, 5, 20))
    assert workspace.errors == ()
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    made = dict(iter_downloads(subject, revision=None))
    for path, content in made.items():
        text = content.decode()
        for secret in ("anary", "ANARY", "canaries", "31337", "31338", "31339", "31340", "31341"):
            assert secret not in text, (path, secret)
        for day in ("2026-07-07", "2026-07-08", "2026-07-09", "20260707", "20260708", "20260709"):
            assert day not in text, (path, day)
    for name in ("plans", "goals", "kpis", "milestones", "resources", "sessions", "actions", "adjustments", "feedback"):
        (row,) = json.loads(made[f"data/{name}.json"])["rows"]
        assert row["confidential"] is True
        assert row["title"].startswith("Confidential ")
    event = icalendar.Calendar.from_ical(made["people/n.dlamini/calendar.ics"]).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Action due: Confidential action"
    assert event.decoded("DTSTART") == date(2026, 6, 1), "that it exists, and when it is due, may be seen"
    assert b"UID:session/s@" not in made["people/n.dlamini/calendar.ics"], "who came is not told"


def test_files_can_be_fetched_and_lines_fit_a_phone(browser: Browser, site: Path, serve: Callable[[Path], str]) -> None:
    address = serve(site)
    page = browser.new_page(viewport={"width": 390, "height": 900})
    for path in ("data/", "sessions/", "plans/finance-2026/", "departments/finance/"):
        page.goto(f"{address}{path}index.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{address}actions/index.html")
    href = page.get_by_role("link", name="Actions: CSV", exact=True).get_attribute("href")
    answer = page.request.get(f"{address}actions/{href}")
    assert answer.text().startswith("ref,title,department,")
    page.emulate_media(media="print")
    assert not page.get_by_role("list", name="Downloads").is_visible()
    page.close()
