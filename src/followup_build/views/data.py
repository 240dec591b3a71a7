"""Data and calendars: every file for programs, and what it holds, as its own definition says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followup_build.views.calendar import CalendarPlace, calendar_places
from followup_build.views.cells import Line, Link, Table, rows
from followup_build.views.datasets.registry import DATASETS
from followup_build.views.feed import feed_places
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class DatasetPart:
    """One dataset, its files and its columns."""

    anchor: str
    title: str
    row: str
    csv: Link
    json: Link
    columns: Table


@dataclass(frozen=True, slots=True)
class DataView:
    """All files for programs."""

    address: str
    """Of the site, with a slash at the end; empty where nobody has said it."""
    zone: str
    calendars: Table
    personal: Table
    personal_count: int
    feeds: Table
    overview: Table
    datasets: tuple[DatasetPart, ...]


def data_path(name: str, ending: str) -> str:
    """Where a dataset stands as CSV or JSON, relative to the site's root."""
    return f"data/{name}.{ending}"


def build_data(subject: Subject) -> DataView:
    """What can be had, with words made from the same definitions as the files."""
    site = subject.portfolio.organisation.site_url
    places = tuple(calendar_places(subject))
    feeds = rows((Link(title, page), Link(path, path)) for path, title, page, _ in feed_places(subject))
    parts = tuple(
        DatasetPart(
            kind.name,
            kind.title,
            kind.row,
            Link("CSV", data_path(kind.name, "csv")),
            Link("JSON", data_path(kind.name, "json")),
            Table(
                f"Columns of {kind.title.lower()}",
                ("Column", "Type", "Meaning"),
                rows((column.name, column.type, column.meaning) for column in kind.columns),
            ),
        )
        for kind in DATASETS
    )
    personal = tuple(place for place in places if place.is_personal)
    return DataView(
        f"{site.rstrip('/')}/" if site else "",
        str(subject.portfolio.zone),
        _calendars("Calendars", (place for place in places if not place.is_personal)),
        _calendars("Calendars of people", personal),
        len(personal),
        Table("Feeds", ("Feed", "File"), feeds),
        Table(
            "Datasets",
            ("Dataset", "One row is", "Files"),
            rows(
                (Link(part.title, f"data/index.html#{part.anchor}"), part.row, Line((part.csv, " · ", part.json)))
                for part in parts
            ),
        ),
        parts,
    )


def _calendars(caption: str, places: Iterable[CalendarPlace]) -> Table:
    found = rows((Link(place.name, place.page), place.holds, Link(place.path, place.path)) for place in places)
    return Table(caption, ("Calendar", "Holds", "File"), found, "Nobody is on file yet.")
