r"""Sentences: where each begins, from layout and punctuation, so that a text is split alike with any model or none.

Finds: sentence starts. A paragraph, heading or list item always begins one; inside a block a full stop, question or
exclamation mark ends one, unless it belongs to an abbreviation, an initial, a number or a quotation that goes on.

Normal form: none; every token's `is_sent_start` is set.

Examples:
    `Gen. J. P. Moss spoke. "We won," he said.`  two sentences
    `The U.S. Senate met. It voted.`             two sentences
    `a line that the sender has\nwrapped.`       one sentence
"""

import re
from collections.abc import Iterator
from typing import Any, cast

import numpy
from spacy.language import Language
from spacy.tokens import Doc

from extractor import lexicons, matcher  # noqa: F401  (matcher registers `doc._.body_start`)
from extractor.layout import blocks

_STOP = re.compile(
    r"""(?P<stop>[.!?…]{1,6})(?P<close>["'”’)\]]{0,3})
        (?: (?P<gap>\s{1,9}) (?=["'“‘(\[¿¡]{0,3} (?P<next>[A-ZÀ-Þ0-9$£€*•][\w'’.]{0,20}))
          | (?<=[a-z]{3}[.!?]|[a-z]{2}[.!?]["”]) (?=["“]?[A-Z][a-z]) )""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"""(?:[^\s.!?…"'“”‘’()\[\]{}–—]{0,20}(?:\.[^\W\d_]{1,3}){0,5})$""")
_INLINE_BULLET = re.compile(r"(?<=\s)(?:[•▪■◦‣●]|[\ue000-\uf8ff])\s{0,3}(?=\S)")
_INLINE_STAR = re.compile(r"(?<=[\s])\*\s(?=[A-Z“\"])")
_INITIALS = re.compile(r"[^\W\d_](?:[.\-][^\W\d_]){0,5}")
_INITIAL = re.compile(r"[A-Z]\.")
_LIST_NUMBER = re.compile(r"\d{1,2}")


@Language.factory("extractor_sentences", default_config={"rules": []}, assigns=["token.is_sent_start"])
class Sentences:
    """A spaCy component that marks every token as the beginning of a sentence or not."""

    def __init__(self, nlp: Language, name: str, rules: list[str]) -> None:
        self.name = name
        abbreviations = lexicons.load("abbreviations", rules)
        self._starters = frozenset(lexicons.load("sentence_starters", rules).surfaces())
        self._follows = {surface: abbreviations.rows[surface]["follows"] for surface in abbreviations.surfaces()}

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first token of each sentence; all others are marked as no first token."""
        if not len(doc):
            return doc
        starts = sorted({*self.starts(doc.text), doc._.body_start})
        marks = numpy.full(len(doc), -1, dtype="int8")
        # A start inside a token is none: the tokenizer saw one word there.
        marks[numpy.isin(doc.to_array("IDX"), numpy.array(starts, dtype="uint64"))] = 1
        marks[0] = 1
        doc.from_array(["SENT_START"], cast(Any, marks.astype("uint64")[:, None]))
        return doc

    def starts(self, text: str) -> Iterator[int]:
        """The offset of the first code point of each sentence; some may come twice and out of order."""
        for block in blocks(text):
            yield block.start
            begin = block.body
            for match in _STOP.finditer(text, block.body, block.end):
                if match.end() < block.end and self._ends_sentence(text, match, begin):
                    begin = match.end()
                    yield begin
            yield from (match.start() for match in _INLINE_BULLET.finditer(text, block.body, block.end))
            stars = [match.start() for match in _INLINE_STAR.finditer(text, block.body, block.end)]
            yield from stars if len(stars) > 1 else ()

    def _ends_sentence(self, text: str, match: re.Match[str], begin: int) -> bool:
        """Whether the stop ends the sentence that begins at `begin`; what follows looks like the start of another."""
        if match["stop"] != "." or match["close"] or match["gap"] is None:
            return True
        before = text[max(begin, match.start() - 24) : match.start()]
        word = _WORD_BEFORE.search(before)[0]  # type: ignore[index]  # it matches the empty word too
        if _LIST_NUMBER.fullmatch(word):
            led_in = before[: -len(word)].rstrip()  # "2. Build homes", "The aims are: 1. Cut waste"
            return match.start() - len(word) > begin and not led_in.endswith(":")
        starter = self._is_starter(match["next"])
        if _INITIALS.fullmatch(word) and (word[0].isupper() or "." in word):
            return starter and word.lower() not in ("e.g", "i.e")
        follows = self._follows.get(word.lower())
        if follows == "number":
            return not match["next"][0].isdigit()
        return follows is None or (follows == "either" and starter)

    def _is_starter(self, word: str) -> bool:
        """Whether a capitalised word begins sentences rather than names; `A.` is an initial."""
        return word.rstrip("'’.").lower() in self._starters and not _INITIAL.match(word)
