"""`followup check`: every finding at its line."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.checks.registry import rule_pages, rules
from followup_build.cli.paths import inside, is_below
from followup_build.cli.settings import Settings, Unreadable, with_settings
from followup_build.cli.streams import write_data
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.diagnostics.formats import RENDERER_BY_FORMAT, RULES_RENDERER_BY_FORMAT
from followup_build.diagnostics.text_format import counted, render_text, summary
from followup_build.model.organisation import RuleLevel
from followup_build.source.tree import UnreadableSourceError
from followup_build.workspace import Workspace, open_base

_FAILS = {"error": (Severity.ERROR,), "warning": (Severity.ERROR, Severity.WARNING), "never": ()}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice([*RENDERER_BY_FORMAT, *RULES_RENDERER_BY_FORMAT]),
    default="text",
    help="How to show findings (text); json has all of them, github makes annotations of a workflow, sarif is for code "
    "scanning, junit for test reports.",
)
@click.option(
    "--fail-on", type=click.Choice(list(_FAILS)), default="error", help="From which severity on to end with 1 (error)."
)
@click.option(
    "--base",
    metavar="REV",
    help="Guard what this revision has: promises, approvals and facts change only as they may.",
)
@click.option(
    "--approved-by",
    metavar="LOGINS",
    help="With --base: whose approving reviews stand, with commas; may be empty. Left out, approvals are not proven.",
)
@with_settings
def command(
    settings: Settings, paths: tuple[Path, ...], format_: str, fail_on: str, base: str | None, approved_by: str | None
) -> int:
    """Check the records and show every finding at its line.

    With PATHs only the findings in those files and folders are shown; all records are read all the same, because
    they name one another. Text stops after 200 findings and counts the rest. A rule named in a finding is explained by
    followup explain RULE.
    """
    if approved_by is not None and base is None:
        raise click.UsageError("--approved-by needs --base: approvals are proven where a branch adds them")
    workspace = settings.open()
    found = workspace.findings if base is None else _against(settings, workspace, base, approved_by)
    findings = _below(workspace, found, paths, is_past=settings.at is not None)
    if settings.verbose:
        click.echo(_rules_text(workspace), err=True)
    if format_ == "text":
        click.echo(render_text(findings, is_coloured=settings.is_coloured), nl=False)
        if not settings.quiet:
            count = counted(sum(len(records) for records in workspace.portfolio.loaded.records.values()), "record")
            where = " in the paths named" if paths else ""
            click.echo(("\n" if findings else "") + f"{count}, {summary(findings)}{where}")
    elif format_ in RENDERER_BY_FORMAT:
        write_data(RENDERER_BY_FORMAT[format_](findings))
    else:
        idle = _idle_rules(workspace, base, approved_by)
        pages = {name: page for name, page in rule_pages().items() if name not in idle}
        write_data(RULES_RENDERER_BY_FORMAT[format_](findings, pages))
    return int(any(finding.severity in _FAILS[fail_on] for finding in findings))


def _rules_text(workspace: Workspace) -> str:
    off = _switched_off(workspace)
    return f"{len(rules()) - len(off)} rules about records ran; switched off: {', '.join(off) or 'none'}"


def _switched_off(workspace: Workspace) -> list[str]:
    levels = workspace.portfolio.organisation.rules
    return [rule.name for rule in rules() if rule.is_lowerable and levels.get(rule.name) is RuleLevel.OFF]


def _idle_rules(workspace: Workspace, base: str | None, approved_by: str | None) -> set[str]:
    """The rules that did not run, of which nobody may say that the records keep them."""
    from followup_build.history.guard.run import GUARD_RULES  # noqa: PLC0415 - most checks have no base

    idle = set(_switched_off(workspace)) | (GUARD_RULES if base is None else set())
    return idle | ({"approval-without-review"} if approved_by is None else set())


def _against(settings: Settings, workspace: Workspace, base: str, approved_by: str | None) -> tuple[Finding, ...]:
    """All findings with the guard's, and on standard error what was not looked at."""
    try:
        found = open_base(workspace, base)
    except UnreadableSourceError as error:
        raise Unreadable(str(error)) from None
    notes = list(found.notes)
    if found.is_empty:
        notes.append("without a base, approvals are taken as recorded")
    elif approved_by is None:
        notes.append("approvals are taken as recorded; --approved-by proves them by review")
    if not settings.quiet:
        for note in notes:
            click.echo(f"followup: {note}", err=True)
    logins = None if approved_by is None else [login.strip() for login in approved_by.split(",") if login.strip()]
    return workspace.findings_since(found, logins)


def _below(
    workspace: Workspace, found: tuple[Finding, ...], paths: tuple[Path, ...], *, is_past: bool
) -> tuple[Finding, ...]:
    if not paths:
        return found
    wanted = [inside(workspace, path, is_past=is_past) for path in paths]
    return tuple(finding for finding in found if any(is_below(finding.location.path, folder) for folder in wanted))
