from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from promise_tree import PLANS

from followup_build.exports.feed_file import feed_xml
from followup_build.views.feed import MOST, build_feeds
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"
WriteTree = Callable[[Mapping[str, str]], Path]
SESSION = "---\ntitle: Check-in\nkind: monthly\ndate: 2026-05-05\nstatus: held\nchair: n.dlamini\n---\n"


def feeds(root: Path, as_of: date) -> dict[str, ET.Element]:
    workspace = open_workspace(root, as_of=as_of)
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    return {feed.path: ET.fromstring(feed_xml(feed)) for feed in build_feeds(subject)}  # noqa: S314 - ours


def text(element: ET.Element, name: str) -> str:
    found = element.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    assert found[0].text
    return found[0].text


def links(element: ET.Element) -> dict[str, str]:
    return {one.attrib["rel"]: one.attrib["href"] for one in element.findall(f"{ATOM}link")}


def titles(feed: ET.Element) -> list[str]:
    return [text(entry, "title") for entry in feed.findall(f"{ATOM}entry")]


def test_the_example_has_what_the_standard_asks_for() -> None:
    found = feeds(ROOT, date(2026, 11, 20))
    assert set(found) == {
        "feed.xml",
        *(f"departments/{one}/feed.xml" for one in ("finance", "licensing", "distribution", "legal", "technology")),
    }
    for path, feed in found.items():
        assert feed.tag == f"{ATOM}feed"
        assert text(feed, "id") == links(feed)["self"] == f"https://follow-up.example.org/{path}"
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        assert text(feed, "title")
        entries = feed.findall(f"{ATOM}entry")
        assert 0 < len(entries) <= MOST
        ids = [text(entry, "id") for entry in entries]
        assert len(ids) == len(set(ids))
        updated = [text(entry, "updated") for entry in entries]
        assert updated == sorted(updated, reverse=True)
        assert text(feed, "updated") == updated[0]
        for entry, when in zip(entries, updated, strict=True):
            day = datetime.fromisoformat(when)
            assert (day.hour, str(day.utcoffset())) == (0, "2:00:00")
            assert re.match(rf"tag:follow-up\.example\.org,{when[:10]}:[a-z0-9/.-]+\Z", text(entry, "id"))
            assert text(entry, "title")
            assert links(entry)["alternate"].startswith("https://follow-up.example.org/")


def test_a_department_reads_what_concerns_it() -> None:
    found = feeds(ROOT, date(2026, 11, 20))
    whole, finance = set(titles(found["feed.xml"])), set(titles(found["departments/finance/feed.xml"]))
    assert finance < whole
    assert "1 value measured: Finance" in finance
    others = ("Licensing", "Technology", "Distribution", "Legal and compliance")
    assert not any(title.endswith(f"measured: {one}") for title in finance for one in others)
    assert any(title.endswith("measured: Licensing") for title in whole)


def test_what_is_dated_later_is_not_told() -> None:
    earlier = feeds(ROOT, date(2026, 6, 30))["feed.xml"]
    assert max(text(entry, "updated") for entry in earlier.findall(f"{ATOM}entry")) <= "2026-06-30T00:00:00+02:00"


def test_an_entry_keeps_its_name() -> None:
    def ids(as_of: date) -> set[str]:
        return {text(entry, "id") for entry in feeds(ROOT, as_of)["feed.xml"].findall(f"{ATOM}entry")}

    before, after = ids(date(2026, 11, 18)), ids(date(2026, 11, 20))
    assert {one for one in after if one.split(",")[1] <= "2026-11-18"} <= before
    assert after - before


def test_hostile_words_stay_words(write_tree: WriteTree) -> None:
    title = "</title><script>alert(1)</script> & ]]> \U0001f680"
    action = (
        f"title: '{title}'\nowner: n.dlamini\ndue: 2026-06-01\nfollow_up: 2026-07-01\ndepartment: finance\n"
        "session: s1\nupdates:\n  2026-05-10: {state: done}\n"
    )
    tree = {**PLANS, "records/sessions/s1/session.md": SESSION, "records/actions/a.yml": action}
    feed = feeds(write_tree(tree), date(2026, 5, 20))["feed.xml"]
    assert "Action done: </title><script>alert(1)</script> & ]]> \U0001f680" in titles(feed)


def test_without_an_address_links_are_relative_and_names_stay(write_tree: WriteTree) -> None:
    tree = {**PLANS, "records/sessions/s1/session.md": SESSION}
    found = feeds(write_tree(tree), date(2026, 5, 20))
    assert links(found["feed.xml"])["alternate"] == "changes/index.html"
    finance = found["departments/finance/feed.xml"]
    assert links(finance)["self"] == "../../departments/finance/feed.xml"
    (entry,) = finance.findall(f"{ATOM}entry")
    assert links(entry)["alternate"] == "../../sessions/s1/index.html"
    assert re.match(r"urn:uuid:[0-9a-f-]{36}\Z", text(entry, "id"))
    again = feeds(write_tree(tree), date(2026, 5, 21))["departments/finance/feed.xml"]
    assert text(again.findall(f"{ATOM}entry")[0], "id") == text(entry, "id")


def test_a_quiet_organisation_has_an_empty_feed(write_tree: WriteTree) -> None:
    feed = feeds(write_tree({}), date(2026, 5, 20))["feed.xml"]
    assert titles(feed) == []
    assert text(feed, "updated") == "2026-05-20T00:00:00+02:00"
