"""Items on lines of their own: behind bullets or numbers, or bare paragraphs that begin alike."""

import re
from itertools import islice, takewhile

from extractor.enumeration.page import Page, Span
from extractor.enumeration.shapes import Shape, shape_of
from extractor.layout import Block

MOST_BLOCKS = 100  # how far behind its cue a list is followed
LONGEST_PLAIN = 320  # characters of an unmarked item: longer ones are paragraphs of prose
_RUN_IN = re.compile(
    r"[A-Z](?:[\w’'&/-]{0,20},? ){0,6}[\w’'&/-]{1,20}"
    r"(?:\.\s{1,2}[A-Z“\"]|(?P<mark>:|\s[–—])\s{1,2}[\w“\"$£€])"
)
_OPEN_ENDS = (";", ",", "; and", "; or", ", and", ", or")  # of an item that is not the last
_BETWEEN_NUMBERS = 6  # unmarked paragraphs that may explain a numbered item
_BETWEEN_BULLETS = 3  # the same where bullets are fewer than declared


def marked(page: Page, cue: int, declared: int | None) -> tuple[list[Span], bool]:
    """The items of the list of bullets or numbers that follows block `cue`, and whether they are numbered.

    Paragraphs between items belong to none, and neither do lists inside items.
    """
    following = list(islice(page.blocks, cue + 1, cue + 1 + MOST_BLOCKS))
    first = following[0]
    items: list[Block] = []
    strangers = 0
    for place, block in enumerate(following):
        if block.kind == "item" and _family(block) == _family(first):
            if items and not _goes_on(items, block):
                break
            if items and _opens_list(page, following, place) != _opens_list(page, following, 0):
                if _opens_list(page, following, place):
                    break
                continue  # an item of the list that the item before announced
            items.append(block)
            strangers = 0
        elif block.kind != "item" and page.text[block.start : block.end].lower() not in ("and", "or"):
            strangers += 1
            room = _BETWEEN_NUMBERS if first.number is not None else _BETWEEN_BULLETS
            incomplete = first.number is not None or len(items) < (declared or 0)
            if strangers > room or not incomplete or _opens_list(page, following, place):
                break
    return page.trimmed((block.body, _end_of_item(page, block)) for block in items), first.number is not None


def _opens_list(page: Page, following: list[Block], place: int) -> bool:
    """Whether a block announces items of the same family as the first: another list, not one inside an item."""
    if not _announces(page, following[place]) or place + 1 == len(following):
        return False
    behind = following[place + 1]
    return behind.kind == "item" and _family(behind) == _family(following[0]) and behind.number in (None, 1)


def _end_of_item(page: Page, block: Block) -> int:
    """Where an item ends: before a sentence of it that announces a list of its own."""
    last = page.sentences[page.sentence_at(block.end - 1)][0]
    return last if _announces(page, block) and last > block.body else block.end


def plain(page: Page, cue: int, declared: int | None, shape: Shape | None, sure: bool) -> list[Span]:
    """The unmarked paragraphs behind block `cue` that are items: as many as declared, or as long as they begin alike.

    `shape` is the shape that the cue asks for, if any: `would:` is followed by bare verbs. Short lines of any shape are
    items if the cue is `sure`.
    """
    following = list(islice(page.blocks, cue + 1, cue + 1 + (declared or MOST_BLOCKS)))
    following = list(takewhile(lambda block: _may_be_item(page, block), following))
    if not following:
        return []
    shapes = [shape_of(page, block.body, block.end, shape) for block in following]
    wanted = shape if shape and shapes[0] != "ing" else shapes[0]
    alike = len(list(takewhile(lambda found: found == wanted, shapes)))
    open_ended = len(list(takewhile(lambda block: block.kind == "heading", following)))
    semicolons = len(list(takewhile(lambda block: page.text.endswith(_OPEN_ENDS, block.start, block.end), following)))
    if shape is None and (headed := headings(page, cue, declared)):
        return headed
    if declared and len(following) == declared and (declared in (alike, open_ended) or _are_sentences(page, following)):
        count = declared
    elif wanted in ("ing", "to", "base") and (alike > 1 or shape):
        count = alike
    elif shape is None and semicolons:
        count = semicolons + 1
    elif shape is None and (declared or (sure and open_ended < len(following))):
        count = open_ended
    else:
        count = 0
    return page.trimmed((block.body, block.end) for block in following[:count])


def _are_sentences(page: Page, following: list[Block]) -> bool:
    return all(page.sentence_at(block.body) == page.sentence_at(block.end - 1) for block in following)


def headings(page: Page, cue: int, declared: int | None) -> list[Span]:
    """The headings behind block `cue` that have text below them, the first directly behind it.

    As many as declared, each with a few paragraphs; if no number is declared, at least two with one paragraph each.
    """
    following = page.blocks[cue + 1 : cue + 1 + (4 * declared if declared else MOST_BLOCKS)]
    kinds = [block.kind for block in following]
    if kinds[:2] != ["heading", "paragraph"]:
        return []
    if declared:
        found = [block for block in following if block.kind == "heading"][:declared]
    else:
        pairs = takewhile(lambda place: kinds[place : place + 2] == kinds[:2], range(0, len(kinds), 2))
        found = [following[place] for place in pairs]
    spans = page.trimmed((block.body, block.end) for block in found)
    return spans if len(spans) >= (declared or 2) else []


def run_in(page: Page, cue: int, declared: int | None) -> list[Span]:
    """The paragraphs behind block `cue` that have a heading in front: `Old age. Nobody …`; at most as many as declared.

    If no number is declared, a colon or dash must close the headings.
    """
    following = page.blocks[cue + 1 : cue + 1 + (declared or MOST_BLOCKS)]
    headings = (_RUN_IN.match(page.text, block.start, block.end) for block in following)
    headed = takewhile(lambda match: match and (declared or match["mark"]), headings)
    return page.trimmed((block.body, block.end) for block, _ in zip(following, headed, strict=False))


def are_siblings(one: Block, other: Block) -> bool:
    """Whether two blocks are items whose markers are of one kind."""
    return one.kind == other.kind == "item" and _family(one) == _family(other)


def _family(block: Block) -> str:
    """What the markers of one list have in common: the bullet, or that they are numbers, letters or numerals."""
    return block.marker.strip("(#).: –—-") or block.marker


def _goes_on(items: list[Block], block: Block) -> bool:
    """Whether a marker is the next of the list; some texts number every item `1.`."""
    if block.number is None:
        return True
    repeated = all(item.number == block.number for item in items)
    return repeated or block.number == (items[-1].number or 0) + 1


def _may_be_item(page: Page, block: Block) -> bool:
    return block.kind != "item" and not _announces(page, block) and block.end - block.start <= LONGEST_PLAIN


def _announces(page: Page, block: Block) -> bool:
    return page.text[block.end - 1] == ":"
