"""Files that are there whole, and on the disk, or not at all."""

from __future__ import annotations

import contextlib
import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, compressed as its suffix says; it takes its name when it is whole and on the disk.

    Without that, as after an exception, what was there before stays.
    """
    passing = path.with_name(f".{path.name}.tmp")
    try:
        with passing.open("wb") as raw:
            with contextlib.ExitStack() as stack:
                yield _compressed(raw, path.suffix, stack)
            raw.flush()
            os.fsync(raw.fileno())
        passing.replace(path)
        sync_folder(path.parent)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise


def _compressed(raw: BinaryIO, suffix: str, stack: contextlib.ExitStack) -> BinaryIO:
    """Bytes that depend on the contents alone: no file name, no time."""
    if suffix == ".gz":
        return cast(BinaryIO, stack.enter_context(gzip.GzipFile("", "wb", 6, raw, mtime=0)))
    if suffix == ".zst":
        import zstandard

        writer = zstandard.ZstdCompressor(level=3).stream_writer(raw, closefd=False)
        return cast(BinaryIO, stack.enter_context(writer))
    return raw


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
