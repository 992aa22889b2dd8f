"""The output contract holds on any text, with and without a model, whatever the company of the text in its batch."""

from __future__ import annotations

import functools
import itertools

from contract import breaches
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import extractor
from extractor import ruleset
from extractor.documents import Document
from extractor.examples import examples_of
from extractor.records import KINDS, Extraction, record_to_dict

JOINTS = [
    " ", "\n", "\n\n", "\r\n", "\t", "", ". ", ", ", ": ", "; ", " and ", " (", ") ", " - ", "\n- ", "\n1. ",
    "\n• ", "“",
]  # fmt: skip
PUBLISHED = [None, "2025-04-10", "2024-02-29", "2023-12-31T23:59:59+14:00", "0001-01-01", "9999-12-31"]


@functools.cache
def sentences() -> list[str]:
    """The examples of all rules, so that every rule has something to find."""
    return [example.text for kind in KINDS for rule in ruleset.load(kind).rules for example in examples_of(rule)]


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """An example of a rule, or a part of it, as words were cut or left out in copying."""
    words = draw(st.sampled_from(sentences())).split(" ")
    start = draw(st.integers(0, len(words) - 1))
    return " ".join(words[start : draw(st.integers(start + 1, len(words)))])


@st.composite
def news(draw: st.DrawFn) -> str:
    """Parts of examples in any order, joined by what joins sentences and list items, now and then by anything."""
    joint = st.sampled_from(JOINTS) | st.text(max_size=3)
    parts = draw(st.lists(st.tuples(pieces(), joint), max_size=8))
    return "".join(itertools.chain.from_iterable(parts))


@st.composite
def articles(draw: st.DrawFn) -> Document:
    text = draw(news() | st.text(max_size=80))
    return Document(doc_id="a", text=text, published=draw(st.sampled_from(PUBLISHED)))


def rows(nlp: Language, documents: list[Document], batch_size: int = 16) -> list[Extraction]:
    items = list(extractor.extract(nlp, documents, batch_size))
    for item in items:
        assert isinstance(item, Extraction), item
    return [item for item in items if isinstance(item, Extraction)]


def check(nlp: Language, article: Document) -> None:
    (extraction,) = rows(nlp, [article])
    assert breaches(article.text, extraction) == []


@settings(max_examples=150)
@given(articles())
def test_the_contract_holds_on_any_text(nlp: Language, article: Document) -> None:
    check(nlp, article)


@settings(max_examples=150)
@given(articles())
def test_the_contract_holds_without_a_model(blank: Language, article: Document) -> None:
    check(blank, article)


@settings(max_examples=12)
@given(st.lists(articles(), min_size=2, max_size=9), st.integers(1, 5))
def test_rows_do_not_depend_on_the_batch(nlp: Language, batch: list[Document], size: int) -> None:
    alone = [rows(nlp, [article])[0] for article in batch]
    assert rows(nlp, batch, batch_size=size) == alone
    assert rows(nlp, batch[::-1], batch_size=16)[::-1] == alone


@settings(max_examples=40)
@given(articles())
def test_rows_are_the_same_when_seen_again(blank: Language, article: Document) -> None:
    first, _, again = rows(blank, [article, Document(doc_id="b", text="On 3 May 12 people left."), article], 1)
    assert first == again


def test_a_blank_line_in_front_moves_offsets_and_nothing_else(blank: Language) -> None:
    texts = sentences()  # the model takes a few short ones otherwise behind a blank line; rules may not
    plain = rows(blank, [Document(doc_id="a", text=text, published="2025-04-10") for text in texts])
    moved = rows(blank, [Document(doc_id="a", text="\n\n" + text, published="2025-04-10") for text in texts])
    for before, after in zip(plain, moved, strict=True):
        for kind in KINDS:
            assert [shifted(row, 2) for row in getattr(before, kind)] == [
                shifted(row, 0) for row in getattr(after, kind)
            ]


def shifted(row: object, by: int) -> dict[str, object]:
    values = record_to_dict(row)
    places = {name for name in values if name in ("start", "end") or name.endswith(("_start", "_end"))}
    return {name: value + by if name in places and value is not None else value for name, value in values.items()}
