"""The model's answers on disk, for people who run a corpus again and again while they work on rules.

What tagger, parser and entity recogniser say of a text depends on the text, its sentence borders, the model and spaCy's
version, and is kept under these in one SQLite file. The rules run anew each time, so rows are the same bytes with and
without a cache. Everything read is checked; what is damaged, or of another version, is worked out and written anew.
"""

import hashlib
import importlib.metadata
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extractor.cache.store import LIMIT, Store
from extractor.inference.transitions import annotated

_ATTRIBUTES = ["TAG", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]  # sentence borders follow from the heads


@Language.factory("cached_model", default_config={"limit": LIMIT})
class CachedModel:
    """A spaCy component in the place of the model's own, which it asks only for texts that it does not know.

    Args:
        nlp: a pipeline; its components whose names do not begin with `extractor_` are taken over.
        name: name of this component.
        directory: where the cache is; made if it is not there.
        limit: bytes that the cache may take.
    """

    def __init__(self, nlp: Language, name: str, directory: str, limit: int) -> None:
        self.name = name
        self.vocab = nlp.vocab
        names = [name for name in nlp.pipe_names if not name.startswith("extractor_")]
        self.pipes: list[Any] = [nlp.get_pipe(name) for name in names]
        self.model = hashlib.sha256(identity(nlp).encode()).digest()
        for name in names:
            nlp.disable_pipe(name)
        self.store = Store(Path(directory) / "model.sqlite3", limit)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with what the model says of it."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Like `__call__`, for many at once."""
        docs = iter(stream)
        while batch := list(itertools.islice(docs, batch_size)):
            keys = [self._key(doc) for doc in batch]
            known = [self._known(doc, key) for doc, key in zip(batch, keys, strict=True)]
            asked = [doc for doc, found in zip(batch, known, strict=True) if found is None]
            for pipe in self.pipes:
                asked = annotated(pipe, asked)
            answers = iter(asked)
            done = [next(answers) if found is None else found for found in known]
            new = [place for place, found in enumerate(known) if found is None]
            self.store.put({keys[place]: _to_bytes(done[place]) for place in new})
            yield from done

    def _key(self, doc: Doc) -> bytes:
        digest = hashlib.sha256(self.model)
        digest.update(doc.to_array("SENT_START").tobytes())
        digest.update(doc.text.encode("utf-8"))
        return digest.digest()

    def _known(self, doc: Doc, key: bytes) -> Doc | None:
        stored = self.store.get(key)
        if stored is None:
            return None
        (known,) = DocBin().from_bytes(stored).get_docs(self.vocab)
        if len(known) != len(doc) or (known.to_array("ORTH") != doc.to_array("ORTH")).any():
            return None
        known.user_data.update(doc.user_data)
        return known


def identity(nlp: Language) -> str:
    """What the model's answers depend on beside the text; of a model trained anew, the scores differ."""
    names = [name for name in nlp.pipe_names if not name.startswith("extractor_")]
    return json.dumps([importlib.metadata.version("spacy"), names, nlp.meta], sort_keys=True, default=str)


def _to_bytes(doc: Doc) -> bytes:
    return DocBin(attrs=_ATTRIBUTES, docs=[doc]).to_bytes()
