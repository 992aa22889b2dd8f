"""A temporal expression as TIMEX3 describes it, and durations in its notation.

>>> timex("2025-Q2").last
datetime.date(2025, 6, 30)
>>> timex("2025-04-10T08:00").type
'TIME'
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from extractor.values.calendar import Period, add, granularity

FINER = ("day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century")
"""Calendar units, each finer than the ones behind it."""

_DESIGNATORS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "DE", "century": "CE",
}  # fmt: skip
_SMALLER = {"year": (12, "month"), "day": (24, "hour"), "hour": (60, "minute"), "minute": (60, "second")}
_YEARS_IN = {"decade": 10, "century": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """One temporal expression; the fields are the columns of the `dates` table."""

    type: str
    value: str
    mod: str | None = None
    first: date | None = None
    last: date | None = None
    granularity: str | None = None
    anchor: str | None = None

    def columns(self) -> dict[str, str | None]:
        """The columns of its row; dates as ISO 8601 writes them."""
        return {
            "type": self.type,
            "value": self.value,
            "mod": self.mod,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "granularity": self.granularity,
            "anchor": self.anchor,
        }

    def with_mod(self, mod: str | None) -> Self:
        """The same with a TIMEX3 modifier, if there is one."""
        return replace(self, mod=mod) if mod else self


def timex(value: str, anchor: str | None = "absolute", type: str | None = None) -> Timex:
    """The expression that a value stands for, with its interval where the value is complete.

    Raises ValueError for a date that the calendar does not have.

    >>> timex("XXXX-WXX-5", None).granularity, timex("XXXX-WXX-5", None).first
    ('day', None)
    """
    unit = granularity(value)
    if unit is None:
        raise ValueError(f"not a calendar value: {value!r}")
    if "X" in value or value.startswith("BC"):  # Python's calendar begins with the year 1
        return Timex(type=type or "DATE", value=value, granularity=unit)
    period = Period.parse(value)
    return Timex(
        type=type or ("TIME" if "T" in value else "DATE"),
        value=value,
        first=period.first,
        last=period.last,
        granularity=unit,
        anchor=anchor,
    )


def reference(value: str) -> Timex:
    """A vague time: `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`."""
    return Timex(type="DATE", value=value)


def duration(amount: float | None, unit: str) -> str:
    """A length of time in TIMEX3 notation; None is a number that the text leaves open.

    Decades and centuries are told in years, and halves in the next smaller unit where that comes out even.

    >>> [duration(2, "year"), duration(36, "hour"), duration(2.5, "year"), duration(1.5, "week")]
    ['P2Y', 'PT36H', 'P2Y6M', 'P1.5W']
    >>> [duration(2, "decade"), duration(0.5, "century"), duration(0.5, "day"), duration(None, "decade")]
    ['P20Y', 'P50Y', 'PT12H', 'PXDE']
    """
    if amount is None:
        return notation([("X", unit)])
    if unit in _YEARS_IN:
        return duration(amount * _YEARS_IN[unit], "year")
    whole = int(amount)
    parts, smaller = _SMALLER.get(unit, (1, unit))
    rest = (amount - whole) * parts
    if rest == 0 or parts == 1 or rest != int(rest):
        return notation([(f"{amount:g}" if amount < 1e6 else str(int(amount)), unit)])
    return notation([(str(whole), unit)] * (whole > 0) + [(str(int(rest)), smaller)])


def notation(parts: Iterable[tuple[str, str]]) -> str:
    """Numbers of units in TIMEX3 notation, the largest unit first.

    >>> notation([("2", "year"), ("6", "month")]), notation([("1", "day"), ("12", "hour")])
    ('P2Y6M', 'P1DT12H')
    """
    text = "P"
    for amount, unit in parts:
        designator = _DESIGNATORS[unit]
        if designator[0] == "T" and "T" not in text:
            text += "T"
        text += amount + designator.removeprefix("T")
    return text


def amount_of(fields: Mapping[str, str]) -> float | None:
    """The number of units in an expression's fields; None if it is left open.

    >>> amount_of({"amount": "1", "plus": " and a half"}), amount_of({"amount": "1", "times": "2"}), amount_of({})
    (1.5, 2.0, None)
    """
    if "amount" not in fields:
        return None
    amount = float(fields["amount"]) * float(fields.get("times", "1")) * float(fields.get("fraction", "1"))
    return amount + 0.5 if "plus" in fields else amount / 2 if "halved" in fields else amount


def stretch(day: date, amount: float | None, unit: str, direction: int) -> tuple[date | None, date | None]:
    """First and last day of the `past five years` (direction -1) or the `next 12 hours` (1), seen from a day.

    >>> stretch(date(2025, 4, 10), 5, "year", -1)
    (datetime.date(2020, 4, 10), datetime.date(2025, 4, 10))
    """
    if unit not in FINER or amount is None or amount != int(amount):
        return (None, None)
    other = add(day, direction * int(amount), unit)
    return (other, day) if direction < 0 else (day, other)


_NEAR = 3  # "a week earlier" leans on a date that stands close
REACH = 12  # expressions further back are no longer what "that day" means

UNKNOWN = {
    "day": "XXXX-XX-XX", "weekend": "XXXX-WXX-WE", "week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
"""The value of a calendar unit of which nothing else is known."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the reading of an expression may know besides its words."""

    published: date | None = None
    direction: int = 0
    """Where the clause looks: -1 to the past (-2 without doubt), 1 to the future, 0 unknown."""
    before: Sequence[Timex] = ()
    """The expressions that stand before it in the text, the nearest last."""
    beside: int = 0
    """How many of them stand in its own sentence."""
    day: Timex | None = None
    """The day that stands beside a clock time."""
    since: date | None = None
    """The first day of the range that the expression ends."""

    def shifted(self, unit: str, shift: int, base: str = "published") -> Timex:
        """The calendar unit so many units from the publication date, or from the nearest date before in the text."""
        if base == "context":
            known = self.latest(unit)
            if known is not None:
                return timex(known.shift(shift).value, "context")
        if self.published is None:
            return timex(UNKNOWN[unit], None)
        return timex(Period.holding(self.published, unit).shift(shift).value, "published")

    def latest(self, unit: str) -> Period | None:
        """The unit that holds the nearest date before in the text which is exact enough to tell.

        >>> Moment(before=[timex("1996-03-26"), timex("1996")]).latest("month").value
        '1996-03'
        """
        fine = FINER[: FINER.index(unit) + 1]
        for known in reversed(self.before[-REACH:]):
            if known.first is not None and (
                known.type == "TIME" or (known.type == "DATE" and known.granularity in fine)
            ):
                return Period.holding(known.first, unit)
        return None

    def nearest(self) -> tuple[date, date] | None:
        """First and last day of the nearest date before in the text."""
        for known in reversed(self.before[-REACH:]):
            if known.type in ("DATE", "TIME") and known.first is not None and known.last is not None:
                return known.first, known.last
        return None

    def same(self, unit: str) -> Timex:
        """The unit that the text spoke of last, else the present one; a plan is never for a unit that is over."""
        known = self.latest(unit)
        if known is None or (self.direction > 0 and self.published is not None and known.last < self.published):
            return self.shifted(unit, 0)
        return timex(known.value, "context")

    def speaks_of(self, unit: str) -> bool:
        """Whether the text has just named a date that is exact enough for this unit."""
        if unit not in FINER:
            return False
        return replace(self, before=self.before[-_NEAR:]).latest(unit) is not None

    def day_of_clock(self, morning: bool = False) -> Timex:
        """The day of a clock time: the one beside it, else the nearest in the sentence or right before, else today.

        A time of the morning behind one of the evening is of the next day: `from 9 p.m. to 6 a.m.`.
        """
        if self.day is not None:
            return self.day
        near = self.before[-min(max(self.beside, 1), REACH) :]
        days = (
            known
            for known in reversed(near)
            if known.type == "TIME" or (known.type, known.granularity) == ("DATE", "day")
        )
        known = next(days, None)
        today = self.shifted("day", 0)
        if known is None or (not self.beside and known.type == "TIME" and known.value > today.value + "T24"):
            return today
        day, _, clock = known.value.partition("T")
        late = "17" <= clock[:2] <= "24" or clock in ("EV", "NI")
        return timex(add(known.first, 1, "day").isoformat() if morning and late and known.first else day, known.anchor)

    def has_begun(self, known: Timex) -> bool:
        """Whether figures of a period can be known at the publication date."""
        return self.published is None or (known.first is not None and known.first <= self.published)

    def compared(self, units: Collection[str]) -> Period | None:
        """The quarter (or month, or half year) whose figures the text gives: the one told last, if it is over.

        One to come is only compared in its own sentence. None if the text has turned to the figures of a year or of
        some months.
        """
        told: list[Period] = []
        for place, known in enumerate(reversed(self.before[-REACH:])):
            unit = known.granularity
            here = place < self.beside
            turned = unit == "year" and (here or known.anchor == "absolute")  # not "profit fell from $2m last year."
            if turned or (unit == "month" and known.type == "DURATION"):
                break
            if unit in units and known.first is not None and known.type == "DATE":
                period = Period.holding(known.first, str(unit))
                if self.published is None or period.last <= self.published:
                    return period
                if here or self.has_begun(known):
                    told.append(period)
        return told[0] if told else None
