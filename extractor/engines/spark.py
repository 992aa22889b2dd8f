"""The Spark engine: the same rows as the local one, for more documents than one machine can work on.

    files or DataFrame  ->  mapInArrow: one row a document, its rows nested  ->  one DataFrame a table

Every Python worker of Spark keeps one worker of the local engine, which loads the model once and may die of a document
without taking Spark's task with it. What a lost executor had not handed over is done again by Spark.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
from py4j.protocol import Py4JError
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import broadcast, explode, expr, monotonically_increasing_id
from pyspark.sql.types import (
    ArrayType,
    DataType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from extractor.arrow import nested_schema
from extractor.documents import FILE_TWICE, ID_TWICE, Document, ReadOptions, document_of, plan, read_source
from extractor.durable import new_file
from extractor.engines.local import Pool
from extractor.engines.worker import Settings
from extractor.journal import Journal, JournalError
from extractor.reading.columns import columns_of
from extractor.reading.sources import Source
from extractor.records import TABLES, ErrorRow, columns
from extractor.repeats import Item
from extractor.run import TIMEOUT, Options, facts_of, refuse_results, refuse_results_as_inputs
from extractor.tables import Output, json_line, remove_tables, table_files, write_run

BATCH_DOCUMENTS = 64

Places = Iterator[tuple[int, Document | ErrorRow]]
"""Documents, each with its place in the order of the input."""


def extract(
    frame: DataFrame,
    model: str = "default",
    rules: Sequence[str] = (),
    tables: Sequence[str] = tuple(TABLES),
    day_first: bool = False,
    timeout: float = TIMEOUT,
) -> dict[str, DataFrame]:
    """The tables of the documents in a DataFrame, and `errors`.

    The extraction runs once, when one of them is first needed, and is kept on the executors' disks.

    Args:
        frame: with the columns `id` and `text`, and if known `published`, `title`, `url`, `source`.
        model: see `extractor.load`; it must be installed on the executors.
        rules: directories of your own rules, at the same place on every executor.
        tables: those wanted of `extractor.records.TABLES`.
        day_first: whether `03/04/2025` in `published` is 3 April.
        timeout: seconds that one document may take.

    Returns:
        A DataFrame for the name of each table, and one for `errors`.
    """
    settings = Settings(model=model, rules=tuple(map(str, rules)), tables=tuple(tables))
    placed = frame.withColumn("_place", monotonically_increasing_id())
    nested = _nested(placed, functools.partial(_rows_of_frame, day_first=day_first), settings, timeout)
    frames = _tables(nested.persist(StorageLevel.DISK_ONLY), settings.tables)
    return {**frames, "errors": frames["errors"].drop("_place")}


def run(
    inputs: Sequence[str],
    out: Path,
    model: str,
    rules: Sequence[str],
    reading: Mapping[str, Any],
    output: Output,
    options: Options,
    master: str | None = None,
) -> Counter[str]:
    """The same as `extractor.run.run` on a cluster; each input file is read by one task.

    `out` is a folder that the driver and all executors share, `master` the address of the cluster, such as
    `spark://host:7077` or `local[2,4]`; None if Spark knows it. The other arguments are those of `extractor.run.run`.

    Raises:
        ValueError: if an option is for the local engine alone.
        OSError: if Spark gives up.
    """
    from extractor.pipeline import load

    if output.formats != ("parquet",) or not output.parts:
        raise ValueError("the Spark engine writes Parquet alone, in parts")
    if options.resume:
        raise ValueError("--resume is for the local engine; Spark repeats what it lost by itself")
    sources, how_to_read = plan(inputs, **reading)
    refuse_results_as_inputs(sources, out)
    name = load(model, rules).meta["extractor_model"]
    with Journal(out) as journal:
        refuse_results(journal, out, options)
        facts = facts_of(name, inputs, rules, reading, output, options.timeout)
        journal.begin(facts, resume=False)
        spark = _session(master, options.quiet)
        try:
            staging = (journal.folder / "rows").resolve().as_uri()
            settings = Settings(model=model, rules=tuple(rules), tables=output.tables)
            _rows_of_sources(spark, sources, how_to_read, settings, options.timeout).write.parquet(staging)
            counts = _write(spark.read.parquet(staging), out, facts, output)
        except (PySparkException, Py4JError) as error:
            raise OSError(f"Spark: {str(error).partition(chr(10))[0]}") from error
        finally:
            spark.stop()
        journal.finish()
    return counts


def _session(master: str | None, quiet: bool) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("extractor").config("spark.ui.showConsoleProgress", not quiet)
    if master:
        builder = builder.master(master)
    return builder.getOrCreate()


def _rows_of_sources(
    spark: SparkSession, sources: Sequence[Source], options: ReadOptions, settings: Settings, timeout: float
) -> DataFrame:
    numbers = spark.range(0, len(sources), 1, numPartitions=len(sources))
    read = functools.partial(_rows_of_files, sources=sources, options=options)
    return _nested(numbers, read, settings, timeout)


def _rows_of_files(batch: pa.RecordBatch, sources: Sequence[Source], options: ReadOptions) -> Places:
    for number in batch.column(0).to_pylist():
        for line, item in enumerate(read_source(sources[number], options)):
            yield (number << 40) + line, item


def _rows_of_frame(batch: pa.RecordBatch, day_first: bool) -> Places:
    names = columns_of(None, None)
    for fields in batch.to_pylist():
        place = fields.pop("_place")
        yield place, document_of(fields, names, f"row-{place}", f"row {place}", None, day_first)


def _nested(
    frame: DataFrame, read: Callable[[pa.RecordBatch], Places], settings: Settings, timeout: float
) -> DataFrame:
    """One row a document: its place, its error if it has one, its own columns, and its rows in arrays."""
    schema = nested_schema(settings.tables)
    task = functools.partial(_work, read=read, settings=settings, timeout=timeout, schema=schema)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")  # which is not used here
        return frame.mapInArrow(task, _spark_type(pa.struct(list(schema))))  # type: ignore[arg-type]


def _work(
    batches: Iterator[pa.RecordBatch],
    read: Callable[[pa.RecordBatch], Places],
    settings: Settings,
    timeout: float,
    schema: pa.Schema,
) -> Iterator[pa.RecordBatch]:
    """What runs on the executors."""
    places: deque[int] = deque()

    def items() -> Iterator[Document | ErrorRow]:
        for batch in batches:
            for place, item in read(batch):
                places.append(place)
                yield item

    rows: list[dict[str, Any]] = []
    for item, line in _pool(settings, timeout).lines(items()):
        rows.append(_row(places.popleft(), item, json.loads(line)))
        if len(rows) == BATCH_DOCUMENTS:
            yield pa.RecordBatch.from_pylist(rows, schema)
            rows = []
    yield pa.RecordBatch.from_pylist(rows, schema)


@functools.cache
def _pool(settings: Settings, timeout: float) -> Pool:
    """The worker of this Python process, which Spark keeps for many tasks. It ends with it."""
    return Pool(settings, jobs=1, timeout=timeout).__enter__()


def _row(place: int, item: Item, line: dict[str, Any]) -> dict[str, Any]:
    row = {"_place": place, "_origin": item.origin if isinstance(item, Document) else line["source"]}
    if "error" in line:
        return {**row, "doc_id": line["doc_id"], "_error": line["error"], "_message": line["message"]}
    return {**row, **line}


def _tables(nested: DataFrame, tables: Sequence[str]) -> dict[str, DataFrame]:
    """One DataFrame a table. Of documents with the same id the first one counts, the others are errors."""
    ids = nested.where("_error is null").groupBy("doc_id")
    again = ids.agg(expr("min(_place) _first"), expr("min_by(_origin, _place) _owner"), expr("count(*) _times"))
    again = again.where("_times > 1").persist(StorageLevel.DISK_ONLY)
    marked = nested.join(broadcast(again), "doc_id", "left").withColumn(
        "_error", expr("case when _error is null and _place > _first then 'DuplicateId' else _error end")
    )
    whole = marked.where("_error is null")
    frames = {"documents": whole.select([column.name for column in columns(TABLES["documents"])])}
    for table in tables:
        if table != "documents":
            frames[table] = whole.select("doc_id", explode(table)).select("doc_id", "col.*")
    taken = f"format_string(if(_origin = _owner, '{FILE_TWICE}', '{ID_TWICE}'), _owner)"
    frames["errors"] = marked.where("_error is not null").selectExpr(
        "_origin source", "doc_id", "_error error", f"coalesce(_message, {taken}) message", "_place"
    )
    return frames


def _write(nested: DataFrame, out: Path, facts: Mapping[str, Any], output: Output) -> Counter[str]:
    remove_tables(out)
    frames = _tables(nested, output.tables)
    counts: Counter[str] = Counter()
    for table in output.tables:
        frames[table].write.parquet((out / table).resolve().as_uri())
        counts[table] = sum(map(_rows_in, table_files(out, table)))
    classes: Counter[str] = Counter()
    with new_file(out / "errors.jsonl") as file:
        for row in frames["errors"].orderBy("_place").drop("_place").toLocalIterator():
            classes[row["error"]] += 1
            file.write(json_line(row.asDict()))
    counts["errors"] = classes.total()
    read = nested.count()
    if counts["documents"] + counts["errors"] != read:
        raise JournalError(
            f"{read} documents were read, but {counts['documents']} and {counts['errors']} errors written"
        )
    write_run(out, facts, counts, classes)
    return counts


def _rows_in(file: Path) -> int:
    return int(pyarrow.parquet.read_metadata(file).num_rows)


def _spark_type(kind: pa.DataType) -> DataType:
    """The Spark type for an Arrow type."""
    if pa.types.is_struct(kind):
        return StructType([StructField(field.name, _spark_type(field.type), field.nullable) for field in kind])
    if pa.types.is_list(kind):
        return ArrayType(_spark_type(kind.value_type))
    return {"string": StringType(), "int64": LongType(), "double": DoubleType()}[str(kind)]
