"""What the page shows of each document: its sentences and rows, and with an older run, what became of each row.

Rows are lists in the order of `COLUMNS`, to keep the page small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.diff.changes import Change, Totals, compare
from extractor.diff.runs import Line, paired, read_lines
from extractor.records import KINDS, columns

COLUMNS = {
    kind: [column.name for column in columns(record) if column.name != "doc_id"] for kind, record in KINDS.items()
}
"""The columns of each kind's rows, in order."""

_FACTS = ("doc_id", "title", "source", "url", "published", "published_by", "characters")
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_SAME = "="


def documents_of(run: Path) -> Iterator[Mapping[str, Any]]:
    """The documents of a run, for the page.

    Raises:
        ValueError: if the folder holds no finished run, or a line of it is broken.
    """
    for line in read_lines(run):
        yield _document(line) | {"rows": {kind: [_cells(kind, row) for row in line.get(kind, ())] for kind in KINDS}}


def compared(old: Path, new: Path, changed_only: bool) -> Iterator[Mapping[str, Any]]:
    """The documents of both runs, each row with a sign: `=` equal, `+` added, `-` removed, `~` changed.

    A row that moved to another span is removed there and added here. Where the text itself is another one, or the
    document is in one run alone, `note` says so.

    Args:
        old: the older run.
        new: the newer run.
        changed_only: leave out documents whose rows are equal.

    Raises:
        ValueError: if a folder holds no finished run, or a line of it is broken.
    """
    for old_line, new_line in paired(old, new):
        changes = [change for change in compare(old_line, new_line, Totals()) if change.kind in KINDS]
        if changes or not changed_only:
            yield _compared_document(old_line, new_line, changes)


def _compared_document(old: Line | None, new: Line | None, changes: list[Change]) -> Mapping[str, Any]:
    line = new or old or {}
    note = "only in the new run" if old is None else "only in the old run" if new is None else None
    same_text = not (old and new) or old["sha256"] == new["sha256"]
    if not same_text:
        note = "the text is not the same in both runs: removed rows are in the tables alone"
    rows, signs, was = {}, {}, {}
    for kind in KINDS:
        signed = _signed_rows(line, kind, [change for change in changes if change.kind == kind])
        if same_text:
            signed.sort(key=lambda item: (item[0]["start"], item[0]["end"]))
        rows[kind] = [_cells(kind, row) for row, _, _ in signed]
        signs[kind] = "".join(sign for _, sign, _ in signed)
        was[kind] = {place: _cells(kind, before) for place, (_, _, before) in enumerate(signed) if before is not None}
    document = _document(line)
    return document | {"note": note or document["note"], "placed": same_text, "rows": rows, "signs": signs, "was": was}


def _signed_rows(line: Line, kind: str, changes: list[Change]) -> list[tuple[Any, str, Any]]:
    """Rows of one kind with their sign, and what a changed row was before."""
    by_span = {(change.new["start"], change.new["end"]): change for change in changes if change.new is not None}
    gone = {id(change.old) for change in changes if change.new is None}
    signed: list[tuple[Any, str, Any]] = []
    for row in line.get(kind, ()):
        change = by_span.get((row["start"], row["end"]))
        if change is not None:
            sign = "+" if change.what == "moved" else _SIGNS[change.what]
            signed.append((row, sign, change.old))
        elif id(row) not in gone:
            signed.append((row, _SAME, None))
    signed += [(change.old, "-", None) for change in changes if change.what in ("removed", "moved")]
    return signed


def _document(line: Line) -> dict[str, Any]:
    facts = {name: line.get(name) for name in _FACTS}
    sentences = [
        [row["start"], row["text"], row.get("block"), row.get("block_kind")] for row in line.get("sentences") or []
    ]
    note = None if "sentences" in line else "the run has no sentences, of which the text would be shown"
    return facts | {"sentences": sentences, "note": note}


def _cells(kind: str, row: Mapping[str, Any]) -> list[Any]:
    return [row.get(name) for name in COLUMNS[kind]]
