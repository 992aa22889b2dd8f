"""Reader of web pages (extra `html`): the article's body, title and date, without the furniture round it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from extractor.reading import Row

LARGEST_PAGE = 8 * 2**20
"""Bytes of one page; taking apart larger ones needs gigabytes and minutes, and no article is that long."""

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Browsers read these names as Windows-1252 (WHATWG Encoding Standard), as the pages' authors did.
_AS_BROWSERS_DO = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}


def html_page(stream: BinaryIO, encoding: str | None) -> Iterator[Row]:
    """The whole file is one page."""
    yield None, page_fields(stream.read(LARGEST_PAGE + 1), encoding)


def page_fields(page: bytes, encoding: str | None, url: str | None = None) -> dict[str, Any] | str:
    """The fields of the article on a page, or why there are none.

    Args:
        page: the page as the server sent it.
        encoding: what the user or the server says it is in; None: as the page itself says, else UTF-8.
        url: the address of the page, where it is known.
    """
    if len(page) > LARGEST_PAGE:
        return f"the page is longer than {LARGEST_PAGE:,} bytes"
    if not page.strip():
        return "the page is empty"
    text = _decoded(page, encoding)
    if text is None:
        return "the page holds bytes that are not in the encoding that it declares: name one with --encoding"
    import trafilatura

    article = trafilatura.bare_extraction(
        text,
        url=url,
        with_metadata=True,
        include_comments=False,
        # The machine's clock must not decide what is a date, and a guess from the running text is ours to make.
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2200-01-01"},
    )
    fields: dict[str, Any] = article.as_dict() if article else {}  # type: ignore[union-attr]  # a dict only if asked
    if not fields.get("text"):
        return "no article was found on the page"
    body = re.sub(r"\n(?!- )", "\n\n", fields["text"])  # each line is a paragraph of the page, or an item of a list
    address = url or fields.get("url")
    return {"text": body, "title": fields.get("title"), "published": fields.get("date"), "url": address}


def _decoded(page: bytes, encoding: str | None) -> str | None:
    marked = next((name for mark, name in _MARKS if page.startswith(mark)), None)
    declared = _DECLARED.search(page[:4096])
    for name in (marked, encoding, declared and declared[1].decode("ascii"), "utf-8"):
        if name is None:
            continue
        try:
            return page.decode(_AS_BROWSERS_DO.get(name.lower(), name))
        except LookupError:
            continue
        except UnicodeDecodeError:
            return None
    return None
