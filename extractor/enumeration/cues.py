"""What announces a list: reads a rule's hit, and finds the link between the announcing words and the items."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from extractor.enumeration.links import ANNOUNCED, LONGEST_LOOSE_TAIL, Link, Strength, links
from extractor.enumeration.page import Page, Span
from extractor.enumeration.shapes import Shape
from extractor.matcher import Hit

MOST_EARLIER_HITS = 200  # how many announcements before a list may have declared its number
_STRENGTHS: Mapping[str, Strength] = {"strong": "strong", "medium": "medium", "loose": "loose"}
_OWN = re.compile(r"(?:\b(?:our|my|its|his|her|their)|['’]s|s['’])\s(?:[\w-]{2,20}\s){0,2}$", re.IGNORECASE)
_HERE = re.compile(r"(?:[^,.:;]{1,40},\s)?here\s(?:is|are)\s", re.IGNORECASE)  # what follows is presented
_FOLLOWING = re.compile(r"\bthe\sfollowing\s[^.:;]{0,110}$", re.IGNORECASE)
_VAGUE_NUMBER = re.compile(
    r"\b(?:several|various|certain|an? (?:number|series|set|range|raft|slew|list|package|handful|string) of)"
    r"\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_DETERMINERS = re.compile(
    r"(?:\b(?i:a|an|the|these|its|his|her|their|our|my)\s|(?:[A-Z][\w-]+\s){0,3}[\w-]+['’]s\s|(?:[A-Z][\w-]+\s){0,2}[\w-]+s['’]\s){1,2}$"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """An announcement and where its list is to be sought.

    Attributes:
        rule_id: the rule that found the words.
        start: where the announcing words begin.
        end: where they end, before the colon.
        items_from: where the search for items begins; if they come first (link `before`), it ends at `start`.
        link: what stands between words and items.
        kind: class of things announced.
        declared: how many items the words promise.
        strength: how much the words alone say: a number, a noun that is always of this class, one that often is, one
            that seldom is, or only a verb that leads in.
        shape: the shape that items must have, if the words ask for one (`would:` is followed by bare verbs).
        noun: where the class noun stands, or the verb that leads in.
        exact: whether only as many items as declared prove that they are meant.
        holder: who holds them, if the rule has a group `holder`.
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
    noun: Span
    exact: bool = False
    holder: Span | None = None


def read(page: Page, hit: Hit) -> Iterator[Cue]:
    """The announcements that one hit may be; none if nothing links it to items."""
    if "copula" in hit.groups:
        yield from _items_before(page, hit)
        return
    if "lead" in hit.groups or "verb" in hit.groups:
        yield _lead_in(page, hit)
        return
    kind, strength = _class_of(page, hit)
    declared = page.number(hit.groups["number"]) if "number" in hit.groups else None
    strength = "counted" if declared else hit.rule.values.get("strength", strength)
    if strength != "counted" and _FOLLOWING.search(page.text[max(0, hit.start - 120) : hit.start]):
        return  # "The following companies support the goals: …"
    noun = hit.spans.get("noun", hit.spans.get("plan", (hit.start, hit.end)))
    start = _phrase_start(page, hit.start)
    if (
        strength == "loose"
        and _OWN.search(page.text[max(0, hit.start - 40) : hit.start])
        and page.text.startswith(" for ", hit.end)
    ):
        strength = "strong"  # "the rebels' conditions for a truce", but not "conditions in the camp"
    elif strength == "loose" and _is_sure_after_all(page, hit, kind):
        strength = "medium"
    if strength != "counted" and _HERE.match(page.text, page.sentences[page.sentence_at(hit.start)][0]):
        strength = "strong"
    for join in links(page, hit, kind, strength, declared):
        link, end, items_from, shape, strength_there, exact = join
        shape = hit.rule.values.get("shape", shape)
        yield Cue(hit.rule.id, start, end, items_from, link, kind, declared, strength_there, shape, noun, exact)


