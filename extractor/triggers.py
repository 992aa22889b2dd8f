"""Which words must stand in a sentence for a regular expression to match there.

Trying each of a hundred expressions on each sentence would cost more than the language model. So each expression
is analysed once, when it is loaded: if every match of it holds one of a few words (`yesterday`; a month's name) or a
digit, it is tried only where one of them stands. What cannot be analysed has no trigger, and is tried everywhere.

The analysis walks the syntax tree of the standard library's `re`: elements that every match must contain and
that have few spellings are spelled out, and their whole words taken.
"""

from __future__ import annotations

import collections
import functools
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
from collections.abc import Collection, Iterable
from typing import Any

DIGIT, YEAR, CLOCK = "0", "0000", "0:0"
SHAPES = {DIGIT: "a digit", YEAR: "four digits in a row", CLOCK: "a colon between digits"}
"""The triggers that are no words, and what they stand for."""

_SHAPES = {DIGIT: re.compile(r"\d"), YEAR: re.compile(r"\d{4}"), CLOCK: re.compile(r"\d:\d")}
_WORD = re.compile(r"[^\W\d_]+")
_START, _END = 1, -1  # the sides of a sequence of elements
_MOST_SPELLINGS = 1000
_MOST_REPEATS = 4
_COMMON = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "s", "the", "that", "to"}
    | {"was", "were"}
)


def words_of(text: str) -> set[str]:
    """The triggers that a text holds: its words in lower case, and what digits it has.

    >>> sorted(words_of("On 10 April")), sorted(words_of("By 2025"))
    (['0', 'april', 'on'], ['0', '0000', 'by'])
    """
    words = set(_WORD.findall(text.casefold()))
    words.update(_shapes(text))
    return words


def holds_any(text: str, triggers: Collection[str]) -> bool:
    """Whether a text holds one of some triggers; quick where it does not.

    >>> holds_any("On 10 April", {"april", "may"}), holds_any("She may go in June.", {"0", "ma"})
    (True, False)
    """
    folded = text.casefold()
    near = [trigger for trigger in triggers if trigger in SHAPES or trigger in folded]
    return bool(near) and not words_of(text).isdisjoint(near)


def _shapes(text: str) -> Iterable[str]:
    return (shape for shape, regex in _SHAPES.items() if regex.search(text))


@functools.lru_cache(maxsize=1024)
def parsed(regex: str) -> Any:
    """The syntax tree of a regular expression.

    Raises:
        re.error: if it is none.
    """
    return sre_parse.parse(regex)


@functools.lru_cache(maxsize=1024)
def triggers_of(regex: str) -> frozenset[str] | None:
    r"""Words of which every match of a regular expression holds at least one; None if there is no such set.

    The expression is taken to begin and end at a word's border.

    >>> sorted(triggers_of(r"(?:last|next) (?:week|month)"))
    ['last', 'next']
    >>> triggers_of(r"\w{1,9}") is None
    True
    """
    return _triggers(parsed(regex), clean_left=True, clean_right=True)


def _triggers(nodes: Any, clean_left: bool, clean_right: bool) -> frozenset[str] | None:
    """The triggers of a sequence of elements; `clean_*`: no letter can stand directly beside it."""
    candidates: list[frozenset[str]] = []
    run = {""}  # the spellings of the elements since the last one that has too many
    left = clean_left
    elements = list(_flatten(nodes))
    for place, node in enumerate(elements, start=1):
        if node[0] is sre.ASSERT and node[1][0] > 0:  # what lies ahead is in the sentence too
            candidates += _candidate(_triggers(node[1][1], clean_left=False, clean_right=False))
        spelled = _spellings(node)
        clean_before = all(not text[-1].isalpha() if text else left for text in run)
        if spelled is None or _has_ahead(node):  # what lies ahead in an alternative is not in its spellings
            candidates += _candidate(_of_node(node, clean_before, _is_clean(elements[place:], clean_right, _START)))
        if spelled is not None and len(run) * len(spelled) <= _MOST_SPELLINGS:
            run = {before + behind for before in run for behind in spelled}
            if all(text.endswith((" ", "-")) for text in run if text or not left):
                candidates += _candidate(_whole_words(run, left, clean_right=True))
                run, left = {""}, True
            continue
        candidates += _candidate(_whole_words(run, left, _is_clean(elements[place - 1 :], clean_right, _START)))
        run, left = (spelled, clean_before) if spelled is not None else ({""}, _is_clean([node], clean_before, _END))
    candidates += _candidate(_whole_words(run, left, clean_right))
    if not candidates:
        return None
    return min(candidates, key=lambda words: (bool(words & _COMMON), DIGIT in words, len(words), sorted(words)))


def _has_ahead(node: Any) -> bool:
    """Whether an element is a choice, and one of its alternatives looks ahead."""
    return node[0] is sre.BRANCH and any(
        inner[0] is sre.ASSERT and inner[1][0] > 0 for branch in node[1][1] for inner in _flatten(branch)
    )


def _candidate(words: frozenset[str] | None) -> list[frozenset[str]]:
    return [] if words is None else [words]


def _of_node(node: Any, clean_left: bool, clean_right: bool) -> frozenset[str] | None:
    """The triggers of one element that has too many spellings to be written out."""
    operator, argument = node
    if operator is sre.IN and all(map(_is_digit, argument)):
        return frozenset({DIGIT})
    if operator is sre.BRANCH:
        parts = [_triggers(branch, clean_left, clean_right) for branch in argument[1]]
        return None if any(part is None for part in parts) else frozenset().union(*(part or () for part in parts))
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and argument[0] >= 1:
        return _triggers(argument[2], clean_left=clean_left, clean_right=clean_right and argument[1] == 1)
    return None


