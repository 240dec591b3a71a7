"""Markdown for reviewers, cut to what a platform takes."""

from __future__ import annotations

from pathlib import Path

from followup_build.platform.fault import PlatformError

_HEADING = "## What this changes\n\n"
_CUT = "\n\n… and more, which is too long for this place; followup diff shows all of it.\n"
_MOST_BYTES = 64 * 1024 * 1024


def read_words(arguments: list[str]) -> str:
    """The text of the file that a step is given.

    Raises:
        PlatformError: there is no such file, or it holds no text.
    """
    if len(arguments) != 1:
        raise PlatformError("name one file, which followup diff --format markdown has written")
    try:
        with Path(arguments[0]).open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise PlatformError(f"{arguments[0]} cannot be read: {error.strerror}") from None
    if not text.strip():
        raise PlatformError(f"{arguments[0]} is empty")
    return text


def says_something(text: str) -> bool:
    """Whether a comparison has any section; without one, it only says that nothing has changed."""
    return "\n### " in text


def fitted(text: str, most_bytes: int) -> str:
    """The text below a heading, cut at the end of a line where it takes more bytes than allowed."""
    whole = f"{_HEADING}{text}"
    if len(whole.encode()) <= most_bytes:
        return whole
    note = f"\n\n</details>{_CUT}"
    kept = whole.encode()[: most_bytes - len(note.encode())].decode("utf-8", "ignore")
    kept = kept.rpartition("\n")[0] or kept
    is_open = kept.count("<details>") > kept.count("</details>")
    return f"{kept}{note if is_open else _CUT}"
