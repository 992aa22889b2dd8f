"""How each kind of input is read; `extractor.documents` puts the parts together.

sources.py      inputs as a user names them (file, folder, glob, address, `-`)  ->  files to open
compression.py  .gz .bz2 .xz .zst  ->  plain bytes, bounded
text.py         .txt .json .jsonl .csv  ->  rows of fields
parquet.py  html.py  warc.py            the same for these, each an extra
columns.py      whose column is whose: names, `presets/*.toml`
language.py     which language is it? (an extra)
ids.py          no id twice
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = tuple[int | None, Mapping[str, Any] | str]
"""What a reader yields: line or row number (None: the whole file), and the fields there or what is wrong with them."""

LARGEST = 64 * 2**20
"""Bytes that one document may take where it is read; more is an error row, so that memory has a bound."""


class InputError(ValueError):
    """The input as a whole cannot be read: the message says what to do."""
