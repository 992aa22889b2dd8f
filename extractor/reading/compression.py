"""Compressed files as plain bytes; one that unfolds to many times its size is given up, so that time has a bound."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")

FREE_BYTES = 256 * 2**20  # an honest dump of one story, repeated, may shrink as far as any bomb; small ones do no harm
LARGEST_RATIO = 500  # JSON lines of news shrink to a third or a tenth, a hundred copies of one story to a 200th


def decompressed(raw: BinaryIO, suffix: str) -> BinaryIO:
    """The plain bytes of a stream.

    Args:
        raw: the stream as stored; read to its end, not closed.
        suffix: one of `SUFFIXES`, or empty for a stream that is plain already.

    Returns:
        A stream whose reading raises `OSError` or the decompressor's own error on damaged data, and `OSError` on a
        file that was cut off and on a bomb.
    """
    if not suffix:
        return raw
    counted = _Counted(raw)
    return cast(BinaryIO, io.BufferedReader(_Bounded(_plain(counted, suffix), counted)))


def _plain(raw: _Counted, suffix: str) -> io.BufferedIOBase:
    stored = cast(BinaryIO, io.BufferedReader(raw))
    if suffix == ".gz":
        return gzip.GzipFile(fileobj=stored)
    if suffix == ".bz2":
        return bz2.BZ2File(stored)
    if suffix == ".xz":
        return lzma.LZMAFile(stored)
    return io.BufferedReader(_Zstandard(stored))


class _Zstandard(io.RawIOBase):
    """Plain bytes of Zstandard frames; the package's own reader takes a file that was cut off for a whole one."""

    PIECE = 4096  # stored bytes at once: no more than 128 MiB come of them, whatever a bomb holds

    def __init__(self, stored: BinaryIO) -> None:
        import zstandard

        self._stored, self._rest = stored, b""
        self._decompressor = zstandard.ZstdDecompressor()
        self._frame: Any = None
        self._plain = io.BytesIO()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not (count := self._plain.readinto(buffer)):
            data = self._rest or self._stored.read(self.PIECE)
            if not data and self._frame and not self._frame.eof:
                raise EOFError("Compressed file ended before the end of its last frame")
            if not data:
                return 0
            if self._frame is None or self._frame.eof:
                self._frame = self._decompressor.decompressobj()
            self._plain = io.BytesIO(self._frame.decompress(data))
            self._rest = self._frame.unused_data
        return count


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._raw.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Bounded(io.RawIOBase):
    """Plain bytes, until they are too many for what was stored."""

    def __init__(self, plain: io.BufferedIOBase, stored: _Counted) -> None:
        self._plain = plain
        self._stored = stored
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._plain.read1(len(view))  # so that what stands before damaged data is handed on
        except EOFError as error:  # which readers of archives take for the end of the file
            raise OSError(str(error)) from error
        view[: len(data)] = data
        self._count += len(data)
        if self._count > FREE_BYTES and self._count > LARGEST_RATIO * self._stored.count:
            raise OSError(f"unfolds to more than {LARGEST_RATIO} times its size, like a bomb: unpack it yourself first")
        return len(data)
