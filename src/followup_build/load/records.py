"""Files to records: the kind comes from the path, the shape from the class; what is wrong is left out, and said."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from followup_build.diagnostics.finding import Finding, Location, Related, Route
from followup_build.load.schema import Slot, slot_at, value_at, without_nulls, written_route
from followup_build.model.kinds import KINDS, kind_of
from followup_build.model.scalars import parse_id
from followup_build.source.characters import MOST_BYTES
from followup_build.source.document import Document, parse_document
from followup_build.source.tree import SourceFile, name_fault

DataT_co = TypeVar("DataT_co", bound=BaseModel, covariant=True)

_LONGEST_LINE = 200
FORMAT = 1
"""The newest format of records that this version reads."""


@dataclass(frozen=True, slots=True)
class Record(Generic[DataT_co]):
    """A record: what a file holds, under the id that its name gives."""

    kind: str
    id: str
    path: str
    """Of the file, relative to the repository."""
    data: DataT_co
    body: str = ""
    """The Markdown below the front matter."""

    kept: Mapping[Route, tuple[int, ...]] = field(default_factory=dict, repr=False)
    """Of lists from which something was left out: where the items that stayed stand in the file."""
    removed: tuple[Route, ...] = ()
    """What was left out of it."""

    def at(self, *route: str | int, on_key: bool = False) -> Location:
        """A place in this record."""
        return Location(self.path, self.written_route(route) if self.kept else route, on_key=on_key)

    def written_route(self, route: Route) -> Route:
        """The route in the file to what stands at a route in the record."""
        return written_route(route, self.kept)


@dataclass(frozen=True, slots=True)
class Loaded:
    """All records by kind and id, the documents they came from, and what could not be read."""

    records: Mapping[str, Mapping[str, Record[BaseModel]]]
    documents: dict[str, Document]
    left_out: tuple[Location, ...]
    """Records and items that had to be left out because of their faults."""
    misnamed: tuple[str, ...]
    """Files below the records folder that are no records, because of their names or places."""
    torn: frozenset[str]
    """Files from which something was left out, so that what they name is read from the text itself."""
    findings: tuple[Finding, ...]
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """What each file held, by its path."""


@dataclass(slots=True)
class _Reading:
    """What is gathered while the files are read, one after another."""

    records: dict[str, dict[str, Record[BaseModel]]] = field(default_factory=lambda: {kind.name: {} for kind in KINDS})
    documents: dict[str, Document] = field(default_factory=dict)
    left_out: list[Location] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    torn: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def load_records(files: Iterable[SourceFile], records_folder: str, known: Loaded | None = None) -> Loaded:
    """Read every file as the record that its path says it is.

    Args:
        files: the files below the folder.
        records_folder: the records folder, relative to the repository.
        known: what was read from another state of the same folder; a file that is in it with the same content, and has
            no fault there, is not read again.
    """
    reading = _Reading()
    prefix = f"{records_folder}/" if records_folder not in ("", ".") else ""
    sound = _sound_records(known) if known is not None else {}
    contents = {}
    for file in files:
        contents[file.path] = file.content
        record = sound.get(file.path)
        if record is not None and known is not None and known.contents[file.path] == file.content:
            reading.documents[file.path] = known.documents[file.path]
            _keep(reading, record)
        else:
            _load_file(reading, file, file.path.removeprefix(prefix))
    return Loaded(
        reading.records,
        reading.documents,
        tuple(reading.left_out),
        tuple(reading.misnamed),
        frozenset(reading.torn),
        tuple(reading.findings),
        contents,
    )


def _sound_records(known: Loaded) -> Mapping[str, Record[BaseModel]]:
    """The records by path in whose files nothing was found."""
    faulty = {*known.torn, *(one.path for one in known.left_out), *(one.location.path for one in known.findings)}
    found = (record for records in known.records.values() for record in records.values())
    return {record.path: record for record in found if record.path not in faulty and record.path in known.documents}


def _load_file(reading: _Reading, file: SourceFile, below: str) -> None:
    found = None if _is_misnamed_session(below) else kind_of(below)
    if found is None:
        reading.findings.append(_not_a_record(file.path, below))
        reading.misnamed.append(below)
        return
    kind, record_id = found
    bad_id = _id_finding(file.path, record_id)
    if bad_id is not None:
        reading.findings.append(bad_id)
    document, unreadable = parse_document(file)
    if document is None:
        reading.findings.extend(_with_lines(unreadable, file))
        reading.left_out.append(Location(file.path))
        return
    reading.findings.extend(unreadable)
    reading.documents[file.path] = document
    reading.findings.extend(_cut_texts(document, kind.model))
    data = without_nulls(document.data, Slot(kind.model)) if document.has_null else document.data
    repair = None
    record_data: BaseModel | None
    try:
        record_data = kind.model.model_validate(data)
    except ValidationError as error:
        from followup_build.load.repair import Repair  # noqa: PLC0415 - only a fault needs these
        from followup_build.load.shape import shape_findings  # noqa: PLC0415

        errors = error.errors(include_url=False, include_input=False)
        reading.torn.add(file.path)
        data = copy.deepcopy(data)
        faults = shape_findings(file.path, kind.model, data, errors)
        reading.findings.extend(fault for fault in faults if not _is_told(document, fault, unreadable))
        repair = Repair(file.path, kind.model, record_id, data)
        record_data = repair.run(errors)
        reading.left_out.extend(repair.left_out)
    if record_data is None:
        return
    kept, removed = (repair.kept, tuple(repair.removed)) if repair else ({}, ())
    record = Record(kind.name, record_id, file.path, record_data, document.body, kept, removed)
    _keep(reading, record)


def _with_lines(findings: Iterable[Finding], file: SourceFile) -> Iterator[Finding]:
    """The findings about a file that cannot be read, with their lines, since there is no document to take them from."""
    lines = (
        file.content.decode("utf-8", "replace").removeprefix("\ufeff").split("\n")
        if len(file.content) <= MOST_BYTES
        else []
    )
    for finding in findings:
        number = finding.location.line
        text = lines[number - 1].rstrip("\r")[:_LONGEST_LINE] if 0 < number <= len(lines) else ""
        yield replace(finding, location=replace(finding.location, text=finding.location.text or text))


def _is_told(document: Document, fault: Finding, before: Iterable[Finding]) -> bool:
    """Whether a value was refused because of something in it that was reported before."""
    at = document.place(fault.location)
    value: Any = fault.location.route[-1] if fault.location.on_key else value_at(document.data, fault.location.route)
    if fault.location.route and value is None:
        return False
    end = at.column + len(str(value)) + len('""')
    return any(one.location.line == at.line and at.column <= one.location.column <= end for one in before)


def _keep(reading: _Reading, record: Record[BaseModel]) -> None:
    shared = ("adjustment", "action") if record.kind in ("adjustment", "action") else (record.kind,)
    for kind in shared:
        first = reading.records[kind].get(record.id)
        if first is not None:
            reading.findings.append(
                Finding(
                    "duplicate-id",
                    Location(record.path),
                    f"there is already {_a(kind)} with the id {record.id}",
                    "rename one of the two files",
                    (Related(Location(first.path), f"the other {kind}"),),
                )
            )
            reading.left_out.append(Location(record.path))
            return
    reading.records[record.kind][record.id] = record


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _is_misnamed_session(below: str) -> bool:
    parts = below.split("/")
    near = ("Session.md", "SESSION.md", "sessions.md", "Sessions.md")
    return len(parts) == 3 and parts[0] == "sessions" and parts[2] in near  # noqa: PLR2004 - sessions/ID/session.md


def _not_a_record(path: str, below: str) -> Finding:
    renamed = str(PurePosixPath(below).with_suffix(".yml"))
    if below.endswith((".yaml", ".YML", ".YAML")) and kind_of(renamed):
        hint = f"rename it to {PurePosixPath(renamed).name}"
    elif _is_misnamed_session(below):
        hint = "rename it to session.md"
    else:
        folder = PurePosixPath(below).parts[0]
        near = get_close_matches(folder, [kind.place.split("/")[0] for kind in KINDS], n=1)
        places = [kind.place for kind in KINDS if near and kind.place.startswith(near[0])]
        hint = f"records of this kind live at {' or '.join(places)}" if places else "move it out of the records folder"
    return Finding("not-a-record", Location(path, line=1, column=1), "this file is no record, so nobody reads it", hint)


def _id_finding(path: str, record_id: str) -> Finding | None:
    for part in record_id.split("/"):
        if name_fault(part) is not None:
            # A name that some computer cannot hold was told while the folder was read.
            return None
        try:
            parse_id(part)
        except PydanticCustomError as error:
            context = error.context or {}
            return Finding(
                "bad-id",
                Location(path, line=1, column=1),
                context["message"],
                f"rename the {_what_has(part, path)}: {context['hint']}",
            )
    return None


def _what_has(part: str, path: str) -> str:
    return "file" if PurePosixPath(path).stem == part else "folder"


def _cut_texts(document: Document, model: type[BaseModel]) -> Iterable[Finding]:
    for route in document.trailing_comments:
        slot = slot_at(model, document.data, route)
        if slot is not None and slot.is_free_text:
            yield Finding(
                "text-cut-by-comment",
                Location(document.path, route),
                "the text after # would be lost, because # begins a comment",
                "put the whole text in double quotes, or the comment on a line of its own",
            )
