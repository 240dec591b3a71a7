"""Converts a public data set into a tree of records: `python tests/corpora/convert.py SOURCE.json OUT_DIR`."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import agency_priority_goals
import federal_data_strategy
from record_tree import Tree, counts, files, missing
from record_writing import Record
from reported_progress import expected_progress

ARGUMENTS = 2


def converted(source: Record) -> dict[str, str]:
    """The text of each file by its path below OUT_DIR."""
    expected: dict[str, Any] = {}
    if source["source"]["repo"] == "GSA/data-strategy":
        tree = federal_data_strategy.tree_of(source)
    else:
        tree = agency_priority_goals.tree_of(source)
        expected["expected_progress.json"] = expected_progress(source)
    expected["expected_counts.json"] = counts(tree)
    expected["expected_missing.json"] = missing(tree)
    return {
        **{f"records/{path}": text for path, text in files(tree).items()},
        **{path: json.dumps(value, indent=1) + "\n" for path, value in expected.items()},
        "README.md": readme(source["source"], tree),
    }


def readme(origin: Record, tree: Tree) -> str:
    """Where the tree comes from, and its counts."""
    counted = counts(tree)
    rows = [(name.replace("_", " "), value) for name, value in counted.items() if isinstance(value, int)]
    return "\n".join(
        [
            f"# {tree.organisation['name']}",
            "",
            "Converted by `tests/corpora/convert.py`. Do not edit.",
            "",
            f"Source: {origin['repo']} at `{origin['commit']}` ({origin['commit_date']}).",
            "",
            f"Licence: {origin['licence']}.",
            "",
            *_table("records", rows),
            *_table("missing in the source, and so in the records", counted["missing"].items()),
            *_table("left out", counted["left_out"].items()),
        ]
    )


def _table(title: str, rows: Any) -> list[str]:
    return [f"| {title} | |", "|---|---:|", *(f"| {name} | {count} |" for name, count in rows), ""]


def main(arguments: list[str]) -> int:
    """Read the source, write the tree."""
    if len(arguments) != ARGUMENTS:
        sys.stderr.write("usage: python tests/corpora/convert.py SOURCE.json OUT_DIR\n")
        return 2
    source_file, out_dir = map(Path, arguments)
    if (out_dir / "records").exists():
        # A file of an earlier run would stay and be taken for a record.
        sys.stderr.write(f"{out_dir / 'records'} is there already: remove it first\n")
        return 2
    source = json.loads(source_file.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    for path, text in converted(source).items():
        file = out_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
