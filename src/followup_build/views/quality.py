"""Data quality: findings, contradictions, and data that is missing or out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from followup_build.diagnostics.finding import Finding, Severity
from followup_build.diagnostics.text_format import counted
from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus
from followup_build.views.calls import Call, call
from followup_build.views.cells import LONG, Aside, Cell, Chip, Link, Outside, Row, Table, chip_of, choice_of
from followup_build.views.filters import choose
from followup_build.views.names import path_of
from followup_build.views.subject import Subject

_CHIPS = {Severity.ERROR: Chip("off-track", "✖", "error"), Severity.WARNING: Chip("at-risk", "▲", "warning")}


@dataclass(frozen=True, slots=True)
class QualityView:
    """What a careful team would mend."""

    lead: str
    calls: tuple[Call, ...]
    rules: Table
    """How often each rule found something; without rows where that says no more than the findings."""
    findings: Table
    contradictions: Table
    stale: Table
    unmeasured: Table


def build_quality(subject: Subject, source_address: str = "") -> QualityView:
    """All findings, and what time has made of the data; the address is where the records' files stand on a platform."""
    unmeasured = [item for item in subject.items("kpi") if item.status is Status.NO_DATA]
    told = {item.ref for item in unmeasured}
    stale = [
        item
        for kind in ("kpi", "milestone", "action")
        for item in subject.items(kind)
        if item.stale and not (kind == "kpi" and item.ref in told)
    ]
    contradictions = _contradictions(subject)
    calls = (
        call(_count(subject, Severity.ERROR), "error", "errors", Status.OFF_TRACK, anchor="findings"),
        call(_count(subject, Severity.WARNING), "warning", "warnings", Status.AT_RISK, anchor="findings"),
        call(len(contradictions.rows), "contradiction", "contradictions", Status.AT_RISK, anchor="contradictions"),
        call(len(unmeasured), "KPI never measured", "KPIs never measured", Status.NO_DATA, anchor="unmeasured"),
        call(len(stale), "item out of date", "items out of date", Status.AT_RISK, anchor="stale"),
    )
    return QualityView(
        _lead(subject),
        tuple(one for one in calls if one.number),
        _rules(subject),
        _findings(subject, source_address),
        contradictions,
        _items(subject, "Items out of date", "out-of-date", stale),
        _items(subject, "KPIs never measured", "never-measured", unmeasured),
    )


def _findings(subject: Subject, source_address: str) -> Table:
    hidden = hidden_paths(subject)
    rows = []
    for finding in subject.findings:
        place = f"{finding.location.path}:{finding.location.line}"
        where: Cell = (
            Outside(place, f"{source_address}{finding.location.path}#L{finding.location.line}")
            if source_address
            else place
        )
        # A message and a hint may quote a record; the place is enough where the record is confidential.
        what: Cell = "Confidential" if finding.location.path in hidden else tuple(_what(finding))
        rule = Link(finding.rule, f"rules/{finding.rule}/index.html")
        rows.append(Row((what, _CHIPS[finding.severity], where, rule)))
    found = subject.findings
    return Table(
        "Findings",
        ("What", "Severity", "Where", "Rule"),
        tuple(rows),
        "The records have no findings.",
        name="findings" if len(found) >= LONG else "",
        filters=(
            choose("severity", "Severity", [(one.severity.value, _CHIPS[one.severity].word) for one in found]),
            choose("rule", "Rule", [(one.rule, one.rule) for one in found]),
        ),
    )


def _count(subject: Subject, severity: Severity) -> int:
    return sum(finding.severity is severity for finding in subject.findings)


def _lead(subject: Subject) -> str:
    errors, warnings = (counted(_count(subject, one), one.value) for one in (Severity.ERROR, Severity.WARNING))
    if not subject.findings:
        return "The records have no findings: every file can be read, and everything in them fits together."
    return f"{errors} and {warnings} in the records. What an error touches may be left out of the pages."


def _rules(subject: Subject) -> Table:
    """How often each rule found something, errors first and then what is found most."""
    found = Counter((finding.severity is Severity.WARNING, finding.rule) for finding in subject.findings)
    in_order = sorted(found.items(), key=lambda one: (one[0][0], -one[1], one[0][1]))
    rows = tuple(
        Row(
            (
                Link(rule, f"rules/{rule}/index.html"),
                _CHIPS[Severity.WARNING if is_warning else Severity.ERROR],
                str(number),
            )
        )
        for (is_warning, rule), number in in_order
    )
    several = rows if len(subject.findings) > len(rows) > 1 else ()
    return Table("Findings by rule", ("Rule", "Severity", "Findings"), several, numeric=("Findings",))


def _what(finding: Finding) -> Iterator[Cell]:
    yield finding.message
    if finding.hint:
        yield Aside("Mend", (finding.hint,))


def hidden_paths(subject: Subject) -> frozenset[str]:
    """The files of confidential records, and of what is told about them: progress of a plan, reports to a session."""
    portfolio = subject.portfolio
    secret = {
        (kind, record.id)
        for kind, records in portfolio.loaded.records.items()
        for record in records.values()
        if getattr(record.data, "confidential", False)
    }
    paths = {portfolio.loaded.records[kind][one].path for kind, one in secret}
    paths |= {record.path for record in portfolio.progress.values() if ("plan", record.id) in secret}
    paths |= {
        record.path for record in portfolio.reports.values() if ("session", record.id.partition("/")[0]) in secret
    }
    return frozenset(paths)


def _contradictions(subject: Subject) -> Table:
    rows = []
    for one in subject.snapshot.contradictions:
        session, _, department = one.report.partition("/")
        item = Link(
            "a confidential item" if one.item.confidential else one.item.title, path_of(one.item.kind, one.item.ref)
        )
        rows.append(
            Row((one.message, item, subject.names.department(department), subject.names.link(session, "session")))
        )
    found = [one.report.partition("/") for one in subject.snapshot.contradictions]
    return Table(
        "Contradictions",
        ("What", "Item", "Department", "Session"),
        tuple(rows),
        "No report contradicts the figures.",
        name="contradictions" if len(rows) >= LONG else "",
        filters=(
            choose("department", "Department", [choice_of(one, subject.names.department) for *_, one in found]),
            choose("session", "Session", [choice_of(one, subject.names.link) for one, *_ in found]),
        ),
        order="As reported",
    )


def _items(subject: Subject, caption: str, name: str, items: Sequence[ItemStatus]) -> Table:
    names = subject.names
    rows = tuple(
        Row(
            (
                names.item(item),
                chip_of(item),
                names.person(item.owner),
                "" if item.confidential else item.reasons[-1],
            )
        )
        for item in items
    )
    return Table(
        caption,
        ("Item", "Status", "Owner", "Why"),
        rows,
        "Nothing.",
        name=name if len(rows) >= LONG else "",
        filters=(
            choose("department", "Department", [choice_of(item.department, names.department) for item in items]),
            choose("owner", "Owner", [choice_of(item.owner, names.person) for item in items]),
        ),
    )
