"""WRITE: records become CSV tables, `documents.jsonl`, `errors.jsonl` and `run.json`; and the way back to pandas."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from extractor.durable import new_file
from extractor.reading.sources import require
from extractor.records import (
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
from extractor.writers import CsvWriter, ParquetWriter, Writer

if TYPE_CHECKING:
    import pandas as pd

_SURROGATE = re.compile("[\ud800-\udfff]")

FORMATS = ("csv", "csv.gz", "csv.zst", "jsonl", "jsonl.gz", "jsonl.zst", "parquet")
"""What can be written: CSV or Parquet, one file a table; JSON lines, one file for all."""

RESULTS = ("run.json", "errors.jsonl", *TABLES, *(f"{table}.{name}" for table in TABLES for name in FORMATS))
"""The files and folders that a run writes into its output folder."""

FILE_DOCUMENTS = 100_000  # documents in one file of a table that is written in parts

_ERROR_BEGINS = f'{{"{columns(ErrorRow)[0].name}": '.encode()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a run writes: which tables, in which formats.

    Args:
        formats: any of `FORMATS`.
        tables: any of `TABLES`; `documents` is always written.
        parts: a folder of files for each table, instead of one file.
        excel_safe: in CSV, put an apostrophe before text that a spreadsheet would run as a formula.

    Raises:
        ValueError: if a format or table is not known, or a package is missing that it needs.
    """

    formats: tuple[str, ...] = ("csv", "jsonl")
    tables: tuple[str, ...] = tuple(TABLES)
    parts: bool = False
    excel_safe: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "formats", tuple(dict.fromkeys(self.formats)))
        for name in self.formats:
            if name not in FORMATS:
                raise ValueError(f"--to {name}: no such format; there are {', '.join(FORMATS)}")
            require("parquet" if name == "parquet" else Path(name).suffix, name)
        for name in self.tables:
            if name not in TABLES:
                raise ValueError(f"--kinds {name}: no such table; there are {', '.join(TABLES)}")
        object.__setattr__(self, "tables", tuple(table for table in TABLES if table in {"documents", *self.tables}))


Written = tuple[bytes, dict[str, Any]]
"""A line as it is written, without its line end, and what it says."""


def line_of(item: Extraction | ErrorRow, tables: Collection[str] = TABLES) -> bytes:
    """A line of `documents.jsonl` or of `errors.jsonl`, without its line end."""
    line = record_to_dict(item) if isinstance(item, ErrorRow) else extraction_to_dict(item, tables)
    return _SURROGATE.sub("\ufffd", json.dumps(line, ensure_ascii=False)).encode()


def lines_of(rows: Iterable[dict[str, Any]]) -> Iterator[Written]:
    """The lines that say what is given."""
    return ((json_line(fields).rstrip(b"\n"), fields) for fields in rows)


def is_error(line: bytes) -> bool:
    """Whether a line is one of `errors.jsonl`."""
    return line.startswith(_ERROR_BEGINS)


def write_tables(
    rows: Iterable[Extraction | ErrorRow],
    directory: Path | str,
    run: Mapping[str, Any] | None = None,
    output: Output = Output(),
) -> Counter[str]:
    """Write all tables of a run into a folder, document by document.

    Args:
        rows: what `extractor.extract` yields.
        directory: made if it is not there.
        run: what `run.json` says of the run beside the counts; without it there is no `run.json`.
        output: the formats and tables to write.

    Returns:
        How many rows each table has, and how many `errors`.
    """
    lines = (line_of(item, output.tables) for item in rows)
    return write_lines(((line, json.loads(line)) for line in lines), Path(directory), run, output)


def write_lines(
    lines: Iterable[Written], directory: Path, run: Mapping[str, Any] | None, output: Output
) -> Counter[str]:
    """Write the tables from lines, such as those of `documents.jsonl` and `errors.jsonl`, as they come.

    Every file is written under a passing name and takes its own when all are whole; `run.json` comes last.
    """
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "run.json").unlink(missing_ok=True)  # until all is written, this is no finished run
    counts: Counter[str] = Counter(dict.fromkeys([*output.tables, "errors"], 0))
    errors: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        error_file = stack.enter_context(new_file(directory / "errors.jsonl"))
        line_files = [
            stack.enter_context(new_file(directory / f"documents.{name}"))
            for name in output.formats
            if name.startswith("jsonl")
        ]
        documents = _without_errors(lines, error_file, errors)
        for number, part in enumerate(_parts(documents, FILE_DOCUMENTS if output.parts else None)):
            counts.update(_write_part(part, directory, number, output, line_files))
    counts["errors"] = errors.total()
    if run is not None:
        write_run(directory, run, counts, errors)
    return counts


