"""The grammatical shape in which an item begins: items of one list begin alike."""

import re
from typing import Literal

from extractor.enumeration.page import Page, Span
from extractor.lexicons import Lexicon

Shape = Literal["ing", "to", "base", "phrase"]

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SKIPPED = re.compile(
    r"""(?:[\s"'“‘(*•·–—-]|\b(?:and|or|then|also|not|further|better|fully|(?!apply|supply|multiply|rely|comply|reply|family|italy|monthly|weekly|daily|yearly)\w{2,15}ly)\b,?)*""",
    re.I,
)
_NO_GERUND = frozenset({"nothing", "something", "anything", "everything", "during", "morning", "evening", "spring"})
# Deeds as nouns: "the withdrawal of troops", "an end to the siege", "safe passage for convoys".
_DEED = re.compile(r"(?:[\w-]{1,20}\s){0,3}?(?P<noun>\w{3,20})\s(?:of|to|for|on)\b")
_MORE_THAN = re.compile(r"\w+\sthan\s")
_NO_MORE = re.compile(r"(?:no|more|fewer|less)\s", re.I)


def shape_of(page: Page, start: int, end: int, wanted: Shape | None = None) -> Shape:
    """How a piece of text begins: `-ing`, `to` + verb, bare verb, or anything else (`phrase`).

    Bare verbs are those of `lexicons/action_verbs.csv`, and what the tagger takes for one. Where a bare verb is
    wanted (behind `would:`), `open` and `clean` are verbs even if the tagger takes them for adjectives.
    """
    skipped = _SKIPPED.match(page.text, start, end)
    start = skipped.end() if skipped else start
    match = _WORD.match(page.text, start, end)
    if not match:
        return "phrase"
    word, verbs = match[0].lower(), page.lexicon("action_verbs")
    if word == "to":
        return "to"
    if word.endswith("ing") and word not in verbs and (is_verb(word, verbs) or _is_gerund(page, start, word)):
        return "phrase" if page.text.startswith(" of ", match.end()) else "ing"  # "lifting of sanctions" is a noun
    tag = page.tags.get(start)
    opens_line = start == page.blocks[page.block_at(start)].body
    if tag == "VBZ" and opens_line and (word.removesuffix("s") in verbs or word.removesuffix("es") in verbs):
        return "base"  # what a bill does: "Ends the tax on bread"
    nominal = tag in ("JJ", "JJR") or (tag == "NN" and match.end() >= end)  # "diet, sleep and exercise"
    if tag in ("VB", "VBP") or (word in verbs and (not nominal or wanted == "base")):
        return "base"
    return "phrase"


def _is_gerund(page: Page, start: int, word: str) -> bool:
    return page.tags[start] == "VBG" if start in page.tags else len(word) > 5 and word not in _NO_GERUND


def is_verb(word: str, verbs: Lexicon) -> bool:
    """Whether a word in lower case is a known verb of action, or its `-ing` form.

    >>> from extractor.lexicons import load
    >>> verbs = load("action_verbs")
    >>> is_verb("cutting", verbs), is_verb("saving", verbs), is_verb("morning", verbs)
    (True, True, False)
    """
    if word in verbs:
        return True
    stem = word.removesuffix("ing")
    return stem != word and (stem in verbs or stem + "e" in verbs or (stem[-1:] == stem[-2:-1] and stem[:-1] in verbs))


def is_deed(page: Page, item: Span) -> bool:
    """Whether an item is an action as a noun, or what is to be more or less: `an end to the siege`, `cheaper homes`."""
    if _MORE_THAN.match(page.text, *item):
        return False
    if page.tags.get(item[0]) in ("JJR", "RBR") or _NO_MORE.match(page.text, *item):
        return True
    match = _DEED.match(page.text, *item)
    return match is not None and match["noun"] in page.lexicon("deed_nouns")
