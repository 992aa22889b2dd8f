"""Sentences: the same borders with any model or none."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

import extractor.components.sentences  # noqa: F401  (registers the factory)
from extractor.documents import Document
from extractor.pipeline import make_doc


def sentences(nlp: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in nlp(text).sents]


@pytest.fixture(scope="module")
def splitter() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("extractor_sentences")
    return nlp


@pytest.mark.parametrize(
    "marked",
    [
        "The board met.|It voted.",
        "Gen. J. P. Moss spoke.|He left at 6 p.m. Tuesday.",
        "The U.S. Senate met in the U.S.|The House did not.",
        "He works for Acme Corp. in Ohio.|Shares of Acme Corp.|The rest is owned by banks.",
        '"Why now?" she asked.|"Go," he said.|They went.',
        "“We won.”|They had not.",
        "He paid $1.5 million on Jan. 3.|That was cheap.",
        "It is the No. 3 port.|He said no.|The port closed.",
        "The plan is old (it dates from May.)|The mayor likes it.",
        "George W. Bush left.|Sens. Bell and Moss stayed, as did Lt. Gov. Ray.",
        "They left it behind.|Here is the rest.",
        "We won!|“It was close...”|He laughed.",
        "The aims are: 1. Cut waste.|2. Build homes.",
        "It fell in the 1990s.|Now it rises.",
        "Prices fell, e.g. in Ohio, by 12.|The mayor smiled.",
    ],
)
def test_borders(splitter: Language, marked: str) -> None:
    assert sentences(splitter, marked.replace("|", " ")) == marked.split("|")


def test_a_stop_without_a_blank_ends_a_sentence_too(splitter: Language) -> None:
    assert sentences(splitter, "He left it behind.Here we are.") == ["He left it behind.", "Here we are."]


def test_items_and_headings_are_sentences(splitter: Language) -> None:
    text = "Plan for the port\nThe plan would:\n- cut waste;\n- build homes.\n\n1. Peace\n2. Jobs"
    assert sentences(splitter, text) == text.replace("\n\n", "\n").split("\n")


def test_bullets_inside_a_line_begin_sentences(splitter: Language) -> None:
    assert sentences(splitter, "The plan: • Cut waste; • Build homes.") == [
        "The plan:",
        "• Cut waste;",
        "• Build homes.",
    ]


def test_a_wrapped_line_ends_no_sentence(splitter: Language) -> None:
    text = (
        "The council agreed on Tuesday night to close the old bridge for six\n"
        "weeks while engineers replace the cables. Buses will take the long\nway round."
    )
    assert len(sentences(splitter, text)) == 2


def test_the_header_of_the_input_is_no_sentence_of_the_text(nlp: Language) -> None:
    doc = make_doc(nlp, Document(doc_id="a", text=" date 2025-04-10 On 10 April it rained.", body_start=17))
    assert [sentence.text for sentence in nlp(doc).sents][-1] == "On 10 April it rained."


def test_model_and_no_model_agree(nlp: Language, blank: Language) -> None:
    text = "The U.S. Senate met at 5 p.m. Monday\nNobody came. “Why?” asked Sen. Bell.\n\nAims:\n- peace\n- jobs"
    assert sentences(nlp, text) == sentences(blank, text)


@given(st.text(alphabet="aA .!?\n-1“”\"'()•*Mr", max_size=120))
def test_any_text_is_covered_once(splitter: Language, text: str) -> None:
    doc = splitter(text)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
