"""What every format of gold is read into."""

from __future__ import annotations

import dataclasses

from extractor.diff.alignment import Row


@dataclasses.dataclass(slots=True, kw_only=True)
class Annotated:
    """One document with rows of some kinds.

    Attributes:
        doc_id: id of the document.
        rows: rows by kind; a kind that is not annotated at all is not there. A row has `start`, `end` and what its
            annotator states of the columns. A gold row may have `any`, further right values by column, and
            `optional`: neither owed nor wrong.
        text: the text, where the format has it.
        published: publication date (ISO 8601), where the format has it.
        sha256: of the text, where the format has it.
        sentences: rows of the table of that name, where the format has them.
        labels: the labels of entities that were annotated, if not all.
        by_number: whether counts are annotated by their number alone: `200` of `200 planners`.
        ignored: labels that fit none of the kinds, and how often they were met.
    """

    doc_id: str
    rows: dict[str, list[Row]]
    text: str | None = None
    published: str | None = None
    sha256: str | None = None
    sentences: list[Row] = dataclasses.field(default_factory=list)
    labels: tuple[str, ...] = ()
    by_number: bool = False
    ignored: dict[str, int] = dataclasses.field(default_factory=dict)
