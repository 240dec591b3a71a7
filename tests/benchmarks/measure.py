"""Measure the budgets as ratios of CPU seconds of whole processes: `python tests/benchmarks/measure.py [S M L]`.

Each command and its yardstick run alternately on the same machine, and the median of the ratios pair by pair counts:
K imports click, K+ imports click and our models as well, Y reads the same YAML, front matter included, with
PyYAML's C loader, MK is mkdocs-material with a short navigation and search over as many plain Markdown pages of the
same size. Below the row of a build stand the sizes of its search index, its home page and its largest page.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generate import SIZES, write_tree

PYTHON = sys.executable
K = [PYTHON, "-c", "import click"]
K_PLUS = [PYTHON, "-c", "import click, yaml, followup_build.model.kinds"]
Y = [
    PYTHON,
    "-c",
    """
import gc, pathlib, yaml
gc.disable()
for path in pathlib.Path("records").rglob("*.*"):
    text = path.read_bytes()
    if path.suffix == ".md":
        text = text.removeprefix(b"---\\n").partition(b"\\n---\\n")[0]
    yaml.load(text, Loader=yaml.CSafeLoader)
""",
]
MK = [PYTHON, "-m", "mkdocs", "build", "-q", "-f", "plain/mkdocs.yml"]
YARDSTICKS = {"K": K, "K+": K_PLUS, "Y": Y, "MK": MK}
PLAIN = """\
site_name: Plain
theme: {name: material, font: false, features: [navigation.indexes]}
not_in_nav: "*"
markdown_extensions: [tables]
"""
SIZES_MOST = {"search index": 3_000_000, "home": 200_000, "largest page": 500_000}
"""Bytes; of pages as they are transferred, packed."""


@dataclass(frozen=True, slots=True)
class Budget:
    """A command, what it is measured against, and the ratio that it may not pass, by size."""

    name: str
    arguments: tuple[str, ...]
    yardstick: str
    most: dict[str, float]


BUDGETS = (
    Budget("help", ("--help",), "K", {"S": 1.5}),
    Budget("check", ("check",), "K+", {"S": 1.2}),
    Budget("check", ("check",), "Y", {"M": 0.8, "L": 0.6}),
    Budget("status", ("status", "--format", "json"), "K+", {"S": 1.2}),
    Budget("status", ("status", "--format", "json"), "Y", {"M": 0.85, "L": 0.65}),
    Budget("build", ("build", "-q", "--site-dir", "site"), "MK", {"S": 1.2, "M": 0.25, "L": 0.25}),
)


_MARKS = {
    r"<h2[^>]*>": "\n\n## ",
    r"<(p|li|dt|dd|caption|table)\b[^>]*>": "\n\n",
    r"<tr[^>]*>": "\n| ",
    r"</t[hd]>": " | ",
}


def write_plain(folder: Path) -> None:
    """What the pages of a built site say, as Markdown with pipe tables that somebody could have written."""
    lists = []
    for page in sorted((folder / "site").rglob("index.html")):
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"\s+", " ", text[text.index("<article") : text.index("</article>")])
        text = re.sub(r"<thead>.*?</thead>", lambda head: f"{head[0]}\n{'|---' * head[0].count('<th ')}|", text)
        for tag, mark in _MARKS.items():
            text = re.sub(tag, mark, text)
        path = page.relative_to(folder / "site").with_suffix(".md")
        if len(path.parts) < 3:
            lists.append(path.as_posix())
        file = folder / "plain/docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# Page\n" + re.sub(r"<[^>]+>|[`*_]", "", text), encoding="utf-8")
    (folder / "plain/mkdocs.yml").write_text(f"{PLAIN}nav: {json.dumps(lists)}\n", encoding="utf-8")


def sizes_of(site: Path) -> Iterator[str]:
    """One line for each size that has a budget."""
    pages = {page: len(gzip.compress(page.read_bytes())) for page in site.rglob("index.html")}
    index = (site / "search/search_index.json").stat().st_size
    found = {"search index": index, "home": pages[site / "index.html"], "largest page": max(pages.values())}
    for name, size in found.items():
        verdict = "ok" if size <= SIZES_MOST[name] else "OVER"
        yield f"   {name:13} {size / 1000:8.0f} kB of {SIZES_MOST[name] / 1000:5.0f}  {verdict}"


def cpu_seconds(command: list[str], folder: Path) -> tuple[float, float]:
    """CPU seconds (user and system) of a command's whole process, and its peak memory in MiB."""
    # Users have compiled modules; without them every start would compile our own again.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, env=environment)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(budget: Budget, size: str, folder: Path, pairs: int) -> str:
    """One line: the ratio, the budget, the peak memory."""
    command = [PYTHON, "-m", "followup_build", *budget.arguments]
    cpu_seconds(command, folder)
    if budget.yardstick == "MK":
        write_plain(folder)
    ratios, peaks = [], []
    for _ in range(pairs):
        ours, peak = cpu_seconds(command, folder)
        theirs, _ = cpu_seconds(YARDSTICKS[budget.yardstick], folder)
        ratios.append(ours / theirs)
        peaks.append(peak)
    ratio = statistics.median(ratios)
    verdict = "ok" if ratio <= budget.most[size] else "OVER"
    against = f"{ratio:6.2f} {budget.yardstick:3} of {budget.most[size]:5.2f}"
    return f"{size}  {budget.name:8} {against}  {verdict:5} {max(peaks):7.0f} MiB"


def main(sizes: list[str]) -> None:
    """Measure every budget of the sizes asked for."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_tree(SIZES[size], folder)
            for budget in BUDGETS:
                if size in budget.most:
                    pairs = {"S": 9, "M": 5, "L": 1 if budget.yardstick == "MK" else 5}[size]
                    print(measure(budget, size, folder, pairs), flush=True)  # noqa: T201
                    if budget.name == "build":
                        print(*sizes_of(folder / "site"), sep="\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:] or ["S", "M"])
