"""EXTRACT: `load` builds the spaCy pipeline, `extract` runs documents through it, lazily and in order."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

import extractor.cache.model  # noqa: F401  (registers the factory, as do those below)
from extractor import model, tokens
from extractor.components import counts, dates, entities, objectives, sentences  # noqa: F401
from extractor.documents import Document
from extractor.records import ErrorRow, Extraction
from extractor.rows import extraction_of

COMPONENTS = ("dates", "counts", "entities", "objectives")
"""The components in the order in which they run: each may read the groups of those before it."""

BATCH_CHARACTERS = 100_000
"""A batch ends with the document that reaches this: memory grows with the tokens that the model sees at once."""

LASTING_WORDS = 15_000
"""Words that spaCy keeps between batches, so that the commonest need no second look; all others go with their batch."""


def load(
    model_name: str = model.DEFAULT, rules: Sequence[Path | str] = (), cache: Path | str | None = None
) -> Language:
    """The whole pipeline.

    Args:
        model_name: `default`, `blank` (no model), or the name or folder of a spaCy pipeline.
        rules: directories with rule files and lexicons of your own, added to the bundled ones.
        cache: directory in which the model's answers are kept, for texts that come again.

    Raises:
        OSError: if the cache cannot be used.
        extractor.model.ModelError: if the model cannot be loaded.
        extractor.lexicons.RuleError: if a rule file is wrong.
    """
    nlp = model.load(model_name)
    own = {"rules": [str(directory) for directory in rules]}
    nlp.add_pipe("extractor_sentences", first=True, config=own)
    if cache is not None and model_name != model.BLANK:
        nlp.add_pipe("cached_model", config={"directory": str(cache)})
    for kind in COMPONENTS:
        nlp.add_pipe(f"extractor_{kind}", config=own)
    return nlp


def extract(
    nlp: Language, documents: Iterable[Document | ErrorRow], batch_size: int = 16
) -> Iterator[Extraction | ErrorRow]:
    """The rows of each document, in the order of the input.

    A document that cannot be processed gives an `ErrorRow`, as does what could not be read; the others go on.

    Args:
        nlp: a pipeline from `load`.
        documents: documents from `extractor.read_documents`, or made by hand.
        batch_size: how many documents the model sees at once at most; the rows do not depend on it.
    """
    for batch in _batches(documents, batch_size):
        yield from _extract_batch(nlp, batch)


def _batches(documents: Iterable[Document | ErrorRow], size: int) -> Iterator[list[Document | ErrorRow]]:
    batch: list[Document | ErrorRow] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text) if isinstance(document, Document) else 0
        if len(batch) == size or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _extract_batch(nlp: Language, batch: Sequence[Document | ErrorRow]) -> list[Extraction | ErrorRow]:
    readable = [document for document in batch if isinstance(document, Document)]
    with nlp.memory_zone() if len(nlp.vocab) > LASTING_WORDS else contextlib.nullcontext():
        try:
            docs = tokens.process(nlp, [make_doc(nlp, document) for document in readable])
            results: Iterator[Extraction | ErrorRow] = iter(
                [extraction_of(doc, document) for doc, document in zip(docs, readable, strict=True)]
            )
        except Exception:  # one of them is at fault: find out which, and keep the others
            results = (_extract_one(nlp, document) for document in readable)
        return [next(results) if isinstance(document, Document) else document for document in batch]


def _extract_one(nlp: Language, document: Document) -> Extraction | ErrorRow:
    try:
        (doc,) = tokens.process(nlp, [make_doc(nlp, document)])
        return extraction_of(doc, document)
    except Exception as error:
        message = " ".join(str(error).split()) or "no message"
        return ErrorRow(
            source=document.origin, doc_id=document.doc_id, error=type(error).__name__, message=message[:500]
        )


def make_doc(nlp: Language, document: Document) -> Doc:
    """The tokens of a document, with what the components need to know of it."""
    doc = tokens.tokenize(nlp, document.text)
    doc._.published = document.published
    doc._.body_start = document.body_start
    return doc
