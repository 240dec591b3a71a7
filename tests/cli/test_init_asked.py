"""What `followup init` asks on a terminal, answered in a real one."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from followup_build.workspace import open_workspace

if sys.platform == "win32":
    pytest.skip("needs a terminal as POSIX has it", allow_module_level=True)

import pty

ANSWERS = [
    ("Name of the organisation: ", "Rights House"),
    ("Time zone", "Africa/Johanesburg"),
    ("[Africa/Johannesburg]: ", ""),
    ("First month of the fiscal year, 1 to 12 [1]: ", "13"),
    ("First month of the fiscal year, 1 to 12 [1]: ", "3"),
    ("Department: ", "Finance"),
    ("Who heads Finance: ", "Thandi Mokoena"),
    ("somebody else than Thandi Mokoena: ", "Zanele Khumalo, Carel Botha"),
    ("Department: ", "Human Resources"),
    ("Who heads Human Resources: ", "Thabo Mokoena"),
    ("Who heads Human Resources: ", "thabo=Thabo Mokoena"),
    ("somebody else than Thabo Mokoena: ", "c.botha"),
    ("Department: ", ""),
    ("  Thandi Mokoena: ", "t.mokoena@example.org"),
    ("  Zanele Khumalo, approver: ", ""),
    ("  Zanele Khumalo, approver: ", "zkhumalo z@"),
    ("  Zanele Khumalo, approver: ", "z@example.org, @zkhumalo"),
    ("  Carel Botha, approver: ", "cbotha"),
    ("  Thabo Mokoena: ", ""),
]


def talk(arguments: Sequence[str], answers: Sequence[tuple[str, str]], folder: Path) -> tuple[str, int | None]:
    """Run the command in a terminal; each answer is typed once its question is there."""
    parent, child = pty.openpty()
    environment = {**os.environ, "TZ": "", "TERM": "dumb"}
    started = subprocess.Popen(
        [sys.executable, "-m", "followup_build", *arguments],
        cwd=folder,
        env=environment,
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
    )
    os.close(child)
    said, seen, waiting = "", 0, list(answers)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if waiting and waiting[0][0] in said[seen:]:
            question, typed = waiting.pop(0)
            seen = said.index(question, seen) + len(question)
            os.write(parent, f"{typed}\n".encode())
        if not select.select([parent], [], [], 0.05)[0]:
            continue
        try:
            data = os.read(parent, 4096)
        except OSError:
            break
        if not data:
            break
        said += data.decode().replace("\r\n", "\n")
    os.close(parent)
    if waiting:
        started.kill()
    assert not waiting, (waiting[0], said)
    return said, started.wait()


def test_a_new_organisation_is_asked_for(tmp_path: Path) -> None:
    said, status = talk(["init", "new"], ANSWERS, tmp_path)
    assert status == 0, said
    assert "did you mean Africa/Johannesburg?" in said
    assert "write the month's number, 1 to 12" in said
    assert "Thabo Mokoena would be t.mokoena, and so is Thandi Mokoena; write another id in front" in said
    assert "the login is needed, since approvals are proven by reviews" in said
    assert "'z@' is not a mail address" in said
    workspace = open_workspace(tmp_path / "new")
    assert not workspace.findings
    organisation, people = workspace.portfolio.organisation, workspace.portfolio.people
    assert (organisation.timezone, organisation.country) == ("Africa/Johannesburg", "ZA")
    assert organisation.fiscal_year.first_month == 3
    approvers = {
        key: [one.who for one in found.approvers or ()] for key, found in (organisation.departments or {}).items()
    }
    assert approvers == {"finance": ["z.khumalo", "c.botha"], "human-resources": ["c.botha"]}
    assert {key: (one.email, one.github) for key, one in people.items()} == {
        "t.mokoena": ("t.mokoena@example.org", None),
        "z.khumalo": ("z@example.org", "zkhumalo"),
        "c.botha": (None, "cbotha"),
        "thabo": (None, None),
    }


def test_what_options_say_is_not_asked(tmp_path: Path) -> None:
    told = ["--name", "Rights House", "--timezone", "UTC", "--department", "Finance", "Ann Ohm", "Ben Ampere"]
    said, status = talk(
        ["init", "new", *told, "--email", "a.ohm", "a@x.org"], [("Ben Ampere, approver: ", "ben")], tmp_path
    )
    assert status == 0, said
    assert "Name of" not in said
    assert "Department" not in said
    assert "Ann Ohm:" not in said


def test_who_stops_in_the_middle_has_nothing_written(tmp_path: Path) -> None:
    said, status = talk(["init", "new"], [*ANSWERS[:5], ("Department: ", ""), ("Department: ", "\x04")], tmp_path)
    assert "it is empty; write something" in said
    assert "interrupted" in said
    assert status == 130
    assert not (tmp_path / "new").exists()
