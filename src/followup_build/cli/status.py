"""`followup status`: where everything stands as of a date."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import click

from followup_build.cli.completion import complete_departments, complete_people
from followup_build.cli.settings import Settings, with_settings
from followup_build.cli.streams import write_data
from followup_build.diagnostics.terminal import line_text
from followup_build.diagnostics.text_format import counted
from followup_build.exports.status_answer import status_csv, status_json
from followup_build.exports.status_text import status_text
from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION, Portfolio
from followup_build.status.item import ActionFigures, ItemStatus, MilestoneFigures
from followup_build.status.snapshot import Snapshot
from followup_build.workspace import Workspace

_NARROWEST = 40


@click.command()
@click.option(
    "--department",
    metavar="D",
    shell_complete=complete_departments,
    help="Only this department, by its id; organisation for what stands above them.",
)
@click.option(
    "--owner", metavar="P", shell_complete=complete_people, help="Only what this person owns, by the id in people.yml."
)
@click.option("--overdue", is_flag=True, help="Only actions and milestones whose due date has passed.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="How to show it (text); json and csv have every figure.",
)
@with_settings
def command(settings: Settings, department: str | None, owner: str | None, overdue: bool, format_: str) -> int:
    """Show where plans, KPIs, milestones and actions stand as of a date.

    Each line has a title, a status and the reason that decided; followup explain REF tells the rest. With errors in
    the records, what can be read is shown, and a line says how much was left out; the exit status is 0 all the same.
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
        write_data(status_json(items, as_of=workspace.as_of, revision=workspace.source.revision))
    elif format_ == "csv":
        write_data(status_csv(items, as_of=workspace.as_of))
    else:
        _print_text(settings, workspace, items)
    errors = len(workspace.errors)
    if errors:
        left_out = len(portfolio.loaded.left_out)
        click.echo(
            f"the records have {counted(errors, 'error')}"
            + (f"; {_left_out_text(left_out)}" if left_out else "")
            + ": run followup check",
            err=True,
        )
    return 0


def _left_out_text(count: int) -> str:
    return "1 record or item was left out" if count == 1 else f"{count} records or items were left out"


def _print_text(settings: Settings, workspace: Workspace, items: list[ItemStatus]) -> None:
    width = max(_NARROWEST, shutil.get_terminal_size((110, 24)).columns)
    if not settings.quiet:
        name = workspace.portfolio.organisation.name or "The organisation"
        click.echo(f"{line_text(name)} as of {workspace.as_of}\n")
    sections = _sections(workspace.portfolio, workspace.snapshot, items)
    text = status_text(sections, width=width, is_coloured=settings.is_coloured)
    click.echo(text or "Nothing to show.\n", nl=False)
    shown = {(item.kind, item.ref) for item in items}
    said = [one for one in workspace.snapshot.contradictions if (one.item.kind, one.item.ref) in shown]
    if said:
        click.echo("\nreports that say otherwise than the facts")
    for one in said:
        click.echo(f"  {one.report}: {line_text(one.message)}")


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
