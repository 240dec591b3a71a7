"""`followup schema`: what editors need to know of the records."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Refused, Settings, Unreadable, with_settings
from followup_build.cli.streams import write_data
from followup_build.diagnostics.terminal import shown_text
from followup_build.diagnostics.text_format import counted


@click.command()
@click.argument("kind", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to write KIND.schema.json to, of all kinds or of the one named; it is made if it is not there.",
)
@with_settings
def command(settings: Settings, kind: str | None, out: Path | None) -> int:
    """Write JSON Schemas of the records, so that editors complete and check while you type.

    KIND is organisation, holidays, people, plan, progress, session, report, adjustment, action, practice or feedback;
    without --out its schema goes to standard output. The schema of a Markdown record is that of its front matter. A
    schema sees one file at a time: references, days and rules are left to followup check.
    """
    from followup_build.exports.schema_file import schema_file, schema_name  # noqa: PLC0415 - `--help` must not wait
    from followup_build.model.kinds import KINDS  # noqa: PLC0415

    chosen = [one for one in KINDS if kind in (None, one.name)]
    if not chosen:
        raise click.UsageError(f"there is no kind {kind!r}. Kinds: {', '.join(one.name for one in KINDS)}.")
    if out is None:
        if kind is None:
            raise click.UsageError("name a KIND for standard output, or write all kinds with --out DIR")
        write_data(schema_file(chosen[0]).decode())
        return 0
    written = _write(out, {schema_name(one): schema_file(one) for one in chosen})
    if not settings.quiet:
        click.echo(f"{counted(len(chosen), 'schema')} in {shown_text(str(out))}, {counted(written, 'file')} changed")
    return 0


def _write(folder: Path, files: dict[str, bytes]) -> int:
    """Write what is not there yet as it should be; how many files that were."""
    from followup_build.editing.fault import RefusedError, WriteError  # noqa: PLC0415
    from followup_build.editing.store import Write, write_files  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in files}
        writes = [Write(name, before[name], after) for name, after in files.items() if after != before[name]]
        write_files(folder, writes)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unreadable(f"the schemas cannot be written: {error.filename or folder}: {reason}") from None
    except RefusedError as error:
        raise Refused(str(error)) from None
    except WriteError as error:
        raise Unreadable(str(error)) from None
    return len(writes)
