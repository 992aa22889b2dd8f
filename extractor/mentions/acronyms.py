"""Abbreviations that the text itself explains: `Ukraine Defense Contact Group (UDCG)`, `UDCG (Ukraine Defense …)`."""

import re

from extractor import lexicons
from extractor.mentions import Mention, Mentions
from extractor.mentions.words import Words
from extractor.values.places import Gazetteer

RULE = "entities.acronym"
_INITIAL = re.compile(r"(?<![^\s/.-])[^\W\d_a-zß-öø-ÿ]")

_SMALL = frozenset(word for word, row in lexicons.load("name_borders").rows.items() if row["inside"])


def resolve(mentions: Mentions, bracketed: re.Pattern[str], gazetteer: Gazetteer, words: Words) -> dict[str, Mention]:
    """Find abbreviation and long form in each `Long Form (LF)`; gives the mention of the long form by abbreviation."""
    long_forms: dict[str, Mention] = {}
    for opening in [index for index, text in enumerate(words.texts) if text == "("]:
        match = bracketed.match(words.doc_text, words.starts[opening])
        if match is None:
            explained = _explained(mentions, words, opening)
            if explained is not None:
                long_forms.setdefault(words.texts[opening - 1], explained)
            continue
        place = _long_form(words, opening, match["acronym"])
        mention = _settle(mentions, words, place) if place else None
        if mention is None and gazetteer.get(match["acronym"]) is None:
            mention = _translated(mentions, words, opening)
        if mention is None:
            continue
        long_forms.setdefault(match["acronym"], mention)
        known = mentions.at(*match.span("acronym"))
        if known is None or (known.label != mention.label and not known.listed):
            mentions.add(Mention(*match.span("acronym"), match["acronym"], mention.label, RULE))
    return long_forms


def is_abbreviation(name: str) -> bool:
    """Whether a name is one short word in capitals: `UDCG`."""
    return 2 < len(name) < 7 and name.isupper() and name.isalpha()


def initials(name: str) -> str:
    """The first letters of the capitalised words of a name.

    >>> initials("Organisation for the Prohibition of Chemical Weapons")
    'OPCW'
    """
    return "".join(_INITIAL.findall(name))


def _long_form(words: Words, opening: int, acronym: str) -> tuple[int, int] | None:
    """The words before an opening bracket whose first letters make the abbreviation, small words skipped."""
    letters = [letter for letter in acronym.replace(".", "").replace("-", "").replace("&", "") if letter.isalnum()]
    wanted = "".join(letters).lower()
    index, left = opening - 1, len(wanted)
    first = None
    while index >= 0 and left and opening - index <= 2 * len(wanted) + 4:
        word = words.texts[index]
        if words.sentence_starts[index] and left > 1 and word[0].lower() != wanted[left - 1]:
            return None
        if word[0].lower() == wanted[left - 1] and (word[0].isupper() or word.lower() not in _SMALL):
            left -= 1
            first = index
        elif word.lower() not in _SMALL and word not in ("-", "'s", "’s", "&", ",", "/"):
            return None
        if words.sentence_starts[index]:
            break
        index -= 1
    if left or first is None or not words.texts[first][0].isupper():
        return None
    return words.span(first, opening)


def _explained(mentions: Mentions, words: Words, opening: int) -> Mention | None:
    """The name that fills a bracket behind an abbreviation: `SPK (Coastal Growers Union)`."""
    if not opening or opening + 1 >= len(words) or not is_abbreviation(words.texts[opening - 1]):
        return None
    name = mentions.holding(words.starts[opening + 1])
    fills = name is not None and words.doc_text[name.end : name.end + 1] == ")"
    return name if fills and name and name.label == "ORG" and " " in name.text else None


def _translated(mentions: Mentions, words: Words, opening: int) -> Mention | None:
    """The long name right before a bracket, of which the letters are those of another language: `Civic Union (UCV)`."""
    before = mentions.before(words.starts[opening])
    touches = before is not None and opening > 0 and before.end == words.end(opening - 1)
    return before if touches and before and before.label == "ORG" and " " in before.text else None


def _settle(mentions: Mentions, words: Words, place: tuple[int, int]) -> Mention | None:
    """The mention of the long form: one that is there, or a new one of the label of what it covers."""
    start, end = place
    mention = mentions.at(start, end)
    if mention is not None:
        return mention
    labels = [
        other.label
        for other in mentions.overlapping(start, end)
        if other.label in ("ORG", "FAC", "EVENT", "LAW", "PRODUCT")
    ]
    mention = Mention(start, end, words.doc_text[start:end], labels[0] if labels else "ORG", RULE)
    mentions.add(mention)
    return mention
