"""Word embeddings, worked out once for all tokens that look the same: a quarter of the model's time.

spaCy's `MultiHashEmbed` makes the vector of a token from features of that token alone (norm, prefix, suffix, shape and
the static vector of the word), again in each document. `remember` keeps the vectors; the layers behind see the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

LIMIT = 1 << 14
"""Tokens of one model whose vectors are kept, some 10 MB; when there are more, it forgets all and begins anew."""

# The layers of a MultiHashEmbed. One with any other, such as characters, is left as it is.
_LAYERS = {
    *("extract_features", "list2ragged", "ints-getitem", "hashembed", "static_vectors"),
    *("maxout", "layernorm", "dropout", "ragged2list"),
}

_Features = npt.NDArray[np.uint64]  # a row for a token, a column for an attribute


def remember(nlp: Language) -> None:
    """Let every model of a pipeline keep its embeddings, where they depend on nothing but the token."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for embed in _embeddings(model) if isinstance(model, Model) else ():
            embed.replace_callbacks(_Memory(embed, nlp.vocab), init=embed.init)


def _embeddings(model: Model[Any, Any]) -> Iterator[Model[Any, Any]]:
    for layer in model.walk():
        if layer.has_ref("embed"):
            embed = layer.get_ref("embed")
            if {part.name for part in embed.walk() if not part.layers} <= _LAYERS:
                yield embed


class _Words:
    """Tokens outside a document, with as much of a `Doc` as the layers of an embedding read."""

    def __init__(self, vocab: Vocab, features: _Features) -> None:
        self.vocab, self.features = vocab, features

    def __len__(self) -> int:
        return len(self.features)

    def to_array(self, columns: int | Sequence[int | str]) -> _Features:
        """What the static vectors go by, or what is hashed."""
        return self.features[:, -1] if isinstance(columns, int) else self.features[:, :-1]


class _Memory:
    """The forward pass of an embedding that is worked out only for tokens not seen before."""

    def __init__(self, embed: Model[Any, Any], vocab: Vocab) -> None:
        (extractor,) = (layer for layer in embed.walk() if layer.name == "extract_features")
        self.forward: Any = embed._func
        self.vocab = vocab
        self.columns = [*extractor.attrs["columns"], getattr(vocab.vectors, "attr", "ORTH")]
        self.known: dict[bytes, bytes] = {}  # features and vector; another thread may add to it at any time

    def __call__(self, embed: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> Any:
        if is_train or not any(map(len, docs)):
            return self.forward(embed, docs, is_train)
        known = self.known
        features = np.vstack([doc.to_array(self.columns) for doc in docs])
        data, size = features.tobytes(), features.itemsize * features.shape[1]
        keys = [data[at : at + size] for at in range(0, len(data), size)]
        new = {key: row for row, key in enumerate(keys) if key not in known}
        if new:
            ((vectors,), _) = self.forward(embed, [_Words(self.vocab, features[list(new.values())])], False)
            known.update(zip(new, map(np.ndarray.tobytes, vectors), strict=True))
        joined = np.frombuffer(bytearray().join([known[key] for key in keys]), dtype=np.float32)
        if len(known) > LIMIT:
            self.known = {}
        ends = np.cumsum([len(doc) for doc in docs])
        return np.split(joined.reshape(len(keys), -1), ends[:-1]), None
