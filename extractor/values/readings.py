"""The ways of saying when that rules may name, and what reads each.

A rule in `rules/dates.toml` names its reading (`values = { reading = "day_of_week" }`). The reading gets the rule's
values and its named groups, already decoded by the lexicons (`month` is `"4"`, `unit` is `"week"`), and the moment of
the text. It returns a Timex, or raises ValueError when the calendar has no such date or the words mean none.
"""

from collections.abc import Callable, Mapping

from extractor.values import named_times, parts_of_periods, relative_times
from extractor.values.timex import Moment, Timex

Fields = Mapping[str, str]
Reading = Callable[[Fields, Moment], Timex]

READINGS: Mapping[str, Reading] = {
    reading.__name__: reading
    for reading in (
        named_times.calendar_date,
        named_times.decade,
        named_times.century,
        parts_of_periods.day_of_this_month,
        parts_of_periods.week_of_month,
        parts_of_periods.week_of_date,
        parts_of_periods.weekday_of_month,
        parts_of_periods.end_of_period,
        parts_of_periods.length_to_date,
        parts_of_periods.quarter_to_date,
        named_times.before_christ,
        named_times.day_of_week,
        parts_of_periods.weekday_of_week,
        named_times.weekend,
        named_times.part_of_day,
        named_times.part_of_named_day,
        named_times.clock,
        named_times.every,
        relative_times.shifted,
        relative_times.distance,
        relative_times.year_before,
        relative_times.period_of_year,
        relative_times.latest_quarter,
        relative_times.same,
        relative_times.then,
        relative_times.length,
        relative_times.sum_of_lengths,
        relative_times.stretch_of_time,
        relative_times.stated,
        relative_times.vague,
        relative_times.one_day,
        relative_times.overnight,
    )
}

DIRECTED = frozenset(
    {
        "calendar_date",
        "day_of_this_month",
        "week_of_month",
        "week_of_date",
        "weekday_of_month",
        "end_of_period",
        "length_to_date",
        "quarter_to_date",
        "day_of_week",
        "weekend",
        "part_of_named_day",
        "clock",
        "one_day",
        "overnight",
        "stretch_of_time",
    }
)
"""Readings that ask where the clause looks, unless the year is told."""

ASIDES = frozenset({"year_before", "period_of_year"})
"""Readings that compare: the text goes on about the period that it spoke of before them."""
