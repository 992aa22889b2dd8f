"""Datelines: the place and the agency in front of a report, `PORT ALDEN, Va., March 3 (Lowveld Wire) -`.

A place may be called one if it is known, if a date, an agency or the name of its country stands behind it, or if the
model finds a name there that begins the report: `OPINION — The vote is over` begins with none.
"""

import re
from collections.abc import Iterator

from extractor.mentions import Mention, Mentions
from extractor.mentions.words import Words
from extractor.values.places import Gazetteer

RULE = "entities.dateline"


def find(mentions: Mentions, dateline: re.Pattern[str], gazetteer: Gazetteer, words: Words) -> None:
    """Add the places and agencies of datelines; each stands at the beginning of a paragraph.

    Args:
        mentions: those found so far.
        dateline: an expression with the groups `place`, `region`, `date` and `agency`.
        gazetteer: the places that are known.
        words: the words of the text.
    """
    for first in _paragraphs(words):
        match = dateline.match(words.doc_text, words.starts[first])
        if match is None:
            continue
        found = mentions.at(*match.span("place"))
        shown = match["date"] or match["agency"] or _is_place(match["region"] or match["place"], gazetteer)
        shown = shown or (found is not None and match.start() == words.body_start)
        start = match.start("place")
        for place in match["place"].split("/") if shown else ():
            mention = Mention(start, start + len(place), place, "GPE", RULE)
            known = gazetteer.get(place)
            if known is not None and known.label == "GPE" and match["region"] is None:  # no state of that name
                mention.name, mention.entity_id, mention.country = known.name, known.entity_id, known.country
                mention.listed = True
            mentions.add(mention)
            start += len(place) + 1
        if match["agency"]:
            mentions.add(Mention(*match.span("agency"), match["agency"], "ORG", RULE))


def _paragraphs(words: Words) -> Iterator[int]:
    """The first words of paragraphs that begin in capitals."""
    for index, begins in enumerate(words.sentence_starts):
        if begins and words.texts[index].isupper():
            first = index == 0 or words.starts[index] == words.body_start
            if first or "\n" in words.texts[index - 1]:
                yield index


def _is_place(name: str, gazetteer: Gazetteer) -> bool:
    known = gazetteer.get(name) or gazetteer.get(name.removesuffix(" CITY"))
    return known is not None and known.label == "GPE"
