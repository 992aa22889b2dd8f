"""Sets where sentences begin, from layout and punctuation, before the model's parser runs.

The parser keeps borders that are set, so sentences are the same with any model or none.
"""

from spacy.language import Language
from spacy.tokens import Doc

from extractor.layout import blocks

_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


@Language.factory("extractor_sentences", assigns=["token.is_sent_start"])
class Sentences:
    """A spaCy component that marks every token as the beginning of a sentence or not."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Mark the tokens of a Doc."""
        starts = {block.start for block in blocks(doc.text)} | {doc._.body_start}
        pending = iter(sorted(starts))
        border = next(pending, None)
        ended = False
        for token in doc:
            begins = token.i == 0
            while border is not None and token.idx + len(token) > border:
                if not token.is_space:
                    begins = True
                    border = next(pending, None)
                else:
                    break
            if ended and not token.is_space and token.text not in _CLOSERS:
                begins, ended = begins or not token.is_lower, False
            if token.text[-1] in _ENDS and len(token) <= 3:
                ended = True
            token.is_sent_start = begins
        return doc
