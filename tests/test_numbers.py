"""Numbers: what is written is what is read, over the whole range and in every grouping."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import lexicons
from extractor.values import numbers, numerals
from extractor.values.numbers import parse_number

WHOLE = st.one_of(st.integers(-9999, 9999), st.integers(-(10**21) + 1, 10**21 - 1))
SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "crore": 7, "billion": 9, "bn": 9, "tn": 12}
SHORT_SCALE = ("quintillion", "quadrillion", "trillion", "billion", "million", "thousand")
UNITS = {
    int(row["value"]): word
    for word, row in reversed(lexicons.load("number_words").rows.items())
    if row["kind"] in ("digit", "teen", "tens")
}


def spell_number(value: int) -> str:
    """A whole number below a sextillion in English words."""
    if value < 0:
        return "minus " + spell_number(-value)
    scales = {10 ** (3 * power): name for power, name in zip(range(6, 0, -1), SHORT_SCALE, strict=True)}
    for scale, name in (scales | {100: "hundred"}).items():
        if value >= scale:
            rest = value % scale
            joint = " and " if rest and rest < 100 else " "
            return f"{spell_number(value // scale)} {name}{joint + spell_number(rest) if rest else ''}"
    return UNITS[value] if value in UNITS else f"{UNITS[value - value % 10]}-{UNITS[value % 10]}"


@pytest.mark.parametrize("module", [numbers, numerals])
def test_doctests(module) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@given(WHOLE)
def test_digits_to_words_and_back_is_the_identity(value: int) -> None:
    assert parse_number(spell_number(value)) == float(value)


@given(WHOLE)
def test_words_may_do_without_and_and_hyphens_and_in_any_case(value: int) -> None:
    words = spell_number(value)
    assert parse_number(words.replace(" and ", " ")) == float(value)
    assert parse_number(words.replace("-", " ").upper()) == float(value)


@given(WHOLE)
def test_every_grouping_of_digits_reads_the_same(value: int) -> None:
    grouped = f"{value:,}"
    for separator in (",", "\u00a0", "\u202f", "\u2009", " ", "'", "’"):
        assert parse_number(grouped.replace(",", separator)) == float(value)
    assert parse_number(str(value)) == float(value)


@given(st.integers(0, 10**9 - 1))
def test_indian_grouping(value: int) -> None:
    head, tail = str(value)[:-3], str(value)[-3:]
    pairs = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    assert parse_number(",".join([*pairs, tail])) == float(value)


@given(st.decimals(0, 999, places=3), st.sampled_from(sorted(SCALES)))
def test_decimals_times_a_magnitude_are_exact(decimal, magnitude: str) -> None:
    expected = float(decimal.scaleb(SCALES[magnitude]))
    assert parse_number(f"{decimal} {magnitude}") == expected
    assert parse_number(f"{decimal}{magnitude}") == expected


@given(st.integers(1, 99), st.integers(2, 99))
def test_ratios(over: int, under: int) -> None:
    for text in (f"{over}/{under}", f"{over} out of {under}", f"{spell_number(over)} in {spell_number(under)}"):
        assert parse_number(text) == over / under


@given(st.text(alphabet="0123456789.,-/ ½×e^ahundrefivtymlo", max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or isinstance(value, float)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two and a half million", 2.5e6),
        ("a million and a half", 1.5e6),
        ("half a million", 5e5),
        ("three quarters of a million", 7.5e5),
        ("quarter million", 2.5e5),
        ("three lakh crore", 3e12),
        ("ninety-five hundred", 9500),
        ("two hundred thousand", 2e5),
        ("a couple hundred", 200),
        ("a couple of thousand", 2000),
        ("three hundred and two dozen", 324),
        ("four hundred and six and two thirds", 406 + 2 / 3),
        ("two hundred and three quarters", 200.75),
        ("twenty-three fifths", 4.6),
        ("one twenty-fifth", 0.04),
        ("a baker", None),
        ("four and twenty", None),
        ("two million three billion", None),
        ("thousands", None),
        ("1,23,45", None),
        ("5/0", None),
        ("one in zero", None),
    ],
)
def test_number_words(text: str, value: float | None) -> None:
    assert parse_number(text) == value
