"""A worker process of the local engine: loads the pipeline once, then turns batches of documents into lines of rows.

Both directions of the pipe carry JSON, never pickles, and no spaCy object leaves the process.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import json
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path

from extractor.documents import Document
from extractor.records import TABLES
from extractor.tables import is_error, line_of


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a worker needs to know to load the pipeline and write its rows."""

    model: str = "default"
    rules: tuple[str, ...] = ()
    cache: str | None = None
    tables: tuple[str, ...] = tuple(TABLES)


def work(connection: Connection, settings: Settings) -> None:
    """Load, say which model it is, then answer each message of documents with one of lines, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the supervisor decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # what is loaded now stays: a million objects to look through again and again for nothing
    from extractor.cache.rows import CachedRows
    from extractor.pipeline import extract, load

    try:
        nlp = load(settings.model, settings.rules, settings.cache)
        cache = CachedRows(Path(settings.cache), nlp, settings.rules, settings.tables) if settings.cache else None
    except (ValueError, OSError) as error:  # a wrong model, rule file or cache: the user's to mend
        place = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
        connection.send_bytes(json.dumps({"error": place}).encode())
        return
    gc.freeze()
    gc.enable()
    with contextlib.suppress(EOFError, BrokenPipeError):
        connection.send_bytes(json.dumps({"model": nlp.meta["extractor_model"]}).encode())
        while True:
            documents = [Document(**fields) for fields in json.loads(connection.recv_bytes())]
            known = [cache.get(document) if cache else None for document in documents]
            asked = [document for document, line in zip(documents, known, strict=True) if line is None]
            items = extract(nlp, asked, batch_size=len(documents))
            lines = [line_of(item, settings.tables) for item in items]
            if cache:
                cache.put(pair for pair in zip(asked, lines, strict=True) if not is_error(pair[1]))
            made = iter(lines)
            connection.send_bytes(b"\n".join(next(made) if line is None else line for line in known))


def _end_with_parent() -> None:
    """A supervisor that was killed must not leave a worker behind in an endless document."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
