"""The entity recogniser over all tokens of a batch at once.

What spaCy's recogniser decides at a token depends on that token and on where the open entity began, on nothing that
was decided before. So the moves of all tokens are worked out together as if no entity were open; then those that
begin are followed to their ends, side by side; of two that overlap, the one that begins first stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

_NO_TOKEN = -1


def needs_no_steps(recogniser: Any, docs: Sequence[Doc]) -> bool:
    """Whether it looks at three tokens: the next one, the first one of the open entity and the last one.

    And whether nothing has set an entity before, which it would have to respect.
    """
    three: bool = recogniser.model.get_ref("lower").get_dim("nF") == 3
    return three and not any(doc.has_annotation("ENT_IOB") for doc in docs)


def recognise(recogniser: Any, docs: Sequence[Doc]) -> None:
    """Write the entities that spaCy's own loop would find.

    Args:
        recogniser: an `EntityRecognizer` that decides greedily, in two layers, and `needs_no_steps`.
        docs: texts of which at least one has a token.
    """
    stepper = recogniser.model.predict(docs)
    weights, bias = stepper.vec2scores.get_param("W").T.copy(), stepper.vec2scores.get_param("b")

    def scores(tokens: Any, begins: Any) -> Any:
        lasts = np.where(begins == _NO_TOKEN, _NO_TOKEN, tokens - 1)
        ids = np.stack([tokens, begins, lasts], axis=1).astype("i")
        return stepper.state2vec.predict(ids) @ weights + bias

    names = [recogniser.moves.get_class_name(move) for move in range(recogniser.moves.n_moves)]
    spaces = np.concatenate([doc.to_array("IS_SPACE") for doc in docs]).astype(bool)
    closing = np.concatenate([_closing(doc) for doc in docs])
    every = np.arange(len(spaces))
    moves = _first_moves(scores(every, np.full_like(every, _NO_TOKEN)), names, spaces, closing)
    ends = _ends(moves, names, closing, scores)
    stepper.clear_memory()
    offset = 0
    for doc in docs:
        _write(doc, [names[move][2:] for move in moves[offset:][: len(doc)]], ends[offset:] - offset)
        offset += len(doc)


def _closing(doc: Doc) -> Any:
    """Whether no entity may go on behind a token: a sentence ends there."""
    return np.append(doc.to_array("SENT_START")[1:] == 1, [True] * (len(doc) > 0))


def _first_moves(scores: Any, names: Sequence[str], spaces: Any, closing: Any) -> Any:
    """The best move at each token if no entity is open."""
    kinds = np.array([name[0] if name != "U-" else "" for name in names])  # "U-" is for what was set before
    scores[:, ~np.isin(kinds, ("B", "U", "O"))] = -np.inf
    scores[np.ix_(closing, kinds == "B")] = -np.inf
    scores[np.ix_(spaces, kinds != "O")] = -np.inf
    return scores.argmax(axis=1)


def _ends(moves: Any, names: Sequence[str], closing: Any, scores: Any) -> Any:
    """The token behind the entity that begins at each token; of a token where none begins, the next one."""
    ends = np.arange(1, len(moves) + 1)
    begins = tokens = np.flatnonzero([names[move].startswith("B") for move in moves])
    on, last = (np.array([names.index(kind + names[move][1:]) for move in moves[begins]], int) for kind in "IL")
    while len(begins):
        tokens = tokens + 1
        found = scores(tokens, begins)
        row = np.arange(len(begins))
        goes_on = (found[row, on] >= found[row, last]) & ~closing[tokens]
        ends[begins[~goes_on]] = tokens[~goes_on] + 1
        begins, tokens, on, last = begins[goes_on], tokens[goes_on], on[goes_on], last[goes_on]
    return ends


def _write(doc: Doc, labels: Sequence[str], ends: Any) -> None:
    entities: list[Span] = []
    for begin, label in enumerate(labels):
        if label and (not entities or begin >= entities[-1].end):
            entities.append(Span(doc, begin, int(ends[begin]), label=label))
    doc.set_ents(entities, default="outside")
