"""Reader of Parquet files (extra `parquet`): batch by batch, and only the columns that are wanted."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from extractor.reading import Row
from extractor.reading.columns import Columns

BATCH_ROWS = 256  # a few megabytes of news


def parquet_rows(stream: BinaryIO, columns: Columns) -> Iterator[Row]:
    """One article a row, counted from 1.

    Raises:
        InputError: if there is no column for the text.
        pyarrow.ArrowException, OSError: if the file is damaged.
    """
    import pyarrow.parquet

    with _seekable(stream) as whole:
        file = pyarrow.parquet.ParquetFile(whole)
        present = file.schema_arrow.names
        columns.check_header(present)
        number = 0
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=columns.top_level(present)):
            for index in range(batch.num_rows):
                number += 1
                yield number, _fields(batch, index)


@contextlib.contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream, or a copy on disk of a pipe or of what comes out of a decompressor: Parquet begins at its end."""
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        yield copy


def _fields(batch: Any, index: int) -> dict[str, Any] | str:
    """One row; what is wrong with it if a value has no form in Python: text that is no UTF-8, the year 20000."""
    fields = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            fields[name] = column[index].as_py()
        except (ValueError, OverflowError) as error:
            return f"column {name!r} holds a value that cannot be read: {error}"
    return fields
