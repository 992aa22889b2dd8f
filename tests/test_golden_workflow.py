"""Golden sets of users: check shows the changes by rule, accept takes all or some, the fixture does the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from installed import as_if_installed

from extractor.cli import main
from extractor.diff import EVERYTHING, Selection, diff
from extractor.diff.runs import read_lines
from extractor.golden import accept
from extractor.records import KINDS, TABLES, columns

pytestmark = pytest.mark.usefixtures("forked")

DOTTED = """
[[rule]]
id = "dates.my_dotted"
label = "DATE"
regex = '(?P<value>(?P<year>[0-9]{4})[.](?P<month>[0-9]{2})[.](?P<day>[0-9]{2}))'
"""
SLASHED = DOTTED.replace("my_dotted", "my_slashed").replace("[.]", "/")


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team's own repository: a corpus and a rule pack."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "one": "The first sitting was on 2025.04.10 in Graz.",
        "two": "The second was on 2025/04/11. The third was on 2025.04.12.",
    }.items():
        path = tmp_path / "corpus" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "dates.toml").write_text("", encoding="utf-8")
    return tmp_path


PACK = ["--model", "blank", "--rules", "pack"]


def golden(step: str, *options: str) -> int:
    return main(["golden", step, "corpus", "golden", *PACK, *options])


def mine() -> list[tuple[str, str]]:
    """The rows of the pack's rules that the golden set holds."""
    rows = [(row["rule"], row["text"]) for line in read_lines("golden") for row in line["dates"]]
    return [(rule, text) for rule, text in rows if rule.startswith("dates.my_")]


def files(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_there_must_be_a_golden_set_to_check(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert golden("check") == 2
    assert "golden accept" in capsys.readouterr().err
    assert golden("accept", "--rule", "dates.my_dotted") == 2


@pytest.mark.slow
def test_accepting_everything_gives_the_bytes_of_a_run(team: Path) -> None:
    assert golden("accept") == 0
    assert golden("check") == 0
    (team / "pack" / "dates.toml").write_text(DOTTED + SLASHED, encoding="utf-8")
    assert golden("check") == 1
    assert golden("accept") == 0
    assert golden("check") == 0
    assert main(["run", "corpus", "--out", "fresh", *PACK]) == 0
    assert files("golden") == files("fresh")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "value", "accepted"),
    [
        ("--rule", "dates.my_slashed", [("dates.my_slashed", "2025/04/11")]),
        ("--document", "one", [("dates.my_dotted", "2025.04.10")]),
        (
            "--kind",
            "dates",
            [("dates.my_dotted", "2025.04.10"), ("dates.my_slashed", "2025/04/11"), ("dates.my_dotted", "2025.04.12")],
        ),
        ("--kind", "counts", []),
    ],
)
def test_accepting_a_part(
    team: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, accepted: list[tuple[str, str]]
) -> None:
    golden("accept")
    (team / "pack" / "dates.toml").write_text(DOTTED + SLASHED, encoding="utf-8")
    capsys.readouterr()
    assert golden("accept", option, value) == 0
    assert mine() == accepted
    assert f"{len(accepted)} changes accepted" in capsys.readouterr().out
    assert golden("check") == (0 if len(accepted) == 3 else 1)


def test_what_the_team_put_beside_the_golden_files_stays_and_old_tables_go(team: Path) -> None:
    (team / "golden").mkdir()
    (team / "golden" / "README.md").write_text("ours", encoding="utf-8")
    (team / "golden" / "dates.parquet").write_bytes(b"of another run, and read before dates.csv")
    golden("accept")
    assert (team / "golden" / "README.md").read_text(encoding="utf-8") == "ours"
    assert not (team / "golden" / "dates.parquet").exists()


@pytest.mark.slow
def test_a_new_text_is_accepted_as_a_document_only(team: Path) -> None:
    (team / "pack" / "dates.toml").write_text(DOTTED, encoding="utf-8")
    golden("accept")
    (team / "corpus" / "one.txt").write_text("Later the first sitting was put off to 2025.05.10.", encoding="utf-8")
    (team / "corpus" / "three.txt").write_text("The fourth was on 2025.06.10.", encoding="utf-8")
    golden("accept", "--kind", "dates")
    assert [text for _, text in mine()] == ["2025.04.10", "2025.04.12"]
    golden("accept", "--document", "three")
    golden("accept", "--document", "one")
    assert [text for _, text in mine()] == ["2025.05.10", "2025.06.10", "2025.04.12"]
    assert golden("check") == 0


# --- parts of a document, with rows made by hand --------------------------------------------------------------------

TEXT = "x" * 100


def row(kind: str, start: int, end: int, rule: str, **values: Any) -> dict[str, Any]:
    empty = {column.name: None for column in columns(KINDS[kind]) if column.name != "doc_id"}
    return {**empty, "sentence": 0, "start": start, "end": end, "text": TEXT[start:end], "rule": rule, **values}


