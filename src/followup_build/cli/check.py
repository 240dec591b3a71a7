"""`followup check`: every finding at its line."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Settings, with_settings
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.diagnostics.formats import RENDERER_BY_FORMAT
from followup_build.diagnostics.text_format import summary

_FAILS = {"error": (Severity.ERROR,), "warning": (Severity.ERROR, Severity.WARNING), "never": ()}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(RENDERER_BY_FORMAT)),
    default="text",
    help="How to show findings (text).",
)
@click.option(
    "--fail-on", type=click.Choice(list(_FAILS)), default="error", help="From which severity on to fail (error)."
)
@with_settings
def command(settings: Settings, paths: tuple[Path, ...], format_: str, fail_on: str) -> int:
    """Check the records and show every finding at its line.

    With PATHs only the findings in those files and folders are shown; all records are read all the same, because
    they name one another.
    """
    workspace = settings.open()
    findings = _below(workspace.findings, workspace.root, paths)
    click.echo(RENDERER_BY_FORMAT[format_](findings), nl=False)
    if format_ == "text" and not settings.quiet:
        count = sum(len(records) for records in workspace.portfolio.loaded.records.values())
        click.echo(("\n" if findings else "") + f"{count} records, {summary(findings)}")
    return int(any(finding.severity in _FAILS[fail_on] for finding in findings))


def _below(findings: tuple[Finding, ...], root: Path, paths: tuple[Path, ...]) -> tuple[Finding, ...]:
    if not paths:
        return findings
    wanted = []
    for path in paths:
        full = path.resolve()
        if not full.exists():
            raise click.UsageError(f"{path} does not exist")
        if not full.is_relative_to(root):
            raise click.UsageError(f"{path} lies outside {root.name}/")
        wanted.append(full.relative_to(root).as_posix())
    return tuple(
        finding
        for finding in findings
        if any(part in (".", finding.location.path) or finding.location.path.startswith(f"{part}/") for part in wanted)
    )
