"""A repository whose records name people to write to, and the environment that names a mail server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mail_server import PASSWORD, USER, Authority, MailServer

ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
site_url: https://follow-up.example.org/
mail: {from: follow-up@example.org, subscribers: [board@example.org], domains: [example.org]}
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
"""
PEOPLE = """\
t.mokoena: {name: Thandi Mokoena, department: finance, email: t.mokoena@example.org}
n.dlamini: {name: Neo Dlamini, department: finance, email: n.dlamini@example.org}
s.pillay: {name: Saras Pillay, department: legal, email: s.pillay@example.org}
z.khumalo: {name: Zanele Khumalo, github: zkhumalo, email: z.khumalo@example.org}
c.botha: {name: Carel Botha, github: cbotha}
m.naidoo: {name: Maya Naidoo, department: finance, email: m.naidoo@example.org, left: 2026-03-31}
p.outside: {name: Pat Outside, email: pat@elsewhere.example}
"""
SESSION = """\
---
title: Q1 review
kind: quarterly
date: 2026-04-15
status: held
chair: z.khumalo
attendees: [t.mokoena, n.dlamini, m.naidoo]
apologies: [s.pillay, c.botha]
decisions: {keep: Keep the scope.}
---
"""
ACTION = """\
title: Agree acceptance tests
owner: n.dlamini
due: 2026-05-15
follow_up: 2026-06-15
department: finance
session: 2026-q1-review
"""
SESSION_PATH = "records/sessions/2026-q1-review/session.md"
RECORDS = {
    "records/organisation.yml": ORGANISATION,
    "records/people.yml": PEOPLE,
    SESSION_PATH: SESSION,
    "records/actions/tests.yml": ACTION,
}
EVERYBODY = ["board", "n.dlamini", "s.pillay", "t.mokoena", "z.khumalo"]
DAY = "2026-04-20"
GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run([*GIT, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


def commit(root: Path, files: Mapping[str, str], message: str = "records") -> str:
    write(root, files)
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)
    return git(root, "rev-parse", "HEAD")


def make_repository(root: Path, files: Mapping[str, str] | None = None) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    commit(root, {**RECORDS, **(files or {})})
    return root


def variables(server: MailServer, authority: Authority | None, **more: str) -> dict[str, str]:
    """The environment of a run, without what this machine's own says."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("FOLLOWUP_")},
        "FOLLOWUP_SMTP_HOST": "localhost",
        "FOLLOWUP_SMTP_PORT": str(server.port),
        "FOLLOWUP_SMTP_USER": USER,
        "FOLLOWUP_SMTP_PASSWORD": PASSWORD,
        "FOLLOWUP_SMTP_TIMEOUT": "20",
        **({"FOLLOWUP_SMTP_CA_FILE": str(authority.file)} if authority else {}),
        **more,
    }


def addresses(*names: str) -> list[str]:
    return [f"{name}@example.org" for name in names]


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Send = Callable[..., Ran]
