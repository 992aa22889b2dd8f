"""The documents of an output folder as lines of `documents.jsonl`, whatever formats the run has written."""

from __future__ import annotations

import contextlib
import csv
import itertools
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extractor.reading.compression import decompressed
from extractor.records import TABLES, columns
from extractor.tables import json_line, table_files

csv.field_size_limit(2**31 - 1)  # a sentence may be longer than the 128 kB that Python allows by default

Line = dict[str, Any]
"""A line of `documents.jsonl`: one document with its rows."""


@contextlib.contextmanager
def documents_file(directory: Path | str) -> Iterator[Path]:
    """A file that is `documents.jsonl`, or is made from the other files of a run and gone afterwards.

    Raises:
        ValueError: if the folder holds no finished run.
    """
    directory = Path(directory)
    path = directory / "documents.jsonl"
    if path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="extractor-") as scratch:
        spool = Path(scratch) / path.name
        with spool.open("wb") as file:
            compressed = [directory / f"{path.name}{suffix}" for suffix in (".gz", ".zst")]
            for stored in filter(Path.is_file, compressed):
                with stored.open("rb") as raw:
                    shutil.copyfileobj(decompressed(raw, stored.suffix), file)
                break
            else:
                file.writelines(map(json_line, _merged(directory)))
        yield spool


def _merged(directory: Path) -> Iterator[Line]:
    """The rows of all tables, brought together by document: every table holds the documents in the same order."""
    files = {table: table_files(directory, table) for table in TABLES}
    if not files["documents"]:
        raise ValueError(f"{directory}: not the output folder of a finished run (it has neither lines nor tables)")
    grouped = {
        table: itertools.groupby(_rows(files[table], table), key=lambda row: row["doc_id"])
        for table in TABLES
        if files[table] and table != "documents"
    }
    waiting = {table: next(groups, None) for table, groups in grouped.items()}
    for document in _rows(files["documents"], "documents"):
        line = document
        for table, group in waiting.items():
            line[table] = []
            if group is not None and group[0] == document["doc_id"]:
                line[table] = [{name: row[name] for name in row if name != "doc_id"} for row in group[1]]
                waiting[table] = next(grouped[table], None)
        yield line
    for table, group in waiting.items():
        if group is not None:
            raise ValueError(f"{directory}: the rows of {table} do not stand in the order of the documents")


def _rows(files: Sequence[Path], table: str) -> Iterator[Line]:
    for file in files:
        yield from _parquet_rows(file) if file.suffix == ".parquet" else _csv_rows(file, table)


def _parquet_rows(file: Path) -> Iterator[Line]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as parquet:
        for batch in parquet.iter_batches(batch_size=4096):
            yield from batch.to_pylist()


def _csv_rows(file: Path, table: str) -> Iterator[Line]:
    types = {column.name: column.type for column in columns(TABLES[table])}
    suffix = "" if file.suffix == ".csv" else file.suffix
    with file.open("rb") as raw:
        rows = csv.reader(map(bytes.decode, decompressed(raw, suffix)), strict=True)
        header = next(rows, [])
        for row in rows:
            yield {name: _typed(cell, types.get(name, str)) for name, cell in zip(header, row, strict=True)}


def _typed(cell: str, kind: type) -> Any:
    return kind(cell) if cell else None
