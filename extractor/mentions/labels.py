"""Labels: what kind of thing a name is, where the model is of two minds or the text says otherwise.

All mentions of one name are judged together. The model's own labels are votes; so is what stands beside the name: `in`
before a place, `shares` behind a company. A head noun (`Lake`, `Festival`: `rules/lexicons/head_nouns.csv`) or a
given name (`given_names.csv`) decides at once. Names that the tables know are not up to a vote.
"""

import collections
import re
from collections.abc import Iterable
from pathlib import Path

from extractor import lexicons
from extractor.mentions import Mention, Mentions, people
from extractor.mentions.acronyms import is_abbreviation
from extractor.mentions.evidence import PLACES, Evidence
from extractor.mentions.identity import LEGAL_FORMS, short_name
from extractor.mentions.words import Words

RULE = people.RULE

_STORM, _VESSEL = "entities.storm", "entities.vessel"
_SMALL = frozenset({"of", "for", "at", "in", "on"})
_BRAND = re.compile(r"(?!Mac|Van|Fitz)[A-Z][a-z]{2,}[A-Z]|[A-Z]{2,}[a-z]{2}|[A-Z]&[A-Z]")
"""A capital inside a word, as in `VeldCash`, or `V&S`: Scots and French names aside, no person or place is spelt so."""
_LEGAL_FORM = re.compile(rf",? (?:{LEGAL_FORMS})\.?$")
_BODIES = frozenset({"Center", "Centre", "Church", "Hospital"})
"""What ends the name of a building or that of those who work there."""
_MODEL_WEIGHT = 0.5
_MOST_OF_MODEL = 1.5  # however often a name comes: its model votes are no independent evidence


