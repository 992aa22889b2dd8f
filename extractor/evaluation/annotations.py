"""Annotated documents of any format that gold comes in: output folders, JSON lines, TimeML, brat standoff."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.diff.alignment import Row
from extractor.diff.runs import read_lines
from extractor.evaluation.annotated import Annotated
from extractor.evaluation.brat import read_brat
from extractor.evaluation.timeml import read_timeml
from extractor.records import KINDS
from extractor.tables import result_files


def read_annotations(path: Path | str) -> Iterator[Annotated]:
    """The annotated documents of a file or folder.

    Args:
        path: an output folder, a `.jsonl` file (lines of `documents.jsonl`, or with `timexes`, `quantities`,
            `entities` or `lists`), a `.json` file of one document, TimeML (`.tml`) or brat standoff (`.ann` beside
            `.txt`), or a folder of either.

    Raises:
        ValueError: if it is none of these, or a file is not as its format says.
    """
    path = Path(path)
    if path.is_dir() and result_files(path):
        yield from map(from_fields, read_lines(path))
        return
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in (".tml", ".ann") and file.is_file())
    else:
        files = [path]
    if not files or not path.exists():
        raise ValueError(f"{path}: no output folder, .jsonl, .json, .tml or .ann file")
    for file in files:
        doc_id = (file.relative_to(path) if path.is_dir() else Path(file.name)).with_suffix("").as_posix()
        if file.suffix == ".jsonl":
            yield from _json_lines(file)
        elif file.suffix == ".json":
            yield from_fields({"id": doc_id, **_object(file.read_bytes(), str(file))})
        elif file.suffix == ".tml":
            yield read_timeml(file, doc_id)
        elif file.suffix == ".ann":
            yield read_brat(file, doc_id)
        else:
            raise ValueError(f"{file}: no output folder, .jsonl, .json, .tml or .ann file")


def _json_lines(file: Path) -> Iterator[Annotated]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield from_fields(_object(line, f"{file}, line {number}"))


def _object(source: bytes, where: str) -> dict[str, Any]:
    try:
        fields = json.loads(source)
    except ValueError as error:
        raise ValueError(f"{where}: not valid JSON: {error}") from None
    if not isinstance(fields, dict):
        raise ValueError(f"{where}: not a JSON object")
    return fields


def from_fields(fields: Mapping[str, Any]) -> Annotated:
    """A document from one line of JSON lines.

    Raises:
        ValueError: if it has no id, or a row of it no offsets.
    """
    doc_id = fields.get("doc_id", fields.get("id"))
    if not isinstance(doc_id, str):
        raise ValueError(f"a document without id or doc_id: {str(fields)[:80]}")
    try:
        rows = _rows(fields)
        backwards = [row for found in rows.values() for row in found if row["start"] > row["end"]]
    except (AttributeError, KeyError, TypeError) as error:  # whatever else stands where a row should
        raise ValueError(f"document {doc_id!r}: each row needs the numbers start and end: {error}") from None
    if backwards:
        raise ValueError(f"document {doc_id!r}: a row ends before it begins: {backwards[0]}")
    return Annotated(
        doc_id=doc_id,
        rows=rows,
        text=fields.get("text"),
        published=fields.get("published"),
        sha256=fields.get("sha256"),
        sentences=fields.get("sentences", []),
        labels=tuple(fields.get("labels", ())),
        by_number="quantities" in fields,
    )


def _rows(fields: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The rows by kind, in the contract's columns."""
    rows: dict[str, list[Row]] = {kind: list(fields[kind]) for kind in KINDS if kind in fields}
    for kind, optional in fields.get("optional", {}).items():
        rows[kind] = rows.get(kind, []) + [{**row, "optional": True} for row in optional]
    if "timexes" in fields:
        rows["dates"] = [_timex(timex) for timex in fields["timexes"]]
    if "quantities" in fields:
        rows["counts"] = [_quantity(quantity) for quantity in fields["quantities"]]
    if "lists" in fields:
        rows["objectives"] = [item for number, one in enumerate(fields["lists"]) for item in _items(one, number)]
    return rows


def _timex(timex: Mapping[str, Any]) -> Row:
    """A timex; one that says when the document was made is metadata here, and no row."""
    return {**timex, "optional": True} if timex.get("dct") else dict(timex)


def _quantity(quantity: Mapping[str, Any]) -> Row:
    """A number with its value, or two for a range; `change` is one of `= ~ < > up down`."""
    row: dict[str, Any] = {"start": quantity["start"], "end": quantity["end"]}
    value, change = quantity.get("value"), quantity.get("change")
    if isinstance(value, list):
        row |= {"value": None, "low": value[0], "high": value[1]}
    elif value is not None:
        row["value"] = value
    if change in ("up", "down"):
        row["change"] = change
    elif change is not None:
        row["modifier"] = change
    return row


def _items(one: Mapping[str, Any], number: int) -> Iterator[Row]:
    """The items of a list, each with what is said of the list; an item may have `alt_ends`."""
    shared = {name: one[name] for name in ("kind", "declared_count", "layout") if one.get(name) is not None}
    alternatives = {"kind": one["kind_alt"]} if one.get("kind_alt") else {}
    for item in one["items"]:
        yield {
            **shared,
            "start": item["start"],
            "end": item["end"],
            "list": number,
            "alt_ends": item.get("alt_ends", []),
            "any": alternatives,
            "optional": bool(one.get("optional")),
        }
