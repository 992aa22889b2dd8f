"""Roles: the office that stands beside a person's name, and the country that it names.

Before the name (`UK Defense Secretary John Healey`, `the British prime minister, Keir Starmer,`) or behind it
(`John Healey, the UK defence secretary,`). Every mention of the person in the text carries the role.
"""

import re

from extractor.mentions import Mention, Mentions, people
from extractor.mentions.acronyms import is_abbreviation
from extractor.mentions.candidates import is_junk
from extractor.mentions.offices import Offices
from extractor.mentions.people import Person
from extractor.mentions.words import Words

RULE = people.RULE

_JOINT = re.compile(r"(?:['’]s?)?[\s-]{1,2}")
_FIELD = re.compile(r"(?:['’]s?)? (?:[A-Z][\w-]{1,20}(?:,| and)? ){1,3}")
"""What an office is for, between the country and the office: ` Fisheries and Coast ` of a minister."""
_OPENING = re.compile(r",\s(?:\d{1,3},\s)?(?:(?:the|a|an|its|their|then|currently)\s)?", re.IGNORECASE)
_OF = re.compile(r"\s(?:of|for|at|to|in)\s(?:the\s)?")
_OWNERS = ("GPE", "NORP", "ORG", "LOC", "FAC")


def assign_roles(mentions: Mentions, who: dict[Mention, Person], offices: Offices, text: str) -> None:
    """Find the role of each person and write it on all mentions of that person."""
    for mention, person in who.items():
        if person.role and person.country:
            continue
        role = _before(mentions, mention, offices, text) or _behind(mentions, mention, offices, text)
        if role is None:
            continue
        start, end, country = role
        if person.role is None or (country and not person.country):
            person.role, person.country = " ".join(text[start:end].split()), country or person.country
    for mention, person in who.items():
        mention.role, mention.country = person.role, person.country


def find_employers(mentions: Mentions, offices: Offices, words: Words) -> None:
    """Make organisations of names before an office in small letters: `PKR` in `PKR information chief Aminah Yusof`.

    Where nothing was found, or a person whom the text does not name otherwise: the `Veld` of `Veld lawyer Ann Sarn` may
    well be one. Abbreviations may stand before any office: `NFWA President Ann Sarn`.
    """
    persons = [mention for mention in mentions if mention.label == "PERSON"]
    for person in persons:
        place = offices.before(words.doc_text, person.start)
        last = words.at(place[0]) - 1 if place else -1
        if last < 0 or not place or words.sentence_starts[last + 1]:
            continue
        if not (words.doc_text[place[0]].islower() or is_abbreviation(words.texts[last])):
            continue
        found = mentions.overlapping(words.starts[last], words.end(last))
        if found and (found[0].label != "PERSON" or any(other.text.endswith(f" {found[0].text}") for other in persons)):
            continue
        first = words.at(found[0].start) if found else last + 1
        while first and not words.sentence_starts[first] and words.proper(first - 1):
            first -= 1
        start, end = words.span(first, last + 1) if first <= last else (0, 0)
        if end - start > 2 and not is_junk(words, first, last + 1) and mentions.overlapping(start, end) == found:
            mentions.add(Mention(start, end, words.doc_text[start:end], "ORG", RULE))


def _before(mentions: Mentions, mention: Mention, offices: Offices, text: str) -> tuple[int, int, str | None] | None:
    """The role that ends where the name begins, with whose office it is in front."""
    place = offices.before(text, mention.start)
    if place is None:
        return None
    start, end = place
    country = _country(mentions, start, end)
    while (owner := mentions.before(start)) is not None:
        touches = (
            owner.end > start or _JOINT.fullmatch(text, owner.end, start) or _FIELD.fullmatch(text, owner.end, start)
        )
        if owner.label not in _OWNERS or not touches:
            break
        start, country = owner.start, country or _place_country(owner)
    return offices.rank_before(text, start) if start < place[0] else start, end, country


def _behind(mentions: Mentions, mention: Mention, offices: Offices, text: str) -> tuple[int, int, str | None] | None:
    """The role between commas behind the name."""
    opening = _OPENING.match(text, mention.end)
    if opening is None:
        return None
    start = cursor = opening.end()
    country = None
    for owner in mentions.overlapping(cursor, cursor + 60):
        joint = _JOINT.match(text, owner.end)
        if owner.label not in _OWNERS or owner.start != cursor or joint is None:
            break
        cursor, country = joint.end(), country or _place_country(owner)
    end = offices.starting_at(text, cursor)
    if end is None:
        return None
    of = _OF.match(text, end)
    owner_behind = mentions.overlapping(of.end(), of.end() + 1) if of else []
    if owner_behind and of and owner_behind[0].start <= of.end() and owner_behind[0].label in _OWNERS:
        end, country = owner_behind[0].end, country or _place_country(owner_behind[0])
    return start, end, country


def _country(mentions: Mentions, start: int, end: int) -> str | None:
    """The country that a mention inside the role names: `president of France`."""
    return next((code for owner in mentions.overlapping(start, end) if (code := _place_country(owner))), None)


def _place_country(owner: Mention) -> str | None:
    return owner.country if owner.label in ("GPE", "NORP") else None
