"""Changes as CSV or JSON lines, for pandas and other tools."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extractor.diff.changes import Change

COLUMNS = (
    "change", "kind", "rule", "old_rule", "new_rule", "doc_id", "old_start", "old_end", "old_text", "new_start",
    "new_end", "new_text", "columns", "old_values", "new_values", "sentence_start", "sentence",
)  # fmt: skip
"""The columns of the CSV. `columns` holds the names of what differs, separated by blanks; `old_values` and
`new_values` hold what each side says in these columns (or in all, if the other side has no such row), as JSON."""


def change_to_dict(change: Change) -> dict[str, Any]:
    """A change as one JSON line, both rows as they are in `documents.jsonl`."""
    return {
        "change": change.what,
        "kind": change.kind,
        "rule": change.rule,
        "doc_id": change.doc_id,
        "columns": list(change.columns),
        "old": change.old,
        "new": change.new,
        "sentence_start": change.sentence_start if change.sentence is not None else None,
        "sentence": change.sentence,
    }


def change_to_cells(change: Change) -> list[Any]:
    """A change as the cells of one CSV row, in the order of `COLUMNS`."""
    sides = []
    for row in (change.old, change.new):
        sides.append([None if row is None else row.get(name) for name in ("start", "end", "text")])
    return [
        change.what,
        change.kind,
        change.rule,
        change.old_rule,
        change.new_rule,
        change.doc_id,
        *sides[0],
        *sides[1],
        " ".join(change.columns) or None,
        _values(change, change.old),
        _values(change, change.new),
        change.sentence_start if change.sentence is not None else None,
        change.sentence,
    ]


def _values(change: Change, row: Any) -> str | None:
    if row is None:
        return None
    shown = change.columns or [name for name in row if name not in ("sentence", "start", "end", "text", "rule")]
    return json.dumps({name: row[name] for name in shown}, ensure_ascii=False)


@contextlib.contextmanager
def writer(path: Path) -> Iterator[Callable[[Change], object]]:
    """A function that writes changes into a file: `.csv` or `.jsonl`.

    Raises:
        ValueError: if the name ends otherwise.
    """
    if path.suffix not in (".csv", ".jsonl"):
        raise ValueError(f"{path}: the changes are written as .csv or .jsonl")
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            yield lambda change: file.write(json.dumps(change_to_dict(change), ensure_ascii=False) + "\n")
            return
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        yield lambda change: table.writerow(change_to_cells(change))
