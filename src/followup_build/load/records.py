"""Files to records: the path gives the kind, the kind its class; what is wrong is left out, and said."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from followup_build.diagnostics.finding import Finding, Location, Related, Route
from followup_build.load.schema import Slot, child, slot_at, without_nulls
from followup_build.load.shape import shape_finding
from followup_build.model.kinds import KINDS, Kind, kind_of
from followup_build.model.scalars import fault, parse_id
from followup_build.source.document import Document, parse_document
from followup_build.source.tree import SourceFile

DataT_co = TypeVar("DataT_co", bound=BaseModel, covariant=True)

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

    def at(self, *route: str | int, on_key: bool = False) -> Location:
        """A place in this record."""
        return Location(self.path, route, on_key=on_key)


@dataclass(frozen=True, slots=True)
class Loaded:
    """All records by kind and id, the documents they came from, and what could not be read."""

    records: Mapping[str, Mapping[str, Record[BaseModel]]]
    documents: Mapping[str, Document]
    left_out: tuple[Location, ...]
    """Records and items that had to be left out because of their faults."""
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Reading:
    """What is gathered while the files are read, one after another."""

    records: dict[str, dict[str, Record[BaseModel]]] = field(default_factory=lambda: {kind.name: {} for kind in KINDS})
    documents: dict[str, Document] = field(default_factory=dict)
    left_out: list[Location] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def load_records(files: Iterable[SourceFile], records_folder: str) -> Loaded:
    """Read every file as the record that its path says it is."""
    reading = _Reading()
    prefix = f"{records_folder}/" if records_folder not in ("", ".") else ""
    for file in files:
        _load_file(reading, file, file.path.removeprefix(prefix))
    return Loaded(reading.records, reading.documents, tuple(reading.left_out), tuple(reading.findings))


def _load_file(reading: _Reading, file: SourceFile, below: str) -> None:
    found = kind_of(below)
    if found is None:
        reading.findings.append(_not_a_record(file.path, below))
        return
    kind, record_id = found
    bad_id = _id_finding(file.path, record_id)
    if bad_id is not None:
        reading.findings.append(bad_id)
    document, unreadable = parse_document(file)
    reading.findings.extend(unreadable)
    if document is None:
        reading.left_out.append(Location(file.path))
        return
    reading.documents[file.path] = document
    data, faults, left_out = _validated(document, kind, record_id)
    reading.findings.extend(faults)
    reading.left_out.extend(left_out)
    if data is None:
        return
    record = Record(kind.name, record_id, file.path, data, document.body)
    _keep(reading, record)


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


def _not_a_record(path: str, below: str) -> Finding:
    renamed = str(PurePosixPath(below).with_suffix(".yml"))
    if below.endswith((".yaml", ".YML", ".YAML")) and kind_of(renamed):
        hint = f"rename it to {PurePosixPath(renamed).name}"
    else:
        folder = PurePosixPath(below).parts[0]
        near = get_close_matches(folder, [kind.place.split("/")[0] for kind in KINDS], n=1)
        places = [kind.place for kind in KINDS if near and kind.place.startswith(near[0])]
        hint = f"records of this kind live at {' or '.join(places)}" if places else "move it out of the records folder"
    return Finding("not-a-record", Location(path, line=1, column=1), "no record lives at this path", hint)


def _id_finding(path: str, record_id: str) -> Finding | None:
    for part in record_id.split("/"):
        try:
            parse_id(part)
        except type(fault("", "")) as error:
            context = error.context or {}
            return Finding(
                "bad-id", Location(path, line=1, column=1), context["message"], f"rename the file: {context['hint']}"
            )
    return None


def _validated(
    document: Document, kind: Kind, record_id: str
) -> tuple[BaseModel | None, list[Finding], list[Location]]:
    data = without_nulls(document.data, Slot(kind.model)) if document.has_null else document.data
    findings = list(_cut_texts(document, kind.model))
    try:
        return kind.model.model_validate(data), findings, []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    data = copy.deepcopy(data)
    left_out: list[Location] = []
    faults = [shape_finding(document.path, kind.model, data, error) for error in errors]
    findings.extend(finding for finding, _ in faults)
    # Each round takes away or fills in what was refused; what is then missing around it goes in the next one.
    while errors:
        is_lost = not _repair(document.path, kind.model, data, record_id, errors, left_out)
        if is_lost:
            left_out.append(Location(document.path))
            return None, findings, left_out
        try:
            return kind.model.model_validate(data), findings, left_out
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
    return None, findings, left_out


def _repair(
    path: str, model: type[BaseModel], data: dict[str, Any], record_id: str, errors: list[Any], left_out: list[Location]
) -> bool:
    """Take the smallest thing out of the data for each error; False when nothing of the record can stay."""
    faults = {shape_finding(path, model, data, error)[1]: error["type"] == "missing" for error in errors}
    for route, is_missing in sorted(faults.items(), key=_deepest_last_first):
        if is_missing and _fill_in(model, data, route, record_id):
            continue
        target = route[:-1] if is_missing else route
        if not target:
            return False
        if isinstance(_at(data, target), dict):
            left_out.append(Location(path, target, on_key=True))
        _remove(data, target)
    return True


def _deepest_last_first(fault_of_route: tuple[Route, bool]) -> tuple[int, ...]:
    # List items are removed from the end, so that the indices before them stay right.
    route = fault_of_route[0]
    return (-len(route), *(-part for part in route if isinstance(part, int)))


def _fill_in(model: type[BaseModel], data: dict[str, Any], route: Route, record_id: str) -> bool:
    """Put None, or the id for a title, where a required field is missing and the record can go on without."""
    slot = slot_at(model, data, route)
    parent = _at(data, route[:-1])
    if slot is None or not isinstance(parent, dict):
        return False
    field_name = str(route[-1])
    if slot.is_nullable:
        parent[field_name] = None
        return True
    if field_name == "title":
        parent[field_name] = next((part for part in reversed(route[:-1]) if isinstance(part, str)), record_id)
        return True
    return False


def _at(data: Any, route: Route) -> Any:
    for key in route:
        data = child(data, key)
    return data


def _remove(data: Any, route: Route) -> None:
    parent = _at(data, route[:-1])
    key = route[-1]
    if isinstance(parent, dict):
        parent.pop(key, None)
    elif isinstance(parent, list) and isinstance(key, int) and key < len(parent):
        del parent[key]


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
