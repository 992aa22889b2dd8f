"""From a match of a rule to the values of a row: what the tables know of a name, what a pattern says of another."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.matcher import Hit, Reject
from extractor.mentions import candidates
from extractor.mentions.ambiguity import PLACE_WORDS, Ambiguity
from extractor.mentions.labels import Labels
from extractor.mentions.offices import Offices
from extractor.mentions.words import Words
from extractor.ruleset import Rule
from extractor.values.places import Gazetteer, make_id

AFTER_PLACE = "entities.named_after_place"
GIVEN_NAME = "entities.given_name"
_HALF_OF_KOREA = "entities.half_of_korea"
_PLACES = ("cities", "provinces")
_TABLES = {
    "owner": ("countries", "demonyms"),
    "nation": ("demonyms",),
    "people": ("demonyms",),
    "possessor": ("countries",),
    "country": ("countries", "provinces"),
    "place": _PLACES,
}
"""What the groups of an expression that hold a place's name are looked up in."""
_OPTIONAL = ("people", "possessor")
_LONGEST = 8  # words behind a place that may belong to a name


def named_after_place(hits: Iterable[Hit], rule: Rule, words: Words) -> Iterator[Hit]:
    """The names that begin with a city or province that is found already: its expression says what may follow."""
    for hit in hits:
        if hit.rule.lexicon is None or hit.rule.lexicon.name not in _PLACES or rule.regex is None:
            continue
        behind = words.at(hit.end)
        match = rule.regex.match(words.doc_text, hit.end + 1, words.end(_border(words, behind) - 1))
        if match and words.doc_text[hit.end] == " " and not words.doc_text.endswith(candidates.SIDES, 0, hit.start):
            yield Hit(rule, hit.start, match.end(), {"head": match["head"]}, {"head": match.span("head")})


def named_by_given_name(rule: Rule, given: frozenset[str], words: Words) -> Iterator[Hit]:
    """The names that begin with a given name or two: `Boris van der Meulen`, `Ana Maria Veld`."""
    places = dict.fromkeys(index for index, text in enumerate(words.texts) if text in given)
    for index in places:
        border = words.end(_border(words, index + 1) - 1)
        for first in (index + 1, index) if index + 1 in places else (index,):
            match = rule.regex.match(words.doc_text, words.starts[first], border) if rule.regex else None
            if match is not None:
                span = words.starts[index], match.end()
                yield Hit(rule, *span, {"person": words.doc_text[slice(*span)]}, {"person": span})
                break


def _border(words: Words, behind: int) -> int:
    """How far a name may go on that goes on at a word: a few words, not into the next sentence."""
    reach = range(behind, min(behind + _LONGEST, len(words)))
    return next((index for index in reach if words.sentence_starts[index]), reach.stop)


