"""What parts of longer periods mean: `the first week of October`, `the last Sunday of November`, `on the 25th`.

Each function is a reading, see `readings.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date  # noqa: F401  (for the doctests)

from extractor.values.calendar import Period, add, move, weekday
from extractor.values.named_times import calendar_date
from extractor.values.relative_times import length
from extractor.values.timex import UNKNOWN, Moment, Timex, amount_of, timex

Fields = Mapping[str, str]


def day_of_this_month(fields: Fields, moment: Moment) -> Timex:
    """`the 10th of next month`, `on the 25th`: the latest day of this number or, in direction 1, the next one.

    >>> day_of_this_month({"day": "28"}, Moment(date(2025, 4, 10), -1)).value
    '2025-03-28'
    """
    day = int(fields["day"])
    if moment.published is None:
        return timex(f"XXXX-XX-{day:02d}", None)
    told = moment.same("month") if moment.speaks_of("month") else moment.shifted("month", 0)
    if told.value != moment.shifted("month", 0).value and "shift" not in fields:
        return timex(f"{told.value}-{day:02d}", "context")
    if "shift" in fields:
        shift = int(fields["shift"])
    elif moment.direction > 0:
        shift = int(day < moment.published.day)
    else:
        shift = -int(day > moment.published.day)
    return timex(f"{moment.shifted('month', shift).value}-{day:02d}", "published")


def week_of_month(fields: Fields, moment: Moment) -> Timex:
    """`the first week of October`, `the last week of March 2009`.

    Weeks of a month are counted by sevens, and the calendar's week that holds the middle of the seven days is meant.

    >>> week_of_month({"ordinal": "-1", "month": "3", "year": "2009"}, Moment()).value
    '2009-W13'
    """
    month = calendar_date({key: value for key, value in fields.items() if key != "ordinal"}, moment)
    if month.first is None or month.last is None:
        return timex(UNKNOWN["week"], None)
    ordinal = int(fields["ordinal"])
    middle = move(month.last, -3) if ordinal < 0 else move(month.first, 7 * ordinal - 4)
    return timex(Period.holding(middle, "week").value, month.anchor)


def weekday_of_month(fields: Fields, moment: Moment) -> Timex:
    """`the last Sunday of November`, `the first Monday in May 2019`.

    >>> weekday_of_month({"ordinal": "-1", "weekday": "7", "month": "11", "year": "2025"}, Moment()).value
    '2025-11-30'
    """
    month = calendar_date({key: fields[key] for key in fields.keys() - {"ordinal", "weekday"}}, moment)
    if month.first is None or month.last is None:
        return timex(UNKNOWN["day"], None)
    ordinal, number = int(fields["ordinal"]), int(fields["weekday"])
    day = weekday(month.last, number, -1) if ordinal < 0 else weekday(month.first, number, 1).shift(7 * (ordinal - 1))
    return timex(day.value, month.anchor)


def end_of_period(fields: Fields, moment: Moment) -> Timex:
    """`the last day of 1999`, `the first day of October`, `the first nine months` of 2024.

    >>> end_of_period({"ordinal": "-1", "month": "2", "year": "2024"}, Moment()).value
    '2024-02-29'
    """
    period = calendar_date({key: fields[key] for key in fields.keys() - {"ordinal", "amount", "unit"}}, moment)
    side = "last" if int(fields["ordinal"]) < 0 else "first"
    if "unit" in fields:
        return _beside(fields, period, side)
    day = period.last if side == "last" else period.first
    return timex(day.isoformat(), period.anchor) if day is not None else timex(UNKNOWN["day"], None)


def length_to_date(fields: Fields, moment: Moment) -> Timex:
    """`the six months` to 31 December, `the year` ended 30 April.

    >>> length_to_date({"amount": "6", "unit": "month", "month": "6", "year": "2025"}, Moment()).first
    datetime.date(2025, 1, 1)
    """
    if "month" not in fields:
        return length(fields, moment)
    return _beside(
        fields, calendar_date({key: fields[key] for key in fields.keys() - {"amount", "unit"}}, moment), "last"
    )


def _beside(fields: Fields, period: Timex, side: str) -> Timex:
    """A length of time that begins on the first day of a period, or ends on its last one."""
    found, amount, unit = length(fields, Moment()), amount_of(fields), fields["unit"]
    if period.first is None or period.last is None or amount is None or amount != int(amount):
        return found
    if side == "first":
        return replace(
            found, first=period.first, last=move(add(period.first, int(amount), unit), -1), anchor=period.anchor
        )
    return replace(found, first=add(move(period.last, 1), -int(amount), unit), last=period.last, anchor=period.anchor)


def week_of_date(fields: Fields, moment: Moment) -> Timex:
    """`the week of May 12`, `the week` in `the week ended April 5`.

    >>> week_of_date({"month": "5", "day": "12", "year": "2025"}, Moment()).value
    '2025-W20'
    """
    day = calendar_date(fields, moment)
    if day.first is None:
        return timex(UNKNOWN["week"], None)
    return timex(Period.holding(day.first, "week").value, day.anchor)


def quarter_to_date(fields: Fields, moment: Moment) -> Timex:
    """`the quarter` in `the quarter ended Jan. 31`: the one that the text speaks of, as firms count their own quarters.

    Without one, and in `the June quarter`, it is the calendar's, which holds the middle of the three months.

    >>> quarter_to_date({"month": "1", "day": "31", "year": "2025"}, Moment()).value
    '2024-Q4'
    """
    told = moment.compared(("quarter",)) if "day" in fields else None
    if told is not None:
        return timex(told.value, "context")
    day = calendar_date(fields, moment)
    if day.first is None:
        return timex(UNKNOWN["quarter"], None)
    return timex(Period.holding(move(day.first, -45), "quarter").value, day.anchor)


def weekday_of_week(fields: Fields, moment: Moment) -> Timex:
    """`Monday of last week`, `Friday next week`.

    >>> weekday_of_week({"weekday": "1", "week": "last"}, Moment(date(2025, 4, 10))).value
    '2025-03-31'
    """
    number = int(fields["weekday"])
    if moment.published is None:
        return timex(f"XXXX-WXX-{number}", None)
    week = Period.holding(moment.published, "week").shift({"last": -1, "this": 0, "next": 1}[fields["week"].lower()])
    return timex(weekday(week.first, number, 1).value, "published")
