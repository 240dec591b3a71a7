"""What tests tell `followup init`, and what it has written."""

from __future__ import annotations

from pathlib import Path

from followup_build.source.document import parse_document
from followup_build.source.tree import SourceFile

FINANCE = ("--department", "Finance", "Thandi Mokoena", "Zanele Khumalo", "--login", "Zanele Khumalo", "zkhumalo")
NAMED = ("--name", "Rights House", "--timezone", "Africa/Johannesburg")
TOLD = (*NAMED, *FINANCE)
PLACES = {
    "README.md",
    ".gitignore",
    "mkdocs.yml",
    "requirements.txt",
    ".pre-commit-config.yaml",
    ".vscode/settings.json",
    ".vscode/extensions.json",
    ".vscode/schemas/plan.schema.json",
    ".github/CODEOWNERS",
    ".github/ISSUE_TEMPLATE/feedback.yml",
    ".github/workflows/check.yml",
    ".github/workflows/feedback.yml",
    "records/organisation.yml",
    "records/people.yml",
    "records/holidays.yml",
    "records/plans/finance-2026.yml",
}


def written(folder: str = "new") -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in Path(folder).rglob("*")
        if path.is_file() and not path.is_relative_to(Path(folder, ".git"))
    }


def said_by(file: str, folder: str = "new") -> dict[str, object]:
    document, findings = parse_document(SourceFile(file, Path(folder, file).read_bytes()))
    assert document is not None
    assert not findings
    return document.data
