"""What a run says of itself while it works."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from dumps import write_dump

from extractor import progress
from extractor.documents import plan, read_sources
from extractor.progress import Progress, summary


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "TERMINAL_SECONDS", 0)
    monkeypatch.setattr(progress, "LOG_SECONDS", 0)


def show(dump: Path, stream: io.StringIO, quiet: bool = False) -> str:
    shown = Progress(quiet, stream)
    for item in read_sources(*plan(dump), shown.meter):
        shown.add(item, failed=False)
    shown.end()
    return stream.getvalue()


def test_log_lines_say_how_far_it_is(tmp_path: Path) -> None:
    lines = show(write_dump(tmp_path / "dump.jsonl", 300), io.StringIO()).splitlines()
    assert len(lines) == 301
    assert lines[200].startswith("201 documents  ")
    assert lines[200].endswith("  dump.jsonl:201")
    assert "%, 0:00:0" in lines[200]
    assert lines[200].index(" errors") < lines[200].index(" left")
    assert "left" not in lines[-1]


def test_terminal_has_one_line(tmp_path: Path) -> None:
    shown = show(write_dump(tmp_path / "dump.jsonl", 30), Terminal())
    assert shown.count("\n") == 1
    assert shown.count("\r") == 31


def test_quiet_says_nothing(tmp_path: Path) -> None:
    assert show(write_dump(tmp_path / "dump.jsonl", 30), Terminal(), quiet=True) == ""


def test_summary_is_a_table() -> None:
    facts = {"rows": {"documents": 1_200, "errors": 3}, "errors": {"NoText": 1, "Timeout": 2}}
    assert (
        summary(facts)
        == "documents        1,200\nerrors               3\n  NoText             1\n  Timeout            2"
    )


def test_that_nobody_looks_any_more_ends_no_run(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:  # noqa: PTH123  (a descriptor has no path)
        shown = Progress(stream=stream)
        for item in read_sources(*plan(write_dump(tmp_path / "dump.jsonl", 3))):
            shown.add(item, failed=False)
    assert shown.documents == 3
