"""Where names end, once those of the model and of the rules are merged: cut names made whole, offices taken off."""

import dataclasses
import re
from collections.abc import Iterable

from extractor.mentions import Mention, Mentions
from extractor.mentions.candidates import is_junk
from extractor.mentions.identity import LEGAL_FORMS
from extractor.mentions.offices import Offices
from extractor.mentions.words import Words

_POSSESSIVE_ENDS = ("'s ", "’s ")
_FORM = re.compile(rf",? (?:{LEGAL_FORMS})\b(?:(?<=\.[AV])\.)?(?: [Bb]hd\b)?")
"""The legal form behind the name of a company."""


def complete(mentions: Mentions, offices: Offices, words: Words) -> None:
    """Lengthen names of one word that the model cut short, `Nuwara` in `Nuwara Eliya`, and companies by their form."""
    for mention in list(mentions):
        form = _FORM.match(words.doc_text, mention.end) if mention.label == "ORG" else None
        if form:
            text = words.doc_text[mention.start : form.end()]
            mentions.add(dataclasses.replace(mention, end=form.end(), text=text))
        if mention.label == "PERSON" and not mention.listed and mention.text.isalpha():
            _with_given_name(mention, mentions, offices, words)
        if mention.listed or mention.label not in ("PERSON", "GPE", "NORP", "LOC") or not mention.text.isalpha():
            continue
        behind = words.behind(mention.end)
        if behind >= len(words) or words.doc_text[mention.end] != " " or words.sentence_starts[behind]:
            continue
        following, end = words.texts[behind], words.end(behind)
        name = following.isalpha() and following[1:].islower() and words.proper(behind)
        if is_junk(words, behind, behind + 1) or (mention.label == "PERSON" and words.tags[behind] == "NNPS"):
            continue  # "met Sarn Sunday", "the Sarn Gardens"
        if name and not offices.length_of_lead(following) and not mentions.overlapping(words.starts[behind], end):
            mention.end, mention.text = end, words.doc_text[mention.start : end]
            if mention.label == "NORP" and words.doc_text.endswith(_POSSESSIVE_ENDS, 0, mention.start):
                mention.label = "PERSON"  # "Norland's Tamirat Bekele"


def _with_given_name(mention: Mention, mentions: Mentions, offices: Offices, words: Words) -> None:
    """Take in the word before a single name of a person: `Tundu` before `Lissa`, but no title or day.

    One that the model took for a name of its own may begin a sentence.
    """
    first = words.at(mention.start) - 1
    if first < 0 or words.sentence_starts[first + 1] or not words.proper(first):
        return
    given, start = words.texts[first], words.starts[first]
    known = next(iter(mentions.overlapping(start, mention.start)), None)
    if (known.listed or known.start < start) if known else words.sentence_starts[first]:
        return
    apart = words.doc_text[words.end(first) : mention.start] != " "
    if apart or not given[1:].islower() or given.lower() in words.lower_words:
        return
    if not offices.length_of_lead(given) and not is_junk(words, first, first + 1):
        mentions.add(dataclasses.replace(mention, start=start, text=words.doc_text[start : mention.end]))


def without_titles(mentions: Iterable[Mention], offices: Offices) -> list[Mention]:
    """The candidates with the titles before a person's name taken off; what is nothing but a title goes."""
    kept = []
    for mention in mentions:
        if mention.label == "PERSON":
            length = offices.length_of_lead(mention.text)
            mention.start, mention.text = mention.start + length, mention.text[length:]
        elif mention.label in ("ORG", "GPE"):
            length = 0 if offices.is_title(mention.text) else offices.start_of_tail(mention.text)
            mention.end, mention.text = mention.start + length, mention.text[:length]
        if mention.text:
            kept.append(mention)
    return kept


def cut_portfolios(mentions: Mentions, offices: Offices, text: str) -> None:
    """Cut off what only says what an office is for: `Trade` in `EU Trade Commissioner`.

    An unknown organisation before `Minister` is what the minister is for: `Rural Electrification Minister`.
    """
    for mention in list(mentions):
        if mention.label not in ("ORG", "LOC", "GPE", "PERSON") or mention.listed:
            continue
        ahead = " ".join([*text[max(0, mention.start - 20) : mention.start].split()[-2:], mention.text])
        minister = text.startswith(" Minister ", mention.end) and not mention.text.isupper()
        if mention.label == "ORG" and (minister or offices.is_title(ahead)):  # the "State" of "Secretary of State"
            mentions.remove(mention)
            continue
        length = offices.length_without_portfolio(text, mention.start, mention.end)
        if not length:
            mentions.remove(mention)
        mention.end, mention.text = mention.start + length, mention.text[:length]
