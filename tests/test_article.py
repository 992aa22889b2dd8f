"""The given article: each row that a careful reader would write down, and no date, count or objective more.

The expectations are written by hand from the text (`corpus/article.txt`), not copied from an output.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import ROOT
from spacy.language import Language

import extractor
from extractor.records import Extraction

HEALEY = {"label": "PERSON", "name": "John Healey", "country": "GBR", "role": "UK Defense Secretary"}
UKRAINE = {"label": "GPE", "name": "Ukraine", "country": "UKR", "entity_id": "gpe:UKR"}
RUSSIAN = {"label": "NORP", "name": "Russia", "country": "RUS"}
UK = {"label": "GPE", "name": "United Kingdom", "country": "GBR", "entity_id": "gpe:GBR"}
US = {"label": "GPE", "name": "United States", "country": "USA", "entity_id": "gpe:USA"}
COALITION = {"label": "ORG", "name": "Coalition of the Willing", "country": None}
NATO = {"label": "ORG", "name": "North Atlantic Treaty Organization", "country": None, "entity_id": "org:nato"}

ENTITIES: list[tuple[int, str, dict[str, Any]]] = [
    (30, "UK", UK),
    (51, "John Healey", HEALEY),
    (102, "Coalition of the Willing", COALITION),
    (150, "Ukraine", UKRAINE),
    (282, "UNIAN", {"label": "ORG", "name": "UNIAN"}),
    (294, "Coalition of the willing", COALITION),
    (331, "UK", UK),
    (338, "France", {"label": "GPE", "name": "France", "country": "FRA"}),
    (397, "Ukraine", UKRAINE),
    (413, "Russian", RUSSIAN),
    (458, "Europe", {"label": "LOC", "name": "Europe", "country": None}),
    (574, "US", US),
    (593, "NATO", NATO),
    (662, "Russia", {"label": "GPE", "name": "Russia", "country": "RUS"}),
    (697, "NATO", NATO),
    (732, "Ukraine", UKRAINE),
    (771, "US", US),
    (819, "Kyiv", {"label": "GPE", "name": "Kyiv", "country": "UKR"}),
    (875, "Healey", HEALEY),
    (1040, "Ukraine", UKRAINE),
    (1111, "Ukraine", UKRAINE),
    (1197, "Russian", RUSSIAN),
    (1218, "Healey", HEALEY),
    (1361, "Ukraine’s Armed Forces", {"label": "ORG", "country": "UKR"}),
    (1562, "US", US),
    (1575, "Trump", {"label": "PERSON", "country": "USA", "role": "US President"}),
    (1610, "Ukraine", UKRAINE),
    (1663, "Healey", HEALEY),
    (1884, "UK", UK),
    (1942, "Russian", RUSSIAN),
    (1960, "Vladimir Putin", {"label": "PERSON", "country": "RUS", "role": "Russian President"}),
    (2031, "Ukraine", UKRAINE),
    (2187, "Ukraine Defense Contact Group", {"label": "ORG", "country": None}),
    (2283, "Ukraine", UKRAINE),
]

DATES = [
    (20, "10 April", {"type": "DATE", "value": "2025-04-10", "first": "2025-04-10", "last": "2025-04-10"}),
    (965, "recent weeks", {"type": "DATE", "value": "PAST_REF"}),
    (2150, "today", {"type": "DATE", "value": "2025-04-10"}),
    (2176, "tomorrow", {"type": "DATE", "value": "2025-04-11"}),
]
OPTIONAL_DATES = {"long-term"}

COUNTS = [
    (72, "four clear objectives", {"value": 4, "low": 4, "high": 4, "counted": "objective"}),
    (360, "31 countries", {"value": 31, "counted": "country"}),
    (894, "200 military planners", {"value": 200, "counted": "planner", "counted_text": "military planners"}),
    (921, "30 countries", {"value": 30, "counted": "country"}),
    (1250, "four strategic priorities", {"value": 4, "counted": "priority"}),
]
OPTIONAL_COUNTS = {"many ministers"}

PRIORITIES = [
    (1278, "Securing the skies"),
    (1298, "Ensuring maritime safety"),
    (1324, "Sustaining peace on land"),
    (1350, "Supporting Ukraine’s Armed Forces to become a powerful deterrent force"),
]


@pytest.fixture(scope="module")
def article(nlp: Language) -> Extraction:
    (item,) = extractor.extract(nlp, extractor.read_documents(ROOT / "corpus" / "article.txt"))
    assert isinstance(item, Extraction)
    return item


def test_header_sets_the_publication_date_and_yields_no_row(article: Extraction) -> None:
    assert (article.document.published, article.document.published_by) == ("2025-04-10", "header")
    assert article.sentences[0].text.startswith("On 10 April, UK Defense Secretary")


@pytest.mark.parametrize(("start", "text", "values"), ENTITIES)
def test_entity(article: Extraction, start: int, text: str, values: dict[str, Any]) -> None:
    check(article.entities, start, text, values)


@pytest.mark.parametrize(("start", "text", "values"), DATES)
def test_date(article: Extraction, start: int, text: str, values: dict[str, Any]) -> None:
    check(article.dates, start, text, values)


@pytest.mark.parametrize(("start", "text", "values"), COUNTS)
def test_count(article: Extraction, start: int, text: str, values: dict[str, Any]) -> None:
    check(article.counts, start, text, values)


def test_objectives(article: Extraction) -> None:
    assert [(row.start, row.text) for row in article.objectives] == PRIORITIES
    for item, row in enumerate(article.objectives, start=1):
        assert (row.list, row.item, row.kind, row.layout) == (0, item, "priority", "vertical-plain")
        assert (row.holder, row.announced_by) == ("Coalition of the Willing", "John Healey")
        assert (row.declared_count, row.found_count) == (4, 4)


def test_no_date_or_count_beyond_those(article: Extraction) -> None:
    assert {row.text for row in article.dates} - {text for _, text, _ in DATES} <= OPTIONAL_DATES
    assert {row.text for row in article.counts} - {text for _, text, _ in COUNTS} <= OPTIONAL_COUNTS


def check(rows: tuple[Any, ...], start: int, text: str, values: dict[str, Any]) -> None:
    (row,) = [row for row in rows if row.start == start] or [None]
    assert row is not None, f"no row at {start}"
    assert row.text == text
    assert {name: getattr(row, name) for name in values} == values