class Labels:
    """Settles the labels of the names of a text."""

    def __init__(self, extra_dirs: Iterable[Path | str] = ()) -> None:
        directories = tuple(extra_dirs)
        heads = lexicons.load("head_nouns", directories).rows
        self._all_heads = {surface: row["label"] for surface, row in heads.items()}
        self._heads = {surface: row["label"] for surface, row in heads.items() if not row["surname"]}
        self._surnames = frozenset(surface for surface, row in heads.items() if row["surname"])
        self.given_names = frozenset(lexicons.load("given_names", directories).rows)
        self._evidence = Evidence(directories)

    def is_given_name(self, word: str) -> bool:
        """Whether a word is a common given name."""
        return word in self.given_names

    def label_of_head(self, name: str) -> str | None:
        """The label that the last word of a name shows: ORG of `Police Department`; None if it shows nothing."""
        return self._all_heads.get(name.split()[-1])

    def may_be_person(self, name: str, model_label: str | None) -> bool:
        """Whether words that begin with a given name may be a person's: no `Uhuru Park`, unless the model says so."""
        last = name.split()[-1]
        if last == name or last in self._heads:
            return False
        return last not in self._surnames or model_label == "PERSON"

    def judge_by_form(self, mentions: Mentions) -> None:
        """Give each name that shows what it is its label, before people are looked for."""
        for mention in mentions:
            label = None if mention.listed else self._by_form(mention)
            if label is not None and label != mention.label:
                mention.label, mention.rule = label, RULE

    def settle(self, mentions: Mentions, persons: people.People, words: Words) -> None:
        """Give all mentions of one name one label; a person's surname may also be the name of a place (`Jordan`)."""
        firsts, lasts = _parts_of_names(mentions)
        firsts -= {people.key(mention.text) for mention in mentions if mention.label in PLACES}
        called = {self._short(mention): mention.label for mention in mentions}
        groups: dict[str, list[Mention]] = {}
        for mention in mentions:
            part = people.key(mention.text)
            person = persons.by_first(part) or (mention.label == "PERSON" and persons.is_person(mention.text))
            if part in called and not (mention.listed or person):
                mention.label, mention.rule = called[part], RULE  # "Odalys" of "Hurricane Odalys"
            if mention.label == "PERSON":
                if persons.is_person(mention.text):
                    continue
                person = persons.by_first(part) or self.is_given_name(mention.text)
                if not person and (part in firsts or part in lasts):
                    mention.label, mention.rule = "ORG", RULE  # "Rovers", where there is a club of this name
            groups.setdefault(part, []).append(mention)
        for group in groups.values():
            listed = next((mention for mention in group if mention.listed), None)
            label = listed.label if listed else self._label(group, mentions, words)
            for mention in group:
                if mention.label != label:
                    mention.label, mention.rule = label, RULE
                    people.forget(mention)
                    persons.notice(mention)
                if listed and not mention.listed:
                    mention.name, mention.entity_id, mention.country = listed.name, listed.entity_id, listed.country
                    mention.listed = True

    def _label(self, group: list[Mention], mentions: Mentions, words: Words) -> str:
        by_form = self._by_form(group[0])
        if by_form:
            return by_form
        votes: dict[str, float] = collections.defaultdict(float)
        weight = min(_MODEL_WEIGHT, _MOST_OF_MODEL / len(group))
        for mention in group:
            votes[mention.label] += weight if mention.rule.startswith("model:") else 2.0
        head = self._all_heads.get(group[0].text.split()[-1], "GPE") if " " in group[0].text else "GPE"
        if head == "FAC" and votes["ORG"] == max(votes.values()) and group[0].text.split()[-1] not in _BODIES:
            votes["FAC"] += 1.0  # "Ostvel Market"
        place = next((label for label in (*votes, head) if label in PLACES), "GPE")
        for mention in group:
            for label, vote in self._evidence.beside(mention, mentions, words):
                votes[place if label == "GPE" else label] += vote
        if self.is_given_name(group[0].text) and not votes.keys() & {"GPE", "EVENT", "PRODUCT"}:
            votes["PERSON"] += _MOST_OF_MODEL
        best = max(votes.values())
        if best < 0:  # no person has an article
            return self._heads.get(group[0].text) or self._evidence.with_article(group[0], words)
        return next((mention.label for mention in group if votes[mention.label] == best), None) or max(
            votes, key=lambda label: votes[label]
        )

    def _by_form(self, mention: Mention) -> str | None:
        """The label that the words of the name themselves show."""
        if mention.rule == _STORM:
            return mention.label  # "Hurricane Delta" is no delta
        parts = mention.text.split()
        if len(parts) < 2:
            brand = mention.label in ("PERSON", "GPE", "LOC", "NORP") and _BRAND.match(mention.text)
            initialism = mention.label == "PERSON" and is_abbreviation(mention.text) and len(mention.text) < 5
            return "ORG" if brand or initialism else None
        if mention.label == "PERSON" and _LEGAL_FORM.search(mention.text):
            return "ORG"
        small = next((place for place, part in enumerate(parts) if part in _SMALL and place), len(parts))
        head = self._heads.get(parts[small - 1])
        if head is not None:
            return mention.label if {head, mention.label} <= PLACES else head
        given = parts[0].title() if mention.text.isupper() else parts[0]
        personal = given in self.given_names and len(parts) <= 3 and mention.label in PLACES | {"ORG", "NORP"}
        personal = personal and self.may_be_person(mention.text, mention.label)
        return "PERSON" if personal and "&" not in parts else None  # "Grant & Co"

    def _short(self, mention: Mention) -> str:
        """What a text may call a storm, ship, district or firm for short: `Sarn` of `Sarn AB`; empty of others."""
        words = people.key(mention.text).split()
        if mention.rule == _STORM:
            return words[-1].strip("'\"“”‘")
        if mention.label == "ORG" and _LEGAL_FORM.search(mention.text):
            return people.key(short_name(mention.text))
        district = self._heads.get(mention.text.split()[-1]) == "GPE"
        return " ".join(words[1:] if mention.rule == _VESSEL else words[:-1] if district else ())


def _parts_of_names(mentions: Mentions) -> tuple[set[str], set[str]]:
    """The first and the last words of the organisations of a text that have longer names."""
    names = [people.key(mention.text).split() for mention in mentions if mention.label == "ORG" and " " in mention.text]
    return {name[0] for name in names}, {name[-1] for name in names}
