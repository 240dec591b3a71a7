"""Measure the budgets as ratios of CPU seconds of whole processes: `python tests/benchmarks/measure.py [S M L]`.

Each command and its yardstick run alternately on the same machine, and the median of the ratios pair by pair counts:
K imports click, K+ imports click and our models as well, Y reads the same YAML, front matter included, with
PyYAML's C loader.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
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
YARDSTICKS = {"K": K, "K+": K_PLUS, "Y": Y}


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
)


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
                    print(measure(budget, size, folder, 9 if size == "S" else 5), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:] or ["S", "M"])