def run_folder(folder: Path, **rows: list[dict[str, Any]]) -> Path:
    document = {column.name: None for column in columns(TABLES["documents"])}
    sentence = {column.name: None for column in columns(TABLES["sentences"]) if column.name != "doc_id"}
    sentence |= {"sentence": 0, "start": 0, "end": 100, "text": TEXT}
    line = {**document, "doc_id": "a", "sha256": "1", "sentences": [sentence], **{kind: [] for kind in KINDS}, **rows}
    folder.mkdir()
    (folder / "documents.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (folder / "run.json").write_text('{"rows": {}}', encoding="utf-8")
    return folder


def test_rows_that_overlap_an_accepted_row_give_way(tmp_path: Path) -> None:
    before = [row("dates", 0, 4, "dates.a"), row("dates", 5, 9, "dates.b"), row("dates", 20, 24, "dates.b")]
    old = run_folder(tmp_path / "old", dates=before)
    new = run_folder(tmp_path / "new", dates=[row("dates", 0, 9, "dates.c")])
    assert accept(old, new, Selection(rule="dates.c")) == (2, 1)
    (line,) = read_lines(old)
    assert [(row["start"], row["end"], row["rule"]) for row in line["dates"]] == [
        (0, 9, "dates.c"),
        (20, 24, "dates.b"),
    ]


def test_a_list_accepted_before_another_does_not_share_its_number(tmp_path: Path) -> None:
    kept = row("objectives", 50, 60, "objectives.b", list=0)
    old = run_folder(tmp_path / "old", objectives=[kept, row("objectives", 80, 90, "objectives.b", list=1)])
    new = run_folder(
        tmp_path / "new",
        objectives=[row("objectives", 0, 9, "objectives.a", list=0), {**kept, "list": 1, "holder": "the union"}],
    )
    accept(old, new, Selection(rule="objectives.a"))
    (line,) = read_lines(old)
    assert [(row["start"], row["list"], row["holder"]) for row in line["objectives"]] == [
        (0, 0, None),
        (50, 1, None),
        (80, 2, None),
    ]
    assert {(change.what, change.columns) for change in diff(old, new)} == {("changed", ("holder",)), ("removed", ())}


def test_a_rule_or_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    old = run_folder(tmp_path / "old", dates=[row("dates", 0, 4, "dates.some")])
    new = run_folder(tmp_path / "new", dates=[row("dates", 0, 4, "dates.other")])
    with pytest.raises(ValueError, match=r"--rule dates\.othr: .*; did you mean dates\.other"):
        accept(old, new, Selection(rule="dates.othr"))
    with pytest.raises(ValueError, match="--document b: neither run has it"):
        accept(old, new, Selection(doc_id="b"))


def test_a_golden_set_of_other_columns_is_accepted_as_a_whole_only(tmp_path: Path) -> None:
    newer, older = row("dates", 0, 4, "dates.a"), row("dates", 0, 4, "dates.a")
    del older["mod"]
    old, new = run_folder(tmp_path / "old", dates=[older]), run_folder(tmp_path / "new", dates=[newer])
    with pytest.raises(ValueError, match="only everything"):
        accept(old, new, Selection(kind="dates"))
    assert accept(old, new, EVERYTHING) == (0, 0)
    assert files(str(old)) == files(str(new))


# --- the fixture, in a pytest of the team's own ---------------------------------------------------------------------


def team_pytest(team: Path, test: str) -> subprocess.CompletedProcess[str]:
    (team / "test_rules.py").write_text(test, encoding="utf-8")
    (team / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return python(["-m", "pytest", "-q", "test_rules.py"], team)


def python(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = as_if_installed(folder / "site")
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_the_fixture_passes_and_fails_with_the_changes_by_rule(team: Path) -> None:
    golden("accept")
    test = (
        'def test_rules(extractor_golden):\n    extractor_golden("corpus", "golden", model="blank", rules=["pack"])\n'
    )
    assert team_pytest(team, test).returncode == 0
    (team / "pack" / "dates.toml").write_text(DOTTED, encoding="utf-8")
    result = team_pytest(team, test)
    assert result.returncode == 1
    assert "dates.my_dotted\n  2 added" in result.stdout
    assert "[2025.04.10]" in result.stdout
    assert "extractor golden accept corpus golden --rules pack --model blank" in result.stdout
    assert "Traceback" not in result.stdout
    assert "pytest_plugin.py" not in result.stdout


def test_the_plugin_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys, extractor.pytest_plugin as p; print({'spacy', 'numpy', 'pandas', 'dateparser'} & {*sys.modules})"
    )
    assert python(["-c", code], tmp_path).stdout.strip() == "set()"
