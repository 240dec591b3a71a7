"""What all commands that write have in common: the lock, the check of what would come of it, the diff, the effect."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import click

from followup_build.cli.settings import Day, Refused, Settings, Unreadable
from followup_build.cli.streams import drop_output, is_full, write_data
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.diagnostics.terminal import Colour, coloured, shown_text
from followup_build.diagnostics.text_format import counted, render_text
from followup_build.editing.fault import RefusedError, UneditableError, WriteError
from followup_build.editing.lock import hold_lock
from followup_build.editing.store import Write, write_files
from followup_build.editing.text import diff_lines
from followup_build.exports.diff_text import diff_text
from followup_build.history.compare import Comparison, compare
from followup_build.source.folder import UNREADABLE
from followup_build.source.tree import UnreadableSourceError
from followup_build.views.comparison import build_comparison
from followup_build.workspace import Workspace


@contextmanager
def writing(settings: Settings, *, dry_run: bool) -> Iterator[Workspace]:
    """The records of the work tree, with other writers kept out until the command is done."""
    if settings.at is not None:
        raise click.UsageError("--at names the past, which nobody can write to; leave it out")
    root, records = settings.locate()
    try:
        if dry_run:
            yield settings.open()
            return
        with hold_lock(root, records):
            yield settings.open()
    except (RefusedError, UneditableError) as error:
        raise Refused(str(error)) from None
    except (WriteError, UnreadableSourceError) as error:
        raise Unreadable(str(error)) from None


def finish(
    settings: Settings,
    workspace: Workspace,
    writes: Sequence[Write],
    *,
    dry_run: bool,
    once_approved: Mapping[str, bytes] | None = None,
    refused: Collection[str] = (),
    after: Workspace | None = None,
) -> int:
    """Write the files, unless the records would get worse, and show what changed and what that does.

    Nothing is written either where a file cannot be read: what it says may be what the others are changed by.

    Args:
        settings: what the global options say.
        workspace: the records before.
        writes: the files.
        dry_run: whether to show everything and write nothing.
        once_approved: files as they would be if what is proposed were approved, for a look at its effect.
        refused: rules whose warnings about these files are as good as errors.
        after: the records with the files written, where somebody has looked at them before.
    """
    _refuse_unread(workspace, "; nothing was written")
    after = after or workspace.with_files({write.path: write.after for write in writes})
    added = _added(workspace.findings, after.findings)
    paths = {write.path for write in writes}
    errors = sum(finding.severity is Severity.ERROR for finding in added)
    useless = any(finding.rule in refused and finding.location.path in paths for finding in added)
    if errors or useless:
        click.echo(render_text(added, is_coloured=settings.is_coloured), nl=False)
        why = f"it would add {counted(errors, 'error')} to the records" if errors else "nobody could carry it out"
        raise Refused(f"nothing was written, because {why}")
    if not dry_run:
        write_files(workspace.root, writes)
    with _showing([] if dry_run else [write.path for write in writes]):
        write_data(coloured_diff(_diff_of(writes), settings))
        if settings.quiet:
            return 0
        view = build_comparison(compare(workspace.portfolio, after.portfolio, workspace.as_of))
        write_data("\n" + diff_text(view, is_coloured=settings.is_coloured))
        if once_approved is not None:
            approved = workspace.with_files(once_approved)
            effect = _without_adjustments(compare(after.portfolio, approved.portfolio, workspace.as_of))
            write_data("\nOnce approved: " + diff_text(build_comparison(effect), is_coloured=settings.is_coloured))
        if added:
            write_data("\n" + render_text(added, is_coloured=settings.is_coloured))
        if dry_run:
            click.echo("\nNothing was written, because of --dry-run.")
    return 0


@contextmanager
def _showing(written: Sequence[str]) -> Iterator[None]:
    """Say that files are written, where what is shown of them cannot be: nobody should make them once more."""
    try:
        yield
    except OSError as error:
        if not written or not is_full(error):
            raise
        drop_output()
        names, reason = " and ".join(written), (error.strerror or "").lower()
        raise Unreadable(f"{names}: written, but the output cannot be: {reason}") from None


def _refuse_unread(workspace: Workspace, so: str) -> None:
    unread = next((one for one in workspace.findings if one.rule == UNREADABLE), None)
    if unread is not None:
        raise Unreadable(f"{unread.location.path}: {unread.message}{so}")


def _without_adjustments(comparison: Comparison) -> Comparison:
    """What an adjustment does, without what becomes of itself: who will approve it is not known."""
    return replace(
        comparison,
        changes=tuple(one for one in comparison.changes if one.kind != "adjustment"),
        status_changes=tuple(one for one in comparison.status_changes if one.kind != "adjustment"),
    )


def _added(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings that were not there before, wherever the others have moved to."""
    known = Counter((one.rule, one.location.path, one.message) for one in before)
    found = []
    for one in after:
        key = (one.rule, one.location.path, one.message)
        if known[key]:
            known[key] -= 1
        else:
            found.append(one)
    return found


def _diff_of(writes: Sequence[Write]) -> Iterator[str]:
    for write in writes:
        yield from diff_lines(write.path, write.before, write.after)


def coloured_diff(lines: Iterable[str], settings: Settings) -> str:
    """The lines of a diff as a terminal shows them."""
    colours = {"+": Colour.GREEN, "-": Colour.RED} if settings.is_coloured else {}
    return "".join(coloured(shown_text(line), colours.get(line[:1])) + "\n" for line in lines)


_FEW = 12
"""So many ids are named where a mistyped one is like none of them."""


def is_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask_for(missing: Sequence[tuple[str, str]]) -> list[str]:
    """What options lack, asked for on a terminal; elsewhere an error that says what to type.

    Args:
        missing: the option with what follows it, and what that is; a DATE that is none is asked for again.
    """
    if missing and not is_terminal():
        parts = "; ".join(f"add {option}, {meaning}" for option, meaning in missing)
        raise click.UsageError(f"something is missing: {parts}")
    found = []
    for option, meaning in missing:
        kind = Day() if option.split(" (")[0].endswith(" DATE") else None
        found.append(str(click.prompt(f"{meaning[0].upper()}{meaning[1:]}", type=kind, err=True)).strip())
    return found


def known(workspace: Workspace, ref: str | None, what: str, *kinds: str) -> None:
    """Refuse a reference that leads to nothing, and offer the nearest that does."""
    portfolio = workspace.portfolio
    if ref is None or portfolio.find(ref, *kinds) is not None:
        return
    # It may stand where the system lets nobody look.
    _refuse_unread(workspace, f"; it may have the {what} {ref}")
    near = portfolio.nearest(ref, *kinds)
    everything = [one for kind in kinds for one in portfolio.targets.get(kind, ())]
    few = f" Known: {', '.join(everything)}." if 0 < len(everything) <= _FEW else ""
    raise click.UsageError(f"there is no {what} {ref}.{f' Did you mean {near}?' if near else few}")
