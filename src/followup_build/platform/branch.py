"""A branch that holds one file more than the repository, pushed by plain git; nothing that others did on it is lost."""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from followup_build.platform.event import variable
from followup_build.platform.fault import PlatformError

_NAME = "github-actions[bot]"
_ADDRESS = "41898282+github-actions[bot]@users.noreply.github.com"
"""Whom GitHub shows as the author of what a workflow commits."""


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a branch stands on the platform."""

    commit: str
    is_ours: bool
    """Whether workflows alone have written what is on it; others may have merged the repository's own branch."""
    files: tuple[str, ...]
    """The files in which it differs from where it left the repository's own branch."""


def read_tip(branch: str) -> Tip | None:
    """Where a branch stands; None where there is none.

    Raises:
        PlatformError: git could not ask.
    """
    ref = f"refs/heads/{branch}"
    if not _git("ls-remote", "origin", ref):
        return None
    _git("fetch", "--quiet", "--no-tags", "origin", ref)
    commit = _git("rev-parse", "--verify", "FETCH_HEAD")
    base = _git("merge-base", "HEAD", commit)
    names = _git("diff", "--name-only", "--no-renames", "-z", base, commit)
    return Tip(commit, _is_ours(commit), tuple(filter(None, names.split("\0"))))


def _is_ours(commit: str) -> bool:
    others = f"HEAD..{commit}"
    # Who amends a commit of ours is its committer, and not its author.
    people = set(_git("log", "--no-merges", "--format=%ae%n%ce", others).splitlines())
    # A merge may hold more than git makes of its parents, which git tells of those with two of them alone.
    merged = _git("log", "--merges", "--remerge-diff", "--format=", others)
    return people <= {_ADDRESS} and not merged and not _git("rev-list", "--min-parents=3", others)


def holds(tip: Tip, path: str, text: str) -> bool:
    """Whether a branch has this file with this text, and no other one."""
    return tip.files == (path,) and _git("cat-file", "blob", f"{tip.commit}:{path}", strip=False) == text


def push_file(branch: str, tip: Tip | None, path: str, text: str, message: str) -> None:
    """Commit a file on top of a branch, in place of those that it has, and push; the branch never goes back.

    Raises:
        PlatformError: the file is in the repository already, or the push was refused.
    """
    if _git("ls-tree", "HEAD", "--", path):
        raise PlatformError(f"{path} has come into the repository meanwhile; run the workflow again")
    parent = tip.commit if tip is not None else _git("rev-parse", "HEAD")
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _git("read-tree", parent, more=index)
        for old in tip.files if tip is not None else ():
            _git("update-index", "--force-remove", "--", old, more=index)
        blob = _git("hash-object", "-w", "--stdin", given=text)
        _git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", more=index)
        tree = _git("write-tree", more=index)
    commit = _git("commit-tree", tree, "-p", parent, "-F", "-", given=message)
    _git("push", "--quiet", "origin", f"{commit}:refs/heads/{branch}")


def _git(*arguments: str, given: str = "", more: dict[str, str] | None = None, strip: bool = True) -> str:
    # The token goes by the environment, as a command line can be read by every process of the machine.
    server = variable("GITHUB_SERVER_URL").rstrip("/")
    token = base64.b64encode(f"x-access-token:{variable('GITHUB_TOKEN')}".encode()).decode()
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": f"http.{server}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {token}",
        "GIT_CONFIG_KEY_1": "core.hooksPath",
        "GIT_CONFIG_VALUE_1": os.devnull,
        "GIT_AUTHOR_NAME": _NAME,
        "GIT_AUTHOR_EMAIL": _ADDRESS,
        "GIT_COMMITTER_NAME": _NAME,
        "GIT_COMMITTER_EMAIL": _ADDRESS,
        **(more or {}),
    }
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and every argument is made here
            ["git", *arguments],  # noqa: S607 - the runner's own
            input=given.encode(),
            capture_output=True,
            env=environment,
            check=False,
        )
    except OSError as error:
        raise PlatformError(f"git cannot be run: {error.strerror}") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PlatformError(f"git {arguments[0]} failed: {said[0] if said else f'exit status {done.returncode}'}")
    text = done.stdout.decode("utf-8", "replace")
    return text.strip() if strip else text
