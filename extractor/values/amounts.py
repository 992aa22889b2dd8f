"""Amounts: a number with its magnitude, currency sign and unit, from the text where it stands.

What a letter behind a number means is settled here: `$5m` is five million dollars, `a 5m wall` five metres,
`5m people` five million; `5G`, `3D` and `90s` are no amounts.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from extractor import lexicons
from extractor.values.lemmas import is_plural
from extractor.values.numbers import parse_number
from extractor.values.units import Unit, UnitTable

_NOT_MILLIONS = frozenset(("hurdles", "finals", "sprints", "heats", "races", "freestyle", "relays", "metres", "meters"))
_OF_PEOPLE = frozenset(("without", "flee", "fled", "face", "need", "starve", "homeless", "displaced", "hungry", "dead"))
_ALWAYS_MAGNITUDE = frozenset(
    ("k", "K", "M", "B", "bn", "Bn", "BN", "mn", "mln", "bln", "tn", "trn", "tln", "mil", "b")
)
_NEXT_WORD = re.compile(r"[^\S\n](?P<of>of[^\S\n](?:its|their|the|our|those|these)[^\S\n])?(?P<word>[A-Za-z]{2,20})\b")
_NUMBER_BEFORE = re.compile(r"\b(?:numbers?|population|audience|membership)\b[^.;\d]{0,50}$", re.IGNORECASE)
_MAGNITUDE_WORD = re.compile(
    r"[ -]?(?:hundred|thousand|million|billion|trillion|lakh|crore|[kKmMbB]|bn|mn|tn)\b", re.IGNORECASE
)
_LETTER_MAGNITUDE = re.compile(r"[^\S\n](?P<letter>m|M|b|t)\b(?![.'’][a-z])")
_SCALED_CODE = re.compile(
    r"[^\S\n]?(?P<letter>[kM])?(?P<code>[A-Z]{3})\b(?:[^\S\n](?P<word>thousand|million|billion|trillion)\b)?"
)
_ODD = re.compile(
    r"(?:[-‑\s](?:odd|plus|or so|(?:or )?more|additional|extra|further|full|whole|straight|consecutive|solid)|\+)(?=\s)"
)
_BRITISH = re.compile(
    r"£|\b(?:sterling|pence|penny|euros?|currency|exchange|Brit\w{1,5}|UK|U\.K\.|London|England|Scot\w{1,6}|Wales|Welsh|Egypt\w{0,3}|Leban\w{2,4})\b"
)
_MONEY_BEFORE = re.compile(
    r"\b(?:sales|profits?|revenues?|turnover|loss(?:es)?|costs?|budget|fund(?:s|ing)?|loans?|debts?|deal|paid|spen[dt]|tax(?:es)?|worth)"
    r"\b(?:[^.;]|\.(?=\d)){0,60}$",
    re.IGNORECASE,
)
_WEIGHT_BEFORE = re.compile(r"\b(?:weigh|lift|haul|heav)\w{0,6}\b[^.;]{0,40}$", re.IGNORECASE)
_WEIGHT_AFTER = re.compile(
    r"[\s-]pound(?:s? of (?!sterling|debt|public|taxpayer|government|aid|investment)[a-z]|s? (?:heavier|lighter)"
    r"|s? (?:(?:glide|guided|cluster) )?(?:bomb|shell|warhead|missile|charge|munition|explosive)s?\b)"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Amount:
    """A number and its unit; `end` is behind the unit, `number_end` behind number and magnitude."""

    value: float
    number_end: int
    unit: Unit | None
    end: int


class AmountReader:
    """Reads amounts with the unit lexicons."""

    def __init__(self, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self.units = UnitTable(dirs)
        self._suffixes = lexicons.load("magnitude_suffixes", dirs)

    def read(
        self, text: str, start: int, end: int, touching: int | None = None, sign: str | None = None
    ) -> Amount | None:
        """Return the amount whose number stands at `start` to `end`, or None if it is none.

        Args:
            text: the whole text; the unit is looked for behind the number.
            start: of the number, in code points.
            end: behind the number.
            touching: behind the letters that touch the number, if any do.
            sign: the currency sign before the number, if any.

        >>> reader = AmountReader()
        >>> reader.read("1.2m tons", 0, 3, 4)
        Amount(value=1200000.0, number_end=4, unit=Unit(name='ton', per=None, kind='physical', end=9), end=9)
        >>> reader.read("5m wide", 0, 1, 2)
        Amount(value=5.0, number_end=1, unit=Unit(name='metre', per=None, kind='physical', end=2), end=2)
        >>> reader.read("5G masts", 0, 1, 2) is None
        True
        """
        value = parse_number(text[start:end])
        if value is None:
            return None
        if touching is not None and touching > end:
            return self._with_letters(text, start, end, touching, value, sign)
        return self._with_unit(text, end, value, sign)

    def _with_letters(
        self, text: str, start: int, number_end: int, end: int, value: float, sign: str | None
    ) -> Amount | None:
        letters = text[number_end:end]
        row = self._suffixes.get(letters)
        if row and (
            sign or letters in _ALWAYS_MAGNITUDE or (letters == "m" and self._counts_millions(text, start, end))
        ):
            scaled = parse_number(f"{text[start:number_end]} {letters}")
            return None if scaled is None else self._with_unit(text, end, scaled, sign)
        unit = self.units.after(text, number_end, value)
        if sign or unit is None or unit.end < end:
            return None
        return Amount(value, number_end, unit, unit.end)

    def _counts_millions(self, text: str, start: int, end: int) -> bool:
        """Whether `m` is a million: a plural or `of the` follows (`5m people`, `35m of its users`), no dimension."""
        if _NUMBER_BEFORE.search(text, max(0, start - 60), start):
            return True
        match = _NEXT_WORD.match(text, end)
        if not match or match["word"] in _NOT_MILLIONS:
            return False
        if match["word"] in _OF_PEOPLE:
            return True
        unit = self.units.after(text, end)
        return bool(match["of"]) or is_plural(match["word"]) or bool(unit and unit.kind in ("physical", "money"))

    def _with_unit(self, text: str, end: int, value: float, sign: str | None) -> Amount:
        if (sign or text[end : end + 2] == " M") and (letter := _LETTER_MAGNITUDE.match(text, end)):  # `$5 m`
            value, end = value * float(self._suffixes.rows[letter["letter"].lower()]["value"]), letter.end()
        if scaled := _SCALED_CODE.match(text, end):  # `120 MEUR`, `60 USD million`
            code = self.units.currency(scaled["code"])
            if code and (scaled["letter"] or scaled["word"]):
                factor = parse_number(f"1 {scaled['letter'] or scaled['word']}") or 1
                return Amount(value * factor, end, Unit(code, None, "money", scaled.end()), scaled.end())
        odd = _ODD.match(text, end)
        unit = self.units.after(text, odd.end() if odd else end, value)
        currency = self.units.currency(sign) if sign else None
        if currency:
            named = unit if unit and unit.kind == "money" else None  # `$5 million Canadian dollars`
            unit = named or self.units.rate(text, Unit(currency, None, "money", end))
        if unit and unit.name == "GBP" and text[end : unit.end].lower().strip(" -s").endswith("pound"):
            unit = _weight(text, end, unit)
        return Amount(value, end, unit, unit.end if unit else end)


def has_magnitude(number: str) -> bool:
    """Whether a number is written with a magnitude: in `$10 to $15 billion` the first borrows the second's.

    >>> has_magnitude("15 billion"), has_magnitude("15")
    (True, False)
    """
    return bool(_MAGNITUDE_WORD.search(number))


def _weight(text: str, end: int, unit: Unit) -> Unit:
    """`pounds` are a weight where the text weighs something, or where nothing British is near."""
    money = _MONEY_BEFORE.search(text[max(0, end - 90) : end])
    if not money and not _BRITISH.search(text[max(0, end - 1000) : end + 1000]):
        return dataclasses.replace(unit, name="pound", kind="physical")
    heavy = _WEIGHT_BEFORE.search(text[max(0, end - 80) : end]) or _WEIGHT_AFTER.match(text[end : end + 40])
    return dataclasses.replace(unit, name="pound", kind="physical") if heavy else unit
