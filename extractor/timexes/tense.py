"""Where the clause round an expression looks: to the past or to the future.

With the model's tags and parse the nearest verb above the expression decides, by its form and its auxiliaries. Without
them the words that announce something (`will`, `due`, `scheduled`) decide, where one stands in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from extractor.lexicons import Lexicon
from extractor.timexes.neighbours import around

_WILL = frozenset({"will", "'ll", "’ll", "wo", "shall"})
_HAVE = frozenset({"have", "has", "had", "'ve", "’ve", "having"})
_ARE = frozenset({"is", "are", "'s", "’s", "'re", "’re"})
_ALIKE = frozenset({"cut", "hit", "hurt", "let", "put", "quit", "read", "set", "shut", "split"})  # now and in the past
_AT_FIRST = frozenset({"originally", "initially", "previously", "first"})
_WAS = frozenset({"was", "were"})
_PUT_OFF = frozenset({
    "moved", "postponed", "rescheduled", "rearranged", "adjourned", "delayed",
    "extended", "deferred", "put", "brought", "pushed", "set", "called",
})  # fmt: skip
_SAID = frozenset({
    "said", "told", "announced", "confirmed", "warned", "reported", "ruled", "agreed", "voted", "decided",
})  # fmt: skip
_FORETOLD = frozenset({"forecast", "forecasts", "predict", "predicts", "predicted"})
_STEPS = 12  # how far to climb the parse tree
_WINDOW = 40  # how many tokens to look at on either side


def direction(span: Span, prospective: Lexicon, parsed: bool) -> int:
    """-1 for the past, 1 for the future, 0 if the clause does not tell; -2 where it says when a past event was.

    Args:
        span: the expression.
        prospective: words that announce something to come.
        parsed: whether the Doc has tags and a parse.
    """
    beside = _of_neighbours(span)
    if beside is not None:
        return beside
    if not parsed:
        return int(any(token.text in prospective for token in around(span, _WINDOW)))
    told = _of_clause(span, prospective)
    return 1 if told == 0 and span.start and span.doc[span.start - 1].lower_ == "by" else told


def _of_neighbours(span: Span) -> int | None:
    """What the words right before an expression say: `until Friday`, `ahead of the 12 June summit`."""
    words = [token.lower_ for token in span.doc[max(0, span.start - 4) : span.start]]
    if not words:
        return None
    if words[-1] in ("until", "till") or ["ahead", "of"] in (words[-2:], words[-3:-1]):
        return 1
    if words[-1] in ("to", "for") and not _PUT_OFF.isdisjoint(words[:-1]):
        return 1 if _AT_FIRST.isdisjoint(words) else -1
    if words[-1] in ("since", "ended", "above", "below"):  # `a third above May’s price`
        return -2
    # Whatever the parse says of `she said on Tuesday it would go`:
    verb = span.doc[span.start - (2 if words[-1] in ("on", "in", "late") and len(words) > 1 else 1)]
    return -2 if verb.tag_ == "VBD" and verb.lower_ in _SAID else None


def _of_clause(span: Span, prospective: Lexicon) -> int:
    """What the nearest telling verb above an expression says."""
    token: Token = span.root
    for step in range(_STEPS):
        if token.tag_[:2] in ("VB", "MD"):
            if token.lower_ in _FORETOLD and span.start and span.doc[span.start - 1].lower_ in ("by", "for"):
                return 1  # `forecast 20 mm of rain by Friday`
            told = _of_verb(token, prospective, _belongs_to(span.root, token))
            if told is not None:
                return told
        elif step and token.tag_ in ("JJ", "IN") and token.text in prospective:
            return 1
        if token.head == token:
            return 0
        token = token.head
    return 0


def _belongs_to(token: Token, verb: Token) -> bool:
    """Whether an expression says when the verb's event is: `opens Monday`, `meet on Friday and Sunday`, `Monday is`."""
    for _ in range(_STEPS):
        if token.dep_ != "conj":
            break
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ in ("on", "at", "in", "from", "by", "through"):
        token = token.head
    return token.head == verb and token.dep_ in ("npadvmod", "prep", "tmod", "attr", "nsubj")


def _of_verb(verb: Token, prospective: Lexicon, direct: bool) -> int | None:
    """What one verb tells; None when the verb that governs it has to."""
    helpers = _helpers(verb)
    if helpers & _WILL:
        return 1
    if helpers & _HAVE:
        return -1
    word = prospective.get(verb.text)
    if verb.tag_ == "VBN" and any(child.lower_ == "as" for child in _children(verb)):
        return None  # `began as planned on Saturday`
    planned = verb.tag_ == "VBN" and ((word and word["participle"]) or {"to", "be"} <= helpers)
    if planned or any(child.tag_ == "MD" for child in _children(verb)):
        return 1
    if verb.lower_ in _WAS and any(child.dep_ == "acomp" and child.text in prospective for child in _children(verb)):
        return 1  # `he was due in court on Friday`
    if direct and helpers & _ARE and verb.tag_ in ("VBG", "VBN"):
        return 1  # `they are meeting on Friday`, `elections are held in November`
    if verb.tag_ in ("VBD", "VBN") or (verb.tag_ == "VBP" and verb.lower_ in _ALIKE):
        certain = direct and (helpers & _WAS or verb.tag_ == "VBD") and verb.lower_ not in _ALIKE
        return -2 if certain else -1
    if direct and verb.tag_ == "VBG" and helpers & _WAS:
        return -1  # `were still missing by Monday night`
    if verb.tag_ in ("VBZ", "VBP", "MD"):
        return int(direct or verb.text in prospective or any(child.text in prospective for child in _children(verb)))
    governor = verb.head
    promised = governor.text in prospective or governor.lower_ == "set"
    promised = promised or (governor.lower_ in _ARE | _WAS and "to" in helpers)  # `they are to meet on Friday`
    if verb.tag_ == "VB" and promised and verb.dep_ in ("xcomp", "ccomp", "advcl", "acl"):
        return -1 if _was(governor) or _was(governor.head) else 1
    return None


def _helpers(verb: Token) -> set[str]:
    return {child.lower_ for child in _children(verb) if child.dep_ in ("aux", "auxpass")}


def _children(verb: Token) -> Iterator[Token]:
    """What depends on a verb; only what is near, as a verb of a hostile sentence may govern all of it."""
    first, last = verb.left_edge.i, verb.right_edge.i
    if last - first <= 2 * _WINDOW:
        return verb.children
    near = verb.doc[max(first, verb.i - _WINDOW) : min(last, verb.i + _WINDOW) + 1]
    return (token for token in near if token.head == verb)


def _was(verb: Token) -> bool:
    """Whether a plan is one of the past: `it had been due to close on Friday`."""
    return "had" in _helpers(verb)
