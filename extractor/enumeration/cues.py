"""What announces a list: reads a rule's hit, and finds the link between the announcing words and the items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractor import lexicons
from extractor.enumeration.page import Page
from extractor.enumeration.shapes import Shape
from extractor.matcher import Hit

Link = Literal["colon", "verb", "dash", "stop", "heading"]
Strength = Literal["counted", "strong", "medium", "verb"]

LONGEST_TAIL = 200  # characters between the noun and the colon
LONGEST_LOOSE_TAIL = 110  # the same where no number is declared
HEADING_WORDS = 6

_COLON = re.compile(r":(?!\d)")
_LINKING_VERB = re.compile(
    r"""(?P<tail>(?:\s(?:of|for|in|on|under|to|at|that|which|behind|we|they|it|he|she|set|outlined|announced|laid|agreed|being|contained|
            identified|proposed|listed|as|with|within|from|by|over|during)\b[^.;:]{0,110}?)?),?\s
        (?P<verb>are|were|will\s+be|would\s+be|include|includes|included|including|consist\s+of|range\s+from)(?P<to>\s+to)?
        (?=[\s:])""",
    re.VERBOSE,
)
_DASH = re.compile(r"(?P<tail>[^.;:–—]{0,40}?)(?:\s?[–—]\s?|\s-{1,2}\s)(?=\S)")
_STOP = re.compile(r"""[.!]["”’]?\s*$""")
_RIVAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|\d{1,3})\s(?:[a-z-]{2,15}\s){0,2}?[a-z]{3,15}s\b"
)
_SPEECH = re.compile(r"\b(?:said|says|told|tells|added|asked|wrote|warned|explained|replied|according)\b")
_FINITE = re.compile(r",\s(?:and|but|while|as)\s|\b(?:however|because|although|said|told)\b")
_PROMINENT = re.compile(
    r"""(?:\b(?:our|my|its|his|her|their|your|these|those|key|main|top|primary|core|chief|stated|overall|principal|strategic|other
        |immediate|current|national|new|common|shared|central|specific|proposed|major|important|first|short-term|long-term)
        |['’]s|s['’])\s(?:[\w-]{2,20}\s){0,2}$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """An announcement and where its list is to be sought.

    Attributes:
        rule_id: the rule that found the words.
        start: where the announcing words begin.
        end: where they end, before the colon.
        items_from: where the search for items begins.
        link: what stands between words and items.
        kind: class of things announced.
        declared: how many items the words promise.
        strength: how much the words alone say: a number, a noun that is always of this class, one that may be.
        shape: the shape that items must have, if the words ask for one (`would:` is followed by bare verbs).
        noun: where the class noun stands, or the verb that leads in.
    """

    rule_id: str
    start: int
    end: int
    items_from: int
    link: Link
    kind: str
    declared: int | None
    strength: Strength
    shape: Shape | None
    noun: tuple[int, int]


def read(page: Page, hit: Hit) -> Iterator[Cue]:
    """The announcements that one hit may be; none if nothing links it to items."""
    name = hit.rule.id.partition(".")[2]
    if name in ("called_on", "lead_in"):
        yield from _lead_in(page, hit)
        return
    if name == "they_include":
        yield from _resumed(page, hit)
        return
    kind, strength = _class_of(hit)
    declared = _number(hit.groups["number"]) if "number" in hit.groups else None
    if declared is not None or name == "following":
        strength = "counted"
    noun = hit.spans.get("noun", hit.spans.get("plan", (hit.start, hit.end)))
    for link, end, items_from, shape in _links(page, noun[1] if "number" not in hit.spans else hit.end, strength):
        start = _phrase_start(page, hit.start)
        yield Cue(hit.rule.id, start, end, items_from, link, kind, declared, strength, shape, noun)


def _class_of(hit: Hit) -> tuple[str, Strength]:
    """The kind of things and the strength of the noun, from the lexicons."""
    if "part" in hit.groups:
        return _column("plan_parts", hit.groups["part"], "kind"), "strong"
    noun = hit.groups["noun"]
    for form in (noun, f"{noun}s", f"{noun.removesuffix('y')}ies"):
        row = lexicons.load("class_nouns").get(form)
        if row:
            return row["kind"], "strong" if row["strength"] == "strong" else "medium"
    row = lexicons.load("weak_class_nouns").get(noun)
    return (row["kind"], "medium") if row else (hit.rule.label, "medium")


def _column(lexicon: str, surface: str, column: str) -> str:
    row = lexicons.load(lexicon).get(surface)
    return row[column] if row else "other"


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    row = lexicons.load("list_numbers").get(text)
    return int(row["number"]) if row else None


def _phrase_start(page: Page, start: int) -> int:
    """The start of the noun phrase, with its determiners: `the coalition’s four strategic priorities`."""
    before = page.text[max(0, start - 60) : start]
    match = re.search(r"(?:\b(?:a|an|the|these|its|his|her|their|our|my|his)\s|(?:[A-Z][\w-]+\s){0,3}[\w-]+['’]s\s){1,2}$", before)
    return start - len(match[0]) if match else start


def _links(page: Page, position: int, strength: Strength) -> Iterator[tuple[Link, int, int, Shape | None]]:
    """What may link a noun that ends at `position` to items: link, end of the cue, where items begin, their shape."""
    sentence_end = page.sentences[page.sentence_at(position)][1]
    rest = page.text[position:sentence_end].rstrip()
    block = page.blocks[page.block_at(position)]
    if block.kind != "paragraph" and not rest and len(page.text[block.body : block.end].split()) <= HEADING_WORDS:
        yield "heading", block.end, block.end, None
        return
    colon = _COLON.search(rest)
    tail = rest[: colon.start()] if colon else ""
    if colon and _may_be_tail(tail, strength):
        shape: Shape | None = None
        if re.search(r"\b(?:to|will|would|must|should)$", tail):
            shape = "base"
        elif re.search(r"\bby$", tail):
            shape = "ing"
        yield "colon", position + colon.start(), position + colon.end(), shape
    verb = _LINKING_VERB.match(rest)
    if verb and not (colon and colon.start() <= verb.end() + 1):
        if strength != "medium" or verb["to"] or _PROMINENT.search(page.text[max(0, position - 80) : position]):
            yield "verb", position + verb.end(), position + verb.end(), "base" if verb["to"] else None
    dash = _DASH.match(rest)
    if dash and strength == "counted":
        yield "dash", position + dash.start() + len(dash["tail"]), position + dash.end(), None
    if strength == "counted" and not colon and (not rest or _STOP.search(rest)) and len(rest) <= LONGEST_TAIL:
        yield "stop", position, position + len(rest), None


def _may_be_tail(tail: str, strength: Strength) -> bool:
    """Whether the words between a noun and a colon leave the colon to the noun: no other number of things, no speech."""
    if _RIVAL.search(tail) or len(tail) > LONGEST_TAIL:
        return False
    if strength == "counted":
        return True
    return len(tail) <= LONGEST_LOOSE_TAIL and not _SPEECH.search(tail) and not _FINITE.search(tail)


def _lead_in(page: Page, hit: Hit) -> Iterator[Cue]:
    """`The bill would:`, `calls on the council to:`; the colon ends the sentence."""
    lead = hit.groups["lead"].lower()
    shape: Shape = "ing" if lead == "by" else "base"
    sentence = page.sentences[page.sentence_at(hit.start)]
    start = hit.start if "verb" in hit.groups else max(sentence[0], hit.start - 60)
    if "verb" not in hit.groups:
        start = page.text.find(" ", start, hit.start) + 1 if start > sentence[0] else start
    yield Cue(
        hit.rule.id, start, hit.end, hit.end + 1, "colon", hit.rule.label, None, "verb", shape, (hit.start, hit.end)
    )


def _resumed(page: Page, hit: Hit) -> Iterator[Cue]:
    """`These include …` behind a sentence about principles announces principles."""
    index = page.sentence_at(hit.start)
    if index == 0 or page.text[page.sentences[index][0] : hit.start].strip(" \n\"“'‘"):
        return
    before = page.text[slice(*page.sentences[index - 1])]
    nouns = list(_CLASS_NOUN().finditer(before))
    if not nouns or hit.groups["verb"] == "are":
        return
    row = lexicons.load("class_nouns").get(nouns[0].group())
    if row is None:
        return
    colon = _COLON.match(page.text, hit.end)
    end = colon.end() if colon else hit.end
    strength: Strength = "strong" if row["strength"] == "strong" else "medium"
    noun = page.sentences[index - 1][0] + nouns[0].start()
    link: Link = "colon" if colon else "verb"
    yield Cue(
        hit.rule.id, hit.start, hit.end, end, link, row["kind"], None, strength, None, (noun, noun + len(nouns[0].group()))
    )


def _CLASS_NOUN() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicons.alternation(lexicons.load('class_nouns').surfaces())})\b", re.IGNORECASE)
