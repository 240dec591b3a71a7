"""A platform on this machine: reviews and comments over real HTTP, with the faults that a real one has."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from git_over_http import serve_git

from followup_build.platform.fault import run_step

HEAD = "a" * 40
TOKEN = "secret-token"  # noqa: S105 - of nobody
REPOSITORY = "saypro/follow-up"
Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""


def review(login: str, state: str = "APPROVED", commit: str = HEAD, number: int = 1, **more: Any) -> dict[str, Any]:
    """A review as the platform tells of it; a greater number is a later one."""
    at = f"2026-11-20T10:{number // 60:02}:{number % 60:02}Z"
    user = {"login": login, "type": "User"}
    return {"id": number, "user": user, "state": state, "commit_id": commit, "submitted_at": at, **more}


@dataclass
class Platform:
    """What it holds, how it misbehaves, and what it was asked."""

    reviews: Any = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    issue: dict[str, Any] = field(default_factory=dict)
    """Number 7."""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    repositories: Path | None = None
    """Where the bare repositories are that it gives and takes over HTTP."""
    per_page: int = 100
    faults: list[Answer] = field(default_factory=list)
    """Answers to the next requests, in place of true ones."""
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, method: str, url: str, body: bytes) -> Answer:
        parts = urlsplit(url)
        self.asked.append(f"{method} {parts.path}")
        if self.faults:
            return self.faults.pop(0)
        if method == "GET" and re.fullmatch(rf"/repos/{REPOSITORY}/pulls/7/reviews", parts.path):
            return self._page(self.reviews, parse_qs(parts.query))
        if re.fullmatch(rf"/repos/{REPOSITORY}/issues/7/comments", parts.path):
            if method == "GET":
                return self._page(self.comments, parse_qs(parts.query))
            text = json.loads(body)["body"]
            self.comments.append(comment(text, number=len(self.comments) + 1))
            return 201, {}, json.dumps(self.comments[-1]).encode()
        if found := re.fullmatch(rf"/repos/{REPOSITORY}/issues/comments/([0-9]+)", parts.path):
            (one,) = (one for one in self.comments if one["id"] == int(found[1]))
            one["body"] = json.loads(body)["body"]
            return 200, {}, json.dumps(one).encode()
        if parts.path == f"/repos/{REPOSITORY}/issues/7" and method == "GET" and self.issue:
            return 200, {}, json.dumps(self.issue).encode()
        if parts.path == f"/repos/{REPOSITORY}/pulls":
            return self._pulls(method, parse_qs(parts.query), body)
        return 404, {}, b'{"message": "Not Found"}'

    def _pulls(self, method: str, query: dict[str, list[str]], body: bytes) -> Answer:
        if method == "GET":
            ref = query["head"][0].partition(":")[2]
            return self._page([one for one in self.pulls if one["head"]["ref"] == ref], query)
        said = json.loads(body)
        self.pulls.append(pull_of(said["head"], number=len(self.pulls) + 101, **said))
        return 201, {}, json.dumps(self.pulls[-1]).encode()

    def _page(self, entries: Any, query: dict[str, list[str]]) -> Answer:
        if not isinstance(entries, list):
            return 200, {}, json.dumps(entries).encode()
        size = min(self.per_page, int(query["per_page"][0]))
        first = (int(query["page"][0]) - 1) * size
        more = len(entries) > first + size
        headers: dict[str, str] = {"Link": f'<{self.address}/next>; rel="next"'} if more else {}
        return 200, headers, json.dumps(entries[first : first + size]).encode()


def pull_of(branch: str, number: int, state: str = "open", merged_at: str | None = None, **said: str) -> dict[str, Any]:
    """A pull request as the platform tells of it."""
    head = {"ref": branch, "repo": {"full_name": REPOSITORY}}
    return {**said, "number": number, "state": state, "merged_at": merged_at, "head": head}


def comment(body: str, number: int, kind: str = "Bot") -> dict[str, Any]:
    return {"id": number, "body": body, "user": {"login": "somebody", "type": kind}}


@contextmanager
def hosting(platform: Platform) -> Iterator[Platform]:
    """The platform answers on loopback while this lasts."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            if platform.repositories is not None and self.path.startswith(f"/{REPOSITORY}.git/"):
                serve_git(self, platform.repositories, TOKEN)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                given: Answer = (401, {}, b'{"message": "Bad credentials"}')
            else:
                given = platform.answer(self.command, self.path, body)
            status, headers, content = given
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = _serve  # noqa: N815 - the names that the server calls

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - as the server calls it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    platform.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def event_of(commit: str = HEAD, *, author: str = "ndlamini", **more: Any) -> Any:
    """The event of a pull request, as far as anybody here reads it."""
    pull = {
        "number": 7,
        "title": '"; rm -rf / #\n::error::x $(touch pwned)',
        "user": {"login": author},
        "head": {"sha": commit, "ref": "$(touch pwned)", "repo": {"full_name": REPOSITORY}},
        **more,
    }
    return {"action": "opened", "pull_request": pull}


def issue_event(*, action: str = "opened", **more: Any) -> Any:
    """The event of an issue, whose words are older than those that the platform tells."""
    issue = {"number": 7, "title": "$(touch pwned)", "body": "`touch pwned`", "labels": [{"name": "feedback"}]}
    return {"action": action, "issue": {**issue, **more}, "repository": {"default_branch": "main"}}


@dataclass(frozen=True)
class Ended:
    """How a step ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Runner:
    """The environment that a step of a workflow finds."""

    folder: Path
    platform: Platform
    variables: dict[str, str] = field(default_factory=dict)

    def set_event(self, event: Any) -> None:
        text = event if isinstance(event, str) else json.dumps(event)
        (self.folder / "event.json").write_text(text, encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        (self.folder / "temp").mkdir(exist_ok=True)
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
            "GITHUB_API_URL": self.platform.address,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": self.platform.address,
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_TOKEN": TOKEN,
            "RUNNER_TEMP": str(self.folder / "temp"),
            "NO_PROXY": "127.0.0.1",
            **self.variables,
        }

    @property
    def summary(self) -> str:
        file = self.folder / "summary.md"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @property
    def output(self) -> str:
        """What steps have told the runner."""
        file = self.folder / "output"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def run(self, module: str, *arguments: str) -> Ended:
        """Run a step's module as a workflow does; whatever happens, it must not look like a command of the runner."""
        out, err = io.StringIO(), io.StringIO()
        step = import_module(f"followup_build.platform.{module}").main
        with (
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "argv", [module, *arguments]),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            ended = Ended(run_step(step), out.getvalue(), err.getvalue())
        for line in (ended.stdout + ended.stderr).splitlines():
            assert not line.startswith("::")
        assert TOKEN not in ended.stdout + ended.stderr
        return ended
