"""The convolutions of spaCy's `MaxoutWindowEncoder`, each in one go: a seventh of the model's time.

A layer takes a token with its neighbours, multiplies, keeps the largest of three pieces, normalizes and adds the
token. thinc does these as five layers that remember what training needs, with the pieces side by side in memory, where
no processor compares them quickly. Here they lie one behind the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from thinc.api import Model

_Vectors = npt.NDArray[np.float32]

_CONVOLUTION = "residual(expand_window>>maxout>>layernorm>>dropout)"
_EPSILON = 1e-8  # as in thinc's layer normalization


def fuse(nlp: Language) -> None:
    """Let every convolution of a pipeline's models be worked out in one go."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for layer in model.walk() if isinstance(model, Model) else ():
            if layer.name == _CONVOLUTION:
                layer.replace_callbacks(_Convolution(layer), init=layer.init)


class _Convolution:
    """The forward pass of one convolution."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        parts = {part.name: part for part in layer.walk()}
        self.train: Any = layer._func
        self.expand_window = parts["expand_window"]
        weights: _Vectors = np.asarray(parts["maxout"].get_param("W"))  # width x pieces x inputs
        bias: _Vectors = np.asarray(parts["maxout"].get_param("b"))  # width x pieces
        self.width, self.pieces, inputs = weights.shape
        self.weights = np.ascontiguousarray(weights.transpose(2, 1, 0)).reshape(inputs, -1)
        self.bias = np.ascontiguousarray(bias.T).reshape(-1)
        self.scale, self.shift = (np.asarray(parts["layernorm"].get_param(name)) for name in "Gb")

    def __call__(self, layer: Model[Any, Any], vectors: _Vectors, is_train: bool) -> Any:
        if is_train:
            return self.train(layer, vectors, is_train)
        window, _ = self.expand_window(vectors, False)
        pieces = window @ self.weights
        pieces += self.bias
        result = pieces.reshape(-1, self.pieces, self.width).max(axis=1)
        result -= result.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", result, result) / self.width
        result *= ((variance + _EPSILON) ** -0.5)[:, None]
        result *= self.scale
        result += self.shift
        result += vectors
        return result, None
