"""Precision, recall and F1 of rows against gold rows: per kind, column, label and rule; and every error."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from extractor.diff.alignment import Pair, Row, align
from extractor.diff.changes import NUMBERING
from extractor.evaluation.annotated import Annotated
from extractor.evaluation.labels import coarse, is_coarse
from extractor.records import KINDS, SUBTYPE, value_columns

What = Literal["missed", "spurious", "span", "values"]


@dataclasses.dataclass(slots=True)
class Score:
    """How many rows are in gold, how many were found, how many of these are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The right part of what was found, 0 to 1."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The part of gold that was found right, 0 to 1."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One row that is missing, too many, or wrong.

    Attributes:
        what: `missed`, `spurious`, `span` (overlaps gold, and its values are right), or `values`.
        kind: one of the four kinds.
        doc_id: id of the document.
        gold: the gold row, if there is one.
        found: the row that was found, if there is one.
        columns: the columns that are wrong.
        context: the text round the row.
        context_start: offset of `context` in the text.
    """

    what: What
    kind: str
    doc_id: str
    gold: Row | None
    found: Row | None
    columns: tuple[str, ...]
    context: str
    context_start: int

    @property
    def group(self) -> str:
        """The rule that made the row or, of a missed one, its label."""
        if self.found is not None and self.found.get("rule"):
            return str(self.found["rule"])
        row = self.found if self.found is not None else self.gold or {}
        return str(row.get(SUBTYPE[self.kind]) or self.kind)


@dataclasses.dataclass(slots=True)
class KindScores:
    """The scores of one kind.

    Attributes:
        overlap: a row is right if it overlaps a gold row, one to one.
        exact: a row is right if it has the span of a gold row.
        labelled: a row is right if it has span and label of a gold row.
        columns: for each column that gold states: a row is right if it overlaps the gold row and agrees in the column.
        labels: by label, if gold has labels: a row is right if it overlaps a gold row of the same label.
        rules: by rule that made the row: a row is right as in `overlap`; recall is the part of all gold rows.
    """

    overlap: Score = dataclasses.field(default_factory=Score)
    exact: Score = dataclasses.field(default_factory=Score)
    labelled: Score = dataclasses.field(default_factory=Score)
    columns: dict[str, Score] = dataclasses.field(default_factory=dict)
    labels: dict[str, Score] = dataclasses.field(default_factory=dict)
    rules: dict[str, Score] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True)
class Evaluation:
    """Scores and errors of one run.

    Attributes:
        documents: how many gold documents there are.
        missing: ids of gold documents that the run does not hold; their rows count as missed.
        ignored: gold labels that fit no kind, and how often they were met.
        kinds: scores of each kind that gold annotates.
        errors: every error, in the order of the documents.
    """

    documents: int
    missing: list[str]
    ignored: Counter[str]
    kinds: dict[str, KindScores]
    errors: list[Error]


def evaluate(gold: Iterable[Annotated], found: Iterable[Annotated]) -> Evaluation:
    """Score rows against gold; documents are joined by id, and those that gold does not have are left out.

    Raises:
        ValueError: if a document has another text in gold than in the run: the offsets would not fit.
    """
    documents = {document.doc_id: document for document in gold}
    kinds = [kind for kind in KINDS if any(kind in document.rows for document in documents.values())]
    evaluation = Evaluation(len(documents), [], Counter(), {kind: KindScores() for kind in kinds}, [])
    in_coarse_classes = is_coarse(_labels(documents.values()))
    missing = dict.fromkeys(documents)
    for document in found:
        if document.doc_id in missing:
            del missing[document.doc_id]
            _score_document(evaluation, documents[document.doc_id], document, in_coarse_classes)
    for doc_id in missing:
        evaluation.missing.append(doc_id)
        _score_document(evaluation, documents[doc_id], Annotated(doc_id=doc_id, rows={}), in_coarse_classes)
    for document in documents.values():
        evaluation.ignored.update(document.ignored)
    for scores in evaluation.kinds.values():
        spurious = scores.overlap.found - scores.overlap.right
        for column in scores.columns.values():
            column.found += spurious
        for rule in scores.rules.values():
            rule.gold = scores.overlap.gold
        if not any(label.gold for label in scores.labels.values()):  # gold leaves them open
            scores.labels.clear()
    return evaluation


def _labels(documents: Iterable[Annotated]) -> set[str]:
    """All labels of entities that gold knows."""
    labels: set[str] = set()
    for document in documents:
        labels.update(
            document.labels, (str(row["label"]) for row in document.rows.get("entities", ()) if "label" in row)
        )
    return labels


def _score_document(evaluation: Evaluation, gold: Annotated, found: Annotated, in_coarse_classes: bool) -> None:
    _check_text(gold, found)
    for kind, scores in evaluation.kinds.items():
        wanted = [_prepared(row, gold.by_number, in_coarse_classes) for row in gold.rows.get(kind, ())]
        rows = [_prepared(row, gold.by_number, in_coarse_classes) for row in found.rows.get(kind, ())]
        if kind == "entities":
            wanted = [row for row in wanted if row.get("label", "") is not None]
            rows = [row for row in rows if not gold.labels or row.get("label") in gold.labels]
        for gold_row, row in _matched(wanted, rows):
            _count(scores, kind, gold_row, row)
            what, columns = _fault(kind, gold_row, row)
            if what is None:
                continue
            context, start = _context(gold, found, (gold_row if gold_row is not None else row) or {})
            evaluation.errors.append(
                Error(
                    what=what,
                    kind=kind,
                    doc_id=gold.doc_id,
                    gold=gold_row,
                    found=row,
                    columns=columns,
                    context=context,
                    context_start=start,
                )
            )


def _check_text(gold: Annotated, found: Annotated) -> None:
    digests = [
        document.sha256 if document.text is None else hashlib.sha256(document.text.encode()).hexdigest()
        for document in (gold, found)
    ]
    if None not in digests and digests[0] != digests[1]:
        raise ValueError(f"document {gold.doc_id!r}: gold and run do not have the same text, so offsets do not fit")


def _prepared(row: Row, by_number: bool, in_coarse_classes: bool) -> Row:
    """The row with the span and the label that are compared."""
    if by_number and "number_start" in row:
        row = {**row, "start": row["number_start"], "end": row["number_end"]}
    if in_coarse_classes and "label" in row:
        row = {**row, "label": coarse(row["label"])}
    return row


def _matched(wanted: Sequence[Row], rows: Sequence[Row]) -> list[Pair]:
    """Gold and found rows one to one. What is optional in gold is not owed, and excuses a row that overlaps it."""
    spans = {(row["start"], row["end"]) for row in rows}
    owed = [_with_end_of(row, spans) for row in wanted if not row.get("optional")]
    pairs = align(owed, rows)
    spare = [row for gold, row in pairs if gold is None and row is not None]
    optional = align([row for row in wanted if row.get("optional")], spare)
    excused = {id(row) for gold, row in optional if gold is not None and row is not None}
    return [(gold, row) for gold, row in pairs if gold is not None or id(row) not in excused]


def _with_end_of(row: Row, spans: set[tuple[int, int]]) -> Row:
    """The gold row, ending where a found one does if that is one of the ends that its annotator allows."""
    ends = [end for end in row.get("alt_ends", ()) if (row["start"], end) in spans]
    return {**row, "end": ends[0]} if ends else row


def _count(scores: KindScores, kind: str, gold: Row | None, row: Row | None) -> None:
    both = gold is not None and row is not None
    exact = gold is not None and row is not None and (gold["start"], gold["end"]) == (row["start"], row["end"])
    label = SUBTYPE[kind]
    same_label = gold is not None and row is not None and _agree(gold, row, label)
    for score, right in (
        (scores.overlap, both),
        (scores.exact, exact),
        (scores.labelled, exact and same_label),
    ):
        score.gold += gold is not None
        score.found += row is not None
        score.right += right
    if gold is not None:
        for column in _stated(kind, gold):
            score = scores.columns.setdefault(column, Score())
            score.gold += 1
            score.found += row is not None
            score.right += row is not None and _agree(gold, row, column)
        if gold.get(label):
            score = scores.labels.setdefault(gold[label], Score())
            score.gold += 1
            score.right += same_label
    if row is not None:
        scores.labels.setdefault(str(row.get(label)), Score()).found += 1
        rule = scores.rules.setdefault(str(row.get("rule")), Score())
        rule.found += 1
        rule.right += both


def _stated(kind: str, gold: Row) -> list[str]:
    """The columns that a gold row states, offsets and numberings aside: where a row stands is judged by its span."""
    return [
        name
        for name in value_columns(kind)
        if name in gold and not name.endswith(("_start", "_end")) and name not in NUMBERING.get(kind, ())
    ]


def _agree(gold: Row, row: Row, column: str) -> bool:
    """Whether a row says what gold states, or one of the further values that it allows."""
    if column not in gold:
        return True
    value = row.get(column)
    return any(_equal(right, value) for right in (gold[column], *gold.get("any", {}).get(column, ())))


def _equal(gold: Any, value: Any) -> bool:
    if isinstance(gold, int | float) and isinstance(value, int | float):
        return math.isclose(gold, value, rel_tol=1e-6)
    return bool(gold == value)


def _fault(kind: str, gold: Row | None, row: Row | None) -> tuple[What | None, tuple[str, ...]]:
    if gold is None:
        return "spurious", ()
    if row is None:
        return "missed", ()
    wrong = tuple(column for column in _stated(kind, gold) if not _agree(gold, row, column))
    if wrong:
        return "values", wrong
    return (None if (gold["start"], gold["end"]) == (row["start"], row["end"]) else "span"), ()


def _context(gold: Annotated, found: Annotated, row: Row) -> tuple[str, int]:
    """The sentence round a row, or as many words of the text, and where they begin."""
    for sentence in found.sentences or gold.sentences:
        if sentence["start"] <= row["start"] < sentence["end"]:
            return sentence["text"], sentence["start"]
    text = gold.text or found.text
    if text is None:
        return str(row.get("text", "")), row["start"]
    start = max(text.rfind("\n", 0, row["start"]) + 1, row["start"] - 150)
    return text[start : row["end"] + 150].split("\n\n")[0], start
