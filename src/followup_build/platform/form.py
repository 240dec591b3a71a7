"""The form in which staff give feedback: its fields, and their answers in the issue that the platform makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from followup_build.platform.fault import PlatformError
from followup_build.source.document import parse_document
from followup_build.source.tree import SourceFile

FORM = ".github/ISSUE_TEMPLATE/feedback.yml"
TEXT, SESSION = "text", "session"
"""The ids of the fields that the record has a place for."""
_UNANSWERED = "_No response_"
"""What the platform writes where a field was left empty."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody wrote into the form, its title aside."""

    text: str
    session: str
    """As it was typed; empty where none was named."""


def read_labels(root: Path) -> Mapping[str, str]:
    """The label of each field by its id, in the order of the form.

    Raises:
        PlatformError: the form is not there, or is none.
    """
    try:
        content = (root / FORM).read_bytes()
    except OSError as error:
        raise PlatformError(f"{FORM} cannot be read: {error.strerror}") from None
    document, findings = parse_document(SourceFile(FORM, content))
    if findings:
        raise PlatformError(f"{FORM} cannot be read: {findings[0].message}")
    body = document.data.get("body") if document is not None else None
    fields = [one for one in body if isinstance(one, dict)] if isinstance(body, list) else []
    labels = {}
    for one in fields:
        attributes, key = one.get("attributes"), one.get("id")
        label = attributes.get("label") if isinstance(attributes, dict) else None
        if isinstance(key, str) and isinstance(label, str):
            labels[key] = label.strip()
    if TEXT not in labels:
        raise PlatformError(f"{FORM} has no field with the id {TEXT}, which says what somebody wants to say")
    return labels


def read_answers(body: str, labels: Mapping[str, str]) -> Answers:
    """The answers in an issue's text, whatever else its writer made of it; nothing of the text is lost.

    The platform writes each label as a heading and the answer below it. An answer may hold such headings itself: of the
    first field the first one counts, of a later field the last. What stands under no label, or under one of a field
    that a record has no place for, belongs to the text.
    """
    lines = body.replace("\r\n", "\n").split("\n")
    starts = _find_headings(lines, tuple(labels.values()))
    ends = dict(pairwise([*sorted(starts.values()), len(lines)]))
    parts = [_joined(lines[: min(ends, default=len(lines))])]
    session = ""
    for key, label in labels.items():
        if label not in starts:
            continue
        start = starts[label]
        answer = _joined(lines[start + 1 : ends[start]])
        if answer == _UNANSWERED:
            continue
        if key == SESSION:
            session, _, answer = answer.partition("\n")
        elif key != TEXT and answer:
            answer = f"### {label}\n\n{answer}"
        parts.append(answer.strip())
    return Answers("\n\n".join(filter(None, parts)), session.strip())


def _find_headings(lines: list[str], labels: tuple[str, ...]) -> dict[str, int]:
    """The line of each label's heading, as far as they stand in the order of the form."""
    headings = {f"### {label}": label for label in labels}
    places: dict[str, list[int]] = {label: [] for label in labels}
    for number, line in enumerate(lines):
        label = headings.get(line.rstrip())
        if label is not None:
            places[label].append(number)
    first = places[labels[0]][:1]
    found = {labels[0]: first[0]} if first else {}
    least, most = first[0] if first else -1, len(lines)
    for label in reversed(labels[1:]):
        fitting = [number for number in places[label] if least < number < most]
        if fitting:
            found[label] = most = fitting[-1]
    return found


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()
