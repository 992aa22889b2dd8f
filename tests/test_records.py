"""The schema is derived from the records, and rows survive the way to CSV, JSON and pandas."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
from conftest import ROOT
from made_up import PLAIN, document

from extractor import read_tables, write_tables
from extractor.matcher import PAYLOADS
from extractor.records import (
    KINDS,
    TABLES,
    ErrorRow,
    Extraction,
    columns,
    data_dictionary,
    extraction_to_dict,
    json_schema,
    pandas_dtypes,
    record_to_dict,
)

NASTY = 'quo"te, comma; new\nline\ttab =cmd|/c "NA" é 😀'


def extraction() -> Extraction:
    return document("007", PLAIN, title=NASTY, source="null", url="NaN", published=None, published_by=None)


def test_pandas_reads_back_what_was_written(tmp_path: Path) -> None:
    original = extraction()
    write_tables([original], tmp_path)
    frames = read_tables(tmp_path)
    assert frames.keys() == TABLES.keys()
    for table, frame in frames.items():
        records = [original.document] if table == "documents" else getattr(original, table)
        for record, row in zip(records, frame.to_dict("records"), strict=True):
            for name, value in dataclasses.asdict(record).items():
                assert pd.isna(row[name]) if value is None else row[name] == value, (table, name, row[name], value)


def test_dtypes_are_what_an_analyst_needs(tmp_path: Path) -> None:
    write_tables([extraction()], tmp_path)
    frames = read_tables(tmp_path)
    assert frames["documents"]["doc_id"].dtype == "string"
    assert frames["counts"]["start"].dtype == "Int64"
    assert frames["counts"]["value"].dtype == "Float64"
    assert frames["counts"]["counted_start"].dtype == "Int64"  # all missing, and still an integer
    assert list(frames["dates"]["type"].cat.categories) == ["DATE", "TIME", "DURATION", "SET"]


def test_empty_tables_keep_their_columns_and_dtypes(tmp_path: Path) -> None:
    write_tables([], tmp_path)
    for table, frame in read_tables(tmp_path).items():
        assert list(frame.columns) == [column.name for column in columns(TABLES[table])]
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == pandas_dtypes(table)


def test_json_line_holds_the_same_columns_in_the_same_order_as_csv(tmp_path: Path) -> None:
    line = extraction_to_dict(extraction())
    for table, record in TABLES.items():
        names = [column.name for column in columns(record)]
        if table == "documents":
            assert list(line)[: len(names)] == names
        else:
            assert list(line[table][0]) == names[1:]


def test_whole_numbers_are_written_without_a_point() -> None:
    line = json.dumps(record_to_dict(dataclasses.replace(extraction().counts[0], low=39.5)))
    assert '"value": 40, "low": 39.5' in line


@pytest.mark.parametrize("change", [{"characters": "12"}, {"published_by": "clock"}, {"extra": 1}, {"doc_id": ""}])
def test_the_json_schema_refuses_what_is_not_in_the_contract(change: dict[str, Any]) -> None:
    line = extraction_to_dict(extraction())
    jsonschema.validate(line, json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**line, **change}, json_schema())


def test_every_line_of_the_outputs_is_valid() -> None:
    lines = (ROOT / "outputs" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    validator = jsonschema.Draft202012Validator(json_schema())
    assert lines
    assert [error.message for line in lines for error in validator.iter_errors(json.loads(line))] == []


def test_the_dictionary_names_every_column() -> None:
    page = data_dictionary()
    for record in TABLES.values():
        for column in columns(record):
            assert f"| `{column.name}` |" in page
            assert column.doc in page


def test_every_kind_has_its_payload() -> None:
    assert PAYLOADS.keys() == KINDS.keys()


def test_errors_go_to_their_own_file(tmp_path: Path) -> None:
    error = ErrorRow(source="dump.jsonl:3", doc_id=None, error="NoText", message="no text")
    counts = write_tables([error, extraction()], tmp_path)
    assert (counts["errors"], counts["documents"]) == (1, 1)
    assert json.loads((tmp_path / "errors.jsonl").read_text()) == dataclasses.asdict(error)
