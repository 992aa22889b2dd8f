"""What is no list of objectives, though it looks like one: names, amounts, questions, schedules, past achievements."""

import re

from extractor.enumeration.lists import Enumeration
from extractor.enumeration.page import Page, Span

_AMOUNT = re.compile(r"(?:about |some |nearly |over |more than |up to |an? )?(?:[$£€¥₹]|US\$|\d[\d,.]*\s?(?:percent|per cent|%|million|billion))", re.I)
_CONTACT = re.compile(r"https?://|www\.|@\w|\(\d{3}\)|\d{3}[-/]\d{3}|\b(?:tel|fax|email|phone)\b", re.IGNORECASE)
_CLOCK = re.compile(r"^\W*(?:\d{1,2}[:.]\d{2}|\d{1,2}\s?[ap]\.?m\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)", re.IGNORECASE)
_SPORT = re.compile(
    r"\b(?:scor(?:e|es|ed|er|ers|ing)|nett(?:ed|ing)|striker|midfielder|goalkeeper|headers?|penalt(?:y|ies)|halftime|half-time|matchday|league|"
    r"in the \d{1,3}(?:st|nd|rd|th) minute|conceded|hat-trick|equali[sz](?:er|ed)|playoffs?)\b",
    re.IGNORECASE,
)
_ACHIEVED = re.compile(
    r"\b(?:(?:has|have|had)(?: also| already| now)? (?:taken|made|implemented|achieved|delivered|introduced|undertaken|completed|secured|included|passed|met)"
    r"|took|achieved|accomplished|since taking office)\b",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"""^\s*["“](?:[^"“”]{0,300})(?:\b(?:is|are|was|were|am|have|has|will|we|i)\b)""", re.IGNORECASE)


def is_refused(page: Page, found: Enumeration, names: frozenset[Span]) -> bool:
    """Whether the guideline rules a list out. `names` are the spans of the entities in the text."""
    texts = [page.text[start:end] for start, end in found.items]
    sentence = page.text[slice(*page.sentences[page.sentence_at(found.cue.start)])]
    noun = page.text[slice(*found.cue.noun)].lower()
    return (
        _most(text.rstrip().endswith("?") for text in texts)
        or _most(bool(_AMOUNT.match(text)) for text in texts)
        or _most(bool(_CONTACT.search(text)) for text in texts)
        or _most(bool(_CLOCK.match(text)) for text in texts)
        or _most(_is_name(item, names) for item in found.items)
        or (noun in ("goals", "targets", "points") and bool(_SPORT.search(sentence)))
        or (found.cue.strength != "verb" and bool(_ACHIEVED.search(sentence)) and found.layout != "ordinal")
        or (found.cue.link == "colon" and found.layout == "inline" and bool(_QUOTATION.match(page.text[found.cue.items_from : found.cue.items_from + 320])))
    )


def _is_name(item: Span, names: frozenset[Span]) -> bool:
    start, end = item
    return any((start + offset, end) in names for offset in range(5))


def _most(facts: object) -> bool:
    values = list(facts)  # type: ignore[call-overload]
    return sum(values) * 2 > len(values)
