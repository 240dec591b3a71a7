"""What every page is built from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from followup_build.diagnostics.finding import Finding
from followup_build.ledger.books import CurrentPlan, Ledger, Timeline
from followup_build.ledger.succession import find_successors
from followup_build.load.records import Record
from followup_build.model.progress import Progress
from followup_build.model.session import Report, Session
from followup_build.portfolio import ORGANISATION, Portfolio
from followup_build.source.log import NO_LOG, Log
from followup_build.status.contradiction import Contradiction
from followup_build.status.item import ItemStatus
from followup_build.status.promise import evaluate_promises
from followup_build.status.reported import KnownChallenge, known_challenges, known_feedback
from followup_build.status.session_text import is_blank
from followup_build.status.snapshot import Snapshot
from followup_build.status.standing import Standing
from followup_build.views.archive import archived_years
from followup_build.views.names import Names

_GOING_ON = (Standing.AHEAD, Standing.IN_FORCE)


@dataclass(frozen=True)
class Subject:
    """What pages are built from: linked records, what is promised, where it stands, and what is wrong."""

    portfolio: Portfolio
    ledger: Ledger
    snapshot: Snapshot
    findings: tuple[Finding, ...]
    log: Log = NO_LOG
    """Which commits changed each file, where that is told."""
    _ledgers: dict[date, Ledger] = field(default_factory=dict, repr=False)
    _promises: dict[date, Mapping[tuple[str, str], ItemStatus]] = field(default_factory=dict, repr=False)

    @cached_property
    def _timeline(self) -> Timeline:
        return Timeline(self.portfolio)

    @cached_property
    def names(self) -> Names:
        """What things are called, and where they stand."""
        return Names(self.portfolio, self.ledger, self.archive)

    @cached_property
    def archive(self) -> Mapping[str, int]:
        """The year of each action that stands on the page of a past year."""
        return archived_years(self.items("action"), self.snapshot.as_of)

    @cached_property
    def successors(self) -> Mapping[str, CurrentPlan]:
        """The plans that have taken over by the day, by the plan that each one superseded."""
        return find_successors(self.portfolio, self.ledger, self.snapshot.as_of)

    def plan_on(self, plan_id: str, day: date) -> CurrentPlan:
        """A plan that goes on, as it was promised on an earlier day."""
        ledger = self._ledgers.get(day)
        if ledger is None:
            going_on = [one for one, standing in self.snapshot.standing.items() if standing in _GOING_ON]
            ledger = self._ledgers[day] = self._timeline.ledger_on(day, going_on)
        return ledger.plans[plan_id]

    def promises_on(self, day: date) -> Mapping[tuple[str, str], ItemStatus]:
        """Every KPI and milestone as of an earlier day, by kind and ref."""
        found = self._promises.get(day)
        if found is None:
            earlier = self._timeline.ledger_on(day)
            found = {(item.kind, item.ref): item for item in evaluate_promises(self.portfolio, earlier, day)}
            self._promises[day] = found
        return found

    def items(self, kind: str, department: str | None = None, owner: str | None = None) -> tuple[ItemStatus, ...]:
        """The items of a kind, of one department or one person where asked."""
        return self.snapshot.of_kind(kind, department, owner)

    @cached_property
    def sessions_by_cadence(self) -> Mapping[str, tuple[Record[Session], ...]]:
        """The sessions of each series, the first one first."""
        found: dict[str, list[Record[Session]]] = defaultdict(list)
        for record in sorted(self.portfolio.sessions.values(), key=lambda one: (one.data.date, one.id)):
            found[record.data.cadence or ""].append(record)
        return {cadence: tuple(records) for cadence, records in found.items()}

    @cached_property
    def actions_by_origin(self) -> Mapping[str, tuple[ItemStatus, ...]]:
        """The actions that each session or adjustment brought about, by its id."""
        found: dict[str, list[ItemStatus]] = defaultdict(list)
        for item in self.items("action"):
            action = self.portfolio.actions[item.ref].data
            for origin in (action.session, action.adjustment):
                if origin is not None:
                    found[origin].append(item)
        return {origin: tuple(items) for origin, items in found.items()}

    @cached_property
    def adjustments_by_session(self) -> Mapping[str, tuple[ItemStatus, ...]]:
        """The adjustments that came out of each session, by its id."""
        found: dict[str, list[ItemStatus]] = defaultdict(list)
        for item in self.items("adjustment"):
            found[self.portfolio.adjustments[item.ref].data.session or ""].append(item)
        return {session: tuple(items) for session, items in found.items()}

    def reports_to(self, session: str) -> tuple[Record[Report], ...]:
        """The reports to a session that say something, by department."""
        return tuple(one for one in self.portfolio.reports_by_session.get(session, ()) if not is_blank(one))

    @cached_property
    def feedback_by_outcome(self) -> Mapping[str, tuple[str, ...]]:
        """The feedback given by the day that led to each practice, action or adjustment; confidential one left out."""
        found: dict[str, list[str]] = defaultdict(list)
        for record in known_feedback(self.portfolio, self.snapshot.as_of):
            for ref in () if record.data.confidential else record.data.led_to:
                found[ref].append(record.id)
        return {ref: tuple(ids) for ref, ids in found.items()}

    @cached_property
    def reports_by_department(self) -> Mapping[str, tuple[tuple[Session, Record[Report]], ...]]:
        """The reports that each department gave by the day, with their sessions, the latest first; no blank ones."""
        found: dict[str, list[tuple[Session, Record[Report]]]] = defaultdict(list)
        for report in self.portfolio.reports.values():
            session_id, _, department = report.id.partition("/")
            session = self.portfolio.sessions.get(session_id)
            if session is not None and session.data.date <= self.snapshot.as_of and not is_blank(report):
                found[department].append((session.data, report))
        for reports in found.values():
            reports.sort(key=lambda one: (-one[0].date.toordinal(), one[1].id))
        return {department: tuple(reports) for department, reports in found.items()}

    @cached_property
    def achievements(self) -> tuple[tuple[Session, Record[Report], str], ...]:
        """What the reports by the day told of, the latest first: the session, the report, and the key there."""
        told = (one for reports in self.reports_by_department.values() for one in reports)
        found = [(session, report, key) for session, report in told for key in report.data.achievements]
        return tuple(sorted(found, key=lambda one: (-one[0].date.toordinal(), f"{one[1].id}/{one[2]}")))

    @cached_property
    def challenges_by_department(self) -> Mapping[str, tuple[KnownChallenge, ...]]:
        """The challenges that each department told of by the day, confidential ones left out."""
        found: dict[str, list[KnownChallenge]] = defaultdict(list)
        for one in known_challenges(self.portfolio, self.snapshot.as_of):
            found[one[1].id.partition("/")[2]].append(one)
        return {department: tuple(told) for department, told in found.items()}

    @cached_property
    def contradictions_by_report(self) -> Mapping[str, tuple[Contradiction, ...]]:
        """Where figures say something else than a report did, by the report's id."""
        found: dict[str, list[Contradiction]] = defaultdict(list)
        for one in self.snapshot.contradictions:
            found[one.report].append(one)
        return {report: tuple(said) for report, said in found.items()}

    @property
    def bodies(self) -> tuple[str, ...]:
        """Whose plans there are, in the order of every list: the organisation, then the departments as in the file."""
        return (ORGANISATION, *self.portfolio.departments)

    def plan_of(self, item: ItemStatus) -> CurrentPlan:
        """The plan that an item is, or belongs to."""
        return self.ledger.plans[item.ref.partition("/")[0]]

    def is_draft(self, item: ItemStatus) -> bool:
        """Whether nobody who may approve an item's plan had done so by the day."""
        return self.snapshot.standing[item.ref.partition("/")[0]] is Standing.DRAFT

    def is_over(self, item: ItemStatus) -> bool:
        """Whether an item's plan belongs to the past: its period has ended, or another plan has taken over."""
        plan = item.ref.partition("/")[0]
        return plan in self.successors or self.snapshot.standing[plan] in (Standing.ENDED, Standing.SUPERSEDED)

    def facts_of(self, item: ItemStatus) -> Progress | None:
        """The facts on file about an item's plan; None where there are none, or where they are not to be told."""
        record = self.portfolio.progress.get(item.ref.partition("/")[0])
        return None if record is None or record.data.confidential or item.confidential else record.data
