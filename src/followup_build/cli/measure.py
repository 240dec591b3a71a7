"""`followup measure`: a value of a KPI, added to its plan's facts."""

from __future__ import annotations

import re

import click

from followup_build.cli.completion import complete_kpis, complete_periods
from followup_build.cli.settings import Settings, dry_run_option, with_settings

_NEGATIVE = re.compile(r"-[0-9.,]")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+\Z")


class _Measure(click.Command):
    """A command whose last argument may be a negative number, which is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with a negative number behind `--`, where it is the last argument all the same."""
        if "--" not in args:
            for at, word in enumerate(args):
                if at and _NEGATIVE.match(word) and not args[at - 1].startswith("-"):
                    args = [*args[:at], *args[at + 1 :], "--", word]
                    break
        return super().parse_args(ctx, args)


@click.command(cls=_Measure)
@click.argument("ref", shell_complete=complete_kpis)
@click.argument("period", shell_complete=complete_periods)
@click.argument("value")
@click.option("--note", metavar="TEXT", help="What a reader should know about the value.")
@click.option("--restate", is_flag=True, help="Correct a value that is there already.")
@click.option("--because", metavar="TEXT", help="With --restate: why the earlier value was wrong.")
@dry_run_option
@with_settings
def command(
    settings: Settings,
    ref: str,
    period: str,
    value: str,
    note: str | None,
    restate: bool,
    because: str | None,
    dry_run: bool,
) -> int:
    """Add a KPI's value for a period to the facts about its plan.

    REF is the KPI, for example finance-2026/paid-on-time. PERIOD has the form of its frequency: 2026-W14, 2026-04,
    2026-Q2, 2026 or a date; "last" is the latest that has ended, "now" the one that runs. A value that is restated
    again on its branch still says what the main branch has.
    """
    from followup_build.cli.facts import finish_fact, known_member  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import ask_for, writing  # noqa: PLC0415
    from followup_build.editing.facts import PERIOD_WORDS, Value, measure, period_of  # noqa: PLC0415
    from followup_build.model.period import parse_period_key  # noqa: PLC0415
    from followup_build.model.scalars import parse_number, parse_text  # noqa: PLC0415
    from followup_build.source.revision import find_branch_base  # noqa: PLC0415
    from followup_build.workspace import open_base  # noqa: PLC0415

    if because is not None and not restate:
        raise click.UsageError("--because belongs to --restate; what else there is to say is a --note")
    if _COMMA.match(value):
        raise click.UsageError(
            f"VALUE: {value} has a comma; write decimals with a point, like {value.replace(',', '.')}, and thousands "
            "without a comma"
        )
    parsed(parse_number, value, "VALUE")
    if period not in PERIOD_WORDS:
        parsed(parse_period_key, period, "PERIOD")
    for text, option in ((note, "--note"), (because, "--because")):
        if text is not None:
            parsed(parse_text, text, option)
    if restate and because is None:
        known_member(settings.open(), ref, "KPI", "kpi")
        because = ask_for([("--because TEXT", "why the earlier value was wrong")])[0]
    with writing(settings, dry_run=dry_run) as workspace:
        known_member(workspace, ref, "KPI", "kpi")
        key = period_of(workspace.portfolio, ref, period, workspace.as_of)
        base = find_branch_base(workspace.root) if restate else None
        on_base = open_base(workspace, base).portfolio.measurements_of(ref).get(key) if base is not None else None
        asked = Value(ref, key, value, note, because, on_base)
        write = measure(workspace.root, workspace.source.records, workspace.portfolio, asked)
        return finish_fact(settings, workspace, write, f"{ref} {key} is {value} already", dry_run=dry_run)
