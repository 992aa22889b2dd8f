r"""With which words or signs a match of a regular expression can begin.

Searching a whole sentence for each of a hundred expressions would cost more than the language model. So each
expression is analysed once, when it is loaded: if every match of it begins with one of a few words (`last`, `May`), a
digit or a sign (`$`), it is tried at these places only. What cannot be analysed is searched for everywhere.

The analysis walks the syntax tree of the standard library's `re` and spells out each beginning, up to the end of its
first word.
"""

from __future__ import annotations

import functools
import itertools
import re
import re._constants as sre  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

from extractor.triggers import DIGIT, parsed

CAPITAL = "Aa"
"""The opening that stands for any word with a capital letter."""

_MOST = 20_000
_DIGITS = frozenset("0123456789")
_LETTER = re.compile(r"[^\W\d_]")
_SIGN = re.compile(r"[^\w\s]")
_AT = {DIGIT: re.compile(r"(?<!\w)[0-9]"), CAPITAL: re.compile(r"(?<!\w)[^\W\d_a-z]")}
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def fold(text: str) -> str:
    """A text in lower case and with straight apostrophes, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # as that of the Turkish capital I with a dot
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lower.replace("’", "'")


def signs_of(folded: str) -> set[str]:
    """The openings that are no words and no digits: signs, and `CAPITAL`, which nearly every sentence has."""
    return {CAPITAL, *(character for character in set(folded) if not character.isalnum())}


def places_of(opening: str, text: str, folded: str, start: int, end: int) -> list[int]:
    """Where an opening stands in a part of a text, in order; a word may also be the beginning of a longer one there."""
    regex = _AT.get(opening)
    if regex is not None:
        return [match.start() for match in regex.finditer(text, start, end)]
    places = []
    is_sign = not opening[0].isalnum()
    place = folded.find(opening, start, end)
    while place >= 0:
        if is_sign or place == start or not folded[place - 1].isalnum():
            places.append(place)
        place = folded.find(opening, place + len(opening), end)
    return places


def _folded(opening: str) -> str:
    return DIGIT if opening in _DIGITS else fold(opening)


class _Unknown(Exception):
    """What an expression can begin with cannot be listed."""


@functools.lru_cache(maxsize=1024)
def openings_of(regex: str, case_sensitive: bool = False) -> frozenset[str] | None:
    r"""Words in lower case, `DIGIT`, `CAPITAL` and signs: every match begins with one. None if they cannot be listed.

    The expression is taken to begin and end at a word's border.

    >>> sorted(openings_of(r"(?:the )?(?:last|next) weeks?"))
    ['last', 'next', 'the']
    >>> sorted(openings_of(r"[$£][0-9]{1,3}|[0-9]{1,3} euros"))
    ['$', '0', '£']
    >>> openings_of(r"[A-Z]\w{1,9} Street", case_sensitive=True)
    frozenset({'Aa'})
    >>> openings_of(r"\w{1,9} Street") is None
    True
    """
    try:
        found = list(itertools.islice(_openings("", list(parsed(regex)), case_sensitive), _MOST + 1))
    except (_Unknown, RecursionError):  # an expression such as "(?:a{1,90}){1,90}" has openings without end
        return None
    return frozenset(found) if len(found) <= _MOST else None


def _openings(word: str, nodes: list[Any], exact: bool) -> Iterator[str]:
    """The openings of what a sequence of elements matches behind the first letters of a word."""
    if not nodes:
        yield from _ended(word)
        return
    (operator, argument), rest = nodes[0], nodes[1:]
    if operator is sre.SUBPATTERN:
        yield from _openings(word, [*argument[3], *rest], exact and not argument[1] & re.IGNORECASE)
    elif operator is sre.ATOMIC_GROUP:
        yield from _openings(word, [*argument, *rest], exact)
    elif operator is sre.BRANCH:
        for branch in argument[1]:
            yield from _openings(word, [*branch, *rest], exact)
    elif operator in _REPEATS:
        least, most, inner = argument
        more = [(operator, (max(0, least - 1), most - 1, inner))] if most > 1 else []
        yield from _openings(word, [*inner, *more, *rest], exact)
        if least == 0:
            yield from _openings(word, rest, exact)
    elif argument is sre.AT_BOUNDARY and word:
        yield from _ended(word)
    elif operator in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
        yield from _openings(word, rest, exact)
    else:
        for character in _characters(operator, argument, word, exact):
            if _LETTER.fullmatch(character):
                yield from _openings(word + fold(character), rest, exact)
            else:
                yield from _ended(word or character)


def _ended(opening: str) -> Iterator[str]:
    """An opening that is complete, if it is one: not nothing at all, nor a blank."""
    if not (_LETTER.match(opening) or opening in _DIGITS or _SIGN.fullmatch(opening)):
        raise _Unknown
    yield opening if opening == CAPITAL else _folded(opening)


def _characters(operator: Any, argument: Any, word: str, exact: bool) -> Iterator[str]:
    """What an element of one character can be behind the letters of a word, of which any other character is the end."""
    items = argument if operator is sre.IN else [(operator, argument)]
    for kind, value in items:
        if kind is sre.LITERAL:
            a_capital = value > 127 and chr(value).isupper() and exact and not word  # of "[A-ZČŠ]"
            yield CAPITAL if a_capital and len(items) > 1 else chr(value)
        elif kind is sre.RANGE and all(chr(code) in _DIGITS for code in value):
            yield DIGIT
        elif kind is sre.RANGE and exact and not word and value[1] - value[0] < 64:
            yield from _of_range(range(value[0], value[1] + 1))
        elif kind is sre.CATEGORY and word and value in (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_WORD, sre.CATEGORY_DIGIT):
            yield " "
        else:
            raise _Unknown


def _of_range(codes: range) -> Iterator[str]:
    for code in codes:
        character = chr(code)
        if character.isupper():
            yield CAPITAL
        elif _LETTER.fullmatch(character):
            raise _Unknown
        else:
            yield character
