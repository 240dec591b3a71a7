"""What `followup init` has to know: from options, and asked for on a terminal where they say nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

from followup_build.cli.typed import parsed, scalar
from followup_build.cli.writing import is_terminal
from followup_build.diagnostics.terminal import shown_text
from followup_build.editing.fault import RefusedError
from followup_build.editing.new_organisation import NewDepartment, Register, Rhythm
from followup_build.editing.scalars import write_scalar
from followup_build.model.recurrence import parse_on
from followup_build.model.scalars import Email, Login, Url, parse_count
from followup_build.model.zones import is_zone, nearest_zone, zone_hint

_NONE = "none"
"""What leaves something out."""
_SHORT = re.compile(r"[^@/:\s]+@([^@/:\s]+):(.+)\Z")
"""How git writes an address of SSH without its scheme, as git@github.com:owner/name.git."""
_SSH = ("ssh", "git+ssh", "ssh+git")
_PORT = re.compile(r":[0-9]*\Z")
_Taken = TypeVar("_Taken")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say."""

    name: str | None
    timezone: str | None
    departments: tuple[tuple[str, str, str], ...]
    people: tuple[tuple[str, str], ...]
    emails: tuple[tuple[str, str], ...]
    logins: tuple[tuple[str, str], ...]
    first_month: int | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What is known in the end."""

    name: str
    timezone: str
    first_month: int
    register: Register


def answer(asked: Asked) -> Answered:
    """All that is needed; without a terminal, what lacks is one error that says what to type."""
    register = Register()
    with _of("--name"):
        name = None if asked.name is None else _name(asked.name)
    with _of("--timezone"):
        zone = None if asked.timezone is None else _zone(asked.timezone)
    with _of("--department"):
        for department in asked.departments:
            _enter(register, *department)
    with _of("--person"):
        for person in asked.people:
            _enter_person(register, *person)
    with _of("--email"):
        for one in asked.emails:
            _tell(register, *one, "email")
    with _of("--login"):
        for one in asked.logins:
            _tell(register, *one, "login")
    if not is_terminal():
        _refuse_missing(register, name, zone)
    name = name or _ask("Name of the organisation", _name)
    zone = zone or _ask("Time zone, like Africa/Johannesburg", _zone, _machine_zone(), nearest_zone)
    first_month = asked.first_month
    if not register.departments:
        if first_month is None:
            first_month = _ask("First month of the fiscal year, 1 to 12", _month, "1")
        _ask_departments(register)
    _ask_people(register, {person for person, _ in (*asked.emails, *asked.logins)})
    return Answered(name, zone, first_month or 1, register)


def rhythm(check_in: str | None, review: str | None, after_milestone: str | None) -> Rhythm:
    """When sessions are held, as the options say, and as most organisations do it where they say nothing."""
    usual = Rhythm()

    def chosen(option: str, text: str | None, default: str | None, parse: Callable[[object], object]) -> str | None:
        return default if text is None else None if text == _NONE else parsed(parse, text, option)

    return Rhythm(
        chosen("--check-in", check_in, usual.check_in, parse_on),
        chosen("--review", review, usual.review, parse_on),
        chosen("--after-milestone", after_milestone, usual.after_milestone, parse_count),
    )


def web_address(text: str) -> str:
    """The address of a repository in a browser, from that address or the one with which it is cloned.

    Who logs in there is left out, as a token may stand with it; so is the port of SSH, at which no browser is answered.
    """
    said = text.strip()
    if "://" not in said and (short := _SHORT.match(said)):
        said = f"ssh://{short[1]}/{short[2]}"
    try:
        parts = urlsplit(said)
    except ValueError:
        parts = None
    if parts is not None and parts.netloc:
        host, scheme = parts.netloc.rpartition("@")[2], parts.scheme
        if scheme in _SSH:
            host, scheme = _PORT.sub("", host), "https"
        path = parts.path.strip("/").removesuffix(".git").rstrip("/")
        said = f"{scheme}://{host}/{path}".rstrip("/")
    return parsed(scalar(Url), said, "--repository")


def platform_of(address: str | None) -> str:
    """Whose workflows a repository needs, by the name of its host; GitHub's where that does not tell."""
    return "gitlab" if "gitlab" in (urlsplit(address or "").hostname or "") else "github"


def _refuse_missing(register: Register, name: str | None, zone: str | None) -> None:
    """Say in one error all that lacks."""
    missing = [] if name else ["--name TEXT, the organisation's name"]
    if not zone:
        missing.append("--timezone ZONE, like Africa/Johannesburg")
    if not register.departments:
        missing.append("--department NAME HEAD APPROVER, once for each")
    missing += [
        f"--login '{one.id}' LOGIN, with which {one.name} reviews on the platform"
        for one in register.approvers_without_login()
    ]
    if missing:
        raise click.UsageError(f"something is missing: {'; '.join(f'add {one}' for one in missing)}")


