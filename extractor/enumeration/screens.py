"""What is no list of objectives, though it looks like one: names, amounts, questions, schedules, past achievements."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from extractor.enumeration.cues import Cue
from extractor.enumeration.lists import Enumeration
from extractor.enumeration.names import Names
from extractor.enumeration.page import Page, Span
from extractor.enumeration.sentences import FINITE, RELATIVE, WANTED
from extractor.enumeration.shapes import is_deed, shape_of

# No organisations, as a model takes "National Security" for one.
_NAMES = frozenset({"PERSON", "GPE", "NORP", "LOC", "FAC"})
REACH = 400  # characters on both sides of a cue that are read for what speaks against it
_AMOUNT = re.compile(
    r".*\(\d[\d.]*\s?(?:%|percent|per cent)\)$|(?:one|two|three|half|most|some) of "
    r"|(?:\w+ \d{1,2}, ){0,9}(?:\w+ )?\d{1,2}$|(?:about |some |nearly |over |more than |up to |an? )?"
    r"(?:[$£€¥₹]|US\$|\d[\d,.]*\s?(?:percent|per cent|%|million|billion))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\W*(?:\d{1,2}[:.]\d{2}|\d{1,2}\s?[ap]\.?m\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|(?:by |in |from )?(?:19|20)\d\d$|.{0,60} at \d{1,2}[:.]\d{2}$)",
    re.IGNORECASE,
)
_SPORT = re.compile(
    r"\b(?:scor(?:e|es|ed|er|ers|ing)|volley|tap-in|nett(?:ed|ing)|striker|midfielder|goalkeeper|headers?|penalt(?:y|ies)|halftime"
    r"|half-time|matchday"
    r"|in the \d{1,3}(?:st|nd|rd|th) minute|conceded|hat-trick|equali[sz](?:er|ed)|playoffs?)\b",
    re.IGNORECASE,
)
_ACHIEVED = (
    r"(?:\b(?:has|have|had)(?: also| already| now)? (?:taken|implemented|achieved|delivered|introduced|undertaken"
    r"|completed|secured|included|passed|met)|\btook|\bachieved|\baccomplished)\b"
)
_ACHIEVED_BEFORE = re.compile(_ACHIEVED + r"\s(?:[\w’'-]+\s){0,4}$|\bsince taking office\b", re.IGNORECASE)
_ACHIEVED_BEHIND = re.compile(_ACHIEVED, re.IGNORECASE)
# What is wanted or planned: a modal, a verb of wanting, or something under way ("is pursuing two things").
# Measures that are not wanted: "The governor vetoed two measures: …".
_DISOWNED = re.compile(
    r"\b(?:conditions (?:in|under) which|measures of (?!the\b|this\b)|follow (?:\w+ ){0,4}steps"
    r"|pillars of (?:the )?(?:economy|society|community)|(?:failed|defeated)(?=:)"
    r"|led to|vetoed|voted on|voted down|rejected|dropped|scrapped|opposed|struck down|withdrew|blocked)\b",
    re.I,
)
# What makes elements, conditions or phases those of a plan: "the case has two elements" is about a case.
_PLAN = re.compile(
    r"\b(?:plans?|strategy|strategies|polic(?:y|ies)|agenda|reforms?|bill|deal|agreement|accord|truce|talks|approach|law"
    r"|programmes?|programs?|proposals?|package|framework|campaign|initiative|roadmap|process|operation|treaty|permit|offer"
    r"|(?:his|her|their|our|my) \w+ conditions"
    r"|licen[cs]e|loan|visa|set|sets|lays?|laid|meets?|met|impos\w{1,4}|unless|if|named|listed|gave|outlined"
    r"|ha(?:s|ve|d) \w+ conditions (?:for|to|before))\b|['’]s?\s",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"\b(?:will|would|must|should|shall|can|could|needs?|wants?|wanted|plans?|planned|aims?|focus(?:es|ed|ing)?"
    r"|propos\w{1,8}|seeks?|sought|pursu\w{1,8}|commit\w{0,8}|agreed?|agrees|calls?|called|urg\w{1,8}|pledg\w{1,8}"
    r"|vow\w{1,8}|promis\w{1,8}|priorit\w{1,8}|hopes?|intends?|cooperat\w{1,8}|strengthen\w{0,8}|improv\w{1,8}"
    r"|(?:sets?|laid|lays) (?:down|out)|going to|(?:is|are|has|have) to|demand\w{0,8}|recommend\w{0,8}|suggest\w{0,5}"
    r"|ensur\w{1,3}|order(?:s|ed)|direct(?:s|ed)|instruct\w{1,3}"
    r"|(?:am|is|are) (?:\w{2,12}ly )?(?!looking|searching|waiting|asking(?! for)|facing)\w{3,12}ing)\b",
    re.IGNORECASE,
)
# "The demands of the course were cruel: …" says how they were.
_DESCRIBED = re.compile(r"\bw(?:ere|as)\s(?!as\s|these\b)[\w\s]{3,30}:$")
_QUOTATION = re.compile(
    r"""^\s*["“](?:[^"“”]{0,300})(?:\b(?:is|are|was|were|am|have|has|will|we|i)\b)""", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
MOST_WORDS = 40  # of an item, in which its finite verb is sought


def refusal(page: Page, found: Enumeration, names: Names) -> str | None:
    """Why the guideline rules a list out; None if it does not."""
    return next((reason for reason, holds in _doubts(page, found, names) if holds), None)


def _doubts(page: Page, found: Enumeration, names: Names) -> Iterator[tuple[str, bool]]:
    texts = [page.text[start:end] for start, end in found.items]
    yield from _doubts_of_cue(page, found)
    yield "the items are questions", _most(text.rstrip().endswith("?") for text in texts)
    yield "the items are amounts", _most(bool(_AMOUNT.match(text)) for text in texts)
    yield "the items are times of a schedule", _most(bool(_CLOCK.match(text)) for text in texts)
    yield "the items are about persons", _most(start in names.persons for start, _ in found.items)
    if found.layout in ("ordinal", "inline"):
        yield "the items tell what happened", _most(_tells(page, item) for item in found.items)
    yield "the items are names", _most(_label(item, names.labels) in _NAMES for item in found.items)


def _doubts_of_cue(page: Page, found: Enumeration) -> Iterator[tuple[str, bool]]:
    cue = found.cue
    start, end = page.sentences[page.sentence_at(cue.start)]
    start, end = max(start, cue.start - REACH), min(end, cue.items_from + REACH)
    lead_end = min(end, max(cue.items_from, cue.end))
    lead = page.text[start:lead_end]
    noun = page.text[slice(*cue.noun)].lower()
    if noun in ("goals", "targets", "points"):
        yield "it is about sport", bool(_SPORT.search(page.text[start:end]))
    shapes = [shape_of(page, *item) for item in found.items]
    # "What do they want? Two things: …"
    asked = page.sentences[max(0, page.sentence_at(cue.start) - 1)][0] if cue.start - start < 3 else start
    wanted = bool(_INTENT.search(page.text[max(asked, start - REACH) : lead_end]))
    deeds = [shape != "phrase" or is_deed(page, item) for shape, item in zip(shapes, found.items, strict=True)]
    said = noun == "ways" or (noun == "things" and not all(shape in ("base", "to") for shape in shapes))
    told = said or not _most(deeds)
    yield "nothing says that they are wanted", noun in page.lexicon("weak_class_nouns") and told and not wanted
    row = page.lexicon("class_nouns").get(noun)
    doubtful = found.layout == "inline" and row is not None and row["strength"] == "loose"
    if doubtful and not (wanted or _PLAN.search(lead)):
        resolved = (
            page.text.endswith("that ", 0, start) or bool(WANTED.search(page.text[start:end]))
            for start, end in found.items
        )
        yield "no plan is spoken of", _most(not deed for deed in deeds) and not _most(resolved)
    if cue.strength != "counted" and found.layout == "inline" and not all(deeds):
        yield "they are described", bool(_DESCRIBED.search(page.text, cue.noun[1], cue.items_from))
    yield "they are vetoed, dropped or the like", bool(_DISOWNED.search(lead))
    yield "they are past achievements", found.layout != "ordinal" and _is_achieved(page, cue, start)
    if cue.link == "colon" and found.layout == "inline":
        quotation = _QUOTATION.match(page.text[cue.items_from : cue.items_from + 320])
        yield "a quotation stands behind the colon", quotation is not None


def _is_achieved(page: Page, cue: Cue, start: int) -> bool:
    """`She took three steps`, `measures we have introduced`; not `the mayor, who took over in May, has three aims`."""
    before, behind = page.text[start : cue.noun[0]], page.text[cue.noun[1] : cue.items_from]
    return bool(_ACHIEVED_BEFORE.search(before) or _ACHIEVED_BEHIND.search(behind))


def _tells(page: Page, item: Span) -> bool:
    """Whether the main verb of an item is in the past: `her partner went in`."""
    tags = (page.tags.get(word.start()) for word in islice(_WORD.finditer(page.text, *item), MOST_WORDS))
    return next((tag for tag in tags if tag in {"VB", *FINITE, *RELATIVE}), None) == "VBD"


def _label(item: Span, names: Mapping[Span, str]) -> str | None:
    """The label of the name that is the whole item, its article aside."""
    start, end = item
    return next((names[start + offset, end] for offset in range(5) if (start + offset, end) in names), None)


def _most(facts: Iterable[bool]) -> bool:
    values = list(facts)
    return sum(values) * 2 > len(values)
