"""What a quantity is about, by the parse: in `the stock market fell by 12 percent`, the stock market."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_MODIFIERS = frozenset(("compound", "amod", "nmod", "poss", "nummod", "quantmod", "advmod", "npadvmod", "punct"))
_ARTICLES = frozenset(
    ("a", "an", "the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my", "your")
)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_MOST_STEPS = 8


def concept_of(doc: Doc, first: int, last: int) -> tuple[int, int] | None:
    """Return first and last token of what the quantity at these tokens is about; None where the text does not say.

    A noun that the quantity measures (`a $5 million fine`, `a fine of $5 million`), else the subject of its verb.
    """
    token = _root(doc, first, last)
    for _ in range(_MOST_STEPS):
        head = token.head
        if head.i == token.i:
            return None
        if first <= head.i <= last:
            return None
        if token.dep_ in _SUBJECTS:
            return None
        if head.tag_ in _NOUNS:
            if token.dep_ == "conj":
                token = head
                continue
            return _phrase(doc, head, first, last)
        if head.tag_.startswith("VB") or head.tag_ == "MD":
            return _subject(doc, head, first, last)
        token = head
    return None


def _root(doc: Doc, first: int, last: int) -> Token:
    """The token of a quantity that hangs on the rest of the sentence."""
    for token in doc[first : last + 1]:
        if not first <= token.head.i <= last or token.head.i == token.i:
            return token
    return doc[last]


def _subject(doc: Doc, verb: Token, first: int, last: int) -> tuple[int, int] | None:
    """The subject of a verb, of the verb it depends on, or the noun that its clause describes."""
    for _ in range(_MOST_STEPS):
        subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and subject.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
            return _phrase(doc, verb.head, first, last) if verb.head.tag_ in _NOUNS else None
        if subject is not None:
            return _phrase(doc, subject, first, last) if subject.tag_ in _NOUNS else None
        if verb.dep_ in ("acl", "relcl") and verb.head.tag_ in _NOUNS:
            return _phrase(doc, verb.head, first, last)
        if verb.head.i == verb.i or verb.dep_ not in (
            "conj",
            "xcomp",
            "advcl",
            "ccomp",
            "pcomp",
            "prep",
            "aux",
            "dep",
            "acl",
        ):
            return None
        verb = verb.head
    return None


def _phrase(doc: Doc, head: Token, first: int, last: int) -> tuple[int, int] | None:
    """The noun phrase of a head without its article and without the quantity itself, and an `of` phrase behind it."""
    left = right = head.i
    for child in head.lefts:
        if child.dep_ in _MODIFIERS and child.left_edge.i < left:
            left = min(left, child.left_edge.i)
    while left < head.i and (doc[left].lower_ in _ARTICLES or first <= left <= last or not doc[left].text[0].isalnum()):
        left += 1
    if first <= right <= last:
        return None
    for child in head.rights:
        if (
            child.lower_ == "of"
            and child.i == right + 1
            and not any(first <= token.i <= last for token in child.subtree)
        ):
            noun = next((grandchild for grandchild in child.rights if grandchild.dep_ == "pobj"), None)
            if noun is not None and noun.tag_ in _NOUNS:
                right = noun.i
    if left <= last and right >= first:
        left = max(left, last + 1)
    return (left, right) if left <= right else None
