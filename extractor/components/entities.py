"""Finds entities: who, where and which organisation, under one name and one id each.

The language model's entities are candidates; rules trim them, find what it misses, and say who or what a name means.
The normal form is a canonical name and an id that is the same in every text: `gpe:` and the ISO code for countries
(their people too), `person:john-healey`, `org:nato` and the like for the rest.

- `UK Defense Secretary John Healey` -> GPE `United Kingdom` (`gpe:GBR`); PERSON `John Healey`, role
  `UK Defense Secretary`, country `GBR`
- `Healey`, later in the same text -> PERSON `John Healey`, same id, role and country
- `Russian` -> NORP, name `Russia`, id `gpe:RUS`, country `RUS`

The steps are the modules of `extractor/mentions`, in its order.
"""

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor import ruleset
from extractor.matcher import Found, Hit, Reject, RuleMatcher, annotate, decide
from extractor.mentions import Mention, Mentions, acronyms, candidates, identity, people, repeats, roles
from extractor.mentions.ambiguity import Ambiguity
from extractor.mentions.labels import Labels
from extractor.mentions.offices import Offices
from extractor.mentions.words import Words
from extractor.values.places import Gazetteer, make_id

HALF_OF_KOREA = "entities.half_of_korea"


@Language.factory("extractor_entities", default_config={"rules": []}, assigns=["doc.spans"])
class Entities:
    """A spaCy component that writes `doc.spans["entities"]`."""

    def __init__(self, nlp: Language, name: str, rules: list[str]) -> None:
        self.name = name
        loaded = ruleset.load("entities", rules)
        self.known_name = next((rule.regex for rule in loaded.rules if rule.id == people.RULE), None)
        single = tuple(rule for rule in loaded.rules if rule.id != people.RULE)
        self.match = RuleMatcher(nlp, dataclasses.replace(loaded, rules=single))
        self.model_rule = f"model:{nlp.meta.get('extractor_model', nlp.meta['name'])}"
        self.gazetteer = Gazetteer(rules)
        self.judge = Labels(rules)
        self.ambiguity = Ambiguity(self.judge.is_given_name, rules)
        self.offices = Offices(rules)

    def __call__(self, doc: Doc) -> Doc:
        """Find and interpret the entities of a Doc."""
        words = Words(doc)
        hits = self.match(doc)
        found = candidates.from_model(doc, words, self.model_rule)
        found = candidates.without_titles(found, self.offices)
        labels = {(mention.start, mention.end): mention.label for mention in found}
        interpret = functools.partial(self.interpret, words=words, labels=labels)
        single = [hit for hit in hits if hit.rule.id != acronyms.RULE]
        rows = decide(single, interpret, doc.user_data.get("extractor_trace"))
        mentions = candidates.merge(found, candidates.from_rules(rows, words.doc_text))
        self._resolve(mentions, words, hits)
        annotate(doc, "entities", map(_row, mentions))
        return doc

    def _resolve(self, mentions: Mentions, words: Words, hits: list[Hit]) -> None:
        """The steps over the whole text: abbreviations, people, repeated names, identity, roles."""
        candidates.cut_portfolios(mentions, self.offices, words.doc_text)
        self.judge.judge_by_form(mentions)
        long_forms = acronyms.resolve(mentions, [hit for hit in hits if hit.rule.id == acronyms.RULE], words)
        persons = people.People(mentions)
        people.relabel_surnames(mentions, persons, words)
        self.judge.settle(mentions, persons, words)
        if self.known_name is not None:
            repeats.find_again(mentions, persons, words, self.known_name)
        who = people.name_people(mentions, persons, words.doc_text)
        identity.identify(mentions, long_forms, self.gazetteer, words)
        roles.assign_roles(mentions, who, self.offices, words.doc_text)

    def interpret(self, hit: Hit, words: Words, labels: Mapping[tuple[int, int], str]) -> Mapping[str, Any]:
        """The values of one hit: what the tables know of a listed name, what a pattern says of another.

        Args:
            hit: the hit.
            words: the words of its text.
            labels: the model's label of each place.
        """
        text = words.doc_text[hit.start : hit.end]
        if hit.rule.lexicon is not None:
            known = self.gazetteer.get(text, hit.rule.lexicon.name)
            if known is None:
                raise Reject("not in this case")
            place = words.at(hit.start)
            if text in ("WHO", "IT", "IS") and words.sentence_is_capitals(place):
                raise Reject("a word of a headline in capitals")
            if known.label == "GPE" and words.doc_text[max(0, hit.start - 5) : hit.start].lower().endswith(
                ("pro-", "anti-")
            ):
                raise Reject("pro-Kremlin is an adjective")
            known = self.ambiguity.settle(known, text, place, labels.get((hit.start, hit.end)), words)
            if known is None:
                raise Reject("the name means something else here")
            return {"label": known.label, "name": known.name, "entity_id": known.entity_id, "country": known.country}
        if "person" in hit.groups:
            return self._person(hit, words, labels)
        if hit.rule.id == HALF_OF_KOREA:
            return self._half_of_korea(text, words)
        if "head" in hit.groups:
            return self._named_after_place(hit, words)
        return self._pattern(hit)

    def _half_of_korea(self, half: str, words: Words) -> Mapping[str, Any]:
        """`the North`, where the text names one of the two Koreas in full."""
        known = self.gazetteer.get(f"{half} Korea")
        if known is None or not ("North Korea" in words.doc_text or "South Korea" in words.doc_text):
            raise Reject("the text names no such country")
        return {"name": known.name, "entity_id": known.entity_id, "country": known.country}

    def _named_after_place(self, hit: Hit, words: Words) -> Mapping[str, Any]:
        """What has a city in its name: shown by an article (`the Osaka Lanterns`) or by its head noun."""
        if self.offices.length_of_lead(hit.groups["head"]):
            raise Reject("an office behind the place")
        label = self.judge.label_of_head(hit.groups["head"])
        before = words.at(hit.start) - 1
        if label is None and (before < 0 or words.lower[before] != "the"):
            raise Reject("nothing shows that this is one name")
        return {"label": label or hit.rule.label}

    def _pattern(self, hit: Hit) -> dict[str, Any]:
        """An organisation whose name has an owner: its country, and where the name begins."""
        group = next((group for group in ("owner", "possessor") if group in hit.groups), None)
        values: dict[str, Any] = {}
        if group != "owner" and "body" in hit.groups:
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
        first, behind = words.at(start), words.at(end - 1) + 1
        if words.sentence_is_capitals(
            first
        ):  # "DEFENCE SECRETARY HEALEY TO VISIT": where the name ends is not to be seen
            behind = min(behind, first + 1 + self.judge.is_given_name(words.texts[first].title()))
        while behind > first and (not words.proper(behind - 1) or words.lower[behind - 1] in candidates.TRAILING):
            behind -= 1
        while behind - 1 > first and _is_abbreviation(words.texts[behind - 1]) and not words.texts[first].isupper():
            behind -= 1  # "pilot Ann Veld KLM ..." in a transcript
        if start >= end or behind <= first or candidates.is_junk(words, first, behind):
            raise Reject("no name")
        name = words.doc_text[start : words.end(behind - 1)]
        if self.gazetteer.get(name) or (self.gazetteer.get(words.texts[first]) and behind - first > 1):
            raise Reject("known as something else")
        office = words.doc_text[hit.start : start]
        if behind - first == 1 and office.islower() and labels.get((start, words.end(first))) != "PERSON":
            raise Reject("a single word behind an office in small letters")
        if behind - first > 1 and _is_abbreviation(words.texts[first]) and not name.isupper():
            raise Reject("an abbreviation is no given name")
        label = labels.get((start, words.end(behind - 1)))
        if hit.rule.id == "entities.given_name" and not self.judge.may_be_person(name, label):
            raise Reject("no person's name")
        return {"start": start, "end": words.end(behind - 1)}


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and word.isalpha() and len(word) > 1 and word not in ("II", "III", "IV", "VI", "XVI", "JR")


def _row(mention: Mention) -> Found:
    values = {
        "label": mention.label,
        "name": mention.name,
        "entity_id": mention.entity_id,
        "country": mention.country,
        "role": mention.role,
    }
    return Found(mention.rule, mention.start, mention.end, values)