def write_run(directory: Path, run: Mapping[str, Any], counts: Mapping[str, int], errors: Mapping[str, int]) -> None:
    """Write `run.json`, which makes a run a finished one."""
    facts = {**run, "rows": dict(counts), "errors": dict(sorted(errors.items()))}
    with new_file(directory / "run.json") as file:
        file.write((json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode())


def _without_errors(lines: Iterable[Written], error_file: BinaryIO, errors: Counter[str]) -> Iterator[Written]:
    for line, fields in lines:
        if "error" in fields:
            errors[fields["error"]] += 1
            error_file.write(line + b"\n")
        else:
            yield line, fields


def _parts(lines: Iterator[Written], size: int | None) -> Iterator[Iterable[Written]]:
    """Cut a stream into pieces; there is always one."""
    first = list(itertools.islice(lines, 1))
    while True:
        rest = itertools.islice(lines, size - 1 if size else None)
        yield itertools.chain(first, rest)
        first = list(itertools.islice(lines, 1))
        if not first:
            return


def _write_part(
    lines: Iterable[Written], directory: Path, number: int, output: Output, line_files: Sequence[BinaryIO]
) -> Counter[str]:
    """Write one file of each table and format."""
    counts: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        writers: dict[str, list[Writer]] = {table: [] for table in output.tables}
        for table in output.tables:
            for name in output.formats:
                if name.startswith("jsonl"):
                    continue
                path = directory / (f"{table}/part-{number:05}.{name}" if output.parts else f"{table}.{name}")
                path.parent.mkdir(exist_ok=True)
                file = stack.enter_context(new_file(path))
                parquet = name == "parquet"
                writers[table].append(
                    ParquetWriter(file, table) if parquet else CsvWriter(file, table, output.excel_safe)
                )
        for line, fields in lines:
            for line_file in line_files:
                line_file.write(line + b"\n")
            for table in output.tables:
                rows = rows_of(fields, table)
                counts[table] += len(rows)
                for writer in writers[table]:
                    writer.write(rows)
        for table in output.tables:
            for writer in writers[table]:
                writer.close()
    return counts


def rows_of(line: Mapping[str, Any], table: str) -> list[list[Any]]:
    """The rows of a table in a line of `documents.jsonl`, their cells in the order of the columns."""
    if table == "documents":
        return [[line[column.name] for column in columns(TABLES[table])]]
    return [[line["doc_id"], *row.values()] for row in line[table]]


def remove_tables(directory: Path) -> None:
    """Remove what a run has written into a folder, and nothing else."""
    for file in result_files(directory):
        shutil.rmtree(file) if file.is_dir() else file.unlink()


def result_files(directory: Path) -> list[Path]:
    """What a run has written into a folder: `run.json` first."""
    return [directory / name for name in RESULTS if (directory / name).exists()]


def is_finished(directory: Path) -> bool:
    """Whether a folder holds the results of a finished run."""
    return (directory / "run.json").is_file() and (directory / "errors.jsonl").is_file()


def json_line(line: Mapping[str, Any]) -> bytes:
    """A line of JSON, with its line end."""
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def read_tables(directory: Path | str) -> dict[str, pd.DataFrame]:
    """The tables of an output folder as pandas frames, with the right dtypes.

    Reads Parquet where it is there, else CSV, one file a table or a folder of parts. Ids stay text (`007`), `"NA"`
    stays `"NA"`, integers may be missing, columns with a closed set of values are categories. Dates stay ISO text, as
    a year or a quarter fits no timestamp: `pd.to_datetime(dates["first"])` makes timestamps of the intervals' ends.

    Raises:
        FileNotFoundError: if the folder has no tables.
    """
    import pandas as pd

    frames = {}
    for table in TABLES:
        files = table_files(Path(directory), table)
        if files:
            frames[table] = _typed(pd.concat([_read_file(file, table) for file in files], ignore_index=True), table)
    if not frames:
        raise FileNotFoundError(f"{directory} holds no tables: no {', '.join(f'{table}.csv' for table in TABLES)}")
    return frames


def table_files(directory: Path, table: str) -> list[Path]:
    """The files of a table, in their order: one, or parts; all of one format."""
    for name in ("parquet", "csv", "csv.gz", "csv.zst"):
        file = directory / f"{table}.{name}"
        files = [file] if file.is_file() else sorted((directory / table).glob(f"part-*.{name}"))
        if files:
            return files
    return []


def _read_file(file: Path, table: str) -> pd.DataFrame:
    import pandas as pd

    dtypes: Any = {name: "string" if dtype == "category" else dtype for name, dtype in pandas_dtypes(table).items()}
    if file.suffix == ".parquet":
        return pd.read_parquet(file).astype(dtypes)
    return pd.read_csv(file, dtype=dtypes, keep_default_na=False, na_values=[""], encoding="utf-8")


def _typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    dtypes: Any = pandas_dtypes(table)
    frame = frame.astype(dtypes)
    for column in columns(TABLES[table]):
        if column.choices:
            frame[column.name] = frame[column.name].cat.set_categories(list(column.choices))
    return frame


def write_schema(directory: Path) -> None:
    """Write `schema.json` and the data dictionary `README.md`, both derived from the records, into a folder."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "schema.json").write_text(json.dumps(json_schema(), indent=2) + "\n", encoding="utf-8")
    (directory / "README.md").write_text(_DICTIONARY.format(tables=data_dictionary()), encoding="utf-8")


_DICTIONARY = """\
# Outputs

What `extractor run corpus --out outputs` writes: the analysts' demonstration and the golden files of the tests in one.
This page and `schema.json` are generated (`extractor schema --write outputs`); do not edit them.

- `documents.jsonl`: one document a line, its rows nested under the table's name (`schema.json` is its JSON Schema).
- One CSV file a table, described below; `read_tables("outputs")` loads them into pandas with the right dtypes.
- `errors.jsonl`: what could not be processed (`source`, `doc_id`, `error`, `message`).
- `run.json`: versions, configuration, the SHA-256 of each rule file, what was read, rows per table.

Offsets count Unicode code points in the text as it was read, end exclusive: `text[row.start:row.end] == row.text`.
Inside one document and kind `(start, end)` is unique and rows are sorted by it. An empty cell is null. Joining two
kinds on `(doc_id, sentence)` gives what stands in one sentence.

## Tables

{tables}"""
