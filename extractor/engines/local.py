"""The local engine: one process a core, each with its own pipeline, and a supervisor that loses no document.

`multiprocessing.Pool` and `nlp.pipe(n_process=2)` wait for ever when a worker is killed, and `ProcessPoolExecutor`
fails the whole job, so this is a pool of its own: a worker that dies or hangs is replaced, its batch is tried again
document by document, and a document that fails alone as well becomes an `ErrorRow`.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from extractor.documents import Document
from extractor.engines.worker import Settings, work
from extractor.records import ErrorRow
from extractor.repeats import Item
from extractor.tables import line_of

BATCH_DOCUMENTS = 16
BATCH_CHARACTERS = 40_000  # about 8,000 tokens, for each of which the model needs some 20 kB of memory
WINDOW_DOCUMENTS = 2_000  # read but not handed on: what the others can do while one document takes its time
WINDOW_CHARACTERS = 4_000_000
ATTEMPTS_ALONE = 2  # a worker may have been killed for no fault of the document that it held
FAILED_STARTS = 3
START_METHOD = "spawn"  # a fork would copy the locks, threads and file descriptors of whatever program we are part of

CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # of Linux's control groups, version 2: microseconds, of how many


class WorkerError(ValueError):
    """The workers cannot be started: the message says why."""


def usable_cores() -> int:
    """How many cores this process may use; a container often sees all of its machine's, and may use the time of two."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = CPU_QUOTA.read_text(encoding="ascii").split()
        return max(1, min(cores, math.ceil(int(quota) / int(period))))
    except (OSError, ValueError):  # no such file, or "max": no quota
        return cores


def workers_for(items: Iterable[Document | ErrorRow], jobs: int) -> tuple[int, Iterator[Document | ErrorRow]]:
    """How many of the workers will be needed, by the beginning of a stream, and the whole stream.

    Each loads the model, which takes longer than a few texts do: five articles want one worker, whatever the machine.
    """
    source = iter(items)
    beginning: list[Document | ErrorRow] = []
    batches = 0.0
    for item in source:
        beginning.append(item)
        if isinstance(item, Document):
            batches += min(1.0, max(1 / BATCH_DOCUMENTS, len(item.text) / BATCH_CHARACTERS))
        if batches >= jobs:
            break
    return max(1, min(jobs, math.ceil(batches))), itertools.chain(beginning, source)


@dataclasses.dataclass(slots=True, eq=False)
class _Slot:
    """A place in the stream: what was read, and its line when it is there."""

    item: Item
    line: bytes | None
    failures: int = 0

    def fail(self, error: str, message: str) -> None:
        if isinstance(self.item, Document):
            self.line = line_of(
                ErrorRow(source=self.item.origin, doc_id=self.item.doc_id, error=error, message=message)
            )


@dataclasses.dataclass(slots=True, eq=False)
class _Worker:
    process: multiprocessing.process.BaseProcess
    connection: Connection
    ready: bool = False
    batch: list[_Slot] = dataclasses.field(default_factory=list)
    deadline: float = float("inf")


