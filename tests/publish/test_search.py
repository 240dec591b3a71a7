from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import pytest

from followup_build.publish.search import LARGE, add_entries, with_entries
from followup_build.views.search import SearchEntry

HAND = {"location": "about/index.html", "title": "About", "text": "By hand."}
ENTRY = SearchEntry("actions/index.html#a-b", "Cut <b> costs", "Owner & head", "a-b", 2.5)


def found(*entries: SearchEntry, directory_urls: bool = False) -> list[dict[str, object]]:
    index = json.dumps({"config": {"lang": ["en"]}, "docs": [HAND]})
    written = json.loads(with_entries(index, entries, directory_urls=directory_urls))
    assert written["config"] == {"lang": ["en"]}
    assert written["docs"][0] == HAND
    docs: list[dict[str, object]] = written["docs"][1:]
    return docs


@pytest.mark.parametrize(("directory_urls", "page"), [(False, "actions/index.html"), (True, "actions/")])
def test_records_join_the_page_on_which_they_stand(directory_urls: bool, page: str) -> None:
    assert found(SearchEntry("actions/index.html", "Actions", ""), ENTRY, directory_urls=directory_urls) == [
        {"location": page, "title": "Actions", "text": ""},
        {
            "location": f"{page}#a-b",
            "title": "Cut &lt;b&gt; costs",
            "text": "Owner &amp; head",
            "tags": ["a-b"],
            "boost": 2.5,
        },
    ]


def test_a_page_written_by_hand_stands_in_place_of_ours() -> None:
    assert found(SearchEntry("about/index.html", "Ours", "")) == []


def test_text_is_found_without_its_marks() -> None:
    written = (
        "## What\n\n- **Pay** [the bank](https://bank.example) `now`, on_time\n\n| a | b |\n|---|---|\n| c | _d_ |\n"
    )
    assert found(SearchEntry("a/index.html", "A", written))[0]["text"] == "What Pay the bank now, on_time a b c d"


def test_of_a_long_text_every_word_is_found() -> None:
    words = " ".join(f"word{number} again and again." for number in range(200))
    text = str(found(SearchEntry("a/index.html", "A", words))[0]["text"])
    assert text.startswith(words[:500])
    assert {f"word{number}" for number in range(200)} <= set(text.split())
    assert len(text) < len(words) / 2


@pytest.mark.parametrize("mark", ["[", "](", "_", "*", "a.", "- ", "|", "#", "`", "[a]("])
def test_hostile_text_costs_no_time(mark: str) -> None:
    start = time.process_time()
    found(SearchEntry("a/index.html", "A", f"x{mark * 60_000}x"))
    assert time.process_time() - start < 5


def test_the_build_says_when_the_index_is_large(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    add_entries(tmp_path, [], directory_urls=False)
    file = tmp_path / "search/search_index.json"
    file.parent.mkdir()
    with caplog.at_level(logging.INFO, "mkdocs.plugins.followup"):
        for title in ("A", "A" * LARGE):
            file.write_text(json.dumps({"docs": []}), encoding="utf-8")
            add_entries(tmp_path, [SearchEntry("a/index.html", title, "")], directory_urls=False)
    small, large = caplog.records
    assert (small.levelname, small.getMessage()) == ("INFO", "the search index has 0.0 MB")
    assert large.levelname == "WARNING"
    assert "give past years a site of their own" in large.getMessage()
