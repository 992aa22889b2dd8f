"""The command line: answers at once, says what is wrong in one line, and its exit code can be relied on."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT

import extractor
from extractor.cli import main
from extractor.records import json_schema

pytestmark = pytest.mark.usefixtures("forked")


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_help_answers_without_loading_spacy() -> None:
    program = (
        "import sys; from extractor.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'spacy', 'pandas', 'dateparser', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "usage: extractor" in done.stdout
    assert done.stderr.strip() == "[]"


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = [
        line.split()[0] for line in lines(capsys.readouterr().out) if line.startswith("    ") and line[4] != " "
    ]
    assert {"run", "explain", "schema"} <= set(commands)
    for command in commands:
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0
        assert f"usage: extractor {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere.txt", "--out", "OUT"], "nowhere.txt: no such file"),
        (["run", "corpus", "--out", "OUT", "--model", "en_nowhere"], "--model en_nowhere"),
        (
            ["run", "corpus", "--out", "OUT", "--model", "blank", "--rules", "nowhere"],
            "--rules nowhere: no such directory",
        ),
        (["run", "corpus", "--out", "OUT", "--column", "text"], "--column text: write OURS=THEIRS"),
        (["run", "corpus", "--out", "OUT", "--column", "body=text"], "'body'"),
        (["explain", "--published", "soon", "They met."], "--published soon: not a full date"),
        (["explain", "corpus"], "corpus: a folder; name one file of it"),
    ],
)
def test_wrong_input_gives_one_clear_line_and_exit_code_2(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    code = main([str(tmp_path / "out") if argument == "OUT" else argument for argument in arguments])
    (line,) = lines(capsys.readouterr().err)
    assert code == 2
    assert message in line
    assert not list(tmp_path.rglob("*.csv"))


def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["run"])
    assert left.value.code == 2
    assert "required" in capsys.readouterr().err


def test_documents_in_error_give_exit_code_1_and_a_row_each(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_text('{"id": "a", "text": "They met on 3 May 2024."}\n{"id": "b"}\nnot json\n', encoding="utf-8")
    assert main(["run", str(dump), "--out", str(tmp_path / "out"), "--model", "blank"]) == 1
    errors = [json.loads(line) for line in (tmp_path / "out" / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [error["source"] for error in errors] == ["dump.jsonl:2", "dump.jsonl:3"]
    assert list(extractor.read_tables(tmp_path / "out")["documents"]["doc_id"]) == ["a"]


def test_documents_left_out_at_the_users_wish_are_no_failure(tmp_path: Path) -> None:
    pytest.importorskip("py3langid")
    (tmp_path / "en.txt").write_text("The talks began in the capital on Tuesday, the minister said after the meeting.")
    (tmp_path / "de.txt").write_text(
        "Die Verhandlungen haben am Dienstag in der Hauptstadt begonnen, sagte der Sprecher."
    )
    run = ["run", str(tmp_path), "--out", str(tmp_path / "out"), "--model", "blank", "--quiet"]
    assert main([*run, "--language", "en"]) == 0
    assert '"doc_id": "de", "error": "OtherLanguage"' in (tmp_path / "out" / "errors.jsonl").read_text(encoding="utf-8")


def test_lines_with_fewer_kinds_follow_the_schema(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met on 3 May 2024.", encoding="utf-8")
    run = ["run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--model", "blank", "--quiet"]
    assert main([*run, "--kinds", "dates"]) == 0
    line = json.loads((tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8"))
    jsonschema.validate(line, json_schema())
    assert "entities" not in line
    assert [row["text"] for row in line["dates"]] == ["3 May 2024"]


def test_a_folder_with_results_is_not_overwritten_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text("They met.", encoding="utf-8")
    run = ["run", str(text), "--out", str(tmp_path / "out"), "--model", "blank"]
    assert main(run) == 0
    before = (tmp_path / "out" / "run.json").read_bytes()
    assert main(run) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert (tmp_path / "out" / "run.json").read_bytes() == before
    assert main([*run, "--overwrite"]) == 0


def test_resuming_a_finished_run_says_that_nothing_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text("They met.", encoding="utf-8")
    run = ["run", str(text), "--out", str(tmp_path / "out"), "--model", "blank"]
    assert main(run) == 0
    capsys.readouterr()
    assert main([*run, "--resume"]) == 0
    assert "this run is finished" in capsys.readouterr().err


def test_run_json_says_what_made_the_tables(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("They met.", encoding="utf-8")
    assert main(["run", str(text), "--out", str(tmp_path / "out"), "--model", "blank"]) == 0
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (run["schema"], run["extractor"], run["model"]) == (1, extractor.__version__, "blank")
    assert {"entities.toml", "dates.toml", "counts.toml", "objectives.toml"} <= run["rules"].keys()
    assert run["rows"]["documents"] == 1


def test_explain_reads_a_file_as_a_run_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"The talks\r\nend on 3 May 2024.")
    assert main(["explain", "--model", "blank", str(file)]) == 0
    assert "18 '3 May 2024'" in capsys.readouterr().out
    file.write_bytes("The café closed.".encode("latin-1"))
    assert main(["explain", "--model", "blank", str(file)]) == 2
    assert "a.txt: byte 0xe9 at character 7 is not utf-8" in capsys.readouterr().err
    assert main(["explain", "--model", "blank", str(tmp_path / "b.txt")]) == 2
    assert "b.txt: no such file" in capsys.readouterr().err


def test_output_that_lacks_a_letter_ends_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding="ascii", write_through=True))
    assert main(["explain", "--model", "blank", "The café closed on 3 May 2024."]) == 0
    assert b"The caf\\xe9 closed on [3 May 2024]." in printed.getvalue()


def test_schema_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")
