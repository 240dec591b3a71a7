"""This repository as the main branch of another one, and how its tool is installed without asking anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")


def done(command: list[str | Path], folder: Path = ROOT) -> str:
    """What a command prints that has to end well."""
    ended = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, (command, ended.stdout, ended.stderr)
    return ended.stdout


def copy_this_repository(folder: Path) -> None:
    """Commit what git knows of it, without its tests and history, on `main`."""
    listed = done(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]).split("\0")
    for path in filter(None, listed):
        if not path.startswith("tests/") and (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "base"]):
        done([*GIT, *arguments], folder)


def installing_into(folder: Path) -> dict[str, str]:
    """Variables with which pip installs what it is given into a folder, beside the packages that are here already."""
    return {
        "PATH": f"{folder}/bin:{BIN}:{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "PIP_TARGET": str(folder),
        "PIP_UPGRADE": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_QUIET": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
