"""What a step tells the steps and jobs that follow it."""

from __future__ import annotations

from pathlib import Path

from followup_build.platform.event import variable
from followup_build.platform.fault import PlatformError


def write_output(name: str, value: str) -> None:
    """Hand over one output of the step; its value has no character that could end the line.

    Raises:
        PlatformError: the runner's file cannot be written.
    """
    try:
        with Path(variable("GITHUB_OUTPUT")).open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{name}={value}\n")
    except OSError as error:
        raise PlatformError(f"the output {name} of the step cannot be written: {error.strerror}") from None
