"""`extractor eval`: every format is read, and precision, recall and F1 are what one counts by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from extractor.cli import main
from extractor.diff.runs import read_lines
from extractor.evaluation import Annotated, Evaluation, Score, evaluate, read_annotations
from extractor.evaluation.terminal import render
from extractor.tables import Output, lines_of, write_lines
from extractor.terminal import Terminal

pytestmark = pytest.mark.usefixtures("forked")

TEXT = "Ana Weber left Graz on 3 May. She stays for two weeks, until 17 May."


def row(words: str, **values: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), **values}


def scored(kind: str, gold: list[dict[str, Any]], found: list[dict[str, Any]], **options: Any) -> Evaluation:
    return evaluate(
        [Annotated(doc_id="a", rows={kind: gold}, text=TEXT, **options)],
        [Annotated(doc_id="a", rows={kind: found}, text=TEXT)],
    )


def counts(score: Score) -> tuple[int, int, int]:
    return score.gold, score.found, score.right


def test_scores_are_what_one_counts() -> None:
    gold = [
        row("3 May", type="DATE", value="2024-05-03"),
        row("two weeks", type="DURATION", value="P2W"),
        row("17 May", type="DATE", value="2024-05-17"),
    ]
    found = [
        row("on 3 May", type="DATE", value="2024-05-03", rule="dates.a"),
        row("two weeks", type="DURATION", value="P14D", rule="dates.b"),
        row("Ana", type="DATE", value="2024", rule="dates.a"),
    ]
    evaluation = scored("dates", gold, found)
    scores = evaluation.kinds["dates"]
    assert counts(scores.overlap) == (3, 3, 2)
    assert counts(scores.exact) == (3, 3, 1)
    assert counts(scores.labelled) == (3, 3, 1)
    assert {name: counts(score) for name, score in scores.columns.items()} == {"type": (3, 3, 2), "value": (3, 3, 1)}
    assert {name: counts(score) for name, score in scores.labels.items()} == {"DATE": (2, 2, 1), "DURATION": (1, 1, 1)}
    assert {name: counts(score) for name, score in scores.rules.items()} == {"dates.a": (3, 2, 1), "dates.b": (3, 1, 1)}
    assert [(error.what, error.columns, error.group) for error in evaluation.errors] == [
        ("spurious", (), "dates.a"),
        ("span", (), "dates.a"),
        ("values", ("value",), "dates.b"),
        ("missed", (), "DATE"),
    ]
    assert scores.overlap.precision == scores.overlap.recall == scores.overlap.f1 == pytest.approx(2 / 3)


def test_nothing_in_gold_and_nothing_found_is_no_division_by_zero() -> None:
    assert scored("dates", [], []).kinds["dates"].overlap.f1 == 0


def test_optional_rows_are_neither_owed_nor_wrong() -> None:
    optional = row("two weeks", type="DURATION", optional=True)
    assert counts(scored("dates", [optional], []).kinds["dates"].overlap) == (0, 0, 0)
    assert counts(scored("dates", [optional], [row("weeks", type="DATE")]).kinds["dates"].overlap) == (0, 0, 0)
    assert counts(scored("dates", [optional], [row("3 May", type="DATE")]).kinds["dates"].overlap) == (0, 1, 0)


def test_any_of_several_values_is_right_and_null_is_a_value() -> None:
    gold = row("Graz", label="GPE", country=None, any={"country": ["AUT"]})
    for country, right in ((None, 1), ("AUT", 1), ("DEU", 0)):
        scores = scored("entities", [gold], [row("Graz", label="GPE", country=country)]).kinds["entities"]
        assert counts(scores.columns["country"]) == (1, 1, right)


def test_labels_of_other_schemes_are_compared_in_coarse_classes() -> None:
    gold = [row("Ana Weber", label="PER"), row("Graz", label="LOC")]
    found = [row("Ana Weber", label="PERSON"), row("Graz", label="GPE"), row("3 May", label="WORK_OF_ART")]
    scores = scored("entities", gold, found, labels=("PER", "LOC")).kinds["entities"]
    assert counts(scores.labelled) == (2, 2, 2), "MISC is not annotated, so a work of art is not wrong"
    assert counts(scored("entities", gold, found).kinds["entities"].labelled) == (2, 3, 2)


def test_kinds_that_gold_does_not_annotate_are_not_scored() -> None:
    found = Annotated(doc_id="a", rows={"dates": [row("3 May")], "counts": [row("two weeks")]})
    assert list(evaluate([Annotated(doc_id="a", rows={"dates": []})], [found]).kinds) == ["dates"]


def test_a_document_that_the_run_does_not_hold_is_missed_and_told() -> None:
    evaluation = evaluate([Annotated(doc_id="a", rows={"dates": [row("3 May")]})], [])
    assert evaluation.missing == ["a"]
    assert counts(evaluation.kinds["dates"].overlap) == (1, 0, 0)


def test_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="'a'"):
        evaluate([Annotated(doc_id="a", rows={}, text="x")], [Annotated(doc_id="a", rows={}, text="y")])


# --- formats ---------------------------------------------------------------------------------------------------------

TIMEML = f"""<?xml version="1.0"?>
<TimeML><DOCID>a</DOCID><DCT><TIMEX3 tid="t0" type="DATE" value="2024-05-01"
 functionInDocument="CREATION_TIME">1 May 2024</TIMEX3></DCT>
