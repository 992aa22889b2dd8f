"""Units, amounts and lemmas: what stands behind a number means what a reader takes it to mean."""

import doctest
from collections import Counter

import pytest

from extractor import lexicons
from extractor.values import amounts, lemmas, units
from extractor.values.amounts import AmountReader
from extractor.values.lemmas import noun_lemma, verb_lemma
from extractor.values.units import UnitTable


@pytest.mark.parametrize("module", [units, amounts, lemmas])
def test_doctests(module) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("behind", "name", "per", "kind"),
    [
        (" percent", "percent", None, "percent"),
        (" per cent of voters", "percent", None, "percent"),
        (" percentage points", "percentage point", None, "percent"),
        ("bps", "basis point", None, "percent"),
        (" sq ft", "square foot", None, "physical"),
        ("km/h", "kilometre", "hour", "physical"),
        (" m.p.h.", "mile", "hour", "physical"),
        (" metres per second", "metre", "second", "physical"),
        (" barrels a day", "barrel", "day", "physical"),
        ("-barrel-a-day", "barrel", "day", "physical"),
        (" °C", "celsius", None, "physical"),
        (" degrees Fahrenheit", "fahrenheit", None, "physical"),
        (" Danish kroner", "DKK", None, "money"),
        (" cents a share", "cent", "share", "money"),
        ("€", "EUR", None, "money"),
        (" CHF", "CHF", None, "money"),
        (" years.", "year", None, "duration"),
    ],
)
def test_unit_behind_a_number(behind: str, name: str, per: str | None, kind: str) -> None:
    unit = UnitTable().after("5" + behind, 1, 5)
    assert unit is not None
    assert (unit.name, unit.per, unit.kind) == (name, per, kind)


@pytest.mark.parametrize("behind", [" people", " C students", "G masts", " won the race", " a friend", "", "'s"])
def test_no_unit_behind_a_number(behind: str) -> None:
    assert UnitTable().after("5" + behind, 1, 5) is None


def test_every_currency_code_is_three_capitals_a_named_subunit_or_a_shared_noun() -> None:
    names = {row["unit"] for name in ("currencies", "currency_signs") for row in lexicons.load(name).rows.values()}
    subunits = {"cent", "penny", "kopeck", "paisa", "sen", "satoshi"}
    assert {name for name in names if not (len(name) == 3 and name.isupper())} <= subunits | shared_nouns()


def shared_nouns() -> set[str]:
    return {noun for row in lexicons.load("country_currencies").rows.values() for noun in row["nouns"].split(";")}


def test_a_noun_is_shared_by_two_currencies_and_known_countries_have_one_of_each() -> None:
    users = Counter(
        (noun, country)
        for row in lexicons.load("country_currencies").rows.values()
        for noun in row["nouns"].split(";")
        for country in row["countries"].split()
    )
    known = {row["country"] for row in lexicons.load("countries").rows.values()}
    assert {country for _, country in users} <= known
    assert set(users.values()) == {1}
    assert all(len({country for noun, country in users if noun == shared}) > 1 for shared in shared_nouns())


@pytest.mark.parametrize(
    ("text", "end", "touching", "sign", "value", "unit"),
    [
        ("5m", 1, 2, "$", 5e6, "USD"),
        ("5m people", 1, 2, None, 5e6, None),
        ("5m high", 1, 2, None, 5, "metre"),
        ("1.2m tonnes", 3, 4, None, 1.2e6, "tonne"),
        ("8bn", 1, 3, "£", 8e9, "GBP"),
        ("10k", 2, 3, None, 1e4, None),
        ("200 pounds of butter", 3, 3, None, 200, "pound"),
        ("200 pounds a month", 3, 3, None, 200, "GBP"),
    ],
)
def test_letters_that_touch_a_number(
    text: str, end: int, touching: int, sign: str | None, value: float, unit: str | None
) -> None:
    amount = AmountReader().read(text, 0, end, touching, sign)
    assert amount is not None
    assert (amount.value, amount.unit and amount.unit.name) == (value, unit)


@pytest.mark.parametrize("text", ["5G", "3D", "90s", "4WD"])
def test_letters_that_make_a_name_of_a_number(text: str) -> None:
    digits = len(text.rstrip("GDWs"))
    assert AmountReader().read(text, 0, digits, len(text)) is None


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("policemen", "policeman"),
        ("casualties", "casualty"),
        ("wives", "wife"),
        ("losses", "loss"),
        ("troops", "troop"),
    ],
)
def test_noun_lemma(plural: str, singular: str) -> None:
    assert noun_lemma(plural) == singular
    assert noun_lemma(singular) == singular


@pytest.mark.parametrize(
    ("form", "base"),
    [("wounded", "wound"), ("shot", "shoot"), ("evacuated", "evacuate"), ("stabbed", "stab"), ("freed", "free")],
)
def test_verb_lemma(form: str, base: str) -> None:
    assert verb_lemma(form) == base
