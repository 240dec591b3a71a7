"""The same name twice in one list."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity
from followup_build.load.references import Reference

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """A list names everything once."""
    listed: dict[str, Reference] = {}
    inside: tuple[str, tuple[str | int, ...]] = ("", ())
    for reference in subject.portfolio.references:
        if type(reference.route[-1]) is not int:
            continue
        # The references of one list follow one another.
        if (reference.path, reference.route[:-1]) != inside:
            inside = (reference.path, reference.route[:-1])
            listed = {}
        first = listed.setdefault(reference.ref, reference)
        if first is not reference:
            yield Finding(
                "repeated-reference",
                reference.location,
                f"{reference.ref} stands in this list twice",
                "take one of the two out",
                (Related(first.location, "the first one"),),
            )
