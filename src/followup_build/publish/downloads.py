"""Files for programs: datasets, calendars and feeds, and which page offers which of them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from followup_build.exports.calendar_file import calendar_files
from followup_build.exports.feed_file import feed_xml
from followup_build.exports.tables import dataset_csv, dataset_json
from followup_build.views.calendar import build_calendars
from followup_build.views.data import data_path
from followup_build.views.datasets.registry import DATASETS, build_datasets
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
class Offers:
    """All that a page offers."""

    first: tuple[Offer, ...] = ()
    """What stands below its title: what people subscribe to."""
    last: tuple[Offer, ...] = ()
    """What stands at its end: its tables, and all where something else comes first."""


NO_OFFERS = Offers()


@dataclass(frozen=True, slots=True)
class _Offered:
    datasets: tuple[str, ...] = ()
    """Those that hold what its tables show."""
    calendars: Mapping[str, str] = field(default_factory=dict)
    """What each is called on the page, by its path; `*` stands for the page's name, as in its own path."""
    feed: str = ""
    is_last: bool = False
    """Whether what the page tells comes before all of these."""


OFFERED: Mapping[str, _Offered] = {
    "index.md": _Offered(calendars={"calendar.ics": "Calendar"}, feed="feed.xml", is_last=True),
    "departments/index.md": _Offered(("departments",)),
    "departments/*/index.md": _Offered(
        calendars={"departments/*/calendar.ics": "Calendar"}, feed="departments/*/feed.xml"
    ),
    "plans/index.md": _Offered(("plans",)),
    "plans/*/index.md": _Offered(("goals", "milestones", "kpis", "resources", "moves"), is_last=True),
    "goals/index.md": _Offered(("goals",)),
    "kpis/index.md": _Offered(("kpis",)),
    "kpis/*/index.md": _Offered(("measurements", "targets", "moves"), is_last=True),
    "milestones/index.md": _Offered(("milestones", "milestone-updates")),
    "sessions/index.md": _Offered(
        ("sessions",), {"sessions/calendar.ics": "Calendar", "calendar.ics": "Calendar of everything"}
    ),
    "sessions/*/index.md": _Offered(("decisions", "challenges", "achievements"), is_last=True),
    "actions/index.md": _Offered(("actions", "action-updates")),
    "adjustments/index.md": _Offered(("adjustments", "moves")),
    "challenges/index.md": _Offered(("challenges",)),
    "achievements/index.md": _Offered(("achievements",)),
    "practices/index.md": _Offered(("practices",)),
    "training/index.md": _Offered(("training-needs",)),
    "feedback/index.md": _Offered(("feedback",)),
    "people/index.md": _Offered(("people",)),
    "people/*/index.md": _Offered(calendars={"people/*/calendar.ics": "Calendar"}),
    "changes/index.md": _Offered(feed="feed.xml"),
    "quality/index.md": _Offered(("findings",)),
}
"""By the path of the kind of page."""
_TITLES = {kind.name: kind.title for kind in DATASETS}


def iter_downloads(subject: Subject, *, revision: str | None) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file for programs."""
    for dataset in build_datasets(subject):
        yield data_path(dataset.name, "csv"), dataset_csv(dataset).encode()
        answer = dataset_json(dataset, as_of=subject.snapshot.as_of, revision=revision)
        yield data_path(dataset.name, "json"), answer.encode()
    yield from calendar_files(build_calendars(subject))
    for feed in build_feeds(subject):
        yield feed.path, feed_xml(feed)


def offers(path: str, name: str, known: Container[str], address: str) -> Offers:
    """What a page offers of the files that there are, by the path of its kind, its own name and the site's address."""
    offered = OFFERED.get(path)
    if offered is None:
        return NO_OFFERS
    tables = tuple(
        Offer(_title(one, offered), (("CSV", data_path(one, "csv")), ("JSON", data_path(one, "json"))))
        for one in offered.datasets
    )
    followed = tuple(_followed(offered, name, known, address))
    return Offers(last=(*followed, *tables)) if offered.is_last else Offers(followed, tables)


def _followed(offered: _Offered, name: str, known: Container[str], address: str) -> Iterator[Offer]:
    """What people subscribe to: calendars and feeds."""
    for pattern, title in offered.calendars.items():
        file = pattern.replace("*", name)
        if file in known:
            yield Offer(title, (("download", file),), _subscription(address, file))
    if offered.feed:
        yield Offer("Feed of what changed", (("Atom", offered.feed.replace("*", name)),))


def _title(name: str, offered: _Offered) -> str:
    """What a dataset is called on a page: a page of one record offers more than it shows."""
    title = _TITLES[name]
    if offered.is_last:
        return f"All {title if title[1].isupper() else title[0].lower() + title[1:]}"
    return title if len(offered.datasets) > 1 else "Download"


def _subscription(address: str, path: str) -> str:
    site = urlsplit(address)
    return f"webcal://{site.netloc}{site.path.rstrip('/')}/{path}" if site.netloc else ""
