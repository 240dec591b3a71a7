"""One comment on an issue or a pull request, which is found again by a mark in it and written over."""

from __future__ import annotations

from typing import Any

from followup_build.platform.api import Api
from followup_build.platform.fault import PlatformError


def write_comment(api: Api, repository: str, number: int, mark: str, text: str, *, is_wanted: bool = True) -> None:
    """Write the comment, or write it anew; nothing where it says so already.

    Args:
        api: the platform.
        repository: the repository, as `owner/name`.
        number: of the issue or the pull request.
        mark: what the comment starts with.
        text: what it says below the mark.
        is_wanted: whether it is worth a comment where there is none yet.
    """
    issue = f"/repos/{repository}/issues"
    found = next((one for one in api.read_list(f"{issue}/{number}/comments") if _is_ours(one, mark)), None)
    body = f"{mark}\n{text}"
    if found is None and is_wanted:
        api.send("POST", f"{issue}/{number}/comments", {"body": body})
    elif found is not None and found.get("body") != body:
        comment = found.get("id")
        if not isinstance(comment, int) or isinstance(comment, bool):
            raise PlatformError("the platform tells of a comment without its number")
        api.send("PATCH", f"{issue}/comments/{comment}", {"body": body})


def _is_ours(comment: dict[str, Any], mark: str) -> bool:
    """Whether a workflow wrote it; a person's comment stays, whatever stands in it."""
    user, body = comment.get("user"), comment.get("body")
    is_bot = isinstance(user, dict) and user.get("type") == "Bot"
    return is_bot and isinstance(body, str) and body.startswith(mark)
