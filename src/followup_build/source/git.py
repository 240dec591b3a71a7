"""Git as a reader sees it: one command at a time, never touching the work tree."""

from __future__ import annotations

import os
from pathlib import Path

from followup_build.source.tree import UnreadableSourceError

HASH_LENGTH = 10
"""So many digits of a commit's hash are shown to people."""
_PLACES = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    }
)
"""By these, git tells the hooks that it runs where its repository is; it need not be the one of the records."""


def git_environment() -> dict[str, str]:
    """The variables with which git runs, whatever the user's own settings are: nothing that changes what is read."""
    return {
        **{name: value for name, value in os.environ.items() if name not in _PLACES},
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
    }


def run_git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git says, whatever the user's own settings are.

    Raises:
        UnreadableSourceError: git is not installed, does not know the folder, or failed; one sentence says which.
    """
    import subprocess  # noqa: PLC0415 - only revisions and builds need it

    command = [
        "git",
        "-C",
        str(root),
        "--no-replace-objects",
        "-c",
        "core.quotepath=off",
        "-c",
        "color.ui=false",
        *arguments,
    ]
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=git_environment(), check=False)  # noqa: S603
    except OSError:
        raise UnreadableSourceError("git is not installed, and a revision can only be read with it") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace")
    if "dubious ownership" in said:
        raise UnreadableSourceError(
            "git refuses this repository because another user owns it; "
            f"run git config --global --add safe.directory {root}"
        )
    if "not a git repository" in said:
        raise UnreadableSourceError("this is not a git repository, so it has no revisions")
    first = said.strip().splitlines()[0] if said.strip() else f"exit status {done.returncode}"
    raise UnreadableSourceError(f"git could not read the revision: {first}")
