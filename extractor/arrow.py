"""Arrow schemas, derived from the records: for Parquet files and for Spark."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from extractor.records import SCHEMA_VERSION, TABLES, Column, columns

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64()}


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


def nested_schema(tables: Collection[str]) -> pa.Schema:
    """One row a document, as in `documents.jsonl`, with its place in the input and its error, if it has one.

    >>> nested_schema(["dates"]).names[-2:]
    ['sha256', 'dates']
    """
    own = [pa.field(column.name, _TYPES[column.type]) for column in columns(TABLES["documents"])]
    rows = [
        pa.field(table, pa.list_(pa.struct([_field(column) for column in columns(TABLES[table])[1:]])))
        for table in tables
        if table != "documents"
    ]
    texts = [pa.field(name, pa.string()) for name in ("_origin", "_error", "_message")]
    return pa.schema([pa.field("_place", pa.int64()), *texts, *own, *rows])


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _TYPES[column.type], column.nullable, {"description": column.doc})
