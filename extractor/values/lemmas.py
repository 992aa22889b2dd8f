"""Lemmas of English nouns and verbs: tables for what is irregular, rules of spelling for the rest.

The language model runs without its lemmatizer (a tenth of its time): the heads of rows get their lemma here.
"""

import functools
import re

from extractor import lexicons

_KEEP_S = ("ss", "us", "is")
_DROP_ES = ("sses", "shes", "ches", "xes", "zzes")
PLURAL_ACRONYM = re.compile(r"[A-Z]{2,6}s")  # NGOs
_VOWELS = "aeiou"
_LOST_E = (
    *("at", "it", "iz", "id", "ud", "od", "c", "v", "u", "ur", "rg", "dg", "ag", "eg", "lg", "ang"),
    *("as", "is", "os", "us", "rs", "ns", "ps", "ys", "bl", "pl", "tl", "dl", "gl", "fl", "cl", "kl", "zl", "cr"),
    *("ut", "evot", "mot", "quot", "wast", "tast", "uad", "ced", "eng", "ung", "az", "eez", "pir", "pil", "yp"),
    *("phon", "tpon", "eath"),
)
_NO_LOST_E = ("eat", "oat", "mit", "bit", "fit", "dit", "void", "aid", "oud", "sit", "ait", "ood", "out", "debut")


@functools.cache
def _table(name: str) -> dict[str, str]:
    lexicon = lexicons.load(name)
    return {surface: lexicon.rows[surface]["lemma"] for surface in lexicon.surfaces()}


@functools.lru_cache(maxsize=4096)
def noun_lemma(word: str) -> str:
    """Return the singular of a noun in lower case; a hyphenated word by its last part.

    >>> [noun_lemma(word) for word in ("planners", "countries", "people", "boxes", "houses", "aircraft", "boss")]
    ['planner', 'country', 'person', 'box', 'house', 'aircraft', 'boss']
    >>> [noun_lemma(word) for word in ("ex-wives", "Mi-8s", "buses", "crises", "movies")]
    ['ex-wife', 'mi-8', 'bus', 'crisis', 'movie']
    """
    word = word.lower().replace("’", "'")
    irregular = _table("irregular_nouns")
    if word in irregular:
        return irregular[word]
    head, _, last = word.rpartition("-")
    if head and last:  # not "Rolls-", cut off there
        return f"{head}-{noun_lemma(last)}"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(_DROP_ES):
        return word[:-2]
    if len(word) > 4 and word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("children"):  # schoolchildren
        return word.removesuffix("ren")
    if (len(word) > 2 or word[0].isdigit()) and word.endswith("s") and not word.endswith(_KEEP_S):
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """Whether a noun may stand in the plural as it is spelled: `planners`, `people`, `aircraft`.

    >>> is_plural("planners"), is_plural("aircraft"), is_plural("document"), is_plural("crisis")
    (True, True, False, False)
    """
    word = word.lower()
    return noun_lemma(word) != word or is_collective(word)


def is_collective(word: str) -> bool:
    """Whether a noun counts many in the form of one: `12 aircraft`, `500 staff`.

    >>> is_collective("staff"), is_collective("document")
    (True, False)
    """
    word = word.lower()
    return _table("irregular_nouns").get(word) == word and not word.endswith(_KEEP_S)


def verb_lemma(word: str) -> str:
    """Return the base form of an inflected verb, in lower case.

    >>> [verb_lemma(word) for word in ("killed", "injured", "died", "shot", "evacuated", "trapped", "buried")]
    ['kill', 'injure', 'die', 'shoot', 'evacuate', 'trap', 'bury']
    >>> [verb_lemma(word) for word in ("postponed", "collapsed", "patrolled", "added", "prosecuted", "challenged")]
    ['postpone', 'collapse', 'patrol', 'add', 'prosecute', 'challenge']
    """
    word = word.lower()
    irregular = _table("irregular_verbs")
    if word in irregular:
        return irregular[word]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and re.search("[aeiouy]", stem) and len(stem) > 1:
            return _base(stem)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_DROP_ES):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_KEEP_S) and len(word) > 3:
        return word[:-1]
    return word


def _base(stem: str) -> str:
    """Give a stem its final `e` back, or take the doubled consonant off."""
    last, before = stem[-1], stem[-2]
    if last == before and len(stem) > 3 and (last not in "lsz" or re.search("[aeiou].{1,3}[eo]ll$", stem)):
        return stem[:-1]  # trapp-ed, controll-ed, but add-ed
    if stem.endswith(_LOST_E) and not stem.endswith(_NO_LOST_E):
        return stem + "e"
    if last in "tdkmnp" and before in "aiou" and (len(stem) < 3 or stem[-3] not in _VOWELS) and len(stem) < 5:
        return stem + "e"  # rat-ed, hop-ed
    return stem
