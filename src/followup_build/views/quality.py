"""Data quality: findings, contradictions, and data that is missing or out of date."""

from __future__ import annotations

from dataclasses import dataclass

from followup_build.model.vocabulary import Status
from followup_build.views.cells import Cell, Chip, Link, Outside, Row, Table, chip_of
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class QualityView:
    """What a careful team would mend."""

    errors: int
    warnings: int
    findings: Table
    contradictions: Table
    stale: Table
    unmeasured: Table


def build_quality(subject: Subject, source_address: str = "") -> QualityView:
    """All findings, and what time has made of the data; the address is where the records' files stand on a platform."""
    rows = []
    for finding in subject.findings:
        place = f"{finding.location.path}:{finding.location.line}"
        where: Cell = (
            Outside(place, f"{source_address}{finding.location.path}#L{finding.location.line}")
            if source_address
            else place
        )
        # A message may quote a record; the place is enough where the record is confidential.
        message = "Confidential" if _is_hidden(subject, finding.location.path) else finding.message
        rows.append(
            Row((finding.severity.value, where, message, Link(finding.rule, f"rules/{finding.rule}/index.html")))
        )
    contradictions = tuple(
        Row(
            (
                subject.names.link(one.report.partition("/")[0], "session"),
                subject.names.department(one.report.partition("/")[2]),
                one.message,
            )
        )
        for one in subject.snapshot.contradictions
    )
    return QualityView(
        sum(finding.severity.value == "error" for finding in subject.findings),
        sum(finding.severity.value == "warning" for finding in subject.findings),
        Table("Findings", ("Severity", "Where", "What", "Rule"), tuple(rows), "The records have no findings."),
        Table(
            "Contradictions", ("Session", "Department", "What"), contradictions, "No report contradicts the figures."
        ),
        _items(subject, "Out of date", stale=True),
        _items(subject, "Never measured", stale=False),
    )


def _is_hidden(subject: Subject, path: str) -> bool:
    return any(
        record.path == path and getattr(record.data, "confidential", False)
        for records in subject.portfolio.loaded.records.values()
        for record in records.values()
    )


def _items(subject: Subject, caption: str, *, stale: bool) -> Table:
    rows: list[Row] = []
    for kind in ("kpi", "milestone", "action"):
        for item in subject.items(kind):
            if item.stale if stale else item.status is Status.NO_DATA:
                status: Chip = chip_of(item)
                rows.append(
                    Row(
                        (
                            subject.names.item(item),
                            status,
                            subject.names.person(item.owner),
                            "" if item.confidential else item.reasons[-1],
                        )
                    )
                )
    return Table(caption, ("Item", "Status", "Owner", "Why"), tuple(rows), "Nothing.")
