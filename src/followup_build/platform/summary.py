"""The words of a comparison in the summary of a job: `python -m followup_build.platform.summary FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from followup_build.platform.event import variable
from followup_build.platform.fault import PlatformError, run_step
from followup_build.platform.words import fitted, read_words

_MOST_BYTES = 900_000
"""GitHub drops a whole summary of more than 1,024 KiB, and other steps may add to it."""


def main(arguments: list[str]) -> None:
    """Add the words to the job's summary."""
    text = fitted(read_words(arguments), _MOST_BYTES)
    try:
        with Path(variable("GITHUB_STEP_SUMMARY")).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise PlatformError(f"the summary of the job cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(run_step(main))
