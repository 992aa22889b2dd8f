"""Texts of any length and shape become tokens in linear time, and long ones give the rows of the whole text."""

from __future__ import annotations

import pytest
from conftest import processor_seconds
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import extractor
from extractor import tokens
from extractor.documents import Document
from extractor.records import KINDS, Extraction

PARAGRAPHS = [
    "Mayor Rosa Delgado of Harwick said on Tuesday that at least 12 people had been hurt in the storm of 3 May 2024.",
    "The plan has three aims:\n\n1. Rebuild the pier\n2. Open the school\n3. Pay 200 dock workers",
    "Delgado met Prime Minister Tom Ashby in London. Spending rose by 4 percent, from $3 million to $3.1 million.",
]
UNITS = [
    ",", "(", '"', "😀", "'s", "$", "%", "…", "_", "-", ".", "=", "a:", "a.b", "9,", "http://a.b/", "e\u0301",
    "\u200d", "x",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_runs_without_a_blank_take_linear_time(blank: Language, unit: str) -> None:
    def text(length: int) -> str:
        return f"It was {unit * (length // len(unit))} then."

    assert tokens.tokenize(blank, text(10_000)).text == text(10_000)
    short = max(processor_seconds(lambda: tokens.tokenize(blank, text(2_500))), 0.02)
    assert processor_seconds(lambda: tokens.tokenize(blank, text(20_000))) < 24 * short  # 64 if quadratic


@pytest.mark.parametrize(
    "text",
    [
        'He said: "No!" -- and left... at 5 p.m., on 3.5m pounds\' worth (of home-made goods).',
        "=" * 80 + "\n" + "*" * 100 + "\nStory follows.",
        "See https://news.example/" + "path/" * 40 + "?id=7#top for more.",
    ],
)
def test_normal_text_is_left_to_spacy(blank: Language, text: str) -> None:
    assert [token.text for token in tokens.tokenize(blank, text)] == [token.text for token in blank.tokenizer(text)]


def test_what_a_hyphen_joins_to_initials_is_a_token_of_its_own(blank: Language) -> None:
    doc = tokens.tokenize(blank, "U.S.-China talks, a U.N.-led force")
    assert [token.text for token in doc] == ["U.S.", "-", "China", "talks", ",", "a", "U.N.", "-", "led", "force"]


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from([*UNITS, " ", "\n", "word"]).flatmap(lambda unit: st.integers(1, 150).map(unit.__mul__)))
)
@example([" " * 300, "," * 300])
@example(["," * 250, " "])
def test_tokens_hold_the_whole_text(blank: Language, parts: list[str]) -> None:
    text = "".join(parts)
    doc = tokens.tokenize(blank, text)
    assert doc.text == text
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)


def rows(nlp: Language, text: str) -> Extraction:
    (extraction,) = extractor.extract(nlp, [Document(doc_id="a", text=text, published="2024-05-07")])
    assert isinstance(extraction, Extraction)
    return extraction


def test_a_long_text_has_the_rows_of_the_whole_without_a_model(
    blank: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(PARAGRAPHS * 4)
    whole = rows(blank, text)
    monkeypatch.setattr(tokens, "MOST_TOKENS", 60)
    monkeypatch.setattr(tokens, "PIECE_TOKENS", 60)
    assert rows(blank, text) == whole


def test_a_long_text_is_shown_to_the_model_in_pieces(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces end at paragraphs, so that on plain news the model finds the same as in the whole."""
    text = "\n\n".join(PARAGRAPHS * 4)
    whole = rows(nlp, text)
    monkeypatch.setattr(tokens, "MOST_TOKENS", 100)
    monkeypatch.setattr(tokens, "PIECE_TOKENS", 50)
    pieces = rows(nlp, text)
    assert pieces.sentences == whole.sentences
    assert len(whole.sentences) > 20
    for kind in KINDS:
        assert getattr(pieces, kind) == getattr(whole, kind), kind


@pytest.mark.parametrize("text", ["word " * 500, "One. " * 500, "," * 2000, "a\n" * 700, "\n" * 900])
def test_texts_without_paragraphs_are_cut_too(nlp: Language, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(tokens, "MOST_TOKENS", 100)
    monkeypatch.setattr(tokens, "PIECE_TOKENS", 100)
    for sentence in rows(nlp, text).sentences:
        assert text[sentence.start : sentence.end] == sentence.text


@pytest.mark.slow
def test_a_text_beyond_spacys_limit(blank: Language) -> None:
    text = "\n\n".join(PARAGRAPHS * 3400)
    assert len(text) > blank.max_length
    extraction = rows(blank, text)
    assert len(extraction.sentences) == 3400 * len(rows(blank, "\n\n".join(PARAGRAPHS)).sentences)
