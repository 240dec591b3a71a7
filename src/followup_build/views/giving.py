"""How to give feedback: the form on the platform, which shows who wrote, and the way to stay anonymous."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from followup_build.model.organisation import Organisation
from followup_build.views.cells import Cell, Outside, Prose

_FORM_BY_PLATFORM = {
    "github": "{root}/issues/new?template=feedback.yml",
    "gitlab": "{root}/-/issues/new?issuable_template=feedback",
}
"""Where a new issue opens with the form, by what the platform's host has in its name."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to give feedback."""

    form: str
    """The address of the form on the platform; empty where the repository's platform is not known to have one."""
    anonymous: Cell | None
    """None where the organisation has named none."""


def ways_of(organisation: Organisation) -> Ways | None:
    """The ways that there are; None where there are none."""
    form, anonymous = form_address(organisation.repository or ""), organisation.feedback.anonymous
    if not form and anonymous is None:
        return None
    return Ways(form, None if anonymous is None else _contact(anonymous))


def form_address(repository: str) -> str:
    """Where the form opens; nothing for a platform that the address does not tell."""
    parts = urlsplit(repository)
    host = (parts.hostname or "").lower()
    root = repository.rstrip("/").removesuffix(".git")
    has_project = len(parts.path.strip("/").split("/")) > 1
    return next(
        (form.format(root=root) for name, form in _FORM_BY_PLATFORM.items() if name in host and has_project), ""
    )


def _contact(text: str) -> Cell:
    """An address that stands alone leads there; everything else is a sentence."""
    if len(text.split()) == 1 and "://" in text:
        return Outside(text, text)
    if len(text.split()) == 1 and "@" in text:
        return Outside(text, f"mailto:{text}")
    return Prose(text)
