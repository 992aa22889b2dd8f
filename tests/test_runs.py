"""Runs over dumps: the same bytes with any number of workers, and nothing lost whatever dies."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest
import workers
from dumps import text, write_dump

from extractor import cli, journal
from extractor.documents import Document
from extractor.engines import local
from extractor.engines.worker import Settings
from extractor.journal import Journal, JournalError
from extractor.records import ErrorRow
from extractor.run import Options, run

pytestmark = pytest.mark.usefixtures("forked")

BLANK = Settings(model="blank")
BLANK_QUIET = ("--model", "blank", "--quiet")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dump(tmp_path_factory.mktemp("dump") / "dump.jsonl", 300)


@pytest.fixture(scope="module")
def undisturbed(dump: Path, forked: None) -> dict[str, bytes]:
    out = dump.parent / "undisturbed"
    assert cli.main(["run", str(dump), "--out", str(out), *BLANK_QUIET, "--jobs", "1", "--no-reuse"]) == 0
    return contents(out)


def run_until(parts: int, kill: signal.Signals | None, dump: Path, out: Path, messages: Path) -> None:
    """What a process of its own does: it is killed in the middle of the part behind so many small ones."""
    journal.PART_DOCUMENTS = 20
    add = Journal.add

    def add_until(self: Journal, item: Document | ErrorRow, line: bytes) -> journal.Place:
        place = add(self, item, line)
        if kill and place[0] == parts and self._part.documents == 7:
            os.kill(os.getpid(), kill)
        return place

    Journal.add = add_until  # type: ignore[method-assign]
    with messages.open("w", encoding="utf-8") as sys.stderr:
        sys.exit(cli.main(["run", str(dump), "--out", str(out), "--model", "blank", "--jobs", "2", "--resume"]))


def test_two_workers_and_reuse_give_the_bytes_of_one(dump: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    assert cli.main(["run", str(dump), "--out", str(tmp_path / "out"), *BLANK_QUIET, "--jobs", "2"]) == 0
    assert contents(tmp_path / "out") == undisturbed


def test_killed_and_resumed_run_gives_the_same_bytes(dump: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out, messages = tmp_path / "out", tmp_path / "messages"
    for parts, kill in ((2, signal.SIGKILL), (8, signal.SIGINT), (0, None)):
        process = multiprocessing.get_context("fork").Process(target=run_until, args=(parts, kill, dump, out, messages))
        process.start()
        process.join(60)
        assert process.exitcode == {signal.SIGKILL: -signal.SIGKILL, signal.SIGINT: 130, None: 0}[kill]
        assert kill is None or len(list((out / ".parts").glob("part-?????.jsonl"))) == parts
        if kill == signal.SIGINT:
            assert "interrupted" in messages.read_text(encoding="utf-8")
            assert "--resume" in messages.read_text(encoding="utf-8")
    assert contents(out) == undisturbed


def test_poison_and_endless_documents_cost_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "work", workers.poisoned)
    texts = {3: "poison", 41: "hang", 42: "poison"}
    documents = [Document(doc_id=str(number), text=texts.get(number, "harmless")) for number in range(100)]
    with local.Pool(BLANK, jobs=2, timeout=1) as pool:
        lines = [line for _, line in pool.lines(documents)]
    rows = [json.loads(line) for line in lines]
    assert [row["doc_id"] for row in rows] == [document.doc_id for document in documents]
    assert {row["doc_id"]: row["error"] for row in rows if "error" in row} == {
        "3": "WorkerDied",
        "41": "Timeout",
        "42": "WorkerDied",
    }


@pytest.mark.parametrize(("quota", "cores"), [("150000 100000", 2), ("50000 100000", 1), ("max 100000", 8), ("", 8)])
def test_a_container_uses_the_cores_that_it_was_given(
    quota: str, cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu.max").write_text(quota)
    monkeypatch.setattr(local, "CPU_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)
    assert local.usable_cores() == cores


@pytest.mark.parametrize(
    ("lengths", "workers"),
    [([], 1), ([100] * 5, 1), ([100] * 17, 2), ([local.BATCH_CHARACTERS] * 2, 2), ([10**6], 1), ([100] * 500, 8)],
)
def test_few_texts_start_few_workers(lengths: list[int], workers: int) -> None:
    documents = [Document(doc_id=str(number), text="x" * length) for number, length in enumerate(lengths)]
    found, stream = local.workers_for(documents, jobs=8)
    assert found == workers
    assert list(stream) == documents


def test_workers_that_cannot_start_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "work", workers.stillborn)
    with pytest.raises(local.WorkerError, match="died while loading"), local.Pool(BLANK) as pool:
        assert pool.model


def test_wrong_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(local.WorkerError, match="no_such_model"), local.Pool(Settings(model="no_such_model")) as pool:
        assert pool.model


def test_second_run_into_a_folder_refuses(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(JournalError, match="another run is writing"), Journal(tmp_path):
        pass


FACTS = {"model": "a@1", "configuration": {"formats": ("csv",)}, "rules": {"dates.toml": "12"}, "inputs": ["a.jsonl"]}
DOCUMENTS = [Document(doc_id=str(number), text=text(number)) for number in range(50)]


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a run was stopped behind its second part of twenty documents."""
    monkeypatch.setattr(journal, "PART_DOCUMENTS", 20)
    with Journal(tmp_path) as stopped:
        stopped.begin(FACTS, resume=False)
        for document in stopped.skip(DOCUMENTS):
            stopped.add(document, b'{"doc_id": "%b"}' % document.doc_id.encode())
    return tmp_path


