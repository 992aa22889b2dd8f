"""Layers of the language model in forms that answer the same and cost less, as long as nobody trains it."""

from spacy.language import Language

from extractor.inference import convolutions, embeddings


def speed_up(nlp: Language) -> None:
    """Change how the models of a pipeline work out their vectors.

    Only the forward passes change: the pipeline can be written to disk and read as before, and one that is built
    otherwise than the default model keeps the layers that are unknown here.
    """
    embeddings.remember(nlp)
    convolutions.fuse(nlp)
