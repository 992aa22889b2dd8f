"""Texts that come again, as wire copy does: they are extracted once within a run."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator

from extractor.documents import Document
from extractor.records import ErrorRow
from extractor.scratch import scratch_table


@dataclasses.dataclass(frozen=True, slots=True)
class Repeat:
    """A document whose text was already read under another id: it has the same rows."""

    document: Document
    digest: bytes


Item = Document | ErrorRow | Repeat
"""What the engine is fed with."""


class SeenTexts:
    """The texts of a run and where their lines are; on disk when they are many, so that memory has a bound."""

    def __init__(self) -> None:
        columns = "digest BLOB PRIMARY KEY, part INTEGER, start INTEGER, length INTEGER"
        self._database = scratch_table(self, columns)

    def repeats(self, items: Iterable[Document | ErrorRow]) -> Iterator[Document | ErrorRow | Repeat]:
        """A text that an earlier document has, with the same publication date, gives a `Repeat`."""
        for item in items:
            if isinstance(item, Document):
                digest = _digest(item)
                added = self._database.execute("INSERT OR IGNORE INTO seen (digest) VALUES (?)", (digest,)).rowcount
                yield item if added else Repeat(item, digest)
            else:
                yield item

    def put(self, document: Document, place: tuple[int, int, int]) -> None:
        """Remember where the line of a document was written: part, first byte, length."""
        self._database.execute(
            "UPDATE seen SET part = ?, start = ?, length = ? WHERE digest = ?", (*place, _digest(document))
        )

    def place(self, repeat: Repeat) -> tuple[int, int, int]:
        """Where the line of the first document with this text was written."""
        part, start, length = self._database.execute(
            "SELECT part, start, length FROM seen WHERE digest = ?", (repeat.digest,)
        ).fetchone()
        return part, start, length


def _digest(document: Document) -> bytes:
    """All that the rows of a document depend on, apart from its id."""
    facts = f"{document.published}\0{document.body_start}\0{document.text}"
    return hashlib.blake2b(facts.encode("utf-8", "surrogatepass"), digest_size=16).digest()
