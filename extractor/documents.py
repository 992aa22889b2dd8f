"""READ: any supported input becomes a lazy stream of documents; what cannot be read becomes an `ErrorRow`."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, TextIO, cast

from extractor import publication
from extractor.records import ErrorRow

COLUMNS = {
    "id": ("id", "doc_id"),
    "text": ("text",),
    "published": ("published", "date"),
    "title": ("title",),
    "url": ("url",),
    "source": ("source",),
}
"""The columns that are read, and the names that each may have unless the user maps another one."""

SUFFIXES = (".txt", ".jsonl", ".csv")

csv.field_size_limit(2**31 - 1)  # an article may be longer than the 128 kB that Python allows by default


class InputError(ValueError):
    """The input as a whole cannot be read: the message says what to do."""


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


def read_documents(
    path: Path | str, columns: Mapping[str, str] | None = None, day_first: bool = False
) -> Iterator[Document | ErrorRow]:
    """The documents of a file, or of all files below a folder, in the order of their names.

    Args:
        path: `.txt`, `.jsonl` or `.csv`, each also with `.gz`, or a folder of such files.
        columns: other names of columns, such as `{"text": "body"}`, for `.jsonl` and `.csv`.
        day_first: whether `03/04/2025` in a date column is 3 April.

    Raises:
        InputError: if there is no such file, or none of a supported kind.
    """
    path = Path(path)
    unknown = sorted(set(columns or {}) - COLUMNS.keys())
    if unknown:
        raise InputError(f"no column {unknown[0]!r} is read; those read are {', '.join(COLUMNS)}")
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if path.is_file():
        if _kind(path) is None:
            raise InputError(
                f"{path}: not a supported kind of file; supported are {', '.join(SUFFIXES)}, and .gz of each"
            )
        files = [path]
    else:
        files = sorted(file for file in path.rglob("*") if file.is_file() and _kind(file))
        if not files:
            raise InputError(f"{path}: holds no file ending in {', '.join(SUFFIXES)}, nor .gz of these")
    root = path if path.is_dir() else path.parent
    return _read_files(files, root, dict(columns or {}), day_first)


def _kind(path: Path) -> str | None:
    suffix = Path(path.name.removesuffix(".gz")).suffix
    return suffix if suffix in SUFFIXES else None


def _read_files(
    files: Iterable[Path], root: Path, columns: dict[str, str], day_first: bool
) -> Iterator[Document | ErrorRow]:
    for file in files:
        yield from _read_file(file, file.relative_to(root).as_posix(), columns, day_first)


def _read_file(file: Path, name: str, columns: dict[str, str], day_first: bool) -> Iterator[Document | ErrorRow]:
    kind = _kind(file)
    try:
        with _open(file) as stream:
            if kind == ".txt":
                yield _from_fields(
                    {"id": name[: name.rindex(".txt")], "text": stream.read()}, name, name, {}, day_first
                )
                return
            for line, fields in _json_lines(stream) if kind == ".jsonl" else _csv_rows(stream):
                origin = f"{name}:{line}"
                if isinstance(fields, str):
                    yield ErrorRow(source=origin, doc_id=None, error="UnreadableRow", message=fields)
                else:
                    yield _from_fields(fields, name, origin, columns, day_first)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        yield ErrorRow(source=name, doc_id=None, error=type(error).__name__, message=f"the rest is not read: {error}")


@contextlib.contextmanager
def _open(file: Path) -> Iterator[TextIO]:
    """The file as text: UTF-8, a byte order mark dropped, line ends as they are (offsets must not move)."""
    with contextlib.ExitStack() as stack:
        raw: BinaryIO = stack.enter_context(file.open("rb"))
        if file.suffix == ".gz":
            raw = cast(BinaryIO, stack.enter_context(gzip.GzipFile(fileobj=raw)))
        yield stack.enter_context(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))


def _json_lines(stream: TextIO) -> Iterator[tuple[int, dict[str, Any] | str]]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError as error:
            yield number, f"not valid JSON: {error}"
            continue
        yield number, fields if isinstance(fields, dict) else "not a JSON object"


def _csv_rows(stream: TextIO) -> Iterator[tuple[int, dict[str, Any] | str]]:
    reader = csv.reader(stream, strict=True)
    header = next(reader, None)
    for row in reader:
        if not row:
            continue
        if len(row) != len(header or ()):
            yield reader.line_num, f"{len(row)} fields where the header has {len(header or ())}"
        else:
            yield reader.line_num, dict(zip(header or (), row, strict=True))


def _from_fields(
    fields: Mapping[str, Any], name: str, origin: str, columns: Mapping[str, str], day_first: bool
) -> Document | ErrorRow:
    values = {column: _value(fields, column, columns) for column in COLUMNS}
    doc_id = values["id"] or origin
    text = fields.get(columns.get("text", "text"))
    if not isinstance(text, str):
        wanted = columns.get("text", "text")
        message = f"no text in column {wanted!r}; columns are {', '.join(map(repr, fields))[:200]}"
        return ErrorRow(source=origin, doc_id=doc_id, error="NoText", message=message)
    if any("\ud800" <= character <= "\udfff" for character in text):
        message = "the text holds a lone surrogate, which is no character"
        return ErrorRow(source=origin, doc_id=doc_id, error="InvalidText", message=message)
    published_by: Literal["input", "header", "dateline"] | None
    own = publication.of_text(text)
    published, published_by = None, None
    if values["published"] is not None:
        published, published_by = publication.parse(values["published"], day_first), "input"
    if published is None:
        published, published_by = own.published, own.published_by  # type: ignore[assignment]
    return Document(
        doc_id=doc_id,
        text=text,
        published=published,
        published_by=published_by,
        title=values["title"],
        url=values["url"],
        source=values["source"] or name,
        body_start=own.body_start,
        origin=origin,
    )


def _value(fields: Mapping[str, Any], column: str, columns: Mapping[str, str]) -> str | None:
    """A field as text; blank ones are None."""
    names = (columns[column],) if column in columns else COLUMNS[column]
    value = next((fields[name] for name in names if fields.get(name) not in (None, "")), None)
    return (str(value).strip() or None) if value is not None else None
