"""Every input is read; every mistake a user can make gives one clear line that says where it is and what to do."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor import reading
from extractor.documents import Document, InputError, read_documents
from extractor.reading import compression, html, sources
from extractor.reading.columns import PRESETS, load_preset
from extractor.reading.ids import SeenIds
from extractor.records import ErrorRow

ROWS = [
    {
        "id": "a1",
        "text": "Twelve ships left Harwick.",
        "published": "2024-05-03",
        "title": "Ships",
        "url": "http://x/1",
    },
    {"id": "a2", "text": "They came\nback, the mayor said.", "published": "", "title": "", "url": ""},
]
JSON_LINES = "".join(json.dumps(row) + "\n" for row in ROWS)
CSV = (
    "id,text,published,title,url\n"
    "a1,Twelve ships left Harwick.,2024-05-03,Ships,http://x/1\n"
    'a2,"They came\nback, the mayor said.",,,\n'
)
PAGE = (
    "<html lang=en><head><title>Port reopens</title><meta charset={charset}>"
    '<meta property="article:published_time" content="2024-03-05T08:00:00Z"></head>'
    "<body><nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>Port reopens</h1><p>"
    + "The café at the port of Harwick reopened on Tuesday after 12 ships were freed. " * 4
    + "</p><p>"
    + "Officials said that about 300 dock workers had returned to the yard. " * 4
    + "</p></article><footer>All rights reserved</footer></body></html>"
)


def read(path: Path | str, **options: Any) -> list[Document | ErrorRow]:
    return list(read_documents(path, **options))


def documents(path: Path | str, **options: Any) -> list[Document]:
    items = read(path, **options)
    assert [item for item in items if isinstance(item, ErrorRow)] == []
    return [item for item in items if isinstance(item, Document)]


def errors(path: Path | str, **options: Any) -> list[ErrorRow]:
    return [item for item in read(path, **options) if isinstance(item, ErrorRow)]


def zstd(data: bytes) -> bytes:
    return bytes(pytest.importorskip("zstandard").compress(data))


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd,
}  # fmt: skip


def parquet(rows: list[dict[str, Any]]) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    tables = pytest.importorskip("pyarrow.parquet")
    target = io.BytesIO()
    tables.write_table(pyarrow.Table.from_pylist(rows), target)
    return target.getvalue()


def warc(pages: list[tuple[str, bytes, str]], packed: bool = True) -> bytes:
    """A WARC file of (address, page, content type), each followed by a record that is no page."""
    pytest.importorskip("warcio")
    members = []
    for number, (url, page, content_type) in enumerate(pages):
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + page
        for kind, content in (("response", answer), ("metadata", b"fetched: yes")):
            head = (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T09:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{number}-{kind}>\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(content)}\r\n\r\n"
            )
            members.append(head.encode() + content + b"\r\n\r\n")
    return b"".join(gzip.compress(member) if packed else member for member in members)


# --- formats -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".csv", ".json", ".parquet"])
def test_tables_and_lines_give_the_same_documents(tmp_path: Path, suffix: str, packer: str) -> None:
    data = {".csv": CSV.encode(), ".json": json.dumps(ROWS).encode()}.get(suffix, JSON_LINES.encode())
    file = tmp_path / f"dump{suffix}{packer}"
    file.write_bytes(PACKERS[packer](parquet(ROWS) if suffix == ".parquet" else data))
    first, second = documents(file)
    assert (first.doc_id, first.text, first.title, first.url) == ("a1", ROWS[0]["text"], "Ships", "http://x/1")
    assert (first.published, first.published_by, first.source) == ("2024-05-03", "input", file.name)
    assert (second.doc_id, second.text, second.published, second.title) == ("a2", ROWS[1]["text"], None, None)


@pytest.mark.parametrize("packer", PACKERS)
def test_a_text_file_is_one_document_and_keeps_every_character(tmp_path: Path, packer: str) -> None:
    text = " date 2025-04-10 On 10 April,\r\ntalks  began.\n"
    (tmp_path / "eu").mkdir()
    (tmp_path / "eu" / f"talks.v2.txt{packer}").write_bytes(PACKERS[packer](text.encode()))
    (document,) = documents(tmp_path)
    assert (document.doc_id, document.text, document.published) == ("eu/talks.v2", text, "2025-04-10")


def test_a_json_file_may_be_one_article(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"text": "Talks began."}))
    assert [document.doc_id for document in documents(tmp_path)] == ["one"]


def test_parquet_dates_and_numbers_become_text(tmp_path: Path) -> None:
    import datetime

    rows = [{"id": 7, "text": "x", "date": datetime.date(2024, 5, 3), "other": [1]}]
    (tmp_path / "dump.parquet").write_bytes(parquet(rows))
    (document,) = documents(tmp_path)
    assert (document.doc_id, document.published) == ("7", "2024-05-03")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_web_page_gives_its_article_title_and_date(tmp_path: Path, charset: str) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "port.html").write_bytes(PAGE.format(charset=charset).encode(charset))
    (document,) = documents(tmp_path)
    assert (document.doc_id, document.title, document.published) == ("port", "Port reopens", "2024-03-05")
    assert "The café at the port" in document.text
    assert "Sport" not in document.text
    assert "freed.\n\nOfficials" in document.text


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_file_gives_an_article_a_page(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("trafilatura")
    page = PAGE.format(charset="x")
    pages = [
        ("http://h.example/1", page.encode(), "text/html; charset=utf-8"),
        ("http://h.example/1.png", b"\x89PNG", "image/png"),
        ("http://h.example/2", page.encode("cp1252"), 'text/html; charset="windows-1252"'),
    ]
    (tmp_path / f"CC-NEWS.warc{'.gz' if packed else ''}").write_bytes(warc(pages, packed))
    first, second = documents(tmp_path)
    assert (first.doc_id, first.url, first.origin.partition(":")[2]) == (
        "urn:uuid:0-response",
        "http://h.example/1",
        "1",
    )
    assert (second.doc_id, second.published) == ("urn:uuid:2-response", "2024-03-05")
    assert first.text == second.text


# --- inputs ------------------------------------------------------------------------------------------------------


def test_folders_globs_and_several_inputs_keep_their_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "a/10.txt", ".hidden/3.txt", "a/._1.txt", "a/notes.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    assert [document.doc_id for document in documents(tmp_path)] == ["a/1", "a/10", "b/2"]
    assert [document.doc_id for document in documents(f"{tmp_path}/*/1*.txt")] == ["a/1", "a/10"]
    assert [document.doc_id for document in documents(f"{tmp_path}/**/*.txt")] == ["a/1", "a/10", "b/2"]
    both = list(read_documents([tmp_path / "b", tmp_path / "a" / "10.txt"]))
    assert [item.doc_id for item in both] == ["2", "10"]


def test_a_file_name_may_look_like_a_glob(tmp_path: Path) -> None:
    (tmp_path / "talks [2].txt").write_text("x")
    assert [document.doc_id for document in documents(tmp_path / "talks [2].txt")] == ["talks [2]"]


def test_ids_do_not_depend_on_where_the_folder_is(tmp_path: Path) -> None:
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "dump.jsonl").write_text('{"text": "x"}\n\n{"text": "y"}\n')
    here, there = (read(tmp_path / folder) for folder in ("here", "there"))
    assert here == there
    assert [item.doc_id for item in here] == ["dump.jsonl:1", "dump.jsonl:3"]


@pytest.mark.parametrize(("name", "data"), [("jsonl", JSON_LINES.encode()), ("csv.gz", gzip.compress(CSV.encode()))])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, name: str, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [document.doc_id for document in documents("-", format=name)] == ["a1", "a2"]


def test_a_format_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "part-00000").write_text(JSON_LINES)
    assert len(documents(tmp_path / "part-00000", format="jsonl")) == 2
    assert len(documents(tmp_path, format="jsonl")) == 2


def test_addresses_are_read_through_fsspec(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/bucket/day1/dump.jsonl.gz", gzip.compress(JSON_LINES.encode()))
    memory.pipe("/bucket/day2/other.txt", b"x")
    assert [document.doc_id for document in documents("memory://bucket/day1/dump.jsonl.gz")] == ["a1", "a2"]
    assert [document.doc_id for document in documents("memory://bucket")] == ["a1", "a2", "day2/other"]
    assert [document.doc_id for document in documents("memory://bucket/*/*.txt")] == ["day2/other"]


# --- columns and encodings ---------------------------------------------------------------------------------------

DUMPS = {
    "all-the-news": {"id": "17283", "title": "T", "publication": "P", "date": "2016-12-31", "content": "Body."},
    "all-the-news-2": {"date": "2016-12-31", "title": "T", "article": "Body.", "publication": "P", "section": "s"},
    "news-please": {"maintext": "Body.", "title": "T", "date_publish": "2016-12-31 09:10:00", "source_domain": "P"},
    "cc-news": {"title": "T", "text": "Body.", "domain": "P", "date": "2016-12-31 00:00:00", "description": "d"},
    "ngec": {"id": "e1", "date": "2016-12-31", "event_text": "Body."},
    "webz": {"uuid": "u1", "text": "Body.", "published": "2016-12-31T09:10:00.000+02:00", "thread": {"site": "P"}},
}


@pytest.mark.parametrize("preset", sorted(file.stem for file in PRESETS.glob("*.toml")))
def test_presets_read_their_dump(tmp_path: Path, preset: str) -> None:
    (tmp_path / "dump.jsonl").write_text(json.dumps(DUMPS[preset]) + "\n")
    (document,) = documents(tmp_path, preset=preset)
    assert document.text == "Body."
    assert (document.published or "").startswith("2016-12-31")
    assert document.source == ("dump.jsonl" if preset == "ngec" else "P")
    assert document.doc_id == {"all-the-news": "17283", "ngec": "e1", "webz": "u1"}.get(preset, "dump.jsonl:1")


def test_a_preset_may_be_copied_and_a_column_overrides_it(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text((PRESETS / "all-the-news.toml").read_text().replace('"content"', '"body"'))
    (tmp_path / "dump.jsonl").write_text(json.dumps({"body": "Body.", "when": "3 May 2024"}) + "\n")
    (document,) = documents(tmp_path, preset=str(own), columns={"published": "when"})
    assert (document.text, document.published) == ("Body.", "2024-05-03")
    assert load_preset(str(own))["text"] == "body"


def test_encodings(tmp_path: Path) -> None:
    (tmp_path / "marked.txt").write_bytes("\ufeffcafé".encode())
    (tmp_path / "western.txt").write_bytes("café".encode("cp1252"))
    good, bad = sorted(read(tmp_path), key=lambda item: isinstance(item, ErrorRow))
    assert good.text == "café"
    assert bad.message == "byte 0xe9 at character 3 is not utf-8: name the encoding with --encoding"
    assert documents(tmp_path / "western.txt", encoding="cp1252")[0].text == "café"
    (tmp_path / "wide.csv").write_bytes(CSV.encode("utf-16"))
    assert len(documents(tmp_path / "wide.csv", encoding="utf-16")) == 2


@pytest.mark.parametrize(("suffix", "data"), [(".csv", CSV), (".jsonl", JSON_LINES)])
def test_only_the_row_with_wrong_bytes_is_lost(tmp_path: Path, suffix: str, data: str) -> None:
    (tmp_path / f"dump{suffix}").write_bytes(data.encode().replace(b"Twelve", b"Tw\xe9lve"))
    error, document = read(tmp_path)
    assert error.source == f"dump{suffix}:{2 if suffix == '.csv' else 1}"
    assert document.doc_id == "a2"


def test_other_languages_are_left_out_by_option(tmp_path: Path) -> None:
    pytest.importorskip("py3langid")
    (tmp_path / "de.txt").write_text(
        "Die Verhandlungen haben am Dienstag in der Hauptstadt begonnen, sagte der Minister."
    )
    (tmp_path / "en.txt").write_text("The talks began in the capital on Tuesday, the minister said after the meeting.")
    (tmp_path / "short.txt").write_text("Ja, nein.")
    assert len(documents(tmp_path)) == 3
    error, *kept = read(tmp_path, language="en")
    assert (error.doc_id, error.error, error.message) == ("de", "OtherLanguage", "the text is in 'de', not 'en'")
    assert [item.doc_id for item in kept] == ["en", "short"]


def test_a_language_that_is_never_found_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("py3langid")
    (tmp_path / "a.txt").write_text("The talks began.")
    assert refused(tmp_path, language="xx").startswith("--language xx: no such language; there are ")


# --- ids ---------------------------------------------------------------------------------------------------------


def test_two_files_of_one_name_are_told_apart_by_the_folder_above(tmp_path: Path) -> None:
    for folder in ("monday", "tuesday"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "wire.txt").write_text(f"The talks began on {folder}.")
    _, error = read([tmp_path / "monday", tmp_path / "tuesday"])
    assert error.message.startswith("wire.txt is in two of the inputs: if these are two files, name the folder above")
    assert [document.doc_id for document in documents(tmp_path)] == ["monday/wire", "tuesday/wire"]


def test_an_id_seen_before_is_an_error_that_names_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "x"}\n{"id": "1", "text": "y"}\n')
    (tmp_path / "b.jsonl").write_text('{"id": "1", "text": "z"}\n')
    first, second, third = read(tmp_path)
    assert first.doc_id == "1"
    assert (second.source, second.error) == ("a.jsonl:2", "DuplicateId")
    assert second.message == "the id is already that of a.jsonl:1: ids must be unique"
    assert isinstance(third, ErrorRow)


def test_many_ids() -> None:
    seen = SeenIds()
    assert all(seen.add(f"id{number}", "a") is None for number in range(20_000))
    assert all(seen.add(f"id{number}", "b") == "a" for number in range(0, 20_000, 999))


# --- mistakes of a user, refused before anything is read ----------------------------------------------------------


def refused(path: Path | str, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        read_documents(path, **options)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_wrong_inputs_are_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x")
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    assert refused(tmp_path / "none.txt") == f"{tmp_path}/none.txt: no such file or folder"
    assert refused(f"{tmp_path}/*.txt").startswith(f"{tmp_path}/*.txt: no file of a supported format there")
    assert refused(tmp_path / "notes.md").startswith(f"{tmp_path}/notes.md: not a supported format")
    assert refused(tmp_path).startswith(f"{tmp_path}: no file of a supported format there; supported are txt, jsonl")
    assert "not a supported format" in refused(tmp_path / "dump.zip")
    assert "say --format jsonl" in refused("-")


def test_wrong_options_are_refused_with_what_is_right(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert "no column 'body' is read; those read are id, text" in refused(tmp_path, columns={"body": "text"})
    assert "no such preset; there are all-the-news" in refused(tmp_path, preset="reuters")
    assert "no such preset" in refused(tmp_path, preset="../../secret")
    assert refused(tmp_path, encoding="klingon").startswith("--encoding klingon: no such encoding")
    assert refused(tmp_path, encoding="base64").startswith("--encoding base64: no such encoding")
    assert refused(tmp_path, format="docx").startswith("--format docx: not a format; formats are txt")
    for content, message in [
        ("text = ", "not valid TOML"),
        ("body = 'x'", "no column 'body'"),
        ("text = 3", "text must be a text in quotes"),
    ]:
        (tmp_path / "own.toml").write_text(content)
        assert message in refused(tmp_path, preset=str(tmp_path / "own.toml"))


@pytest.mark.parametrize(
    ("name", "extra"), [("a.parquet", "parquet"), ("a.html", "html"), ("a.warc.gz", "warc"), ("a.txt.zst", "zstd")]
)
def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, extra: str) -> None:
    monkeypatch.setattr(sources.importlib.util, "find_spec", lambda package: None)
    (tmp_path / name).write_text("x")
    assert f"pip install 'extractor[{extra}]'" in refused(tmp_path)
    (tmp_path / name).rename(tmp_path / "a.txt")
    assert "pip install 'extractor[language]'" in refused(tmp_path, language="en")
    assert "pip install 'extractor[remote]'" in refused("s3://bucket/a.txt")


def test_an_address_of_an_unknown_service_is_refused() -> None:
    pytest.importorskip("fsspec")
    assert refused("nowhere://bucket/a.txt").startswith("nowhere://bucket/a.txt: Protocol not known")


# --- mistakes in the data: an error row each ----------------------------------------------------------------------

BAD_ROWS = {
    "cut JSON": (".jsonl", '{"id": "x", "text": "a', "not valid JSON: "),
    "no object": (".jsonl", "[1, 2]", "not a JSON object"),
    "a number": (".jsonl", "17", "not a JSON object"),
    "no text": (
        ".jsonl",
        '{"id": "x", "body": "a"}',
        "no column 'text'; there are 'id', 'body': say --column text=NAME",
    ),
    "null text": (".jsonl", '{"text": null}', "column 'text' is null"),
    "text a number": (".jsonl", '{"text": 5}', "column 'text' holds a number, not text"),
    "text a list": (".jsonl", '{"text": ["a"]}', "column 'text' holds a list, not text"),
    "id an object": (".jsonl", '{"id": {"$oid": "5"}, "text": "a"}', "column 'id' holds an object, not text"),
    "lone surrogate": (".jsonl", '{"text": "a \\ud800"}', "the text holds a lone surrogate, which is no character"),
    "in the title": (".jsonl", '{"text": "a", "title": "\\udfff"}', "the title holds a lone surrogate"),
    "deep": (".jsonl", '{"text": ' + "[" * 100_000, "nested too deeply"),
    "too few fields": (".csv", "id,text\nx", "1 fields where the header has 2"),
    "too many fields": (".csv", "id,text\nx,a,b", "3 fields where the header has 2"),
    "quote in a field": (".csv", 'id,text\nx,"a"b', "not valid CSV: ',' expected after '\"'"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_wrong_row_is_named_and_the_next_one_is_read(tmp_path: Path, case: str) -> None:
    suffix, data, message = BAD_ROWS[case]
    good = {".jsonl": '{"id": "good", "text": "a"}', ".csv": "good,a"}[suffix]
    (tmp_path / f"dump{suffix}").write_text(f"{data}\n{good}\n")
    error, document = read(tmp_path)
    assert message in error.message
    assert error.source == f"dump{suffix}:{1 if suffix == '.jsonl' else 2}"
    assert document.doc_id == "good"


WEB_PAGE = ("http://h.example/1", PAGE.format(charset="utf-8").encode(), "text/html")
BAD_FILES: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    "no text column": ("dump.csv", b"id,body\nx,a\n", "no column 'text'; there are 'id', 'body': say which"),
    "no text column in Parquet": (
        "dump.parquet",
        lambda: parquet([{"id": "x", "body": "a"}]),
        "no column 'text'; there are 'id', 'body': say which",
    ),
    "an open quote": ("dump.csv", b'id,text\nx,a\ny,"b\nz,c\n', "begins in the row of line 3 has no end"),
    "cut gzip": ("dump.jsonl.gz", gzip.compress(JSON_LINES.encode() * 900)[:-400], "what follows line"),
    "cut zstd": (
        "dump.txt.zst",
        lambda: zstd(b"They met. " * 900)[:-4],
        "nothing of it is read: Compressed file ended",
    ),
    "cut packed WARC": ("dump.warc.gz", lambda: warc([WEB_PAGE])[:300], "nothing of it is read: Compressed file ended"),
    "not gzip": ("dump.jsonl.gz", JSON_LINES.encode(), "nothing of it is read: Not a gzipped file"),
    "not bzip2": ("dump.jsonl.bz2", JSON_LINES.encode(), "nothing of it is read: Invalid data stream"),
    "not xz": ("dump.jsonl.xz", JSON_LINES.encode(), "nothing of it is read: Input format not supported"),
    "not zstd": ("dump.jsonl.zst", JSON_LINES.encode(), "nothing of it is read: zstd decompressor error"),
    "not Parquet": ("dump.parquet", JSON_LINES.encode(), "nothing of it is read: Parquet magic bytes not found"),
    "not WARC": ("dump.warc", JSON_LINES.encode(), "nothing of it is read: is not a WARC file"),
    "an empty page": ("page.html", b" ", "the page is empty"),
    "a page without article": ("page.html", b"<html><body></body></html>", "no article was found on the page"),
    "a page of wrong bytes": ("page.html", PAGE.format(charset="utf-8").encode("cp1252"), "name one with --encoding"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_wrong_file_is_named_and_the_next_one_is_read(tmp_path: Path, case: str) -> None:
    name, data, message = BAD_FILES[case]
    for part, package in (("html", "trafilatura"), ("warc", "warcio"), ("zst", "zstandard"), ("parquet", "pyarrow")):
        if part in name:
            pytest.importorskip(package)
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data())
    (tmp_path / "z.txt").write_text("Talks began.")
    *_, error, document = read(tmp_path)
    assert message in error.message
    assert error.source == name
    assert document.doc_id == "z"


def test_a_plain_warc_file_is_noticed_wherever_it_is_cut(tmp_path: Path) -> None:
    data = warc([WEB_PAGE], packed=False)
    second = data.index(b"WARC/1.0", 8)
    for end in (*range(8, second - 4, 50), *range(second + 8, len(data) - 4, 50)):
        (tmp_path / "dump.warc").write_bytes(data[:end])
        assert read(tmp_path)[-1].message.endswith("the file ends in the middle of a record"), end


def test_what_came_before_the_damage_is_kept(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": f"d{number}", "text": f"story {number * 7919}"}) + "\n" for number in range(5000))
    (tmp_path / "dump.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-2000])
    *kept, error = read(tmp_path)
    assert error.error == "UnreadableFile"
    assert len(kept) > 3000


# --- bounds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packer", [".gz", ".bz2", ".xz", ".zst"])
def test_bombs_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packer: str) -> None:
    monkeypatch.setattr(compression, "FREE_BYTES", 2**20)
    monkeypatch.setattr(reading, "LARGEST", 2**16)
    (tmp_path / f"bomb.jsonl{packer}").write_bytes(PACKERS[packer](b" " * 2**24))
    (tmp_path / f"bomb.txt{packer}").write_bytes(PACKERS[packer](b" " * 2**24))
    (tmp_path / "z.txt").write_text("x")
    lines, text, document = read(tmp_path)
    assert "unfolds to more than 500 times its size" in lines.message
    assert "too long for one article" in text.message
    assert document.doc_id == "z"


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1000)
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "x" * 5000}) + "\n" + '{"id": "good", "text": "x"}\n')
    error, document = read(tmp_path)
    assert error.message == "the line is longer than 1,000 characters"
    assert document.doc_id == "good"


def test_a_page_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST_PAGE", 1000)
    (tmp_path / "a.html").write_bytes(b"<p>" * 1000)
    assert errors(tmp_path)[0].message == "the page is longer than 1,000 bytes"


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(JSON_LINES)
    (tmp_path / "b.jsonl").write_text(JSON_LINES)
    stream = read_documents(tmp_path)
    assert next(stream).doc_id == "a1"
    (tmp_path / "b.jsonl").unlink()
    assert "No such file" in list(stream)[-1].message
