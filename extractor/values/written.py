"""What stands in a date in digits or number words: days, years, decades, amounts. Each function gives fields."""

import re
from collections.abc import Callable, Mapping

from extractor.values.numbers import parse_number
from extractor.values.timex import notation

Fields = dict[str, str]


def day(text: str) -> Fields:
    """`3rd` -> 3; `third` is left to the word list of ordinals.

    >>> day("03"), day("3rd"), day("third")
    ({'day': '3'}, {'day': '3'}, {})
    """
    digits = re.match(r"\d{1,2}", text)
    return {"day": str(int(digits.group()))} if digits else {}


def month(text: str) -> Fields:
    """The number of a month; names are left to the word list."""
    return {"month": text} if text.isdigit() else {}


def year(text: str) -> Fields:
    """Four digits, two with an apostrophe, or words; two digits wait for the publication date.

    >>> year("1996"), year("'87"), year("nineteen ninety-six"), year("two thousand and nine")
    ({'year': '1996'}, {'short_year': '87'}, {'year': '1996'}, {'year': '2009'})
    """
    digits = text.lstrip("'’")
    if digits.isdigit():
        if len(digits) == 2:
            return {"short_year": digits}
        return {"year": digits.zfill(4)}
    words = re.split(r"[ \t\r\n-]+", text.lower())
    if words[0] in ("eighteen", "nineteen") and words[1] != "hundred":
        rest = parse_number(" ".join(word for word in words[1:] if word not in ("oh", "o")))
        if rest is None or rest > 99:
            raise ValueError(f"not a year: {text!r}")
        return {"year": f"{'19' if words[0] == 'nineteen' else '18'}{int(rest):02d}"}
    number = parse_number(text)
    if number is None:
        raise ValueError(f"not a year: {text!r}")
    return {"year": f"{int(number):04d}"}


def hour(text: str) -> Fields:
    """`18` or `six`.

    >>> hour("18"), hour("six")
    ({'hour': '18'}, {'hour': '6'})
    """
    number = parse_number(text.lower())
    return {} if number is None else {"hour": str(int(number))}


def minutes(text: str) -> Fields:
    """Minutes past the hour, or before it as a negative number.

    >>> minutes("half past"), minutes("a quarter to"), minutes("twenty to")
    ({'minute': '30'}, {'minute': '-15'}, {'minute': '-20'})
    """
    *_, number, side = text.lower().split()
    count = {"half": 30, "quarter": 15}.get(number) or parse_number(number) or 0
    return {"minute": str(-int(count) if side == "to" else int(count))}


def amount(text: str) -> Fields:
    """A number in digits or words; nothing for one that is left open.

    >>> amount("two and a half"), amount("a"), amount("several"), amount("a couple of")
    ({'amount': '2.5'}, {'amount': '1.0'}, {}, {'amount': '2.0', 'mod': 'APPROX'})
    """
    words = re.sub(r"[ \t\r\n-]+", " ", text.lower()).strip()
    if words in _AMOUNTS:
        return {"amount": _AMOUNTS[words]}
    if words in ("a couple of", "couple of", "a couple", "couple"):
        return {"amount": "2.0", "mod": "APPROX"}
    number = parse_number(words)
    return {} if number is None else {"amount": str(number)}


_AMOUNTS = {
    "a": "1.0", "an": "1.0", "another": "1.0", "single": "1.0", "quarter": "0.25",
    "other": "2.0", "second": "2.0", "third": "3.0", "fourth": "4.0",
}  # fmt: skip
"""Words that no number is made of: `another week`, `a quarter-century`, `every other week`, `every third year`."""

_LENGTH = re.compile(r"(?:and |, )?(\S[^,]*?) (year|month|week|day|hour|minute|second)s?\b")


def lengths(text: str) -> Fields:
    """The value of lengths that are added up, and their smallest unit.

    >>> lengths("63 years, seven months and two days"), lengths("an hour and ten minutes")
    ({'value': 'P63Y7M2D', 'unit': 'day'}, {'value': 'PT1H10M', 'unit': 'minute'})
    """
    parts = [(amount(number).get("amount"), unit) for number, unit in _LENGTH.findall(text.lower())]
    return {"value": notation((f"{float(number or 0):g}", unit) for number, unit in parts), "unit": parts[-1][1]}


def years(text: str) -> Fields:
    """The last year of a range whose century is written once.

    >>> years("1914-18")
    {'year': '1918'}
    """
    return {"year": text[:2] + text[-2:]}


def decade(text: str) -> Fields:
    """The digits of a decade: three with the century, one without.

    >>> decade("1990"), decade("'80"), decade("80"), decade("nineties")
    ({'decade': '199'}, {'decade': '8'}, {'decade': '8'}, {'decade': '9'})
    """
    digits = text.lstrip("'’")
    if digits.isdigit():
        return {"decade": digits[:-1]}
    number = parse_number(text.lower().removesuffix("ies") + "y")
    if number is None:
        raise ValueError(f"not a decade: {text!r}")
    return {"decade": str(int(number) // 10)}


def half(text: str) -> Fields:
    """`p.m.` -> p; of a year, `2` in `H2`.

    >>> half("p.m."), half("2")
    ({'half': 'p'}, {'part_of_year': 'half', 'ordinal': '2'})
    """
    if text.isdigit():
        return {"part_of_year": "half", "ordinal": text}
    return {"half": text[0].lower()}


def offset(text: str) -> Fields:
    """`+0200` and `GMT +2` -> +02:00; names of zones are left to the word list."""
    match = re.fullmatch(r"(?:GMT ?)?([+-])(\d{1,2}):?(\d\d)?", text)
    return {"offset": f"{match[1]}{int(match[2]):02d}:{match[3] or '00'}"} if match else {}


def _as_written(name: str) -> Callable[[str], Fields]:
    return lambda text: {name: text}


WRITTEN: Mapping[str, Callable[[str], Fields]] = {
    "day": day,
    "month": month,
    "year": year,
    "hour": hour,
    "minutes": minutes,
    "years": years,
    "amount": amount,
    "decade": decade,
    "lengths": lengths,
    "fraction": lambda text: {"fraction": "0.75" if text.lower().startswith("three") else "0.25"},
    "half": half,
    "zone": offset,
    "part_of_year": lambda text: {"part_of_year": text.lower()},
    "quarter": lambda text: {"part_of_year": "quarter", "ordinal": text},
    "more": lambda text: {"mod": "MORE_THAN"},
    "noon": lambda text: {"hour": "12"},
    "midnight": lambda text: {"hour": "24"},
    **{
        name: _as_written(name)
        for name in (
            "first_number",
            "second_number",
            "minute",
            "past",
            "same",
            "ago",
            "plus",
            "halved",
            "period",
            "finer",
            "open",
            "after_next",
            "week",
        )
    },
}
"""Named group of a rule -> what reads it."""
