"""Rule pages as tests: the parts of a page, and the trees of records that its examples make."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from followup_build.checks import registry

PAGES = Path(registry.__file__).parent
BASE = Path(__file__).parent / "base"
TODAY = 1780308000
"""1 June 2026, noon in Johannesburg, as seconds since 1970."""

_FILE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+) title=\"(?P<path>[^\"]+)\"(?P<ways>[a-z ]*)\n(?P<text>.*?)^(?P=fence)\n",
    re.MULTILINE | re.DOTALL,
)
_OUTPUT = re.compile(r"^```text\n(?P<text>.*?)^```\n", re.MULTILINE | re.DOTALL)
_MORE = re.compile(r"^… and (?P<count>[0-9]+) more lines like this\n", re.MULTILINE)
HEADINGS = ("## Why", "## What fails", "## How to mend it")


@dataclass(frozen=True)
class Example:
    """A file of a page; `ways` says how it is more than text: escapes, link, pipe, folder, submodule, unreadable.

    Of the pages of the guard, `base` says that the base has the file, and `gone` that the branch deletes it.
    """

    path: str
    text: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A rule's page, taken apart."""

    path: Path
    text: str
    failing: tuple[Example, ...]
    mended: tuple[Example, ...]
    output: str

    @property
    def rule(self) -> str:
        """The rule that the page is about."""
        return self.path.stem


def read_page(path: Path) -> Page:
    """A page by its path; what its examples hold is read only as far as it is there."""
    text = path.read_text(encoding="utf-8")
    fails, _, mend = text.partition(HEADINGS[1])[2].partition(HEADINGS[2])
    output = _OUTPUT.search(fails)
    return Page(path, text, _examples(fails), _examples(mend), output["text"] if output else "")


def _examples(text: str) -> tuple[Example, ...]:
    return tuple(Example(match["path"], match["text"], tuple(match["ways"].split())) for match in _FILE.finditer(text))


def with_output(page: Page, output: str) -> str:
    """The page's text with another output."""
    before, heading, rest = page.text.partition(HEADINGS[1])
    return before + heading + _OUTPUT.sub(lambda _: f"```text\n{output}```\n", rest, count=1)


def write_example_tree(root: Path, examples: tuple[Example, ...]) -> str | None:
    """Write the base tree and the examples over it; gives the revision to read where the work tree cannot hold them."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    (root / ".git").mkdir()
    for example in examples:
        _write(root, example)
    return _commit(root, examples) if any("submodule" in example.ways for example in examples) else None


def content_of(example: Example) -> bytes:
    """The bytes of an example's file."""
    text = example.text
    while match := _MORE.search(text):
        before = text[: match.start()]
        last = before[before.rstrip("\n").rfind("\n") + 1 :]
        text = before + last * int(match["count"]) + text[match.end() :]
    if "escapes" not in example.ways:
        return text.encode("utf-8")
    return re.sub(
        rb"\\x([0-9a-f]{2})|\\t", lambda match: bytes([int(match[1], 16)]) if match[1] else b"\t", text.encode("utf-8")
    )


def write_branch(root: Path, examples: tuple[Example, ...]) -> None:
    """Commit the base tree, and write the examples over it as a branch that nobody has committed yet."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for example in examples:
        if "base" in example.ways:
            _write(root, example)
    _git(root, "init", "-q")
    _git(root, "add", ".")
    _git(root, "commit", "-qm", "records")
    for example in examples:
        if "gone" in example.ways:
            (root / example.path).unlink()
        elif "base" not in example.ways:
            _write(root, example)


def _write(root: Path, example: Example) -> None:
    path = root / example.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if "link" in example.ways:
        path.symlink_to(example.text.strip())
    elif "pipe" in example.ways:
        os.mkfifo(path)
    elif "folder" in example.ways:
        path.mkdir()
    elif "submodule" not in example.ways:
        path.write_bytes(content_of(example))


def _commit(root: Path, examples: tuple[Example, ...]) -> str:
    (root / ".git").rmdir()
    _git(root, "init", "-q")
    _git(root, "add", ".")
    _git(root, "commit", "-qm", "records")
    head = _git(root, "rev-parse", "HEAD")
    for example in examples:
        if "submodule" in example.ways:
            _git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},{example.path}")
    _git(root, "commit", "-qm", "a submodule")
    return _git(root, "rev-parse", "HEAD")


def _git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    return subprocess.run(
        ["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()
