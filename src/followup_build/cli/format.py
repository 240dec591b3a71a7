"""`followup format`: one layout for all records."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.paths import inside, is_below
from followup_build.cli.settings import Settings, dry_run_option, with_settings
from followup_build.cli.streams import write_data
from followup_build.cli.writing import coloured_diff, writing
from followup_build.diagnostics.terminal import shown_text
from followup_build.diagnostics.text_format import counted
from followup_build.editing.fault import UneditableError
from followup_build.editing.layout import in_layout, layout_diff
from followup_build.editing.store import Write, write_files
from followup_build.model.kinds import kind_of
from followup_build.source.tree import SourceFile
from followup_build.workspace import Workspace


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "is_check", is_flag=True, help="Write nothing; end with 1 if a record is not in the layout.")
@dry_run_option
@with_settings
def command(settings: Settings, paths: tuple[Path, ...], *, is_check: bool, dry_run: bool) -> int:
    """Put records into one layout, without a change of what they say.

    UTF-8 without a byte order mark, LF line ends, no blanks at the ends of lines, one line end at the end, two spaces
    for each level. Order, comments, quotes, line breaks and Markdown stay. With PATHs only the records in those files
    and folders. A record of which it is not sure what it says is left alone and told, and the command ends with 1.
    --check names the records that are not in the layout, --dry-run shows what would change in them.
    """
    with writing(settings, dry_run=is_check or dry_run) as workspace:
        writes, left_alone = _laid_out(workspace, paths)
        if not is_check and not dry_run:
            write_files(workspace.root, writes)
    for write in writes:
        if dry_run:
            write_data(coloured_diff(layout_diff(write.path, write.before or b"", write.after), settings))
        else:
            click.echo(shown_text(write.path))
    for why in left_alone:
        click.echo(f"followup: {shown_text(why)}", err=True)
    if not settings.quiet:
        click.echo(f"{counted(len(writes), 'record')} {'not in the layout' if is_check or dry_run else 'changed'}")
    return int(bool(left_alone) or (is_check and bool(writes)))


def _laid_out(workspace: Workspace, paths: tuple[Path, ...]) -> tuple[list[Write], list[str]]:
    """The records that are not in the layout yet, and why others are left alone."""
    wanted = [inside(workspace, path) for path in paths] or ["."]
    files, unread = workspace.source.read()
    writes = []
    left_alone = [
        f"{one.location.path} is left as it is ({one.message})"
        for one in unread
        if any(is_below(one.location.path, folder) for folder in wanted)
    ]
    for file in files:
        is_record = kind_of(workspace.portfolio.below_records(file.path)) is not None
        if not is_record or not any(is_below(file.path, folder) for folder in wanted):
            continue
        try:
            after = in_layout(SourceFile(file.path, file.content))
        except UneditableError as error:
            left_alone.append(str(error))
            continue
        if after != file.content:
            writes.append(Write(file.path, file.content, after))
    return writes, left_alone
