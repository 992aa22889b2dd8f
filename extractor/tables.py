"""WRITE: records become CSV tables, `documents.jsonl`, `errors.jsonl` and `run.json`; and the way back to pandas."""

from __future__ import annotations

import contextlib
import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    import pandas as pd


def write_tables(
    rows: Iterable[Extraction | ErrorRow], directory: Path | str, run: Mapping[str, Any] | None = None
) -> Counter[str]:
    """Write all tables of a run into a folder, document by document.

    Every file is written under a passing name and takes its own when all are whole.

    Args:
        rows: what `extractor.extract` yields.
        directory: made if it is not there.
        run: what `run.json` says of the run beside the counts.

    Returns:
        How many rows each table has, and how many `errors`.
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    names = [f"{table}.csv" for table in TABLES] + ["documents.jsonl", "errors.jsonl"]
    counts: Counter[str] = Counter(dict.fromkeys([*TABLES, "errors"], 0))
    with contextlib.ExitStack() as stack:
        files = {
            name: stack.enter_context((directory / f".{name}.part").open("w", encoding="utf-8", newline=""))
            for name in names
        }
        tables = {table: csv.writer(files[f"{table}.csv"], lineterminator="\n") for table in TABLES}
        for table, record in TABLES.items():
            tables[table].writerow([column.name for column in columns(record)])
        for item in rows:
            if isinstance(item, ErrorRow):
                counts["errors"] += 1
                files["errors.jsonl"].write(_json_line(record_to_dict(item)))
                continue
            files["documents.jsonl"].write(_json_line(extraction_to_dict(item)))
            for table in TABLES:
                records = (item.document,) if table == "documents" else getattr(item, table)
                counts[table] += len(records)
                tables[table].writerows(_cells(record) for record in records)
    for name in names:
        (directory / f".{name}.part").replace(directory / name)
    if run is not None:
        text = json.dumps({**run, "rows": dict(counts)}, ensure_ascii=False, indent=2) + "\n"
        (directory / "run.json").write_text(text, encoding="utf-8")
    return counts


def _json_line(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False) + "\n"


def _cells(record: Any) -> list[Any]:
    return [_cell(value) for value in record_to_dict(record).values()]


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def read_tables(directory: Path | str) -> dict[str, pd.DataFrame]:
    """The tables of an output folder as pandas frames, with the right dtypes.

    Ids stay text (`007`), `"NA"` stays `"NA"`, integers may be missing, columns with a closed set of values are
    categories. Dates stay ISO text, as a year or a quarter fits no timestamp: `pd.to_datetime(dates["first"])`
    makes timestamps of the intervals' ends.

    Raises:
        FileNotFoundError: if the folder has no tables.
    """
    import pandas as pd

    frames = {}
    for table, record in TABLES.items():
        dtypes: Any = pandas_dtypes(table)
        frames[table] = pd.read_csv(
            Path(directory) / f"{table}.csv", dtype=dtypes, keep_default_na=False, na_values=[""], encoding="utf-8"
        )
        for column in columns(record):
            if column.choices:
                frames[table][column.name] = frames[table][column.name].cat.set_categories(list(column.choices))
    return frames


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
