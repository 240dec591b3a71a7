"""The portfolio: all records linked, so that every reference leads to what it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from followup_build.diagnostics.finding import Location
from followup_build.load.records import Loaded, Record
from followup_build.load.references import Reference, iter_references, iter_written_references, nearest_ref
from followup_build.model.action import Action
from followup_build.model.adjustment import Addition, Adjustment
from followup_build.model.kinds import kind_of
from followup_build.model.learning import Feedback, Practice
from followup_build.model.organisation import Cadence, Department, Holidays, Organisation, People, Person
from followup_build.model.period import FiscalCalendar
from followup_build.model.plan import Goal, Kpi, Milestone, Plan, Resource
from followup_build.model.progress import Measurement, MilestoneUpdate, Progress
from followup_build.model.session import Report, Session

ORGANISATION = "organisation"
"""The department id of plans and adjustments of the organisation as a whole."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference may lead to."""

    kind: str
    """`person`, `plan`, `milestone`, `challenge`, …"""
    ref: str
    """What people type to name it."""
    location: Location
    title: str
    data: BaseModel


def _titles(data: BaseModel, ref: str) -> str:
    for name in ("title", "name", "skill"):
        value = getattr(data, name, None)
        if value:
            return str(value)
    return ref


@dataclass(frozen=True)
class Portfolio:
    """All records of a tree by kind and id, and what they name."""

    loaded: Loaded
    targets: Mapping[str, Mapping[str, Target]] = field(init=False)
    """Every target by kind and ref."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", MappingProxyType(_index(self)))

    def _records(self, kind: str) -> Mapping[str, Record[Any]]:
        return self.loaded.records[kind]

    @cached_property
    def organisation_record(self) -> Record[Organisation]:
        """`organisation.yml`; the workspace refuses a tree without it."""
        return self._records("organisation")["organisation"]

    @property
    def organisation(self) -> Organisation:
        """The settings of the whole."""
        return self.organisation_record.data

    @cached_property
    def calendar(self) -> FiscalCalendar:
        """What turns period keys into days."""
        return self.organisation.calendar

    @cached_property
    def departments(self) -> Mapping[str, Department]:
        """Departments by id, in the order of the file."""
        return self.organisation.departments or {}

    @property
    def cadences(self) -> Mapping[str, Cadence]:
        """Series of sessions by id."""
        return self.organisation.cadences

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Persons by id."""
        record: Record[People] | None = self._records("people").get("people")
        return record.data.root if record else {}

    @property
    def holidays(self) -> Mapping[date, str]:
        """The days on which nobody meets, with their names."""
        record: Record[Holidays] | None = self._records("holidays").get("holidays")
        return record.data.root if record else {}

    @property
    def plans(self) -> Mapping[str, Record[Plan]]:
        """Plans as first promised; the ledger has the current ones."""
        return self._records("plan")

    @property
    def progress(self) -> Mapping[str, Record[Progress]]:
        """Facts by plan."""
        return self._records("progress")

    @property
    def sessions(self) -> Mapping[str, Record[Session]]:
        """Sessions by id."""
        return self._records("session")

    @property
    def reports(self) -> Mapping[str, Record[Report]]:
        """Reports by `SESSION/DEPARTMENT`."""
        return self._records("report")

    @property
    def adjustments(self) -> Mapping[str, Record[Adjustment]]:
        """Adjustments by id, whatever their state."""
        return self._records("adjustment")

    @property
    def actions(self) -> Mapping[str, Record[Action]]:
        """Actions by id."""
        return self._records("action")

    @property
    def practices(self) -> Mapping[str, Record[Practice]]:
        """Practices by id."""
        return self._records("practice")

    @property
    def feedback(self) -> Mapping[str, Record[Feedback]]:
        """Feedback by id."""
        return self._records("feedback")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone; UTC where the record names none that exists."""
        try:
            return ZoneInfo(self.organisation.timezone or "UTC")
        except (KeyError, ValueError, OSError):
            return ZoneInfo("UTC")

    @cached_property
    def reports_by_session(self) -> Mapping[str, tuple[Record[Report], ...]]:
        """The reports to each session, by department."""
        grouped: dict[str, list[Record[Report]]] = defaultdict(list)
        for record in self.reports.values():
            grouped[record.id.partition("/")[0]].append(record)
        return {session: tuple(sorted(reports, key=lambda record: record.id)) for session, reports in grouped.items()}

    def measurements_of(self, ref: str) -> Mapping[str, Measurement]:
        """What was measured of a KPI, by period."""
        plan_id, _, key = ref.partition("/")
        record = self.progress.get(plan_id)
        return record.data.kpis.get(key, {}) if record else {}

    def updates_of(self, ref: str) -> Mapping[date, MilestoneUpdate]:
        """What was told of a milestone, by day."""
        plan_id, _, key = ref.partition("/")
        record = self.progress.get(plan_id)
        return record.data.milestones.get(key, {}) if record else {}

    def below_records(self, path: str) -> str:
        """A file's path below the records folder."""
        return path.removeprefix(self.organisation_record.path.removesuffix("organisation.yml"))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference in every record, in the order of the records."""
        torn = self.loaded.torn
        whole = (
            reference
            for records in self.loaded.records.values()
            for record in records.values()
            if record.path not in torn
            for reference in iter_references(record)
        )
        return (*whole, *self._written_references())

    def _written_references(self) -> Iterator[Reference]:
        """What the files name from which something was left out, so that all their faults are told in one run."""
        for path in sorted(self.loaded.torn):
            found = kind_of(self.below_records(path))
            if found is not None:
                kind, record_id = found
                yield from iter_written_references(kind.model, path, self.loaded.documents[path].data, record_id)

    def find(self, ref: str, *kinds: str) -> Target | None:
        """What a reference leads to, among targets of these kinds."""
        for kind in kinds:
            target = self.targets.get(kind, {}).get(ref)
            if target is not None:
                return target
        return None

    def nearest(self, ref: str, *kinds: str) -> str | None:
        """The existing ref of these kinds that is most like a mistyped one."""
        return nearest_ref(ref, [known for kind in kinds for known in self.targets.get(kind, ())])

    def is_confidential(self, plan_id: str) -> bool:
        """Whether a plan, or the facts about it, keep their words and values to themselves."""
        records = (self.plans.get(plan_id), self.progress.get(plan_id))
        return any(record.data.confidential for record in records if record is not None)

    def department_of(self, ref: str) -> str | None:
        """The department that a plan or one of its members belongs to."""
        plan = self.plans.get(ref.partition("/")[0])
        return plan.data.department if plan else None


_NAMED_OTHERWISE = frozenset(("organisation", "people", "holidays", "plan", "progress", "report"))
"""Kinds of records that no reference names by the id of their file alone."""

MEMBER_KINDS = ("goal", "milestone", "kpi", "resource")


def members_of(plan: Plan) -> Iterator[tuple[str, str, Goal | Milestone | Kpi | Resource]]:
    """The promises of a plan: kind, key and promise, goals first."""
    for kind, members in (
        ("goal", plan.goals),
        ("milestone", plan.milestones),
        ("kpi", plan.kpis),
        ("resource", plan.resources),
    ):
        for key, member in members.items():
            yield kind, key, member


def added_ref(addition: Addition) -> tuple[str, str]:
    """The kind and the ref of the promise that a change adds."""
    kind = str(type(addition.add).__name__).removeprefix("Added").lower()
    return kind, str(getattr(addition.add, kind))


def _index(portfolio: Portfolio) -> dict[str, dict[str, Target]]:
    targets: dict[str, dict[str, Target]] = defaultdict(dict)

    def put(kind: str, ref: str, location: Location, data: BaseModel) -> None:
        targets[kind].setdefault(ref, Target(kind, ref, location, _titles(data, ref), data))

    organisation = portfolio.organisation_record
    put("organisation", ORGANISATION, organisation.at(), organisation.data)
    for department_id, department in portfolio.departments.items():
        put("department", department_id, organisation.at("departments", department_id, on_key=True), department)
    for cadence_id, cadence in portfolio.cadences.items():
        put("cadence", cadence_id, organisation.at("cadences", cadence_id, on_key=True), cadence)
    for record in portfolio.loaded.records["people"].values():
        for person_id, person in portfolio.people.items():
            put("person", person_id, record.at(person_id, on_key=True), person)
    for plan in portfolio.plans.values():
        put("plan", plan.id, plan.at(), plan.data)
        for kind, key, member in members_of(plan.data):
            put(kind, f"{plan.id}/{key}", plan.at(f"{kind}s", key, on_key=True), member)
    for kind in portfolio.loaded.records.keys() - _NAMED_OTHERWISE:
        for record_id, one in portfolio.loaded.records[kind].items():
            put(kind, record_id, one.at(), one.data)
    for report in portfolio.reports.values():
        for key, challenge in report.data.challenges.items():
            put("challenge", f"{report.id}/{key}", report.at("challenges", key, on_key=True), challenge)
        for key, need in report.data.training_needs.items():
            put("training-need", f"{report.id}/{key}", report.at("training_needs", key, on_key=True), need)
    for adjustment in portfolio.adjustments.values():
        if adjustment.data.rejected or adjustment.data.withdrawn:
            continue
        for number, change in enumerate(adjustment.data.changes):
            if isinstance(change, Addition):
                kind, ref = added_ref(change)
                if ref.partition("/")[0] not in portfolio.plans:
                    continue
                put(kind, ref, adjustment.at("changes", number, "add", kind), change.add)
    return dict(targets)
