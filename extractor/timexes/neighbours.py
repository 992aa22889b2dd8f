"""The tokens beside an expression, in its own sentence; never all of them, as hostile sentences have no end."""

from collections.abc import Iterator

from spacy.tokens import Span, Token


def before(span: Span) -> Token | None:
    """The token right before a span."""
    return None if span[0].is_sent_start else span.doc[span.start - 1]


def after(span: Span) -> Token | None:
    """The token right behind a span."""
    if span.end == len(span.doc) or span.doc[span.end].is_sent_start:
        return None
    return span.doc[span.end]


def around(span: Span, reach: int) -> Iterator[Token]:
    """The tokens up to so many before and behind a span; its first one is among them."""
    doc = span.doc
    for place in range(span.start, max(-1, span.start - reach), -1):
        yield doc[place]
        if doc[place].is_sent_start:
            break
    for place in range(span.end, min(len(doc), span.end + reach)):
        if doc[place].is_sent_start:
            break
        yield doc[place]
