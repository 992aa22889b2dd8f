"""What a temporal expression means: one function for each way of saying when.

A rule in `rules/dates.toml` names its reading (`values = { reading = "day_of_week" }`). The reading gets the rule's
values and its named groups, already decoded by the lexicons (`month` is `"4"`, `unit` is `"week"`), and the moment of
the text. It returns a Timex, or raises ValueError when the calendar has no such date or the words mean none.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from extractor.values.calendar import MONTHS_IN, Period, choose, granularity, weekday, yearly
from extractor.values.holidays import holiday
from extractor.values.timex import UNKNOWN, Moment, Timex, duration, reference, stretch, timex

Fields = Mapping[str, str]
Reading = Callable[[Fields, Moment], Timex]


def calendar_date(fields: Fields, moment: Moment) -> Timex:
    """A date or period with or without its year: `10 April 2025`, `April`, `the third quarter`, `summer`, `1996`.

    >>> calendar_date({"day": "10", "month": "4"}, Moment(date(2025, 4, 12), -1)).value
    '2025-04-10'
    """
    if "holiday" in fields:
        return _holiday(fields, moment)
    tail = _tail(fields)
    if not tail and not fields.keys() & {"year", "shift"}:
        raise ValueError("names no date")
    if "year" in fields:
        return timex(fields["year"] + tail)
    if "same" in fields:
        year = same({"unit": "year"}, moment)
        return timex(year.value + tail, year.anchor)
    if "shift" in fields and fields.get("shifts") == "year":
        year = moment.shifted("year", int(fields["shift"]), fields["base"])
        return timex(year.value + tail, year.anchor)
    return _without_year("XXXX" + tail, fields, moment)


def _tail(fields: Fields) -> str:
    """What follows the year in the value."""
    if "part_of_year" in fields:
        unit, ordinal = fields["part_of_year"], int(fields["ordinal"])
        most = 12 // MONTHS_IN[unit]
        if not -1 <= ordinal <= most:
            raise ValueError(f"a year has {most} of these")
        return f"-{unit[0].upper()}{most if ordinal < 0 else ordinal}"
    if "day" in fields:
        return f"-{int(fields['month']):02d}-{int(fields['day']):02d}"
    if "month" in fields:
        return f"-{int(fields['month']):02d}"
    if "season" in fields:
        return "-" + fields["season"]
    return ""


def _without_year(value: str, fields: Fields, moment: Moment) -> Timex:
    if value == "XXXX-02-30" or moment.published is None:
        timex(value.replace("XXXX", "2024"))  # the leap year has every date there is
        return timex(value, None)
    candidates = list(yearly(value, moment.published.year))
    if "weekday" in fields:
        candidates = [day for day in candidates if day.first.isoweekday() == int(fields["weekday"])] or candidates
    if "shift" in fields:
        period = _shifted_name(candidates, moment.published, int(fields["shift"]))
    elif moment.since is not None:
        period = choose(yearly(value, moment.since.year), moment.since, 1)
    else:
        period = choose(candidates, moment.published, moment.direction)
    if period is None:
        raise ValueError(f"no such date: {value}")
    return timex(period.value, "published")


def _shifted_name(candidates: list[Period], day: date, shift: int) -> Period | None:
    """`last April`, `this summer`, `next June`: the period before, in, or after the present one."""
    if shift == 0:
        return choose([period for period in candidates if period.first.year == day.year] or candidates, day, 0)
    if shift < 0:
        return max((period for period in candidates if period.last < day), default=None)
    return min((period for period in candidates if period.first > day), default=None)


def _holiday(fields: Fields, moment: Moment) -> Timex:
    rule = fields["holiday"]
    if "year" in fields:
        return timex(holiday(rule, int(fields["year"])).isoformat())
    if moment.published is None:
        return timex(f"XXXX-{rule}" if rule[0].isdigit() and rule[3].isdigit() else UNKNOWN["day"], None)
    year = moment.published.year
    if "shift" in fields:
        return timex(holiday(rule, year + int(fields["shift"])).isoformat(), "published")
    days = [Period("day", holiday(rule, candidate)) for candidate in (year - 1, year, year + 1)]
    chosen = choose(days, moment.published, moment.direction)
    if chosen is None:
        raise ValueError(f"no such day: {rule}")
    return timex(chosen.value, "published")


def decade(fields: Fields, moment: Moment) -> Timex:
    """`the 1990s`, `the '80s`, `the nineties`: without a century, the latest one that has begun."""
    tens = fields["decade"]
    if len(tens) == 3:
        return timex(tens)
    if moment.published is None:
        return timex("X" + "X" + tens, None)
    this = moment.published.year // 10
    return timex(str(this - (this - int(tens)) % 10), "published")


def weekend(fields: Fields, moment: Moment) -> Timex:
    """`the weekend`, `this weekend`, `last weekend`: without a word for it the latest begun, or the next one.

    >>> weekend({}, Moment(date(2025, 4, 10))).value, weekend({}, Moment(date(2025, 4, 10), 1)).value
    ('2025-W14-WE', '2025-W15-WE')
    """
    if "shift" in fields or moment.published is None:
        return moment.shifted("weekend", int(fields.get("shift", "0")), fields.get("base", "published"))
    this = Period.holding(moment.published, "weekend")
    begun = this.first <= moment.published or moment.direction > 0
    return timex((this if begun else this.shift(-1)).value, "published")


def part_of_day(fields: Fields, moment: Moment) -> Timex:
    """`that evening`, `the following morning`: a part of the day that the text spoke of; `this morning` is today's."""
    base = "context" if "same" in fields else fields["base"]
    return moment.shifted("day", int(fields.get("shift", "0")), base)


