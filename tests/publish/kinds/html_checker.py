"""The Nu HTML checker (https://validator.github.io/validator/), where this machine has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

JAVA, VNU, JAR = shutil.which("java"), shutil.which("vnu"), os.environ.get("VNU_JAR")


def find_checker() -> list[str]:
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
