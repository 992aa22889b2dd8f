"""Texts that begin to match a rule again and again and never finish: what a hostile writer would send.

python tests/adversarial.py [dates.weekday ...]    time each rule's worst text at two lengths
"""

from __future__ import annotations

import random
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

from extractor.examples import examples_of
from extractor.ruleset import Rule

_CATEGORIES = {
    sre.CATEGORY_DIGIT: "7",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "w",
    sre.CATEGORY_NOT_DIGIT: "d",
    sre.CATEGORY_NOT_SPACE: "s",
    sre.CATEGORY_NOT_WORD: "-",
}


def texts_against(rule: Rule, length: int) -> dict[str, str]:
    """Long lines by what they repeat: whole matches, matches without their end, and what the rule itself repeats."""
    pieces = {}
    for number, whole in enumerate(_matches(rule)):
        pieces |= {
            f"whole {number}": f"{whole} ",
            f"cut {number}": f"{whole[:-1]} ",
            f"half {number}": whole[: len(whole) // 2 + 1],
            f"list {number}": f"{whole}, ",
        }
    for number, repeated in enumerate(_repeated(rule)):
        pieces[f"repeated {number}"] = repeated
    begin = f"{next(iter(_matches(rule)), '')} "  # so that the rule's trigger is there
    return {name: begin + piece * (length // len(piece)) for name, piece in pieces.items() if piece.strip()}


def _matches(rule: Rule) -> list[str]:
    """Texts that the rule matches."""
    if rule.regex is None:
        return list(dict.fromkeys(one.text[mark.start : mark.end] for one in examples_of(rule) for mark in one.marks))[
            :2
        ]
    tree = sre_parse.parse(rule.regex.pattern, rule.regex.flags)
    spelled = [_spell(tree, random.Random(seed)) for seed in range(60)]  # noqa: S311
    found = [text for text in spelled if text and rule.regex.search(text)]
    return sorted(found or spelled, key=len)[:: max(1, len(found) // 2)][-2:]


def _repeated(rule: Rule) -> list[str]:
    """What the rule's expression may repeat many times."""
    if rule.regex is None:
        return []
    tree = sre_parse.parse(rule.regex.pattern, rule.regex.flags)
    found = {_spell(body, random.Random(1)): most for body, most in _repetitions(tree)}  # noqa: S311
    return sorted(found, key=lambda text: (-found[text], text))[:3]


def _repetitions(nodes: Any) -> Iterator[tuple[Any, int]]:
    for operator, argument in nodes:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if argument[1] > 2:
                yield argument[2], argument[1]
            yield from _repetitions(argument[2])
        elif operator is sre.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(branch)
        elif operator is sre.SUBPATTERN:
            yield from _repetitions(argument[3])
        elif operator is sre.ATOMIC_GROUP:
            yield from _repetitions(argument)


def _spell(nodes: Any, choice: random.Random) -> str:
    """A string that a sequence of elements matches, apart from what it must not stand beside."""
    return "".join(_spell_one(node, choice) for node in nodes)


def _spell_one(node: Any, choice: random.Random) -> str:
    operator, argument = node
    if operator is sre.LITERAL:
        return chr(argument)
    if operator in (sre.ANY, sre.NOT_LITERAL):
        return "x"
    if operator is sre.IN:
        return _member(argument, choice)
    if operator is sre.BRANCH:
        return _spell(choice.choice(argument[1]), choice)
    if operator is sre.SUBPATTERN:
        return _spell(argument[3], choice)
    if operator is sre.ATOMIC_GROUP:
        return _spell(argument, choice)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, inner = argument
        return "".join(_spell(inner, choice) for _ in range(choice.randint(least, min(most, least + 4))))
    return ""  # borders and what is looked at beside the match


def _member(items: Any, choice: random.Random) -> str:
    kind, value = choice.choice(items)
    if kind is sre.NEGATE:
        return next(letter for letter in "x7 -" if (sre.LITERAL, ord(letter)) not in items)
    if kind is sre.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is sre.RANGE else _CATEGORIES[value]
