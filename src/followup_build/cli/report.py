"""`followup report`: the pack of a period, for a board."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_build.cli.completion import complete_departments
from followup_build.cli.output import output_option, write_answer
from followup_build.cli.settings import Refused, Settings, with_settings

if TYPE_CHECKING:
    from followup_build.workspace import Workspace

_FORMATS = ("markdown", "html", "pdf")


@click.command()
@click.option(
    "--period",
    metavar="PERIOD",
    help="Of which period: a quarter (2026-Q2), a month (2026-04), a year (2026) or a week (2026-W14); quarters and "
    "years are fiscal ones.",
)
@click.option(
    "--department",
    metavar="D",
    shell_complete=complete_departments,
    help="Only this department, by its id; organisation for what stands above them.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="The form (what the name of FILE says, else markdown).",
)
@output_option
@with_settings
def command(
    settings: Settings, period: str | None, department: str | None, format_: str | None, output: Path | None
) -> int:
    """Make the report of a period: one page for a board, then the detail.

    What became of every milestone and action (completed, overdue, upcoming, in flight, pushed out of the period, added,
    dropped), with the difference to the period before; KPIs with their course; adjustments and their effects; what
    needs a decision. Each figure is the one that followup status gives for the last day of the period.

    A period that goes on is shown as of today, or as of --as-of, and says so. A PDF needs
    pip install 'followup-build[pdf]'.
    """
    from followup_build.cli.reporting import chosen_format, pdf_of, seen_from  # noqa: PLC0415 - as for `--help`
    from followup_build.cli.writing import known  # noqa: PLC0415
    from followup_build.exports.papers.paper_html import paper_html  # noqa: PLC0415
    from followup_build.exports.papers.paper_markdown import paper_markdown  # noqa: PLC0415
    from followup_build.portfolio import ORGANISATION  # noqa: PLC0415
    from followup_build.views.papers.period_pack import NoPackError, build_period_pack  # noqa: PLC0415

    form = chosen_format(format_, output, _FORMATS)
    if period is not None:
        _refuse_no_period(period)
    workspace = settings.open()
    if department != ORGANISATION:
        known(workspace, department, "department", "department")
    if period is None:
        raise click.UsageError(f"add --period, which period it is about: {_recent(workspace)}")
    try:
        pack = build_period_pack(lambda day: seen_from(workspace, day), period, workspace.as_of, department)
    except NoPackError as error:
        raise Refused(str(error)) from None
    if form == "markdown":
        content = paper_markdown(pack.paper).encode()
    else:
        html = paper_html(pack.paper)
        content = html.encode() if form == "html" else pdf_of(html)
    write_answer(output, content, is_text=form != "pdf")
    return 0


def _refuse_no_period(text: str) -> None:
    """Refuse what names no period, and say how one is written; a day is refused with the present quarter."""
    from followup_build.cli.typed import parsed  # noqa: PLC0415 - as for `--help`
    from followup_build.model.period import frequency_of, parse_period_key  # noqa: PLC0415
    from followup_build.model.scalars import shown  # noqa: PLC0415

    if frequency_of(text) is None:
        meant = text.strip().upper()
        hint = "write it like 2026-Q2, 2026-04, 2026 or 2026-W14"
        if frequency_of(meant) is not None:
            hint = f"did you mean {meant}?"
        raise click.UsageError(f"--period: {shown(text)} is no period; {hint}")
    parsed(parse_period_key, text, "--period")


def _recent(workspace: Workspace) -> str:
    """The last whole quarter and the present one, as somebody types them."""
    from followup_build.model.vocabulary import Frequency  # noqa: PLC0415 - as for `--help`

    calendar, as_of = workspace.portfolio.calendar, workspace.as_of
    now = calendar.key_of(Frequency.QUARTERLY, as_of)
    last = calendar.key_of(Frequency.QUARTERLY, calendar.period(now).start - timedelta(days=1))
    return f"the last quarter is {last}, and {now} goes on"
