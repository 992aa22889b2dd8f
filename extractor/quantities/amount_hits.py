"""Reads what the rules of counts found: numbers, ranges, scores, shares and vague numbers, to value columns."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from typing import Any, get_args

from extractor import lexicons
from extractor.lexicons import RuleError
from extractor.matcher import Hit, Reject
from extractor.quantities.names_with_numbers import counts_on, word_behind
from extractor.records import Form
from extractor.ruleset import Rule
from extractor.values.amounts import Amount, AmountReader, has_magnitude
from extractor.values.numbers import parse_number
from extractor.values.units import Unit

_SCORE = re.compile(
    r"\b(?:went|w[io]ns?|winning|beat\w{0,3}|defeat\w{0,3}|los[ets]\w{0,3}|dr[ae]ws?|draws?|vot\w{1,4}|victor\w{1,3}|le[a]?d\w{0,4}|scor\w{1,4}|"
    r"ti[e]d?|pass\w{0,3}|approv\w{1,3}|reject\w{0,3}|goals?|sets?|thrash\w{0,3}|margin|ahead|down|behind|equali[sz]\w{1,4}|result|"
    r"ratio|edged|ended|finished|penalty|scoreboard|kick|record|aggregate|half-?time|full-?time)\b",
    re.IGNORECASE,
)
_AGED = re.compile(r"\bage[ds]? $")
_BARE_MAGNITUDES = frozenset(
    word for word, row in lexicons.load("number_words").rows.items() if row["kind"] in ("hundred", "dozen", "magnitude")
)
_SUSPENDED = re.compile(
    r"[-‑],?\s(?:and|or|to)\s[\w.]{1,12}(?=[-‑])|\s(?:or|to)\s\d{1,3}(?:\.\d{1,3})?(?=\s?(?:%|per ?cent\b))"
)
_SINGULAR_PART = re.compile(  # `five half-hour shows`, `a two-quarter decline`
    r"(?!half\b)(?:.{1,60} )?(?!one |an? )\w+ \w+[^s]|(?!one\b|three\b)\w+[-‑]quarter", re.IGNORECASE
)
_ORDINAL = re.compile(r"an? \w+(?<!half)(?<!quarter)", re.IGNORECASE)  # `a third week of strikes`
_OF = re.compile(r"\sof\s")
_PLACES = re.compile(  # `killed 3 in 12 states`, `14 out of 20 missiles`
    r"(?!1\b)\d+ in (?!10+$|20$|50$)\d\d+|\d\d+ out of (?!100+$)\d+"
)
_OF_ONE = re.compile(r"\s(?:of\s)?an?\s")
_STATES = "|".join(lexicons.load("event_states").surfaces())
_SCORES_OF_PEOPLE = re.compile(
    r"\s(?:of|more|others)\b|\s(?:(?:were|are|remain|have been|had been)\s(?:(?:also|still|feared|reported)\s)?)?"
    rf"(?:{_STATES})\b"
)
_HARMS = re.compile(r"\b(?:kill|injur|wound|hurt|maim|arrest|detain)(?:s|es|ed|ing)?\s$")
_VAGUE_UNITS = {
    "dozen": 12,
    "score": 20,
    "ten": 10,
    "hundred": 100,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}


class AmountHits:
    """Reads the hits of the rules of counts, each by the `reads` of its rule."""

    def __init__(self, extra_dirs: Iterable[str] = ()) -> None:
        self.amounts = AmountReader(extra_dirs)
        self._changes = lexicons.load("changes", extra_dirs)
        self._readers: dict[str, Callable[[str, Hit], dict[str, Any]]] = {
            "number": self._number,
            "range": self._range,
            "score": self._score,
            "ratio": self._ratio,
            "vague": self._vague,
            "two": lambda text, hit: self._fixed(text, hit, 2.0),
            "none": lambda text, hit: self._fixed(text, hit, 0.0),
            "fold": self._fold,
            "two_units": self._two_units,
        }

    def check(self, rule: Rule) -> None:
        """Refuse a rule that does not say how it is read.

        Raises:
            RuleError: naming file and rule.
        """
        for key, known in (("reads", self._readers), ("form", get_args(Form))):
            if rule.values.get(key) not in known:
                raise RuleError(f"{rule.path}: rule {rule.id!r}: needs values.{key}, one of {', '.join(known)}")

    def read(self, text: str, hit: Hit) -> dict[str, Any]:
        """Return the value columns that number and unit give, with `start` and `end` of number and unit.

        Raises:
            Reject: if it is no number after all.
        """
        values = self._readers[hit.rule.values["reads"]](text, hit)
        return {"form": hit.rule.values["form"], "kind": hit.rule.label, **values}

    def _number(self, text: str, hit: Hit) -> dict[str, Any]:
        start, end = hit.spans["number"]
        sign = hit.groups.get("sign")
        if sign and self.amounts.units.currency(sign) is None:
            raise Reject(f"{sign!r} stands behind amounts only")
        if hit.groups["number"].lower() in _BARE_MAGNITUDES:
            raise Reject("a magnitude without a number")
        if text[start:end].lower() == "a dozen" and re.search(
            r"(?:cents?|pence|dollars?|[$£€][\d.]{1,9})\s$", text[max(0, start - 14) : start]
        ):
            raise Reject("a rate")
        if _is_slashed_name(hit.groups["number"]):
            raise Reject("a name")
        amount = self._amount(text, hit, "number", "touching", sign)
        if amount is None:
            amount = self._longest(text, start, end)
        if amount is None:
            raise Reject("not a number")
        apart = sign and start > hit.spans["sign"][1]
        if sign and len(sign) == 1 and sign.isalpha() and (apart or amount.value < _LEAST_BEHIND_LETTER):
            raise Reject("a word, a road or a model")
        unit = amount.unit or self._elsewhere(text, start, amount)
        if hit.rule.values["form"] == "fraction":
            if _SINGULAR_PART.fullmatch(hit.groups["number"]) or (unit and _ORDINAL.fullmatch(hit.groups["number"])):
                raise Reject("an ordinal, or a number of things")
            unit = unit or self._of_unit(text, end, _OF_ONE) or _point(text, end)
            amount = dataclasses.replace(amount, end=unit.end if unit else amount.end)
        values = _exact(amount.value) | _unit(unit) | {"number_start": start, "number_end": amount.number_end}
        first = hit.spans["sign"][0] if sign else start
        return values | {"start": first, "end": amount.end}

    def _elsewhere(self, text: str, start: int, amount: Amount) -> Unit | None:
        """The unit that two numbers share (`a 7- or 8-inch screen`, `by 62.3 to 37.7 percent`), or `magnitude 6.1`."""
        if text[max(0, start - 10) : start].lower() in ("magnitude ", "magnitude-"):
            return Unit("magnitude", None, "physical", amount.end)
        match = _SUSPENDED.match(text, amount.number_end)
        return self.amounts.units.after(text, match.end(), amount.value) if match else None

    def _amount(self, text: str, hit: Hit, number: str, touching: str, sign: str | None) -> Amount | None:
        start, end = hit.spans[number]
        return self.amounts.read(text, start, end, hit.spans.get(touching, (end, end))[1], sign)

    def _longest(self, text: str, start: int, end: int) -> Amount | None:
        """The longest beginning of a run of number words that is one number: `two` of `two one-way tickets`."""
        if not text[start].isalpha():
            return None
        for space in [match.start() for match in re.finditer(r"[\s-]", text[start:end])][::-1]:
            amount = self.amounts.read(text, start, start + space)
            if amount is not None:
                return amount
        return None

    def _range(self, text: str, hit: Hit) -> dict[str, Any]:
        low_sign, high_sign = hit.groups.get("low_sign"), hit.groups.get("high_sign")
        low = self._amount(text, hit, "low", "low_touching", low_sign)
        high = self._amount(text, hit, "high", "high_touching", high_sign)
        if low is None or high is None or hit.groups["low"].lower() in _BARE_MAGNITUDES:
            raise Reject("not two numbers")
        if "low_unit" in hit.spans and low.end != hit.spans["low_unit"][1]:
            raise Reject("what stands between the numbers is no unit")
        unit = high.unit or low.unit
        if low.unit and high.unit and (low.unit.name, low.unit.kind) != (high.unit.name, high.unit.kind):
            raise Reject("two units")
        apart = low.unit if not high.unit else None  # `rose by 5% to 2,140`, `in 24 hours to 2,140`
        if apart and (apart.kind == "percent" or high.value > 20 * low.value):
            raise Reject("a change and a level")
        things = word_behind(text, high.end)  # `will cut 200 to 300 jobs`
        level = low.unit or not (unit or (counts_on(things) and things != "points"))
        if level and hit.groups["joint"].strip() == "to" and self._follows_change(text, hit.start):
            raise Reject("the size of a change, and the level that it led to")
        bounds = _bounds(low.value, high.value, hit.groups["low"], text[hit.spans["high"][0] : high.number_end])
        self._refuse_range(text, hit, bounds, unit)
        values = {"value": None, "low": min(bounds), "high": max(bounds)} | _unit(unit)
        if bounds[0] > bounds[1]:
            values["change"] = "down"
        start = hit.spans["low_sign"][0] if low_sign else hit.spans["low"][0]
        return values | {
            "number_start": hit.spans["low"][0],
            "number_end": high.number_end,
            "start": start,
            "end": high.end,
        }

    def _follows_change(self, text: str, start: int) -> bool:
        """Whether a word of change stands before a number: `rose 5 percent to 1,300` is no range."""
        words = re.findall(r"[a-z]+", text[max(0, start - 40) : start].lower())
        while words and words[-1] in (
            "by",
            "about",
            "some",
            "nearly",
            "almost",
            "around",
            "another",
            "just",
            "a",
            "further",
        ):
            words.pop()
        return bool(words) and words[-1] in self._changes

    def _refuse_range(self, text: str, hit: Hit, bounds: tuple[float, float], unit: Unit | None) -> None:
        joint = hit.groups["joint"].strip(" -–—").lower()
        low, high = bounds
        if low == high:
            raise Reject("both ends are the same")
        if joint == "/" and not (unit and unit.kind == "money"):
            raise Reject("a fraction or a name")
        if joint == "" and not unit:
            if 1000 <= low <= 2100:
                raise Reject("years", blocks=True)
            if low > high or _spaced(hit) or _is_near_game(text, hit):
                raise Reject("a score")
        if joint == "or" and (high > 3 * low or re.search(r"(?i)\beither\s$", text[max(0, hit.start - 8) : hit.start])):
            raise Reject("a choice")
        if (
            joint == "to"
            and low > high
            and not re.search(r"from\s[^.;]{0,60}$", text[max(0, hit.start - 70) : hit.start])
        ):
            raise Reject("falls without `from`")

    def _score(self, text: str, hit: Hit) -> dict[str, Any]:
        low, high = float(hit.groups["low"]), float(hit.groups["high"])
        dash = hit.groups["joint"].strip() in "-–"
        if not (low >= high and dash) and not _spaced(hit) and not _is_near_game(text, hit):
            raise Reject("no game or vote is near")
        values = {"value": None, "low": min(low, high), "high": max(low, high)}
        return values | {"number_start": hit.start, "number_end": hit.end, "start": hit.start, "end": hit.end}

    def _ratio(self, text: str, hit: Hit) -> dict[str, Any]:
        value = parse_number(re.sub(r"(?i)(?:of|in) every|out of every", "in", hit.groups["number"]))
        over = " over " in hit.groups["number"].lower()
        if value is None or (over and re.match(r"\s[a-z]", text[hit.end : hit.end + 2])):
            raise Reject("no share")
        if not over and (not 0 < value < 1 or _PLACES.fullmatch(hit.groups["number"])):
            raise Reject("no share")
        if self.amounts.units.after(text, hit.end):
            raise Reject("a number of things in a time")
        return _exact(value) | _place(hit)

    def _two_units(self, text: str, hit: Hit) -> dict[str, Any]:
        """`three dollars and fifty cents`, `6 feet 2 inches`, and `18 dollars 40` at the end of a clause."""
        start, end = hit.spans["number"]
        major = self.amounts.read(text, start, end)
        parts = parse_number(hit.groups["parts"])
        size, minors = (12, ("i", '"', "″", "”")) if hit.groups["major"][0].lower() in "f'′’" else (100, ("c", "p"))
        minor = hit.groups.get("minor", "").lower()
        if major is None or parts is None or parts >= size or (minor and not minor.startswith(minors)):
            raise Reject("not two units of one kind")
        if not minor and (parts < 10 or size == 12 or not re.match(r"\s*(?:[.,;!?]|$)", text[hit.end : hit.end + 3])):
            raise Reject("no second unit")
        unit = Unit("foot", None, "physical", hit.end) if size == 12 else major.unit
        values = _exact(major.value + parts / size) | _unit(unit)
        return values | {"number_start": start, "number_end": hit.spans["parts"][1], "start": start, "end": hit.end}

    def _vague(self, text: str, hit: Hit) -> dict[str, Any]:
        words = hit.groups["number"].lower().replace("-", " ").split()
        sizes = [_VAGUE_UNITS[word.rstrip("s")] for word in words if word.rstrip("s") in _VAGUE_UNITS]
        size = 1.0
        for factor in sizes:
            size *= factor
        some = words[0] in ("several", "a", "many", "some")
        if (
            words == ["scores"]
            and not _SCORES_OF_PEOPLE.match(text, hit.end)
            and not _HARMS.search(text[max(0, hit.start - 12) : hit.start])
        ):
            raise Reject("points or music")
        low = 2 * size if some else size
        high = None if not sizes else 10 * size if size != 12 or some else 100.0
        unit = self.amounts.units.after(text, hit.end) or self._of_unit(text, hit.end, _OF)
        end = unit.end if unit else hit.end
        return {"value": None, "low": low, "high": high} | _unit(unit) | _place(hit) | {"end": end}

    def _of_unit(self, text: str, end: int, link: re.Pattern[str]) -> Unit | None:
        """The unit of `millions of dollars`, `half a mile`, `a quarter of an hour`."""
        match = link.match(text, end)
        return self.amounts.units.after(text, match.end() - 1) if match else None

    def _fixed(self, text: str, hit: Hit, value: float) -> dict[str, Any]:
        return _exact(value) | _place(hit) | {"end": hit.spans["number"][1]}

    def _fold(self, text: str, hit: Hit) -> dict[str, Any]:
        value = parse_number(hit.groups["number"])
        if value is None:
            raise Reject("not a number")
        return _exact(value) | _place(hit)


def _is_slashed_name(number: str) -> bool:
    """Whether two figures around a slash are no fraction: `the 6/44 lottery`, `open 24/7`."""
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})", number)
    return match is not None and (int(match[1]) >= int(match[2]) or int(match[2]) not in _DENOMINATORS)


def _point(text: str, end: int) -> Unit | None:
    """The unit of `cut its rate by a quarter point`, `a half-point rise`."""
    match = re.match(r"(?: a)?[ -]point\b", text[end : end + 9])
    return Unit("percentage point", None, "percent", end + match.end()) if match else None


_LEAST_BEHIND_LETTER = 100  # `N500` is money, `N95` a mask, `R61` a road
_DENOMINATORS = frozenset((*range(2, 11), 12, 15, 16, 20, 24, 25, 30, 32, 50, 60, 64, 100, 128, 256))


def _spaced(hit: Hit) -> bool:
    """Whether a dash with blanks stands between two small numbers, as in the results of matches."""
    small = all(re.fullmatch(r"\d{1,2}", hit.groups[name]) for name in ("low", "high"))
    return small and re.fullmatch(r"\s[-–]\s", hit.groups["joint"]) is not None


def _place(hit: Hit) -> dict[str, Any]:
    start, end = hit.spans["number"]
    return {"number_start": start, "number_end": end, "start": hit.start, "end": hit.end}


def _exact(value: float) -> dict[str, Any]:
    return {"value": value, "low": value, "high": value}


def _unit(unit: Unit | None) -> dict[str, Any]:
    return {} if unit is None else {"unit": unit.name, "per": unit.per, "kind": unit.kind}


def _bounds(low: float, high: float, low_text: str, high_text: str) -> tuple[float, float]:
    """Both numbers, the first with the magnitude that it borrows: `$10 to $15 billion`, not `$300 to $6 million`."""
    if has_magnitude(high_text) and not has_magnitude(low_text):
        figure = parse_number(re.split(r"[\s-]*[a-zA-Z]", high_text)[0])
        if figure and low <= 10 * figure:
            return low * high / figure, high
    return low, high


def _is_near_game(text: str, hit: Hit) -> bool:
    """Whether a game or a vote is told of; `voters aged 18-29` did not vote so."""
    aged = _AGED.search(text, max(0, hit.start - 8), hit.start) or text.startswith(" age ", hit.end)
    return not aged and _SCORE.search(text[max(0, hit.start - 60) : hit.end + 40]) is not None
