"""`followup status`: where everything stands as of a date."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import click

from followup_build.cli.settings import Settings, with_settings
from followup_build.exports.status_answer import status_csv, status_json
from followup_build.exports.status_text import status_text
from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION, Portfolio
from followup_build.status.item import ActionFigures, ItemStatus, MilestoneFigures
from followup_build.status.snapshot import Snapshot
from followup_build.workspace import Workspace


@click.command()
@click.option("--department", metavar="D", help="Only this department.")
@click.option("--owner", metavar="P", help="Only what this person answers for.")
@click.option("--overdue", is_flag=True, help="Only actions and milestones that are overdue.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "csv"]), default="text", help="How to show it (text)."
)
@with_settings
def command(settings: Settings, department: str | None, owner: str | None, overdue: bool, format_: str) -> int:
    """Show where plans, KPIs, milestones and actions stand as of a date.

    With errors in the records, what can be read is shown, and a line says what was left out.
    """
    workspace = settings.open()
    portfolio = workspace.portfolio
    _refuse_unknown("department", department, (ORGANISATION, *portfolio.departments))
    _refuse_unknown("person", owner, tuple(portfolio.people))
    items = [
        item
        for item in workspace.snapshot.items.values()
        if (department is None or _belongs(item, department))
        and (owner is None or item.owner == owner)
        and (not overdue or _is_overdue(item))
    ]
    if format_ == "json":
        click.echo(status_json(items, as_of=workspace.as_of, revision=workspace.source.revision), nl=False)
    elif format_ == "csv":
        click.echo(status_csv(items, as_of=workspace.as_of), nl=False)
    else:
        _print_text(settings, workspace, items)
    errors = len(workspace.errors)
    if errors:
        left_out = len(portfolio.loaded.left_out)
        click.echo(
            f"the records have {errors} error{'s' if errors > 1 else ''}"
            + (f"; {left_out} record{'s' if left_out > 1 else ''} or items were left out" if left_out else "")
            + ": run followup check",
            err=True,
        )
    return 0


def _print_text(settings: Settings, workspace: Workspace, items: list[ItemStatus]) -> None:
    width = max(60, shutil.get_terminal_size((110, 24)).columns)
    if not settings.quiet:
        name = workspace.portfolio.organisation.name or "The organisation"
        click.echo(f"{name} as of {workspace.as_of:%Y-%m-%d}\n")
    text = status_text(_sections(workspace.portfolio, workspace.snapshot, items), width=width)
    click.echo(text or "Nothing to show.\n", nl=False)
    shown = {(item.kind, item.ref) for item in items}
    said = [one for one in workspace.snapshot.contradictions if (one.item.kind, one.item.ref) in shown]
    if said:
        click.echo("\nreports that say otherwise than the facts")
    for one in said:
        click.echo(f"  {one.report}: {one.message}")


def _sections(
    portfolio: Portfolio, snapshot: Snapshot, items: list[ItemStatus]
) -> Iterator[tuple[str, list[ItemStatus]]]:
    """The items by department in the order of the organisation's file, each plan with what is in it; then the rest."""
    wanted = {(item.kind, item.ref) for item in items}
    for department in (ORGANISATION, *portfolio.departments):
        kind = "organisation" if department == ORGANISATION else "department"
        tree = [item for item in _tree(snapshot, kind, department) if (item.kind, item.ref) in wanted]
        yield department, tree
    yield (
        "actions",
        [item for item in items if item.kind == "action" and item.status not in (Status.ACHIEVED, Status.DROPPED)],
    )
    yield "adjustments", [item for item in items if item.kind == "adjustment" and item.status is Status.NOT_STARTED]
    unanswered = [one.item for one in snapshot.needs_response]
    yield "off track, and nobody has answered", [item for item in unanswered if (item.kind, item.ref) in wanted]


def _tree(snapshot: Snapshot, kind: str, ref: str) -> Iterator[ItemStatus]:
    item = snapshot.find(kind, ref)
    if item is not None:
        yield item
    for plan in snapshot.of_kind("plan", ref):
        yield from _below(snapshot, plan)


def _below(snapshot: Snapshot, item: ItemStatus) -> Iterator[ItemStatus]:
    yield item
    for child in snapshot.children.get((item.kind, item.ref), ()):
        yield from _below(snapshot, child)


def _belongs(item: ItemStatus, department: str) -> bool:
    return item.department == department or (item.kind in ("department", "organisation") and item.ref == department)


def _is_overdue(item: ItemStatus) -> bool:
    figures = item.figures
    if isinstance(figures, ActionFigures):
        return figures.days_overdue > 0
    if isinstance(figures, MilestoneFigures):
        return item.status is Status.OFF_TRACK and figures.achieved is None
    return False


def _refuse_unknown(what: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is None or value in known:
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only a typing error needs it

    near = get_close_matches(value, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(known)}."
    raise click.UsageError(f"there is no {what} {value}.{hint}")
