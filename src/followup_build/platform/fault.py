"""Why a step of a workflow could not do its work; always one line, and never a silent yes."""

from __future__ import annotations

import sys
from collections.abc import Callable

from followup_build.diagnostics.terminal import line_text

_FAILED = 2
_OWN_FAULT = 3
_LONGEST = 400


class PlatformError(Exception):
    """The platform, or what it handed over, gives no answer; the message is one sentence."""

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code
        """What HTTP calls the refusal; 0 for everything else."""


def run_step(step: Callable[[list[str]], None]) -> int:
    """Run a step of a workflow and return its exit status; no traceback, and nothing said that could steer a runner."""
    try:
        step(sys.argv[1:])
    except PlatformError as error:
        say(str(error))
        return _FAILED
    except Exception as error:  # noqa: BLE001 - whatever it was, the step has failed
        say(f"our own fault: {type(error).__name__}: {error}")
        return _OWN_FAULT
    return 0


def say(text: str) -> None:
    """One line on standard error; it never starts as a command of the runner does."""
    sys.stderr.write(f"followup: {line_text(text)[:_LONGEST]}\n")
