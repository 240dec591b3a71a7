"""The progress report after a session: what was decided and agreed, where every plan stands, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.diagnostics.text_format import counted
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ActionFigures, ItemStatus
from followup_build.status.rollup import RED
from followup_build.status.standing import Standing
from followup_build.views.achievements import recent_wins
from followup_build.views.agenda import taking_part
from followup_build.views.between import turned_since
from followup_build.views.cells import Cell, Line, Prose, Table, day, listed, short_day
from followup_build.views.event import Event
from followup_build.views.events import iter_events
from followup_build.views.names import path_of
from followup_build.views.outcome import agreed_items
from followup_build.views.papers.agreed import action_listing, adjustment_entry, effect_listing, later_entry
from followup_build.views.papers.paper import Entry, Figure, Lines, Listing, Paper, Part, Words, no_errors_note
from followup_build.views.papers.plan_state import plan_blocks
from followup_build.views.preparation import find_next, reported
from followup_build.views.previous import previous_day
from followup_build.views.roadblocks import open_challenges, unanswered_items
from followup_build.views.sessions import told_decisions, told_text, when_text
from followup_build.views.subject import Subject

_KEY_POINTS = 8
"""So many changes of a status are named at the top; the plans below name all of them."""
_NEXT_STEPS = 15
_AHEAD = timedelta(days=31)
"""So far the next steps reach where no session is planned."""


@dataclass(frozen=True, slots=True)
class SessionReport:
    """The report of one session, ready to print and to send."""

    session: str
    """Its id."""
    title: str
    """The session's."""
    organisation: str
    day: date
    """Of the session."""
    as_of: date
    paper: Paper


def build_session_report(subject: Subject, session_id: str) -> SessionReport:
    """The report of a held session, as of the subject's day; what was agreed there is told whenever it was written.

    The session has to be held by that day, and not confidential: nobody may be told what it said.
    """
    record = subject.portfolio.sessions[session_id]
    return _Report(subject, record).build()


