"""`extractor eval`: the pipeline as it is now against gold, and scores as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.evaluation.annotated import Annotated
from extractor.evaluation.annotations import from_fields, read_annotations
from extractor.evaluation.scores import Evaluation, KindScores, Score, evaluate
from extractor.reading.columns import columns_of
from extractor.records import ErrorRow, Extraction, extraction_to_dict

if TYPE_CHECKING:
    from extractor.documents import Document


def evaluate_pipeline(gold: Path, model: str, rules: Sequence[str], cache: str | None) -> Evaluation:
    """Run the pipeline over the texts that come with gold, and score it; the last arguments are those of `load`.

    Raises:
        ValueError: if gold comes without texts, or model or rules are wrong.
    """
    from extractor import pipeline

    documents = list(read_annotations(gold))
    nlp = pipeline.load(model, rules, cache)
    return evaluate(documents, map(_annotated, pipeline.extract(nlp, map(_document, documents))))


def _annotated(item: Extraction | ErrorRow) -> Annotated:
    if isinstance(item, ErrorRow):
        raise ValueError(f"document {item.doc_id!r}: {item.message}")
    return from_fields(extraction_to_dict(item))


def _document(gold: Annotated) -> Document | ErrorRow:
    from extractor.documents import document_of

    if gold.text is None:
        raise ValueError(f"gold has no text of document {gold.doc_id!r}: name an output folder to score")
    return document_of({"text": gold.text, "published": gold.published}, columns_of(), gold.doc_id, gold.doc_id)


def as_json(evaluation: Evaluation) -> str:
    """Scores and errors as JSON."""
    kinds = {kind: _kind_scores(scores) for kind, scores in evaluation.kinds.items()}
    fields = {
        "documents": evaluation.documents,
        "missing": evaluation.missing,
        "ignored": dict(evaluation.ignored),
        "kinds": kinds,
        "errors": [dataclasses.asdict(error) for error in evaluation.errors],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def _kind_scores(scores: KindScores) -> dict[str, Any]:
    tables = {name: getattr(scores, name) for name in ("columns", "labels", "rules")}
    return {
        **{name: _score(getattr(scores, name)) for name in ("overlap", "exact", "labelled")},
        **{name: {key: _score(score) for key, score in table.items()} for name, table in tables.items()},
    }


def _score(score: Score) -> dict[str, float]:
    parts = {name: round(getattr(score, name), 4) for name in ("precision", "recall", "f1")}
    return {**dataclasses.asdict(score), **parts}
