"""Texts of any size and shape through spaCy, in time linear in their length and in bounded memory.

`tokenize` guards spaCy's tokenizer, whose time is quadratic in a run of punctuation without blanks; `process` shows
long texts to the model piece by piece, while our own components see the whole text, so that offsets, names, groups
and lists are those of the document.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.inference.transitions import annotated

MOST_TOKENS = 10_000
"""Tokens that the model sees at once: it takes about 20 kB of memory for each."""

PIECE_TOKENS = 1_000
"""Into pieces of this size a longer text is cut: the model is faster with ten side by side than with one long one."""

# What the tokenizer and our sentences write.
_KEPT: list[int | str] = ["NORM", "SENT_START"]

# No word of news is as long; addresses of pages seldom are. A line of 80 or 100 dashes or stars remains one run.
_RUNS = ((re.compile(r"(?<!\S)\S{251,}"), 250), (re.compile(r"(?<![^\w\s])[^\w\s]{101,}"), 100))

_JOINED = re.compile(r"-(?<=\b[A-Z]\.[A-Z]\.-)(?=[A-Za-z])")
"""The hyphen of `U.S.-China` and `U.N.-led`, which spaCy leaves one token, unlike that of `Iran-China`."""


def tokenize(nlp: Language, text: str) -> Doc:
    """The tokens of a text; a run of more than 250 characters, or of 100 punctuation marks, is cut first.

    >>> import spacy
    >>> len(tokenize(spacy.blank("en"), "Well" + "!" * 20_000))
    20001
    """
    cuts = {cut for run, size in _RUNS for match in run.finditer(text) for cut in _cuts(match, size)}
    cuts |= {cut for match in _JOINED.finditer(text) for cut in match.span()}
    if not cuts:
        return nlp.tokenizer(text)
    words, spaces = [], []
    for start, end in itertools.pairwise([0, *sorted(cuts), len(text)]):
        for token in nlp.tokenizer(text[start:end]):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _cuts(match: re.Match[str], size: int) -> range:
    return range(match.start() + size, match.end(), size)


def process(nlp: Language, docs: Sequence[Doc]) -> Iterator[Doc]:
    """Docs of any length with everything that the pipeline writes, in their order.

    Args:
        nlp: a pipeline from `extractor.load`.
        docs: the tokens of whole texts; the model sees the shorter ones all at once.
    """
    short = iter(_through([pipe for _, pipe in nlp.pipeline], [doc for doc in docs if len(doc) <= MOST_TOKENS]))
    for doc in docs:
        yield next(short) if len(doc) <= MOST_TOKENS else _process_long(nlp, doc)


def _process_long(nlp: Language, doc: Doc) -> Doc:
    model = [pipe for name, pipe in nlp.pipeline if not name.startswith("extractor_")]
    own = [pipe for name, pipe in nlp.pipeline if name.startswith("extractor_") and name != "extractor_sentences"]
    doc = nlp.get_pipe("extractor_sentences")(doc)
    if model:
        pieces = []
        rest = _pieces(doc)
        while batch := list(itertools.islice(rest, MOST_TOKENS // PIECE_TOKENS)):
            for piece in _through(model, batch):
                piece.tensor = piece.tensor[:0]  # the model's vectors: of no use any more, and most of the memory
                pieces.append(piece)
        whole = Doc.from_docs(pieces, ensure_whitespace=False, exclude=["tensor", "user_data"])  # type: ignore[call-arg]
        assert whole is not None  # noqa: S101  (it is for no pieces)
        whole.user_data.update(doc.user_data)
        doc = whole
    return _through(own, [doc])[0]


def _through(pipes: Sequence[Any], docs: list[Doc]) -> list[Doc]:
    for pipe in pipes:
        docs = annotated(pipe, docs)
    return docs


def _pieces(doc: Doc) -> Iterator[Doc]:
    """A long Doc in Docs of their own; `Span.as_doc` reads the whole Doc again for each."""
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    table: Any = doc.to_array(_KEPT)
    for start, end in itertools.pairwise(_borders(doc)):
        yield Doc(doc.vocab, words=words[start:end], spaces=spaces[start:end]).from_array(_KEPT, table[start:end])


def _borders(doc: Doc) -> Iterator[int]:
    """Where pieces begin, and the end: at paragraphs if there are any near, else at sentences, else anywhere."""
    start = 0
    while start < len(doc):
        yield start
        end = start + PIECE_TOKENS
        if end < len(doc):
            sentences = [place for place in range(end, (start + end) // 2, -1) if doc[place].is_sent_start]
            paragraphs = (place for place in sentences if "\n" in doc[place - 1].text_with_ws)
            end = next(paragraphs, sentences[0] if sentences else end)
        start = min(end, len(doc))
    yield len(doc)
