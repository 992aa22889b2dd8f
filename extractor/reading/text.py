"""Readers of text formats: plain text, JSON, JSON lines, CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from extractor import reading
from extractor.reading import InputError, Row
from extractor.reading.columns import Columns

DEFAULT_ENCODING = "utf-8-sig"  # UTF-8, a byte order mark dropped

_UNDECODABLE = re.compile("[\udc80-\udcff]")  # where `surrogateescape` puts bytes that are not in the encoding


def check_encoding(encoding: str) -> None:
    """Refuse what Python cannot decode text with.

    Raises:
        InputError: naming the encoding.
    """
    try:
        "x".encode(encoding)
    except LookupError:
        message = f"--encoding {encoding}: no such encoding; common ones are utf-8, latin-1, cp1252, utf-16"
        raise InputError(message) from None


def plain_text(stream: BinaryIO, encoding: str) -> Iterator[Row]:
    """The whole file is one article."""
    text = _whole(stream, encoding)
    yield None, wrong_bytes(text, encoding) or {"text": text}


def json_file(stream: BinaryIO, encoding: str) -> Iterator[Row]:
    """One article as a JSON object, or a list of such objects."""
    text = _whole(stream, encoding)
    value = _parsed(text, encoding)
    if not isinstance(value, list):
        yield None, value
        return
    for number, item in enumerate(value, start=1):
        yield number, item if isinstance(item, dict) else "not a JSON object"


def json_lines(stream: BinaryIO, encoding: str) -> Iterator[Row]:
    """One JSON object a line; blank lines are passed over."""
    with _decoded(stream, encoding) as text:
        for number, line in enumerate(_lines(text), start=1):
            if line is None:
                yield number, f"the line is longer than {reading.LARGEST:,} characters"
            elif not line.isspace():
                value = _parsed(line, encoding)
                yield number, value if isinstance(value, dict | str) else "not a JSON object"


def csv_rows(stream: BinaryIO, encoding: str, columns: Columns) -> Iterator[Row]:
    """One article a row, below a header; a row that is not well formed is passed over, and the next one is read.

    Raises:
        InputError: if the header has no column for the text.
        csv.Error: if a field has no end.
    """
    csv.field_size_limit(reading.LARGEST)  # an article may be longer than the 128 kB that Python allows by default
    with _decoded(stream, encoding) as text:
        reader = csv.reader(_csv_lines(text), strict=True)
        header = next(reader, None)
        if header is None:
            return
        columns.check_header(header)
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                if "field larger" in str(error) or "end of data" in str(error):
                    message = f"a field that begins in the row of line {line} has no end: is a quote missing?"
                    raise csv.Error(message) from None
                yield line, f"not valid CSV: {error}"
                continue
            if row is None:
                return
            if row:
                yield line, _named(header, row, encoding)


def _named(header: list[str], row: list[str], encoding: str) -> dict[str, str] | str:
    if len(row) != len(header):
        return f"{len(row)} fields where the header has {len(header)}"
    return next(filter(None, (wrong_bytes(cell, encoding) for cell in row)), dict(zip(header, row, strict=True)))


def wrong_bytes(text: str, encoding: str) -> str | None:
    """What to say of a text that holds bytes which could not be decoded; None if it has none."""
    match = _UNDECODABLE.search(text)
    if match is None:
        return None
    name = "utf-8" if encoding == DEFAULT_ENCODING else encoding
    byte = ord(match.group()) - 0xDC00
    return f"byte 0x{byte:02x} at character {match.start()} is not {name}: name the encoding with --encoding"


@contextlib.contextmanager
def _decoded(stream: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """As text, line ends as they are (offsets must not move), wrong bytes kept so that only their row is lost."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    try:
        yield text
    finally:
        text.detach()  # whoever opened the stream closes it


def _whole(stream: BinaryIO, encoding: str) -> str:
    data = stream.read(reading.LARGEST + 1)
    if len(data) > reading.LARGEST:
        raise OSError(f"is longer than {reading.LARGEST:,} bytes, too long for one article; are these JSON lines?")
    return data.decode(encoding, errors="surrogateescape")


def _lines(text: io.TextIOWrapper) -> Iterator[str | None]:
    """Line by line; None for one that is too long."""
    while line := text.readline(reading.LARGEST):
        if len(line) < reading.LARGEST or line.endswith(("\n", "\r")):
            yield line
            continue
        while line and not line.endswith(("\n", "\r")):
            line = text.readline(reading.LARGEST)
        yield None


def _csv_lines(text: io.TextIOWrapper) -> Iterator[str]:
    for line in _lines(text):
        if line is None:
            raise csv.Error("field larger than allowed")
        yield line


def _parsed(text: str, encoding: str) -> Any:
    """The value of a JSON text, or what is wrong with it."""
    wrong = wrong_bytes(text, encoding)
    if wrong:
        return wrong
    try:
        value = json.loads(text)
    except RecursionError:
        return "not readable JSON: nested too deeply"
    except ValueError as error:
        return f"not valid JSON: {error}"
    return value if isinstance(value, dict | list) else "not a JSON object"
