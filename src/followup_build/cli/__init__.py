"""The command line: parse, call, render, exit. A command's module is imported when the command is used."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from followup_build import __version__
from followup_build.cli.groups import CommandTable
from followup_build.cli.settings import Settings, with_settings
from followup_build.cli.streams import CLOSED_PIPE, drop_output, is_closed, is_full, prepare_streams
from followup_build.diagnostics.terminal import line_text, shown_text

COMMANDS: dict[str, tuple[str, str]] = {
    "init": (
        "followup_build.cli.init",
        "Start a new organisation: records, a draft plan for each department, the site and its workflows.",
    ),
    "check": ("followup_build.cli.check", "Check the records and show every finding at its line."),
    "status": ("followup_build.cli.status", "Show where plans, KPIs, milestones and actions stand as of a date."),
    "schedule": (
        "followup_build.cli.schedule",
        "Show which sessions are planned, due and missed, and what to type for them.",
    ),
    "session": (
        "followup_build.cli.session",
        "Prepare a follow-up session, and record what became of it.",
    ),
    "report": ("followup_build.cli.report", "Make the report of a period: one page for a board, then the detail."),
    "calendar": ("followup_build.cli.calendar", "Write a calendar file of sessions and of what is due."),
    "holidays": (
        "followup_build.cli.holidays",
        "Show a year's public holidays as lines for holidays.yml, or write them there.",
    ),
    "explain": ("followup_build.cli.explain", "Explain a rule, or why an item has the status it has."),
    "diff": (
        "followup_build.cli.diff",
        "Show in words what changed from BASE to HEAD, and what it does to the status.",
    ),
    "adjust": ("followup_build.cli.adjust", "Propose a change to a promise, as a new adjustment."),
    "approve": ("followup_build.cli.approve", "Approve an adjustment, or a draft plan, in an approver's name."),
    "reject": ("followup_build.cli.reject", "Reject a proposed adjustment in an approver's name."),
    "withdraw": ("followup_build.cli.withdraw", "Withdraw a proposed adjustment."),
    "review": (
        "followup_build.cli.review",
        "Record whether an approved adjustment had the effect that was hoped for.",
    ),
    "measure": ("followup_build.cli.measure", "Add a KPI's value for a period to the facts about its plan."),
    "milestone": ("followup_build.cli.milestone", "Add what is known of a milestone to the facts about its plan."),
    "action": (
        "followup_build.cli.action",
        "Make an action, and report what becomes of it until its effect is verified.",
    ),
    "feedback": ("followup_build.cli.feedback", "Record what staff say, and what is answered."),
    "practice": ("followup_build.cli.practice", "Record that a department adopts a best practice of another."),
    "insight": (
        "followup_build.cli.insight",
        "Show what was learned: causes that come back, adjustments that worked, promises kept, practices and feedback.",
    ),
    "send": (
        "followup_build.cli.send",
        "Send a held session's report to its chair, attendees, apologies and the subscribers, each once.",
    ),
    "remind": ("followup_build.cli.remind", "Remind each owner, in one message, of what is theirs and cannot wait."),
    "codeowners": (
        "followup_build.cli.codeowners",
        "Write or check CODEOWNERS, so that the platform asks the approvers to review.",
    ),
    "build": ("followup_build.cli.build", "Build the site."),
    "serve": ("followup_build.cli.serve", "Show the site in a browser and renew it when a record changes."),
    "format": (
        "followup_build.cli.format",
        "Put records into one layout, without a change of what they say.",
    ),
    "schema": (
        "followup_build.cli.schema",
        "Write JSON Schemas of the records, so that editors complete and check while you type.",
    ),
    "pages": ("followup_build.cli.pages", "Write the site's pages as a MkDocs project that needs no plugin."),
}
"""Module and first sentence of each command, in the order of `--help`; a test holds them equal to the modules'."""


@click.group(
    cls=CommandTable,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="followup")
@with_settings
def cli(settings: Settings) -> None:
    """Keep strategic plans alive: records in git, checked, and published as a site."""


def main() -> None:
    """Run the command line and exit.

    0 done, 1 findings, 2 wrong usage or unreadable records, 3 our own fault, 130 interrupted, 141 the reader has gone.
    """
    # What a command reads stays until it ends: looking for garbage in it, and again at the exit, costs a fifth.
    gc.disable()
    prepare_streams()
    status = run(sys.argv[1:])
    gc.freeze()
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit status; nothing but `--debug` ever shows a traceback."""
    try:
        return _run(arguments)
    except OSError as error:
        # Whoever reads (`head`) has enough, or the disk is full: the fault is not ours, and nobody hears an excuse.
        if is_closed(error):
            drop_output()
            return CLOSED_PIPE
        if "--debug" in arguments and not is_full(error):
            raise
        return _after_fault(error)
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _after_fault(error)


def _run(arguments: list[str]) -> int:
    if "_FOLLOWUP_COMPLETE" in os.environ:
        import_module("followup_build.cli.shells")
        cli.main(arguments, prog_name="followup")
    # Not `cli.main`: it ends with 1, which means findings, when the reader of our output has gone.
    try:
        with cli.make_context("followup", list(arguments)) as context:
            result = cli.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.message = shown_text(error.message, keep="\n")  # type: ignore[misc]  # it may quote a record
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    return result if isinstance(result, int) else 0


def _after_fault(error: Exception) -> int:
    if isinstance(error, OSError) and is_full(error):
        text, status = f"the output cannot be written: {(error.strerror or '').lower()}", 2
    else:
        said = line_text(str(error))[:200]
        text, status = (
            f"our own fault: {type(error).__name__}: {said} (run it again with --debug and report what it prints)",
            3,
        )
    drop_output()
    with suppress(OSError):
        click.echo(f"followup: {text}", err=True)
    drop_output()
    return status
