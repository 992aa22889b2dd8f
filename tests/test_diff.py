"""`extractor diff`: every difference is found, told apart and counted by rule; documents may move."""

from __future__ import annotations

import copy
import csv
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli import main
from extractor.diff import diff, run_differences, summarise
from extractor.diff.alignment import align
from extractor.diff.runs import read_lines
from extractor.diff.terminal import render
from extractor.records import TABLES
from extractor.tables import Output, lines_of, write_lines
from extractor.terminal import Terminal

TEXT = "Talks began on 10 April in Oslo. They end on Monday."
Line = dict[str, Any]


def date(span: str, value: str, rule: str = "dates.some", text: str = TEXT) -> dict[str, Any]:
    start = text.index(span)
    sentence = 0 if start < 33 else 1
    return {
        "sentence": sentence, "start": start, "end": start + len(span), "text": span, "rule": rule, "type": "DATE",
        "value": value,
    }  # fmt: skip


def line(doc_id: str = "a", dates: tuple[dict[str, Any], ...] = (), sha256: str = "1", **kinds: Any) -> Line:
    sentences = [
        {"sentence": 0, "start": 0, "end": 32, "text": TEXT[:32]},
        {"sentence": 1, "start": 33, "end": 52, "text": TEXT[33:]},
    ]
    rows: Line = {table: [] for table in TABLES if table != "documents"}
    return {"doc_id": doc_id, "sha256": sha256, **rows, "sentences": sentences, "dates": list(dates), **kinds}


