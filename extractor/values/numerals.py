"""Numbers written in digits: `1,300`, `1,00,000`, `1 234 567`, `12,5`, `½`, `1.99×10^30`."""

import re
from fractions import Fraction

BLANKS = "\u0020\u00a0\u2009\u202f"
"""Blank, no-break blank, thin blank and narrow no-break blank: each may separate thousands."""

VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip

_GROUPINGS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<whole>\d{0,30})(?:\.(?P<decimals>\d{1,30}))?",  # 1300  1300.5  .5
        r"(?P<whole>\d{1,3}(?:,\d{3}){1,9})(?:\.(?P<decimals>\d{1,30}))?",  # 1,234,567.8
        r"(?P<whole>\d{1,2}(?:,\d{2}){1,9},\d{3})(?:\.(?P<decimals>\d{1,30}))?",  # 12,34,567 (Indian)
        rf"(?P<whole>\d{{1,3}}(?:[{BLANKS}]\d{{3}}){{1,9}})(?:[.,](?P<decimals>\d{{1,30}}))?",  # 1 234 567
        r"(?P<whole>\d{1,3}(?:['’]\d{3}){1,9})(?:\.(?P<decimals>\d{1,30}))?",  # 1'234'567 (Swiss)
        r"(?P<whole>\d{1,3}(?:\.\d{3}){2,9})(?:,(?P<decimals>\d{1,30}))?",  # 1.234.567 (continental)
        r"(?P<whole>\d{1,3}(?:\.\d{3}){1,9}),(?P<decimals>\d{1,30})",  # 1.234,5
        r"(?P<whole>\d{1,30}),(?P<decimals>\d{1,2}|\d{4,30})",  # 12,5: three digits would be thousands
    )
)
_RATIO = re.compile(
    rf"(?:(?P<whole>\d{{1,6}})[{BLANKS}-]{{1,3}})?(?P<over>\d{{1,6}})[/⁄](?P<under>\d{{1,6}})", re.ASCII
)
_VULGAR = re.compile(rf"(?P<whole>\d{{1,6}})?[{BLANKS}]?(?P<vulgar>[{''.join(VULGAR)}])", re.ASCII)
_POWER = re.compile(
    r"(?P<base>.{1,60}?)(?:e|[ ]?[×x*·][ ]?10\^?)(?P<sign>[-−+]?)(?P<exponent>[0-9]{1,2})", re.IGNORECASE
)
_RAISED = re.compile(r"(?P<base>[\d.,]{1,30})\^(?P<sign>[-+]{0,2})(?P<exponent>\d{1,2})", re.ASCII)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def parse_digits(text: str) -> Fraction | None:
    """Return the exact value of a number in digits, or None if `text` is not one number.

    >>> [str(parse_digits(t)) for t in ("1,300", "1,00,000", "40 000", "1.234.567", "1'000", "12,5", "3.650")]
    ['1300', '100000', '40000', '1234567', '1000', '25/2', '73/20']
    >>> [str(parse_digits(t)) for t in ("3/4", "2 1/4", "2½", "2^10", "2×10⁻³", "1,23,45", "7/0", "1.2.3")]
    ['3/4', '9/4', '5/2', '1024', '1/500', 'None', 'None', 'None']
    """
    if not text.isascii():
        text = text.translate(_SUPERSCRIPTS) if "10" in text else text
    for read in (_grouped, _ratio, _vulgar, _power, _raised):
        value = read(text)
        if value is not None:
            return value
    return None


def _grouped(text: str) -> Fraction | None:
    for grouping in _GROUPINGS:
        match = grouping.fullmatch(text)
        if match and text:
            whole = re.sub(r"[^0-9]", "", match["whole"]) or "0"
            decimals = match["decimals"] or ""
            return Fraction(int(whole + decimals), 10 ** len(decimals))
    return None


def _ratio(text: str) -> Fraction | None:
    match = _RATIO.fullmatch(text)
    if not match or int(match["under"]) == 0:
        return None
    return int(match["whole"] or 0) + Fraction(int(match["over"]), int(match["under"]))


def _vulgar(text: str) -> Fraction | None:
    match = _VULGAR.fullmatch(text)
    return int(match["whole"] or 0) + VULGAR[match["vulgar"]] if match else None


def _power(text: str) -> Fraction | None:
    match = _POWER.fullmatch(text)
    base = _grouped(match["base"]) if match else None
    if match is None or base is None:
        return None
    exponent = int(match["exponent"])
    scale = Fraction(10**exponent)
    return base / scale if match["sign"] in ("-", "−") else base * scale


def _raised(text: str) -> Fraction | None:
    match = _RAISED.fullmatch(text)
    base = _grouped(match["base"]) if match else None
    if match is None or not base or base > 10**9:
        return None
    raised: Fraction = base ** int(match["exponent"])
    return 1 / raised if match["sign"] == "-" else raised
