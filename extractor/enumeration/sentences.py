"""Items that are sentences: as many as were declared, which begin alike or all say what is wanted."""

import re
from collections.abc import Iterator, Sequence

from extractor.enumeration import inline
from extractor.enumeration.cues import Cue
from extractor.enumeration.page import Page, Span
from extractor.enumeration.shapes import shape_of

MOST_SENTENCES = 30  # how far items are followed
MOST_SKIPPED = 2  # sentences between the announcement and the first item

WANTED = re.compile(
    r"\b(?:must|should|shall|will|would|(?:I|[Ww]e) want|needs? to|ha(?:s|ve) to|ought to|(?:is|are) to)\b"
    r"|['’ ](?:re|m|are|am|is)\s\w+ing\b"
)
_RESOLVE = re.compile(
    r"""(?:(?<=[.!?;,]\s)|(?<=[\n"“‘]))["“‘]?(?:and\s)?(?P<words>(?:i|we|it|they|he|she|the\s\w+)\s
        (?:will|would|must|should|shall|wants?(?:\sto)?|needs?\sto|ha(?:ve|s)\sto|(?:is|are)\sto))\s""",
    re.VERBOSE | re.IGNORECASE,
)
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
RELATIVE = frozenset({"WDT", "WP", "WRB"})  # "the release of men who were jailed" is no clause


def behind(page: Page, cue: Cue) -> list[Span]:
    """The items, if there are as many as declared; none if no number is declared.

    `Two priorities: Cut waste. … Build homes. …`, `two things. We will cut waste. And we will build homes.`,
    `two conditions. It must cut waste, and it must build homes.`, `two priorities. Jobs and homes.`
    """
    if cue.declared is None:
        return []
    spans = list(_paragraph(page, cue.items_from))
    passages = [spans[skipped:] for skipped in range(1 + (MOST_SKIPPED if cue.link == "stop" else 0))]
    if cue.link == "stop":
        passages.append(_paragraphs(page, cue.items_from, cue.declared))
    for passage in filter(None, passages):
        for items in _readings(page, passage):
            if len(items) == cue.declared:
                return page.trimmed(items)
    if cue.link == "stop" and spans and _is_brief(page, spans[0]):
        parts = inline.coordinated(page, *spans[0], cue.declared)
        return parts if len(parts) == cue.declared else []
    return []


def _paragraph(page: Page, start: int) -> Iterator[Span]:
    """The sentences from a place to the end of its paragraph; at the end of one, those of the next."""
    first = page.sentence_at(start)
    block_end = page.blocks[page.block_at(start - 1)].end
    if not page.text[start:block_end].strip(' "”’'):
        block_end = page.blocks[min(page.block_at(start - 1) + 1, len(page.blocks) - 1)].end
    for begin, end in page.sentences[first : first + MOST_SENTENCES]:
        span = max(begin, start), min(end, block_end)
        if page.text[slice(*span)].strip(' "”’\n'):
            yield span


def _paragraphs(page: Page, start: int, declared: int) -> list[Span]:
    """As many paragraphs of one sentence each as were declared, directly behind the one that announces them."""
    index = page.block_at(start - 1)
    following = page.blocks[index + 1 : index + 1 + declared]
    if page.text[start : page.blocks[index].end].strip(' "”’') or len(following) < declared:
        return []
    single = all(
        page.sentence_at(block.body) == page.sentence_at(block.end - 1) and block.kind == "paragraph"
        for block in following
    )
    return [(block.body, block.end) for block in following] if single else []


def _readings(page: Page, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Sentences that may be the items: bare verbs, clauses that begin alike, or all of them."""
    bare = [span for span in spans if shape_of(page, *span) == "base"]
    if bare[:1] == list(spans[:1]):
        yield bare
    start, end = spans[0][0], spans[-1][1]
    openings = list(_RESOLVE.finditer(page.text, start, end))
    if openings and openings[0].start() - start < 3:
        words = openings[0]["words"].lower()
        alike = [match for match in openings if match["words"].lower() == words]
        stops = [match.start() for match in alike[1:]] + [end]
        sentence_ends = [page.sentences[page.sentence_at(match.end())][1] for match in alike]
        yield [(match.end(), min(stop, last)) for match, stop, last in zip(alike, stops, sentence_ends, strict=True)]
    wanted = [span for span in spans if WANTED.search(page.text[slice(*span)])]
    if spans[0] in wanted and len(wanted) * 3 >= len(spans) * 2:
        yield list(spans)
    if all(_is_brief(page, span) for span in spans):
        yield list(spans)


def _is_brief(page: Page, span: Span) -> bool:
    """Whether a sentence has no finite verb, those of its relative clauses aside: `A bridge that lasts.`"""
    if not page.tags:
        return False
    clauses = 0  # that wait for their verb
    for place in (place for place in range(*span) if place in page.tags):
        if page.tags[place] in RELATIVE or page.text.startswith("that ", place):
            clauses += 1
        elif page.tags[place] in FINITE and not page.text.endswith((" and ", " or "), span[0], place):
            if not clauses:
                return False
            clauses -= 1
    return True
