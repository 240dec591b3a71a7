"""`followup explain`: a rule's page, or the reasons of an item."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import click

from followup_build.checks.registry import rule_names, rule_page
from followup_build.cli.settings import Settings, with_settings
from followup_build.diagnostics.terminal import line_text, shown_text
from followup_build.exports.status_answer import HIDDEN_TITLE
from followup_build.exports.status_text import mark_of
from followup_build.ledger.entry import value_text
from followup_build.status.item import ItemStatus
from followup_build.status.snapshot import ITEM_KINDS
from followup_build.workspace import Workspace


@click.command()
@click.argument("name", metavar="RULE|REF")
@with_settings
def command(settings: Settings, name: str) -> int:
    """Explain a rule, or why an item has the status it has.

    A rule is named as findings name it, action-without-owner; an item as records do, finance-2026/portal-live.
    """
    page = rule_page(name)
    if page is not None:
        click.echo(page, nl=False)
        return 0
    workspace = settings.open()
    items = [item for kind in ITEM_KINDS if (item := workspace.snapshot.find(kind, name)) is not None]
    if not items:
        near = get_close_matches(name, [*rule_names(), *(ref for _, ref in workspace.snapshot.items)], n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise click.UsageError(f"there is neither a rule nor an item {name}.{hint}")
    click.echo("\n".join(line for item in items for line in _lines(workspace, item, settings.is_coloured)))
    return 0


def _lines(workspace: Workspace, item: ItemStatus, is_coloured: bool) -> Iterator[str]:
    title = HIDDEN_TITLE if item.confidential else item.title
    yield line_text(f"{item.kind} {item.ref}: {title}")
    stale = ", out of date" if item.stale else ""
    yield f"{mark_of(item.status, is_coloured=is_coloured)}{stale} as of {workspace.as_of}"
    if item.confidential:
        return
    yield from (f"  - {line_text(reason)}" for reason in item.reasons)
    snapshot = workspace.snapshot
    yield from (
        f"  - Off track since {one.since}, and nobody has answered: no open action, adjustment or challenge names it."
        for one in snapshot.needs_response
        if one.item is item
    )
    yield from (
        f"  - {line_text(one.message)} (report {one.report})"
        for one in snapshot.contradictions
        if (one.item.kind, one.item.ref) == (item.kind, item.ref)
    )
    entries = workspace.ledger.entries_of(item.ref)
    if entries:
        yield "moves:"
    for entry in entries:
        if entry.field in ("added", "dropped"):
            change = entry.field
        else:
            change = f"{entry.field} from {value_text(entry.before)} to {value_text(entry.after)}"
        because = f": {entry.because}" if entry.because else ""
        yield f"  {entry.on}  {line_text(f'{change} ({entry.adjustment}{because})')}"
    target = workspace.portfolio.find(item.ref, item.kind)
    if target is not None:
        yield f"recorded in {shown_text(target.location.path)}"
