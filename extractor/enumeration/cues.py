"""What announces a list: reads a rule's hit, and finds the link between the announcing words and the items."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

from extractor.enumeration import ordinals
from extractor.enumeration.page import Page, Span
from extractor.enumeration.shapes import Shape
from extractor.matcher import Hit

Link = Literal["colon", "verb", "dash", "stop", "heading", "before"]
Strength = Literal["counted", "strong", "medium", "loose", "verb"]

LONGEST_TAIL = 200  # characters between a counted noun and the colon
LONGEST_LOOSE_TAIL = 110  # the same where no number is declared
LONGEST_SENTENCE = 600  # how far back from its end the sentence before is read
MOST_EARLIER_HITS = 200  # how many announcements before a list may have declared its number
HEADING_WORDS = 7

_STRENGTHS: Mapping[str, Strength] = {"strong": "strong", "medium": "medium", "loose": "loose"}
_COLON = re.compile(r":(?![\d/])|\s[–—-]{1,2}\Z")
_LINKING_VERB = re.compile(
    r"""(?P<tail>(?:\s(?:of|for|in|on|under|to|at|that|which|behind|we|they|it|he|she|set|outlined|announced|laid|agreed
            |being|contained|identified|proposed|listed|as|with|within|from|by|over|during|adopted|approved|taken
            |introduced|planned|presented|unveiled|recommended|endorsed|required|needed|aimed|designed|intended)\b[^.;:]{0,110}?
            |\s(?:now|here|today)\b|,\s(?:or|and|which|that|set|announced|outlined|agreed|published|unveiled|laid)\s[^.;:,]{2,60},
            |,["”’]{0,2}\s[^.;:"“”]{0,80}?\b(?:said|says|told|added|wrote)\b[^.;:"“”]{0,60},(?:\s["“])?)?),?(?:\s|(?<=["“]))
        (?P<verb>are|were|remain|will\s+be|would\s+be|include|includes|included|consist\s+of|range\s+from)(?P<to>\s+to)?
        (?=[\s:])(?!\s(?:[\w-]+\s){0,4}[\w-]+:\s)""",
    re.VERBOSE,
)
_NAMELY = re.compile(r"(?P<tail>[^.;:–—,]{0,60}),?\s(?:namely|i\.e\.),?\s")
# "The minister named his priorities as growth, jobs and housing."
_NAMED = re.compile(r"\b(?:list|nam|identif|outlin|defin|cit|describ)\w{1,4}\s[^.;:]{0,60}$", re.IGNORECASE)
_AS = re.compile(r"[^.;:,]{0,60}?\sas(?=\s)")
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
# "Her goals, she told the crowd, are simple: …"
_ASIDE = re.compile(
    r",\s[^,;:.]{0,50}\b(?:said|says|told|added|wrote)\b[^,;:.]{0,50},"
    r"|,\s[^;:.]{2,80}\b(?:said|says|told|added|wrote)\b[^,;:.]{0,50}$"
)
_DASH = re.compile(r"(?P<tail>[^.;:–—]{0,40}?)(?:\s?[–—]\s?|\s-{1,2}\s)(?=\S)")
_STOP = re.compile(r"""[.!?]["”’]?\s*$""")
# Another number of things before the colon: the colon belongs to them.
_RIVAL = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|several|\d{1,3})\s(?:[a-z-]{2,15}\s){0,2}?[a-z]{3,15}s\b"
)
_SPEECH = re.compile(r"\b(?:said|says|told|tells|added|asked|wrote|warned|explained|replied|according)\b")
_CLAUSE_BREAK = re.compile(
    r",\s(?:and|but|while|as(?!\s(?:\w+ed|read|set|seen)\b))\s"
    r"|\b(?:however|because|although|said|told)\b|\bknown as$|\bcalled$"
)
# "To meet its goals, the fund gave money to: …": the colon belongs to another clause.
_NEW_CLAUSE = re.compile(
    r",\s(?:we|it|they|he|she|i|the|a|an|[A-Z][\w-]+)\s(?!.*\b(?:are|were|is|includes?|included|follows)(?:\s[\w-]+){0,2}$)"
)
# "Several leaks have already been found: …" reports what was found, and announces nothing.
_FOUND = re.compile(
    r"\b(?:has|have|had|was|were)\s(?:\w+\s)?(?:been\s)?(?:identified|found|made|seen|reported|used|lost)\b"
)
_PROMINENT = re.compile(
    r"""(?:\b(?:our|my|its|his|her|their|your|these|those|key|main|top|primary|core|chief|stated|overall|principal
        |strategic|other|recommended|suggested|planned|further|additional|concrete|practical|agreed|immediate|current|national|new|common|shared|central|specific|proposed|major|important|first
        |short-term|long-term)|['’]s|s['’])\s(?:[\w-]{2,20}\s){0,2}$""",
    re.VERBOSE | re.IGNORECASE,
)
_OWN = re.compile(r"(?:\b(?:our|my|its|his|her|their)|['’]s|s['’])\s(?:[\w-]{2,20}\s){0,2}$", re.IGNORECASE)
_FOLLOWING = re.compile(r"\bthe\sfollowing\s[^.:;]{0,110}$", re.IGNORECASE)
_VAGUE_NUMBER = re.compile(
    r"\b(?:several|various|certain|an? (?:number|series|set|range|raft|slew|list|package|handful|string) of)"
    r"\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
# "Peace, bread and land: those are our demands."
_THOSE = re.compile(r"\s*[,:–—-]\s*(?:these|those|they)\s*$", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\s(?:announced|proposed|planned|agreed|set out|unveiled|imposed|recommended|demanded|promised) (?:by|in|on|at)\s"
    r"|\sto be (?:taken|introduced|carried out)\b"
    r"|[^.:;]{0,80}\bas follows:"
)
# "The board made four recommendations. The ministry should: …"
_NEXT_LEAD_IN = re.compile(r"[^.;:?!]{2,120}:(?=\s)")
_ROUGHLY = re.compile(r"\b(?:more than|over|at least|nearly|about|almost|some|up to)\s(?:a\s)?$", re.IGNORECASE)
_DETERMINERS = re.compile(
    r"(?:\b(?:a|an|the|these|its|his|her|their|our|my)\s|(?:[A-Z][\w-]+\s){0,3}[\w-]+['’]s\s|(?:[A-Z][\w-]+\s){0,2}[\w-]+s['’]\s){1,2}$"
)


class Join(NamedTuple):
    """What links announcing words to items; the fields are those of a `Cue`."""

    link: Link
    end: int
    items_from: int
    shape: Shape | None
    strength: Strength
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """An announcement and where its list is to be sought.

    Attributes:
        rule_id: the rule that found the words.
        start: where the announcing words begin.
        end: where they end, before the colon.
        items_from: where the search for items begins; behind items that come first (link `before`), where it ends.
        link: what stands between words and items.
        kind: class of things announced.
        declared: how many items the words promise.
        strength: how much the words alone say: a number, a noun that is always of this class, one that often is, one
            that seldom is, or only a verb that leads in.
        shape: the shape that items must have, if the words ask for one (`would:` is followed by bare verbs).
        noun: where the class noun stands, or the verb that leads in.
        exact: whether only as many items as declared prove that they are meant.
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


def read(page: Page, hit: Hit) -> Iterator[Cue]:
    """The announcements that one hit may be; none if nothing links it to items."""
    if "pronoun" in hit.groups:
        yield from _resumed(page, hit)
        return
    if "copula" in hit.groups:
        yield from _items_before(page, hit)
        return
    if "lead" in hit.groups or "verb" in hit.groups:
        yield _lead_in(page, hit)
        return
    kind, strength = _class_of(page, hit)
    declared = _number(page, hit.groups["number"]) if "number" in hit.groups else None
    strength = "counted" if declared else hit.rule.values.get("strength", strength)
    if _ROUGHLY.search(page.text[max(0, hit.start - 20) : hit.start]):
        declared = None
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
    for join in _links(page, hit, strength, declared):
        link, end, items_from, shape, strength_there, exact = join
        yield Cue(hit.rule.id, start, end, items_from, link, kind, declared, strength_there, shape, noun, exact)


def _is_sure_after_all(page: Page, hit: Hit, kind: str) -> bool:
    """Whether the words round a noun that means little say that it announces: `Among its targets:`."""
    before, behind = page.text[max(0, hit.start - 60) : hit.start], page.text[hit.end : hit.end + LONGEST_LOOSE_TAIL]
    ends_line = behind[:1] == ":" and page.blocks[page.block_at(hit.end)].end == hit.end + 1
    own = (ends_line or (kind == "condition" and not behind.startswith(" of "))) and _OWN.search(before)
    return bool(own or _VAGUE_NUMBER.search(before) or _ANNOUNCED.match(behind))


def declared_before(hits: Sequence[Hit], page: Page, cue: Cue, found: int) -> int | None:
    """The number of items found, if an earlier announcement of the same things promised just as many.

    A headline says `Five demands of the nurses`, the text `Their demands:`.
    """
    noun = page.text[slice(*cue.noun)].lower()
    for hit in islice(hits, MOST_EARLIER_HITS):
        if hit.start >= cue.start:
            break
        if hit.groups.get("noun", "").lower() == noun and _number(page, hit.groups.get("number", "")) == found:
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


def _number(page: Page, text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text)
    row = page.lexicon("list_numbers").get(text)
    return int(row["number"]) if row else None


def _phrase_start(page: Page, start: int) -> int:
    """The start of the noun phrase, with its determiners: `the coalition’s four strategic priorities`."""
    before = page.text[max(0, start - 60) : start]
    match = _DETERMINERS.search(before)
    return start - len(match[0]) if match else start


def _links(page: Page, hit: Hit, strength: Strength, declared: int | None) -> Iterator[Join]:
    """What may link announcing words to items."""
    position = hit.end
    sentence_end = page.sentences[page.sentence_at(position)][1]
    rest = page.text[position : min(sentence_end, position + LONGEST_TAIL + 1)].rstrip()
    block = page.blocks[page.block_at(position)]
    if block.kind == "heading" and (not rest or rest.startswith((" for ", " of ", " under ", " in ", " to "))):
        if len(page.text[block.body : block.end].split()) <= HEADING_WORDS:
            yield Join("heading", block.end, block.end, None, strength)
        elif strength != "loose":
            yield Join("stop", block.end, block.end, None, strength)
        return
    colon = _COLON.search(rest)
    tail = _ASIDE.sub("", rest[: colon.start()]) if colon else ""
    if colon and _may_be_tail(tail, strength):
        rival = _RIVAL.search(tail)
        if not rival or (declared and _number(page, rival[1]) != declared):
            end, items_from = position + colon.start(), position + colon.end()
            yield Join("colon", end, items_from, _shape_asked(tail), strength, exact=rival is not None)
    verb = _LINKING_VERB.match(rest)
    before = page.text[max(0, hit.start - 80) : hit.start]
    prominent = strength in ("counted", "strong") or _PROMINENT.search(before)
    if verb and not (colon and colon.start() <= verb.end() + 1) and (verb["to"] or prominent or _THE.search(before)):
        clear = strength if verb["to"] or prominent else "loose"  # "the steps include closing …": the items must say it
        behind = position + verb.end()
        yield Join("verb", behind, behind, "base" if verb["to"] else None, clear)
    named = _AS.match(rest) if prominent and not colon and _NAMED.search(before) else None
    if named:
        yield Join("verb", position + named.end(), position + named.end(), None, strength)
    dash = (_DASH.match(rest) if strength == "counted" else None) or (
        _NAMELY.match(rest) if strength != "loose" else None
    )
    if dash:
        yield Join("dash", position + len(dash["tail"]), position + dash.end(), None, strength)
    if colon or (rest and not _STOP.search(rest)) or len(rest) > LONGEST_TAIL:
        return
    if strength in ("counted", "strong") or ordinals.begins(page, position + len(rest)):
        yield Join("stop", position, position + len(rest), None, strength)
    lead_in = _NEXT_LEAD_IN.match(page.text[sentence_end : sentence_end + LONGEST_TAIL]) if declared else None
    if lead_in and not _SPEECH.search(lead_in[0]):
        yield Join("colon", position, sentence_end + lead_in.end(), _shape_asked(lead_in[0][:-1]), strength, exact=True)


def _shape_asked(tail: str) -> Shape | None:
    if re.search(r"\b(?:to|will|would|must|should)$", tail):
        return "base"
    return "ing" if re.search(r"\bby$", tail) else None


def _may_be_tail(tail: str, strength: Strength) -> bool:
    """Whether the words between a noun and a colon leave the colon to the noun: no other clause, no speech."""
    if len(tail) > LONGEST_TAIL or tail.endswith((" known as", " called")):
        return False
    if _NEW_CLAUSE.search(tail) and not (strength == "counted" and _SPEECH.search(tail)):
        return False
    if strength == "counted":
        return True
    broken = _SPEECH.search(tail) or _CLAUSE_BREAK.search(tail) or _FOUND.search(tail)
    return len(tail) <= LONGEST_LOOSE_TAIL and not broken


def _lead_in(page: Page, hit: Hit) -> Cue:
    """`The bill would:`, `calls on the council to:`; the colon ends the sentence."""
    lead = hit.groups.get("lead", "").lower()
    shape: Shape | None = None if not lead else "ing" if lead == "by" else "base"
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
    return Cue(hit.rule.id, start, hit.end, hit.end + colon, link, kind, None, strength, shape, place)


def _items_before(page: Page, hit: Hit) -> Iterator[Cue]:
    """`Peace, bread and land are our three demands`."""
    kind, strength = _class_of(page, hit)
    declared = _number(page, hit.groups["number"]) if "number" in hit.groups else None
    if (strength == "strong" or declared) and not page.text.startswith(":", hit.end):
        noun = hit.spans["noun"]
        start = page.sentences[page.sentence_at(hit.start)][0]
        end = start + len(_THOSE.sub("", page.text[start : hit.start]))
        yield Cue(
            hit.rule.id, hit.start, hit.end, end, "before", kind, declared, strength, None, noun, declared is not None
        )


def _resumed(page: Page, hit: Hit) -> Iterator[Cue]:
    """`These include …` behind a sentence about three principles announces three principles."""
    index = page.sentence_at(hit.start)
    opening = page.sentences[index][0]
    if index == 0 or hit.start - opening > 3 or page.text[opening : hit.start].strip(" \n\"“'‘"):
        return
    begin, end = page.sentences[index - 1]
    begin = max(begin, end - LONGEST_SENTENCE)
    lexicon = page.lexicon("class_nouns")
    colon = page.text.startswith(":", hit.end)
    for word in re.finditer(r"[^\W\d_]{4,}", page.text[begin:end]):
        row = lexicon.get(word.group())
        if row is None or (row["strength"] == "loose" and row["kind"] != "pillar"):
            continue
        if hit.groups["verb"].startswith("want") and row["kind"] not in ("demand", "condition"):
            continue
        if hit.groups["verb"] == "are" and row["strength"] != "strong" and not colon:
            continue
        before = page.text[max(begin, begin + word.start() - 60) : begin + word.start()].split()[-3:]
        declared = next(filter(None, (_number(page, piece) for piece in before)), None)
        strength = _STRENGTHS[row["strength"]]
        noun = (begin + word.start(), begin + word.end())
        link: Link = "colon" if colon else "verb"
        yield Cue(hit.rule.id, hit.start, hit.end, hit.end + colon, link, row["kind"], declared, strength, None, noun)
        return
