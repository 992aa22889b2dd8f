"""What names of times mean: `10 April`, `Friday`, `the third quarter`, `summer`, `the 1990s`, `6:40 p.m.`, `every May`.

Each function is a reading, see `readings.py`.
"""

from collections.abc import Mapping
from datetime import date

from extractor.values.calendar import MONTHS_IN, Period, choose, weekday, yearly
from extractor.values.holidays import holiday
from extractor.values.timex import REACH, UNKNOWN, Moment, Timex, amount_of, duration, timex

Fields = Mapping[str, str]


def calendar_date(fields: Fields, moment: Moment) -> Timex:
    """A date or period with or without its year: `10 April 2025`, `April`, `the third quarter`, `summer`, `1996`.

    >>> calendar_date({"day": "10", "month": "4"}, Moment(date(2025, 4, 12), -1)).value
    '2025-04-10'
    """
    if "holiday" in fields:
        return _holiday(fields, moment)
    tail = _tail(fields)
    if not tail and not fields.keys() & {"year", "shift", "same"}:
        raise ValueError("names no date")
    if "year" in fields:
        return timex(fields["year"] + tail)
    if "same" in fields:
        year = moment.same("year")
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
    known = moment.nearest() if fields.get("base") == "context" else None
    if known is not None and "shift" in fields:
        found = _shifted_name(list(yearly(value, known[0].year)), known, int(fields["shift"]))
        return timex(found.value, "context") if found is not None else timex(value, None)
    candidates = list(yearly(value, moment.published.year))
    if "weekday" in fields:
        candidates = [day for day in candidates if day.first.isoweekday() == int(fields["weekday"])] or candidates
    if "shift" in fields:
        period = _shifted_name(candidates, (moment.published, moment.published), int(fields["shift"]))
    elif moment.since is not None:
        period = choose(yearly(value, moment.since.year), moment.since, 1)
    else:
        period = choose(candidates, moment.published, moment.direction)
    if period is None:
        raise ValueError(f"no such date: {value}")
    return timex(period.value, "published")


def _shifted_name(candidates: list[Period], now: tuple[date, date], shift: int) -> Period | None:
    """`last April`, `this summer`, `the following June`: the period before, in, or after the present days."""
    first, last = now
    if shift == 0:
        return choose([period for period in candidates if period.first.year == first.year] or candidates, first, 0)
    if shift < 0:
        return max((period for period in candidates if period.last < first), default=None)
    return min((period for period in candidates if period.first > last), default=None)


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


def before_christ(fields: Fields, moment: Moment) -> Timex:
    """`300 BC`, `the second century BC`: they have a value, but no days in the calendar.

    >>> before_christ({"year": "300"}, Moment()).value, before_christ({"ordinal": "2"}, Moment()).value
    ('BC0300', 'BC01')
    """
    return timex(f"BC{int(fields['year']):04d}" if "year" in fields else f"BC{int(fields['ordinal']) - 1:02d}")


def decade(fields: Fields, moment: Moment) -> Timex:
    """`the 1990s`, `the '80s`, `the nineties`: without a century, the latest one that has begun.

    Of `the 1800s` it is the whole century.

    >>> decade({"decade": "199"}, Moment()).value, decade({"decade": "180"}, Moment()).value
    ('199', '18')
    """
    tens = fields["decade"]
    if len(tens) == 3 and tens.startswith("1") and tens.endswith("0"):
        return timex(tens[:2])
    if len(tens) == 3:
        return timex(tens)
    if moment.published is None:
        return timex("X" + "X" + tens, None)
    this = moment.published.year // 10
    return timex(str(this - (this - int(tens)) % 10), "published")


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
    elif "after_next" in fields:  # `on Monday week`
        found = weekday(day, number, 1).shift(7)
    elif "shift" not in fields:
        found = weekday(day, number, moment.direction)
    elif shift < 0 or anchor == "context":
        found = weekday(day, number, shift)
        if found.first == day:
            found = found.shift(7 * shift)
    else:  # of this week, or of the next
        found = weekday(Period.holding(day, "week").last, number, -1).shift(7 * shift)
    return timex(found.value, anchor)


def weekend(fields: Fields, moment: Moment) -> Timex:
    """`the weekend`, `this weekend`, `last weekend`: without a word for it the latest begun, or the next one.

    >>> weekend({}, Moment(date(2025, 4, 10))).value, weekend({}, Moment(date(2025, 4, 10), 1)).value
    ('2025-W14-WE', '2025-W15-WE')
    """
    if "shift" in fields or moment.published is None:
        return moment.shifted("weekend", int(fields.get("shift", "0")), fields.get("base", "published"))
    told = next((known for known in reversed(moment.before[-REACH:]) if known.granularity == "weekend"), None)
    if told is not None and told.first is not None:
        return timex(told.value, "context")
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
    """`6:40 p.m.`, `18:00 UTC`, `noon`, `dawn`: on the day that the text gives with it, else on that of publication.

    >>> clock({"hour": "7", "minute": "15", "half": "p"}, Moment(date(2025, 4, 10))).value
    '2025-04-10T19:15'
    >>> clock({"hour": "10", "minute": "-15", "daypart": "NI"}, Moment(date(2025, 4, 10))).value
    '2025-04-10T21:45'
    """
    morning = fields.get("half") == "a" or fields.get("daypart") == "MO"
    day = moment.day_of_clock(morning)
    if "hour" not in fields:
        return timex(f"{day.value}T{fields['daypart']}", day.anchor, "TIME")
    hour = int(fields["hour"])
    if "dial" in fields and 1 <= hour <= 6 and not fields.keys() & {"half", "daypart"}:
        hour += 12  # `at two o'clock`: what is told without its part of the day mostly happens by day
    if "half" in fields or ("daypart" in fields and hour < 12):
        after_noon = fields["half"] == "p" if "half" in fields else hour >= _FIRST_HOUR.get(fields["daypart"], 12)
        hour = hour % 12 + (12 if after_noon else 0)
    hour, minute = divmod(hour * 60 + int(fields.get("minute", "0")), 60)
    return timex(f"{day.value}T{hour:02d}:{minute:02d}{fields.get('offset', '')}", day.anchor, "TIME")


_FIRST_HOUR = {"AF": 1, "EV": 4, "NI": 6}
"""From which hour on `eight in the evening` is one of the second half of the day."""


def every(fields: Fields, moment: Moment) -> Timex:
    """`every Friday`, `each July`, `Tuesday nights`, `every two weeks`."""
    if "weekday" in fields:
        value = f"XXXX-WXX-{fields['weekday']}" + (f"T{fields['daypart']}" if "daypart" in fields else "")
    elif fields.get("unit") == "weekend":
        value = UNKNOWN["weekend"]
    elif "daypart" in fields:
        value = f"{UNKNOWN['day']}T{fields['daypart']}"
    elif "unit" in fields:
        value = duration(None if "open" in fields else amount_of(fields) or 1, fields["unit"])
    else:
        value = "XXXX" + _tail(fields)
    return Timex(type="SET", value=value)
