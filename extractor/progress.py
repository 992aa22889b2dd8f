"""How far a run is: one line that changes on a terminal, plain lines now and then elsewhere, a table at the end."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Mapping
from typing import Any, TextIO

from extractor.documents import Document
from extractor.reading.sources import Meter
from extractor.repeats import Item, Repeat
from extractor.terminal import show

TERMINAL_SECONDS = 0.2
LOG_SECONDS = 30.0


class Progress:
    """Shows what a run does while it runs.

    Args:
        quiet: show nothing.
        stream: where to; standard error by default.
    """

    def __init__(self, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._quiet = quiet
        self._start = self._shown = time.monotonic()
        self._begun_at: float | None = None  # share that was read when the first document was done
        self.meter = Meter()
        self.documents = self.errors = self.characters = 0

    def begin(self) -> None:
        """From now on documents are worked on: the time before does not count for the speed."""
        self._start = time.monotonic()

    def add(self, item: Item, failed: bool) -> None:
        """Count a document; show the line if it is time."""
        document = item.document if isinstance(item, Repeat) else item
        if self._begun_at is None:
            self._begun_at = self.meter.share
        self.documents += 1
        self.characters += len(document.text) if isinstance(document, Document) else 0
        self.errors += failed
        now = time.monotonic()
        if not self._quiet and now - self._shown >= (TERMINAL_SECONDS if self._terminal else LOG_SECONDS):
            self._shown = now
            origin = document.origin if isinstance(document, Document) else document.source
            self._show(f"{self._line(now)}  {origin}")

    def end(self) -> None:
        """Leave the line of the whole run."""
        if not self._quiet and self.documents:
            self._show(self._line(time.monotonic()))
            if self._terminal:
                show("", self._stream)

    def _line(self, now: float) -> str:
        seconds = max(now - self._start, 1e-9)
        return (
            f"{self.documents:,} documents  {self.documents / seconds:,.1f}/s  "
            f"{self.characters / seconds / 1e3:,.0f} kB/s  {self.errors:,} errors{self._left(seconds)}"
        )

    def _left(self, seconds: float) -> str:
        """The time that what is not read will take at the speed so far."""
        share = self.meter.share
        if share is None or self._begun_at is None or share <= self._begun_at or share == 1:
            return ""
        left = datetime.timedelta(seconds=round(seconds * (1 - share) / (share - self._begun_at)))
        return f"  {share:.0%}, {left} left"

    def _show(self, line: str) -> None:
        if self._terminal:
            show(f"\r\x1b[K{line[:118]}", self._stream, end="")
        else:
            show(line, self._stream)


def summary(facts: Mapping[str, Any]) -> str:
    """The table at the end of a run: the rows of each table and the errors of each class, from `run.json`."""
    counts = {**facts["rows"], **{f"  {name}": count for name, count in facts["errors"].items()}}
    width = max(map(len, counts))
    return "\n".join(f"{name:<{width}} {count:>12,}" for name, count in counts.items())
