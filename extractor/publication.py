"""When was it published? Dates in whatever form dumps give them, the header of a text, and its dateline."""

from __future__ import annotations

import datetime
import functools
import re
from typing import Literal, NamedTuple

import dateparser

LONGEST = 60  # characters of a date; longer texts are none, and would only keep the parser busy

_HEADER = re.compile(r"\s?date (\d{4}-\d{2}-\d{2})(?=\s)\s?")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATELINE = re.compile(
    rf"\s{{0,9}}[A-Z][^\n\d]{{1,60}}?, (?P<date>{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})"
    r"(?: ?\([^()\n]{1,40}\))? ?(?:--?|[–—:])\s"
)


class Publication(NamedTuple):
    """What a text itself says of its publication."""

    published: str | None  # ISO date
    published_by: Literal["header", "dateline"] | None
    body_start: int  # offset behind the header, 0 without one


def of_text(text: str) -> Publication:
    """The publication date in the header or the dateline of a text.

    >>> of_text(" date 2025-04-10 On 10 April, talks began.")
    Publication(published='2025-04-10', published_by='header', body_start=17)
    >>> of_text("GENEVA, 3 March 2024 - Talks began.").published
    '2024-03-03'
    """
    header = _HEADER.match(text)
    if header and (day := _day(header[1])):
        return Publication(day, "header", header.end())
    dateline = _DATELINE.match(text)
    if dateline:
        return Publication(parse(dateline["date"]), "dateline", 0)
    return Publication(None, None, 0)


def _day(text: str) -> str | None:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


@functools.lru_cache(maxsize=4096)
def parse(text: str, day_first: bool = False) -> str | None:
    """An ISO 8601 date, or date-time where the text has a time; None if it is no full date.

    Args:
        text: a date in any common form: `2025-04-10`, `April 10, 2025`, `Thu, 10 Apr 2025 08:00:00 GMT`, `1744272000`.
        day_first: how to read `03/04/2025`: 3 April rather than March 4.

    >>> parse("10 April 2025"), parse("03/04/2025", day_first=True), parse("yesterday")
    ('2025-04-10', '2025-04-03', None)
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if day := _day(text):
        return day
    try:
        return _iso(datetime.datetime.fromisoformat(text), text)
    except ValueError:
        pass
    moment = dateparser.parse(
        text,
        languages=["en"],
        settings={
            # Relative forms ("yesterday", "5 hours ago") would read the machine's clock.
            "PARSERS": ["timestamp", "absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "TIMEZONE": "UTC",
        },
    )
    return None if moment is None else _iso(moment, text)


def _iso(moment: datetime.datetime, text: str) -> str:
    """With its time only where the text has one."""
    has_time = ":" in text or re.fullmatch(r"\d{9,13}", text) or re.search(r"\d[ap]\.?m\b", text, re.IGNORECASE)
    return moment.isoformat(timespec="seconds") if has_time else moment.date().isoformat()
