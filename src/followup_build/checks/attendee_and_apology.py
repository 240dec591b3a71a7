"""Somebody who was there and sent apologies."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Nobody is in both lists, and the chair sends no apologies for a session that was held."""
    for record in subject.portfolio.sessions.values():
        session = record.data
        for number, person in enumerate(session.apologies):
            if person in session.attendees:
                related = Related(record.at("attendees", session.attendees.index(person)), "among the attendees")
                message = f"{person} stands among the attendees and the apologies"
            elif person == session.chair and session.status == "held":
                related = Related(record.at("chair"), "the chair")
                message = f"{person} chaired the session, and stands among the apologies"
            else:
                continue
            hint = "take the name out of one of the two"
            yield Finding("attendee-and-apology", record.at("apologies", number), message, hint, (related,))
