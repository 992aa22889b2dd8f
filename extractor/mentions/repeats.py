"""One name, one label: a name found once is found everywhere in the text, and always as the same kind of thing."""

import collections
import re

from extractor.mentions import Mention, Mentions, people
from extractor.mentions.acronyms import initials, is_abbreviation
from extractor.mentions.candidates import is_junk
from extractor.mentions.people import People
from extractor.mentions.words import DETERMINERS, POSSESSIVES, Words

RULE = people.RULE

_FINDABLE = frozenset({"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "LAW"})
_Names = dict[str, dict[tuple[str, ...], str]]
"""First word -> all words -> label."""


def find_again(mentions: Mentions, persons: People, words: Words, name_start: re.Pattern[str]) -> None:
    """Add the places where a known name, or the surname or first name of a known person, stands unnoticed.

    Args:
        mentions: those found so far; the new ones are added.
        persons: the people of the text.
        words: the words of the text.
        name_start: what the first word of a name looks like.
    """
    _find_abbreviations(mentions, words)
    known = _known(mentions, persons, words)
    noticed = {mention.start for mention in mentions}
    places = [index for index, word in enumerate(words.lower) if word in known]
    for first in places:
        if words.starts[first] in noticed:
            continue
        names = known[words.lower[first]]
        behind = _longest(names, words, first)
        if behind > first and name_start.fullmatch(words.texts[first]) and _is_name(mentions, words, first, behind):
            start, end = words.span(first, behind)
            label = names[tuple(words.lower[first:behind])]
            mentions.add(Mention(start, end, words.doc_text[start:end], label, RULE))


def _known(mentions: Mentions, persons: People, words: Words) -> _Names:
    """The names that are looked for again. A surname or first name counts only where it means one person."""
    known: _Names = collections.defaultdict(dict)
    for single in persons.single_names():
        name = tuple(single.split())
        known[name[0]][name] = "PERSON"
        known[name[0]][tuple(" - ".join(name).split())] = "PERSON"  # "Veld-Sarn"
    first_of = {mention.text: mention for mention in reversed(list(mentions))}
    for mention in first_of.values():
        name = tuple(words.lower[words.at(mention.start) : words.behind(mention.end)])
        if mention.label in _FINDABLE and (len(mention.text) > 2 or mention.text.isupper()):
            known[name[0]].setdefault(name, mention.label)
    return known


def _find_abbreviations(mentions: Mentions, words: Words) -> None:
    """Add abbreviations of a name that the text has, and those that do something: `the NFWA`, `NFWA said`."""
    long_names = (mention.text for mention in mentions if mention.label == "ORG" and not mention.listed)
    letters = {initials(name) for name in long_names if " " in name}
    for index, word in enumerate(words.texts):
        if is_abbreviation(word) and (word in letters or _is_body(words, index)):
            start, end = words.span(index, index + 1)
            joined = "-" in (words.doc_text[start - 1 : start], words.doc_text[end : end + 1])
            if not joined and not mentions.overlapping(start, end):
                mentions.add(Mention(start, end, word, "ORG", RULE))


def _is_body(words: Words, index: int) -> bool:
    """Whether an abbreviation that is no headline stands alone, behind `the` or before what it did or is."""
    behind = index + 1
    goes_on = words.is_noun(behind) or (behind < len(words) and words.tags[behind] == "CD")
    if goes_on or not words.tags[index].startswith("NNP") or is_junk(words, index, behind):
        return False
    if index and not words.sentence_starts[index] and words.proper(index - 1):
        return False
    acts = words.is_verb(behind) and words.tags[behind] != "VBP"
    explained = words.small(behind) == "," and words.small(behind + 1) in DETERMINERS  # "NFWA, a union"
    named = acts or explained or words.small(index - 1) == "the"
    return named and not words.sentence_is_capitals(index)


def _longest(names: dict[tuple[str, ...], str], words: Words, index: int) -> int:
    """The word behind the longest of the names that stands at a word."""
    lengths = [len(name) for name in names if tuple(words.lower[index : index + len(name)]) == name]
    return index + max(lengths, default=0)


def _is_name(mentions: Mentions, words: Words, first: int, behind: int) -> bool:
    """Whether words that read like a known name are that name here, and not a piece of another one."""
    start, end = words.span(first, behind)
    if mentions.overlapping(start, end) or not words.texts[first][0].isupper():
        return False
    if words.doc_text[start - 1 : start] == "-" and first > 1 and not words.sentence_starts[first - 2]:
        return False  # half of a double name or "pro-Veld", unlike "CRICKET-Veld hits 97"
    if behind - first == 1:
        named = words.is_verb(behind) if words.sentence_starts[first] else not words.is_noun(behind)
        noun = words.tags[first] == "NN" and named  # of "Veld said" and "under Veld", but not of "Veld forces"
        if not (noun or words.proper(first)) or words.lower[first] in words.lower_words:
            return False
        return not (_continues(mentions, words, first - 1, first) or _continues(mentions, words, behind, behind))
    return True


def _continues(mentions: Mentions, words: Words, neighbour: int, border: int) -> bool:
    """Whether a neighbouring word belongs to the same, longer name: `Trump` in `Trump Tower`."""
    if not 0 <= neighbour < len(words) or words.sentence_starts[border : border + 1] == [True]:
        return False
    begins = words.sentence_starts[neighbour] and not words.tagged  # a capital means nothing there
    if words.texts[neighbour] in POSSESSIVES or begins or not words.proper(neighbour):
        return False
    return not mentions.overlapping(words.starts[neighbour], words.end(neighbour))
