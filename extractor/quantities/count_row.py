"""One count in the making, with the sentence around it."""

from __future__ import annotations

import bisect
import dataclasses
import re
from typing import Any

from spacy.tokens import Doc

from extractor import lexicons
from extractor.matcher import Found
from extractor.quantities.concepts import Concepts
from extractor.quantities.counted import Phrase, is_state, lemma_of, noun_phrase
from extractor.values.lemmas import noun_lemma

_OF = re.compile(r"\s(?:(?:more )?of|out of)\s")
PART_BEHIND = re.compile(r"\s?of (?:whom|which|them)\b", re.IGNORECASE)
_OF_ABOUT = re.compile(
    r"(?:only|just) (?=\w)"
    r"|(?:the |its )?(?:about|around|some|nearly|roughly|almost|more than|at least|an estimated|approximately)\s(?=\d)"
)
_COMPOUND = re.compile(r"[-‑](?P<word>[^\W\d_]{2,20})(?P<rest>(?:[-‑](?P<last>[^\W\d_]{1,20}))?)")
_OR_SO = re.compile(r"\s(?:or so|or more|on board|aboard|in all|in total|altogether)(?=\s)")
_NUMBER_OF = re.compile(r"(?:[\w-]{1,20}\s){0,3}number of (?:the |its |their )?")
_LEVELS = frozenset(lexicons.load("level_nouns").surfaces())  # the 9000 mark, the 1,500 estimate
_MEASURED = frozenset(("earthquake", "quake", "tremor", "aftershock"))  # `a 6.8 earthquake` is one


