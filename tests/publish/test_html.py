"""The built site is valid HTML, as the Nu HTML checker judges it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from html_checker import find_checker, judged


@pytest.fixture(scope="module")
def checker() -> list[str]:
    return find_checker()


def is_known(message: dict[str, Any]) -> bool:
    """Whether a message is about what is not ours to mend, or not so."""
    # The theme keeps browsers from remembering whether its drawer and its search were open; browsers honour it.
    if message["message"].startswith("Attribute “autocomplete” is only allowed when the input type is"):
        return '<input class="md-toggle" data-md-toggle="' in message["extract"]
    # A file on a disk has no origin that 'self' could mean, and hashes of scripts are not looked at: the browser tests
    # hold the policy.
    return " violates Content Security Policy (meta tag): " in message["message"]


def test_every_page_is_valid_html(site: Path, checker: list[str]) -> None:
    wrong = {
        (message["message"], message.get("extract", "").strip()): f"{message['url']}:{message.get('lastLine', 0)}"
        for message in judged(checker, site)
        if not is_known(message)
    }
    assert wrong == {}


def test_the_checker_reads_every_page_and_finds_a_fault(tmp_path: Path, site: Path, checker: list[str]) -> None:
    page = (site / "actions/index.html").read_text(encoding="utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below/index.html").write_text(page.replace("<tbody>", "<tbody><p>"), encoding="utf-8")
    assert [message for message in judged(checker, tmp_path) if not is_known(message)]
