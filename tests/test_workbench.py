"""`extractor rules`: list, check, unused."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from extractor.cli import main
from extractor.diff.runs import read_lines
from extractor.records import KINDS
from extractor.tables import Output, lines_of, write_lines
from extractor.workbench import hits_of_run


def pack(directory: Path, kind: str, content: str) -> str:
    (directory / f"{kind}.toml").write_text(content, encoding="utf-8")
    return str(directory)


def test_list_counts_the_rows_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.txt").write_text("The log runs from 2025-04-10 to 2025-04-12.", encoding="utf-8")
    run = str(tmp_path / "run")
    assert main(["run", str(tmp_path / "in.txt"), "--out", run, "--model", "blank"]) == 0
    capsys.readouterr()
    assert main(["rules", "list", "--only", "dates.iso", run]) == 0
    header, line = capsys.readouterr().out.splitlines()
    assert header.split() == ["rule", "label", "by", "examples", "file", "rows"]
    assert line.split()[:3] + line.split()[-2:] == ["dates.iso", "DATE", "regex", "dates.toml", "2"]
    assert main(["rules", "unused", "--only", "dates", run]) == 0
    assert "dates.iso" not in capsys.readouterr().out.split()


def test_rows_are_counted_whatever_the_run_has_written(tmp_path: Path) -> None:
    lines = list(read_lines(ROOT / "outputs"))[:3]
    write_lines(lines_of(lines), tmp_path, {}, Output(formats=("jsonl.gz",)))
    assert hits_of_run(tmp_path).total() == sum(len(line[kind]) for line in lines for kind in KINDS) > 0


def test_off_takes_a_bundled_rule_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = pack(tmp_path, "dates", 'off = ["dates.iso"]')
    assert main(["rules", "list", "--rules", rules]) == 0
    assert "dates.iso" not in capsys.readouterr().out


def test_unknown_name_and_missing_run_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--only", "dates.isso"]) == 2
    assert "neither a kind" in capsys.readouterr().err
    assert main(["rules", "unused", str(tmp_path)]) == 2
