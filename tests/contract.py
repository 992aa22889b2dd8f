"""What the output contract demands of the rows of any text; shared by the tests that throw texts at the pipeline."""

from __future__ import annotations

import itertools
from typing import Any

import jsonschema

from extractor.records import KINDS, Extraction, extraction_to_dict, json_schema

_VALIDATOR = jsonschema.Draft202012Validator(json_schema())
_PARTS = {"counts": ("counted", "concept", "of"), "objectives": ("cue",)}


def breaches(text: str, extraction: Extraction) -> list[str]:
    """Every breach of the contract, in words; none for a sound extraction."""
    found = [
        f"schema: {error.json_path}: {error.message}"
        for error in _VALIDATOR.iter_errors(extraction_to_dict(extraction))
    ]
    if extraction.document.characters != len(text):
        found.append(f"characters: {extraction.document.characters}")
    found += _place_breaches("sentences", text, extraction.sentences)
    for kind in KINDS:
        rows = getattr(extraction, kind)
        found += _place_breaches(kind, text, rows)
        for row in rows:
            found += [f"{kind}: {problem}: {row}" for problem in _row_breaches(kind, text, row, extraction)]
    return found


def _place_breaches(table: str, text: str, rows: tuple[Any, ...]) -> list[str]:
    found = [f"{table}: not its text: {row}" for row in rows if text[row.start : row.end] != row.text]
    found += [f"{table}: empty or blank: {row}" for row in rows if row.text != row.text.strip() or not row.text]
    overlaps = (pair for pair in itertools.pairwise(rows) if pair[0].end > pair[1].start)
    return found + [f"{table}: not sorted or overlapping: {pair}" for pair in overlaps]


def _row_breaches(kind: str, text: str, row: Any, extraction: Extraction) -> list[str]:
    found = []
    sentence = extraction.sentences[row.sentence]
    if not sentence.start <= row.start < sentence.end:
        found.append("not in its sentence")
    for part in _PARTS.get(kind, ()):
        start, end = getattr(row, f"{part}_start"), getattr(row, f"{part}_end")
        words = getattr(row, part if part in ("concept", "cue") else f"{part}_text")
        if (words is None) != (start is None) or (words is not None and text[start:end] != words):
            found.append(f"{part} is not its text")
    if kind == "counts" and not row.start <= row.number_start < row.number_end <= row.end:
        found.append("the number is not in the span")
    if kind == "counts" and row.low is not None and row.high is not None and row.low > row.high:
        found.append("low above high")
    if kind == "dates" and row.first and row.last and row.first > row.last:
        found.append("first after last")
    return found
