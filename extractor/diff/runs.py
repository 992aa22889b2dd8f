"""Reads two output folders side by side, a document at a time, and compares what their `run.json` say."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from extractor.diff.lines import Line, documents_file

__all__ = ["Difference", "Line", "paired", "read_lines", "run_differences"]


class Difference(NamedTuple):
    """A setting that differs between two runs: `model`, `rules dates.toml`; None where a run does not have it."""

    setting: str
    old: Any
    new: Any


def read_lines(directory: Path | str) -> Iterator[Line]:
    """The documents of a run, lazily.

    Raises:
        ValueError: if the folder holds no finished run, or a line of it is broken.
    """
    with documents_file(directory) as path, path.open("rb") as file:
        for place, line in _places(file):
            yield _parse(line, path, place)


def paired(old: Path | str, new: Path | str) -> Iterator[tuple[Line | None, Line | None]]:
    """The documents of two runs, brought together by id; None where a run does not have it.

    Runs over the same inputs hold the same
    documents in the same order. Where not, only the places of the lines that still wait for their partner
    are kept in memory, never the lines.

    Raises:
        ValueError: if a folder holds no finished run, or a line of it is broken.
    """
    with (
        documents_file(old) as old_file,
        documents_file(new) as new_file,
        _Side(old_file) as left,
        _Side(new_file) as right,
    ):
        for items in itertools.zip_longest(_places(left.file), _places(right.file)):
            if items[0] and items[1] and items[0][1] == items[1][1]:
                line = left.parse(*items[0])
                yield line, line
                continue
            old_line = left.parse(*items[0]) if items[0] else None
            new_line = right.parse(*items[1]) if items[1] else None
            if old_line and new_line and old_line["doc_id"] == new_line["doc_id"]:
                yield old_line, new_line
                continue
            if items[0] and old_line:
                if partner := right.take(old_line["doc_id"]):
                    yield old_line, partner
                else:
                    left.wait(old_line["doc_id"], items[0][0])
            if items[1] and new_line:
                if partner := left.take(new_line["doc_id"]):
                    yield partner, new_line
                else:
                    right.wait(new_line["doc_id"], items[1][0])
        yield from ((waiting, None) for waiting in left.waiting())
        yield from ((None, waiting) for waiting in right.waiting())


class _Side:
    """One of the two runs, and where the lines are that have not met their partner yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("rb")
        self.again = path.open("rb")
        self._places: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()
        self.again.close()

    def parse(self, place: int, line: bytes) -> Line:
        return _parse(line, self.path, place)

    def wait(self, doc_id: str, place: int) -> None:
        if doc_id in self._places:
            raise ValueError(f"{self.path}: the document {doc_id!r} stands twice in it")
        self._places[doc_id] = place

    def take(self, doc_id: str) -> Line | None:
        place = self._places.pop(doc_id, None)
        return None if place is None else self._read(place)

    def waiting(self) -> Iterator[Line]:
        return (self._read(place) for place in self._places.values())

    def _read(self, place: int) -> Line:
        self.again.seek(place)
        return _parse(self.again.readline(), self.path, place)


def _places(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    place = 0
    for line in file:
        yield place, line
        place += len(line)


def _parse(line: bytes, path: Path, place: int) -> Line:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{path}: not valid JSON in the line at byte {place}: {error}") from None
    if not isinstance(fields, dict) or not isinstance(fields.get("doc_id"), str):
        raise ValueError(f"{path}: the line at byte {place} is no document: it has no doc_id")
    return fields


def run_differences(old: Path | str, new: Path | str) -> list[Difference]:
    """What the two `run.json` do not agree on: versions, model, configuration, rule files, inputs.

    A setting that is off is as good as one that is not there.

    >>> from tempfile import TemporaryDirectory as folder
    >>> with folder() as old, folder() as new:
    ...     _ = Path(old, "run.json").write_text('{"model": "blank", "rules": {"dates.toml": "1a"}}')
    ...     _ = Path(new, "run.json").write_text('{"model": "blank", "rules": {"dates.toml": "2b"}}')
    ...     run_differences(old, new)
    [Difference(setting='rules dates.toml', old='1a', new='2b')]
    """
    settings = (_settings(run_json(old)), _settings(run_json(new)))
    names = dict.fromkeys([*settings[0], *settings[1]])
    return [
        Difference(name, settings[0].get(name), settings[1].get(name))
        for name in names
        if (settings[0].get(name) or None) != (settings[1].get(name) or None)
    ]


def run_json(directory: Path | str) -> Mapping[str, Any]:
    """What a run says of itself; nothing where it has no `run.json`.

    Raises:
        ValueError: if that is no JSON.
    """
    path = Path(directory) / "run.json"
    if not path.is_file():
        return {}
    try:
        facts = json.loads(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path}: not valid JSON: {error}") from None
    return facts if isinstance(facts, dict) else {}


def _settings(facts: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested settings by their path; what was counted is no setting."""
    counted = ("rows", "errors")
    settings: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, Mapping):
            settings.update(_settings(value, f"{prefix}{name} ") if (prefix or name not in counted) else {})
        else:
            settings[prefix + name] = value
    return settings
