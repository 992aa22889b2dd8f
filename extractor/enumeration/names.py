"""The names that a text holds, and how its other words point to them."""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from extractor.enumeration.page import Page, Span
from extractor.matcher import payload

_SAID_BEHIND = re.compile(
    r"(?:,[^,]{2,80},)?(?:\s(?:officials?|ministers|leaders|spokes(?:man|woman|person)))?\s(?:also\s|has\s)?"
    r"(?:said|says|told|added|wrote|explained|stated|noted|warned|recalled|insisted|declared|announced)\b"
)
_SAID_BEFORE = re.compile(r"\b(?:said|says|added|wrote|stated|explained)\s(?:[\w.’'-]+\s){0,5}$", re.IGNORECASE)
_SHE_SAID = re.compile(r"[”\",]\s(?:s?he)\s(?:also\s)?(?:said|says|told|added|wrote|explained)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\s(?:of|in|at|from|for)\s(?:the\s)?$")
_CAPITALISED = re.compile(r"\b[A-Z]\w+\s$")
_DETERMINER = re.compile(r"^(?:the|this|that|these|those|his|her|its|their|our|my|new|newly|both)\s", re.IGNORECASE)


REACH = 600  # characters round a cue in which its speaker is sought


@dataclass(frozen=True, slots=True)
class Name:
    """An entity of the text: where it stands, what kind it is, its name, and a person's role.

    The name is the canonical one if the text has it, else as it stands there: `the Fed`.
    """

    start: int
    end: int
    label: str
    name: str
    role: str


class Names:
    """The entities of one text."""

    def __init__(self, doc: Doc, page: Page) -> None:
        self._page = page
        found = [(span.label_, payload(span, "entities")) for span in doc.spans.get("entities", [])]
        told = {page.text[values["start"] : values["end"]] for _, values in found}
        self._names: Sequence[Name] = [
            Name(start, end, label, values["name"] if values["name"] in told else page.text[start:end], role)
            for label, values in found
            for start, end, role in [(values["start"], values["end"], (values["role"] or "").lower())]
        ]
        self._starts = [name.start for name in self._names]
        self.labels = {(name.start, name.end): name.label for name in self._names}
        self.persons = frozenset(name.start for name in self._names if name.label == "PERSON")

    def before(self, offset: int, labels: tuple[str, ...]) -> Name | None:
        """The last name of one of some kinds before an offset."""
        for name in reversed(self._names[: bisect.bisect_left(self._starts, offset)]):
            if name.label in labels:
                return name
        return None

    def in_title(self, labels: tuple[str, ...]) -> Name | None:
        """The name of one of some kinds that the title of the text has first."""
        title = self._page.blocks[0]
        names = self._within(title.start, title.end) if title.kind == "heading" else ()
        return next((name for name in names if name.label in labels and not name.name.isupper()), None)

    def ending(self, span: Span) -> Name | None:
        """The name that a phrase ends with, or before its bracket or comma: `Defense Secretary John Healey`."""
        inside = [name for name in self._within(*span) if name.end <= span[1] + 1 and not self._is_part(name, span[0])]
        for name in reversed(inside):
            if _PREPOSITION.search(self._page.text, span[0], name.start):
                return None  # "the tenants of Grove Tower"
            if name.end >= span[1] - 1 or self._page.text[name.end : name.end + 2].strip()[:1] in (",", "("):
                return name
        return None

    def _is_part(self, name: Name, start: int) -> bool:
        """Whether a place is the end of a longer name: `Watchdog Africa`."""
        return name.label in ("GPE", "LOC") and bool(_CAPITALISED.search(self._page.text[start : name.start]))

    def short_for(self, phrase: str, offset: int) -> Name | None:
        """The name before an offset that a phrase shortens: `the coalition` for `Coalition of the Willing`.

        `the mayor` is the last person in that office, `the agency` the only organisation so far.
        """
        head = _DETERMINER.sub("", phrase).lower()
        if len(head) == len(phrase) or not head or " of " in head:
            return None
        before = self._names[: bisect.bisect_left(self._starts, offset)]
        for name in reversed(before):
            if _is_short_for(head, name):
                return name
        bodies = {name.name: name for name in before if name.label == "ORG"}
        kind = self._page.lexicon("kind_nouns").get(head.split()[-1])
        return next(iter(bodies.values())) if kind and kind["label"] == "ORG" and len(bodies) == 1 else None

    def speaker(self, offset: int) -> Name | None:
        """Who says the sentence round an offset: `…,” Smith said`; in a quotation also in the sentence beside it."""
        here = self._page.sentence_at(offset)
        text = self._page.text
        for index in (here, here + 1, here - 1) if self._is_quoted(offset) else (here,):
            if not 0 <= index < len(self._page.sentences):
                continue
            start, end = self._page.sentences[index]
            start, end = max(start, offset - REACH), min(end, offset + REACH)
            for name in sorted(self._within(start, end), key=lambda name: name.label != "PERSON"):
                said = _SAID_BEHIND.match(text, name.end, min(end, name.end + 160))
                said = said or _SAID_BEFORE.search(text[max(start, name.start - 60) : name.start])
                if said and name.label in ("PERSON", "ORG"):
                    return name
            if _SHE_SAID.search(text, start, end):
                return self.before(offset, ("PERSON",))
        return None

    def _is_quoted(self, offset: int) -> bool:
        """Whether a place is inside quotation marks that its paragraph opens, or that a paragraph before left open."""
        block = self._page.blocks[self._page.block_at(offset)]
        before = self._page.text[max(block.start, offset - REACH) : offset]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def _within(self, start: int, end: int) -> Sequence[Name]:
        return self._names[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]


def _is_short_for(phrase: str, name: Name) -> bool:
    """Whether a phrase names a person's office, or ends in a word of another name."""
    if name.label == "PERSON":
        return f" {name.role.split(' of ')[0]}".endswith(f" {phrase}")
    return name.label not in ("GPE", "NORP") and phrase.split()[-1] in name.name.lower().split()
