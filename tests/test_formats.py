"""Every format holds the same rows, and the tools that people use read it."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT
from spacy.language import Language

import extractor
from extractor import Document, read_tables, write_tables
from extractor.records import TABLES, ErrorRow, Extraction, columns
from extractor.run import Options
from extractor.tables import Output

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
TEXTS = {
    "plain": "Two ferries sank off Crete on 3 May 2024, killing 12 people, police said.",
    "formula": '=HYPERLINK("x") was the headline; -5 degrees, "quoted", and\na new line.',
    "007": "Prices rose by 2.5 percent to $3 million in 2023.",
}


@pytest.fixture(scope="module")
def rows(blank: Language) -> list[Extraction | ErrorRow]:
    documents = [
        Document(doc_id=doc_id, text=text, title=text[:12], published="2024-05-04") for doc_id, text in TEXTS.items()
    ]
    error = ErrorRow(source="dump.jsonl:4", doc_id=None, error="UnreadableRow", message="not JSON")
    return [*extractor.extract(blank, documents), error]


def frames(folder: Path) -> dict[str, pd.DataFrame]:
    tables = read_tables(folder)
    assert list(tables) == list(TABLES)
    return tables


@pytest.mark.parametrize("name", ["csv.gz", "csv.zst", "parquet"])
@pytest.mark.parametrize("parts", [False, True])
def test_every_format_reads_as_csv_does(
    rows: list[Extraction | ErrorRow], tmp_path: Path, name: str, parts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.tables.FILE_DOCUMENTS", 2)
    write_tables(rows, tmp_path / "csv")
    write_tables(rows, tmp_path / "other", output=Output(formats=(name,), parts=parts))
    expected, found = frames(tmp_path / "csv"), frames(tmp_path / "other")
    assert len(list((tmp_path / "other").glob("documents/part-*"))) == (2 if parts else 0)
    for table in TABLES:
        pd.testing.assert_frame_equal(found[table], expected[table])


def test_same_rows_give_the_same_bytes(rows: list[Extraction | ErrorRow], tmp_path: Path) -> None:
    every = Output(formats=("csv", "csv.gz", "csv.zst", "jsonl", "jsonl.gz", "jsonl.zst", "parquet"))
    for name in ("first", "second"):
        write_tables(rows, tmp_path / name, output=every)
    written = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("first", "second")]
    assert written[0] == written[1]
    assert len(written[0]) == 4 * len(TABLES) + 3 + 1
    assert gzip.decompress(written[0]["documents.jsonl.gz"]) == written[0]["documents.jsonl"]


def test_kinds_leave_tables_out(rows: list[Extraction | ErrorRow], tmp_path: Path) -> None:
    counts = write_tables(rows, tmp_path, output=Output(tables=("dates",)))
    assert {path.name for path in tmp_path.iterdir()} == {
        "documents.csv",
        "dates.csv",
        "documents.jsonl",
        "errors.jsonl",
    }
    assert list(counts) == ["documents", "dates", "errors"]
    line = json.loads((tmp_path / "documents.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert "dates" in line
    assert "counts" not in line
    assert list(read_tables(tmp_path)) == ["documents", "dates"]


def test_wrong_options_are_refused() -> None:
    with pytest.raises(ValueError, match="--jobs 0: there must be one at least"):
        Options(jobs=0)
    with pytest.raises(ValueError, match="--timeout -1: must be more"):
        Options(timeout=-1)


def test_a_format_named_twice_is_written_once() -> None:
    assert Output(formats=("csv", "jsonl", "csv")).formats == ("csv", "jsonl")


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="--to xlsx: no such format; there are csv"):
        Output(formats=("xlsx",))
    with pytest.raises(ValueError, match="--kinds people: no such table; there are documents"):
        Output(tables=("people",))


def test_formulas_are_exact_unless_asked(rows: list[Extraction | ErrorRow], tmp_path: Path) -> None:
    titles = {}
    for safe in (False, True):
        write_tables(rows, tmp_path, output=Output(excel_safe=safe))
        with (tmp_path / "documents.csv").open(encoding="utf-8", newline="") as file:
            titles[safe] = {row["doc_id"]: row["title"] for row in csv.DictReader(file)}
    assert titles[False]["formula"] == '=HYPERLINK("'
    assert titles[True]["formula"] == "'=HYPERLINK(\""
    assert titles[True]["plain"] == titles[False]["plain"]


def test_parquet_says_what_its_columns_mean(rows: list[Extraction | ErrorRow], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    write_tables(rows, tmp_path, output=Output(formats=("parquet",)))
    for table, record in TABLES.items():
        schema = pq.read_schema(tmp_path / f"{table}.parquet")
        assert schema.metadata[b"extractor_schema"] == b"1"
        for column in columns(record):
            assert schema.field(column.name).metadata[b"description"].decode() == column.doc


def test_a_table_of_many_rows_is_written_in_groups(
    rows: list[Extraction | ErrorRow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr("extractor.writers._BATCH_ROWS", 2)
    monkeypatch.setattr("extractor.writers._GROUP_ROWS", 2)
    write_tables(rows, tmp_path / "groups", output=Output(formats=("parquet",)))
    assert pq.ParquetFile(tmp_path / "groups" / "documents.parquet").num_row_groups == 2
    write_tables(rows, tmp_path / "csv")
    pd.testing.assert_frame_equal(frames(tmp_path / "groups")["documents"], frames(tmp_path / "csv")["documents"])


@pytest.mark.slow
def test_full_disk_gives_one_line_and_can_be_resumed(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("Rain fell. " * 2_000, encoding="utf-8")
    command = [sys.executable, "-m", "extractor", "run", "news.txt", "--out", "out", "--model", "blank", "--quiet"]
    limited = ["bash", "-c", 'ulimit -f 8; exec "$@"', "bash", *command]  # no file may pass 8 kB
    full = subprocess.run(limited, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True)
    assert full.returncode == 2
    assert full.stderr.splitlines() == [
        "what is done is safe in out: go on with --resume",
        "extractor: out: File too large",
    ]
    assert subprocess.run([*command, "--resume"], cwd=tmp_path, env=ENVIRONMENT).returncode == 0
    assert len(read_tables(tmp_path / "out")["sentences"]) == 2_000
