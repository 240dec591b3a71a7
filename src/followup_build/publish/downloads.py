"""Files for programs: datasets, calendars and feeds, and which page offers which of them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from followup_build.exports.calendar_file import calendar_files
from followup_build.exports.feed_file import feed_xml
from followup_build.exports.tables import dataset_csv, dataset_json
from followup_build.views.calendar import build_calendars
from followup_build.views.data import data_path
from followup_build.views.datasets.registry import DATASETS
from followup_build.views.feed import build_feeds
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page offers of one thing: `Actions: CSV · JSON`."""

    title: str
    links: tuple[tuple[str, str], ...]
    """Word and path, relative to the site's root."""
    subscription: str = ""
    """An address by which a calendar programme subscribes; empty where the site's address is unknown."""


@dataclass(frozen=True, slots=True)
class _Offered:
    datasets: tuple[str, ...] = ()
    calendars: Mapping[str, str] | None = None
    """What each is called on the page, by its path; `*` stands for the page's name."""
    feed: str = ""


_FEED = "feed.xml"
OFFERED: Mapping[str, _Offered] = {
    "index.md": _Offered(calendars={"calendar.ics": "Calendar"}, feed=_FEED),
    "departments/index.md": _Offered(("departments",)),
    "departments/*/index.md": _Offered(
        calendars={"departments/*/calendar.ics": "Calendar"}, feed="departments/*/feed.xml"
    ),
    "plans/index.md": _Offered(("plans",)),
    "plans/*/index.md": _Offered(("goals", "milestones", "kpis", "resources")),
    "goals/index.md": _Offered(("goals",)),
    "kpis/index.md": _Offered(("kpis", "targets", "measurements")),
    "kpis/*/index.md": _Offered(("measurements", "targets")),
    "milestones/index.md": _Offered(("milestones", "milestone-updates")),
    "sessions/index.md": _Offered(
        ("sessions", "decisions"),
        {"sessions/calendar.ics": "Calendar of sessions", "calendar.ics": "Calendar of everything"},
    ),
    "sessions/*/index.md": _Offered(("decisions",)),
    "actions/index.md": _Offered(("actions", "action-updates")),
    "adjustments/index.md": _Offered(("adjustments", "moves")),
    "challenges/index.md": _Offered(("challenges",)),
    "achievements/index.md": _Offered(("achievements",)),
    "practices/index.md": _Offered(("practices",)),
    "training/index.md": _Offered(("training-needs",)),
    "feedback/index.md": _Offered(("feedback",)),
    "people/index.md": _Offered(("people",)),
    "people/*/index.md": _Offered(calendars={"people/*/calendar.ics": "Calendar"}),
    "changes/index.md": _Offered(feed=_FEED),
    "quality/index.md": _Offered(("findings",)),
}
"""By the path of the kind of page."""
_TITLES = {kind.name: kind.title for kind in DATASETS}


def iter_downloads(subject: Subject, *, revision: str | None) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file for programs."""
    for kind in DATASETS:
        dataset = kind.build(subject)
        yield data_path(kind.name, "csv"), dataset_csv(dataset).encode()
        answer = dataset_json(dataset, as_of=subject.snapshot.as_of, revision=revision)
        yield data_path(kind.name, "json"), answer.encode()
    yield from calendar_files(build_calendars(subject))
    for feed in build_feeds(subject):
        yield feed.path, feed_xml(feed)


def offers(path: str, name: str, known: Container[str], address: str) -> tuple[Offer, ...]:
    """What a page offers of the files that there are, by the path of its kind, its own name and the site's address."""
    offered = OFFERED.get(path, _Offered())
    calendars = {one.replace("*", name): title for one, title in (offered.calendars or {}).items()}
    feed = offered.feed.replace("*", name)
    return (
        *(
            Offer(_TITLES[one], (("CSV", data_path(one, "csv")), ("JSON", data_path(one, "json"))))
            for one in offered.datasets
        ),
        *(
            Offer(title, (("download", one),), _subscription(address, one))
            for one, title in calendars.items()
            if one in known
        ),
        *([Offer("Feed", (("Atom", feed),))] if feed else []),
    )


def _subscription(address: str, path: str) -> str:
    site = urlsplit(address)
    return f"webcal://{site.netloc}{site.path.rstrip('/')}/{path}" if site.netloc else ""
