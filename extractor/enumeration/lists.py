"""From an announcement to its list: which way the items are laid out, and the items."""

import re
from dataclasses import dataclass
from typing import Literal

from extractor.enumeration import inline, ordinals, sentences, vertical
from extractor.enumeration.cues import Cue
from extractor.enumeration.page import Page, Span
from extractor.enumeration.sentences import WANTED
from extractor.enumeration.shapes import is_deed, shape_of

Layout = Literal["vertical-bulleted", "vertical-numbered", "vertical-plain", "inline", "ordinal", "lettered"]


_TWO_WORDS = re.compile(r"\s*(?P<first>[\w'’-]+)\s*(?P<second>[\w'’-]+|[^\w\s])")
_FACT = re.compile(r"(?:[\w-]+\s){1,3}(?:[a-z]{3,12}ed|was|were|(?:is|are|has|have)(?!\sto\b)|went|took|made|gave)\b")
APART_WITHIN = 8  # paragraphs between an announcement and a list that has just as many items
# "Peace, bread and land: those are our demands."
_THOSE = re.compile(r"\s*[,:–—-]\s*(?:these|those|they)\s*$", re.IGNORECASE)
_DASH = re.compile(r"\s?[–—]\s?|\s-{1,2}\s")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The items that a cue announces."""

    cue: Cue
    layout: Layout
    items: tuple[Span, ...]


def find(page: Page, cue: Cue) -> Enumeration | None:
    """The list behind a cue; None if what follows is none, or does not look as the cue demands."""
    if cue.link == "before":
        end = cue.items_from + len(_THOSE.sub("", page.text[cue.items_from : cue.start]))
        return _checked(page, cue, "inline", inline.coordinated(page, cue.items_from, end, cue.declared))
    index = page.block_at(cue.items_from - 1)
    block = page.blocks[index]
    at_end = cue.items_from >= block.end or not page.text[cue.items_from : block.end].strip(' \t\n"”’.?–-')
    found: Enumeration | None = None
    if cue.link != "dash" and at_end and index + 1 < len(page.blocks):
        found = _below(page, cue, index)
    ordered = _behind_ordinals(page, cue) if found is None and cue.link in ("colon", "stop") else None
    # "He said first, …. Second, …": as many as declared
    whole = ordered is not None and cue.link == "stop" and len(ordered.items) == cue.declared
    if found is None and not (at_end or whole or ordinals.begins(page, cue.items_from)):
        found = _beside(page, cue, block.end)
    found = found or ordered
    if found is None and cue.link == "stop" and cue.declared:
        found = _apart(page, cue, index)
    return found


def _apart(page: Page, cue: Cue, index: int) -> Enumeration | None:
    """As many items as declared, laid out some paragraphs further down: a headline or first sentence promises them."""
    if items := sentences.behind(page, cue):
        return _checked(page, cue, "inline", items)
    for place in range(index + 1, min(index + 1 + APART_WITHIN, len(page.blocks))):
        if page.blocks[place].kind == "item":
            items, numbered = vertical.marked(page, place - 1, cue.declared)
            layout: Layout = "vertical-numbered" if numbered else "vertical-bulleted"
            weak = page.text[slice(*cue.noun)].lower() in page.lexicon("weak_class_nouns")
            sure = len(items) == cue.declared and not (weak and _most_are_nouns(page, items))
            return _checked(page, cue, layout, items) if sure else None
    return None


def _behind_ordinals(page: Page, cue: Cue) -> Enumeration | None:
    """Sentences behind ordinals; they must be wanted if the noun does not say so."""
    sure = cue.strength in ("counted", "strong")
    items = ordinals.behind(page, cue.items_from, cue.declared)
    wanted = (WANTED.search(page.text[slice(*item)]) or shape_of(page, *item) == "base" for item in items)
    if len(items) < 2 or not (sure or all(wanted)):
        return None
    return Enumeration(cue, "ordinal", tuple(items))


def _below(page: Page, cue: Cue, index: int) -> Enumeration | None:
    """Items on the lines below the cue."""
    if page.blocks[index + 1].kind == "item":
        if cue.link != "colon" and vertical.are_siblings(page.blocks[index], page.blocks[index + 1]):
            return None  # "- The mayor has a three-point plan.\n- Turnout was low."
        items, numbered = vertical.marked(page, index, cue.declared)
        return _checked(page, cue, "vertical-numbered" if numbered else "vertical-bulleted", items)
    sure = cue.declared or cue.strength in ("strong", "medium")
    fewest = cue.declared or (2 if cue.link == "colon" else 3)
    if sure and len(headed := vertical.run_in(page, index, cue.declared)) >= fewest:
        return _checked(page, cue, "vertical-plain", headed)
    if cue.link != "colon" and cue.shape is None:  # "These are the five main points." over five headings
        items = vertical.headings(page, index, cue.declared) if cue.strength in ("counted", "strong") else []
    else:
        sure = cue.strength == "strong" or cue.kind == "demand"
        items = vertical.plain(page, index, cue.declared, cue.shape, sure)
    return _checked(page, cue, "vertical-plain", items)


def _beside(page: Page, cue: Cue, block_end: int) -> Enumeration | None:
    """Items in the same paragraph as the cue."""
    items = inline.marked(page, cue.items_from, block_end)
    if items:
        return _checked(page, cue, "lettered", items)
    if cue.strength == "verb":
        return _after_semicolons(page, cue, block_end)
    if cue.link == "stop":
        return _checked(page, cue, "inline", sentences.behind(page, cue))
    if cue.link == "verb" and _is_predicate(page, cue.items_from):
        return None
    sentence_end = min(block_end, page.sentences[page.sentence_at(cue.items_from)][1])
    if cue.link == "dash":
        closing = _DASH.search(page.text, cue.items_from, sentence_end)
        sentence_end = closing.start() if closing else sentence_end
    items = inline.coordinated(page, cue.items_from, sentence_end, cue.declared)
    if len(items) < 2:
        items = sentences.behind(page, cue)
    if cue.strength == "medium" and cue.link == "colon" and items and _FACT.match(page.text[slice(*items[0])]):
        return None  # "tough measures: officers searched bags and …" tells what was done
    return _checked(page, cue, "inline", items)


def _after_semicolons(page: Page, cue: Cue, block_end: int) -> Enumeration | None:
    """`The ministry should: set a budget; publish the figures; and name one person in charge.`"""
    sentence_end = min(block_end, page.sentences[page.sentence_at(cue.items_from)][1])
    if cue.link != "colon" or page.text.count(";", cue.items_from, sentence_end) < 1:
        return None
    return _checked(page, cue, "inline", inline.coordinated(page, cue.items_from, sentence_end, cue.declared))


def _checked(page: Page, cue: Cue, layout: Layout, items: list[Span]) -> Enumeration | None:
    """The list, if it has two items and they are of the shape that the cue demands."""
    if len(items) < 2 or (cue.exact and len(items) != cue.declared):
        return None
    if cue.strength == "loose" and _most_are_nouns(page, items):
        return None
    if cue.shape is not None:
        allowed = ("ing",) if cue.shape == "ing" else ("base", "to", "ing")  # "committed to: - improving …"
        fitting = sum(shape_of(page, *item, cue.shape) in allowed for item in items)
        if fitting * 3 < len(items) * 2:
            return None
    return Enumeration(cue, layout, tuple(items))


def _most_are_nouns(page: Page, items: list[Span]) -> bool:
    things = sum(shape_of(page, *item) == "phrase" and not is_deed(page, item) for item in items)
    return things * 2 > len(items)


def _is_predicate(page: Page, start: int) -> bool:
    """Whether what follows `are` says how things are, and not which: `the rules are open to everybody`."""
    match = _TWO_WORDS.match(page.text, start)
    if not match:
        return False
    if match["first"] in page.lexicon("predicate_words"):
        return True
    first, second = page.tags.get(match.start("first"), ""), page.tags.get(match.start("second"), "")
    return first in ("JJ", "VBN", "RB", "JJR", "IN") and second in ("IN", "TO", "CC", "RB", ",", ".")
