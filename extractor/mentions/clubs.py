"""Clubs that go by the name of their city: `Norbury beat Veld 2-0` tells of two teams, `in Norbury` of a town.

Only in texts of sport, which hold a score and words of the game. A place that is once named as one of two sides is a
club wherever no preposition makes it a place; countries stay countries.
"""

import re

from extractor import lexicons
from extractor.mentions import Mention, Mentions, people
from extractor.mentions.ambiguity import PLACE_WORDS
from extractor.mentions.words import Words

RULE = "entities.club"

_GAME = frozenset(lexicons.load("game_words").surfaces())
_SUFFIXES = ("City", "United", "Town", "County", "FC", "Rovers", "Wanderers", "Athletic", "Albion")
_SCORE = re.compile(r"(?<![\d-])\d{1,3}[-–]\d{1,3}(?![\d-])")

_RESULT = re.compile(r",? \d{1,3}[-–]\d{1,3}(?: up| down| ahead)?(?![\w-])")
"""The score behind the name of a side: `survived Norbury, 88-80`, `put Norbury 2-0 up`."""


def find(mentions: Mentions, result: re.Pattern[str], words: Words) -> None:
    """Make clubs of the cities that play.

    Args:
        mentions: the mentions of a text.
        result: what stands behind or before the name of a side: `beat`, `drew with`.
        words: the words of the text.
    """
    if len(_GAME.intersection(words.lower)) < 2 or not _SCORE.search(words.doc_text):
        return
    cities = [mention for mention in mentions if _is_city(mention)]
    names = {mention.text for mention in mentions if mention.label == "ORG"}
    playing = {
        city.text
        for city in cities
        if _plays(city, result, words) or names.intersection(f"{city.text} {suffix}" for suffix in _SUFFIXES)
    }
    for mention in cities:
        if mention.text in playing and (_plays(mention, result, words) or not _is_place(mention, words)):
            people.forget(mention)
            mention.label, mention.rule = "ORG", RULE


def _is_city(mention: Mention) -> bool:
    return mention.label in ("GPE", "LOC", "FAC") and mention.entity_id != f"gpe:{mention.country}"


def _plays(mention: Mention, result: re.Pattern[str], words: Words) -> bool:
    """Whether a result or a fixture stands beside a name."""
    text = words.doc_text
    before = result.search(text, max(0, mention.start - 20), mention.start)
    if before is not None and before.end() == mention.start - 1:
        return True
    follows = text[mention.end : mention.end + 1] == " " and result.match(text, mention.end + 1)
    return bool(follows or _RESULT.match(text, mention.end)) and not _is_place(mention, words)


def _is_place(mention: Mention, words: Words) -> bool:
    return words.small(words.at(mention.start) - 1) in PLACE_WORDS
