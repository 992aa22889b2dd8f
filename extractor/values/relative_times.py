"""What distances, lengths and pointers mean: `two weeks ago`, `the past five years`, `that day`, `a year earlier`.

Each function is a reading, see `readings.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date  # noqa: F401  (for the doctests)

from extractor.values.calendar import Period, add, granularity
from extractor.values.timex import REACH, UNKNOWN, Moment, Timex, amount_of, duration, reference, stretch, timex

Fields = Mapping[str, str]


def shifted(fields: Fields, moment: Moment) -> Timex:
    """`today`, `yesterday`, `last week`, `this month`, `the following year`, `the past decade`.

    >>> shifted({"unit": "week", "shift": "-1"}, Moment(date(2025, 4, 10))).value
    '2025-W14'
    """
    return moment.shifted(fields["unit"], int(fields["shift"]), fields.get("base", "published"))


def distance(fields: Fields, moment: Moment) -> Timex:
    """`three weeks ago`, `two days later`, `a year earlier`, `ten years from now`.

    A distance in hours, or onwards from a date that the text does not have, is told as a duration.

    >>> distance({"amount": "3", "unit": "month", "shift": "-1", "base": "published"}, Moment(date(2025, 4, 10))).value
    '2025-01'
    """
    unit, sign, amount = fields["unit"], int(fields["shift"]), amount_of(fields)
    if amount is None:
        return reference("PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit in ("decade", "century"):
        unit, amount = "year", amount * (10 if unit == "decade" else 100)
    base = fields["base"]
    if base == "context" and not moment.speaks_of(unit):
        base = "published" if sign < 0 else "none"
    if base == "none" or unit not in UNKNOWN or amount != int(amount):
        return length(fields, moment)
    try:
        if "finer" in fields and moment.published is not None:
            day = add(moment.published, sign * int(amount), unit)
            return timex(Period.holding(day, _FINER[fields["finer"].lower()]).value, "published")
        return moment.shifted(unit, sign * int(amount), base)
    except ValueError:  # before the year 1
        return length(fields, moment)


_FINER = {"today": "day", "this week": "week", "this month": "month"}
"""What stands behind `50 years ago`."""


_PERIODS = {"month": ("month",), "period": ("quarter", "half", "month")}
"""What `the same period last year` may mean, by its noun."""


def year_before(fields: Fields, moment: Moment) -> Timex:
    """`a year ago`, `a year earlier`, `the year-ago quarter`: the period that the text speaks of, a year before.

    Whoever compares the results of a quarter with those of `a year earlier` means a quarter.

    >>> year_before({}, Moment(date(2025, 4, 10), before=[timex("2025-Q1")])).value
    '2024-Q1'
    """
    told = moment.compared(_PERIODS.get(fields.get("period", ""), ("quarter", "half")))
    if told is not None:
        return timex(told.shift_months(-12).value, "context")
    for known in reversed(moment.before[-REACH:]):
        if known.type != "DATE" or known.first is None or known.anchor == "context":
            continue  # `up from the previous month and from a year earlier`
        if not moment.beside and not moment.has_begun(known):
            continue  # `Prices may fall until the third quarter of 2026. A year ago they rose.`
        if known.granularity in ("month", "year") and moment.beside:  # `In 1995 exports rose 4% from a year earlier.`
            return timex(Period.holding(known.first, known.granularity).shift_months(-12).value, "context")
        break
    return moment.shifted("year", -1)


def period_of_year(fields: Fields, moment: Moment) -> Timex:
    """`the 1997 period`: the quarter that the text speaks of, in that year; else the year.

    >>> period_of_year({"year": "1988"}, Moment(date(1989, 10, 26), before=[timex("1989-Q3")])).value
    '1988-Q3'
    """
    told = moment.compared(("quarter", "half"))
    return timex(fields["year"] + (told.value[4:] if told is not None else ""))


def latest_quarter(fields: Fields, moment: Moment) -> Timex:
    """`the latest quarter`: the one that the text speaks of, else the last before the publication date."""
    if fields.get("period") == "year":
        return moment.shifted("year", -1)
    told = moment.compared(("quarter", "half"))
    if told is not None:
        return timex(told.value, "context")
    return moment.shifted("quarter", -1)


def same(fields: Fields, moment: Moment) -> Timex:
    """`that year`, `the same day`, `the quarter`: the one that the text spoke of last, else the present one."""
    unit = fields["unit"]
    if unit == "quarter":
        return latest_quarter(fields, moment)
    return moment.same(unit)


def then(fields: Fields, moment: Moment) -> Timex:
    """`since then`, `by then`: the nearest date before in the text.

    >>> then({}, Moment(before=[timex("1996-03"), reference("PRESENT_REF")])).value
    '1996-03'
    """
    dates = (known for known in reversed(moment.before[-REACH:]) if known.type in ("DATE", "TIME") and known.first)
    known = next(dates, None)
    return replace(known, mod=None, anchor="context") if known is not None else reference(fields["value"])


def length(fields: Fields, moment: Moment) -> Timex:
    """`two years`, `a week`, `several months`, `36 hours`, `8-month-old`, `a year and a half`."""
    unit = fields["unit"]
    return Timex(type="DURATION", value=duration(amount_of(fields), unit), granularity=unit)


def sum_of_lengths(fields: Fields, moment: Moment) -> Timex:
    """`four years and six months`."""
    return Timex(type="DURATION", value=fields["value"], granularity=fields["unit"])


def stretch_of_time(fields: Fields, moment: Moment) -> Timex:
    """`the past five years`, `the next few weeks`: a duration that ends or begins at the publication date."""
    unit, direction = fields["unit"], int(fields["shift"])
    found = length(fields, moment)
    if moment.published is None or direction > 0 > moment.direction:  # `he spent the next 27 years in jail`
        return found
    first, last = stretch(moment.published, amount_of(fields), unit, direction)
    return replace(found, first=first, last=last, anchor="published" if first else None)


def stated(fields: Fields, moment: Moment) -> Timex:
    """A value that the rule or the word list gives: `now` is `PRESENT_REF`, `annually` is `P1Y`.

    >>> stated({"value": "2025-05-01"}, Moment()).granularity, stated({"value": "P1Y", "label": "SET"}, Moment()).type
    ('day', 'SET')
    """
    value = fields["value"]
    if granularity(value) and "X" not in value:
        return timex(value)
    return Timex(type=fields["label"], value=value)


def vague(fields: Fields, moment: Moment) -> Timex:
    """`recent weeks`, `the coming months`."""
    return reference("PAST_REF" if "past" in fields else "FUTURE_REF")


def overnight(fields: Fields, moment: Moment) -> Timex:
    """`overnight`: last night, or the coming one."""
    return moment.shifted("day", 0 if moment.direction > 0 else -1)


def one_day(fields: Fields, moment: Moment) -> Timex:
    """`one day`: a time to come, or a length."""
    if moment.direction > 0:
        return reference("FUTURE_REF")
    return length({"unit": "day", "amount": "1"}, moment)
