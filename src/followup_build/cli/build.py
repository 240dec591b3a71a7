"""`followup build`: the site."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings
from followup_build.diagnostics.finding import Finding
from followup_build.diagnostics.terminal import line_text, shown_text
from followup_build.diagnostics.text_format import counted

_MOST_SHOWN = 10


@click.command()
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to write the site (site_dir of mkdocs.yml, else site/ beside it).",
)
@click.option("--strict", is_flag=True, help="Refuse to build when the records have errors.")
@with_settings
def command(settings: Settings, site_dir: Path | None, strict: bool) -> int:
    """Build the site.

    What cannot be read in the records is left out and a banner on the pages of records says so; with --strict
    nothing is built then, and the exit status is 1. A build that fails leaves the previous site as it is, and a folder
    that holds something else than a site is never replaced. The settings are those of mkdocs.yml beside the records,
    if there is one; what is said here wins over it.
    """
    from followup_build.publish.build import build  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.publish.fault import BuildError, RecordErrors  # noqa: PLC0415

    folder, given = settings.locate_site(is_strict=strict)
    try:
        target = build(folder, site_dir=site_dir, given=given, is_verbose=settings.verbose)
    except RecordErrors as refused:
        errors = refused.findings
        places = "\n".join(f"  {_line(one)}" for one in errors[:_MOST_SHOWN])
        more = f"\n  and {len(errors) - _MOST_SHOWN} more" if len(errors) > _MOST_SHOWN else ""
        click.echo(
            f"followup: nothing was built, because the records have {counted(len(errors), 'error')}:"
            f"\n{places}{more}\nrun followup check",
            err=True,
        )
        return 1
    except BuildError as error:
        raise Unreadable(str(error)) from None
    if not settings.quiet:
        click.echo(f"the site stands in {shown_text(str(target))}")
    return 0


def _line(finding: Finding) -> str:
    at = finding.location
    return f"{shown_text(at.path)}:{at.line}: {line_text(finding.message)} [{finding.rule}]"