def resume(folder: Path, facts: dict[str, object], documents: list[Document]) -> list[Document]:
    with Journal(folder) as journal:
        journal.begin(facts, resume=True)
        return [document for document in journal.skip(documents) if isinstance(document, Document)]


def test_resuming_goes_on_behind_the_last_part(stopped: Path) -> None:
    assert resume(stopped, FACTS, DOCUMENTS) == DOCUMENTS[40:]


def test_a_manifest_line_that_was_cut_off_does_not_count(stopped: Path) -> None:
    manifest = stopped / ".parts" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-10])
    assert resume(stopped, FACTS, DOCUMENTS) == DOCUMENTS[20:]
    assert sorted(path.name for path in manifest.parent.iterdir()) == ["lock", "manifest.jsonl", "part-00000.jsonl"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "b@2"}, "model: a@1 is now b@2"),
        ({"configuration": {"formats": ("csv", "jsonl")}}, "configuration: formats"),
        ({"rules": {"dates.toml": "12", "counts.toml": "7"}}, "rules: counts.toml"),
        ({"inputs": ["b.jsonl"]}, "inputs: .*b.jsonl"),
    ],
)
def test_resuming_names_what_changed(stopped: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(JournalError, match=message):
        resume(stopped, FACTS | changes, DOCUMENTS)


@pytest.mark.parametrize("change", ["other text", "left out", "put in", "cut off"])
def test_resuming_refuses_another_input(stopped: Path, change: str) -> None:
    documents = {
        "other text": [*DOCUMENTS[:30], dataclasses.replace(DOCUMENTS[30], text="Other news."), *DOCUMENTS[31:]],
        "left out": DOCUMENTS[:25] + DOCUMENTS[26:],
        "put in": [*DOCUMENTS[:25], Document(doc_id="new", text="New."), *DOCUMENTS[25:]],
        "cut off": DOCUMENTS[:30],
    }[change]
    with pytest.raises(JournalError, match="the input changed, somewhere from document 21 to 40"):
        resume(stopped, FACTS, documents)


def test_resuming_refuses_a_damaged_part(stopped: Path) -> None:
    (stopped / ".parts" / "part-00001.jsonl").write_bytes(b"")
    with pytest.raises(JournalError, match=r"part-00001.jsonl is missing or damaged"):
        resume(stopped, FACTS, DOCUMENTS)


def test_a_stopped_run_is_not_replaced_unasked(stopped: Path) -> None:
    with pytest.raises(JournalError, match="say --resume to go on, --overwrite to start again"):
        run(["corpus"], stopped, "blank")


def test_a_line_that_is_missing_at_the_end_is_noticed(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.begin(FACTS, resume=False)
        for document in journal.skip(DOCUMENTS):
            if document.doc_id != "7":
                journal.add(document, b'{"doc_id": "%b"}' % str(document.doc_id).encode())
        journal.commit()
        with pytest.raises(JournalError, match="50 documents were read, and the 49 in"):
            list(journal.lines())


def test_the_files_of_a_run_are_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.", encoding="utf-8")
    options = Options(jobs=1, overwrite=True)
    run([str(tmp_path)], tmp_path / "out", "blank", options=options)
    for again in (tmp_path, tmp_path / "out" / "documents.jsonl"):
        for out in ("out", "other"):
            with pytest.raises(JournalError, match="is an input, and one of the results of a run into"):
                run([str(again)], tmp_path / out, "blank", options=options)
    for out in (tmp_path, tmp_path / "other"):
        run([str(tmp_path / "a.txt")], out, "blank", options=options)


def test_results_are_not_mixed(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("by hand", encoding="utf-8")
    with pytest.raises(JournalError, match=r"other results \(entities.csv\)"):
        run([str(dump)], tmp_path, "blank", options=Options(jobs=1))
    assert contents(tmp_path) == {"entities.csv": b"by hand"}
