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

from spacy.language import Language
from spacy.tokens import Doc

from extractor import lexicons, ruleset
from extractor.matcher import Found, RuleMatcher, annotate, decide
from extractor.mentions import (
    Mention,
    Mentions,
    acronyms,
    borders,
    candidates,
    clubs,
    datelines,
    identity,
    interpretation,
    people,
    repeats,
    roles,
)
from extractor.mentions.labels import Labels
from extractor.mentions.offices import Offices
from extractor.mentions.words import Words
from extractor.values.places import Gazetteer

WHOLE_TEXT = frozenset({acronyms.RULE, clubs.RULE, datelines.RULE, repeats.RULE})
BESIDE_NAMES = frozenset({interpretation.AFTER_PLACE, interpretation.GIVEN_NAME})
"""The rules that are not searched for in each sentence: code tries them where they may apply."""


@Language.factory("extractor_entities", default_config={"rules": []}, assigns=["doc.spans"])
class Entities:
    """A spaCy component that writes `doc.spans["entities"]`."""

    def __init__(self, nlp: Language, name: str, rules: list[str]) -> None:
        self.name = name
        loaded = ruleset.load("entities", rules)
        self.whole = {rule.id: rule.regex for rule in loaded.rules if rule.id in WHOLE_TEXT and rule.regex}
        self.by_code = {rule.id: rule for rule in loaded.rules if rule.id in BESIDE_NAMES}
        single = tuple(rule for rule in loaded.rules if rule.id not in WHOLE_TEXT | BESIDE_NAMES)
        self.match = RuleMatcher(nlp, dataclasses.replace(loaded, rules=single))
        self.model_rule = f"model:{nlp.meta.get('extractor_model', nlp.meta['name'])}"
        self.gazetteer = Gazetteer(rules)
        self.famous = lexicons.load("people", rules).rows
        self.judge = Labels(rules)
        self.offices = Offices(rules)
        self.interpretation = interpretation.Interpretation(self.gazetteer, self.judge, self.offices, rules)

    def __call__(self, doc: Doc) -> Doc:
        """Find and interpret the entities of a Doc."""
        words = Words(doc)
        hits = list(self.interpretation.narrowed(self.match(doc)))
        found = borders.without_titles(candidates.from_model(words, self.model_rule), self.offices)
        labels = {(mention.start, mention.end): mention.label for mention in found}
        if after_place := self.by_code.get(interpretation.AFTER_PLACE):
            hits += interpretation.named_after_place(hits, after_place, words)
        if given_name := self.by_code.get(interpretation.GIVEN_NAME):
            hits += interpretation.named_by_given_name(given_name, self.judge.given_names, words)
        interpret = functools.partial(self.interpretation.values, words=words, labels=labels)
        rows = decide(hits, interpret, doc.user_data.get("extractor_trace"))
        mentions = candidates.merge(found, candidates.from_rules(rows, words.doc_text))
        borders.complete(mentions, self.offices, words)
        self._resolve(mentions, words)
        annotate(doc, "entities", map(_row, mentions))
        return doc

    def _resolve(self, mentions: Mentions, words: Words) -> None:
        """The steps over the whole text: datelines, abbreviations, people, repeated names, identity, roles."""
        if dateline := self.whole.get(datelines.RULE):
            datelines.find(mentions, dateline, self.gazetteer, words)
        borders.cut_portfolios(mentions, self.offices, words.doc_text)
        roles.find_employers(mentions, self.offices, words)
        self.judge.judge_by_form(mentions)
        bracketed = self.whole.get(acronyms.RULE)
        long_forms = acronyms.resolve(mentions, bracketed, self.gazetteer, words) if bracketed else {}
        persons = people.People(mentions, self.famous)
        persons.find_aliases(mentions, words)
        people.relabel_surnames(mentions, persons, words)
        self.judge.settle(mentions, persons, words)
        if name_start := self.whole.get(repeats.RULE):
            repeats.find_again(mentions, persons, words, name_start)
        if result := self.whole.get(clubs.RULE):
            clubs.find(mentions, result, words)
        who = people.name_people(mentions, persons, words.doc_text)
        identity.identify(mentions, long_forms, self.gazetteer, words)
        roles.assign_roles(mentions, who, self.offices, words.doc_text)


def _row(mention: Mention) -> Found:
    values = {column: getattr(mention, column) for column in ("label", "name", "entity_id", "country", "role")}
    return Found(mention.rule, mention.start, mention.end, values)
