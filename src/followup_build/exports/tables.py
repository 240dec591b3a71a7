"""Datasets as CSV and JSON: fixed columns, one row a line, days as ISO dates.

CSV is what RFC 4180 describes, with lines that end in a line feed, as in the answers of `followup status`.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from followup_build.diagnostics.terminal import shown_text
from followup_build.exports.status_answer import csv_cell, plain
from followup_build.views.datasets.dataset import Dataset

VERSION = 1


def dataset_csv(dataset: Dataset) -> str:
    """A header and one line a row; a cell that a spreadsheet would run gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in dataset.columns)
    writer.writerows([csv_cell(plain(value)) for value in row] for row in dataset.rows)
    return text.getvalue()


def dataset_json(dataset: Dataset, *, as_of: date, revision: str | None) -> str:
    """An object with `version`, `as_of`, `revision`, `dataset`, `columns` and `rows`; one row a line."""
    head = {
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "revision": revision,
        "dataset": dataset.name,
        "columns": [{"name": one.name, "type": one.type, "meaning": one.meaning} for one in dataset.columns],
    }
    names = [column.name for column in dataset.columns]
    # One encoder for all rows: making one a row takes longer than the row.
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    lines = ",\n".join(shown_text(encode(dict(zip(names, map(plain, row), strict=True)))) for row in dataset.rows)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "rows": [\n{lines}\n]}}\n'
