"""Hostile input: none of it may crash a run, hang it, break the contract, or cost another document its rows."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from pathlib import Path

import pytest
from conftest import processor_seconds
from contract import breaches
from spacy.language import Language

import extractor
from extractor import publication, ruleset
from extractor.documents import Document, read_documents
from extractor.examples import examples_of
from extractor.records import KINDS, ErrorRow, Extraction

NEWS = "On 3 May 2024 at least 12 people were hurt in Harwick, Mayor Rosa Delgado said. Two aims: jobs and homes."
SECONDS = 60.0  # tells an endless loop from work; what is quadratic without bound takes many minutes

# --- texts -------------------------------------------------------------------------------------------------------

SHORT = {
    "empty": "",
    "blank": " ",
    "blank lines": "\n \n\t\n",
    "one letter": "a",
    "one digit": "7",
    "one mark": ".",
    "one emoji": "🙂",
    "one combining mark": "\u0301",
    "NUL": "On 3 May\x00 12 people\x00left.\x00",
    "control characters": "".join(map(chr, range(32))) + NEWS + "\x7f\x80\x9f",
    "escape sequences": "\x1b[31m12 people\x1b[0m left on \x1b]0;title\x07Tuesday.",
    "byte order mark inside": "On 3 May\ufeff 12 people left. \ufeffOn Monday they came back.",
    "right-to-left override": "On \u202e3 May\u202c 12\u200f people left \u2067Harwick\u2069.",
    "Arabic and Hebrew": "في 3 مايو 2024 غادر 12 شخصا. ב-3 במאי עזבו 12 איש.",
    "Arabic digits": "On ٣ May ٢٠٢٤ some ١٢ people and ५ ships left; ² ½ Ⅻ ① 𝟏𝟐 remained.",
    "Chinese": "2024年5月3日，12人离开了哈里奇。" * 20,
    "zero-width": "On 3\u200b May\u200c 2024\u200d 12\u2060 people left Har\u00adwick.",
    "no-break blanks": NEWS.replace(" ", "\u00a0"),
    "exotic blanks": NEWS.replace(" ", "\u2003").replace("12", "\u202f12\u3000"),
    "emoji sequences": "👨‍👩‍👧‍👦 12 👍🏽 people 🏴󠁧󠁢󠁥󠁮󠁧󠁿 left 🇬🇧🇺🇦 on 3️⃣ May.",
    "Cyrillic look-alikes": "On 3 Мау 2024 Меntоr Rоsа Dеlgаdо sаid 12 реорlе lеft.",
    "full-width": "Ｏｎ　３　Ｍａｙ　２０２４　１２　ｐｅｏｐｌｅ　ｌｅｆｔ．",
    "ligatures and sharp s": "The oﬃce of Straße İstanbul ﬁled 12 ŉ ǆ claims on 3 May. İİİ ẞẞẞ",
    "mathematical letters": "𝐎𝐧 𝟑 𝐌𝐚𝐲 𝟏𝟐 people left.",
    "private use": "\ue000 12 people \uf8ff left on \U0010ffff 3 May.",
    "noncharacters": "12 people \ufffe left \uffff on 3 May \U0001fffe.",
    "tags and variation": "3\U000e0031 May\ufe0f 12\ufe0e people",
    "mixed line ends": "On 3 May\r12 people\r\nleft.\n\rThe next\u2028day 5\u2029came\x0bback\x0c.\x85Then 7 left.",
    "only line ends": "\r\n" * 50,
    "HTML": '<p>On <b>3 May</b> 12&nbsp;people left.</p><script>alert("12")</script><!-- 5 May --><a href="x?y">z</a>',
    "entities": "On 3&#32;May 12&amp;13 people &lt;left&gt; &quot;Harwick&quot;.",
    "SQL": "'; DROP TABLE documents; -- 12 people",
    "format strings": "%s %d {0} {name} ${x} 12 people %n %x \\n \\u0041 left",
    "cut off behind a title": "The deal is done, said Chief Ex",
    "cut off at a hyphen": "The ferry runs on four Rolls-",
    "markup of examples": "About [120 people](low=120 counted=person) fled on [3 May](value=x.",
    "regex": r"(a+)+$ [12]{3,} \d\d people (?P<year>2024) ^.*$ left",
    "CSV formulas": '=cmd|"/c calc"!A0 12 people\n+1+2\n-3 ships\n@SUM(A1:A9)\n\t=1+1',
    "quotes": '"12" \'people\' ""left"" “on” ‘3’ «May» „2024” ‚Harwick’ `x` ´y´',
    "31 February": "On 31 February 2024 and 30 February and 31 April 2023 and 29 February 2023 they met.",
    "year 99999": "In 99999 and on 3 May 99999, and in the year 0, and on 1 January 0000, and in 10000 BC.",
    "impossible clock": "At 25:61 on 3 May, at 99:99:99 and 13:00 p.m. they met.",
    "zeros": "On 0 May 0 people in 0000-00-00 and 00/00/0000 left 0.0 percent of -0 ships for $0.",
    "long numbers": f"{'9' * 400} people and {'1,' * 200}000 s left on {'0' * 99}3 May; {'9' * 30} million; 1e99 mi.",
    "numbers that overflow": "A trillion trillion people; 9" + "9" * 320 + " percent; -1" + "0" * 310 + " dollars.",
    "fractions": "1/0 of people, 0/0, 7/3/2/1, 1//2, half of half of a half, 1.2.3.4, 1,2,3,4, 12,34,567.",
    "words as numbers": "one " * 60 + "hundred " * 60 + "million " * 60 + "people",
    "nested quotes": "“" * 200 + "12 people" + "”" * 200,
    "nested brackets": "(" * 300 + "12 people" + ")" * 300,
    "endless initials": "A. B. C. D. E. " * 60 + "Smith said.",
    "names without end": "John " * 400,
    "capitals": "THE UNITED STATES AND 12 PEOPLE LEFT ON TUESDAY IN MAY 2024 " * 10,
    "list without items": "The plan has five aims:\n\n\n\n1.\n2.\n3.\n\n- \n- \n• ",
    "list of lists": "".join(f"{'  ' * depth}- Step {depth}: first, second and third\n" for depth in range(60)),
    "numbering that jumps": "Five demands:\n9. a\n1. b\n1. c\n99999999999999999999. d\niv. e\n(z) f",
    "header twice": " date 2025-04-10 date 2025-04-11 On 10 April they met.",
    "header of no day": " date 2025-02-31 On 10 April they met.",
    "header alone": " date 2025-04-10 ",
    "dateline without end": "LONDON, 3 May 2024 (Reuters) -- " * 30,
}  # fmt: skip

LONG = {
    "one word": "a",
    "capitals": "A",
    "digits": "9",
    "digits and commas": "9,",
    "digits and points": "1.",
    "digits and blanks": "1 ",
    "digits and dashes": "1-",
    "slashes": "1/",
    "colons": "1:",
    "dollars": "$",
    "dollars and digits": "$9 ",
    "percent": "%",
    "commas": ",",
    "full stops": ".",
    "stops and blanks": ". ",
    "initials": "A. ",
    "dashes": "-",
    "long dashes": "—",
    "quotes": '"',
    "apostrophes": "'s",
    "brackets": "(",
    "emoji": "😀",
    "joined emoji": "👩\u200d",
    "combining marks": "\u0301",
    "zero-width": "\u200b",
    "blanks": " ",
    "tabs": "\t",
    "no-break blanks": "\u00a0",
    "line ends": "\n",
    "carriage returns": "\r",
    "single letters": "a ",
    "capital words": "Ann ",
    "the": "the ",
    "of": "of ",
    "and": "and ",
    "a comma list": "north, ",
    "months": "May ",
    "years": "2024 ",
    "number words": "one ",
    "magnitudes": "million ",
    "days": "Tuesday ",
    "ago": "ago ",
    "last": "last ",
    "between": "between 1 and ",
    "from to": "from 1 to ",
    "per": "1 percent of ",
    "bullets": "\n- a",
    "numbers of a list": "\n1. a",
    "cues": "five goals: ",
    "ordinals": "First, ",
    "said": "Mr. Ann said ",
    "and Ann": "Ann and ",
    "countries": "Ukraine's ",
    "addresses": "http://a.b/",
    "mail": "a@b.",
    "HTML": "<p>",
    "back slashes": "\\",
    "news without stops": NEWS.replace(".", "").replace(":", "") + " ",
}


def extraction(nlp: Language, text: str) -> Extraction:
    (item,) = extractor.extract(nlp, [Document(doc_id="hostile", text=text, published="2024-05-07")])
    assert isinstance(item, Extraction), item
    return item


@pytest.mark.parametrize("name", SHORT)
def test_short_texts(blank: Language, name: str) -> None:
    assert breaches(SHORT[name], extraction(blank, SHORT[name])) == []


def test_short_texts_with_the_model(nlp: Language) -> None:
    stream = (Document(doc_id=name, text=text, published="2024-05-07") for name, text in SHORT.items())
    for item, text in zip(extractor.extract(nlp, stream), SHORT.values(), strict=True):
        assert isinstance(item, Extraction), item
        assert breaches(text, item) == []


@pytest.mark.slow
def test_texts_cut_off_anywhere(nlp: Language) -> None:
    whole = (example.text for kind in KINDS for rule in ruleset.load(kind).rules for example in examples_of(rule))
    texts = sorted({text[:end] for text in whole for end in range(1, len(text), 2)})
    for item in extractor.extract(nlp, (Document(doc_id=text, text=text) for text in texts), batch_size=64):
        assert isinstance(item, Extraction), item


@pytest.mark.parametrize("name", LONG)
def test_long_texts_end_in_time(blank: Language, name: str) -> None:
    text = LONG[name] * (10_000 // len(LONG[name]))
    found: list[Extraction] = []
    assert processor_seconds(lambda: found.append(extraction(blank, text))) < SECONDS
    assert breaches(text, found[0]) == []


# --- ids and columns ---------------------------------------------------------------------------------------------

IDS = [
    "../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "CON", "nul", "a/b", ".", "..", "~", "-rf", "*", "a\nb", 'a"b',
    "a,b", "a;b", "a\tb", "a\x00b", "=1+1", "+1", "-1", "@x", "NA", "null", "None", "007", "1e5", "0x1F", "true", "é",
    "e\u0301", "😀", "\u202ex", "<b>x</b>", "{{x}}", "%s", "$HOME", "`id`", "$(id)", "x" * 5000,
]  # fmt: skip


def test_ids_are_kept_as_they_are_and_name_no_file(blank: Language, tmp_path: Path) -> None:
    source = tmp_path / "in" / "dump.jsonl"
    source.parent.mkdir()
    lines = [{"id": name, "text": NEWS, "title": name, "url": name, "source": name} for name in IDS]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    documents = list(read_documents(source))
    out = tmp_path / "deep" / "out"
    extractor.write_tables(extractor.extract(blank, documents), out)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.parent for path in before} == {source.parent, out}
    tables = extractor.read_tables(out)
    assert list(tables["documents"]["doc_id"]) == IDS
    assert list(tables["documents"]["title"]) == IDS
    assert sorted(set(tables["dates"]["doc_id"])) == sorted(IDS)
    with (out / "documents.jsonl").open(encoding="utf-8") as stream:
        assert [json.loads(line)["doc_id"] for line in stream] == IDS


# --- files -------------------------------------------------------------------------------------------------------

ROW = json.dumps({"id": "x", "text": NEWS}).encode()
ODD_DATES = (b"31 February 2024", b"99999-01-01", b"0000-00-00", b"-1", b"9" * 4000, b"yesterday", b"NaT", b"\\u0000")
LIE = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
FILES: dict[str, tuple[str, bytes, int, int]] = {  # name, content, documents, errors
    "empty text": ("a.txt", b"", 1, 0),
    "empty lines": ("a.jsonl", b"", 0, 0),
    "empty table": ("a.csv", b"", 0, 0),
    "empty JSON": ("a.json", b"", 0, 1),
    "empty gzip": ("a.txt.gz", b"", 1, 0),
    "header alone": ("a.csv", b"id,text\n", 0, 0),
    "blank lines": ("a.jsonl", b"\n\r\n  \n\t\n" + ROW, 1, 0),
    "no last line end": ("a.jsonl", ROW, 1, 0),
    "marked": ("a.jsonl", b"\xef\xbb\xbf" + ROW, 1, 0),
    "marked table": ("a.csv", b"\xef\xbb\xbfid,text\nx,y\n", 1, 0),
    "lone carriage returns": ("a.jsonl", ROW + b"\r" + ROW.replace(b'"x"', b'"y"') + b"\r", 2, 0),
    "NUL bytes": ("a.txt", b"12 people\x00left", 1, 0),
    "NUL in a table": ("a.csv", b"id,text\nx,a\x00b\ny,c\n", 2, 0),
    "NUL lines": ("a.jsonl", b"\x00" * 4096 + b"\n" + ROW, 1, 1),
    "binary": ("a.txt", bytes(range(256)) * 16, 0, 1),
    "UTF-16 unannounced": ("a.txt", NEWS.encode("utf-16"), 0, 1),
    "overlong UTF-8": ("a.txt", b"a\xc0\xafb", 0, 1),
    "surrogate in UTF-8": ("a.txt", b"a\xed\xa0\x80b", 0, 1),
    "cut character": ("a.txt", "café".encode()[:-1], 0, 1),
    "two objects a line": ("a.jsonl", ROW + ROW + b"\n" + ROW, 1, 1),
    "comma lines": ("a.jsonl", ROW + b",\n" + ROW, 1, 1),
    "array over lines": ("a.jsonl", b"[\n" + ROW + b"\n]\n", 1, 2),
    "deep JSON": ("a.jsonl", b"[" * 200_000 + b"\n" + ROW, 1, 1),
    "deep object": ("a.json", b'{"text":' * 100_000, 0, 1),
    "endless number": ("a.jsonl", b'{"id": ' + b"9" * 10_000 + b', "text": "a"}\n' + ROW, 1, 1),
    "NaN": ("a.jsonl", b'{"id": NaN, "text": "a"}\n{"id": Infinity, "text": "b"}\n', 2, 0),
    "escaped surrogates": ("a.jsonl", b'{"text": "\\ud83d"}\n{"text": "\\ud83d\\ude00"}\n', 1, 1),
    "surrogate id": ("a.jsonl", b'{"id": "\\udc00", "text": "a"}\n' + ROW, 1, 1),
    "surrogate key": ("a.jsonl", b'{"\\udc00": 1}\n' + ROW, 1, 1),
    "keys twice": ("a.jsonl", b'{"text": "a", "text": "b"}\n', 1, 0),
    "types": ("a.jsonl", b'{"text":5}\n{"text": {}}\n{"text": true}\n{"text": null}\n{"title": [], "text": "a"}', 0, 5),
    "odd dates": ("a.jsonl", b"".join(b'{"text": "a", "date": "%s"}\n' % day for day in ODD_DATES), len(ODD_DATES), 0),
    "date a number": ("a.jsonl", b'{"text": "a", "date": 1e300}\n{"text": "a", "date": -5}\n', 2, 0),
    "date true": ("a.jsonl", b'{"text": "a", "date": true}\n', 1, 0),
    "fields": ("a.csv", b"id,text\nx\ny,a,b\n,,\nz,ok\n", 1, 3),
    "names twice": ("a.csv", b"text,text\na,b\n", 1, 0),
    "quotes inside": ("a.csv", b'id,text\nx,"a "b" c"\ny,ok\n', 1, 1),
    "a cell of a megabyte": ("a.csv", b"id,text\nx," + b"word " * 200_000 + b"\n", 1, 0),
    "semicolons": ("a.csv", b"id;text\nx;a\n", 0, 1),
    "gzip and rubbish": ("a.jsonl.gz", gzip.compress(ROW + b"\n") + b"rubbish", 1, 1),
    "gzip in parts": ("a.jsonl.gz", gzip.compress(ROW + b"\n") + gzip.compress(ROW.replace(b'"x"', b'"y"')), 2, 0),
    "gzip twice": ("a.txt.gz", gzip.compress(gzip.compress(NEWS.encode())), 0, 1),
    "cut bzip2": ("a.jsonl.bz2", bz2.compress(ROW * 9)[:-5], 0, 1),
    "cut xz": ("a.jsonl.xz", lzma.compress(ROW * 9)[:-5], 0, 1),
    "cut Parquet": ("a.parquet", b"PAR1", 0, 1),
    "WARC of lies": ("a.warc", LIE, 0, 1),
    "deep HTML": ("a.html", b"<div>" * 50_000, 0, 1),
    "HTML of rubbish": ("a.html", b"<" * 50_000, 0, 1),
    "HTML of an unknown encoding": ("a.html", b'<meta charset="klingon"><p>' + NEWS.encode() * 20, 1, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files_cost_no_other_file_its_documents(tmp_path: Path, name: str) -> None:
    file, content, documents, errors = FILES[name]
    for part, package in ((".parquet", "pyarrow"), (".warc", "warcio"), (".html", "trafilatura")):
        if part in file:
            pytest.importorskip(package)
    (tmp_path / file).write_bytes(content)
    for neighbour in ("0.txt", "z.txt"):
        (tmp_path / neighbour).write_text(NEWS)
    first, *items, last = read_documents(tmp_path)
    assert (first.doc_id, last.doc_id) == ("0", "z")
    bad = [item for item in items if isinstance(item, ErrorRow)]
    assert (len(items) - len(bad), len(bad)) == (documents, errors), bad
    for error in bad:
        assert error.source.startswith(file)
        assert "\n" not in error.message
        assert f"{error.source} {error.doc_id} {error.message}".encode()


def test_file_names(tmp_path: Path) -> None:
    names = [b"\xff\xfe.txt", "é.txt".encode(), b"a\nb.txt", b"-rf.txt", b" .txt", b"x.TXT"]
    for name in names:
        (tmp_path / name.decode("utf-8", "surrogateescape")).write_text(NEWS)
    items = list(read_documents(tmp_path))
    assert all(isinstance(item, Document) for item in items)
    assert {item.doc_id for item in items} >= {"\\xff\\xfe", "é", "a\nb", "-rf", "x"}
    assert len({item.doc_id for item in items}) == len(names)


DATES = [
    "", " ", "\x00", "9" * 60, "1" * 13, "-" * 60, "99999-01-01", "2024-13-45", "31 February 2024", "٣ May 2024", "May",
    "now", "today", "2 hours ago", "in 5 days", "2024", "May 2024", "12:30", "1e400", "\ud800", "3 Мау 2024", "+" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_publication_dates_never_raise_and_never_read_the_clock(text: str) -> None:
    day = publication.parse(text)
    assert day is None or day[:4] not in ("2025", "2026", "2027")


def test_one_bad_document_costs_no_other_its_rows(blank: Language) -> None:
    """A lone surrogate, which spaCy cannot hold, given by hand in the middle of a batch."""
    batch = [Document(doc_id=str(number), text=NEWS) for number in range(5)]
    batch[2] = Document(doc_id="bad", text="12 people \ud800 left")
    items = list(extractor.extract(blank, batch))
    assert [isinstance(item, Extraction) for item in items] == [True, True, False, True, True]
    assert isinstance(items[2], ErrorRow)
    assert items[2].doc_id == "bad"


@pytest.mark.slow
def test_a_megabyte_without_a_blank(blank: Language) -> None:
    text = "".join(f"{number}," for number in range(160_000))
    found: list[Extraction] = []
    assert processor_seconds(lambda: found.append(extraction(blank, text))) < 300
    assert breaches(text, found[0]) == []