class _Report:
    """What the parts of one report share."""

    def __init__(self, subject: Subject, record: Record[Session]) -> None:
        self.subject = subject
        self.record = record
        self.data = record.data
        self.departments = taking_part(subject, record.data)
        self.since = previous_day(subject, record)
        self.next = find_next(subject, record)
        reports = subject.portfolio.reports_by_session.get(record.id, ())
        actions, self.adjustments = agreed_items(subject, record, reports)
        self.actions = sorted(actions, key=_due)
        known = {item.ref for item in self.adjustments}
        self.later = sorted(
            (
                one
                for one in subject.portfolio.adjustments.values()
                if one.data.session == record.id and one.id not in known
            ),
            key=lambda one: (one.data.proposed.on, one.id),
        )
        self.wins = recent_wins(subject, since=self.since, departments=self.departments)

    def build(self) -> SessionReport:
        organisation = self.subject.portfolio.organisation
        as_of, name = self.subject.snapshot.as_of, organisation.name or "The organisation"
        paper = Paper(
            f"{name}, progress report",
            self.data.title,
            when_text(self.subject, self.data),
            day(as_of),
            tuple(self._facts()),
            tuple(no_errors_note(len([one for one in self.subject.findings if one.severity == "error"]))),
            tuple(self._figures()),
            tuple(self._parts()),
            f"{organisation.site_url.rstrip('/')}/" if organisation.site_url else "",
            path_of("session", self.record.id),
        )
        return SessionReport(self.record.id, self.data.title, name, self.data.date, as_of, paper)

    def _facts(self) -> Iterator[tuple[str, Cell]]:
        names = self.subject.names
        if self.data.chair:
            yield "Chair", names.person(self.data.chair)
        if self.data.attendees:
            yield "Present", listed(names.persons(self.data.attendees))
        if self.data.apologies:
            yield "Apologies", listed(names.persons(self.data.apologies))
        if ORGANISATION not in self.departments:
            yield "Departments", listed(names.department(one) for one in self.departments)
        yield from reported(self.subject, self.record, f"{path_of('session', self.record.id)}#reports")

    def _figures(self) -> Iterator[Figure]:
        red = sum(1 for item in self._promises() if item.status in RED)
        adjustments = len(self.adjustments) + len(self.later)
        yield Figure(str(len(self.data.decisions)), _noun(len(self.data.decisions), "decision"))
        yield Figure(str(len(self.actions)), f"{_noun(len(self.actions), 'action')} agreed")
        yield Figure(str(adjustments), _noun(adjustments, "adjustment"))
        yield Figure(str(red), "off track or missed", "off-track" if red else "on-track")
        yield Figure(str(len(self.wins)), _noun(len(self.wins), "achievement"), "achieved" if self.wins else "plain")

    def _promises(self) -> Iterator[ItemStatus]:
        for department in self.departments:
            for item in (*self.subject.items("milestone", department), *self.subject.items("kpi", department)):
                if self.subject.snapshot.standing[item.ref.partition("/")[0]] is Standing.IN_FORCE:
                    yield item

    def _parts(self) -> Iterator[Part]:
        plans, blocks = plan_blocks(self.subject, self.departments, self.since)
        yield Part("key-points", "Key points", "", (Lines("", tuple(self._key_points(plans))),))
        decisions = told_decisions(self.subject, self.record)
        if decisions:
            yield Part("decisions", "Decisions", "", (Lines("", tuple(Prose(one) for one in decisions)),))
        yield Part(
            "actions",
            "Actions",
            "",
            (action_listing(self.subject, self.actions, "", "No action was agreed."),),
        )
        yield self._adjustments()
        yield Part("plans", "Where the plans stand", f"Compared with {day(self.since)}." if self.since else "", blocks)
        yield from self._roadblocks()
        yield self._achievements()
        yield self._next_steps()
        minutes = told_text(self.subject, self.record).strip()
        if minutes:
            yield Part("minutes", "Minutes", "", (Words(Prose(minutes)),))

    def _key_points(self, plans: str) -> Iterator[Cell]:
        yield plans
        if self.since is None:
            return
        turned = turned_since(self.subject, self.since, *self.departments)
        yield from turned[:_KEY_POINTS]
        left = len(turned) - _KEY_POINTS
        if left > 0:
            yield f"{counted(left, 'more change')} of a status stand{'s' * (left == 1)} below."

    def _adjustments(self) -> Part:
        made = (
            *(adjustment_entry(self.subject, item) for item in self.adjustments),
            *(later_entry(self.subject, one) for one in self.later),
        )
        since = f" since {day(self.since)}" if self.since else ""
        nothing = f"No effect of an earlier adjustment was looked at{since}, and none is overdue."
        effects = effect_listing(
            self.subject, self.departments, self.since, f"Effects of earlier adjustments{since}", nothing
        )
        return Part(
            "adjustments",
            "Adjustments",
            "",
            (Listing("From this session", made, "No adjustment came of it."), effects),
        )

    def _roadblocks(self) -> Iterator[Part]:
        unanswered = unanswered_items(self.subject, self.departments)
        challenges = open_challenges(self.subject, self.departments).table
        if unanswered.rows or challenges.rows:
            yield Part("roadblocks", "Roadblocks", "", (_of_table(challenges), _of_table(unanswered)))

    def _achievements(self) -> Part:
        entries = tuple(
            Entry(what, details=(("Told on", day(when)), *((("Thanks to", listed(thanks)),) if thanks else ())))
            for when, what, thanks in self.wins
        )
        nothing = f"No report has told of one {'since' if self.since else 'yet'}."
        return Part("achievements", "Achievements", "", (Listing("", entries, nothing),))

    def _next_steps(self) -> Part:
        as_of = self.subject.snapshot.as_of
        until = self.next.data.date if self.next else as_of + _AHEAD
        departments = set(self.departments)
        found = sorted(
            (
                (one.day, one.name, one)
                for one in iter_events(self.subject)
                if as_of < one.day <= until
                and one.kind != "session"
                and not one.is_cancelled
                and (one.departments is None or one.departments & departments)
            ),
            key=lambda one: one[:2],
        )
        lines = [self._step(when, one) for when, _, one in found[:_NEXT_STEPS]]
        if len(found) > _NEXT_STEPS:
            lines.append(f"{len(found) - _NEXT_STEPS} more until {day(until)}.")
        due = Lines(f"Due until {day(until)}", tuple(lines) or (f"Nothing is due until {day(until)}.",))
        return Part("next", "Next steps and next session", "", (self._next_session(), due))

    def _step(self, when: date, event: Event) -> Cell:
        who = listed(self.subject.names.persons(tuple(sorted(event.people))))
        return (
            Line((f"{short_day(when)}: {event.title} (", who, ")"))
            if event.people
            else f"{short_day(when)}: {event.title}"
        )

    def _next_session(self) -> Lines:
        if self.next is None:
            return Lines("Next session", ("No session is planned yet.",))
        data = self.next.data
        name = self.subject.names.link(self.next.id, "session")
        when = when_text(self.subject, data, hidden=data.confidential)
        return Lines("Next session", (Line((name, f": {when}.")),))


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"


def _due(item: ItemStatus) -> tuple[date, str]:
    assert isinstance(item.figures, ActionFigures)  # noqa: S101 - the kind decides the figures
    return item.figures.due, item.ref


def _of_table(table: Table) -> Listing:
    """A table's rows as a list: the first column names, the others stand behind their labels."""
    entries = (
        Entry(row.cells[0], details=tuple(zip(table.columns[1:], map(_on_one_line, row.cells[1:]), strict=True)))
        for row in table.rows
    )
    return Listing(table.caption, tuple(entries), table.empty)


def _on_one_line(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return cell.removesuffix(".")
    return listed(cell, "; ") if isinstance(cell, tuple) else cell