class Pool:
    """Worker processes, as a context manager.

    Args:
        settings: what the workers load.
        jobs: how many there are.
        timeout: seconds that one document may take.
    """

    def __init__(self, settings: Settings, jobs: int = 1, timeout: float = 300.0) -> None:
        self.settings, self.jobs, self.timeout = settings, jobs, timeout
        self._model = ""
        self._failed_starts = 0
        self._workers: list[_Worker] = []
        self._waiting: deque[list[_Slot]] = deque()

    def __enter__(self) -> Pool:
        # One thread a process: more gain nothing here and fight each other.
        for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(variable, "1")
        self.grow(self.jobs)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def grow(self, jobs: int) -> None:
        """Start more workers, until there are so many; they load while the caller does something else."""
        self.jobs = jobs
        while len(self._workers) < jobs:
            self._workers.append(self._start())

    @property
    def model(self) -> str:
        """Name and version of the model; waits until the first worker is ready.

        Raises:
            WorkerError: if the pipeline cannot be loaded.
        """
        while not self._model:
            self._collect()
        return self._model

    def lines(self, items: Iterable[Item]) -> Iterator[tuple[Item, bytes]]:
        """Each item with its line of rows or of the error, in the order of the input; a `Repeat` has an empty one.

        Raises:
            WorkerError: if the pipeline cannot be loaded.
        """
        source, window, more = iter(items), _Window(), True
        try:
            while more or window:
                while more and len(self._waiting) < self.jobs and not window.full:
                    more = self._read(source, window)
                self._assign()
                yield from window.finished()
                if window:
                    self._collect()
        finally:  # a caller that stops early may use the pool for another stream
            self._waiting.clear()
            for worker in [worker for worker in self._workers if worker.batch]:
                worker.batch = []
                self._replace(worker)

    def _read(self, source: Iterator[Item], window: _Window) -> bool:
        """Read one batch into the window. False at the end of the source."""
        batch: list[_Slot] = []
        characters = 0
        more = False
        for item in source:
            slot = _Slot(item, _line(item))
            window.append(slot)
            if isinstance(item, Document):
                batch.append(slot)
                characters += len(item.text)
            if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS or window.full:
                more = True
                break
        if batch:
            self._waiting.append(batch)
        return more

    def _assign(self) -> None:
        """Give every idle worker a batch. Never more than one: both sides sending would block each other."""
        for worker in self._workers:
            if self._waiting and worker.ready and not worker.batch:
                worker.batch = self._waiting.popleft()
                worker.deadline = time.monotonic() + self.timeout
                documents = [dataclasses.asdict(slot.item) for slot in worker.batch if isinstance(slot.item, Document)]
                try:
                    worker.connection.send_bytes(json.dumps(documents).encode())
                except OSError:
                    self._replace(worker)

    def _collect(self) -> None:
        """Wait until a worker answers, dies or has had its time."""
        patience = min(worker.deadline for worker in self._workers) - time.monotonic()
        ready = wait([worker.connection for worker in self._workers], None if patience > 1e9 else max(0.0, patience))
        for worker in list(self._workers):
            if worker.connection in ready:
                try:
                    message = worker.connection.recv_bytes()
                except (EOFError, OSError):
                    self._replace(worker)
                else:
                    self._receive(worker, message)
            elif worker.deadline < time.monotonic():
                self._replace(worker, timed_out=True)

    def _receive(self, worker: _Worker, message: bytes) -> None:
        if not worker.ready:
            hello = json.loads(message)
            if "error" in hello:
                raise WorkerError(hello["error"])
            self._model = hello["model"]
            worker.ready = True
            self._failed_starts = 0
            return
        for slot, line in zip(worker.batch, message.split(b"\n"), strict=True):
            slot.line = line
        worker.batch, worker.deadline = [], float("inf")

    def _replace(self, worker: _Worker, timed_out: bool = False) -> None:
        """Put a new worker in the place of one that died or hangs, and see to the documents that it held."""
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        code = worker.process.exitcode or 0
        cause = f"signal {-code}" if code < 0 else f"exit code {code}"
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts == FAILED_STARTS:
                raise WorkerError(f"{FAILED_STARTS} workers in a row died while loading the pipeline ({cause})")
        if len(worker.batch) == 1:
            (slot,) = worker.batch
            slot.failures += 1
            if timed_out:
                slot.fail("Timeout", f"took longer than {self.timeout:g} s")
            elif slot.failures == ATTEMPTS_ALONE:
                slot.fail("WorkerDied", f"the process that worked on it alone died {ATTEMPTS_ALONE} times ({cause})")
        self._waiting.extendleft([slot] for slot in reversed(worker.batch) if slot.line is None)
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker:
        context: Any = multiprocessing.get_context(START_METHOD)
        here, there = context.Pipe()
        process = context.Process(target=work, args=(there, self.settings), daemon=True)
        process.start()
        there.close()
        return _Worker(process, here)

    def _stop(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()


class _Window(deque[_Slot]):
    """What was read and not yet handed on, in the order of the input."""

    characters = 0

    @property
    def full(self) -> bool:
        return len(self) >= WINDOW_DOCUMENTS or self.characters >= WINDOW_CHARACTERS

    def append(self, slot: _Slot) -> None:
        super().append(slot)
        self.characters += _size(slot)

    def finished(self) -> Iterator[tuple[Item, bytes]]:
        while self and (line := self[0].line) is not None:
            slot = self.popleft()
            self.characters -= _size(slot)
            yield slot.item, line


def _line(item: Item) -> bytes | None:
    """The line of what needs no extraction."""
    if isinstance(item, Document):
        return None
    return line_of(item) if isinstance(item, ErrorRow) else b""


def _size(slot: _Slot) -> int:
    return len(slot.item.text) if isinstance(slot.item, Document) else 0
