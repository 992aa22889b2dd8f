"""The calendar behind the dates: values name the periods that they should, and arithmetic stays on the calendar."""

import doctest
from datetime import date
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.values import calendar, holidays, named_times, parts_of_periods, relative_times, timex, written
from extractor.values.calendar import UNITS, Period, add, choose, granularity, weekday, yearly
from extractor.values.holidays import easter, holiday
from extractor.values.timex import duration

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
MODERN = st.dates(date(1600, 1, 1), date(2400, 1, 1))
UNIT = st.sampled_from(UNITS)


@pytest.mark.parametrize("module", [calendar, holidays, named_times, parts_of_periods, relative_times, timex, written])
def test_doctests(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@given(MODERN, UNIT)
def test_a_value_read_back_names_the_same_period(day: date, unit: str) -> None:
    period = Period.holding(day, unit)
    assert Period.parse(period.value) == period
    assert granularity(period.value) == unit


@given(MODERN, UNIT)
def test_a_period_holds_the_day_it_was_made_from(day: date, unit: str) -> None:
    period = Period.holding(day, unit)
    if unit == "weekend":  # the one that ends the week
        assert -5 <= (day - period.first).days <= 1
    else:
        assert period.first <= day <= period.last


@given(MODERN, UNIT, st.integers(-40, 40))
def test_periods_follow_each_other_without_gap_or_overlap(day: date, unit: str, count: int) -> None:
    period = Period.holding(day, unit)
    following = period.shift(1)
    assert (following.first - period.last).days == (6 if unit == "weekend" else 1)
    assume(unit not in ("century", "decade"))
    assert period.shift(count).shift(-count) == period


@given(DAYS, st.integers(-100_000, 100_000), UNIT)
def test_arithmetic_gives_a_date_or_a_value_error(day: date, count: int, unit: str) -> None:
    try:
        found = add(day, count, unit)
    except ValueError:
        return
    assert (found >= day) == (count >= 0) or count == 0


@given(MODERN, st.integers(1, 7), st.sampled_from([-1, 0, 1]))
def test_a_weekday_is_within_a_week_on_the_side_the_clause_looks_to(day: date, number: int, direction: int) -> None:
    found = weekday(day, number, direction).first
    assert found.isoweekday() == number
    assert (0 if direction > 0 else -6) <= (found - day).days <= (6 if direction > 0 else 0)


@given(
    MODERN, st.sampled_from(["XXXX-04-10", "XXXX-12", "XXXX-Q3", "XXXX-WI", "XXXX-02-29"]), st.sampled_from([-1, 0, 1])
)
def test_a_date_without_year_is_given_a_year_near_the_text(day: date, value: str, direction: int) -> None:
    found = choose(yearly(value, day.year), day, direction)
    assert found is not None
    assert found.value[4:] == value[4:]
    assert abs(found.first.year - day.year) <= (8 if value == "XXXX-02-29" else 1)


@pytest.mark.parametrize(
    "value", ["2025-02-30", "2025-13", "2025-W54", "2025-Q5", "XXXX-04", "P2Y", "PAST_REF", "", "20255", "2025-4-1"]
)
def test_what_names_no_period_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.parse(value)


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    found = easter(year)
    assert found.isoweekday() == 7
    assert (3, 22) <= (found.month, found.day) <= (4, 25)


@given(st.integers(1900, 2200))
def test_thanksgiving_is_the_fourth_thursday_of_november(year: int) -> None:
    found = holiday("11-thu-4", year)
    assert (found.month, found.isoweekday()) == (11, 4)
    assert 22 <= found.day <= 28
    assert (holiday("11-thu-4+1", year) - found).days == 1


@given(st.integers(0, 5000), st.sampled_from(["second", "minute", "hour", "day", "week", "month", "year"]))
def test_whole_durations_keep_number_and_unit(amount: int, unit: str) -> None:
    value = duration(amount, unit)
    assert value.startswith("PT" if unit in ("second", "minute", "hour") else "P")
    assert value.strip("PTSMHDWY") == str(amount)
