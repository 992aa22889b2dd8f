"""No id twice: a second document with an id that was read before is an error row, never a second set of rows."""

from __future__ import annotations

import hashlib
import sqlite3
import weakref


class SeenIds:
    """The ids of a run and where they came from; on disk when they are many, so that memory has a bound.

    >>> seen = SeenIds()
    >>> seen.add("a17", "dump.jsonl:3"), seen.add("a17", "dump.jsonl:90")
    (None, 'dump.jsonl:3')
    """

    def __init__(self) -> None:
        # A database without a name lives in SQLite's cache and moves to a temporary file when that is full.
        # A generator may be taken up by another thread than the one that began it, never by two at once.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._database.close)
        self._database.execute("PRAGMA cache_size = -1024")  # 1 MiB: the system keeps the rest of the file in its own
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, origin TEXT) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def add(self, doc_id: str, origin: str) -> str | None:
        """Note an id. Returns where it was first seen, or None if it is new."""
        key = hashlib.blake2b(doc_id.encode("utf-8"), digest_size=16).digest()
        added = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, origin)).rowcount
        if added:
            return None
        (first,) = self._database.execute("SELECT origin FROM seen WHERE key = ?", (key,)).fetchone()
        return str(first)
