"""The built site is valid HTML, as the Nu HTML checker (https://validator.github.io/validator/) judges it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

JAVA, VNU, JAR = shutil.which("java"), shutil.which("vnu"), os.environ.get("VNU_JAR")


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that starts the checker: the jar that `VNU_JAR` names, or a program `vnu`."""
    if JAVA is not None and JAR is not None and Path(JAR).is_file():
        return [JAVA, "-Xss4m", "-jar", JAR]
    if VNU is not None:
        return [VNU]
    if os.environ.get("CI") == "true":
        pytest.fail("the Nu HTML checker has to be there in CI")
    pytest.skip("no Nu HTML checker on this machine")


def judged(checker: list[str], folder: Path) -> list[dict[str, Any]]:
    """What the checker has to say of all pages in a folder."""
    command = [*checker, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, check=True)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return messages


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
