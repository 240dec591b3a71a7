from __future__ import annotations

import json

import pytest

from followup_build.publish.search import with_entries
from followup_build.views.search import SearchEntry

PAGE = {"location": "actions/index.html", "title": "Actions", "text": ""}
EMPTY = {"location": "actions/index.html#none", "title": "Decided", "text": " "}
SECTION = {"location": "actions/index.html#some", "title": "To decide", "text": "One."}
ENTRY = SearchEntry("actions/index.html#a-b", "Cut <b> costs", "Owner & head", "a-b", 2.5)


@pytest.mark.parametrize(("directory_urls", "page"), [(False, "actions/index.html"), (True, "actions/")])
def test_records_join_the_page_on_which_they_stand(directory_urls: bool, page: str) -> None:
    index = json.dumps({"config": {"lang": ["en"]}, "docs": [PAGE, EMPTY, SECTION]})
    found = json.loads(with_entries(index, [ENTRY], directory_urls=directory_urls))
    assert found["config"] == {"lang": ["en"]}
    assert found["docs"] == [
        PAGE,
        SECTION,
        {
            "location": f"{page}#a-b",
            "title": "Cut &lt;b&gt; costs",
            "text": "Owner &amp; head",
            "tags": ["a-b"],
            "boost": 2.5,
        },
    ]