def part_of_named_day(fields: Fields, moment: Moment) -> Timex:
    """`mid-afternoon yesterday`, `the evening of Friday`."""
    return day_of_week(fields, moment) if "weekday" in fields else moment.shifted("day", int(fields["shift"]))


def clock(fields: Fields, moment: Moment) -> Timex:
    """`7:15 p.m.`, `18:00 UTC`, `noon`: on the day that the text gives with it, else on the day of publication.

    >>> clock({"hour": "7", "minute": "15", "half": "p"}, Moment(date(2025, 4, 10))).value
    '2025-04-10T19:15'
    """
    hour, minute = int(fields["hour"]), int(fields.get("minute", "0"))
    if "half" in fields:
        hour = hour % 12 + (12 if fields["half"] == "p" else 0)
    day = moment.day_of_clock()
    return timex(f"{day.value}T{hour:02d}:{minute:02d}{fields.get('offset', '')}", day.anchor, "TIME")


def century(fields: Fields, moment: Moment) -> Timex:
    """`the 20th century` is `19`."""
    return timex(f"{int(fields['ordinal']) - 1:02d}")


def day_of_week(fields: Fields, moment: Moment) -> Timex:
    """`Friday`, `last Friday`, `next Monday`, `the previous Friday`, `Saturday night`.

    >>> day_of_week({"weekday": "5"}, Moment(date(2025, 4, 10))).value
    '2025-04-04'
    >>> day_of_week({"weekday": "1", "shift": "1", "base": "published"}, Moment(date(2025, 4, 10))).value
    '2025-04-14'
    """
    number, shift = int(fields["weekday"]), int(fields.get("shift", "0"))
    anchor, day = "published", moment.published
    if fields.get("base") == "context":
        known = moment.latest("day")
        if known is not None:
            anchor, day = "context", known.first
    if day is None:
        return timex(f"XXXX-WXX-{number}", None)
    if moment.since is not None:
        found = weekday(moment.since, number, 1)
    elif "shift" not in fields:
        found = weekday(day, number, moment.direction)
    elif shift < 0 or anchor == "context":
        found = weekday(day, number, shift)
        if found.first == day:
            found = found.shift(7 * shift)
    else:  # of this week, or of the next
        found = weekday(Period.holding(day, "week").last, number, -1).shift(7 * shift)
    return timex(found.value, anchor)


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
    unit, sign = fields["unit"], int(fields["shift"])
    amount = _amount(fields)
    if amount is None:
        return reference("PAST_REF" if sign < 0 else "FUTURE_REF")
    base = fields["base"]
    if base == "context" and not moment.speaks_of(unit):
        base = "published" if sign < 0 else "none"
    if base == "none" or unit not in UNKNOWN or amount != int(amount):
        return length(fields, moment)
    return moment.shifted(unit, sign * int(amount), base)


