"""The counts component as a whole: modifiers, changes, groups and things with rules alone, concepts with a parse."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from conftest import processor_seconds
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import extractor.components.dates
import extractor.components.sentences  # noqa: F401  (register the factories)
from extractor.components.counts import Counts
from extractor.matcher import payload


@pytest.fixture(scope="module")
def counts() -> Language:
    nlp = spacy.blank("en")
    for name in ("sentences", "dates", "counts"):
        nlp.add_pipe(f"extractor_{name}")
    return nlp


def rows_of(doc: Doc) -> list[dict[str, Any]]:
    found = [payload(span, "counts") for span in doc.spans["counts"]]
    return [{**row, "text": doc.text[row["start"] : row["end"]]} for row in found]


def rows(nlp: Language, text: str) -> list[dict[str, Any]]:
    return rows_of(nlp(text))


def column(nlp: Language, text: str, name: str) -> list[Any]:
    return [row[name] for row in rows(nlp, text)]


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("It took 12 lorries.", "="),
        ("It took more than 12 lorries.", ">"),
        ("It took at least another 12 lorries.", ">"),
        ("No fewer than 12 lorries came.", ">"),
        ("It took 12 or more lorries.", ">"),
        ("Over 12 lorries came.", ">"),
        ("It took up to 12 lorries.", "<"),
        ("As many as 12 lorries came.", "<"),
        ("It took fewer than 12 lorries.", "<"),
        ("Nearly 12 lorries came.", "~"),
        ("It took some 12 lorries.", "~"),
        ("It took an estimated 12 lorries.", "~"),
        ("It took 12-odd lorries.", "~"),
        ("It took ~12 lorries.", "~"),
        ("The siege lasted over two years.", ">"),
        ("It will cost a fortune over two years.", "="),
    ],
)
def test_modifiers(counts: Language, text: str, modifier: str) -> None:
    assert column(counts, text, "modifier") == [modifier]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Rents rose 5 percent.", "up"),
        ("Rents fell by about 5 percent.", "down"),
        ("Rents were 5 percent lower.", "down"),
        ("Rents are up 5 percent.", "up"),
        ("Rents are 5 percent of wages.", None),
        ("Rents rose to 900 euros.", None),
        ("Gunners shot down 17 drones.", None),
        ("The bourse was down 17 points.", "down"),
        ("The share fell from 12 to 9 percent.", "down"),
        ("The share ranges from 9 to 12 percent.", None),
    ],
)
def test_changes(counts: Language, text: str, change: str | None) -> None:
    assert column(counts, text, "change") == [change]


@pytest.mark.parametrize(
    ("text", "roles", "groups"),
    [
        ("Rents rose 5 percent to 900 euros.", [None, "to"], [0, 0]),
        ("Arrivals rose to 45 from 38.", ["to", "from"], [0, 0]),
        ("Arrivals rose to 45, up from 38 a month earlier.", ["to", "baseline"], [0, 0]),
        ("Profit was $45 million, compared with $38 million.", [None, "baseline"], [0, 0]),
        ("Six people, including two children, drowned.", [None, "part"], [0, 0]),
        ("The club has 430 members, 60 of whom row.", [None, "part"], [0, 0]),
        ("Seven of the 12 hostages are free.", ["part", None], [0, 0]),
        ("The fund sent 140 doctors to 25 villages.", [None, None], [0, 0]),
        ("The fund sent 140 doctors. They saw 25 villages.", [None, None], [None, None]),
        ("Arrivals rose from 38 to 45 a day.", [None], [None]),
    ],
)
def test_numbers_that_belong_together(
    counts: Language, text: str, roles: list[str | None], groups: list[int | None]
) -> None:
    assert column(counts, text, "role") == roles
    assert column(counts, text, "group") == groups


@pytest.mark.parametrize(
    ("text", "low", "high", "form"),
    [
        ("It holds 12 boats.", 12, 12, "exact"),
        ("It holds 12 to 15 boats.", 12, 15, "range"),
        ("The price fell from $15 to $12 million.", 12e6, 15e6, "range"),
        ("It costs between $10 and $15 billion.", 10e9, 15e9, "range"),
        ("Dozens of boats sank.", 12, 100, "vague"),
        ("Several hundred boats sank.", 200, 1000, "vague"),
        ("Tens of thousands of boats sank.", 10_000, 100_000, "vague"),
        ("One in five boats sank.", 0.2, 0.2, "fraction"),
        ("Two-thirds of the boats sank.", 2 / 3, 2 / 3, "fraction"),
        ("Half a million boats sank.", 500_000, 500_000, "exact"),
    ],
)
def test_bounds(counts: Language, text: str, low: float, high: float, form: str) -> None:
    (row,) = rows(counts, text)
    assert (row["form"], row["value"]) == (form, None if form in ("range", "vague") else pytest.approx(low))
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "counted", "event"),
    [
        ("Rescuers freed 14 survivors.", "survivor", None),
        ("A 31-country coalition met.", "country", None),
        ("One of the bridges is shut.", "bridge", None),
        ("Both bridges are shut.", "bridge", None),
        ("The blaze left 14 dead.", None, "die"),
        ("The blaze left 14 still missing.", None, "missing"),
        ("Some 14 are feared dead.", None, "die"),
        ("Fourteen of the wounded went home.", None, "wound"),
    ],
)
def test_what_is_counted_without_a_model(counts: Language, text: str, counted: str | None, event: str | None) -> None:
    (row,) = rows(counts, text)
    assert (row["counted"], row["event"]) == (counted, event)


@pytest.mark.parametrize(
    "text",
    [
        "Ring 020 7946 0142, +44 20 7946 0018 or (281)528-8636.",
        "Open news.example/story?id=40312&page=3 first.",
        "The G7, Article 5, COVID-19, the A320 and Flight 93 were named.",
        "She wrote it in 1998, on 3 May, at 5.30 p.m.",
        "It was the third man in the second half.",
        "No one knew which one it was.",
        "One day, they left.",
    ],
)
def test_numbers_that_count_nothing(counts: Language, text: str) -> None:
    assert column(counts, text, "text") == []


def parsed(nlp: Language, words: str, tags: str, heads: list[int], deps: str) -> Doc:
    doc = Doc(nlp.vocab, words=words.split(), tags=tags.split(), heads=heads, deps=deps.split())
    for name in ("extractor_dates", "extractor_counts"):
        doc = nlp.get_pipe(name)(doc)
    return doc


def test_a_headline_tells_its_event_in_the_present_tense(counts: Language) -> None:
    doc = parsed(counts, "Gunmen kill 15", "NNS VBP CD", [1, 1, 1], "nsubj ROOT dobj")
    assert [row["event"] for row in rows_of(doc)] == ["kill"]


def test_a_state_in_the_present_tense_is_no_event(counts: Language) -> None:
    doc = parsed(counts, "Units have 15", "NNS VBP CD", [1, 1, 1], "nsubj ROOT dobj")
    assert [row["event"] for row in rows_of(doc)] == [None]


def test_a_measure_is_about_the_subject_of_its_verb(counts: Language) -> None:
    doc = parsed(
        counts,
        "The stock market fell by 12 percent",
        "DT NN NN VBD IN CD NN",
        [2, 2, 3, 3, 3, 6, 4],
        "det compound nsubj ROOT prep nummod pobj",
    )
    assert [(row["value"], row["concept"]) for row in rows_of(doc)] == [(12, "stock market")]


def test_a_conversion_is_about_the_same_as_what_it_converts(counts: Language) -> None:
    assert column(counts, "It is about 100 kilometres (60 miles) away.", "modifier") == ["~", "~"]


def test_a_component_keeps_nothing_of_the_last_text(counts: Language) -> None:
    text = "Twelve boats sank on 3 May, 15 later."
    before = rows(counts, text)
    rows(counts, "On 4 June 1998 the Boeing 737 of Flight 93 left Gate 12 with 200 people.")
    assert rows(counts, text) == before


@given(st.text(alphabet="1259,.-– $£%½mk()\n toandfrom", max_size=60))
def test_rows_lie_in_the_text_in_order(text: str) -> None:
    doc = _NLP(text)
    found = rows_of(doc)
    assert all(text[row["number_start"] : row["number_end"]] for row in found)
    assert [row["start"] for row in found] == sorted({row["start"] for row in found})
    assert all(row["low"] <= row["high"] for row in found if None not in (row["low"], row["high"]))


_NLP = spacy.blank("en")
_NLP.add_pipe("extractor_sentences")
_NLP.add_pipe("extractor_counts")


@pytest.mark.slow
def test_time_grows_with_the_length_of_one_sentence(counts: Language) -> None:
    component = counts.get_pipe("extractor_counts")
    assert isinstance(component, Counts)
    unit = "at least 1,000 tonnes of 12 boats and $5 to $6 million rose to 20 ,"

    def seconds(times: int) -> float:
        words = unit.split() * times
        doc = Doc(counts.vocab, words=words, sent_starts=[True] + [False] * (len(words) - 1))
        return processor_seconds(lambda: component(doc))

    seconds(100)
    assert seconds(4000) < 8 * seconds(1000)
