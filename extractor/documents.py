"""READ: any supported input becomes a lazy stream of documents; what cannot be read becomes an `ErrorRow`.

How each kind of file is read is in `extractor/reading/`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Literal

from extractor import publication
from extractor.reading import InputError, Row, sources, text
from extractor.reading.columns import Columns, as_text, columns_of, kind_of
from extractor.reading.html import html_page
from extractor.reading.ids import SeenIds
from extractor.reading.language import check_language, language_of
from extractor.reading.parquet import parquet_rows
from extractor.reading.sources import Meter, Source
from extractor.reading.warc import warc_pages
from extractor.records import DocumentRow, ErrorRow

__all__ = ["Document", "InputError", "document_of", "read_documents"]

LEFT_OUT = "OtherLanguage"
"""The class of the error rows of documents that the user did not want: they stand among the errors, but are none."""

ID_TWICE = "the id is already that of %s: ids must be unique"
FILE_TWICE = "%s is in two of the inputs: if these are two files, name the folder above both, and their ids will differ"

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article to be processed."""

    doc_id: str
    text: str
    published: str | None = None  # ISO 8601 date or date-time
    published_by: Literal["input", "header", "dateline"] | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None
    body_start: int = 0  # offset behind a header such as ` date 2025-04-10 `
    origin: str = "input"  # file and line, for messages


def document_row(document: Document) -> DocumentRow:
    """The row of a document in the table `documents`."""
    return DocumentRow(
        doc_id=document.doc_id,
        source=document.source,
        url=document.url,
        title=document.title,
        published=document.published,
        published_by=document.published_by,
        characters=len(document.text),
        sha256=hashlib.sha256(document.text.encode("utf-8")).hexdigest(),
    )


def read_documents(
    paths: Path | str | Sequence[Path | str],
    columns: Mapping[str, str] | None = None,
    *,
    preset: str | None = None,
    format: str | None = None,
    encoding: str | None = None,
    language: str | None = None,
    day_first: bool = False,
) -> Iterator[Document | ErrorRow]:
    """The documents of all inputs, in the order of the inputs and, within one, of the file names.

    Args:
        paths: files, folders, globs, addresses (`s3://...`, with fsspec), or `-` for standard input. Formats are
            told by the suffix: `.txt`, `.json`, `.jsonl`, `.csv`, `.parquet`, `.html`, `.warc`, each also with `.gz`,
            `.bz2`, `.xz` or `.zst`.
        columns: other names of columns, such as `{"text": "body"}`.
        preset: the names that a well-known dump uses, such as `news-please`, or a TOML file of your own.
        format: the format of files whose suffix does not tell it, such as `jsonl` or `csv.gz`.
        encoding: of text files; UTF-8 unless given. Bytes that are not in it make an error row.
        language: an ISO 639-1 code such as `en`: documents in another language become error rows.
        day_first: whether `03/04/2025` in a date column is 3 April.

    Raises:
        InputError: before anything is read, if there is no such input, or an option is wrong.
    """
    return read_sources(*plan(paths, columns, preset, format, encoding, language, day_first))


def plan(
    paths: Path | str | Sequence[Path | str],
    columns: Mapping[str, str] | None = None,
    preset: str | None = None,
    format: str | None = None,
    encoding: str | None = None,
    language: str | None = None,
    day_first: bool = False,
) -> tuple[list[Source], ReadOptions]:
    """The files that `read_documents` reads for these arguments, in order, and how."""
    if encoding:
        text.check_encoding(encoding)
    if language:
        check_language(language)
    inputs = [paths] if isinstance(paths, str | Path) else paths
    options = ReadOptions(columns_of(columns, preset), encoding, language.lower() if language else None, day_first)
    return [source for path in inputs for source in sources.find(path, format)], options


