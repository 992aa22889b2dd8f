"""The parser over a batch of texts side by side: one step in all of them, then the next.

spaCy's own loop takes the interpreter's lock and gives it back for each feature of each step, which is a third of the
parser's time, and looks at a quarter of a batch at once. Here the steps are taken by the objects that it trains with:
the same scores, the same moves. The entity recogniser needs no steps at all: see `recognition`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc
from thinc.api import NumpyOps

from extractor.inference.recognition import needs_no_steps, recognise

_COST_OF_STEP = 2
"""What a step costs beyond its share for each text, in tokens of spaCy's own loop."""


def annotated(pipe: Any, docs: Sequence[Doc]) -> list[Doc]:
    """The Docs with what a component of a pipeline writes, in their order.

    Args:
        pipe: any component; those that are no parser or entity recogniser in the form of the default model's do it
            their own way.
        docs: as the components before it left them.
    """
    if not hasattr(pipe, "pipe"):
        return [pipe(doc) for doc in docs]
    if not _is_known(pipe) or not any(map(len, docs)):
        return list(pipe.pipe(docs, batch_size=len(docs) or 1))
    if isinstance(pipe, EntityRecognizer) and needs_no_steps(pipe, docs):
        recognise(pipe, docs)
    else:
        _step(pipe, docs)
    return list(docs)


def _is_known(pipe: Any) -> bool:
    """Whether it decides greedily, in two layers, between moves that all were trained."""
    if not isinstance(pipe, (DependencyParser, EntityRecognizer)) or pipe.cfg["beam_width"] != 1:
        return False
    model = pipe.model
    return type(model.ops) is NumpyOps and bool(model.attrs.get("has_upper")) and not model.attrs.get("unseen_classes")


def _longest(lengths: Sequence[int]) -> int:
    """How many of some texts, the longest first, had better not go with the others, who end long before them."""
    alone = itertools.accumulate(lengths, initial=0)
    costs = [tokens + _COST_OF_STEP * steps for tokens, steps in zip(alone, [*lengths, 0], strict=True)]
    return max(place for place, cost in enumerate(costs) if cost == min(costs))


def _step(parser: Any, docs: Sequence[Doc]) -> None:
    """All texts side by side, apart from long ones that the others would soon leave alone."""
    docs = sorted(docs, key=len, reverse=True)
    alone = _longest([len(doc) for doc in docs])
    list(parser.pipe(docs[:alone], batch_size=alone or 1))
    if docs := docs[alone:]:
        _step_side_by_side(parser, docs)


def _step_side_by_side(parser: Any, docs: Sequence[Doc]) -> None:
    states = parser.moves.init_batch(docs)
    model = parser.model.predict(docs)
    weights, bias = model.vec2scores.get_param("W").T.copy(), model.vec2scores.get_param("b")
    unfinished: Iterable[Any] = [state for state in states if not state.is_final()]
    while unfinished:
        hidden = model.state2vec.predict(model.get_token_ids(unfinished))
        unfinished = parser.transition_states(unfinished, hidden @ weights + bias)
    model.clear_memory()
    parser.set_annotations(docs, states)
