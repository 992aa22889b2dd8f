"""`extractor eval`: a run, or the pipeline as it is now, against gold."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.evaluation.annotated import Annotated
from extractor.evaluation.annotations import from_fields, read_annotations
from extractor.evaluation.scores import Evaluation, KindScores, Score, evaluate

if TYPE_CHECKING:
    from extractor.documents import Document


def evaluate_run(gold: Path, run: Path) -> Evaluation:
    """Score an output folder, or rows in any other format that gold may have.

    Raises:
        ValueError: if a format is not known, or gold and run do not have the same texts.
    """
    return evaluate(read_annotations(gold), read_annotations(run))


def evaluate_pipeline(gold: Path, model: str = "default", rules: Sequence[str] = ()) -> Evaluation:
    """Run the pipeline over the texts that come with gold, and score it.

    Raises:
        ValueError: if gold comes without texts, or model or rules are wrong.
    """
    documents = list(read_annotations(gold))
    return evaluate(documents, _annotated_by_pipeline(documents, model, rules))


def _annotated_by_pipeline(gold: Iterable[Annotated], model: str, rules: Sequence[str]) -> Iterator[Annotated]:
    from extractor import pipeline
    from extractor.records import ErrorRow, extraction_to_dict

    nlp = pipeline.load(model, rules)
    for item in pipeline.extract(nlp, map(_document, gold)):
        if isinstance(item, ErrorRow):
            raise ValueError(f"document {item.doc_id!r}: {item.message}")
        yield from_fields(extraction_to_dict(item))


def _document(gold: Annotated) -> Document:
    from extractor import publication
    from extractor.documents import Document

    if gold.text is None:
        raise ValueError(f"gold has no text of document {gold.doc_id!r}: name an output folder to score")
    own = publication.of_text(gold.text)
    published = gold.published or own.published
    return Document(doc_id=gold.doc_id, text=gold.text, published=published, body_start=own.body_start)


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