def write(folder: Path, *lines: Line, **run: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "documents.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    return folder


def changes(tmp_path: Path, old: Line | list[Line], new: Line | list[Line]) -> list[tuple[str, str, str]]:
    folders = [
        write(tmp_path / name, *(lines if isinstance(lines, list) else [lines]))
        for name, lines in (("old", old), ("new", new))
    ]
    return [(change.what, change.kind, change.row.get("text", change.doc_id)) for change in diff(*folders)]


APRIL, MONDAY = date("10 April", "2025-04-10"), date("Monday", "2025-04-14")


def test_a_row_of_one_run_alone_is_added_or_removed(tmp_path: Path) -> None:
    assert changes(tmp_path, line(dates=(APRIL,)), line(dates=(MONDAY,))) == [
        ("removed", "dates", "10 April"),
        ("added", "dates", "Monday"),
    ]


def test_the_same_span_with_another_value_is_changed(tmp_path: Path) -> None:
    old, new = (
        write(tmp_path / "o", line(dates=(APRIL,))),
        write(tmp_path / "n", line(dates=({**APRIL, "value": "2024-04-10"},))),
    )
    (change,) = diff(old, new)
    assert (change.what, change.columns, change.sentence) == ("changed", ("value",), TEXT[:32])


def test_an_overlapping_span_is_moved_even_with_another_value(tmp_path: Path) -> None:
    other = date("on 10 April", "2025")
    old, new = write(tmp_path / "o", line(dates=(APRIL,))), write(tmp_path / "n", line(dates=(other,)))
    (change,) = diff(old, new)
    assert (change.what, change.columns) == ("moved", ("start", "text", "value"))


def test_the_largest_overlap_wins_and_the_rest_is_added_or_removed() -> None:
    def row(start: int, end: int) -> dict[str, Any]:
        return {"start": start, "end": end, "text": "x"}

    assert align([row(0, 4), row(5, 20)], [row(2, 20)]) == [(row(0, 4), None), (row(5, 20), row(2, 20))]
    assert align([row(2, 20)], [row(0, 4), row(5, 20)]) == [(None, row(0, 4)), (row(2, 20), row(5, 20))]


def test_a_takeover_is_grouped_by_both_rules(tmp_path: Path) -> None:
    old = write(tmp_path / "o", line(dates=(APRIL, MONDAY)))
    new = write(tmp_path / "n", line(dates=({**APRIL, "rule": "dates.mine"}, MONDAY)))
    summary = summarise(old, new)
    (group,) = summary.rules
    assert group.rule == "dates.some -> dates.mine"
    assert group.counts == {"changed": 1}
    assert group.share == 0.5


def test_renumbering_is_no_change_but_regrouping_is(tmp_path: Path) -> None:
    def items(*lists: int) -> list[dict[str, Any]]:
        return [
            {
                "sentence": 0,
                "start": start,
                "end": start + 1,
                "text": TEXT[start],
                "rule": "objectives.x",
                "list": list_,
            }
            for start, list_ in enumerate(lists)
        ]

    assert changes(tmp_path, line(objectives=items(0, 0, 1)), line(objectives=items(3, 3, 4))) == []
    assert changes(tmp_path, line(objectives=items(0, 0, 1)), line(objectives=items(0, 0, 0))) == [
        ("changed", "objectives", "l")
    ]


def test_another_text_is_a_changed_document_and_its_rows_are_matched_by_their_words(tmp_path: Path) -> None:
    longer = "Update. " + TEXT
    moved = [date("10 April", "2025-04-10", text=longer), date("Monday", "2025-04-21", text=longer)]
    old, new = line(dates=(APRIL, MONDAY)), line(dates=(moved[0], moved[1]), sha256="2")
    assert changes(tmp_path, old, new) == [("changed", "documents", "a"), ("changed", "dates", "Monday")]


def test_columns_that_one_run_does_not_have_are_told_and_not_compared(tmp_path: Path) -> None:
    old = write(tmp_path / "o", line(dates=(APRIL,)))
    new = write(tmp_path / "n", line(dates=({**APRIL, "mod": None},)))
    summary = summarise(old, new)
    assert summary.columns == {"dates.mod": "new"}
    assert not summary.equal
    assert list(diff(old, new)) == []


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
def test_documents_in_any_order_and_missing_ones(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], missing_old: set[int], missing_new: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    old = write(folder / "o", *(line(f"d{n}", (APRIL,)) for n in range(6) if n not in missing_old))
    new = write(folder / "n", *(line(f"d{n}", (APRIL,)) for n in order if n not in missing_new))
    found = {(change.what, change.doc_id) for change in diff(old, new) if change.kind == "documents"}
    expected = {("removed", f"d{n}") for n in missing_new - missing_old}
    assert found == expected | {("added", f"d{n}") for n in missing_old - missing_new}
    assert {change.what for change in diff(old, new)} <= {"added", "removed"}


def random_run(seed: int) -> list[Line]:
    chosen = random.Random(seed)  # noqa: S311
    spans = [(0, 5), (6, 11), (15, 23), (12, 23), (18, 23), (27, 31), (46, 52)]
    lines = []
    for number in range(8):
        rows, end = [], -1
        for span in sorted(chosen.sample(spans, 4)):
            if span[0] > end:
                value = chosen.choice(["2025", "2024"])
                rows.append({**APRIL, "start": span[0], "end": span[1], "text": TEXT[slice(*span)], "value": value})
                end = span[1]
        lines.append(line(f"d{number}", tuple(rows)))
    return lines


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_changes_turn_the_old_run_into_the_new_one(
    tmp_path_factory: pytest.TempPathFactory, first: int, second: int
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    runs = random_run(first), random_run(second)
    old, new = write(folder / "o", *runs[0]), write(folder / "n", *runs[1])
    rebuilt = {line["doc_id"]: copy.deepcopy(line["dates"]) for line in runs[0]}
    for change in diff(old, new):
        if change.old is not None:
            rebuilt[change.doc_id].remove(change.old)
        if change.new is not None:
            rebuilt[change.doc_id].append(change.new)
    for rows in rebuilt.values():
        rows.sort(key=lambda row: row["start"])
    assert rebuilt == {line["doc_id"]: line["dates"] for line in runs[1]}
    assert list(diff(old, old)) == []


def test_settings_that_differ_are_named(tmp_path: Path) -> None:
    rules = {"dates.toml": "1", "counts.toml": "1"}
    old = write(tmp_path / "o", model="m@1", schema=1, rules=rules, configuration={"day_first": False}, rows={"x": 1})
    new = write(
        tmp_path / "n", model="m@2", schema=1, rules={**rules, "dates.toml": "2", "mine/dates.toml": "3"},
        configuration={"day_first": True}, rows={"x": 2},
    )  # fmt: skip
    assert {(d.setting, d.old, d.new) for d in run_differences(old, new)} == {
        ("model", "m@1", "m@2"),
        ("rules dates.toml", "1", "2"),
        ("rules mine/dates.toml", None, "3"),
        ("configuration day_first", False, True),
    }


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize("colour", [False, True])
def test_the_summary_fits_the_window_and_shows_rule_share_and_context(tmp_path: Path, width: int, colour: bool) -> None:
    old = write(tmp_path / "o", line(dates=(APRIL,)), model="m@1")
    new = write(tmp_path / "n", line(dates=({**APRIL, "value": "2024-04-10"}, MONDAY)), model="m@2")
    summary = summarise(old, new)
    lines = list(render(summary, Terminal(colour, width)))
    text = "\n".join(lines)
    plain = re.sub(r"\x1b\[\d+m", "", text)
    assert ("\x1b[" in text) == colour
    assert "model: m@1 -> m@2" in plain
    assert "1 added, 1 changed; 1 -> 2 rows, 100.0 % of all dates" in plain
    assert "value: 2025-04-10 -> 2024-04-10" in plain
    if not colour:
        assert "Talks began on [10 April] in Oslo." in plain
    assert all(len(line) <= width for line in plain.splitlines()[2:]), max(plain.splitlines(), key=len)


def test_a_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    hostile = {**APRIL, "text": "10\x1b[2J\nApril", "value": "\x1b]0;x\x07"}
    old, new = write(tmp_path / "o", line("\x1b[1m")), write(tmp_path / "n", line("\x1b[1m", (hostile,)))
    assert "\x1b" not in "\n".join(render(summarise(old, new), Terminal(False, 80)))


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = write(tmp_path / "o", line(dates=(APRIL,))), write(tmp_path / "n", line(dates=(MONDAY,)))
    assert main(["diff", str(old), str(old)]) == 0
    assert main(["diff", str(old), str(new)]) == 1
    assert main(["diff", str(old), str(new), "--kind", "counts"]) == 0
    assert main(["diff", str(old), str(new), "--rule", "dates.some"]) == 1
    capsys.readouterr()
    assert main(["diff", str(old), str(tmp_path)]) == 2
    assert main(["diff", str(old), str(new), "--rule", "dates.smoe"]) == 2
    assert main(["diff", str(old), str(new), "--out", str(tmp_path / "x.xls")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 3
    assert "not the output folder of a finished run" in errors[0]
    assert "--rule dates.smoe: neither run has a row of it; did you mean dates.some?" in errors[1]


@pytest.mark.parametrize(
    "output",
    [Output(formats=("csv",)), Output(formats=("csv.gz",), parts=True), Output(formats=("parquet",)),
     Output(formats=("jsonl.gz",))],
    ids=lambda output: output.formats[0],
)  # fmt: skip
def test_runs_of_any_format_are_compared(tmp_path: Path, output: Output) -> None:
    lines = list(read_lines(ROOT / "outputs"))
    write_lines(lines_of(lines), tmp_path / "other", {}, output)
    assert not (tmp_path / "other" / "documents.jsonl").exists()
    summary = summarise(ROOT / "outputs", tmp_path / "other")
    assert not summary.changes
    assert not summary.columns
    assert summary.tables["counts"].new_rows > 0
    write_lines(lines_of(lines[1:]), tmp_path / "fewer", {}, Output())
    found = {change.doc_id for change in diff(tmp_path / "fewer", tmp_path / "other")}
    assert found == {lines[0]["doc_id"]}


def test_a_table_that_one_run_does_not_have_is_told_and_not_compared(tmp_path: Path) -> None:
    without = line(dates=(APRIL,))
    del without["counts"]
    old, new = write(tmp_path / "o", line(dates=(APRIL,))), write(tmp_path / "n", without)
    assert summarise(old, new).columns == {"counts": "old"}


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    old = write(tmp_path / "o", line())
    (old / "documents.jsonl").write_text('{"doc_id": "a"', encoding="utf-8")
    with pytest.raises(ValueError, match=r"documents\.jsonl: not valid JSON in the line at byte 0"):
        list(diff(old, write(tmp_path / "n", line("b"))))


def test_every_change_is_written_for_pandas(tmp_path: Path) -> None:
    old = write(tmp_path / "o", line(dates=(APRIL,)))
    new = write(tmp_path / "n", line(dates=({**APRIL, "value": "2024-04-10"}, MONDAY)))
    for name in ("changes.csv", "changes.jsonl"):
        assert main(["diff", str(old), str(new), "--out", str(tmp_path / name)]) == 1
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    lines = [json.loads(text) for text in (tmp_path / "changes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["change"], row["old_text"], row["new_text"]) for row in table] == [
        ("changed", "10 April", "10 April"),
        ("added", "", "Monday"),
    ]
    assert json.loads(table[0]["new_values"]) == {"value": "2024-04-10"}
    assert [(fields["change"], fields["columns"]) for fields in lines] == [("changed", ["value"]), ("added", [])]
    assert lines[1]["new"]["text"] == "Monday"
