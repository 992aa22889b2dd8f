"""The HTML page of a run: whole in one file, harmless whatever the news says."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest
from made_up import EVIL, PLAIN, document, page_of, run_folder

from extractor.cli import main
from extractor.records import KINDS
from extractor.report import write_report
from extractor.tables import Output, write_tables


def test_page_is_whole_and_needs_nothing(tmp_path: Path) -> None:
    page = page_of(tmp_path, document("a", PLAIN)).read_text(encoding="utf-8")
    assert not re.search(r"<(?:link|img|iframe|object|embed)|<script[^>]* src=|@import|url\(", page)
    assert "default-src 'none'" in page
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert data["documents"][0]["doc_id"] == "a"
    assert data["facts"]["columns"].keys() == KINDS.keys()


def test_hostile_data_cannot_end_its_element(tmp_path: Path) -> None:
    harmless = page_of(tmp_path, document("a", PLAIN)).read_text(encoding="utf-8")
    hostile = page_of(tmp_path, document(EVIL, EVIL, title=EVIL)).read_text(encoding="utf-8")
    for mark in ("<script", "</script", "<!--", "<img"):
        assert hostile.lower().count(mark) == harmless.lower().count(mark)


def test_limit_is_said_and_prefers_what_changed(tmp_path: Path) -> None:
    same, other = document("same", PLAIN), document("other", PLAIN)
    old = run_folder(tmp_path / "old", same, other)
    changed = dataclasses.replace(other, counts=())
    out = tmp_path / "page.html"
    new = run_folder(tmp_path / "new", same, changed)
    assert write_report(new, out, old, limit=1) == (1, 2)
    assert '"doc_id":"other"' in out.read_text(encoding="utf-8")
    assert write_report(new, out, limit=1) == (1, 2)
    assert write_report(new, out, limit=0) == (2, 2)
    with pytest.raises(ValueError, match="--limit -1: cannot be below 0"):
        write_report(new, out, limit=-1)


def test_kinds_that_a_run_left_out_are_empty(tmp_path: Path) -> None:
    for name in ("old", "new"):
        write_tables([document("a", PLAIN)], tmp_path / name, output=Output(tables=("dates",)))
    assert write_report(tmp_path / "new", tmp_path / "page.html") == (1, 1)
    assert "the run has no sentences" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert write_report(tmp_path / "new", tmp_path / "page.html", tmp_path / "old") == (1, 1)


@pytest.mark.parametrize("form", ["csv", "jsonl.gz", "parquet"])
def test_page_is_the_same_whatever_the_run_has_written(tmp_path: Path, form: str) -> None:
    pages = []
    for formats in (("jsonl",), (form,)):
        write_tables([document("a", PLAIN)], tmp_path / form / "run", output=Output(formats=formats))
        write_report(tmp_path / form / "run", tmp_path / "page.html")
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        pages.append(page.replace("40.0", "40"))  # tables have decimal numbers
        shutil.rmtree(tmp_path / form)
    assert pages[0] == pages[1]


def test_command_names_its_file_and_refuses_what_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = run_folder(tmp_path / "run", document("a", PLAIN))
    assert main(["report", str(run)]) == 0
    assert (tmp_path / "run-report.html").is_file()
    assert main(["report", str(tmp_path)]) == 2
    assert "not the output folder of a finished run" in capsys.readouterr().err
