"""Dates of holidays, from the rules that `rules/lexicons/holidays.csv` gives them.

A rule is a fixed date (`12-25`), days from Easter Sunday (`easter-2`), or a weekday of a month, counted from its
beginning or from its end (`11-thu-4`, `05-mon-last`), or some days after one (`11-thu-4+1`).
"""

import re
from calendar import monthrange
from datetime import date

from extractor.values.calendar import move

_RULE = re.compile(
    r"(?P<month>\d\d)-(?P<day>\d\d)|easter(?P<days>[+-]\d{1,2})?"
    r"|(?P<of>\d\d)-(?P<weekday>mon|tue|wed|thu|fri|sat|sun)-(?P<nth>[1-5]|last)(?P<after>\+\d)?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def holiday(rule: str, year: int) -> date:
    """The date of a holiday in a year.

    Raises ValueError if the rule is none of the three forms, or gives no date in that year.

    >>> [str(holiday(rule, 2025)) for rule in ("12-25", "easter-2", "11-thu-4", "05-mon-last", "11-mon-1+1")]
    ['2025-12-25', '2025-04-18', '2025-11-27', '2025-05-26', '2025-11-04']
    """
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f"not a rule for a holiday: {rule!r}")
    if match["month"]:
        return date(year, int(match["month"]), int(match["day"]))
    if match["of"]:
        day = _weekday_of_month(year, int(match["of"]), _WEEKDAYS.index(match["weekday"]), match["nth"])
        return move(day, int(match["after"] or 0))
    return move(easter(year), int(match["days"] or 0))


def _weekday_of_month(year: int, month: int, weekday: int, nth: str) -> date:
    if nth == "last":
        last = date(year, month, monthrange(year, month)[1])
        return move(last, -((last.weekday() - weekday) % 7))
    first = date(year, month, 1)
    return first.replace(day=1 + (weekday - first.weekday()) % 7 + 7 * (int(nth) - 1))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Gregorian computus as Meeus gives it, valid from 1583).

    >>> [easter(year).isoformat() for year in (1943, 2024, 2025, 2038)]
    ['1943-04-25', '2024-03-31', '2025-04-20', '2038-04-25']
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