class Interpretation:
    """Interprets the hits of a text."""

    def __init__(self, gazetteer: Gazetteer, judge: Labels, offices: Offices, extra_dirs: Iterable[Path | str]) -> None:
        self.gazetteer = gazetteer
        self.judge = judge
        self.offices = offices
        self.ambiguity = Ambiguity(judge.is_given_name, extra_dirs)

    def values(self, hit: Hit, words: Words, labels: Mapping[tuple[int, int], str]) -> Mapping[str, Any]:
        """The values of one hit: what the tables know of a listed name, what a pattern says of another.

        Args:
            hit: the hit.
            words: the words of its text.
            labels: the model's label of each place.
        """
        if hit.rule.lexicon is not None:
            return self._listed(hit, hit.rule.lexicon.name, words, labels)
        if "person" in hit.groups:
            return self._person(hit, words, labels)
        if hit.rule.id == _HALF_OF_KOREA:
            return self._half_of_korea(words.doc_text[hit.start : hit.end], words)
        if "head" in hit.groups:
            return self._named_after_place(hit, words)
        return self._pattern(hit)

    def _listed(self, hit: Hit, table: str, words: Words, labels: Mapping[tuple[int, int], str]) -> Mapping[str, Any]:
        """What a table says of a name, if it is that name in this place."""
        text, place = words.doc_text[hit.start : hit.end], words.at(hit.start)
        known = self.gazetteer.get(text, table)
        if known is None:
            raise Reject("not in this case")
        if text in ("WHO", "IT", "IS") and words.sentence_is_capitals(place):
            raise Reject("a word of a headline in capitals")
        before = words.doc_text[max(0, hit.start - 5) : hit.start]
        if known.label == "GPE" and before.lower().endswith(("pro-", "anti-")):
            raise Reject("pro-Kremlin is an adjective")
        if table in _PLACES and self._is_piece(hit, words):
            raise Reject("a piece of a longer name")
        known = self.ambiguity.settle(known, text, place, labels.get((hit.start, hit.end)), words)
        if known is None:
            raise Reject("the name means something else here")
        return {"label": known.label, "name": known.name, "entity_id": known.entity_id, "country": known.country}

    def _is_piece(self, hit: Hit, words: Words) -> bool:
        """Whether a city ends a name that nothing else found, or is half of one: `Tatu Mutare`, `Mutare-Veld`."""
        before, behind = words.at(hit.start) - 1, words.behind(hit.end)
        if words.doc_text[hit.end : hit.end + 1] == "-" and behind + 1 < len(words):
            half = words.texts[behind + 1]
            return half[0].isupper() and half[1:].islower() and self.gazetteer.get(half) is None
        joined = before >= 0 and not words.sentence_starts[before + 1] and words.doc_text[hit.start - 1] == " "
        unknown = joined and words.proper(before) and not words.in_entity(before) and words.texts[before].isalpha()
        return unknown and words.lower[before] not in PLACE_WORDS and self.gazetteer.get(words.texts[before]) is None

    def _half_of_korea(self, half: str, words: Words) -> Mapping[str, Any]:
        """`the North`, where the text names one of the two Koreas in full."""
        known = self.gazetteer.get(f"{half} Korea")
        if known is None or not ("North Korea" in words.doc_text or "South Korea" in words.doc_text):
            raise Reject("the text names no such country")
        return {"name": known.name, "entity_id": known.entity_id, "country": known.country}

    def _named_after_place(self, hit: Hit, words: Words) -> Mapping[str, Any]:
        """What has a city in its name: shown by an article (`the Osaka Lanterns`) or by its head noun."""
        place = words.doc_text[hit.start : hit.spans["head"][0] - 1]
        known = self.gazetteer.get(place)
        if known and hit.groups["head"] == "State" and known.country != "USA":  # "Ohio State" is a university
            return {"label": "GPE", "country": known.country}
        if self.offices.length_of_lead(hit.groups["head"]):
            raise Reject("an office behind the place")
        label = self.judge.label_of_head(hit.groups["head"])
        if label is None and words.small(words.at(hit.start) - 1) != "the":
            raise Reject("nothing shows that this is one name")
        return {"label": label or hit.rule.label}

    def narrowed(self, hits: Iterable[Hit]) -> Iterator[Hit]:
        """The hits, those that hold the name of a country or a city cut down to what a table knows of it."""
        for hit in hits:
            group = next((group for group in _TABLES if group in hit.groups), None)
            if group is None:
                yield hit
                continue
            body = hit.spans.get("body")
            known = self._known_part(hit.groups[group], group, from_left=body is None)
            if known:
                start = hit.spans[group][0] if body is None else hit.spans[group][1] - len(known)
                end = start + len(known) if body is None else hit.end
                spans = {**hit.spans, group: (start, start + len(known))}
                start = hit.start if body is None else start
                yield Hit(hit.rule, start, end, {**hit.groups, group: known}, spans)
            elif body and group in _OPTIONAL:
                yield Hit(hit.rule, *body, {"body": hit.groups["body"]}, {"body": body})

    def _known_part(self, text: str, group: str, from_left: bool) -> str:
        """The most words of a group, its first or its last ones, that its tables know."""
        while text and not any(self.gazetteer.get(text, table) for table in _TABLES[group]):
            text = text.rpartition(" ")[0] if from_left else text.partition(" ")[2]
        return text

    def _pattern(self, hit: Hit) -> dict[str, Any]:
        """A name that may hold the name of a country or a city: whose it is, and where it begins."""
        group = next((group for group in _TABLES if group in hit.groups), None)
        values: dict[str, Any] = {}
        if group in (None, "possessor") and "body" in hit.groups:
            values["start"], values["end"] = hit.spans["body"]
        owner = self.gazetteer.get(hit.groups[group]) if group else None
        if owner is not None:
            values["country"] = owner.country
            if "name" in hit.rule.values:
                values["name"] = hit.rule.values["name"].format(body=hit.groups["body"], owner=owner.name)
                values["entity_id"] = make_id(hit.rule.label, values["name"])
        return values

    def _person(self, hit: Hit, words: Words, labels: Mapping[tuple[int, int], str]) -> dict[str, Any]:
        """The name behind a title, as far as its words are names and nothing else is called so."""
        start, end = hit.spans["person"]
        start += self.offices.length_of_lead(hit.groups["person"])
        if start >= end:  # a text that is cut off behind "Chief Ex"
            raise Reject("no name")
        first, behind = words.at(start), words.behind(end)
        first += candidates.is_description(words, first, behind)
        start = words.starts[first]
        if words.texts[first].isupper() and words.sentence_is_capitals(first):
            # "DEFENCE SECRETARY HEALEY TO VISIT": where the name ends is not to be seen
            behind = min(behind, first + 1 + self.judge.is_given_name(words.texts[first].title()))
        while behind > first and (
            not words.proper(behind - 1)
            or words.lower[behind - 1] in candidates.TRAILING
            or (words.small(behind).isdigit() and candidates.is_junk(words, behind - 1, behind))  # "Ann Veld Feb. 1"
        ):
            behind -= 1
        while behind - 1 > first and _is_abbreviation(words.texts[behind - 1]) and not words.texts[first].isupper():
            behind -= 1  # "pilot Ann Veld KLM ..." in a transcript
        if behind <= first or candidates.is_junk(words, first, behind):
            raise Reject("no name")
        name = words.doc_text[start : words.end(behind - 1)]
        pair = " ".join(words.texts[first : first + 2])  # "United Kingdom Strike Force"
        if any(self.gazetteer.get(known) for known in (name, pair, *words.texts[first : behind - 1][:1])):
            raise Reject("known as something else")
        office = words.doc_text[hit.start : start]
        if behind - first == 1 and office.islower() and labels.get((start, words.end(first))) != "PERSON":
            raise Reject("a single word behind an office in small letters")
        if behind - first > 1 and _is_abbreviation(words.texts[first]) and not name.isupper():
            raise Reject("an abbreviation is no given name")
        label = labels.get((start, words.end(behind - 1)))
        in_place = label != "PERSON" and words.small(first - 1) in PLACE_WORDS
        other = in_place or words.has_article(first, behind) or not self.judge.may_be_person(name, label)
        if hit.rule.id == GIVEN_NAME and other:
            raise Reject("a place, perhaps, or a ship")
        return {"start": start, "end": words.end(behind - 1)}


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and word.isalpha() and len(word) > 1 and word not in ("II", "III", "IV", "VI", "XVI", "JR")
