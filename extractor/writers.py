"""One file of a table in the making: CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, BinaryIO

from extractor.records import TABLES, columns

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH_ROWS = 10_000
_GROUP_ROWS = 100_000

Rows = Sequence[Sequence[Any]]


class CsvWriter:
    """UTF-8, LF, quotes where needed; null is an empty cell.

    Args:
        file: to write to.
        table: name of the table.
        excel_safe: put an apostrophe before text that a spreadsheet would run as a formula.
    """

    def __init__(self, file: BinaryIO, table: str, excel_safe: bool = False) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
        self._csv = csv.writer(self._text, lineterminator="\n")
        self._csv.writerow([column.name for column in columns(TABLES[table])])
        self._excel_safe = excel_safe

    def write(self, rows: Rows) -> None:
        """Add rows, each with its cells in the order of the table's columns."""
        self._csv.writerows([map(_excel_cell, row) for row in rows] if self._excel_safe else rows)

    def close(self) -> None:
        """Write what is still held back; the file stays open."""
        self._text.flush()
        self._text.detach()


def _excel_cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class ParquetWriter:
    """Zstandard-compressed Parquet, with the schema version and the meaning of each column in its metadata."""

    def __init__(self, file: BinaryIO, table: str) -> None:
        import pyarrow.parquet as pq

        from extractor.arrow import table_schema

        self._schema = table_schema(table)
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[Sequence[Any]] = []
        self._batches: list[Any] = []

    def write(self, rows: Rows) -> None:
        """Add rows, each with its cells in the order of the table's columns."""
        self._rows += rows
        if len(self._rows) >= _BATCH_ROWS:
            self._pack()
            if sum(batch.num_rows for batch in self._batches) >= _GROUP_ROWS:
                self._write_group()

    def _pack(self) -> None:
        """Turn the rows held back into Arrow's compact form."""
        import pyarrow as pa

        values = zip(*self._rows, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(values, self._schema, strict=True)]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def _write_group(self) -> None:
        import pyarrow as pa

        table = pa.Table.from_batches(self._batches, self._schema)
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._batches = []

    def close(self) -> None:
        """Write what is still held back; the file stays open."""
        if self._rows:
            self._pack()
        if self._batches:
            self._write_group()
        self._writer.close()


Writer = CsvWriter | ParquetWriter
