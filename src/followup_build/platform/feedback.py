"""An issue as a record of feedback: `python -m followup_build.platform.feedback FILE [RECORDS]`.

The record is written into the work tree as `followup feedback new` writes it, its path comes on standard output, and
FILE tells the next job of it. What cannot be a record ends well too: FILE then says what to mend.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from followup_build.diagnostics.allow import parse_allows
from followup_build.diagnostics.finding import Severity
from followup_build.diagnostics.terminal import line_text
from followup_build.editing.fault import RefusedError, WriteError
from followup_build.editing.learning import Said, new_feedback
from followup_build.editing.store import Write, write_files
from followup_build.platform.api import Api
from followup_build.platform.event import read_issue_event
from followup_build.platform.fault import PlatformError, run_step, say
from followup_build.platform.form import read_answers, read_labels
from followup_build.platform.handed import Given, write_handed
from followup_build.platform.outputs import write_output
from followup_build.portfolio import Portfolio
from followup_build.source.location import locate_records
from followup_build.source.tree import UnreadableSourceError
from followup_build.views.names import path_of
from followup_build.workspace import Workspace, open_workspace

_MOST_FAULTS, _LONGEST = 10, 400
"""So many faults are told, in so many characters each: GitHub refuses a comment that is too long."""
_PAGE = re.compile(r"sessions/([^/\s]+)(?:/|$)")
_TICKS = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as it is now."""

    title: str
    body: str
    login: str
    """Who wrote it; empty where the account is gone."""
    created: datetime


def read_issue(answer: dict[str, Any]) -> Issue:
    """What the platform tells of an issue.

    Raises:
        PlatformError: something is missing in it.
    """
    title, body, user, created = (answer.get(key) for key in ("title", "body", "user", "created_at"))
    login = user.get("login") if isinstance(user, dict) else None
    if not isinstance(title, str) or not isinstance(created, str) or not isinstance(body, str | None):
        raise PlatformError("the platform tells of an issue without its title, text or day")
    try:
        day = datetime.fromisoformat(created)
    except ValueError:
        raise PlatformError("the platform does not say when the issue was written") from None
    if day.tzinfo is None:
        raise PlatformError("the platform does not say when the issue was written")
    return Issue(" ".join(_text(title).split()), _text(body or ""), login if isinstance(login, str) else "", day)


def _text(told: str) -> str:
    """What JSON told, with a question mark for each half of a character, which no file can hold."""
    return told.encode("utf-8", "replace").decode()


def said_in(issue: Issue, labels: dict[str, str], portfolio: Portfolio) -> Said:
    """What somebody said, by what was typed into the form, and by the person whose login it was."""
    answers = read_answers(issue.body, labels)
    people = [key for key, one in portfolio.people.items() if (one.github or "").casefold() == issue.login.casefold()]
    return Said(
        issue.title,
        issue.created.astimezone(portfolio.zone).date(),
        answers.text,
        people[0] if issue.login and len(people) == 1 else None,
        _session_of(portfolio, answers.session) if answers.session else None,
    )


def _session_of(portfolio: Portfolio, typed: str) -> str:
    """The session that somebody named by its id, its title or the address of its page; else what was typed."""
    if typed in portfolio.sessions:
        return typed
    page = _PAGE.search(typed)
    if page is not None:
        return page[1]
    titled = [one.id for one in portfolio.sessions.values() if one.data.title.casefold() == typed.casefold()]
    return titled[0] if len(titled) == 1 else typed


def record_of(workspace: Workspace, said: Said) -> tuple[Write | None, tuple[str, ...]]:
    """The file of what somebody said, or why it cannot be a record: a few lines for each fault."""
    try:
        write = new_feedback(workspace.root, workspace.source.records, workspace.portfolio, said)
    except RefusedError as error:
        return None, (str(error),)
    faults = _find_faults(workspace, write)
    return (None if faults else write), faults


def _find_faults(workspace: Workspace, write: Write) -> tuple[str, ...]:
    after = workspace.with_files({write.path: write.after})
    known = {(one.rule, one.location.path, one.message) for one in workspace.findings}
    errors = [
        one
        for one in after.findings
        if one.severity is Severity.ERROR and (one.rule, one.location.path, one.message) not in known
    ]
    document = after.portfolio.loaded.documents.get(write.path)
    allows = parse_allows(write.path, document.text) if document is not None else ()
    faults = [
        _fault_text(f"{one.message}; {one.hint}" if one.hint else one.message, one.location.text) for one in errors
    ]
    faults += [
        _fault_text("a comment that silences a check has no place in feedback; take it out", one.text)
        for one in allows
        if document is not None and document.is_comment(one.line, one.column)
    ]
    return tuple(faults[:_MOST_FAULTS])


def _fault_text(told: str, line: str) -> str:
    first = line_text(told)[:_LONGEST]
    second = line_text(line)[:_LONGEST]
    return f"{first}\n    {second}" if second else first


def mend_text(faults: Sequence[str]) -> str:
    """The faults in Markdown: in a block of code, where nothing that others wrote calls anybody or looks like ours."""
    text = "\n\n".join(faults)
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
    return f"{fence}text\n{text}\n{fence}\n"


def main(arguments: list[str]) -> None:
    """Make a record of the issue, or say why it cannot be one."""
    if len(arguments) not in (1, 2):
        raise PlatformError("name the file to write, and perhaps the records folder")
    event = read_issue_event()
    issue = read_issue(Api().read(f"/repos/{event.repository}/issues/{event.number}"))
    root, records = locate_records(Path.cwd(), Path(arguments[1]) if len(arguments) > 1 else None)
    labels = dict(read_labels(root))
    try:
        workspace = open_workspace(root, records=records)
        write, faults = record_of(workspace, said_in(issue, labels, workspace.portfolio))
        if write is not None:
            write_files(root, [write])
    except (UnreadableSourceError, RefusedError, WriteError) as error:
        raise PlatformError(str(error)) from None
    if write is None:
        write_handed(arguments[0], Given(event.number, mend=mend_text(faults)))
        say(f"issue {event.number} cannot be a record yet; it is told why")
    else:
        site = workspace.portfolio.organisation.site_url
        page = f"{site.rstrip('/')}/{path_of('feedback', Path(write.path).stem)}" if site else ""
        write_handed(arguments[0], Given(event.number, write.path, write.after.decode(), page))
        sys.stdout.write(f"{write.path}\n")
    write_output("outcome", "mend" if write is None else "record")


if __name__ == "__main__":
    sys.exit(run_step(main))