@dataclasses.dataclass(eq=False)
class Row:
    """A count in the making, with the Doc around it. Offsets are code points, indices tokens."""

    doc: Doc
    text: str
    offsets: list[int]
    sentences: list[tuple[int, int]]
    date_starts: list[int]
    found: Found
    following: Found | None

    def __post_init__(self) -> None:
        self.rule_id = self.found.rule_id
        self.start, self.end = self.found.start, self.found.end
        self.values: dict[str, Any] = {**self.found.values}
        self.left = self.start  # where the modifier begins, once it is read
        self.first = self.index(self.start)
        self.last = self.index(self.end - 1)
        place = max(0, bisect.bisect_right(self.sentences, (self.start, len(self.text))) - 1)
        self.sentence_start, self.sentence_end = self.sentences[place]
        self.limit = min(self.following.start if self.following else len(self.text), self.sentence_end)
        place = bisect.bisect_left(self.date_starts, self.end)
        if place < len(self.date_starts):
            self.limit = min(self.limit, self.date_starts[place])

    def index(self, offset: int) -> int:
        """The token at an offset."""
        return max(0, bisect.bisect_right(self.offsets, offset) - 1)

    @property
    def value(self) -> float | None:
        """The value, or the upper bound of a range."""
        value: float | None = self.values["value"]
        return self.values["high"] or self.values["low"] if value is None else value

    @property
    def is_hyphened(self) -> bool:
        """Whether number and unit are one word: `12-hour`, `2-kg`."""
        return bool(self.values.get("unit")) and self.text.startswith("-", self.values["number_end"])

    @property
    def token_after(self) -> Any:
        """The token behind number and unit (`12 or so`), if it is in the sentence."""
        match = _OR_SO.match(self.text, self.end)
        return self._at(self.index((match.end() if match else self.end) - 1) + 1)

    @property
    def token_behind_part(self) -> Any:
        """The token behind `of them` or `of whom`, if that follows: in `six of them died` the verb."""
        match = PART_BEHIND.match(self.text, self.values["number_end"])
        return self._at(self.index(match.end() - 1) + 1) if match else None

    @property
    def token_before(self) -> Any:
        """The token before number and modifier."""
        return self._at(self.index(self.left) - 1) if self.left > self.sentence_start else None

    @property
    def counted_tokens(self) -> tuple[int, int]:
        """First and last token of what is counted."""
        return self.index(self.values["counted_start"]), self.index(self.values["counted_end"] - 1)

    def next_token(self, token: Any) -> Any:
        """The token behind another."""
        return self._at(token.i + 1)

    def _at(self, index: int) -> Any:
        if not 0 <= index < len(self.doc):
            return None
        token = self.doc[index]
        return token if self.sentence_start <= token.idx < self.sentence_end else None

    def read_compound(self) -> bool:
        """`a 31-country coalition`: the word behind the hyphen is counted."""
        match = _COMPOUND.match(self.text, self.end)
        if not match or match.end("word") > self.limit:
            return False
        word = match["word"]
        if word.lower() in ("strong", "odd", "plus", "some", "something", "ish"):
            return False
        self._set_counted(match.start("word"), match.end("word"), noun_lemma(word) if self.value != 1 else word.lower())
        return True

    def read_phrase(self) -> bool:
        """The noun phrase directly behind the number."""
        index = self.index(self.end - 1) + 1
        suffix = re.match(
            r"(?:\+|[-\s](?:odd|plus|strong|or so|or more|\(\d{1,6}\)))\s", self.text[self.end : self.end + 12]
        )
        if suffix:
            index = self.index(self.end + suffix.end() - 1) + 1
        of = self.rule_id == "counts.pair" or self.text.endswith(" of", self.start, self.end)  # `a handful of the men`
        phrase = noun_phrase(self.doc, index, self.limit, self.value, determiner=of)
        if phrase is None:
            return False
        head = self.doc[phrase.head]
        if head.lower_ == "head" and (match := _OF.match(self.text, self._behind(phrase.head))):  # `700 head of cattle`
            phrase = noun_phrase(self.doc, self.index(match.end()), self.limit, None) or phrase
        state = phrase.first == phrase.head and is_state(head.text)
        if state or (head.lower_ in _MEASURED | _LEVELS and self.value != 1):
            self.end = self._behind(phrase.last) if head.lower_ == "others" else self.end
            return False
        if suffix and "strong" in suffix.group():  # `a 500-strong contingent`: what 500 people make up
            self.end += suffix.end() - 1
            self._about(self.doc[phrase.first].idx, self._behind(phrase.last))
            return True
        self._set_phrase(phrase)
        return True

    def read_part(self) -> bool:
        """What those are that are part of others: `40 pupils, six of them girls`; `of the dead, 11 are women`."""
        token = self.token_behind_part or self.token_after
        are = token is not None and token.lower_ in ("are", "were")
        if token is None or not (are or self.token_behind_part):
            return False
        phrase = noun_phrase(self.doc, token.i + are, self.limit, self.value)
        if phrase is None or self.doc[phrase.head].tag_ not in ("NNS", "NNPS") or is_state(self.doc[phrase.head].text):
            return False
        self._counted(self.doc[phrase.first].idx, self._behind(phrase.last), lemma_of(self.doc[phrase.head]))
        return True

    def read_included(self) -> bool:
        """What a number is part of that no number counts: `raids, including one in the capital`."""
        before = self.token_before
        if before is None or before.lower_ != "including" or before.head.tag_ != "NNS":
            return False
        if any(child.tag_ == "CD" for child in before.head.lefts):
            return False
        self._counted(before.head.idx, self._behind(before.head.i), lemma_of(before.head))
        return True

    def read_phrase_beyond(self) -> bool:
        """The noun phrase behind a measure that stands between: `two 50-kilo bombs`."""
        following = self.following
        if following is None or not following.values.get("unit") or self.text[self.end : following.start].strip():
            return False
        phrase = noun_phrase(self.doc, self.index(following.end - 1) + 1, self.sentence_end, self.value)
        if phrase is None:
            return False
        self._counted(self.doc[phrase.first].idx, self._behind(phrase.last), lemma_of(self.doc[phrase.head]))
        return True

    def read_of(self) -> bool:
        """The noun phrase behind `of`: `one of the ministers`, `dozens of homes`; `10 of the 15 men` shares it."""
        match = _OF.match(self.text, self.end)
        if not match:
            return False
        of_more = _OF_ABOUT.match(self.text, match.end())  # `20 of about 150 captives`
        index = self.index(of_more.end() if of_more else match.end())
        vague = self.values["form"] == "vague" or self.rule_id == "counts.pair"
        phrase = noun_phrase(self.doc, index, self.sentence_end, None if vague else 0, determiner=True)
        if phrase is None:
            return False
        if phrase.first == phrase.head and is_state(self.doc[phrase.head].text):
            return False  # `three of the dead`: an event
        if self.value == 1 and phrase.first == index and self.doc[phrase.head].tag_ in ("NN", "NNP") and not vague:
            return False  # `two counts of theft and one of fraud`
        if self.doc[phrase.last].idx >= self.limit:  # `10 of the 15 men`: the men belong to the 15
            self._share(index, phrase)
            self.values["counted"] = lemma_of(self.doc[phrase.head])
            return True
        self._set_phrase(phrase)
        return True

    def read_share(self) -> None:
        """What a share is of (`half the pupils`, `60% of voters`), or what is measured (`5 tonnes of rice`)."""
        gap = re.match(r"\s(?:of\s)?", self.text[self.end : self.end + 4])
        kind = self.values["kind"]
        of = bool(gap and "of" in gap.group())
        if gap is None or (not of and kind != "share"):
            return
        index = self.index(self.end + gap.end())
        phrase = noun_phrase(self.doc, index, self.sentence_end, None, determiner=True)
        if phrase is None:
            return
        if kind == "physical":
            within = self.token_before is not None and self.token_before.lower_ == "within"  # `3 miles of the border`
            if self.doc[phrase.last].idx < self.limit and not within:
                self._set_phrase(phrase)
            return
        if (
            not of and self.doc[index].tag_ in ("NN", "JJ") and self.doc[phrase.head].tag_ == "NN"
        ):  # `a two-thirds majority` is no share of one
            self._about(self.doc[phrase.first].idx, self._behind(phrase.last))
            return
        self._share(index, phrase)
        if kind == "share":
            self.values["counted"] = lemma_of(self.doc[phrase.head])
        if self.doc[phrase.last].idx < self.limit:
            if kind == "share":
                self.end = self.values["of_end"]
                self._counted(self.doc[phrase.first].idx, self.values["of_end"], lemma_of(self.doc[phrase.head]))
            else:
                self._about(self.doc[phrase.first].idx, self.values["of_end"])

    def _share(self, index: int, phrase: Phrase) -> None:
        start, end = self.doc[index].idx, self._behind(phrase.last)
        self.values.update(of_text=self.text[start:end], of_start=start, of_end=end)

    def _behind(self, index: int) -> int:
        return self.doc[index].idx + len(self.doc[index])

    def _set_phrase(self, phrase: Phrase) -> None:
        self._set_counted(self.doc[phrase.first].idx, self._behind(phrase.last), lemma_of(self.doc[phrase.head]))

    def _set_counted(self, start: int, end: int, lemma: str) -> None:
        self.end = max(self.end, end)
        self._counted(start, end, lemma)

    def _counted(self, start: int, end: int, lemma: str) -> None:
        self.values.update(counted=lemma, counted_text=self.text[start:end], counted_start=start, counted_end=end)

    def read_concept(self, number: int, concepts: Concepts) -> None:
        """What the quantity is about, where the parse says it."""
        if self.values.get("concept"):
            return
        last = self.index(self.end - 1)
        plain = self.values["kind"] == "count" and bool(self.values.get("counted") or self.values.get("event"))
        if plain and self.value == 1 and _OF.match(self.text, self.values["number_end"]):
            return  # `one of the oldest bridges`
        kind = "number" if self.values["kind"] == "count" and not plain else self.values["kind"]
        before = self.token_before
        colon = before.i if before is not None and before.text == ":" else 0
        labelled = colon > 0 and colon - 1 not in concepts.taken  # `Net sales: $2 billion`
        span = None if labelled and not plain else concepts.of(number, self.first, last, kind)
        if span is None and before is not None and not plain and not self.values.get("of_text"):
            span = concepts.known[number] = concepts.before(before.i - labelled, self.first, last)
        if span is not None:
            self._about(self.doc[span[0]].idx, self._behind(span[1]))
            self._count_number_of()

    def _count_number_of(self) -> None:
        """What a number of things counts: `the number of patients rose to 750`."""
        match = _NUMBER_OF.match(self.values["concept"])
        if match and self.values["kind"] == "count" and not (self.values.get("counted") or self.values.get("event")):
            start, end = self.values["concept_start"] + match.end(), self.values["concept_end"]
            head = self.doc[self.index(end - 1)]
            if head.tag_ in ("NNS", "NNPS"):
                self._counted(start, end, lemma_of(head))

    def _about(self, start: int, end: int) -> None:
        self.values.update(concept=self.text[start:end], concept_start=start, concept_end=end)
