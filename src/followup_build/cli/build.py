"""`followup build`: the site."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings


@click.command()
@click.option("--site-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where to write the site (site).")
@click.option("--strict", is_flag=True, help="Refuse to build when the records have errors.")
@with_settings
def command(settings: Settings, site_dir: Path | None, strict: bool) -> int:
    """Build the site.

    Records with errors are left out and a banner on every page says so; with --strict nothing is built and the
    previous site stays as it is.
    """
    from followup_build.publish.build import BuildError, build  # noqa: PLC0415 - it imports MkDocs

    root, records = settings.locate()
    if strict:
        errors = settings.open().errors
        if errors:
            places = "\n".join(
                f"  {one.location.path}:{one.location.line}: {one.message} [{one.rule}]" for one in errors[:10]
            )
            more = f"\n  and {len(errors) - 10} more" if len(errors) > 10 else ""  # noqa: PLR2004 - a screenful
            click.echo(
                f"followup: nothing was built, because the records have errors:\n{places}{more}\nrun followup check",
                err=True,
            )
            return 1
    try:
        target = build(root, site_dir=site_dir, records=records, as_of=settings.as_of, revision=settings.at)
    except BuildError as error:
        raise Unreadable(str(error)) from None
    if not settings.quiet:
        click.echo(f"the site stands in {target}")
    return 0