@dataclasses.dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file."""

    columns: Columns
    encoding: str | None
    language: str | None
    day_first: bool


def read_sources(
    found: Sequence[Source], options: ReadOptions, meter: Meter | None = None
) -> Iterator[Document | ErrorRow]:
    """The documents of several files, no id twice; a meter is told how far the reading is."""
    if meter:
        meter.expect(found)
    return _unique(item for source in found for item in read_source(source, options, meter))


def read_source(source: Source, options: ReadOptions, meter: Meter | None = None) -> Iterator[Document | ErrorRow]:
    """The documents of one file; ids may come twice."""
    line: int | None = None
    try:
        with sources.opened(source, meter) as stream:
            for line, fields in _rows(source.format, stream, options):
                origin = source.name if line is None else f"{source.name}:{line}"
                if isinstance(fields, str):
                    yield _error(origin, None, "UnreadableRow", fields)
                else:
                    doc_id = source.stem if line is None else origin
                    yield _checked(fields, doc_id, origin, source.name, options)
    except Exception as error:  # whatever a decompressor or parser makes of a damaged file, other files go on
        read = "nothing of it is read" if line is None else f"what follows line {line} is not read"
        yield _error(source.name, None, "UnreadableFile", f"{read}: {str(error) or type(error).__name__}")


def _rows(format_name: str, stream: BinaryIO, options: ReadOptions) -> Iterator[Row]:
    encoding = options.encoding or text.DEFAULT_ENCODING
    readers = {
        "txt": partial(text.plain_text, encoding=encoding),
        "json": partial(text.json_file, encoding=encoding),
        "jsonl": partial(text.json_lines, encoding=encoding),
        "csv": partial(text.csv_rows, encoding=encoding, columns=options.columns),
        "parquet": partial(parquet_rows, columns=options.columns),
        "html": partial(html_page, encoding=options.encoding),
        "warc": partial(warc_pages, encoding=options.encoding),
    }
    return readers[format_name](stream)


def _checked(
    fields: Mapping[str, Any], doc_id: str, origin: str, name: str, options: ReadOptions
) -> Document | ErrorRow:
    document = document_of(fields, options.columns, doc_id, origin, name, options.day_first)
    if isinstance(document, Document) and options.language:
        found = language_of(document.text)
        if found not in (options.language, None):
            return _error(origin, document.doc_id, LEFT_OUT, f"the text is in {found!r}, not {options.language!r}")
    return document


def document_of(
    fields: Mapping[str, Any],
    columns: Columns,
    doc_id: str,
    origin: str,
    source: str | None = None,
    day_first: bool = False,
) -> Document | ErrorRow:
    """One row of an input as a document, or why it is none.

    Args:
        fields: the row, by the names of the input's columns.
        columns: what these names mean.
        doc_id: the id of the document if the row has none.
        origin: file and line, for messages.
        source: the document's source if the row has none.
        day_first: whether `03/04/2025` is 3 April.
    """
    values: dict[str, str | None] = {}
    for column in columns.names:
        if column != "text":
            try:
                values[column] = as_text(columns.value(fields, column))
            except TypeError as error:
                message = f"column {columns.names[column][0]!r} {error}: map another one with --column {column}=NAME"
                return _error(origin, None, "UnreadableRow", message)
    doc_id = values["id"] or doc_id
    body = columns.value(fields, "text")
    if not isinstance(body, str):
        return _error(origin, doc_id, "NoText", _no_text(fields, columns, body))
    for column, value in [*values.items(), ("text", body)]:
        if value and _LONE_SURROGATE.search(value):
            return _error(origin, doc_id, "InvalidText", f"the {column} holds a lone surrogate, which is no character")
    own = publication.of_text(body)
    given = publication.parse(values["published"], day_first) if values["published"] else None
    return Document(
        doc_id=doc_id,
        text=body,
        published=given or own.published,
        published_by="input" if given else own.published_by,
        title=values["title"],
        url=values["url"],
        source=values["source"] or source,
        body_start=own.body_start,
        origin=origin,
    )


def _no_text(fields: Mapping[str, Any], columns: Columns, body: Any) -> str:
    wanted = columns.names["text"][0]
    if body is not None:
        return f"column {wanted!r} holds {kind_of(body)}, not text"
    if wanted in fields:
        return f"column {wanted!r} is null"
    return f"no column {wanted!r}; there are {', '.join(map(repr, fields))[:200]}: say --column text=NAME"


def _error(origin: str, doc_id: str | None, error: str, message: str) -> ErrorRow:
    """An error row that UTF-8 can hold, in one line."""
    return ErrorRow(source=_clean(origin), doc_id=doc_id and _clean(doc_id), error=error, message=_clean(message)[:500])


def _clean(value: str) -> str:
    return " ".join(value.encode("utf-8", "backslashreplace").decode("utf-8").split())


def _unique(items: Iterable[Document | ErrorRow]) -> Iterator[Document | ErrorRow]:
    seen = SeenIds()
    for item in items:
        first = seen.add(item.doc_id, item.origin) if isinstance(item, Document) else None
        if isinstance(item, Document) and first is not None:
            message = FILE_TWICE if first == item.origin else ID_TWICE
            yield _error(item.origin, item.doc_id, "DuplicateId", message % first)
        else:
            yield item
