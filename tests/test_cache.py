"""`--cache`: the same rows, the model asked once, and nothing believed that is damaged or of another model."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from conftest import ROOT
from spacy.language import Language
from spacy.tokens import Doc

import extractor
from extractor.cache.model import _to_bytes
from extractor.cache.rows import CachedRows
from extractor.cache.store import Store
from extractor.cli import main
from extractor.documents import Document

pytestmark = pytest.mark.usefixtures("forked")


def rows(nlp: Language) -> list[object]:
    documents = list(extractor.read_documents(ROOT / "corpus"))[:8]
    return list(extractor.extract(nlp, documents))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the model behind a cache was asked for."""
    texts: list[str] = []

    def noting(doc: Doc) -> bytes:
        texts.append(doc.text)
        return _to_bytes(doc)

    monkeypatch.setattr("extractor.cache.model._to_bytes", noting)
    return texts


def test_rows_are_the_same_cold_warm_and_without(tmp_path: Path, nlp: Language, asked: list[str]) -> None:
    expected = rows(nlp)
    cached = extractor.load(cache=tmp_path)
    assert rows(cached) == expected
    assert len(asked) == 8
    assert rows(cached) == expected
    assert rows(extractor.load(cache=tmp_path)) == expected
    assert len(asked) == 8


def test_a_long_text_is_kept_piece_by_piece(tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.tokens.MOST_TOKENS", 40)
    monkeypatch.setattr("extractor.tokens.PIECE_TOKENS", 20)
    document = Document(doc_id="long", text="The mayor of Lyon met 12 farmers on Monday. They left. " * 20)
    expected = list(extractor.extract(nlp, [document]))
    for _ in range(2):
        assert list(extractor.extract(extractor.load(cache=tmp_path), [document])) == expected


def test_a_damaged_entry_is_worked_out_anew(tmp_path: Path, nlp: Language, asked: list[str]) -> None:
    expected = rows(extractor.load(cache=tmp_path))
    with closing(sqlite3.connect(tmp_path / "model.sqlite3")) as connection, connection:
        connection.execute("UPDATE entries SET value = substr(value, 1, 60) WHERE number <= 3")
    asked.clear()
    assert rows(extractor.load(cache=tmp_path)) == expected
    assert len(asked) == 3
    asked.clear()
    assert rows(extractor.load(cache=tmp_path)) == expected
    assert len(asked) == 0


def test_another_model_finds_nothing(tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    rows(extractor.load(cache=tmp_path))
    asked.clear()
    monkeypatch.setattr(
        "importlib.metadata.version", lambda package: "99.0" if package == "spacy" else version(package)
    )
    rows(extractor.load(cache=tmp_path))
    assert len(asked) == 8


def test_command_writes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outputs = []
    for number in range(2):
        out = tmp_path / str(number)
        text = [
            "corpus/tram-opening.txt",
            "--out",
            str(out),
            "--quiet",
            "--jobs",
            "1",
            "--cache",
            str(tmp_path / "cache"),
        ]
        assert main(["run", *text]) == 0
        outputs.append({path.name: path.read_bytes() for path in out.iterdir() if path.is_file()})
    assert outputs[0] == outputs[1]
    assert (tmp_path / "cache" / "model.sqlite3").stat().st_size > 0


# --- the rows ----------------------------------------------------------------------------------------------------

TRAM = Document(doc_id="tram", text="The tram to Kirkwall opened on 3 May 2024.")
FERRY = Document(doc_id="ferry", text="A ferry left gate 12 at noon.")


def cached(tmp_path: Path, pack: Path | None = None) -> CachedRows:
    rules = [str(pack)] if pack else []
    return CachedRows(tmp_path / "cache", extractor.load("blank", rules), rules, ("documents", "dates"))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    (folder / "lexicons").mkdir(parents=True)
    rule = '[[rule]]\nid = "entities.gate"\nlabel = "FAC"\nregex = "gate [0-9]{1,3}"\n'
    (folder / "entities.toml").write_text(rule, encoding="utf-8")
    return folder


def test_a_new_rule_touches_only_texts_with_its_words(tmp_path: Path, pack: Path) -> None:
    cached(tmp_path).put([(TRAM, b"tram"), (FERRY, b"ferry")])
    again = cached(tmp_path, pack)
    assert (again.get(TRAM), again.get(FERRY)) == (b"tram", None)
    again.put([(FERRY, b"ferry at a gate")])
    assert cached(tmp_path, pack).get(FERRY) == b"ferry at a gate"


@pytest.mark.parametrize(
    "rule",
    [
        'off = ["dates.day_month_year"]',
        '[[rule]]\nid = "dates.any"\nlabel = "DATE"\nregex = \'\\w{1,9}\'\nvalues = {reading = "shifted"}',
    ],
)
def test_a_rule_that_may_have_matched_leaves_no_line(tmp_path: Path, pack: Path, rule: str) -> None:
    cached(tmp_path).put([(TRAM, b"tram")])
    (pack / "dates.toml").write_text(rule, encoding="utf-8")
    assert cached(tmp_path, pack).get(TRAM) is None


def test_a_changed_word_list_leaves_no_line(tmp_path: Path, pack: Path) -> None:
    cached(tmp_path).put([(TRAM, b"tram")])
    (pack / "lexicons" / "months.csv").write_text("surface,month\nMayy,5\n", encoding="utf-8")
    assert cached(tmp_path, pack).get(TRAM) is None


@pytest.mark.parametrize("change", [{"published": "2024-05-04"}, {"text": "Trams."}, {"doc_id": "other"}])
def test_another_document_has_another_line(tmp_path: Path, change: dict[str, str]) -> None:
    cached(tmp_path).put([(TRAM, b"tram")])
    assert cached(tmp_path).get(dataclasses.replace(TRAM, **change)) is None  # type: ignore[arg-type]


def test_a_rerun_after_a_rule_change_is_what_a_run_without_cache_gives(tmp_path: Path, pack: Path) -> None:
    corpus = [str(ROOT / "corpus" / name) for name in ("airliner-diverted.txt", "tram-opening.txt")]
    common = [*corpus, "--model", "blank", "--quiet", "--jobs", "1"]
    main(["run", *common, "--out", str(tmp_path / "old"), "--cache", str(tmp_path / "cache")])
    common += ["--rules", str(pack)]
    main(["run", *common, "--out", str(tmp_path / "new"), "--cache", str(tmp_path / "cache")])
    main(["run", *common, "--out", str(tmp_path / "plain")])
    new = (tmp_path / "new" / "documents.jsonl").read_bytes()
    assert new == (tmp_path / "plain" / "documents.jsonl").read_bytes()
    assert new != (tmp_path / "old" / "documents.jsonl").read_bytes()


# --- the store ---------------------------------------------------------------------------------------------------


def key(number: int) -> bytes:
    return number.to_bytes(32, "big")


def test_store_keeps_and_replaces(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "store.sqlite3", limit=10**9)
    assert store.get(key(1)) is None
    store.put({key(1): b"one", key(2): b"two"})
    store.put({key(2): b"zwei"})
    again = Store(tmp_path / "new" / "store.sqlite3", limit=10**9)
    assert [again.get(key(number)) for number in (1, 2, 3)] == [b"one", b"zwei", None]


def test_store_is_bounded_and_drops_the_oldest(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    store = Store(path, limit=300_000)
    for number in range(300):
        store.put({key(number): bytes([number % 256]) * 5_000})
    assert path.stat().st_size < 400_000
    assert store.get(key(0)) is None
    assert store.get(key(299)) == bytes([299 % 256]) * 5_000


@pytest.mark.parametrize("content", [b"no database at all" * 300, b"SQLite format 3\0" + b"\xff" * 5000])
def test_store_replaces_a_file_that_is_none_of_its_own(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite3"
    path.write_bytes(content)
    store = Store(path, limit=10**9)
    store.put({key(1): b"one"})
    assert Store(path, limit=10**9).get(key(1)) == b"one"


def test_store_of_another_format_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    Store(path, limit=10**9).put({key(1): b"one"})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert Store(path, limit=10**9).get(key(1)) is None


def test_store_warns_where_it_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    store = Store(path, limit=10**9)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        store._connection.execute("PRAGMA busy_timeout = 1")
        with pytest.warns(UserWarning, match="not written"):
            store.put({key(1): b"one"})
    store.put({key(1): b"one"})
    assert store.get(key(1)) == b"one"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert main(["explain", "Text.", "--cache", str(tmp_path / "file")]) == 2
    assert "file" in capsys.readouterr().err