def triggers_of_words(spellings: Iterable[str]) -> frozenset[str] | None:
    """The same for a token that must be one of the given spellings."""
    return _whole_words(spellings, clean_left=True, clean_right=True)


def _flatten(nodes: Any) -> Iterable[Any]:
    """The elements of a sequence, groups that must match once opened."""
    for node in nodes:
        operator, argument = node
        if operator is sre.SUBPATTERN:
            yield from _flatten(argument[3])
        elif operator is sre.ATOMIC_GROUP:
            yield from _flatten(argument)
        else:
            yield node


def _spellings(node: Any) -> set[str] | None:
    """All strings that an element matches, in lower case and with `0` for any digit; None if too many."""
    operator, argument = node
    if operator is sre.LITERAL:
        return {_letter(argument)}
    if operator is sre.AT and argument is sre.AT_BOUNDARY:
        return {" "}  # no letter stands beyond it
    if operator in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return {""}
    if operator is sre.BRANCH:
        return _union(_spellings_of_sequence(branch) for branch in argument[1])
    if operator is sre.SUBPATTERN:
        return _spellings_of_sequence(argument[3])
    if operator is sre.ATOMIC_GROUP:
        return _spellings_of_sequence(argument)
    if operator is sre.IN and all(item[0] is sre.LITERAL or _is_digit(item) for item in argument):
        return {_letter(item[1]) if item[0] is sre.LITERAL else "0" for item in argument}
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, inner = argument
        if most <= _MOST_REPEATS:
            return _union(_spellings_of_sequence([*inner] * times) for times in range(least, most + 1))
    return None


def _spellings_of_sequence(nodes: Any) -> set[str] | None:
    run, literal = {""}, ""
    for node in nodes:
        if node[0] is sre.LITERAL:
            literal += _letter(node[1])
            continue
        spelled = _spellings(node)
        if spelled is None or len(run) * len(spelled) > _MOST_SPELLINGS:
            return None
        run, literal = {left + literal + right for left in run for right in spelled}, ""
    return {text + literal for text in run}


@functools.cache
def _letter(code: int) -> str:
    """A character in lower case, `0` for any digit."""
    return "0" if chr(code).isdecimal() else chr(code).casefold()


def _union(parts: Iterable[set[str] | None]) -> set[str] | None:
    result: set[str] = set()
    for part in parts:
        if part is None or len(result) > _MOST_SPELLINGS:
            return None
        result |= part
    return result


def _whole_words(spellings: Iterable[str], clean_left: bool, clean_right: bool) -> frozenset[str] | None:
    """A few words, at least one of which is in each spelling; None if some spelling has no whole word.

    Spellings of one word have no choice; longer ones that hold a word already chosen need no other.
    """
    words_in = []
    for spelling in spellings:
        words = {
            match.group()
            for match in _WORD.finditer(spelling)
            if (clean_left or match.start() > 0) and (clean_right or match.end() < len(spelling))
        }
        words.update(_shapes(spelling))
        if not words:
            return None
        words_in.append(words)
    spread = collections.Counter(word for words in words_in for word in words)
    chosen: set[str] = set()
    for words in sorted(words_in, key=lambda words: (len(words - _COMMON) or 9, sorted(words))):
        if not words & chosen:
            chosen.add(max(words, key=lambda word: (word not in _COMMON, word != DIGIT, spread[word], len(word), word)))
    return frozenset(chosen) or None


def _is_clean(nodes: Iterable[Any], beyond: bool, side: int) -> bool:
    """Whether no match of a sequence of elements has a letter at this side; `beyond`: nor what stands beside it."""
    for node in list(nodes)[::side]:
        if _may_be_letter(node, side):
            return False
        if not _may_be_empty(node):
            return True
    return beyond


def _may_be_letter(node: Any, side: int) -> bool:
    """Whether what an element matches, if it matches anything, can have a letter at this side."""
    operator, argument = node
    if operator is sre.BRANCH:
        return any(not _is_clean(branch, True, side) for branch in argument[1])
    if operator is sre.SUBPATTERN:
        return not _is_clean(argument[3], True, side)
    if operator is sre.ATOMIC_GROUP:
        return not _is_clean(argument, True, side)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return not _is_clean(argument[2], True, side)
    if operator in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return False
    items = argument if operator is sre.IN else [node]
    return not all(map(_is_letterless, items))


def _may_be_empty(node: Any) -> bool:
    operator, argument = node
    if operator is sre.BRANCH:
        return any(all(_may_be_empty(item) for item in branch) for branch in argument[1])
    if operator is sre.SUBPATTERN:
        return all(_may_be_empty(item) for item in argument[3])
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return argument[0] == 0 or all(_may_be_empty(item) for item in argument[2])
    return operator in (sre.AT, sre.ASSERT, sre.ASSERT_NOT)


def _is_letterless(item: Any) -> bool:
    operator, argument = item
    if operator is sre.LITERAL:
        return not chr(argument).isalpha()
    if operator is sre.RANGE:
        return bool(argument[1] < ord("A"))
    letterless = (sre.CATEGORY_DIGIT, sre.CATEGORY_SPACE, sre.CATEGORY_NOT_WORD)
    return bool(operator is sre.CATEGORY and argument in letterless)


def _is_digit(item: Any) -> bool:
    """Whether an element, or an item of a set, matches a digit and nothing else."""
    operator, argument = item
    if operator is sre.LITERAL:
        return chr(argument).isdecimal()
    if operator is sre.RANGE:
        return bool(ord("0") <= argument[0] and argument[1] <= ord("9"))
    return bool(operator is sre.CATEGORY and argument is sre.CATEGORY_DIGIT)
