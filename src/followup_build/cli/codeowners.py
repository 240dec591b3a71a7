"""`followup codeowners`: the ownership file of the platform, from the approvers."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_build.cli.settings import Refused, Settings, Unreadable, with_settings
from followup_build.diagnostics.terminal import shown_text

if TYPE_CHECKING:
    from followup_build.workspace import Workspace

_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where platforms look for it, the first of GitHub first."""
_MOST_BYTES = 3_000_000
"""A longer one GitHub does not read."""


@click.command()
@click.option("--check", "is_check", is_flag=True, help="Write nothing; end with 1 if the file is not as it should be.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Show what would change, and write nothing.")
@with_settings
def command(settings: Settings, *, is_check: bool, is_dry: bool) -> int:
    """Write or check CODEOWNERS, so that the platform asks the approvers to review.

    Plans and adjustments belong to their department's approvers; the settings, the workflows and the ownership file
    itself to the organisation's. The lines stand between two markers in .github/CODEOWNERS, or where the file already
    is; all other lines stay. Former approvers are left out as of today, but --check never fails because a day has
    passed: of a file that was right until then it says so, and ends with 0.
    """
    from followup_build.editing.text import diff_lines  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.exports.codeowners_file import MarkerError  # noqa: PLC0415

    if settings.at is not None:
        raise click.UsageError("the ownership file is one of the work tree; leave --at out")
    workspace = settings.open()
    _refuse_torn(workspace)
    path = _find(workspace.root)
    before = _read(workspace.root, path)
    try:
        after, notes, is_outdated = _renewed(workspace, path, before)
    except (MarkerError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise Refused(f"{path}: {why}") from None
    for note in notes:
        _say(note)
    if after == (before or b""):
        if not settings.quiet:
            click.echo(f"{path} is as it should be")
        return 0
    if not settings.quiet:
        click.echo(shown_text("\n".join(diff_lines(path, before, after)), keep="\n"))
    if is_check and is_outdated:
        _say(f"{path} was right, but by their dates approvers have changed since; run followup codeowners")
    elif is_check:
        _say(f"{path} is not as it should be; run followup codeowners")
    elif not is_dry:
        _write(workspace.root, path, before, after)
    return int(is_check and not is_outdated)


def _renewed(workspace: Workspace, path: str, before: bytes | None) -> tuple[bytes, tuple[str, ...], bool]:
    """The file as it should be, what to say of it, and whether it was right on an earlier day."""
    from followup_build.exports.codeowners_file import codeowners_block, parse_owners_file  # noqa: PLC0415
    from followup_build.views.ownership import build_ownership, turning_days  # noqa: PLC0415

    portfolio, records = workspace.portfolio, workspace.source.records
    text = (before or b"").decode("utf-8")
    file = parse_owners_file(text)

    def on(day: date) -> tuple[bytes, tuple[str, ...]]:
        ownership = build_ownership(portfolio, records, path, day)
        return file.renewed(codeowners_block(ownership)).encode(), ownership.notes

    after, notes = on(workspace.as_of)
    if file.is_overruled:
        notes = (
            *notes,
            f"{path} has lines below the block, which win over it; move them above it unless that is meant",
        )
    is_outdated = after != before and any(on(day)[0] == before for day in turning_days(portfolio, workspace.as_of))
    return after, notes, is_outdated


def _refuse_torn(workspace: Workspace) -> None:
    """Whose settings or plans could not be read is not known, and must not lose the owners."""
    records = workspace.source.records
    settings = (f"{records}/organisation.yml", f"{records}/people.yml")
    torn = sorted(
        at.path
        for at in workspace.portfolio.loaded.left_out
        if at.path in settings or (at.path.startswith(f"{records}/plans/") and not at.route)
    )
    if torn:
        raise Refused(f"{torn[0]} could not be read as a whole; mend first what followup check {torn[0]} says of it")


def _find(root: Path) -> str:
    found = next((path for path in _PLACES if os.path.lexists(root / path)), None)
    if found is not None:
        return found
    is_gitlab = (root / ".gitlab-ci.yml").is_file() and not (root / ".github").is_dir()
    return _PLACES[-1] if is_gitlab else _PLACES[0]


def _read(root: Path, path: str) -> bytes | None:
    file = root / path
    if not os.path.lexists(file):
        return None
    if file.is_symlink() or not file.is_file():
        raise Refused(f"{path} is no regular file")
    if file.stat().st_size > _MOST_BYTES:
        raise Refused(f"{path} is longer than the {_MOST_BYTES:,} bytes that a platform reads")
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from None


def _write(root: Path, path: str, before: bytes | None, after: bytes) -> None:
    from followup_build.editing.fault import RefusedError, WriteError  # noqa: PLC0415
    from followup_build.editing.store import Write, write_files  # noqa: PLC0415

    try:
        write_files(root, [Write(path, before, after)])
    except RefusedError as error:
        raise Refused(str(error)) from None
    except WriteError as error:
        raise Unreadable(str(error)) from None


def _say(text: str) -> None:
    click.echo(f"followup: {shown_text(text)}", err=True)
