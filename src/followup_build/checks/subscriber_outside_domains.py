"""A subscriber whom no mail reaches."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Finding]:
    """Each subscriber's address is in a domain to which mail may go."""
    record = subject.portfolio.organisation_record
    mail = record.data.mail
    if mail is None:
        return
    allowed = {domain.casefold() for domain in mail.domains}
    for number, address in enumerate(mail.subscribers):
        domain = address.rpartition("@")[2].casefold()
        if domain not in allowed:
            yield Finding(
                "subscriber-outside-domains",
                record.at("mail", "subscribers", number),
                f"{address} gets no mail, because mail may not go to {domain}",
                f"add {domain} to domains if mail may go there, or take the address out",
            )
