"""No id twice: a second document with an id that was read before is an error row, never a second set of rows."""

from __future__ import annotations

import hashlib

from extractor.scratch import scratch_table


class SeenIds:
    """The ids of a run and where they came from; on disk when they are many, so that memory has a bound.

    >>> seen = SeenIds()
    >>> seen.add("a17", "dump.jsonl:3"), seen.add("a17", "dump.jsonl:90")
    (None, 'dump.jsonl:3')
    """

    def __init__(self) -> None:
        self._database = scratch_table(self, "key BLOB PRIMARY KEY, origin TEXT")

    def add(self, doc_id: str, origin: str) -> str | None:
        """Note an id. Returns where it was first seen, or None if it is new."""
        key = hashlib.blake2b(doc_id.encode("utf-8"), digest_size=16).digest()
        added = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, origin)).rowcount
        if added:
            return None
        (first,) = self._database.execute("SELECT origin FROM seen WHERE key = ?", (key,)).fetchone()
        return str(first)
