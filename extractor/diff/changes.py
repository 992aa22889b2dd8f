"""The changes between two runs, row by row: added, removed, moved (another span) and changed (other values)."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from extractor.diff.alignment import Pair, Row, align, align_by_text
from extractor.diff.runs import Line, paired
from extractor.records import TABLES

What = Literal["added", "removed", "moved", "changed"]

NUMBERING = {"counts": ("group",), "objectives": ("list",)}
"""Columns that number things through a document. One more list at its top renumbers all others: no change of theirs.

So is `sentence`, the index into the table of sentences, whose rows are compared by themselves.
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that is not the same in both runs.

    Attributes:
        what: `added`, `removed`, `moved` (another span, perhaps with other values too) or `changed` (the same span).
        kind: the table: one of the four kinds, `documents` or `sentences`.
        doc_id: id of the document.
        old: the row in the old run, as in `documents.jsonl`; None if added.
        new: the row in the new run; None if removed.
        columns: names of the columns that differ, in their order; none if added or removed.
        sentence: the sentence round the row, from the run that `row` is of.
        sentence_start: offset of `sentence` in the text.
    """

    what: What
    kind: str
    doc_id: str
    old: Row | None
    new: Row | None
    columns: tuple[str, ...] = ()
    sentence: str | None = None
    sentence_start: int = 0

    @property
    def row(self) -> Row:
        """The row as it is in the new run or, if removed, as it was in the old one."""
        return self.new if self.new is not None else self.old or {}

    @property
    def old_rule(self) -> str | None:
        """The rule that made the old row, if there is one."""
        return self.old.get("rule") if self.old is not None else None

    @property
    def new_rule(self) -> str | None:
        """The rule that made the new row, if there is one."""
        return self.new.get("rule") if self.new is not None else None

    @property
    def rule_alone(self) -> bool:
        """Whether another rule gave the very same row."""
        return self.columns == ("rule",)

    @property
    def rule(self) -> str | None:
        """What the change is grouped by: the rule, or `old -> new` where another one took the row over."""
        if self.old_rule and self.new_rule and self.old_rule != self.new_rule:
            return f"{self.old_rule} -> {self.new_rule}"
        return self.new_rule or self.old_rule


@dataclasses.dataclass(slots=True)
class Totals:
    """What `diff` has seen so far, equal or not.

    Attributes:
        old: rows of the old run by `(kind, rule)`; rule is None in `documents` and `sentences`.
        new: the same of the new run.
        matched: rows that both runs have, changed or not, by kind.
        columns: columns or whole tables that only one run has, as `counts.role`: `"old"` or `"new"`.
    """

    old: Counter[tuple[str, str | None]] = dataclasses.field(default_factory=Counter)
    new: Counter[tuple[str, str | None]] = dataclasses.field(default_factory=Counter)
    matched: Counter[str] = dataclasses.field(default_factory=Counter)
    columns: dict[str, Literal["old", "new"]] = dataclasses.field(default_factory=dict)

    def count_match(self, kind: str, old: Row, new: Row) -> None:
        """Count a row that both runs have, and note the columns that only one of them has."""
        self.matched[kind] += 1
        for name in old.keys() ^ new.keys():
            self.columns[f"{kind}.{name}"] = "old" if name in old else "new"


def diff(old: Path | str, new: Path | str, totals: Totals | None = None) -> Iterator[Change]:
    """The changes from one output folder to another, streamed document by document.

    Rows are matched inside a document and kind: by their span, then by the largest overlap of what is left.

    Args:
        old: output folder of a run.
        new: output folder of another run.
        totals: is filled on the way, for shares: whole when the iterator is used up.

    Raises:
        ValueError: if a folder holds no finished run, or a line of it is broken.
    """
    totals = Totals() if totals is None else totals
    for old_line, new_line in paired(old, new):
        yield from compare(old_line, new_line, totals)


def compare(old: Line | None, new: Line | None, totals: Totals) -> Iterator[Change]:
    """The changes of one document, of which at least one run has a line.

    Args:
        old: its line in `documents.jsonl` of the old run, if it is there.
        new: its line in the new run, if it is there.
        totals: is filled with what the document holds.
    """
    same_text = bool(old and new and old.get("sha256") == new.get("sha256"))
    for kind in TABLES:
        if old and new and kind != "documents" and (kind in old) != (kind in new):
            totals.columns[kind] = "old" if kind in old else "new"
            continue
        old_rows, new_rows = _rows(old, kind), _rows(new, kind)
        totals.old.update((kind, row.get("rule")) for row in old_rows)
        totals.new.update((kind, row.get("rule")) for row in new_rows)
        if old_rows == new_rows:
            totals.matched[kind] += len(old_rows)
            continue
        if kind == "documents":
            pairs: list[Pair] = [(next(iter(old_rows), None), next(iter(new_rows), None))]
        else:
            pairs = align(old_rows, new_rows) if same_text else align_by_text(old_rows, new_rows)
        numbering = _Numbering(kind)
        for old_row, new_row in pairs:
            differing: tuple[str, ...] = ()
            if old_row is not None and new_row is not None:
                totals.count_match(kind, old_row, new_row)
                differing = _differing(old_row, new_row, numbering, same_text)
                if not differing:
                    continue
            yield _change(kind, old_row, new_row, differing, (new if new_row is not None else old) or {})


def _rows(line: Line | None, table: str) -> list[Row]:
    if line is None:
        return []
    if table == "documents":
        return [{name: value for name, value in line.items() if name not in TABLES}]
    rows: list[Row] = line.get(table) or []
    return rows


def _differing(old: Row, new: Row, numbering: _Numbering, same_text: bool) -> tuple[str, ...]:
    """The columns of both rows that do not say the same, in their order."""
    return tuple(
        name
        for name in new
        if name in old
        and not (numbering.agrees(name, old, new) if name in numbering.columns else old[name] == new[name])
        and (same_text or not name.endswith(("start", "end")))
    )


def _change(kind: str, old: Row | None, new: Row | None, differing: tuple[str, ...], line: Line) -> Change:
    if old is None or new is None:
        what: What = "added" if old is None else "removed"
    else:
        what = "moved" if {"start", "end"} & set(differing) else "changed"
    sentence, start = _sentence(new if new is not None else old or {}, line, kind)
    return Change(
        what=what,
        kind=kind,
        doc_id=line["doc_id"],
        old=old,
        new=new,
        columns=differing,
        sentence=sentence,
        sentence_start=start,
    )


def _sentence(row: Row, line: Line, kind: str) -> tuple[str | None, int]:
    """The sentence of a row and its offset."""
    if kind == "sentences":
        return row["text"], row["start"]
    index, sentences = row.get("sentence"), line.get("sentences") or []
    if isinstance(index, int) and index < len(sentences):
        return sentences[index]["text"], sentences[index]["start"]
    return None, 0


class _Numbering:
    """Whether numbers of two runs can be mapped onto each other one to one."""

    def __init__(self, kind: str) -> None:
        self._maps: dict[str, tuple[dict[Any, Any], dict[Any, Any]]] = {
            name: ({None: None}, {None: None}) for name in NUMBERING.get(kind, ())
        }
        self.columns = {"sentence", *self._maps}

    def agrees(self, name: str, old: Row, new: Row) -> bool:
        """Whether the two numbers stand for the same thing, as far as the rows before them tell."""
        if name == "sentence":
            return True
        forth, back = self._maps[name]
        forward: bool = forth.setdefault(old[name], new[name]) == new[name]
        backward: bool = back.setdefault(new[name], old[name]) == old[name]
        return forward and backward
