"""Rows: what the components wrote on a Doc, as records."""

from __future__ import annotations

import bisect
from typing import Any

from spacy.tokens import Doc

from extractor.documents import Document, document_row
from extractor.layout import blocks
from extractor.matcher import payload
from extractor.records import KINDS, Extraction, Sentence


def extraction_of(doc: Doc, document: Document) -> Extraction:
    """The records of one processed document."""
    sentences = _sentences(doc, document)
    return Extraction(
        document=document_row(document),
        sentences=sentences,
        **{kind: _mentions(doc, document, kind, sentences) for kind in KINDS},
    )


def _sentences(doc: Doc, document: Document) -> tuple[Sentence, ...]:
    """The sentences behind the header, without the white space round them; blank ones are left out."""
    layout = blocks(document.text)
    starts = [block.start for block in layout]
    rows: list[Sentence] = []
    for span in doc.sents:
        text = document.text[span.start_char : span.end_char]
        start = span.start_char + len(text) - len(text.lstrip())
        end = span.end_char - len(text) + len(text.rstrip())
        if start < end and start >= document.body_start:
            block = max(0, bisect.bisect_right(starts, start) - 1)
            rows.append(
                Sentence(
                    doc_id=document.doc_id,
                    sentence=len(rows),
                    start=start,
                    end=end,
                    text=document.text[start:end],
                    block=block,
                    block_kind=layout[block].kind,
                )
            )
    return tuple(rows)


def _mentions(doc: Doc, document: Document, kind: str, sentences: tuple[Sentence, ...]) -> Any:
    starts = [sentence.start for sentence in sentences]
    rows = []
    for span in doc.spans.get(kind, []):
        values = payload(span, kind)
        start, end = values["start"], values["end"]
        rows.append(
            KINDS[kind](
                doc_id=document.doc_id,
                sentence=max(0, bisect.bisect_right(starts, start) - 1),
                text=document.text[start:end],
                rule=span.id_,
                **values,
            )
        )
    return tuple(rows)
