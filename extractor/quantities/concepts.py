"""What a quantity is about, by the parse: in `the stock market fell by 12 percent`, the stock market."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from spacy.tokens import Doc, Token

from extractor import lexicons
from extractor.values.lemmas import verb_lemma

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_MODIFIERS = frozenset(("compound", "amod", "nmod", "poss", "nummod", "quantmod", "advmod", "npadvmod", "punct"))
_ARTICLES = frozenset(
    ("a", "an", "the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my", "your")
)
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_EMPTY_NOUNS = frozenset(
    ("total", "record", "maximum", "minimum", "average", "sum", "amount", "rate", "level", "number", "age")
)
_PEOPLE = frozenset(("dead", "wounded", "injured", "displaced", "missing", "homeless", "unemployed", "jobless"))
_PREPOSITIONAL = frozenset(("front", "top", "favour", "favor", "excess", "addition", "case", "charge"))  # `in front of`
_ANNOUNCING = frozenset(verb_lemma(surface) for surface in lexicons.load("announcing_verbs").surfaces())
_CLAUSES = frozenset(("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "aux", "dep", "acl", "relcl"))
_MOST_STEPS = 8
_MOST_TOKENS = 12

Tokens = tuple[int, int]
"""First and last token of a phrase."""


@dataclasses.dataclass(frozen=True, slots=True)
class Concepts:
    """Finds what the quantities of one Doc are about.

    `taken` says of the tokens of numbers and units which row they belong to: no quantity is about another's number.
    """

    doc: Doc
    taken: Mapping[int, int]
    counted: Mapping[int, Tokens]
    known: dict[int, Tokens | None]

    def of(self, row: int, first: int, last: int, kind: str) -> Tokens | None:
        """Return the tokens of what the quantity at `first` to `last` is about; None where the text does not say.

        It is a noun that the quantity measures (`a $5 million fine`, `a fine of $5 million`), the object it changes
        (`sold the house for $2 million`), or the subject of its verb.

        Args:
            row: number of the row, under which the result is kept for the rows that hang on this one.
            first: first token of the row.
            last: last token of the row.
            kind: kind of the row; what counts things is rarely about something else.
        """
        found = self._climb(self._root(first, last), first, last, kind)
        self.known[row] = found
        return found

    def _root(self, first: int, last: int) -> Token:
        """The token of a quantity that hangs on the rest of the sentence."""
        for token in self.doc[first : last + 1]:
            if not first <= token.head.i <= last or token.head.i == token.i:
                return token
        return self.doc[last]

    def _climb(self, token: Token, first: int, last: int, kind: str) -> Tokens | None:
        for _ in range(_MOST_STEPS):
            head = token.head
            if head.i == token.i or first <= head.i <= last:
                return None
            if kind == "count" and token.tag_ in ("IN", "TO") and not _measures(token):
                return None
            if head.i in self.taken and self.taken[head.i] in self.known:
                return self._of_row(self.taken[head.i], kind)
            if head.lower_ in _PREPOSITIONAL and head.head.tag_ == "IN" and token.lower_ == "of":
                return None
            if token.dep_ in _SUBJECTS:
                infinitive = any(child.tag_ == "TO" for child in head.lefts)
                return self._subject(head.head, first, last, kind) if infinitive and head.head.i != head.i else None
            if token.dep_ != "conj" and (self._is_thing(head) or (kind == "count" and head.tag_ in _NOUNS)):
                return self._phrase(head, first, last)
            if head.tag_.startswith("VB"):
                if kind == "count" and verb_lemma(head.text) in _ANNOUNCING:
                    return None  # `the mayor announced four measures`: they are not about the mayor
                changed = None if kind == "duration" else self._changed(token, head, first, last)
                return changed or self._subject(head, first, last, kind)
            token = head
        return None

    def _of_row(self, row: int, kind: str) -> Tokens | None:
        """What another row is about; a measure may be about what it counts: `12 homes, which cost $1 million`."""
        return self.known[row] or (None if kind in ("count", "number") else self.counted.get(row))

    def _changed(self, token: Token, verb: Token, first: int, last: int) -> Tokens | None:
        """The object that a quantity beside it is about, or what is paid for: `paid $500 for the set`."""
        direct = token.dep_ == "dobj"
        for child in verb.children:
            if not direct and child.dep_ == "dobj" and self._is_thing(child):
                return self._phrase(child, first, last)
            if direct and child.lower_ == "for" and child.i > last:
                noun = next((grandchild for grandchild in child.rights if grandchild.dep_ == "pobj"), None)
                if noun is not None and self._is_thing(noun):
                    return self._phrase(noun, first, last)
        return None

    def _is_thing(self, token: Token) -> bool:
        return (
            token.tag_ in _NOUNS
            and token.text[0].isalnum()
            and token.i not in self.taken
            and (token.lower_ not in _EMPTY_NOUNS or self._says_of_what(token))
        )

    def _says_of_what(self, noun: Token) -> bool:
        """Whether an empty noun says what it is of: `the number of patients`, but not `a total of $2 million`."""
        return any(
            child.lower_ == "of"
            and any(
                of.lower_ in _PEOPLE or (noun.lower_ == "number" and of.tag_ in ("NNS", "NNPS")) for of in child.rights
            )
            for child in noun.rights
        )

    def _subject(self, verb: Token, first: int, last: int, kind: str) -> Tokens | None:
        """The subject of a verb, of the verb it depends on, or the noun that its clause describes."""
        for _ in range(_MOST_STEPS):
            subject = _subject_of(verb)
            relative = subject is not None and subject.tag_ in ("WDT", "WP")
            if subject is not None and subject.i in self.taken and self.taken[subject.i] in self.known:
                return self._of_row(self.taken[subject.i], kind)
            if subject is not None and (subject.tag_ in _NOUNS or subject.tag_ in ("JJ", "JJR", "JJS", "VBG")):
                return self._phrase(subject, first, last)
            if (subject is None and verb.tag_ in _NOUNS) or any(child.tag_ == "TO" for child in verb.lefts):
                if verb.head.i == verb.i:
                    break
                verb = verb.head
                continue
            if (relative or subject is None) and verb.dep_ in ("acl", "relcl") and verb.head.tag_ in _NOUNS:
                if verb.head.i in self.taken and self.taken[verb.head.i] in self.known:
                    return self._of_row(self.taken[verb.head.i], kind)
                return self._phrase(verb.head, first, last)
            if verb.head.i == verb.i or verb.dep_ not in _CLAUSES:
                break
            verb = verb.head
        if verb.tag_ == "VB" and verb.dep_ == "ROOT":  # `Get the mirror for $20`
            ordered = next((child for child in verb.rights if child.dep_ == "dobj"), None)
            return self._phrase(ordered, first, last) if ordered is not None and self._is_thing(ordered) else None
        return None

    def before(self, index: int, first: int, last: int) -> Tokens | None:
        """The noun phrase that ends at a token: in notes without a verb, `Net sales: $2 billion`."""
        head = self.doc[index]
        return self._phrase(head, first, last) if head.tag_ in _NOUNS and index not in self.taken else None

    def _phrase(self, head: Token, first: int, last: int) -> Tokens | None:
        """The noun phrase of a head without article and quantities, and with an `of` phrase behind it."""
        if head.lower_ == "worth":  # `$5 million worth of spare parts`
            head = next((noun for of in head.rights if of.lower_ == "of" for noun in of.rights), head)
        left = right = head.i
        if head.i in self.taken:
            return None
        for child in head.lefts:
            if child.dep_ in _MODIFIERS:
                left = min(left, child.left_edge.i)
        left = max(left, head.i - _MOST_TOKENS)
        for place in range(left, head.i):
            if place in self.taken or (place == left and self._is_article(place)):
                left = place + 1
        while left < head.i and (self.doc[left].tag_ == "CC" or not self.doc[left].text[0].isalnum()):
            left += 1
        for child in head.rights:
            if child.lower_ == "of" and child.i == right + 1:
                noun = next((grandchild for grandchild in child.rights if grandchild.dep_ == "pobj"), None)
                taken = noun is not None and any(i in self.taken for i in range(right, noun.i + 1))
                if noun is not None and (noun.tag_ in _NOUNS or noun.lower_ in _PEOPLE) and not taken:
                    right = noun.i
        return None if left <= last and right >= first else (left, right)

    def _is_article(self, place: int) -> bool:
        return self.doc[place].lower_ in _ARTICLES


def _subject_of(verb: Token) -> Token | None:
    """The subject left of a verb: the last of several, as the parser takes `Lima:` and `Near Lima,` for one too."""
    subjects = [child for child in verb.lefts if child.dep_ in _SUBJECTS and child.text[0].isalnum()]
    plain = (child for child in subjects[:0:-1] if child.left_edge.nbor(-1).tag_ not in ("IN", "CC"))
    return next(plain, subjects[0] if subjects else None)


def _measures(preposition: Token) -> bool:
    """Whether a preposition makes a measure of a count: `a spell of nine days`, `grew by 300 jobs`."""
    if preposition.lower_ in ("by", "to", "at"):
        return preposition.head.tag_.startswith("VB")
    return preposition.lower_ in ("of", "than")
