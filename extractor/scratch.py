"""Tables that a run needs while it lasts: in memory while they are small, on disk when they grow."""

from __future__ import annotations

import sqlite3
import weakref


def scratch_table(owner: object, columns: str) -> sqlite3.Connection:
    """A database with one empty table, `seen`, which is gone when its owner is.

    Args:
        owner: what uses it.
        columns: of the table, in SQL.
    """
    # A database without a name lives in SQLite's cache and moves to a temporary file when that is full.
    # A generator may be taken up by another thread than the one that began it, never by two at once.
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    weakref.finalize(owner, database.close)
    database.execute("PRAGMA cache_size = -1024")  # 1 MiB: the system keeps the rest of the file in its own
    database.execute("PRAGMA journal_mode = OFF")
    database.execute(f"CREATE TABLE seen ({columns}) WITHOUT ROWID")
    database.execute("BEGIN")
    return database
