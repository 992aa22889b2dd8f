"""Workers that misbehave as real ones do, without the time that loading a pipeline takes."""

from __future__ import annotations

import json
import os
import signal
import time
from multiprocessing.connection import Connection

from extractor.engines.worker import Settings


def poisoned(connection: Connection, settings: Settings) -> None:
    """Dies of a text that says `poison`, and does not come to an end with one that says `hang`."""
    connection.send_bytes(b'{"model": "none"}')
    while True:
        documents = json.loads(connection.recv_bytes())
        for document in documents:
            if document["text"] == "poison":
                os.kill(os.getpid(), signal.SIGKILL)
            if document["text"] == "hang":
                time.sleep(600)
        connection.send_bytes(b"\n".join(json.dumps({"doc_id": document["doc_id"]}).encode() for document in documents))


def stillborn(connection: Connection, settings: Settings) -> None:
    """Dies before it is ready."""
    os.kill(os.getpid(), signal.SIGKILL)
