"""Evidence: what stands beside a name and says what kind of thing it is.

`in` before a place, `shares` behind a company; and nouns that say it outright (`rules/lexicons/kind_nouns.csv`):
`the village of Norbury`, `Norbury is a small village`, `Brightwater, a logistics company,`, `the guitarist Veld`,
`a ferry called Norbury`. `rules/lexicons/name_contexts.csv` holds the other words.
Each piece of evidence is a label and a weight, for `labels` to add up.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractor import lexicons
from extractor.mentions import Mention, Mentions
from extractor.mentions.candidates import TICKER
from extractor.mentions.words import DETERMINERS, POSSESSIVES, Words
from extractor.values.lemmas import is_plural, noun_lemma

PLACES = frozenset({"GPE", "LOC", "FAC"})

_DIRECTIONS = frozenset({"to", "toward", "towards", "from", "for"})
_PERCENT = frozenset({"%", "percent", "pct"})
_CALLED = frozenset({"called", "named", "dubbed", "nicknamed"})
_BEHIND_CALLED = frozenset({",", ".", ";", "and", "which", "who", "that"})
_NO_PLACE_BEFORE = POSSESSIVES | {"v", "v."}  # "in Veld's office", "in Veld v. Sarn"
_COPULAS = frozenset({"is", "was", "are", "were", "became", "remains"})
_DETERMINERS = frozenset({"a", "an", "the", "one", "another"})
_JOINTS = frozenset({",", "and", "or", "&"})
_LONGEST_ROW = 12  # words behind the first of several names
_MOST_IN_ROW = 9  # places between commas
_LONGEST_PHRASE = 8  # words between "is" and the noun that says what a thing is


class _Setting(NamedTuple):
    """Where a name stands: its first word, the word behind it, and the neighbours of its sentence in small letters."""

    first: int
    behind: int
    beyond: str
    """The word before the word before."""
    before: str
    after: str


class Evidence:
    """Knows the words beside names that say what kind of thing they are."""

    def __init__(self, extra_dirs: Iterable[Path | str] = ()) -> None:
        kinds, offices, contexts = (
            lexicons.load(name, tuple(extra_dirs)).rows for name in ("kind_nouns", "offices", "name_contexts")
        )
        columns = next(iter(contexts.values()))
        self._context = {column: frozenset(word for word, row in contexts.items() if row[column]) for column in columns}
        self._places = frozenset(word for word, row in contexts.items() if row["place_follows"] == "sure")
        self._kinds = {surface: row["label"] for surface, row in kinds.items()}
        people = (office for office in offices if office.isalpha() and office not in self._context["of_companies"])
        self._predicates = dict.fromkeys(people, "PERSON") | self._kinds

    def beside(self, mention: Mention, mentions: Mentions, words: Words) -> Iterator[tuple[str, float]]:
        """What stands beside a mention: label and weight."""
        first, behind = words.at(mention.start), words.behind(mention.end)
        before = "" if words.sentence_starts[first] else words.small(first - 1)
        beyond = words.small(first - 2) if before else ""
        ends = words.sentence_starts[behind : behind + 1] == [True]
        after = "" if ends else words.small(behind)
        setting = _Setting(first, behind, beyond, before, after)
        yield from self._noun(setting, words)
        yield from self._place(setting, mention, mentions, words)
        yield from self._company(setting, mention, mentions, words)
        if words.has_article(first, behind):
            yield "PERSON", -1.0
        if after == "," and words.small(behind + 1) in ("who", "whose") and words.texts[behind - 1][1:].islower():
            yield "PERSON", 1.0
        if after == "," and words.small(behind + 1) == "which" and mention.label == "PERSON":
            yield from (("PERSON", -1.0), ("ORG", 0.25))  # "Marlow, which owns"
        alone = not words.is_noun(behind) and before not in DETERMINERS and words.tags[behind - 1] == "NNP"
        if mention.label == "NORP" and alone and not mention.text.endswith("ism"):
            yield "NORP", -0.5  # "troops left for Norbury": peoples are plural, or stand before a noun

    def _place(
        self, setting: _Setting, mention: Mention, mentions: Mentions, words: Words
    ) -> Iterator[tuple[str, float]]:
        """What prepositions, and the places in front or behind, show."""
        first, behind, beyond, before, after = setting
        shown = before in self._places and words.tags[first - 1] != "NN" and words.texts[behind - 1].isalpha()
        if shown and after not in _NO_PLACE_BEFORE:
            yield "GPE", 0.5 if words.is_noun(behind) else 0.75
        elif before in self._context["place_follows"]:
            yield "GPE", 0.75 if before == "from" and beyond == "," == after else 0.25
        if before in _DIRECTIONS and beyond in self._context["place_to"]:
            yield "GPE", 0.75  # "the road to Norbury"
        resident = beyond == "," == after and (mention.label != "ORG" or " " not in mention.text)
        if before == "of" and (beyond in self._context["place_of"] or resident):
            yield "GPE", 0.75  # "the mayor of Norbury", "Ann Sarn, 44, of Norbury, said"
        if mention.label in ("PERSON", "NORP", "LANGUAGE", "PRODUCT"):
            if before == "at" and after not in POSSESSIVES:
                yield "GPE", 0.75  # "a depot at Norbury"
            if after in self._context["seat"]:
                yield "GPE", 0.75  # "Norbury MP Ann Sarn"
        listed = before == "," and after in (",", "and", "or") and self._is_known_place(behind + 1, mentions, words)
        firm = mention.label == "ORG" and words.is_verb(behind)  # "rose in Oslo and Marlow fell"
        joined = before in ("and", "or") and not firm
        coordinated = (listed or joined) and mention.label in ("PERSON", "NORP", "ORG")
        if coordinated and self._follows_place(first - 2, mentions, words):
            yield "GPE", 0.75
        if after == "," and mention.label != "GPE" and self._is_known_place(behind + 1, mentions, words):
            yield "GPE", 0.5

    def _company(
        self, setting: _Setting, mention: Mention, mentions: Mentions, words: Words
    ) -> Iterator[tuple[str, float]]:
        """What words of business show."""
        first, behind, beyond, before, after = setting
        if TICKER.match(words.doc_text, mention.end + 1):
            yield "ORG", 2.0
        if before in ("at", "with") and (self._kinds.get(beyond) == "PERSON" or beyond in self._context["employed"]):
            yield "ORG", 1.5  # "an analyst at Marlow Metrics", "a job at Marlow"
        whose = _ending_at(first - 2, mentions, words) if before == "of" and mention.label == "PERSON" else None
        if whose is not None and whose.label == "PERSON" and " " in whose.text:
            yield "ORG", 0.75  # "Ann Sarn of Marlow"
        if beyond == "who" and before in ("leads", "heads", "runs", "chairs"):
            yield "ORG", 1.0  # "Ann Sarn, who runs Marlow"
        if before in ("of", "in") and beyond in self._context["company_of"]:
            yield "ORG", 1.0  # "shares in Marlow"
        owned = words.small(behind + 1) if after in POSSESSIVES else ""
        if not self._context["company_before"].isdisjoint((after, owned)):
            yield "ORG", 1.0
        if after in self._context["moves"] and _PERCENT & set(words.lower[behind + 1 : behind + 4]):
            yield "ORG", 1.0  # "Marlow fell 3 percent"

    def _is_known_place(self, index: int, mentions: Mentions, words: Words) -> bool:
        """Whether a place that the tables know begins at a word."""
        other = mentions.holding(words.starts[index]) if index < len(words) else None
        return other is not None and other.listed and other.label == "GPE"

    def _follows_place(self, index: int, mentions: Mentions, words: Words) -> bool:
        """Whether the word at an index ends a place behind `in`, alone or after others: `in Norbury, Sarn and Veld`."""
        for _ in range(_MOST_IN_ROW):
            other = _ending_at(index, mentions, words)
            if other is None or other.label not in PLACES:
                return False
            before = words.at(other.start) - 1
            if words.small(before) != ",":
                return words.small(before) in self._context["place_follows"]
            index = before - 1
        return False

    def with_article(self, mention: Mention, words: Words) -> str:
        """What an article shows: a place (`on the Sarn`), a body (`the Sarn was`), a people (`the Veldru`).

        What has a person's full name is most often a ship: `the Ilse Marwick`.
        """
        if " " in mention.text:
            return "PRODUCT"
        first, behind = words.at(mention.start), words.behind(mention.end)
        if words.small(first - 2) in self._places | {"on", "along", "over"} or words.small(behind) == "in":
            return "LOC"
        return "ORG" if words.small(behind) in ("is", "was", "has") else "NORP"

    def _noun(self, setting: _Setting, words: Words) -> Iterator[tuple[str, float]]:
        """What a noun beside the name says outright."""
        first, behind, beyond, before, after = setting
        if any(map(str.isdigit, words.texts[behind - 1])):
            return  # "the DC-9 family"
        if before in self._kinds and words.texts[first - 1].islower():
            yield self._kinds[before], 1.0
        if before == "of" and self._kinds.get(beyond) in PLACES:
            yield "GPE", 2.0
        kind = self._explained(setting, words)
        if kind is not None:
            yield kind, 1.0
        kind = self._kinds.get(words.small(first - 3 if beyond == "," else first - 2))
        ends = after == "," if beyond == "," else after in _BEHIND_CALLED or words.is_verb(behind)
        if kind is not None and before in _CALLED and ends:
            yield kind, 2.0  # "a ferry called Norbury sank", "the storm, named Odalys,"
        adjective = after == "capital"  # "the South Ossetian capital"
        if after in self._kinds and words.texts[behind].islower() and not (adjective or words.is_noun(behind + 1)):
            theirs = self._kinds[after] in ("PERSON", "PRODUCT") and after not in self._context["type_before"]
            yield ("ORG", 0.5) if theirs else (self._kinds[after], 1.0)  # "a Veldlink ferry", but "Sarn tanks"
        kind = self._kind_of_row(words, behind, before in _JOINTS)
        if kind is not None:
            yield kind, 2.0
        if after in _COPULAS or after == ",":
            kind = self._predicate(words, behind + 1)
            if kind is not None:
                yield kind, 2.0

    def _kind_of_row(self, words: Words, behind: int, joined: bool) -> str | None:
        """The kind of place of names in a row before its plural: `the Sarn, Veld and Norbury rivers`."""
        for index in range(behind, min(behind + _LONGEST_ROW, len(words))):
            word = words.texts[index]
            if word in _JOINTS:
                joined = True
            elif not word[0].isupper():
                kind = self._kinds.get(noun_lemma(word)) if joined and is_plural(word) else None
                return kind if kind in PLACES else None
        return None

    def _explained(self, setting: _Setting, words: Words) -> str | None:
        """The kind of what a name between commas explains: `the union, Veldarbeid, said`, `a yacht, the Sarn.`."""
        noun = setting.first - (3 if setting.before == "the" else 2)
        comma = noun >= 0 and words.texts[noun + 1] == "," and words.texts[noun].islower()
        if not comma or setting.after not in (",", ".", ";") or words.small(setting.behind + 1).isdigit():
            return None
        return self._predicates.get(words.lower[noun])

    def _predicate(self, words: Words, index: int) -> str | None:
        """The kind that a phrase such as `a small fishing village` or `chair of` at a word names."""
        if words.small(index) not in _DETERMINERS:  # "Ann Sarn, chair of the council"
            person = self._predicates.get(words.small(index)) == "PERSON" and words.small(index + 1) == "of"
            return "PERSON" if person else None
        for place in range(index + 1, min(index + _LONGEST_PHRASE, len(words))):
            if words.sentence_starts[place] or words.tags[place][:2] in ("IN", "VB", "WD", "WP"):
                return None
            owner = words.small(place + 1) in POSSESSIVES  # the "town" of "the town's mayor"
            if words.is_noun(place) and not owner and not words.is_noun(place + 1):
                compound = f"{words.small(place - 1)} {words.lower[place]}"  # "a think tank"
                return self._predicates.get(compound) or self._predicates.get(words.lower[place])
        return None


def _ending_at(index: int, mentions: Mentions, words: Words) -> Mention | None:
    """The mention that ends with a word."""
    found = mentions.holding(words.starts[index]) if index >= 0 else None
    return found if found is not None and found.end == words.end(index) else None
