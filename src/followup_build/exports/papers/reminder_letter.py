"""A reminder as a letter, which says in its subject how much of what waits."""

from __future__ import annotations

from datetime import datetime

from followup_build.exports.papers.mail_message import Letter, Mailbox, subject_of
from followup_build.exports.papers.paper_html import paper_html
from followup_build.exports.papers.paper_markdown import paper_markdown
from followup_build.views.papers.reminders import Reminder


def reminder_letter(view: Reminder, sender: Mailbox, organisation: str, week: str, date: datetime) -> Letter:
    """The letter that carries a reminder, still without an address.

    Args:
        view: what somebody is reminded of.
        sender: who sends it.
        organisation: whose plans it is about.
        week: the week that it is the reminder of.
        date: when it was written.
    """
    counted = ", ".join(f"{number} {words}" for number, words in view.counts)
    return Letter(
        sender,
        (),
        subject_of(f"{organisation}: {counted}"),
        paper_markdown(view.paper),
        paper_html(view.paper),
        ("reminder", week, view.person),
        date,
    )
