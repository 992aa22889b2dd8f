"""A bounded store of checked bytes in one SQLite file, which several processes may use at once."""

from __future__ import annotations

import hashlib
import sqlite3
import warnings
import weakref
from collections.abc import Mapping
from pathlib import Path

LIMIT = 4 * 2**30
"""Bytes that one store may take: the model's answers to about a million articles, or the rows of half as many."""

_FORMAT = 1
_WAIT = 60.0  # seconds for another process to finish writing
_PART = 10  # so many parts of the entries make room when the store is full: one of them goes


class Store:
    """Keys and values on disk. What is damaged is as good as absent: a store can always be filled anew.

    Args:
        path: the file; its folder is made if it is not there. A file of another format is replaced.
        limit: bytes that the file may hold; the entries written first make room.

    Raises:
        OSError: if the folder cannot be made.
    """

    def __init__(self, path: Path, limit: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.limit = path, limit
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            connection = _connect(self.path)
        except sqlite3.OperationalError as error:  # another process holds it, or the disk refuses
            raise OSError(f"{self.path}: {error}") from None
        except sqlite3.DatabaseError:  # damaged, or of another format
            self.path.unlink(missing_ok=True)
            connection = _connect(self.path)
        weakref.finalize(self, connection.close)
        return connection

    def get(self, key: bytes) -> bytes | None:
        """The value of a key; None if there is none, or it is not what was put there."""
        try:
            row = self._connection.execute("SELECT digest, value FROM entries WHERE key = ?", (key,)).fetchone()
        except sqlite3.DatabaseError:
            return None
        if row is None or hashlib.sha256(key + row[1]).digest() != row[0]:
            return None
        value: bytes = row[1]
        return value

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep values, all or none; a disk that is full or read-only is no error, but a warning."""
        rows = [(key, hashlib.sha256(key + value).digest(), value) for key, value in entries.items()]
        try:
            with self._connection as transaction:
                transaction.executemany("INSERT OR REPLACE INTO entries (key, digest, value) VALUES (?, ?, ?)", rows)
                if self._size() > self.limit:
                    oldest = "SELECT number FROM entries ORDER BY number LIMIT (SELECT count(*) / ? + 1 FROM entries)"
                    transaction.execute(f"DELETE FROM entries WHERE number IN ({oldest})", (_PART,))  # noqa: S608
        except sqlite3.OperationalError as error:
            warnings.warn(f"{self.path}: not written: {error}", stacklevel=2)
        except sqlite3.DatabaseError:
            self._connection.close()
            self.path.unlink(missing_ok=True)
            self._connection = self._open()

    def _size(self) -> int:
        """Bytes in use; pages that deleted entries left free are used again before the file grows."""
        (pages,) = self._connection.execute("PRAGMA page_count").fetchone()
        (free,) = self._connection.execute("PRAGMA freelist_count").fetchone()
        (size,) = self._connection.execute("PRAGMA page_size").fetchone()
        return int((pages - free) * size)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut damages is written anew
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _FORMAT):
            raise sqlite3.DatabaseError(f"format {version}")
        with connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS entries"
                " (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, digest BLOB NOT NULL, value BLOB NOT NULL)"
            )
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
