"""What is counted: the noun phrase behind a number, by tags where a model gave some, else by spelling."""

from __future__ import annotations

import dataclasses
import re

from spacy.tokens import Doc, Token

from extractor import lexicons
from extractor.values.lemmas import PLURAL_ACRONYM, is_collective, is_plural, noun_lemma

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_ADJECTIVES = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG", "AFX"))
_DETERMINERS = frozenset(("DT", "PDT", "PRP$", "WP$"))
_DIRECTIONS = frozenset(("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "away"))
_MODELS = re.compile(r"[A-Z][A-Za-z]{0,3}-?\d{1,4}[A-Z]{0,2}s|\d{3}s")  # A320s, Mi-8s, 787s
_MOST_TOKENS = 12

_SMALL_WORDS = frozenset(lexicons.load("function_words").surfaces())
_STATES = frozenset(lexicons.load("event_states").surfaces())
_ARTICLES = frozenset(("the", "its", "his", "her", "their", "these", "those", "our"))


@dataclasses.dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase by token indices, the last one included, and the head among them."""

    first: int
    head: int
    last: int


def noun_phrase(doc: Doc, index: int, limit: int, value: float | None, determiner: bool = False) -> Phrase | None:
    """The noun phrase that begins at a token.

    Args:
        doc: the Doc, with or without tags.
        index: token at which the phrase must begin.
        limit: offset in code points that the phrase may not reach: the next row, say.
        value: the number: what `12` counts is plural or measured (`a 12-page report`).
        determiner: whether articles and possessives may begin it (`the seven hostages`, `Ford's workers`).
    """
    if index >= len(doc) or doc[index].text in ("”", '"'):
        return None
    if not doc[index].tag_:
        return _by_spelling(doc, index, limit, value, determiner)
    first = index
    while determiner and first < len(doc) and (doc[first].tag_ in _DETERMINERS or doc[first].tag_ == "CD"):
        first += 1
    first += first < len(doc) and (doc[first].lower_ == "more" or doc[first].tag_ == "``")
    possessive = determiner or not _is_definite(doc, index)
    nouns: list[int] = []
    place = first
    while place < min(len(doc), first + _MOST_TOKENS) and not _stops(doc, place, limit):
        if nouns and doc[place].text in _DIRECTIONS:
            break
        if _is_noun(doc[place], place == first, value) or _is_plural_head(doc, nouns, place, value):
            if nouns and doc[place].tag_ != "VBZ" and not _joins(doc, nouns[-1], place):
                break
            nouns.append(place)
        elif not _links(doc, place, bool(nouns) and doc[place - 1].tag_ != "POS", possessive):
            break
        place += 1
    if len(nouns) > 1 and re.fullmatch(r"\w+[-‑]\w*", doc[nouns[-1] : nouns[-1] + 3].text):
        nouns.pop()  # `half of the population food-insecure`
    if not nouns:
        return None
    return _headed(doc, first, nouns, value)


def _is_definite(doc: Doc, index: int) -> bool:
    """Whether an article stands before the number behind which a phrase begins: `the 12 victims' families`."""
    place = index - 1
    while place > 0 and doc[place].tag_ in ("CD", "HYPH", "RB", "JJR", "IN"):
        place -= 1
    return place >= 0 and doc[place].tag_ in _DETERMINERS


def _is_noun(token: Token, first: bool, value: float | None) -> bool:
    """Whether a token is a noun; a singular verb directly behind a plural number is one: `4 spurs`."""
    if token.tag_ in _NOUNS or _MODELS.fullmatch(token.text):
        return any(character.isalnum() for character in token.text)
    return (
        first
        and token.tag_ == "VBZ"
        and (value or 0) > 1
        and token.lower_ not in _SMALL_WORDS
        and is_plural(token.text)
    )


def _is_plural_head(doc: Doc, nouns: list[int], place: int, value: float | None) -> bool:
    """Whether what seems no noun is counted: `six apprenticeship projects worth $4 million`, `400 under-fives`."""
    if not (value or 0) > 1 or not is_plural(doc[place].text):
        return False
    before = doc[place - 1]
    verb = nouns == [place - 1] and doc[place].tag_ == "VBZ" and before.tag_ == "NN" and not is_plural(before.text)
    return verb or (nouns == [place - 2] and _is_hyphened(doc, place))


def _headed(doc: Doc, first: int, nouns: list[int], value: float | None) -> Phrase | None:
    """The phrase with its head: the last noun, but of `11 member pact` the first, as one pact has eleven members."""
    last = nouns[-1]
    head = doc[last]
    singular = head.tag_ in ("NN", "NNP") and not is_collective(head.text) and not is_plural(head.text)
    if value is not None and abs(value) > 1 and singular:
        if len(nouns) > 1 and doc[nouns[0]].tag_ in ("NN", "NNS") and nouns[0] == first:
            whole = next(noun for noun in nouns if not _is_hyphened(doc, noun + 2))  # `under-fives`
            return Phrase(first, whole, whole)
        plural = [noun for noun in nouns if doc[noun].tag_ in ("NNS", "NNPS")]
        if plural:
            return Phrase(first, plural[-1], plural[-1])
        hyphened = last > first and doc[last - 1].tag_ == "HYPH"  # `9,000 full-time and 3,000 part-time pupils`
        worded = first == last and doc[first - 1].tag_ == "CD" and doc[first - 1].is_alpha
        if head.tag_ == "NNP" or hyphened or (worded and _ends_alone(doc, last)):
            return None
    return Phrase(first, last, last)


def _ends_alone(doc: Doc, place: int) -> bool:
    """Whether a singular behind number words is no noun but a verb: `if all nine match`."""
    following = doc[place + 1] if place + 1 < len(doc) else None
    return following is None or following.tag_[:2] not in ("NN", "JJ", "HY", "VB", "CD")


def _stops(doc: Doc, place: int, limit: int) -> bool:
    token = doc[place]
    return token.idx >= limit or (token.is_space and "\n\n" in token.text)


def _joins(doc: Doc, before: int, place: int) -> bool:
    """Whether a noun goes on the noun before it: `police officers`, `co-pilots`, but not `12 people Monday`."""
    if _is_hyphened(doc, place):
        return True
    if doc[before].tag_ == "NNS" and place == before + 1:
        return doc[place].tag_ in ("NN", "NNS") and doc[before].dep_ in ("compound", "nmod", "amod", "")
    return not (doc[before].tag_ == "NNPS" and doc[place].tag_ in ("NNP", "NNPS") and doc[before].dep_ != "compound")


def _links(doc: Doc, place: int, after_noun: bool, possessive: bool) -> bool:
    """Whether a token that is no noun belongs inside the phrase."""
    token = doc[place]
    following = doc[place + 1] if place + 1 < len(doc) else None
    next_tag = following.tag_ if following is not None else ""
    if token.tag_ in ("HYPH", "``", "''", "SYM") or token.text in "-–":
        return next_tag in _NOUNS or next_tag in _ADJECTIVES or next_tag == "CD" or not token.whitespace_
    if _glued(doc, place):
        return True
    if token.lower_ == "of" and doc[place - 1].tag_ == "NNP":  # `14 Court of Auditors inspectors`
        return doc[place - 1].dep_ in ("compound", "nmod") and doc[place - 1].head.i > place
    if token.tag_ == "POS":
        return possessive
    if after_noun and token.tag_ == "CC":
        before = doc[place - 1]
        if before.tag_ == "NN" and not is_collective(before.text):  # `90 command and control posts`
            return next_tag in ("NN", "JJ") and _plural_ahead(doc, place + 1)
        return before.tag_ == "NNP" and next_tag == "NNP" and _plural_ahead(doc, place + 2)
    if after_noun and token.tag_ == "CD":
        return next_tag in _NOUNS
    if after_noun:
        return (
            token.tag_ in ("JJ", "VBG", "VBN")
            and doc[place - 1].tag_ != "NNS"
            and next_tag in _NOUNS
            and token.head.i > place
        )
    if token.tag_ in _ADJECTIVES:
        return next_tag in ("NN", "NNS") or not _is_verb(token)
    if token.tag_ in ("RB", "RBR", "RBS"):
        return next_tag in _ADJECTIVES or next_tag in ("HYPH", "RB")
    if token.tag_ in ("CC", ","):
        return (next_tag in _ADJECTIVES or next_tag == "RB") and doc[place - 1].tag_ in _ADJECTIVES
    if token.tag_ == "CD":
        return next_tag in _NOUNS or next_tag in ("CD", "HYPH")  # `seven 3-pointers`
    return False


def _is_hyphened(doc: Doc, place: int) -> bool:
    """Whether a hyphen ties a word to the one before it, whatever the tags say: `pilots` in `co-pilots`.

    Behind a plural it is a dash: `10 boats-most of oak`.
    """
    return (
        1 < place < len(doc)
        and doc[place - 1].text in ("-", "‑")
        and not (doc[place - 1].whitespace_ or doc[place - 2].whitespace_ or is_plural(doc[place - 2].text))
    )


def _glued(doc: Doc, place: int) -> bool:
    """Whether a hyphen ties a word to the next or the last one: `two would-be robbers`."""
    behind = doc[place + 1] if place + 1 < len(doc) else None
    if not doc[place].is_alpha:
        return False
    ahead = behind is not None and behind.text in ("-", "‑") and not doc[place].whitespace_ and not behind.whitespace_
    return ahead or _is_hyphened(doc, place)


def _plural_ahead(doc: Doc, place: int) -> bool:
    """Whether words in a row end in what they describe: `27 Leaf and Micra cars`."""
    tags = [token.tag_ for token in doc[place : place + 3]]
    return "NNS" in tags


def _is_verb(token: Token) -> bool:
    """Whether a participle is the verb of a clause (`12 killed in the raid`) and no attribute (`12 injured men`)."""
    if token.dep_ == "conj" and token.head.dep_ == "amod":  # `the most patient and trusted teachers`
        return False
    return token.tag_ in ("VBN", "VBG") and token.dep_ in (
        "ROOT",
        "acl",
        "relcl",
        "advcl",
        "conj",
        "ccomp",
        "parataxis",
    )


def _by_spelling(doc: Doc, index: int, limit: int, value: float | None, determiner: bool) -> Phrase | None:
    """Without tags: up to the first plural among the next words, none of them a small word; of `one` the next word."""
    first = index
    while determiner and first < len(doc) and (doc[first].lower_ in _ARTICLES or doc[first].text[0].isdigit()):
        first += 1
    for place in range(first, min(len(doc), first + 4)):
        token = doc[place]
        if _stops(doc, place, limit) or token.lower_ in _SMALL_WORDS or not re.match(r"[^\W\d_]", token.text):
            return None
        if is_state(token.text):  # `14 injured`, but `14 injured men`
            continue
        if is_plural(token.text) and (value is None or value != 1):
            return Phrase(first, place, place)
        if value == 1 or is_collective(token.text):
            return Phrase(first, place, place)
    return None


def is_state(word: str) -> bool:
    """Whether a word tells the state of people, and is no noun by itself: `a dozen hurt`, `14 dead`, `26 others`."""
    return word.lower() in _STATES or word == "others"


def lemma_of(token: Token) -> str:
    """The lemma of a head noun: plural tags and plural spellings become singular, names keep their case."""
    lemma = _lemma_of_word(token)
    return f"{token.nbor(-2).lower_}-{lemma}" if _is_hyphened(token.doc, token.i) else lemma


def _lemma_of_word(token: Token) -> str:
    if (
        token.tag_ in ("NN", "NNP")
        and not is_collective(token.text)
        and not (PLURAL_ACRONYM.fullmatch(token.text) or _MODELS.fullmatch(token.text))
        and not (
            token.text.endswith("s") and any(child.tag_ == "CD" and child.lower_ != "one" for child in token.lefts)
        )
    ):
        return token.text if token.tag_ == "NNP" else token.lower_
    lemma = noun_lemma(token.text)
    if lemma.isdigit() and len(lemma) < 3 and token.i:  # `90 Leopard 1s`
        return f"{token.nbor(-1).text} {lemma}"
    return lemma.capitalize() if token.tag_ in ("NNP", "NNPS") and token.is_alpha else lemma
