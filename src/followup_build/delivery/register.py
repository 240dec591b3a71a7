"""Marks in git that many runners share: each can be made once, and changed only by who knows its last state.

A mark is a reference outside the branches, and a commit without files whose message is JSON. Where there is a remote,
the remote keeps it, and decides who comes first; else this repository does.
"""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from followup_build.delivery.fault import DeliveryError
from followup_build.diagnostics.terminal import line_text
from followup_build.source.git import git_environment

_SECONDS = 120
"""So long may git take to talk to a remote."""
_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds between attempts, where several runners are at the same reference."""
_FETCHED_AT_ONCE = 200
_SECRET = "FOLLOWUP_SMTP_"  # noqa: S105 - how the names of variables start that git has no business with
_CREDENTIALS = re.compile(r"//[^/\s]+@")
_ANYWHERE = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark as it stood when it was read."""

    commit: str
    data: Mapping[str, Any]
    """Empty where somebody has put there what no run of ours writes."""
    is_elsewhere: bool = False
    """Whether only this repository has it, and not the remote: it was made before there was one."""


class Register:
    """The marks of one repository.

    Args:
        root: the repository's folder.
        remote: the remote that keeps the marks; None where this repository does.
    """

    def __init__(self, root: Path, remote: str | None) -> None:
        self._root = root
        self._remote = remote

    def read(self, prefix: str) -> dict[str, Entry]:
        """The marks below a prefix, by the rest of their names.

        Raises:
            DeliveryError: the repository or the remote does not answer.
        """
        here = self._listed("for-each-ref", "--format=%(objectname)\t%(refname)", prefix)
        there: dict[str, str] = {}
        if self._remote is not None:
            there = self._listed("ls-remote", "--quiet", self._url, f"{prefix}/*")
            names = sorted(there)
            for first in range(0, len(names), _FETCHED_AT_ONCE):
                self._fetch(names[first : first + _FETCHED_AT_ONCE])
        contents = self._contents({*here.values(), *there.values()})
        found = {name: Entry(commit, contents[commit], self._remote is not None) for name, commit in here.items()}
        found |= {name: Entry(commit, contents[commit]) for name, commit in there.items()}
        return {name.removeprefix(f"{prefix}/"): entry for name, entry in sorted(found.items())}

    def write(self, name: str, data: Mapping[str, Any], before: Entry | None, at: datetime) -> Entry | None:
        """Make a mark, or change it; None where somebody else was first.

        Args:
            name: the whole name of its reference.
            data: what it says from now on.
            before: what it said; None where there must be none.
            at: when.

        Raises:
            DeliveryError: the repository or the remote does not take it.
        """
        commit = self._commit(data, before, at)
        expected = None if before is None or before.is_elsewhere else before.commit
        said = ""
        for pause in (*_PAUSES, None):
            done = self._try_to_put(name, commit, expected)
            if done is None:
                return Entry(commit, data)
            said = done or said
            found = self._current(name)
            if found == commit:
                return Entry(commit, data)
            if found != expected:
                return None
            if pause is not None:
                time.sleep(pause)
        raise DeliveryError(f"{self._place} does not take the mark of who was sent what: {said}")

    @cached_property
    def _url(self) -> str:
        """Where the remote takes what is pushed: read there too, since by its name git may read from somewhere else."""
        # git ends each address with a line feed; a path may end with other blanks.
        return self._output("remote", "get-url", "--push", self._remote or "").decode("utf-8", "replace").rstrip("\n")

    @property
    def _place(self) -> str:
        return "this repository" if self._remote is None else f"the remote {self._remote}"

    def _try_to_put(self, name: str, commit: str, expected: str | None) -> str | None:
        """Put a commit at a reference that still has what is expected; None where that worked, else what git says."""
        if self._remote is None:
            # An empty old value: there must be no such reference yet.
            done = self._git("update-ref", "--no-deref", name, commit, expected or "")
        else:
            lease = f"--force-with-lease={name}:{expected or ''}"
            options = ("--porcelain", "--no-signed", "--no-follow-tags", "--recurse-submodules=no")
            done = self._git("push", *options, lease, self._url, f"{commit}:{name}")
        return None if done.returncode == 0 else self._said(done)

    def _current(self, name: str) -> str | None:
        if self._remote is None:
            return self._listed("for-each-ref", "--format=%(objectname)\t%(refname)", name).get(name)
        return self._listed("ls-remote", "--quiet", self._url, name).get(name)

    def _listed(self, *arguments: str) -> dict[str, str]:
        lines = self._output(*arguments).decode("utf-8", "replace").splitlines()
        pairs = (line.partition("\t")[::2] for line in lines)
        return {name: commit for commit, name in pairs if _ANYWHERE.match(commit)}

    def _fetch(self, names: Sequence[str]) -> None:
        """Get what references of the remote hold, and make no reference of it here."""
        if self._remote is not None:
            options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", "--recurse-submodules=no")
            self._output("fetch", *options, self._url, *names)

    def _contents(self, commits: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        wanted = sorted(commits)
        if not wanted:
            return {}
        output = self._output("cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode())
        found: dict[str, Mapping[str, Any]] = {}
        position = 0
        for commit in wanted:
            head, _, _ = output[position:].partition(b"\n")
            _, kind, *size = head.decode("ascii", "replace").split(" ")
            if not size:  # it is missing
                found[commit] = {}
                position += len(head) + 1
                continue
            start = position + len(head) + 1
            position = start + int(size[0]) + 1
            found[commit] = _parsed(output[start : position - 1]) if kind == "commit" else {}
        return found

    def _commit(self, data: Mapping[str, Any], before: Entry | None, at: datetime) -> str:
        # A number of its own: two runners that say the same in the same second must not make the same commit, which
        # the remote would take from both.
        said = json.dumps({**data, "run": secrets.token_hex(8)}, ensure_ascii=True, sort_keys=True, indent=1)
        tree = self._output("mktree").decode().strip()
        parents = [] if before is None else ["-p", before.commit]
        message = f"followup: {data.get('state', 'edition')}\n\n{said}\n".encode()
        return self._output("commit-tree", tree, *parents, given=message, at=at).decode().strip()

    def _output(self, *arguments: str, given: bytes = b"", at: datetime | None = None) -> bytes:
        done = self._git(*arguments, given=given, at=at)
        if done.returncode != 0:
            raise DeliveryError(
                f"git {arguments[0]} failed, so that nobody knows who was sent what: {self._said(done)}"
            )
        return done.stdout

    def _said(self, done: subprocess.CompletedProcess[bytes]) -> str:
        # Without a look at git for the address where that is what has failed.
        return _said(done, self.__dict__.get("_url", ""), self._remote or "")

    def _kept(self, environment: Mapping[str, str]) -> dict[str, str]:
        """What keeps git from writing the address another way once more, and for a push not as for the rest."""
        url = self.__dict__.get("_url")
        if not url:
            return {}
        first = int(environment.get("GIT_CONFIG_COUNT") or 0)
        found = {"GIT_CONFIG_COUNT": str(first + 2)}
        for number, rule in enumerate(("insteadOf", "pushInsteadOf"), first):
            # The longest rule holds, and none is longer than the whole address.
            found |= {f"GIT_CONFIG_KEY_{number}": f"url.{url}.{rule}", f"GIT_CONFIG_VALUE_{number}": url}
        return found

    def _git(
        self, *arguments: str, given: bytes = b"", at: datetime | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {name: value for name, value in git_environment().items() if not name.startswith(_SECRET)}
        environment |= self._kept(environment)
        if at is not None:
            when = f"{int(at.timestamp())} +0000"
            for who in ("AUTHOR", "COMMITTER"):
                environment |= {f"GIT_{who}_NAME": "followup", f"GIT_{who}_EMAIL": "followup@invalid"}
                environment[f"GIT_{who}_DATE"] = when
        options = (
            "--no-replace-objects",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false",
        )
        command = ["git", "-C", str(self._root), *options, "-c", "protocol.version=2", *arguments]
        try:
            return subprocess.run(  # noqa: S603 - the names are ours
                command, input=given, capture_output=True, env=environment, check=False, timeout=_SECONDS
            )
        except OSError:
            raise DeliveryError("git is not installed, and without it nobody knows who was sent what") from None
        except subprocess.TimeoutExpired:
            raise DeliveryError(f"{self._place} does not answer git {arguments[0]} within {_SECONDS} seconds") from None


def find_remote(root: Path, name: str | None) -> str | None:
    """The remote that keeps the marks: the one named, else `origin`; None in a repository without any.

    Raises:
        DeliveryError: there is no such remote, or several and none is called `origin`, or there is no repository.
    """
    done = Register(root, None)._git("remote")  # noqa: SLF001 - of this module
    if done.returncode != 0:
        raise DeliveryError(
            f"without a git repository nobody can know who was sent what: {_said(done)}; run git init, or git clone"
        )
    names = done.stdout.decode("utf-8", "replace").split()
    if name is not None and name not in names:
        raise DeliveryError(f"there is no remote {name}; there is {', '.join(names) or 'none'}")
    if name is not None or not names:
        return name
    if "origin" in names:
        return "origin"
    raise DeliveryError(f"there is no remote called origin; choose one by --remote: {', '.join(names)}")


def _said(done: subprocess.CompletedProcess[bytes], address: str = "", name: str = "") -> str:
    """What git says of a failure, on one line and without the credentials that an address may hold."""
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    # What follows "fatal:" or "remote:" tells more than the line before.
    if address:
        # Whoever reads it knows the remote by its name.
        lines = [re.sub(rf"'{re.escape(address)}/?'", lambda _: name, line) for line in lines]
    told = next((line for line in lines if line.startswith(("fatal:", "error:", "remote:"))), lines[0] if lines else "")
    return _CREDENTIALS.sub("//", line_text(told))[:200] or f"exit status {done.returncode}"


def _parsed(content: bytes) -> Mapping[str, Any]:
    message = content.partition(b"\n\n")[2].partition(b"\n\n")[2]
    try:
        data = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
