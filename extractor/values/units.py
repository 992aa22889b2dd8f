"""Units behind a number and currency signs before it, to canonical names: `km` -> `kilometre`, `US$` -> `USD`.

Canonical names are ISO 4217 codes for money (its subunits by name: `cent`), and the English name of the unit for
everything else. The tables are `currencies`, `currency_signs`, `units` and `unit_symbols` in `rules/lexicons`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from extractor import lexicons
from extractor.lexicons import Lexicon
from extractor.values.lemmas import noun_lemma


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """A unit that stands in a text, and where it ends."""

    name: str  # canonical: USD, percent, kilometre
    per: str | None  # of a rate: mph is mile per hour
    kind: str  # money, percent, physical, duration
    end: int  # code points


_MOST_WORDS = 4
_WORDS = re.compile(r"(?P<first>(?:[^\W\d_]\.){2}|[^\W\d_][^\W\d_.']*)\.?(?:(?:[^\S\n]|[-‑])[^\W\d_][^\W\d_.']*){0,3}")
_GAP = re.compile(r"[-‑]|[^\S\n]-[^\S\n](?=[a-z])|[^\S\n]{0,2}(?:\n[^\S\n]{0,2})?")
_PER = re.compile(
    r"(?:[^\S\n]{1,2}(?:per|an?|each|every)[^\S\n]{1,2}|[-‑](?:an?|per)[-‑]|[^\S\n]an?[-‑]"
    r"|/(?=[a-z])|[^\S\n]?/[^\S\n]?(?=(?-i:[a-z])))"  # "$90/MWh", "20 / month", but not "20 / Acme"
    r"(?P<what>[^\W\d_]{1,20}(?:[^\S\n](?:metre|meter|foot|feet|mile|kilometre|kilometer|yard|inch|ft|m|km|hour)\b)?)"
    r"(?![^\W\d_]|[^\S\n]{1,2}(?:ago|earlier|later|before)\b)",  # "71% a week ago" is no rate
    re.IGNORECASE,
)
_OTHER_COMPOUND = re.compile(r"(?<!s)[-‑](?!an?[-‑]|per[-‑]|olds?\b)[a-z]")  # `three second-half goals`
_CLOSING = re.compile(  # of `12 m`
    r"\s*(?:$|[,;:!?)\]–-]|/(?![A-Z])|\.(?![a-z])|(?:and|or|to|in|at|on|by|for|from|per|over|with|of|up|down|off|away|apart"
    r"|deep|high|tall|long|wide|thick|above|below|beneath|under(?:ground|water)?|(?:north|south)\w{0,4}|east|west)\b)"
)


class UnitTable:
    """The unit lexicons, a user's rows included."""

    def __init__(self, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self._currencies = lexicons.load("currencies", dirs)
        self._signs = lexicons.load("currency_signs", dirs)
        self._units = lexicons.load("units", dirs)
        self._symbols = lexicons.load("unit_symbols", dirs)
        self._sign = _longest_first(self._signs)
        self._symbol = _longest_first(self._symbols)
        self._rates = lexicons.load("rates", dirs)
        named = (*self._currencies.surfaces(), *self._units.surfaces())
        self._first_words = frozenset(re.split(r"[\s-]", surface.lower())[0] for surface in named)

    def currency(self, sign: str) -> str | None:
        """Return the currency of a sign before a number (`US$`, `Rs.`, `EUR`), None for a sign that comes behind.

        >>> UnitTable().currency("HK$"), UnitTable().currency("p")
        ('HKD', None)
        """
        row = self._signs.get_exact(sign.strip())
        return row["unit"] if row and row["side"] != "after" else None

    def after(self, text: str, position: int, value: float | None = None) -> Unit | None:
        """Return the unit that stands at a position, behind a number and perhaps a blank or a hyphen.

        Args:
            text: the whole text.
            position: where the number ends, in code points.
            value: the number: `5 won` is no money, `5,000 won` is.

        >>> table = UnitTable()
        >>> table.after("12km", 2)
        Unit(name='kilometre', per=None, kind='physical', end=4)
        >>> table.after("52 Canadian dollars a barrel", 2)
        Unit(name='CAD', per='barrel', kind='money', end=28)
        >>> table.after("12 people", 2) is None
        True
        """
        gap = _GAP.match(text, position)
        start = gap.end() if gap else position
        unit = self._word(text, start, value) or self._written(text, start, attached=start == position)
        apart = unit is not None and unit.kind in ("duration", "physical") and text[position : position + 1].isspace()
        if unit is None or (apart and _OTHER_COMPOUND.match(text, unit.end)):
            return None
        return self.rate(text, unit)

    def rate(self, text: str, unit: Unit) -> Unit:
        """Return the unit with what it is per: `$5 a barrel`, `80 km/h`, `410,000 barrels per day`.

        `a` makes a rate only before a unit or a unit-like noun: none in `It paid $5 million a friend had lent.`
        """
        match = None if unit.per else _PER.match(text, unit.end)
        if not match:
            return unit
        words = " ".join(noun_lemma(word) for word in match["what"].split())
        symbol = self._symbols.get_exact(match["what"])
        row = self._units.get(words) or symbol
        if row and row["kind"] in ("physical", "duration"):
            return Unit(unit.name, row["unit"], unit.kind, match.end())
        first = match["what"].split()[0]
        explicit = re.search(r"per|/", match.group().lower().split(first.lower())[0]) or first in self._rates
        if not explicit:
            return unit
        return Unit(unit.name, noun_lemma(first), unit.kind, match.start("what") + len(first))

    def _word(self, text: str, start: int, value: float | None) -> Unit | None:
        """A unit in words, as many of them as make one: `square kilometres`, `degrees Celsius`, `Danish crowns`."""
        match = _WORDS.match(text, start)
        if not match:
            return None
        first = match["first"].lower()
        if first not in self._first_words and _unit_lemma(first) not in self._first_words:
            return None
        words = list(re.finditer(r"[^\s‑-]+", match.group()))
        for many in range(min(_MOST_WORDS, len(words)), 0, -1):
            end = start + words[many - 1].end()
            written = [word.group() for word in words[:many]]
            unit = self._named(written, value, end)
            if unit is None and written[-1].endswith("."):  # the end of the sentence
                unit = self._named([*written[:-1], written[-1][:-1]], value, end - 1)
            if unit:
                return unit
        return None

    def _named(self, words: list[str], value: float | None, end: int) -> Unit | None:
        plain = " ".join(words).lower()
        lemmas = " ".join(_unit_lemma(word) for word in words)
        for key in dict.fromkeys((plain, lemmas)):
            money = self._currencies.get(key)
            if money and not (money["least"] and abs(value or 0) < float(money["least"])):
                return Unit(money["unit"], None, "money", end)
            row = self._units.get(key)
            if row:
                return Unit(row["unit"], row["per"] or None, row["kind"], end)
        return None

    def _written(self, text: str, start: int, attached: bool) -> Unit | None:
        """A symbol: `km`, `°C`, `€`, `USD`. A single letter must touch the number."""
        for regex, lexicon in ((self._symbol, self._symbols), (self._sign, self._signs)):
            match = regex.match(text, start)
            if not match:
                continue
            row = lexicon.get_exact(match.group())
            if row is None or row.get("side") == "before" or re.match(r"[-‑]\d", text[match.end() : match.end() + 2]):
                continue  # `12 F-16s` are no farads
            if len(match.group()) == 1 and match.group().isalpha() and not attached and not _closes(text, match.end()):
                continue
            return Unit(row["unit"], row.get("per") or None, row.get("kind", "money"), match.end())
        return None


def _unit_lemma(word: str) -> str:
    return "foot" if word.lower() == "feet" else noun_lemma(word) if not word.lower().endswith("sius") else word.lower()


def _closes(text: str, end: int) -> bool:
    """Whether what follows a single-letter symbol shows that it is one: nothing, punctuation, a small linking word."""
    return _CLOSING.match(text, end) is not None


def _longest_first(lexicon: Lexicon) -> re.Pattern[str]:
    """Any surface of a lexicon in its own case, not running on into a word."""
    surfaces = sorted(lexicon.surfaces(), key=lambda surface: (-len(surface), surface))
    escaped = (re.escape(surface).replace(r"\ ", r"[^\S\n]") for surface in surfaces)
    return re.compile(rf"(?:{'|'.join(escaped)})(?![^\W_])")
