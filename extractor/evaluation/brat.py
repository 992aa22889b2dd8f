"""Reads brat standoff: `name.ann` with text spans and attributes, beside `name.txt`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from extractor.diff.alignment import Row
from extractor.evaluation.annotated import Annotated
from extractor.evaluation.labels import kind_and_label
from extractor.records import KINDS, SUBTYPE, columns

_SPAN = re.compile(r"(T\S+)\t(\S+) (\d+(?: \d+;\d+)* \d+)(?:\t|$)")
_ATTRIBUTE = re.compile(r"A\S+\t(\S+) (T\S+)(?: (.*))?")


def read_brat(file: Path, doc_id: str) -> Annotated:
    """One brat document. A span in pieces is read as one, from its first to its last character.

    The label of a span is a subtype of ours (`PERSON`, `DURATION`, `money`, `priority`), the name of a kind, or a
    common synonym; attributes named like a column hold its value.

    Raises:
        ValueError: if the text is missing.
    """
    source = file.with_suffix(".txt")
    if not source.is_file():
        raise ValueError(f"{file}: its text, {source.name}, is not there")
    text = source.read_bytes().decode("utf-8")
    rows: dict[str, list[Row]] = {}
    by_id: dict[str, tuple[str, dict[str, Any]]] = {}
    ignored: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        if span := _SPAN.match(line):
            found = kind_and_label(span[2])
            if found is None:
                ignored[span[2]] += 1
                continue
            kind, label = found
            offsets = [int(number) for number in re.findall(r"\d+", span[3])]
            row: dict[str, Any] = {"start": offsets[0], "end": offsets[-1], **({SUBTYPE[kind]: label} if label else {})}
            rows.setdefault(kind, []).append(row)
            by_id[span[1]] = kind, row
        elif (attribute := _ATTRIBUTE.match(line)) and attribute[2] in by_id:
            kind, row = by_id[attribute[2]]
            types = {column.name: column.type for column in columns(KINDS[kind])}
            if attribute[1] in types:
                row[attribute[1]] = _value(attribute[3], types[attribute[1]])
    in_order = {kind: sorted(found, key=lambda row: (row["start"], row["end"])) for kind, found in rows.items()}
    return Annotated(doc_id=doc_id, rows=in_order, text=text, ignored=dict(ignored))


def _value(text: str | None, kind: type) -> Any:
    if text is None or text in ("", "null"):
        return None
    return kind(text) if kind in (int, float) else text
