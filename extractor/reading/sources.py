"""What a user names as input (a file, a folder, a glob, an address, `-`) as a list of files to open."""

from __future__ import annotations

import contextlib
import dataclasses
import glob
import importlib.util
import itertools
import math
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from extractor.reading import InputError, compression

FORMATS = ("txt", "jsonl", "json", "csv", "parquet", "html", "warc")
"""The formats, named by their suffix."""

STANDARD_INPUT = "-"

_ALSO = {"ndjson": "jsonl", "htm": "html"}
_EXTRAS = {  # what -> the packages that it needs, and the extra that brings them
    "parquet": (("pyarrow",), "parquet"),
    "html": (("trafilatura",), "html"),
    "warc": (("warcio", "trafilatura"), "warc"),
    ".zst": (("zstandard",), "zstd"),
    "language": (("py3langid",), "language"),
    "remote": (("fsspec",), "remote"),
    "spark": (("pyspark", "pyarrow"), "spark"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """One file to be read."""

    path: str  # a local path, an address, or `-`
    name: str  # in ids and messages: relative to what the user named, the same on every machine
    format: str
    compression: str  # a suffix, or empty

    @property
    def stem(self) -> str:
        """The name without its suffixes: the id of a file that is one document."""
        if _parse(self.name) is None:
            return self.name
        return self.name[: len(self.name) - len(self.compression)].rpartition(".")[0]


def find(path: Path | str, format_name: str | None = None) -> list[Source]:
    """The files behind one input, in the order of their names.

    Args:
        path: a file, a folder, a glob such as `dumps/*/news-*.jsonl.gz`, an address such as `s3://bucket/folder`,
            or `-` for standard input. In folders, files whose name begins with a dot are left out.
        format_name: how to read every file, `jsonl` or `jsonl.gz`, whatever it is called.

    Raises:
        InputError: if there is no such file, none of a supported format, or a package is missing that it needs.
    """
    asked = _parse(f".{format_name}") if format_name else None
    if format_name and asked is None:
        raise InputError(f"--format {format_name}: not a format; formats are {_supported()}")
    if str(path) == STANDARD_INPUT:
        if asked is None:
            raise InputError("standard input has no name that tells its format: say --format jsonl, or csv, or txt")
        found = [(STANDARD_INPUT, "stdin")]
    else:
        found = _remote_files(str(path)) if "://" in str(path) else _local_files(str(path))
    sources = []
    for place, name in found:
        kind = asked or _parse(name)
        if kind:
            sources.append(Source(place, _writable(name), *kind))
    if not sources:
        single = len(found) == 1 and found[0][0] == str(path)
        what = "not a supported format" if single else "no file of a supported format there"
        raise InputError(f"{path}: {what}; supported are {_supported()}; --format names it when the suffix does not")
    for source in sources:
        require(source.format, source.path)
        require(source.compression, source.path)
    return sources


def require(what: str, where: str) -> None:
    """Refuse what needs a package that is not installed.

    Raises:
        InputError: naming the package and how to install it.
    """
    packages, extra = _EXTRAS.get(what, ((), ""))
    for package in packages:
        if importlib.util.find_spec(package) is None:
            raise InputError(f"{where}: needs the package {package}: pip install 'extractor[{extra}]'")


class Meter:
    """How much of the sources is read: bytes as they lie on the disk, so that compression does not matter."""

    def __init__(self) -> None:
        self._total: float = 0
        self._done = self._size = 0
        self._file: BinaryIO | None = None

    def expect(self, sources: Iterable[Source]) -> None:
        """Add sources that will be read. What is no local file makes the share unknown."""
        for source in sources:
            path = Path(source.path)
            self._total += path.stat().st_size if path.is_file() else math.inf

    def start(self, file: BinaryIO) -> None:
        """The next source is read from here on."""
        self._done += self._size
        self._file, self._size = file, os.fstat(file.fileno()).st_size

    @property
    def share(self) -> float | None:
        """From 0 to 1; None if unknown."""
        if not self._total or math.isinf(self._total) or self._file is None:
            return None
        position = self._size if self._file.closed else min(self._file.tell(), self._size)
        return min(1.0, (self._done + position) / self._total)


@contextlib.contextmanager
def opened(source: Source, meter: Meter | None = None) -> Iterator[BinaryIO]:
    """The plain bytes of a source."""
    with contextlib.ExitStack() as stack:
        if source.path == STANDARD_INPUT:
            raw = sys.stdin.buffer
        elif "://" in source.path:
            file_system, path = _file_system(source.path)
            raw = stack.enter_context(file_system.open(path, "rb"))
        else:
            raw = stack.enter_context(Path(source.path).open("rb"))
            if meter:
                meter.start(raw)
        yield compression.decompressed(cast(BinaryIO, raw), source.compression)


def _parse(name: str) -> tuple[str, str] | None:
    """Format and compression of a file name; None if it has no supported suffix."""
    name = name.lower()
    packed = next((suffix for suffix in compression.SUFFIXES if name.endswith(suffix)), "")
    _, dot, ending = name.removesuffix(packed).rpartition(".")
    ending = _ALSO.get(ending, ending)
    return (ending, packed) if dot and ending in FORMATS else None


def _supported() -> str:
    return f"{', '.join(FORMATS)}, each also with {' '.join(compression.SUFFIXES)}"


def _local_files(path: str) -> list[tuple[str, str]]:
    """Paths, and their names relative to the folder, to what is fixed in a glob, or to their own folder."""
    given = Path(path)
    if given.is_dir():
        root, files = (
            given,
            [Path(folder, name) for folder, _, names in os.walk(given, onerror=_fail) for name in names],
        )
    elif given.exists():
        return [(path, given.name)]
    elif glob.has_magic(path):
        root = Path(*itertools.takewhile(lambda part: not glob.has_magic(part), given.parts))
        files = [Path(file) for file in glob.iglob(path, recursive=True)]  # noqa: PTH207  (Path's ** finds no files before 3.13)
    else:
        raise InputError(f"{path}: no such file or folder")
    names = {file: file.relative_to(root) for file in files if file.is_file()}
    return [
        (str(file), name.as_posix())
        for file, name in sorted(names.items())
        if not any(part.startswith(".") for part in name.parts)
    ]


def _fail(error: OSError) -> None:
    raise InputError(f"{error.filename}: cannot be listed: {error.strerror}")


def _remote_files(address: str) -> list[tuple[str, str]]:
    file_system, path = _file_system(address)
    protocol = address.partition("://")[0]
    try:
        if glob.has_magic(path):
            fixed = path[: next(i for i, character in enumerate(path) if character in "*?[")]
            root, files = fixed.rpartition("/")[0], file_system.glob(path)
        elif protocol not in ("http", "https") and file_system.isdir(path):
            root, files = path, file_system.find(path)
        else:
            return [(address, path.rpartition("/")[2])]
    except OSError as error:
        raise InputError(f"{address}: {error}") from None
    return [(f"{protocol}://{file.lstrip('/')}", file.removeprefix(root).lstrip("/")) for file in sorted(files)]


def _file_system(address: str) -> tuple[Any, str]:
    require("remote", address)
    import fsspec

    try:
        file_system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise InputError(f"{address}: {error}") from None
    return file_system, str(path)


def _writable(name: str) -> str:
    r"""A file name as UTF-8 can hold it: bytes that are no text as `\xff`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
