"""Any sessions on file beside a series: each event stands once, and each day of the series has one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup_build.status.schedule import appointments
from followup_build.views.calendar import build_calendars
from followup_build.views.session_events import last_called
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
DAY = date(2026, 6, 14)
ORGANISATION = """\
name: Rights House
timezone: Europe/Berlin
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
approvers: [z.khumalo]
cadences:
  monthly: {kind: monthly, every: month, on: last working day, from: 2026-01-01}
  weekly: {kind: weekly, every: 2 weeks, on: tuesday, from: 2026-04-01, time: 09:00}
"""
SESSION = st.fixed_dictionaries(
    {
        "cadence": st.sampled_from(["monthly", "weekly", None]),
        "date": st.dates(date(2026, 1, 1), date(2027, 8, 31)),
        "status": st.sampled_from(["planned", "planned", "held", "cancelled"]),
        "occurrence": st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 8, 31))),
        "confidential": st.sampled_from([None, None, None, "true"]),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sessions=st.lists(SESSION, max_size=8), holidays=st.lists(st.dates(DAY, date(2027, 8, 31)), max_size=6))
def test_each_event_stands_once_and_each_day_of_a_series_has_one(
    write_tree: WriteTree, sessions: list[dict[str, object]], holidays: list[date]
) -> None:
    files = {"records/organisation.yml": ORGANISATION}
    if holidays:
        files["records/holidays.yml"] = "".join(f"{day}: Closed\n" for day in sorted(set(holidays)))
    for number, data in enumerate(sessions):
        lines = [f"{name}: {value}" for name, value in data.items() if value is not None]
        text = "\n".join(["title: Meeting", "kind: monthly", "chair: z.khumalo", *lines])
        files[f"records/sessions/s{number}/session.md"] = f"---\n{text}\n---\n"
    shutil.rmtree(write_tree({}) / "records")
    workspace = open_workspace(write_tree(files), records="records", as_of=DAY)
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
    whole = next(one for one in build_calendars(subject) if one.path == "calendar.ics")
    uids = [entry.uid for entry in whole.entries]
    assert len(uids) == len(set(uids))
    found = appointments(workspace.portfolio, workspace.ledger, workspace.snapshot, date.min, date(2028, 1, 1))
    # A calendar holds half a year of what is past.
    near = [one for one in found if one.day >= DAY - timedelta(days=183)]
    sessions_on_file = workspace.portfolio.sessions
    named = {
        one.session: one.session if one.call is None or sessions_on_file[one.session].data.confidential else one.call
        for one in near
        if one.session is not None
    }
    open_calls = [one.call for one in near if one.session is None and one.day <= last_called(DAY)]
    tentative = {entry.uid for entry in whole.entries if entry.is_tentative}
    assert tentative == {f"session/{call}@rights-house.invalid" for call in open_calls}
    assert set(uids) - tentative == {f"session/{name}@rights-house.invalid" for name in named.values()}
