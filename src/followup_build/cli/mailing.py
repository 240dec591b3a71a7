"""What the commands that send mail have in common: their options, the dry run, and how it ended."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.mail_options import Asked
from followup_build.cli.settings import Refused, Settings, Unreadable
from followup_build.cli.streams import write_data
from followup_build.clock import read_now
from followup_build.delivery.fault import DeliveryError
from followup_build.delivery.plan import Plan, plan_text
from followup_build.delivery.post import Result, deliver, state_of
from followup_build.delivery.register import Entry, Register, find_remote
from followup_build.delivery.server import Server
from followup_build.delivery.settings import read_settings
from followup_build.delivery.state import State
from followup_build.diagnostics.terminal import Colour, coloured, line_text, shown_text
from followup_build.diagnostics.text_format import counted
from followup_build.exports.papers.mail_message import LetterError, Mailbox, check_address

if TYPE_CHECKING:
    from followup_build.exports.papers.mail_message import Letter
    from followup_build.views.audience import Recipient
    from followup_build.workspace import Workspace

_COLOUR_BY_STATE = {State.SENT: Colour.GREEN, State.REFUSED: Colour.RED, State.UNKNOWN: Colour.YELLOW}


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends, and where it is written down who was sent what."""

    root: Path
    sender: Mailbox
    register: Register


def open_office(workspace: Workspace, asked: Asked) -> Office:
    """The sender by the records, and the marks of this repository; without them the command ends with status 2."""
    organisation = workspace.portfolio.organisation
    mail = organisation.mail
    path = f"{workspace.source.records}/organisation.yml"
    if mail is None:
        raise Unreadable(f"{path} does not say who sends; add mail: {{from: ADDRESS, domains: [DOMAIN]}}")
    if not mail.domains:
        raise Unreadable(f"{path} allows no domain to send to; add domains: [DOMAIN] to mail")
    sender = Mailbox(mail.from_, organisation.name or "")
    try:
        check_address(sender.address)
        return Office(workspace.root, sender, Register(workspace.root, find_remote(workspace.root, asked.remote)))
    except (DeliveryError, LetterError) as error:
        raise Unreadable(str(error)) from None


def refuse_errors(workspace: Workspace) -> None:
    """What was sent cannot be taken back, so nothing is sent of records that have errors."""
    errors = len(workspace.errors)
    if errors:
        raise Refused(
            f"nothing was sent, because the records have {counted(errors, 'error')}, and what has errors is left out; "
            "run followup check"
        )


def read_marks(office: Office, folder: str, asked: Asked) -> dict[str, Entry]:
    """The marks below a folder, by their names in it; a dry run goes on without them, and says so."""
    try:
        return office.register.read(folder)
    except DeliveryError as error:
        if asked.send:
            raise Unreadable(str(error)) from None
        click.echo(f"followup: {error}; so what was sent before is not taken into account", err=True)
        return {}


def refuse_strangers(asked: Asked, known: Sequence[Recipient]) -> None:
    """Refuse to send once more to somebody who is not to get it at all."""
    everybody = {name.casefold() for one in known for name in (one.key, one.address)}
    for one in asked.resend:
        if one.casefold() not in everybody:
            raise click.UsageError(f"--resend {shown_text(one)}: it is not sent to anybody of that address or id")


def show_plan(plan: Plan, asked: Asked, hint: str) -> None:
    """Who gets it, and who does not and why."""
    text = plan_text(plan, is_sending=asked.send, resend_hint=hint)
    write_data(f"{text}\n" if text else "There is nobody to write to.\n\n")


def keep_files(plan: Plan, folder: Path, about: str) -> None:
    """Write the very bytes of every message, for mail programs to open.

    Args:
        plan: whose messages.
        folder: where to.
        about: how their names start, so that those of another session or week keep theirs.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, (one, post) in enumerate(plan.due, 1):
            # Not every character of an address may be part of a file's name.
            stem = "".join(character if character.isalnum() or character in ".-" else "_" for character in one.address)
            (folder / f"{about}-{number:03}-{stem[:80]}.eml").write_bytes(post.data)
    except OSError as error:
        raise Unreadable(f"{folder} cannot be written: {(error.strerror or '').lower()}") from None


def send_plan(settings: Settings, office: Office, plan: Plan, before: Callable[[], None]) -> int:
    """Send what is due, tell of each address as it goes, and give the exit status.

    Args:
        settings: what the global options say.
        office: who sends.
        plan: to whom.
        before: what has to be done once the server is there, and before anything is sent.
    """
    if not plan.due:
        return int(plan.has_fault)
    results: list[Result] = []
    try:
        server = Server(read_settings(os.environ), office.sender.address.rpartition("@")[2])
        server.open()
    except DeliveryError as error:
        raise Unreadable(f"nothing was sent: {error}") from None
    try:
        before()
        for result in deliver([post for _, post in plan.due], office.sender.address, office.register, server, read_now):
            results.append(result)
            _tell(settings, result)
    except DeliveryError as error:
        raise Unreadable(f"nothing was sent: {error}") from None
    finally:
        server.quit()
    failed = [one for one in results if one.state is not State.SENT]
    sent = len(results) - len(failed)
    if failed:
        failed = _still_failed(office, plan, failed)
    if not settings.quiet:
        click.echo(f"\n{counted(sent, 'message')} sent{f', {len(failed)} not' if failed else ''}.")
    return int(bool(failed) or not all(one.is_noted for one in results) or plan.has_fault)


def _tell(settings: Settings, result: Result) -> None:
    word = result.state.value if result.state else "not tried"
    colour = _COLOUR_BY_STATE.get(result.state) if result.state and settings.is_coloured else None
    said = f": {line_text(result.words)}" if result.words else ""
    click.echo(f"{coloured(f'{word:9}', colour)} {line_text(result.post.address)}{said}")


def _still_failed(office: Office, plan: Plan, failed: Sequence[Result]) -> list[Result]:
    """Those who have not got it, now that other runs may have come further."""
    try:
        entries: Mapping[str, Any] = office.register.read(plan.folder)
    except DeliveryError:
        return list(failed)

    def is_sent(one: Result) -> bool:
        taken = one.state is State.CLAIMED
        return taken and state_of(entries.get(one.post.mark.removeprefix(f"{plan.folder}/"))) is State.SENT

    return [one for one in failed if not is_sent(one)]


def show_dry_run(plan: Plan, letters: Sequence[tuple[str, Letter]]) -> int:
    """What would go out, as it is read; --out has the very bytes.

    Args:
        plan: to whom, and who would not get it.
        letters: to whom, and what it says.
    """
    for to, letter in letters:
        heads = (
            ("From", f"{letter.sender.name} <{letter.sender.address}>".strip()),
            ("To", to),
            ("Subject", letter.subject),
        )
        write_data("".join(f"{name}: {_harmless(line_text(value))}\n" for name, value in heads))
        write_data("\n" + _quoted(_harmless(shown_text(letter.text, keep="\n"))) + "\n")
    click.echo("Nothing was sent, because this is a dry run; --send sends it.")
    if plan.has_fault:
        click.echo(
            "--send would end with status 1, because somebody named above may have it, or must not or cannot get it."
        )
    return 0


def _quoted(text: str) -> str:
    # A runner takes a line for its command that starts with :: after blanks, so blanks would not do.
    return "".join(f"> {line}".rstrip() + "\n" for line in text.splitlines())


def _harmless(text: str) -> str:
    # And an older form of these commands anywhere in a line.
    return text.replace("##[", "##\\u005b")
