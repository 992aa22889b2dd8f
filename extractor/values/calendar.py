"""Calendar periods as TIMEX3 writes them: `2025-04-10`, `2025-W15`, `2025-Q2`, `199`, `2025-W15-WE`.

A period is a unit and its first day; its value, its last day and its neighbours follow. Weeks are ISO 8601 weeks, and a
weekend is the Saturday and Sunday of its week. Seasons are the northern meteorological ones; a winter belongs to the
year in which it begins. The decade `199` is 1990 to 1999, the century `19` is 1900 to 1999.

>>> Period.holding(date(2025, 4, 10), "quarter").value
'2025-Q2'
>>> Period.parse("2025-W15").last
datetime.date(2025, 4, 13)
>>> Period.parse("2025-Q1").shift(-1).value
'2024-Q4'
"""

import functools
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Self

MONTHS_IN = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
"""Length of the units that are counted in months."""

DAYS_IN = {"day": 1, "weekend": 7, "week": 7}
"""Distance in days from one period of the unit to the next."""

UNITS = (*DAYS_IN, *MONTHS_IN)

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""TIMEX3 code of a season -> its first month."""

_FORMS = {
    "century": re.compile(r"(?:BC)?[\dX]{2}"),
    "decade": re.compile(r"[\dX]{3}"),
    "year": re.compile(r"(?:BC)?[\dX]{4}"),
    "half": re.compile(r"[\dX]{4}-H[12X]"),
    "quarter": re.compile(r"[\dX]{4}-Q[1-4X]"),
    "season": re.compile(r"[\dX]{4}-(?:SP|SU|FA|WI)"),
    "month": re.compile(r"[\dX]{4}-(?:0[1-9]|1[0-2]|XX)"),
    "weekend": re.compile(r"[\dX]{4}-W(?:[0-5]\d|XX)-WE"),
    "week": re.compile(r"[\dX]{4}-W(?:[0-5]\d|XX)"),
    "day": re.compile(r"[\dX]{4}-(?:0[1-9]|1[0-2]|XX)-(?:[0-3]\d|XX)|[\dX]{4}-W(?:[0-5]\d|XX)-[1-7]"),
}
_CLOCK = re.compile(
    r"(?:[0-2]\d(?P<minute>:[0-5]\d(?P<second>:[0-6]\d)?)?|(?P<part>MO|MI|AF|EV|NI|DT))(?:Z|[+-]\d\d:\d\d)?"
)


class Period(NamedTuple):
    """A stretch of the calendar: `unit` is one of UNITS, `first` its first day."""

    unit: str
    first: date

    @classmethod
    def holding(cls, day: date, unit: str) -> Self:
        """The period of this unit that holds the day; of weekends, the one that ends the day's ISO week.

        >>> Period.holding(date(2025, 1, 10), "season")
        Period(unit='season', first=datetime.date(2024, 12, 1))
        """
        if unit == "day":
            return cls(unit, day)
        if unit in DAYS_IN:
            monday = move(day, -day.weekday())
            return cls(unit, move(monday, 5) if unit == "weekend" else monday)
        if unit == "season":
            month = day.month // 3 * 3
            return cls(unit, date(day.year, month, 1) if month else date(day.year - 1, 12, 1))
        months = MONTHS_IN[unit]
        if months <= 12:
            return cls(unit, date(day.year, (day.month - 1) // months * months + 1, 1))
        years = months // 12
        return cls(unit, date(day.year // years * years, 1, 1))

    @classmethod
    def parse(cls, value: str) -> Self:
        """The period that a complete TIMEX3 value names; a clock time or part of the day is left aside.

        Raises ValueError when the value names no period of the calendar: `P2Y`, `XXXX-04`, `2025-02-30`, `BC0300`.

        >>> Period.parse("2025-04-10T08:00Z").first
        datetime.date(2025, 4, 10)
        """
        day = value.partition("T")[0]
        unit = granularity(day)
        if unit is None or "X" in day or day.startswith("BC"):
            raise ValueError(f"not a calendar period: {value!r}")
        year, rest = int(day[:4].ljust(4, "0")), day[5:]
        if unit in ("century", "decade", "year"):
            return cls(unit, date(year, 1, 1))
        if unit == "season":
            return cls(unit, date(year, SEASONS[rest], 1))
        if unit in ("quarter", "half"):
            return cls(unit, date(year, (int(rest[1]) - 1) * MONTHS_IN[unit] + 1, 1))
        if unit == "month":
            return cls(unit, date(year, int(rest), 1))
        if rest.startswith("W"):
            weekday = {"weekend": 6, "week": 1}.get(unit) or int(rest[-1])
            return cls(unit, date.fromisocalendar(year, int(rest[1:3]), weekday))
        return cls(unit, date(year, int(rest[:2]), int(rest[3:])))

    @property
    def last(self) -> date:
        """Its last day, inclusive."""
        if self.unit == "weekend":
            return move(self.first, 1)
        if self.unit in DAYS_IN:
            return move(self.first, DAYS_IN[self.unit] - 1)
        end = add_months(self.first, MONTHS_IN[self.unit] - 1)
        return end.replace(day=monthrange(end.year, end.month)[1])

    @property
    def value(self) -> str:
        """Its TIMEX3 value.

        >>> [Period.holding(date(2025, 4, 10), unit).value for unit in ("decade", "half", "season", "weekend", "day")]
        ['202', '2025-H1', '2025-SP', '2025-W15-WE', '2025-04-10']
        """
        year, month = f"{self.first.year:04d}", self.first.month
        if self.unit in ("week", "weekend"):
            iso_year, week, _ = self.first.isocalendar()
            return f"{iso_year:04d}-W{week:02d}" + ("-WE" if self.unit == "weekend" else "")
        if self.unit == "season":
            return f"{year}-{next(code for code, first in SEASONS.items() if first == month)}"
        return {
            "day": self.first.isoformat(),
            "month": f"{year}-{month:02d}",
            "quarter": f"{year}-Q{(month + 2) // 3}",
            "half": f"{year}-H{(month + 5) // 6}",
            "year": year,
            "decade": year[:3],
            "century": year[:2],
        }[self.unit]

    def shift(self, count: int) -> Self:
        """The period `count` units later; earlier when negative. Raises ValueError outside the years 1 to 9999."""
        if self.unit in DAYS_IN:
            return self._replace(first=move(self.first, count * DAYS_IN[self.unit]))
        return self.shift_months(count * MONTHS_IN[self.unit])

    def shift_months(self, months: int) -> Self:
        """The period of the same unit so many months later. Raises ValueError outside the years 1 to 9999.

        >>> Period.parse("2025-Q2").shift_months(-12).value
        '2024-Q2'
        """
        return self.holding(add_months(self.first, months), self.unit)


def move(day: date, days: int) -> date:
    """The day so many days later. Raises ValueError outside the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise ValueError(f"{days} days from {day} is outside the calendar") from error


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day. Raises ValueError outside the years 1 to 9999.

    >>> add_months(date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{months} months from {day} is outside the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(day: date, count: int, unit: str) -> date:
    """The day `count` units later, by the calendar. Raises ValueError outside the years 1 to 9999.

    >>> add(date(2025, 4, 10), -3, "quarter")
    datetime.date(2024, 7, 10)
    """
    if unit in DAYS_IN:
        return move(day, count * DAYS_IN[unit])
    return add_months(day, count * MONTHS_IN[unit])


@functools.lru_cache(maxsize=4096)  # a text says the same few dates again and again
def granularity(value: str) -> str | None:
    """What a calendar value counts in, from its form alone, which may have unknown places (`X`); else None.

    >>> [granularity(value) for value in ("XXXX-WXX-5", "2025-XX", "2025-04-10T08:00", "2025-04-10TNI", "FUTURE_REF")]
    ['day', 'month', 'minute', 'part_of_day', None]
    >>> granularity("BC0044"), granularity("BC02")
    ('year', 'century')
    """
    day, _, clock = value.partition("T")
    unit = next((unit for unit, form in _FORMS.items() if form.fullmatch(day)), None)
    if unit is None or not clock:
        return unit
    match = _CLOCK.fullmatch(clock)
    if match is None:
        return None
    return "part_of_day" if match["part"] else "second" if match["second"] else "minute" if match["minute"] else "hour"


def full_year(digits: int, published: date | None) -> int:
    """The year that two digits mean: the latest one that is less than ten years ahead of the publication date.

    Without one, a year from 1950 to 2049.

    >>> full_year(36, date(2005, 2, 14)), full_year(25, date(2024, 1, 1)), full_year(87, None)
    (1936, 2025, 1987)
    """
    latest = published.year + 9 if published is not None else 2049
    return latest - (latest - digits) % 100


def yearly(value: str, year: int) -> Iterable[Period]:
    """A period without its year (`XXXX-04-10`, `XXXX-Q3`, `XXXX-WI`) in the years around one, the earliest first.

    >>> [period.value for period in yearly("XXXX-02-29", 2025)]
    ['2024-02-29', '2028-02-29']
    """
    for candidate in range(year - 4, year + 5) if value == "XXXX-02-29" else (year - 1, year, year + 1):
        try:
            yield Period.parse(value.replace("XXXX", f"{candidate:04d}"))
        except ValueError:
            continue


_AGAINST = {-2: (1.0, 100.0), -1: (1.0, 3.5), 0: (1.0, 1.5), 1: (20.0, 1.0)}
"""Direction of a clause -> how much further a day in the past, and one in the future, seems; -2 is certainly past."""


def choose(candidates: Iterable[Period], day: date, direction: int) -> Period | None:
    """The candidate that a text of this day means: the nearest one, those against its direction seeming further away.

    In late October "payable on 15 December" looks ahead, whatever the tense of "they declared a dividend".

    >>> choose(yearly("XXXX-08", 2025), date(2025, 4, 10), -1).value
    '2024-08'
    >>> choose(yearly("XXXX-12-15", 2025), date(2025, 10, 27), -1).value
    '2025-12-15'
    """
    past, future = _AGAINST[direction]

    def seems(period: Period) -> float:
        ago = min(past, 5.0) if period.unit == "quarter" else past  # firms will report the quarter that is over
        return max(future * (period.first - day).days, ago * (day - period.last).days)

    return min(candidates, key=seems, default=None)


def weekday(day: date, number: int, direction: int) -> Period:
    """The weekday (1 is Monday) that a text of this day means: not after the day or, in direction 1, not before it.

    >>> weekday(date(2025, 4, 10), 4, -1).value, weekday(date(2025, 4, 10), 5, -1).value
    ('2025-04-10', '2025-04-04')
    >>> weekday(date(2025, 4, 10), 1, 1).value
    '2025-04-14'
    """
    ahead = (number - day.isoweekday()) % 7
    return Period("day", move(day, ahead if direction > 0 else ahead - 7 if ahead else 0))
