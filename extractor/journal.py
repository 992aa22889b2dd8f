"""The account of a run that is not finished: its rows, in parts, and a manifest of what is safe.

`DIR/.parts/` holds `part-00000.jsonl` and so on, with one line for each document read, in the order of the input: a
line of `documents.jsonl` or of `errors.jsonl`. A part takes its name when it is whole and on the disk, then gets a line
in `manifest.jsonl`; what the manifest does not list is thrown away by `--resume`. The tables are made of the parts at
the end, so they do not depend on where a part ended or a run was killed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from extractor.documents import Document
from extractor.durable import new_file, sync_folder
from extractor.records import ErrorRow
from extractor.tables import json_line

if sys.platform != "win32":
    import fcntl

PART_DOCUMENTS = 2_000
PART_BYTES = 16_000_000
PART_SECONDS = 30.0  # work that a kill undoes

Place = tuple[int, int, int]
"""Where a line was written: number of the part, first byte, length."""


class JournalError(ValueError):
    """The run cannot start or go on in this folder: the message says what to do."""


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A line of the manifest."""

    name: str
    documents: int  # those in error among them
    bytes: int
    read: str  # SHA-256 of all that was read from the beginning of the run to the end of this part


_NO_PART = Part("", 0, 0, "")


class Journal:
    """The journal of a run into a folder, as a context manager that holds the folder's lock.

    Args:
        out: the output folder; made if it is not there.

    Raises:
        JournalError: if another run is writing there.
    """

    def __init__(self, out: Path) -> None:
        self.folder = out / ".parts"
        self.parts: list[Part] = []
        self._facts: dict[str, Any] | None = None  # of the unfinished run that was found
        self._manifest = self.folder / "manifest.jsonl"
        self._read = hashlib.sha256()  # all that was read,
        self._written = hashlib.sha256()  # and what of it has its line
        self._names, self._documents = hashlib.sha256(), 0  # the ids of all that was read, to be found in the tables
        self._file: BinaryIO | None = None
        self._part, self._since = _NO_PART, 0.0

    def __enter__(self) -> Journal:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.folder / "lock")
        if self._manifest.exists():
            whole = self._manifest.read_bytes().rpartition(b"\n")[0].splitlines()  # without a line that was cut off
            self._facts = json.loads(whole[0])
            self.parts = [Part(**json.loads(line)) for line in whole[1:]]
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()
        if not self._manifest.exists():  # nothing was begun, or all is finished
            shutil.rmtree(self.folder)
        os.close(self._lock)

    @property
    def unfinished(self) -> bool:
        """Whether the folder holds a run that was stopped."""
        return self._facts is not None

    def begin(self, facts: Mapping[str, Any], resume: bool) -> None:
        """Start anew, or go on where the last run stopped.

        Args:
            facts: all that the rows depend on, apart from the contents of the input.
            resume: whether to keep what an unfinished run has done.

        Raises:
            JournalError: if the unfinished run was made by other facts, or its parts are damaged.
        """
        if resume and self._facts is not None:
            refuse_changes(self._facts, facts)
            for part in self.parts:
                file = self.folder / part.name
                if not file.exists() or file.stat().st_size != part.bytes:
                    raise JournalError(f"{file} is missing or damaged: start again with --overwrite")
        else:
            self.parts = []
        with new_file(self._manifest) as manifest:
            for line in (facts, *map(dataclasses.asdict, self.parts)):
                manifest.write(json_line(line))
        kept = {self._manifest.name, "lock", *(part.name for part in self.parts)}
        for file in self.folder.iterdir():
            if file.name not in kept:
                shutil.rmtree(file) if file.is_dir() else file.unlink()

    def skip(self, items: Iterable[Document | ErrorRow]) -> Iterator[Document | ErrorRow]:
        """Leave out the documents whose rows are safe, which must be the first ones of the input, unchanged.

        Raises:
            JournalError: if they are not.
        """
        source = iter(items)
        for part in self.parts:
            before = self._documents
            for item in itertools.islice(source, part.documents):
                self._count(item)
            if self._read.hexdigest() != part.read:
                raise JournalError(
                    f"cannot resume: the input changed, somewhere from document {before + 1} to "
                    f"{before + part.documents}; start again with --overwrite"
                )
        self._written = self._read.copy()
        for item in source:
            self._count(item)
            yield item

    def _count(self, item: Document | ErrorRow) -> None:
        self._documents += 1
        self._read.update(_fingerprint(item))
        self._names.update(_name(item.doc_id))

    def add(self, item: Document | ErrorRow, line: bytes) -> Place:
        """Write the line of the next document; every now and then, make all so far durable."""
        if self._file is None:
            self._part = dataclasses.replace(_NO_PART, name=f"part-{len(self.parts):05}.jsonl")
            self._file, self._since = (self.folder / f"{self._part.name}.tmp").open("wb"), time.monotonic()
        place = len(self.parts), self._part.bytes, len(line)
        self._file.write(line + b"\n")
        self._written.update(_fingerprint(item))
        self._part = dataclasses.replace(
            self._part,
            documents=self._part.documents + 1,
            bytes=self._part.bytes + len(line) + 1,
        )
        if (
            self._part.documents >= PART_DOCUMENTS
            or self._part.bytes >= PART_BYTES
            or time.monotonic() - self._since >= PART_SECONDS
        ):
            self.commit()
        return place

    def commit(self) -> None:
        """Make all lines so far durable."""
        if self._file is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None
        (self.folder / f"{self._part.name}.tmp").replace(self.folder / self._part.name)
        sync_folder(self.folder)
        part = dataclasses.replace(self._part, read=self._written.hexdigest())
        with self._manifest.open("ab") as manifest:
            manifest.write(json_line(dataclasses.asdict(part)))
            manifest.flush()
            os.fsync(manifest.fileno())
        self.parts.append(part)

    def line(self, place: Place) -> bytes:
        """A line that this run has written."""
        number, start, length = place
        name = f"{self._part.name}.tmp" if number == len(self.parts) else self.parts[number].name
        if self._file:
            self._file.flush()
        with (self.folder / name).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def lines(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Every line and what it says, for the tables, once the whole input is read and written.

        Raises:
            JournalError: if not every document read is there, once and in its place.
        """
        names, documents = hashlib.sha256(), 0
        for part in self.parts:
            with (self.folder / part.name).open("rb") as file:
                for line in file:
                    fields = json.loads(line)
                    names.update(_name(fields["doc_id"]))
                    documents += 1
                    yield line.rstrip(b"\n"), fields
        if names.digest() != self._names.digest():
            raise JournalError(
                f"{self._documents} documents were read, and the {documents} in {self.folder} are not the same: "
                "this should not happen, please report it; start again with --overwrite"
            )

    def finish(self) -> None:
        """Give up the journal: the tables are safe."""
        self._manifest.unlink()


def refuse_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse to go on with a run whose rows would be others today.

    Raises:
        JournalError: naming what changed.
    """
    changes = []
    for name, new in json.loads(json.dumps(now)).items():
        old = before.get(name)
        if isinstance(new, dict) and isinstance(old, dict):
            changes += [f"{name}: {key}" for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
        elif old != new:
            changes.append(f"{name}: {old} is now {new}")
    if changes:
        raise JournalError(f"cannot resume, as these changed: {'; '.join(changes)}; start again with --overwrite")


def _fingerprint(item: Document | ErrorRow) -> bytes:
    return repr(item).encode("utf-8", "surrogatepass") + b"\0"


def _name(doc_id: str | None) -> bytes:
    return json.dumps(doc_id).encode() + b"\0"


def _lock(path: Path) -> int:
    """Hold a file, which the system lets go when this process ends, however it ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if sys.platform == "win32":
        return descriptor
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino:  # else the other run just ended
            return descriptor
    except BlockingIOError:
        pass
    os.close(descriptor)
    raise JournalError(f"another run is writing into {path.parent.parent}")
