"""The options of `followup adjust` that say what is wanted of a promise, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.completion import complete_people, complete_resources
from followup_build.cli.settings import Day
from followup_build.cli.typed import parsed

if TYPE_CHECKING:
    from followup_build.editing.adjusting import Wanted
    from followup_build.workspace import Workspace

_RANGE = re.compile(r"(?P<low>[^~]*?)\.\.(?P<high>[^~]*)(?:~(?P<tolerance>.+))?\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that say what is wanted of the promise."""

    due: date | None
    new_owner: str | None
    new_title: str | None
    amount: str | None
    range_: str | None
    target: tuple[str, ...]
    set_: tuple[str, ...]
    transfer_to: str | None
    add: str | None
    drop: bool
    because: str | None


def with_asked(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that become `Asked`."""
    options = (
        click.option("--due", type=Day(), metavar="DATE", help="The new date of a milestone."),
        click.option(
            "--new-owner", metavar="P", shell_complete=complete_people, help="Who answers for the promise from now on."
        ),
        click.option("--new-title", metavar="TEXT", help="What the promise is called from now on."),
        click.option(
            "--target",
            multiple=True,
            metavar="PERIOD=VALUE",
            help="A KPI's new target, for example 2026-Q2=88; without a value it is removed. May be repeated.",
        ),
        click.option("--amount", metavar="N", help="A resource's new amount; with --transfer-to, what it gives away."),
        click.option(
            "--range",
            "range_",
            metavar="LOW..HIGH[~TOLERANCE]",
            help="Where a KPI should stay; an end may be left out.",
        ),
        click.option(
            "--set",
            "set_",
            multiple=True,
            metavar="FIELD=VALUE",
            help="Any other field, for example major=true; without a value it is taken out. May be repeated.",
        ),
        click.option(
            "--transfer-to",
            metavar="REF",
            shell_complete=complete_resources,
            help="The resource that gets --amount of this one.",
        ),
        click.option(
            "--add",
            type=click.Choice(["milestone", "kpi", "goal", "resource"]),
            help="Add REF to its plan as one of these; its fields come from the options above.",
        ),
        click.option("--drop", is_flag=True, help="Take the promise back."),
        click.option("--because", metavar="TEXT", help="With --drop: why (the reason)."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def wanted_of(workspace: Workspace, ref: str, asked: Asked, reason: str | None) -> Wanted:
    """What is wanted, once everything that it names is known; usage errors say what to type instead."""
    from followup_build.cli.writing import known  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.editing.adjusting import Wanted  # noqa: PLC0415
    from followup_build.portfolio import MEMBER_KINDS  # noqa: PLC0415

    portfolio = workspace.portfolio
    if asked.add is None:
        known(workspace, ref, "promise", "plan", *MEMBER_KINDS)
    else:
        plan, _, key = ref.partition("/")
        known(workspace, plan, "plan", "plan")
        if not key:
            raise click.UsageError(f"{ref} is a plan; name what is added, for example {ref}/KEY")
        if portfolio.find(ref, *MEMBER_KINDS) is not None:
            raise click.UsageError(f"there is already a promise {ref}; give the new one another key")
    known(workspace, asked.transfer_to, "resource", "resource")
    known(workspace, asked.new_owner, "person", "person")
    _refuse_contradiction(asked)
    named = {"title": asked.new_title, "owner": asked.new_owner}
    fields: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if asked.due is not None:
        fields["due"] = asked.due.isoformat()
    if asked.amount is not None and asked.transfer_to is None:
        fields["amount"] = _number(asked.amount, "--amount")
    if asked.range_ is not None:
        fields["range"] = _range(asked.range_)
    fields |= dict(_field(text) for text in asked.set_)
    if asked.transfer_to is not None and asked.amount is None:
        raise click.UsageError("--transfer-to needs --amount, how much is transferred")
    because = (asked.because or reason or "") if asked.drop else None
    if asked.drop and not because:
        raise click.UsageError("--drop needs --because, why the promise is taken back")
    return Wanted(
        ref,
        fields,
        dict(_target(text) for text in asked.target),
        asked.transfer_to,
        _number(asked.amount, "--amount") if asked.transfer_to is not None and asked.amount is not None else None,
        asked.add,
        because,
    )


def _refuse_contradiction(asked: Asked) -> None:
    ways = [name for name, is_it in (("--add", asked.add), ("--drop", asked.drop)) if is_it]
    ways += ["--transfer-to"] if asked.transfer_to is not None else []
    if len(ways) > 1:
        raise click.UsageError(f"{' and '.join(ways)} exclude one another")
    if asked.because is not None and not asked.drop:
        raise click.UsageError("--because belongs to --drop; an adjustment's own reason is --reason")
    moved = asked.due or asked.new_owner or asked.new_title or asked.target or asked.range_ or asked.set_
    if moved and (asked.drop or asked.transfer_to is not None):
        raise click.UsageError(f"{ways[0]} is a change by itself; make the other one with --into")


def _target(text: str) -> tuple[str, str | None]:
    at, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"--target {text!r} has no =; write it like 2026-Q2=88")
    from followup_build.model.period import parse_period_key  # noqa: PLC0415 - `--help` must not wait for it

    return parsed(parse_period_key, at.strip(), "--target"), _number(value, "--target") if value.strip() else None


def _number(text: str, option: str) -> str:
    from followup_build.model.scalars import parse_number  # noqa: PLC0415 - `--help` must not wait for it

    parsed(parse_number, text.strip(), option)
    return text.strip()


def _range(text: str) -> dict[str, str]:
    match = _RANGE.match(text.strip())
    if match is None:
        raise click.UsageError(f"--range {text!r} is no range; write it like 25..35, 25.. or 25..35~5")
    return {name: _number(value, "--range") for name, value in match.groupdict().items() if value and value.strip()}


def _field(text: str) -> tuple[str, Any]:
    from followup_build.source.document import parse_document  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.source.tree import SourceFile  # noqa: PLC0415

    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f"--set {text!r} has no =; write it like major=true")
    value = value.strip()
    if value[:1] not in ("{", "["):
        return name.strip(), value or None
    document, found = parse_document(SourceFile("--set", f"value: {value}\n".encode()))
    if document is None or found:
        raise click.UsageError(f"--set {text!r} cannot be read: {found[0].message}; {found[0].hint}")
    return name.strip(), document.data["value"]


def refuse_bad_id(record_id: str | None) -> None:
    """Refuse an id that no file can have."""
    if record_id is None:
        return
    from followup_build.model.scalars import parse_id  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.source.tree import name_fault  # noqa: PLC0415

    parsed(parse_id, record_id, "--id")
    fault = name_fault(f"{record_id}.yml")
    if fault is not None:
        raise click.UsageError(f"--id: {fault}")