<TEXT>{
    TEXT.replace("Ana Weber", "R&amp;D")
    .replace("3 May", '<EVENT eid="e1"><TIMEX3 tid="t1" type="DATE" value="2024-05-03">3 May</TIMEX3></EVENT>', 1)
    .replace("two weeks", '<TIMEX3 tid="t2" type="DURATION" value="P2W" mod="APPROX">two weeks</TIMEX3>')
}<TIMEX3 tid="t3" type="DATE" value="2024"/></TEXT></TimeML>"""


def test_timeml(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.tml").write_text(TIMEML, encoding="utf-8")
    (document,) = read_annotations(tmp_path)
    assert (document.doc_id, document.published) == ("deep/a", "2024-05-01")
    assert document.text == TEXT.replace("Ana Weber", "R&D")
    found = [(document.text[row["start"] : row["end"]], row["type"], row["value"]) for row in document.rows["dates"]]
    assert found == [("3 May", "DATE", "2024-05-03"), ("two weeks", "DURATION", "P2W")]
    assert document.rows["dates"][1]["mod"] == "APPROX"


@pytest.mark.parametrize("source", ["<TimeML>", '<!DOCTYPE a [<!ENTITY b "c">]><TimeML>&b;</TimeML>'])
def test_broken_timeml_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "a.tml").write_text(source, encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.tml"):
        list(read_annotations(tmp_path))


def test_brat(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = [
        "T1\tPerson 0 9\tAna Weber", "T2\tTIMEX3 23 28\t3 May", "A1\tvalue T2 2024-05-03", "T3\tWeapon 0 3\tAna",
        "T4\tDuration 43 46;47 52\ttwo weeks", "E1\tLeave:T1", "#1\tAnnotatorNotes T1\tsure", "A2\tcounted T1 x",
        "T5\tcount 43 46\ttwo", "A3\tvalue T5 2",
    ]  # fmt: skip
    (tmp_path / "a.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (document,) = read_annotations(tmp_path)
    assert document.text == TEXT
    assert document.rows == {
        "entities": [{"start": 0, "end": 9, "label": "PERSON"}],
        "dates": [{"start": 23, "end": 28, "value": "2024-05-03"}, {"start": 43, "end": 52, "type": "DURATION"}],
        "counts": [{"start": 43, "end": 46, "kind": "count", "value": 2.0}],
    }
    assert document.ignored == {"Weapon": 1}


def test_brat_without_its_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt"):
        list(read_annotations(tmp_path))


def test_json_lines_of_timexes_quantities_and_lists(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": TEXT, "timexes": [row("3 May", type="DATE", value="2024-05-03", dct=True)]},
        {"id": "b", "text": TEXT, "quantities": [row("two", value=[2.0, 3.0], change="~")]},
        {"id": "c", "lists": [{"kind": "goal", "kind_alt": ["step"], "holder": None, "items": [row("She stays")]}]},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    dates, quantities, lists = read_annotations(path)
    assert dates.rows["dates"][0]["optional"]
    assert quantities.by_number
    assert quantities.rows["counts"] == [row("two", value=None, low=2.0, high=3.0, modifier="~")]
    assert lists.rows["objectives"][0]["any"] == {"kind": ["step"]}


@pytest.mark.parametrize("rows", ['[{"text": "Ana"}]', '[{"start": "0", "end": 3}]', "[5]", '[{"start": 3, "end": 0}]'])
def test_rows_without_offsets_are_refused(tmp_path: Path, rows: str) -> None:
    gold = tmp_path / "gold.jsonl"
    for kind in ("entities", "timexes", "quantities"):
        gold.write_text(f'{{"id": "a", "{kind}": {rows}}}', encoding="utf-8")
        with pytest.raises(ValueError, match="document 'a': "):
            list(read_annotations(gold))


def test_numbers_alone_are_compared_with_the_number_of_a_count() -> None:
    found = row("two weeks", number_start=TEXT.index("two"), number_end=TEXT.index("two") + 3, value=2)
    scores = scored("counts", [row("two", value=2.0)], [found], by_number=True).kinds["counts"]
    assert counts(scores.exact) == counts(scores.columns["value"]) == (1, 1, 1)


def test_an_item_may_end_where_its_annotator_allows() -> None:
    gold = {**row("She stays"), "alt_ends": [TEXT.index(", until")]}
    scores = scored("objectives", [gold], [row("She stays for two weeks")]).kinds["objectives"]
    assert counts(scores.exact) == (1, 1, 1)


# --- the command -----------------------------------------------------------------------------------------------------


def test_a_run_against_itself_is_perfect(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run, scores = str(tmp_path / "run"), tmp_path / "scores.json"
    assert main(["run", str(tmp_path / "a.txt"), "--out", run, "--model", "blank"]) == 0
    capsys.readouterr()
    assert main(["eval", run, run, "--out", str(scores)]) == 0
    assert "errors" not in capsys.readouterr().out
    for kind in json.loads(scores.read_text(encoding="utf-8"))["kinds"].values():
        assert kind["exact"]["gold"] == kind["exact"]["right"] == kind["exact"]["found"]


def test_a_run_may_be_of_any_format(tmp_path: Path) -> None:
    lines = list(read_lines(ROOT / "outputs"))[:2]
    write_lines(lines_of(lines), tmp_path, {}, Output(formats=("csv",)))
    assert [(item.doc_id, item.rows["dates"]) for item in read_annotations(tmp_path)] == [
        (line["doc_id"], line["dates"]) for line in lines
    ]


def test_without_a_run_the_pipeline_runs_on_the_texts_of_gold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": TEXT, "timexes": [row("Ana")]}) + "\n", encoding="utf-8")
    assert main(["eval", str(gold), "--model", "blank"]) == 0
    assert "[Ana] Weber left Graz" in capsys.readouterr().out
    gold.write_text('{"id": "a", "timexes": []}', encoding="utf-8")
    assert main(["eval", str(gold), "--model", "blank"]) == 2
    assert "no text" in capsys.readouterr().err
    assert main(["eval", str(tmp_path / "nothing")]) == 2


@pytest.mark.parametrize("width", [60, 100])
def test_what_is_printed_fits_the_window(width: int) -> None:
    gold = [row("3 May", type="DATE", value="2024-05-03"), row("17 May", type="DATE", value="2024-05-17")]
    found = [row("on 3 May", type="DATE", value="2024", rule="dates.a_rule_with_quite_a_long_name_indeed")]
    lines = list(render(scored("dates", gold, found), Terminal(colour=False, width=width)))
    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    assert "1 x dates: value wrong, dates.a_rule_with_quite_a_long_name_indeed" in " ".join(text.split())
    assert "value: gold 2024-05-03, found 2024" in text
