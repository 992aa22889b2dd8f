"""No rule can be made to take long: each is timed on texts of its own making, of two lengths.

The texts are made from the rule's expression: they begin to match again and again and never finish.
"""

from __future__ import annotations

import gc
import random
import re._constants as sre
import re._parser as sre_parse
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import processor_seconds
from spacy.language import Language

import extractor
from extractor import ruleset
from extractor.documents import Document
from extractor.examples import examples_of
from extractor.records import KINDS
from extractor.ruleset import Rule

RULES = [rule for kind in KINDS for rule in ruleset.load(kind).rules]
SHORT, LONG = 10_000, 20_000  # characters
NOISE = 0.05  # seconds that two measurements may differ for no fault of the rule

_CATEGORIES = {
    sre.CATEGORY_DIGIT: "7",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "w",
    sre.CATEGORY_NOT_DIGIT: "d",
    sre.CATEGORY_NOT_SPACE: "s",
    sre.CATEGORY_NOT_WORD: "-",
}


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    """The collector would look through all that was ever loaded, at moments that have nothing to do with the rule."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def assert_linear(work: Callable[[str], object], text: Callable[[int], str]) -> None:
    short = processor_seconds(lambda: work(text(SHORT)))
    long = processor_seconds(lambda: work(text(LONG)))
    assert long < 3 * short + NOISE, f"{short:.2f} s, then {long:.2f} s: {text(200)!r}"


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_time_grows_as_the_text_does(blank: Language, rule: Rule) -> None:
    def whole_pipeline(text: str) -> None:
        list(extractor.extract(blank, [Document(doc_id="a", text=text)]))

    lines = lines_against(rule)
    if rule.regex is not None:
        for line in lines:
            assert_linear(lambda text: list(rule.regex.finditer(text)), line)
    for line in (lines[1], lines[-1]):
        assert_linear(whole_pipeline, line)


def lines_against(rule: Rule) -> list[Callable[[int], str]]:
    """Lines of any length: whole matches, matches without their end, and what the rule itself repeats."""
    matches = _matches(rule)
    pieces = []
    for match in matches:
        pieces += [f"{match} ", f"{match[:-1]} ", match[: len(match) // 2 + 1], f"{match}, "]
    pieces += _repeated(rule)
    begin = f"{matches[0]} "  # so that the rule's trigger is there
    return [lambda length, piece=piece: begin + piece * (length // len(piece)) for piece in pieces if piece.strip()]  # type: ignore[misc]


def _matches(rule: Rule) -> list[str]:
    """A short and a long text that the rule matches."""
    if rule.regex is None:
        marked = [one.text[mark.start : mark.end] for one in examples_of(rule) for mark in one.marks]
    else:
        tree = sre_parse.parse(rule.regex.pattern, rule.regex.flags)
        spelled = [_spell(tree, random.Random(seed)) for seed in range(60)]  # noqa: S311
        marked = [text for text in spelled if rule.regex.search(text)] or spelled
    return [min(marked, key=len), max(marked, key=len)]


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