def _is_sure_after_all(page: Page, hit: Hit, kind: str) -> bool:
    """Whether the words round a noun that means little say that it announces: `Among its targets:`."""
    before, behind = page.text[max(0, hit.start - 60) : hit.start], page.text[hit.end : hit.end + LONGEST_LOOSE_TAIL]
    ends_line = behind[:1] == ":" and page.blocks[page.block_at(hit.end)].end == hit.end + 1
    own = (ends_line or (kind == "condition" and not behind.startswith(" of "))) and _OWN.search(before)
    return bool(own or _VAGUE_NUMBER.search(before) or ANNOUNCED.match(behind))


def declared_before(hits: Sequence[Hit], page: Page, cue: Cue, found: int) -> int | None:
    """The number of items found, if an earlier announcement of the same things promised just as many.

    A headline says `Five demands of the nurses`, the text `Their demands:`.
    """
    noun = page.text[slice(*cue.noun)].lower()
    for hit in islice(hits, MOST_EARLIER_HITS):
        if hit.start >= cue.start:
            break
        if hit.groups.get("noun", "").lower() == noun and page.number(hit.groups.get("number", "")) == found:
            return found
    return None


def _class_of(page: Page, hit: Hit) -> tuple[str, Strength]:
    """The kind of things and the strength of the noun, from the lexicons."""
    if "part" in hit.groups:
        part = page.lexicon("plan_parts").get(hit.groups["part"])
        return (part["kind"] if part else "proposal"), "strong"
    noun = hit.groups.get("noun", "")
    for form in (noun, f"{noun}s", f"{noun.removesuffix('y')}ies"):
        row = page.lexicon("class_nouns").get(form)
        if row:
            return row["kind"], _STRENGTHS[row["strength"]]
    weak = page.lexicon("weak_class_nouns").get(noun)
    return (weak["kind"] if weak else hit.rule.label), "loose"


def _phrase_start(page: Page, start: int) -> int:
    """The start of the noun phrase, with its determiners: `the coalition’s four strategic priorities`."""
    before = page.text[max(0, start - 60) : start]
    match = _DETERMINERS.search(before)
    return start - len(match[0]) if match else start


def _lead_in(page: Page, hit: Hit) -> Cue:
    """`The bill would:`, `calls on the council to:`; the colon ends the sentence."""
    lead = hit.groups.get("lead", "").lower()
    led: Shape | None = None if not lead else "ing" if lead in ("by", "at") else "base"
    shape = hit.rule.values.get("shape", led)
    start = hit.start
    if "lead" in hit.groups and "verb" not in hit.groups and "noun" not in hit.groups:
        sentence = page.sentences[page.sentence_at(hit.start)][0]
        start = max(sentence, hit.start - 60)
        start = page.text.find(" ", start, hit.start) + 1 if start > sentence else start
    place = (hit.start, hit.end)
    strength: Strength = hit.rule.values.get(
        "strength", "strong" if hit.groups.keys() & {"noun", "following"} else "verb"
    )
    kind = _class_of(page, hit)[0] if "noun" in hit.groups else hit.rule.label
    colon = page.text.startswith(":", hit.end)
    link: Link = "colon" if colon else "stop"  # without a colon only bullets or numbers can follow
    holder = hit.spans.get("holder")
    return Cue(hit.rule.id, start, hit.end, hit.end + colon, link, kind, None, strength, shape, place, holder=holder)


def _items_before(page: Page, hit: Hit) -> Iterator[Cue]:
    """`Peace, bread and land are our three demands`."""
    kind, strength = _class_of(page, hit)
    declared = page.number(hit.groups["number"]) if "number" in hit.groups else None
    if (strength == "strong" or declared) and not page.text.startswith(":", hit.end):
        noun, start = hit.spans["noun"], hit.spans["copula"][0]
        items_from = hit.spans.get("items", page.sentences[page.sentence_at(hit.start)])[0]
        exact = declared is not None
        yield Cue(hit.rule.id, start, hit.end, items_from, "before", kind, declared, strength, None, noun, exact)
