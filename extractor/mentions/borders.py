"""Where names end, once those of the model and of the rules are merged: cut names made whole, offices taken off."""

import dataclasses
import re
from collections.abc import Iterable

from extractor.mentions import Mention, Mentions
from extractor.mentions.candidates import is_junk
from extractor.mentions.identity import LEGAL_FORMS
from extractor.mentions.offices import Offices
from extractor.mentions.words import Words

_FORM = re.compile(rf",? (?:{LEGAL_FORMS})\b(?:(?<=\.[AV])\.)?(?: [Bb]hd\b)?")
"""The legal form behind the name of a company."""


def complete(mentions: Mentions, offices: Offices, words: Words) -> None:
    """Lengthen names of one word that the model cut short, `Nuwara` in `Nuwara Eliya`, and companies by their form."""
    for mention in list(mentions):
        maker = mentions.before(mention.start) if mention.label == "PRODUCT" else None
        if maker and maker.label == "ORG" and maker.listed and words.doc_text[maker.end : mention.start] == " ":
            _stretch(mentions, mention, maker.start, mention.end, words)  # the make of a "Toyota Vios"
        form = _FORM.match(words.doc_text, mention.end) if mention.label == "ORG" else None
        if form:
            _stretch(mentions, mention, mention.start, form.end(), words)
        if mention.listed or mention.label not in ("PERSON", "GPE", "NORP", "LOC") or not mention.text.isalpha():
            continue
        first, behind = words.at(mention.start), words.behind(mention.end)
        if mention.label == "PERSON" and _belongs(first - 1, first, offices, words):
            known = mentions.holding(words.starts[first - 1])
            begins = words.sentence_starts[first - 1] or words.lower[first - 1] in words.lower_words
            if (not known.listed and known.end < mention.start) if known else not begins:
                _stretch(mentions, mention, words.starts[first - 1], mention.end, words)
        elif _belongs(behind, behind, offices, words) and not mentions.overlapping(*words.span(behind, behind + 1)):
            _stretch(mentions, mention, mention.start, words.end(behind), words)


def _belongs(index: int, border: int, offices: Offices, words: Words) -> bool:
    """Whether the word beside a name of one word may be its other half: no title, day or plural."""
    if not 0 <= index < len(words) or words.sentence_starts[border] or words.doc_text[words.starts[border] - 1] != " ":
        return False
    word = words.texts[index]
    name = word.isalpha() and word[1:].islower() and words.proper(index) and words.tags[index] != "NNPS"
    return name and not offices.length_of_lead(word) and not is_junk(words, index, index + 1)


def _stretch(mentions: Mentions, mention: Mention, start: int, end: int, words: Words) -> None:
    mentions.add(dataclasses.replace(mention, start=start, end=end, text=words.doc_text[start:end]))


def without_titles(mentions: Iterable[Mention], offices: Offices) -> list[Mention]:
    """The candidates with the titles before a person's name taken off; what is nothing but a title goes."""
    kept = []
    for mention in mentions:
        if mention.label == "PERSON":
            length = offices.length_of_lead(mention.text)
            mention.start, mention.text = mention.start + length, mention.text[length:]
        elif mention.label in ("ORG", "GPE"):
            office = offices.starting_at(mention.text, 0) if mention.label == "ORG" else None
            post = office is not None and mention.text.startswith(" of ", office)  # "Head of Communications"
            length = 0 if post or offices.is_title(mention.text) else offices.start_of_tail(mention.text)
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
        if not length or (length < len(mention.text) and offices.length_of_lead(mention.text[:length]) == length):
            mentions.remove(mention)  # the "Shadow" of "Shadow Home Secretary", too
        mention.end, mention.text = mention.start + length, mention.text[:length]