def _ask_departments(register: Register) -> None:
    click.echo("The departments, one after another; after the last one press Enter.", err=True)
    while True:
        typed = _ask("Department", lambda text: text, "")
        if not typed and register.departments:
            return
        try:
            found, name = register.new_department(_name(typed))
        except (RefusedError, click.UsageError) as error:
            click.echo(f"  {shown_text(_said(error))}", err=True)
            continue
        head = _ask(f"  Who heads {name}", partial(_person, register, found))
        approvers = _ask(f"  Who approves its plans and changes, somebody else than {_called(register, head)}",
                         lambda text: _approvers(register, text))  # fmt: skip
        register.enter(NewDepartment(found, name, head, approvers))


def _ask_people(register: Register, told: set[str]) -> None:
    """The addresses and logins that nobody has said yet; of approvers the login is needed."""
    needed = {one.id for one in register.approvers_without_login()}
    if not is_terminal():
        return
    people = [one for one in register.people.values() if one.id in needed or not {one.id, one.name} & told]
    if people:
        click.echo(
            "Login (on the platform) and mail address of each, on one line; Enter where you do not know.", err=True
        )
    for one in people:

        def take(text: str, person: str = one.id) -> None:
            for word in text.replace(",", " ").split():
                _tell(register, person, word, "email" if "@" in word[1:] else "login")
            if person in needed and register.people[person].login is None:
                raise click.UsageError("the login is needed, since approvals are proven by reviews")

        _ask(f"  {one.name}{', approver' if one.id in needed else ''}", take, "")


def _ask(
    question: str,
    take: Callable[[str], _Taken],
    default: str | None = None,
    nearest: Callable[[str], str | None] | None = None,
) -> _Taken:
    """Ask until the answer can be taken; what is near to a wrong one is then offered."""
    while True:
        typed = str(click.prompt(shown_text(question), default=default, show_default=bool(default), err=True)).strip()
        try:
            return take(typed)
        except (RefusedError, click.UsageError) as error:
            click.echo(f"  {shown_text(_said(error))}", err=True)
        default = (nearest(typed) if nearest is not None else None) or default


@contextmanager
def _of(option: str) -> Iterator[None]:
    """A mistake in what an option says names the option."""
    try:
        yield
    except (RefusedError, click.UsageError) as error:
        raise click.UsageError(f"{option}: {_said(error)}") from None


def _said(error: Exception) -> str:
    return (error.message if isinstance(error, click.UsageError) else str(error)).removeprefix(": ")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise click.UsageError("it is empty; write something")
    write_scalar(name)
    return name


def _zone(text: str) -> str:
    if not is_zone(text):
        raise click.UsageError(f"there is no time zone {text}; {zone_hint(text)}")
    return text


def _month(text: str) -> int:
    if text not in {str(month) for month in range(1, 13)}:
        raise click.UsageError("write the month's number, 1 to 12")
    return int(text)


def _approvers(register: Register, text: str) -> tuple[str, ...]:
    names = [one for one in text.split(",") if one.strip()]
    return tuple(dict.fromkeys(register.person(_name(one)) for one in names or [text]))


def _enter(register: Register, typed: str, head: str, approvers: str) -> None:
    found, name = register.new_department(_name(typed))
    head_id = register.person(_name(head), found)
    register.enter(NewDepartment(found, name, head_id, _approvers(register, approvers)))


def _enter_person(register: Register, typed: str, department: str) -> None:
    found = [one.id for one in register.departments.values() if department in (one.id, one.name)]
    if not found:
        raise click.UsageError(f"there is no department {department}; name one of the --department options")
    register.person(_name(typed), found[0])


def _tell(register: Register, person: str, text: str, key: str) -> None:
    found = [one.id for one in register.people.values() if person in (one.id, one.name)]
    if not found:
        raise click.UsageError(f"nobody is called {person}; name a head, an approver or a --person")
    if key == "email":
        register.tell(found[0], email=parsed(scalar(Email), text, ""))
    else:
        register.tell(found[0], login=parsed(scalar(Login), text.removeprefix("@"), ""))


def _person(register: Register, department: str, text: str) -> str:
    return register.person(_name(text), department)


def _called(register: Register, person: str) -> str:
    return register.people[person].name


def _machine_zone() -> str | None:
    """The time zone of this machine, where it has the name of a place."""
    for name in _machine_names():
        if "/" in name and not name.startswith("Etc/") and is_zone(name):
            return name
    return None


def _machine_names() -> Iterator[str]:
    yield os.environ.get("TZ", "").removeprefix(":")
    yield os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    try:
        yield Path("/etc/timezone").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return
