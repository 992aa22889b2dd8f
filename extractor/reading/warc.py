"""Reader of WARC files, such as Common Crawl's CC-NEWS (extra `warc`): the article of every page that they hold."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from extractor.reading import Row
from extractor.reading.html import LARGEST_PAGE, page_fields

_BLOCK = 2**16
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)


def warc_pages(stream: BinaryIO, encoding: str | None) -> Iterator[Row]:
    """One article a response with a web page, counted from 1; its id is the record's id.

    Other records (requests, pictures, feeds, pages that the server did not find) are no documents.

    Raises:
        warcio.exceptions.ArchiveLoadFailed, OSError: if the file is damaged, or ends in the middle of a record.
    """
    from warcio.archiveiterator import ArchiveIterator

    number = 0
    # warcio takes the end of the file for that of a record that it takes apart; so that is done here, by its length.
    records = ArchiveIterator(stream, no_record_parse=True)
    for record in records:
        if record.format != "warc":  # warcio takes many a text for the older ARC format
            raise OSError("is not a WARC file")
        whole = (record.rec_headers.get_header("Content-Length") or "").isdigit()
        fields = _fields(record, records.loader, encoding) if whole else None
        while record.raw_stream.read(_BLOCK):
            pass
        if not whole or record.raw_stream.limit:
            raise OSError("the file ends in the middle of a record")
        if fields is not None:
            number += 1
            yield number, fields


def _fields(record: Any, loader: Any, encoding: str | None) -> dict[str, Any] | str | None:
    """The fields of the page that a record holds, or why there are none; None if it holds no page."""
    url = record.rec_headers.get_header("WARC-Target-URI")
    if record.rec_type != "response" or not url:
        return None
    with contextlib.suppress(EOFError):
        record.http_headers = loader.load_http_headers(record.rec_type, url, record.raw_stream, record.length)
    if record.http_headers is None or record.http_headers.get_statuscode() != "200":
        return None
    content_type = record.http_headers.get_header("Content-Type") or ""
    if not content_type.lower().startswith(_PAGES):
        return None
    charset = _CHARSET.search(content_type)
    page = record.content_stream().read(LARGEST_PAGE + 1)
    fields = page_fields(page, encoding or (charset[1] if charset else None), url)
    if isinstance(fields, str):
        return f"{url}: {fields}"
    return {**fields, "id": (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")}
