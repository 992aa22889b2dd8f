"""The dates component as a whole: what it does without a publication date, without a model, and on any text."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import extractor.components.sentences  # noqa: F401  (registers the factory)
from extractor import model
from extractor.components.dates import Dates
from extractor.matcher import payload


@pytest.fixture(scope="module")
def dates() -> Language:
    nlp = model.load("blank")
    nlp.add_pipe("extractor_sentences")
    nlp.add_pipe("extractor_dates")
    return nlp


def rows(nlp: Language, text: str, published: str | None = "2025-04-10") -> list[dict[str, Any]]:
    doc = nlp.make_doc(text)
    doc._.published = published
    for _, component in nlp.pipeline:
        doc = component(doc)
    return [{**payload(span, "dates"), "text": text[slice(*offsets(span))]} for span in doc.spans["dates"]]


def offsets(span: Any) -> tuple[int, int]:
    values = payload(span, "dates")
    return values["start"], values["end"]


def values(nlp: Language, text: str, published: str | None = "2025-04-10") -> list[str]:
    return [row["value"] for row in rows(nlp, text, published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It rained on Friday.", "XXXX-WXX-5"),
        ("It rained on 10 April.", "XXXX-04-10"),
        ("It rained in April.", "XXXX-04"),
        ("It rained yesterday.", "XXXX-XX-XX"),
        ("It rained last week.", "XXXX-WXX"),
        ("It rained last year.", "XXXX"),
        ("It rained in the third quarter.", "XXXX-Q3"),
        ("It rained in the '90s.", "XX9"),
        ("It rained at Christmas.", "XXXX-12-25"),
        ("It rained at 8 a.m. on Friday.", "XXXX-WXX-5T08:00"),
        ("It is raining now.", "PRESENT_REF"),
    ],
)
def test_without_publication_date_nothing_is_guessed(dates: Language, text: str, value: str) -> None:
    [row] = rows(dates, text, published=None)
    assert (row["value"], row["first"], row["last"], row["anchor"]) == (value, None, None, None)


def test_without_publication_date_a_date_in_the_text_still_anchors(dates: Language) -> None:
    text = "She left on 3 May 2024. Two days later she was back, and she stayed until the following year."
    assert values(dates, text, published=None) == ["2024-05-03", "2024-05-05", "2025"]


def test_a_date_and_time_of_publication_anchors_like_a_date(dates: Language) -> None:
    assert values(dates, "It rained yesterday.", "2025-04-10T23:30:00+02:00") == ["2025-04-09"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Monday.", "2025-04-07"),
        ("They will meet on Monday.", "2025-04-14"),
        ("They are due to meet on Monday.", "2025-04-14"),
        ("They had been due to meet on Monday.", "2025-04-07"),
        ("The shop opens on Monday.", "2025-04-14"),
        ("They are to meet on Monday.", "2025-04-14"),
        ("They were to meet on Monday.", "2025-04-14"),
        ("They were due in court on Monday.", "2025-04-14"),
        ("They are meeting on Monday.", "2025-04-14"),
        ("The deadline is Monday.", "2025-04-14"),
        ("They met as planned on Monday.", "2025-04-07"),
        ("The hearing was adjourned to Monday.", "2025-04-14"),
        ("Prices rose ahead of the Monday deadline.", "2025-04-14"),
        ("The chancellor said on Monday she would go.", "2025-04-07"),
        ("The film opened in Britain on 25 April.", "2024-04-25"),
        ("They met in May.", "2024-05"),
        ("They will meet in May.", "2025-05"),
        ("They agreed in February to merge.", "2025-02"),
        ("They agreed to merge in February.", "2026-02"),
        ("They declared a dividend, payable on 2 May.", "2025-05-02"),
        ("The firm will report first-quarter profit.", "2025-Q1"),
    ],
)
def test_the_tense_of_the_clause_gives_the_direction(nlp: Language, text: str, value: str) -> None:
    assert values(nlp, text) == [value]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The shop is open from Monday to Friday.", ["2025-04-07", "2025-04-11"]),
        ("The war lasted from 10 April to 12 May 2024.", ["2024-04-10", "2024-05-12"]),
        ("It ran from 28 November to 3 January 2023.", ["2022-11-28", "2023-01-03"]),
        ("It ran from 10-12 April.", ["2025-04-10", "2025-04-12"]),
        ("It was shut between 2019 and 2021.", ["2019", "2021"]),
        ("It was shut 2019–2021, and 1990-1991.", ["2019", "2021", "1990", "1991"]),
        ("The fair ran from 8–9 April.", ["2025-04-08", "2025-04-09"]),
        ("It burnt in May, June and July 1944.", ["1944-05", "1944-06", "1944-07"]),
        ("It fell in the first and second quarters of 2024.", ["2024-Q1", "2024-Q2"]),
    ],
)
def test_the_parts_of_a_range_or_list_are_rows_of_their_own(dates: Language, text: str, found: list[str]) -> None:
    assert values(dates, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "You may march on, second to none.",
        "The sun set at Sun Valley.",
        "It cost $13, or 10% of $1999.",
        "Flight 1990 carried 2,000 people.",
        "Section 2024 of the code was struck out.",
        "Call 555-0199 or 020 7946 0958.",
        "They won 3-2, 6-4 and 21-19.",
        "Version 2.0.1 and version 10.4 are out.",
        "Leaks spring from old wells.",
        "Temperatures will be in the 70s.",
        "It rains every now and then.",
        "Output grows 5% annually.",
        "Theresa May met April Jones, and said that June Carter left.",
        "On 31 April 2025 and on 30 February nothing happened.",
    ],
)
def test_no_false_dates(nlp: Language, text: str) -> None:
    assert rows(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It began at 11 p.m. on Sunday night.", ["2025-04-06T23:00"]),
        ("It fell between 3:30 and 4 p.m. on 3 March.", ["2025-03-03T15:30", "2025-03-03T16:00"]),
        ("It ran from 11:30 to 1 p.m. on Monday.", ["2025-04-07T11:30", "2025-04-07T13:00"]),
        ("The shop will be open from 9 to 5 p.m. on Monday.", ["2025-04-14T09:00", "2025-04-14T17:00"]),
        ("The ten days of mourning began at midnight.", ["P10D", "2025-04-10T24:00"]),
        ("It began at 10:30 on Tuesday evening.", ["2025-04-08T22:30"]),
        ("It began on Monday evening (1830 GMT).", ["2025-04-07TEV", "2025-04-07T18:30Z"]),
        ("It began at 4 a.m. (0900 GMT) Wednesday.", ["2025-04-09T04:00", "2025-04-09T09:00Z", "2025-04-09"]),
        ("It began at 3 p.m. ET / 1900 GMT on Monday.", ["2025-04-07T15:00", "2025-04-07T19:00Z"]),
    ],
)
def test_a_clock_time_takes_the_day_beside_it(dates: Language, text: str, found: list[str]) -> None:
    assert values(dates, text) == found


def test_a_name_behind_a_date_follows_it(dates: Language) -> None:
    text = "He left in May 1992 and came back the following spring. The previous autumn he had been ill."
    assert values(dates, text) == ["1992-05", "1993-SP", "1992-FA"]


@pytest.mark.parametrize(
    ("published", "text", "found"),
    [
        ("2005-02-14", "They wed in the summer of '36.", ["1936-SU"]),
        ("2025-04-10", "They wed in '36 and parted in '87.", ["1936", "1987"]),
        ("2024-11-02", "Growth will return in Q1 '25.", ["2025-Q1"]),
        (None, "They wed in the summer of '87.", ["1987-SU"]),
    ],
)
def test_two_digits_of_a_year_follow_the_publication(
    dates: Language, published: str | None, text: str, found: list[str]
) -> None:
    assert values(dates, text, published) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The fair opened on the 25th.", ["2025-03-25"]),
        ("The fair will open on the 25th.", ["2025-04-25"]),
        ("It will have to be paid by the 3rd.", ["2025-05-03"]),
        ("It was paid by the 10th of last month.", ["2025-03-10"]),
        ("He lives on the 25th floor.", []),
    ],
)
def test_a_day_of_the_month_alone(dates: Language, text: str, found: list[str]) -> None:
    assert values(dates, text) == found


def test_the_weekend_is_the_one_that_the_text_named(dates: Language) -> None:
    assert values(dates, "The strike of this weekend is off; the weekend's games go on.") == ["2025-W15-WE"] * 2


def test_day_first_is_a_setting() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("extractor_sentences")
    nlp.add_pipe("extractor_dates", config={"day_first": True})
    assert values(nlp, "Dated 10/04/2025 and 04/13/2025.") == ["2025-04-10", "2025-04-13"]


_WORDS = """
the a last next this past of in on to from at by and ago earlier later before day days week months year year-ago quarter
third first fiscal Monday Friday's weekend April May 10 31 1996 2025 '87 1990s 12:30 7 p.m. noon Christmas summer fall
morning night now recent every each two several half century 3Q Q4 FY2024 - , . ; years old same that mid early late end
following previous ended Sept. 30 99 9999 0001 twenty-four million overnight through until BST GMT 03/04/2025 2025-04-10
"""
_ANY_WORDS = st.lists(st.sampled_from([*_WORDS.split(), "\n"]), max_size=14).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(_ANY_WORDS, st.sampled_from([None, "2025-04-10", "0001-01-01", "9999-12-31"]))
def test_any_words_of_time_give_sound_rows(dates: Language, text: str, published: str | None) -> None:
    before = -1
    for row in rows(dates, text, published):
        assert before < row["start"] < row["end"]
        before = row["start"]
        assert row["value"]
        if row["first"] is not None and row["last"] is not None:
            assert date.fromisoformat(row["first"]) <= date.fromisoformat(row["last"])


def test_the_component_needs_neither_tags_nor_sentences_of_a_model() -> None:
    nlp = spacy.blank("en")
    doc = Doc(nlp.vocab, words=["On", "10", "April", "2025", "."], sent_starts=[True, False, False, False, False])
    component = Dates(nlp, "dates", rules=[])
    assert [span.text for span in component(doc).spans["dates"]] == ["10 April 2025"]


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["on 10 April 2025 and ", "Monday to Friday, ", "a year earlier the third quarter, "])
def test_a_sentence_without_end_takes_linear_time(dates: Language, piece: str) -> None:
    def seconds(pieces: int) -> float:
        doc = Doc(dates.vocab, words=(piece * pieces).split())
        doc[0].is_sent_start = True
        for token in doc[1:]:
            token.is_sent_start = False
        begin = time.process_time()
        dates.get_pipe("extractor_dates")(doc)
        return time.process_time() - begin

    seconds(10)
    assert seconds(800) < 16 * max(seconds(100), 0.01)
