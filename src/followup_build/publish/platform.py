"""The platform that holds the repository: where a file is read, what happened to it, and where it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class SourceLinks:
    """The addresses of one file on the platform."""

    source: str
    history: str
    edit: str


def source_links(repository: str, path: str | None) -> SourceLinks | None:
    """The addresses of a file of the repository; None without a repository or a file.

    `HEAD` stands for whatever branch the platform shows first, so that nobody has to say how it is called.
    """
    if not repository or not path:
        return None
    root, file = repository.rstrip("/"), quote(path)
    return SourceLinks(f"{root}/blob/HEAD/{file}", f"{root}/commits/HEAD/{file}", f"{root}/edit/HEAD/{file}")
