"""Arrow schemas, derived from the records: for Parquet files and for Spark."""

from __future__ import annotations

import pyarrow as pa

from extractor.records import SCHEMA_VERSION, TABLES, Column, columns

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def table_schema(table: str) -> pa.Schema:
    """The columns of a table, each with its meaning under `description`, and the schema version.

    >>> table_schema("dates").metadata[b"description"], table_schema("dates").field("type").metadata[b"description"]
    (b'One temporal expression.', b'TIMEX3 type')
    """
    record = TABLES[table]
    metadata = {
        "extractor_schema": str(SCHEMA_VERSION),
        "extractor_table": table,
        "description": (record.__doc__ or "").strip(),
    }
    return pa.schema([_field(column) for column in columns(record)], metadata)


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _TYPES[column.type], column.nullable, {"description": column.doc})
