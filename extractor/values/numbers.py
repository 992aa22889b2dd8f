"""Numbers in digits and in English words, to values.

The words are read by the grammar of English numerals: groups below a thousand, each with a magnitude, in falling order
(`one hundred and twenty-three thousand four hundred`); a magnitude may follow another (`three lakh crore`); digits may
stand for a group (`1.2 million`, `4 hundred`). Fractions are a numerator and a denominator (`two thirds`, `a fifth`),
alone, after `and` (`two and a half million`) or of a magnitude (`half a million`, `three quarters of a million`).
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from extractor import lexicons
from extractor.values.numerals import VULGAR, parse_digits


def _table(name: str) -> dict[str, Mapping[str, str]]:
    return dict(lexicons.load(name).rows)


_WORDS: dict[str, tuple[str, int]] = {
    word: (row["kind"], int(row["value"])) for word, row in _table("number_words").items()
}
_SUFFIXES: dict[str, int] = {word: int(row["value"]) for word, row in _table("magnitude_suffixes").items()}
_DENOMINATORS: dict[str, int] = {word: int(row["value"]) for word, row in _table("denominators").items()}
_GLUE = {"a": 1, "an": 1, "and": 0, "point": 0, "of": 0, "couple": 2}
_ORDINALS = {"first": 1, "second": 2}  # denominators only in `twenty-first`: `a second` is a time

_VULGAR_SIGNS = "".join(VULGAR)
_DIGITS = (
    r"(?:\d|\.\d)[\d.,/⁄'’\u00a0\u2009\u202f]*(?:(?<=\d)[ ]\d{3}(?!\d)){0,9}"  # 1,300  40 000
    r"(?:[ ]?\d{1,3}[/⁄]\d{1,3})?"  # 2 1/4
    r"(?:e[-+]?\d+|\^[-+]{0,2}\d+|[ ]?[×x*·][ ]?10\^?[-−+⁻]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"  # 1.3e6  2^10  2×10^3
    rf"(?:[ ]?[{_VULGAR_SIGNS}])?|[{_VULGAR_SIGNS}]"  # 2½
)
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS})|(?P<word>[a-z]+)|(?P<gap>[\s‐‑–-]+|,[ ])")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,9})?")  # most numbers
_LIMIT = 10**100  # beyond it there is no quantity, only a run of digits or of the word `million`
_SIGN = re.compile(r"(?:(?P<minus>minus|negative|[-−–])|plus|\+)[ -]?(?=[\d.a-z½⅓⅔¼¾])")
_PARTS = re.compile(r"(?P<over>.{1,60}?) (?:out of(?: every)?|in(?: every)?|over) (?P<under>.{1,60})")


@functools.lru_cache(maxsize=4096)  # a text says "two" often
def parse_number(text: str) -> float | None:
    """Return the value of one number, however written, or None if `text` is not exactly one number.

    Case does not matter. Not read: ranges, vague numbers (`dozens`), ordinals (`third` alone), units and currencies.

    >>> [parse_number(t) for t in ("1,300", "-5", "minus 130", "1.2m", "$5", "3bn", "1,00,000", ".5")]
    [1300.0, -5.0, -130.0, 1200000.0, None, 3000000000.0, 100000.0, 0.5]
    >>> [parse_number(t) for t in ("forty-two", "a hundred", "one hundred and twenty-three thousand", "2.5 million")]
    [42.0, 100.0, 123000.0, 2500000.0]
    >>> [parse_number(t) for t in ("two and a half million", "half a million", "three-quarters", "one and a half")]
    [2500000.0, 500000.0, 0.75, 1.5]
    >>> [parse_number(t) for t in ("one in five", "3 out of 4", "half a dozen", "two point zero five")]
    [0.2, 0.75, 6.0, 2.05]
    >>> [parse_number(t) for t in ("", "a", "and", "three four", "twenty hundred and", "third", "dozens", "1,2,3")]
    [None, None, None, None, None, None, None, None]
    """
    text = re.sub(r"[ \t\r\n]+", " ", text).strip(" ").lower()
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", ""))
    sign = _SIGN.match(text)
    value = _parse_exact(text[sign.end() :] if sign else text)
    if value is None or value >= _LIMIT:
        return None
    return float(-value if sign and sign["minus"] else value)


def _parse_exact(text: str) -> Fraction | None:
    parts = _PARTS.fullmatch(text)
    if parts:
        over, under = _parse_tokens(parts["over"]), _parse_tokens(parts["under"])
        return over / under if over is not None and under else None
    return _parse_tokens(text)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # digits digit teen tens hundred dozen magnitude denominator a and point of couple
    value: Fraction


def _parse_tokens(text: str) -> Fraction | None:
    tokens = _tokens(text)
    if not tokens:
        return None
    reader = _Reader(tokens)
    value = reader.number()
    return value if reader.at == len(tokens) else None


def _tokens(text: str) -> list[_Token] | None:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return None
        position = match.end()
        if match["gap"]:
            continue
        token = _digits(match["digits"]) if match["digits"] else _word(match["word"], tokens)
        if token is None:
            return None
        tokens.append(token)
    return tokens


def _digits(text: str) -> _Token | None:
    value = parse_digits(text)
    return None if value is None else _Token("digits", value)


def _word(word: str, before: list[_Token]) -> _Token | None:
    if word in _GLUE:
        return _Token("a" if word == "an" else word, Fraction(_GLUE[word]))
    if word in _SUFFIXES and before and before[-1].kind == "digits":
        return _Token("magnitude", Fraction(_SUFFIXES[word]))
    if word in _WORDS:
        kind, value = _WORDS[word]
        return _Token(kind, Fraction(value))
    singular = word.removesuffix("s")
    kind, value = _WORDS.get(singular, ("", 0))
    if before and kind in ("dozen", "hundred", "magnitude"):  # `five millions`; `millions` alone is vague
        return _Token(kind, Fraction(value))
    if before and before[-1].kind == "tens" and singular in _ORDINALS:
        return _Token("denominator", Fraction(_ORDINALS[singular]))
    denominator = _DENOMINATORS.get(word) or _DENOMINATORS.get(singular)
    return _Token("denominator", Fraction(denominator)) if denominator else None


class _Reader:
    """Reads one number from tokens, by recursive descent; `at` is the first token not read yet.

    Every method returns None, with `at` where it was, when what it reads is not there.
    """

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def kind(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def take(self) -> Fraction:
        self.at += 1
        return self.tokens[self.at - 1].value

    def skip(self, kind: str) -> None:
        self.at += self.kind() == kind

    def number(self) -> Fraction | None:
        """Read a fraction, a cardinal, or a cardinal `and` a fraction; then what multiplies it."""
        value = self.fraction()
        if value is None:
            value = self.cardinal()
        if value is not None and self.kind() == "and":
            mark, before = self.at, self.tokens[self.at - 1]
            self.at += 1
            part = self.fraction()
            if part is None:
                self.at = mark
            elif before.kind == "magnitude" and mark == 2:  # `a million and a half` is 1.5 million
                value += part * before.value
            else:
                value += part
        return None if value is None else self.multiplied(value)

    def multiplied(self, value: Fraction) -> Fraction:
        """Read magnitudes after a fraction: `half a million`, `a quarter of a million`, `two and a half thousand`."""
        mark = self.at
        self.skip("of")
        self.skip("a")
        if self.kind() not in ("dozen", "hundred", "magnitude"):
            self.at = mark
        while self.kind() in ("dozen", "hundred", "magnitude"):
            value *= self.take()
        return value

    def fraction(self) -> Fraction | None:
        """Read `half`, `a third`, `two thirds`, `one twenty-fifth`, and before a magnitude `quarter`."""
        mark = self.at
        if self.kind() == "denominator":
            value = self.take()
            if value == 2 or (value == 4 and self.kind() == "magnitude"):
                return 1 / value
        else:
            numerator = self.cardinal()
            if numerator is None and self.kind() == "a":
                numerator = self.take()
            if numerator is not None:
                tens = self.take() if self.kind() == "tens" and self.kind(1) == "denominator" else 0
                if self.kind() == "denominator":
                    return numerator / (tens + self.take())
        self.at = mark
        return None

    def cardinal(self) -> Fraction | None:
        """Read groups with falling magnitudes: `three million two hundred and five`."""
        total: Fraction | None = None
        scale: Fraction | None = None
        while True:
            mark = self.at
            if total is not None:
                self.skip("and")
            group = self.group()
            if group is None:
                self.at = mark
                return total
            ceiling, scale = scale, None
            while self.kind() == "magnitude":
                group, scale = group * self.tokens[self.at].value, self.take()
            if ceiling is not None and group >= ceiling:
                self.at = mark
                return total
            total = group if total is None else total + group
            if scale is None:
                return total

    def group(self) -> Fraction | None:
        """Read what a magnitude multiplies: `forty-two`, `a hundred and five`, `ninety-five hundred`, `1.2`."""
        value = self.units()
        if value is None:
            return None
        if self.kind() == "dozen":
            return value * self.take()
        if self.kind() == "hundred":
            value *= self.take()
            mark = self.at
            self.skip("and")
            rest = self.small()
            proper = rest and self.kind() == "denominator" and rest < self.tokens[self.at].value
            if rest is None or (proper and self.tokens[mark].kind == "and"):  # `two hundred and three quarters`
                self.at = mark
            else:
                value += rest
                if self.kind() == "dozen":
                    value += rest * (self.take() - 1)
        return value + self.decimals()

    def units(self) -> Fraction | None:
        """Read digits, words below a hundred, `a` or nothing before a magnitude word, `a couple of` before one."""
        if self.kind() == "digits":
            return self.take()
        value = self.small()
        if value is not None:
            return value
        mark = self.at
        self.skip("a")
        value = Fraction(1)
        if self.kind() == "couple":
            value = self.take()
            self.skip("of")
        if self.kind() in ("dozen", "hundred", "magnitude") or (value == 2 and self.at == len(self.tokens)):
            return value
        self.at = mark
        return None

    def small(self) -> Fraction | None:
        """Read words below a hundred: `five`, `forty-two`; not the tens of a denominator (`one twenty-fifth`)."""
        if self.kind() in ("digit", "teen"):
            return self.take()
        if self.kind() != "tens":
            return None
        follows = self.at > 0 and self.tokens[self.at - 1].kind != "and"
        if follows and self.kind(1) == "denominator" and self.tokens[self.at + 1].value < 10:
            return None
        value = self.take()
        if self.kind() == "digit" and self.tokens[self.at].value:
            value += self.take()
        return value

    def decimals(self) -> Fraction:
        """Read words after `point`, one by one (`point zero five`) or as a number (`point seventy-one`); else zero."""
        if self.kind() != "point" or self.kind(1) not in ("digit", "teen", "tens"):
            return Fraction(0)
        self.at += 1
        written = ""
        while self.kind() in ("digit", "teen", "tens"):
            written += str(self.small())
        return Fraction(int(written), 10 ** len(written))