def year_before(fields: Fields, moment: Moment) -> Timex:
    """`a year ago`, `a year earlier`, `the year-ago quarter`: the period that the text speaks of, a year before.

    Whoever compares the results of a quarter with those of `a year earlier` means a quarter.

    >>> year_before({}, Moment(date(2025, 4, 10), before=[timex("2025-Q1")])).value
    '2024-Q1'
    """
    units = {"month": ("month",), "period": ("quarter", "half", "month")}.get(
        fields.get("period", ""), ("quarter", "half")
    )
    told = moment.compared(units)
    if told is not None:
        return timex(told.shift_months(-12).value, "context")
    dates = [known for known in moment.before if known.first is not None and known.type == "DATE"]
    near = dates[-1] if dates and "ago" not in fields else None
    if near is not None and moment.beside and near.granularity == "month" and near.first is not None:
        return timex(Period.holding(near.first, "month").shift_months(-12).value, "context")
    if near is not None and near.anchor == "absolute" and near.first is not None and near.type == "DATE":
        return timex(Period.holding(near.first, "year").shift(-1).value, "context")
    return moment.shifted("year", -1)


def period_of_year(fields: Fields, moment: Moment) -> Timex:
    """`the 1988 period`: the quarter that the text speaks of, in that year; else the year.

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
    known = moment.latest(unit)
    if known is not None:
        return timex(known.value, "context")
    return moment.shifted(unit, 0)


def length(fields: Fields, moment: Moment) -> Timex:
    """`two years`, `a week`, `several months`, `36 hours`, `8-month-old`, `a year and a half`."""
    unit, amount = fields["unit"], _amount(fields)
    if amount is not None:
        amount = amount + 0.5 if "plus" in fields else amount / 2 if "halved" in fields else amount
    return Timex(type="DURATION", value=duration(amount, unit), granularity=unit)


def stretch_of_time(fields: Fields, moment: Moment) -> Timex:
    """`the past five years`, `the next few weeks`: a duration that ends or begins at the publication date."""
    unit, direction = fields["unit"], int(fields["shift"])
    found = length(fields, moment)
    if moment.published is None:
        return found
    first, last = stretch(moment.published, _amount(fields), unit, direction)
    return replace(found, first=first, last=last, anchor="published" if first else None)


def _amount(fields: Fields) -> float | None:
    return float(fields["amount"]) * float(fields.get("times", "1")) if "amount" in fields else None


def stated(fields: Fields, moment: Moment) -> Timex:
    """A value that the rule or the word list gives: `now` is `PRESENT_REF`, `annually` is `P1Y`.

    >>> stated({"value": "2025-05-01"}, Moment()).granularity, stated({"value": "P1Y", "label": "SET"}, Moment()).type
    ('day', 'SET')
    """
    value = fields["value"]
    return timex(value) if granularity(value) else Timex(type=fields["label"], value=value)


def vague(fields: Fields, moment: Moment) -> Timex:
    """`recent weeks`, `the coming months`."""
    return reference("PAST_REF" if "past" in fields else "FUTURE_REF")


def one_day(fields: Fields, moment: Moment) -> Timex:
    """`one day`: a time to come, or a length."""
    if moment.direction > 0:
        return reference("FUTURE_REF")
    return length({"unit": "day", "amount": "1"}, moment)


def every(fields: Fields, moment: Moment) -> Timex:
    """`every Friday`, `each July`, `Tuesday nights`, `every two weeks`."""
    if "weekday" in fields:
        value = f"XXXX-WXX-{fields['weekday']}"
    elif fields.get("unit") == "weekend":
        value = UNKNOWN["weekend"]
    elif "unit" in fields:
        value = duration(_amount(fields) or 1, fields["unit"])
    else:
        value = "XXXX" + _tail(fields)
    return Timex(type="SET", value=value)


READINGS: Mapping[str, Reading] = {
    "calendar_date": calendar_date,
    "decade": decade,
    "century": century,
    "day_of_week": day_of_week,
    "shifted": shifted,
    "distance": distance,
    "year_before": year_before,
    "period_of_year": period_of_year,
    "latest_quarter": latest_quarter,
    "part_of_named_day": part_of_named_day,
    "one_day": one_day,
    "same": same,
    "length": length,
    "stretch_of_time": stretch_of_time,
    "stated": stated,
    "vague": vague,
    "weekend": weekend,
    "part_of_day": part_of_day,
    "clock": clock,
    "every": every,
}
"""The readings that rules may name."""

ASIDES = frozenset({"year_before", "period_of_year"})
"""Readings that compare: the text goes on about the period that it spoke of before them."""
