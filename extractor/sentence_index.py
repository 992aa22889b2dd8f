"""What the rules of all kinds look up of a text: its sentences, and which words stand where in them.

Worked out once for a Doc, when the first component asks, as each of four kinds of rules needs the same.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import weakref
from collections.abc import Iterator
from typing import Any

import numpy
from spacy.tokens import Doc

from extractor.openings import fold, places_of, signs_of
from extractor.triggers import words_of


@dataclasses.dataclass(frozen=True, slots=True)
class IndexedSentence:
    """A sentence: its first token and the one behind it, its code points, its words, and where matches can begin."""

    first: int
    behind: int
    start: int
    end: int
    words: frozenset[str]
    openings: frozenset[str]
    _places: dict[str, list[int]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class SentenceIndex:
    """The text of a Doc, which spaCy joins from the tokens anew at each access, and its sentences behind the header."""

    text: str
    starts: list[int]  # of each token
    ends: list[int]
    sentences: tuple[IndexedSentence, ...]
    _folded: str

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The first token of a place, and the token behind it."""
        return bisect.bisect_right(self.starts, start) - 1, bisect.bisect_left(self.starts, end)

    def places(self, sentence: IndexedSentence, openings: frozenset[str]) -> list[int]:
        """Where in a sentence one of these words, digits or signs begins, in order; some places may be no border."""
        here = openings & sentence.openings
        for opening in here - sentence._places.keys():
            sentence._places[opening] = places_of(opening, self.text, self._folded, sentence.start, sentence.end)
        if len(here) == 1:
            return sentence._places[next(iter(here))]
        return sorted({place for opening in here for place in sentence._places[opening]})


if not Doc.has_extension("body_start"):
    Doc.set_extension("body_start", default=0)

# Beside the Doc and gone with it: what is in a Doc must be fit to be written to disk.
_INDEXES: weakref.WeakKeyDictionary[Doc, SentenceIndex] = weakref.WeakKeyDictionary()


def index_of(doc: Doc) -> SentenceIndex:
    """The index of a Doc that has sentences; these may not change any more."""
    index = _INDEXES.get(doc)
    if index is None:
        text = doc.text
        folded = fold(text)
        table = doc.to_array(["SENT_START", "IDX", "LENGTH"])  # `doc.sents` would make a Token of each word
        sentences = tuple(_sentences(table, folded, doc._.body_start))
        starts, ends = table[:, 1].tolist(), (table[:, 1] + table[:, 2]).tolist()
        index = SentenceIndex(text, starts, ends, sentences, folded)
        _INDEXES[doc] = index
    return index


def _sentences(table: Any, folded: str, body_start: int) -> Iterator[IndexedSentence]:
    firsts = numpy.flatnonzero(table[:, 0] == 1).tolist()
    for first, behind in itertools.pairwise([*firsts, len(table)]):
        start, end = int(table[first, 1]), int(table[behind - 1, 1] + table[behind - 1, 2])
        if start >= body_start:
            words = words_of(folded[start:end])
            openings = frozenset(words | signs_of(folded[start:end]))
            yield IndexedSentence(first, behind, start, end, frozenset(words), openings)
