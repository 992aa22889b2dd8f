"""The tables of places and organisations: every state by each of its names, and nothing by chance."""

import csv
from pathlib import Path

import pytest

from extractor.values.places import Gazetteer, country_code, is_shouted, make_id, slug

with (Path(__file__).parent / "countries.csv").open(encoding="utf-8", newline="") as lines:
    COUNTRIES = list(csv.DictReader(lines))


def test_every_member_of_the_united_nations_is_in_the_table() -> None:
    others = {"VAT", "PSE", "XKX", "TWN", "HKG", "MAC", "PRI", "GRL"}
    assert len({country["code"] for country in COUNTRIES} - others) == 193


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country["code"])
def test_country_by_short_name_official_name_abbreviation_and_demonym(country: dict[str, str]) -> None:
    surfaces = {form: surface for form, surface in country.items() if form != "code" and surface}
    assert {form: country_code(surface) for form, surface in surfaces.items()} == dict.fromkeys(
        surfaces, country["code"]
    )


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("Great Britain", "GBR"),
        ("British", "GBR"),
        ("U.S.", "USA"),
        ("the United States of America", "USA"),
        ("Americans", "USA"),
        ("Russian Federation", "RUS"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Turks", "TUR"),
        ("Burma", "MMR"),
        ("Burmese", "MMR"),
        ("Côte d’Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Ivorian", "CIV"),
        ("Kosovo", "XKX"),
        ("Palestine", "PSE"),
        ("Palestinians", "PSE"),
        ("Taiwan", "TWN"),
        ("Holy See", "VAT"),
        ("DPRK", "PRK"),
        ("South Koreans", "KOR"),
        ("DR Congo", "COD"),
        ("Republic of the Congo", "COG"),
        ("the Netherlands", "NLD"),
        ("Dutch", "NLD"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Hong Kong", "HKG"),
    ],
)
def test_country_by_any_of_its_names(surface: str, code: str) -> None:
    assert country_code(surface) == code


@pytest.mark.parametrize("surface", ["turkey", "us", "polish", "china", "Narnia", "Rus", "Germ", "", "chad"])
def test_what_is_no_country(surface: str) -> None:
    assert country_code(surface) is None


def test_a_name_in_capitals_is_known_but_an_abbreviation_is_not_a_word() -> None:
    gazetteer = Gazetteer()
    known = gazetteer.get("SOUTH SUDAN")
    assert known is not None
    assert known.country == "SSD"
    assert gazetteer.get("us") is None
    assert gazetteer.get("Who") is None
    assert not is_shouted("US")


def test_spellings_of_one_city_share_an_id() -> None:
    gazetteer = Gazetteer()
    ids = {known.entity_id for name in ("Kyiv", "Kiev", "KYIV") if (known := gazetteer.get(name))}
    assert ids == {"gpe:kyiv"}


def test_ids_are_plain_ascii() -> None:
    assert make_id("PERSON", "Recep Tayyip Erdoğan") == "person:recep-tayyip-erdogan"
    assert make_id("ORG", "Đảng Việt") == "org:dang-viet"
    assert slug("Åland’s  Ting") == "alands-ting"
