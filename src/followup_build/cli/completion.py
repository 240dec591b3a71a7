"""What a shell offers while somebody types: references, people and periods, read without the models of the records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.settings import Settings
from followup_build.diagnostics.terminal import line_text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Offers = Iterable[tuple[str, str]]
"""What may be typed, and what it is."""
Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]

_MEMBERS = ("goals", "milestones", "kpis", "resources")
_MOST_PLANS = 40
"""With more plans to look into, their ids are offered first."""
_MOST_PERIODS = 6


def _completer(offers: Callable[[Path, str, click.Context], Offers]) -> Completer:
    """What click asks for: the offers that start with what is typed; nothing where the records cannot be read."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell that completes needs it

        from followup_build.clock import ClockError  # noqa: PLC0415

        settings = ctx.find_object(Settings) or Settings()
        try:
            root, records = settings.locate()
            found = [
                CompletionItem(text, help=line_text(what) or None)
                for text, what in offers(root / records, incomplete, ctx)
                if text.startswith(incomplete) and text.isprintable()
            ]
        except (OSError, ValueError, KeyError, ClockError):
            return []
        return found

    return complete


def _read(path: Path) -> Any:
    """What a file says, by the loader that all records go through; None where it says nothing."""
    from followup_build.source.document import parse_document  # noqa: PLC0415 - commands are completed without it
    from followup_build.source.folder import read_file  # noqa: PLC0415
    from followup_build.source.tree import SourceFile  # noqa: PLC0415

    document, _ = parse_document(SourceFile(path.name, read_file(str(path)))) if path.is_file() else (None, ())
    return None if document is None else document.data


def _child(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None


def _text(data: Any, key: str) -> str:
    child = _child(data, key)
    return child if isinstance(child, str) else ""


def _entries(data: Any, title: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, entry in data.items():
            yield key, _text(entry, title)


def _stems(folder: Path) -> Iterator[str]:
    """The ids of the records in a folder and below."""
    from followup_build.source.tree import is_ignored  # noqa: PLC0415 - commands themselves are completed without it

    for _, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        yield from sorted(Path(name).stem for name in files if name.endswith((".yml", ".md")) and not is_ignored(name))


def _plan_refs(*kinds: str) -> Callable[[Path, str, click.Context], Offers]:
    """Members of plans, also those that only facts are known of, since adjustments may have added them."""

    def offers(records: Path, incomplete: str, _ctx: click.Context) -> Offers:
        plan_id, slash, _ = incomplete.partition("/")
        plans = [one for one in _stems(records / "plans") if (one == plan_id if slash else one.startswith(plan_id))]
        if len(plans) > _MOST_PLANS:
            return [(f"{one}/", "") for one in plans]
        found: dict[str, str] = {}
        for plan in plans:
            for name in ("plans", "progress"):
                data = _read(records / name / f"{plan}.yml")
                for kind in kinds:
                    for key, title in _entries(_child(data, kind), "title"):
                        found.setdefault(f"{plan}/{key}", title)
        return found.items()

    return offers


def _periods(records: Path, _incomplete: str, ctx: click.Context) -> Offers:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - commands themselves are completed without it

    from followup_build.clock import read_today  # noqa: PLC0415
    from followup_build.model.period import FiscalCalendar  # noqa: PLC0415
    from followup_build.model.vocabulary import Frequency  # noqa: PLC0415

    plan, _, key = str(ctx.params.get("ref") or "").partition("/")
    words = [("last", "the latest that has ended"), ("now", "the one that runs")]
    kpi = _child(_child(_read(records / "plans" / f"{plan}.yml"), "kpis"), key)
    frequency = _text(kpi, "frequency")
    if frequency not in {one.value for one in Frequency}:
        return words
    organisation = _read(records / "organisation.yml")
    year = _child(organisation, "fiscal_year")
    first_month = _text(year, "first_month")
    calendar = FiscalCalendar(
        int(first_month) if first_month.isdigit() else 1, named_by_start=_text(year, "named_by") != "end"
    )
    settings = ctx.find_object(Settings) or Settings()
    day = settings.as_of or read_today(ZoneInfo(_text(organisation, "timezone") or "UTC"))
    found: list[tuple[str, str]] = []
    for _ in range(_MOST_PERIODS):
        period = calendar.key_of(Frequency(frequency), day)
        found.append((period, ""))
        day = day.fromordinal(calendar.period(period).start.toordinal() - 1)
    return [*words, *found]


def _zones(*_: object) -> Offers:
    from zoneinfo import available_timezones  # noqa: PLC0415 - commands themselves are completed without it

    return [(zone, "") for zone in sorted(available_timezones())]


def _people(records: Path, *_: object) -> Offers:
    return _entries(_read(records / "people.yml"), "name")


def _departments(records: Path, *_: object) -> Offers:
    found = _entries(_child(_read(records / "organisation.yml"), "departments"), "name")
    return [*found, ("organisation", "what stands above the departments")]


def _cadences(records: Path, *_: object) -> Offers:
    return _entries(_child(_read(records / "organisation.yml"), "cadences"), "title")


def _sessions(records: Path, *_: object) -> Offers:
    from followup_build.source.tree import is_ignored  # noqa: PLC0415 - commands themselves are completed without it

    folders = (records / "sessions").iterdir()
    return sorted((one.name, "") for one in folders if not is_ignored(one.name) and (one / "session.md").is_file())


def _records(*kinds: str) -> Callable[..., Offers]:
    return lambda records, *_: [(one, "") for kind in kinds for one in _stems(records / kind)]


complete_people = _completer(_people)
complete_departments = _completer(_departments)
complete_reporting = _completer(lambda records, *_: [one for one in _departments(records) if one[0] != "organisation"])
complete_cadences = _completer(_cadences)
complete_sessions = _completer(_sessions)
complete_actions = _completer(_records("actions"))
complete_adjustments = _completer(_records("adjustments"))
complete_practices = _completer(_records("practices"))
complete_feedback = _completer(_records("feedback"))
complete_outcomes = _completer(_records("practices", "actions", "adjustments"))
complete_adjustments_and_plans = _completer(_records("adjustments", "plans"))
complete_kpis = _completer(_plan_refs("kpis"))
complete_milestones = _completer(_plan_refs("milestones"))
complete_resources = _completer(_plan_refs("resources"))
complete_promises = _completer(_plan_refs(*_MEMBERS))
complete_periods = _completer(_periods)
complete_zones = _completer(_zones)
