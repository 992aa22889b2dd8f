"""Evidence: what stands beside a name and says what kind of thing it is.

`in` before a place, `shares` behind a company; and nouns that say it outright (`rules/lexicons/kind_nouns.csv`):
`the village of Norbury`, `Norbury is a small village`, `Brightwater, a logistics company,`, `the guitarist Veld`,
`a ferry called Norbury`. `rules/lexicons/name_contexts.csv` holds the other words.
Each piece of evidence is a label and a weight, for `labels` to add up.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor import lexicons
from extractor.mentions import Mention, Mentions
from extractor.mentions.words import POSSESSIVES, Words

PLACES = frozenset({"GPE", "LOC", "FAC"})

_OF_COMPANIES = frozenset(
    {"leader", "champion", "chief", "head", "investor", "rival", "producer", "adviser", "advisor"}
)
"""Offices that a company may hold: `Veldlink, the leader in freight`."""
_DIRECTIONS = frozenset({"to", "toward", "towards", "from", "for"})
_PERCENT = frozenset({"%", "percent", "pct"})
_OF_PEOPLE = frozenset({"family", "dynasty"})
_CALLED = frozenset({"called", "named", "dubbed", "nicknamed"})
_BEHIND_CALLED = frozenset({",", ".", ";", "and", "which", "who", "that"})
_SEATS = frozenset({"mp", "mpa", "mla", "senator", "governor", "mayor"})
_COPULAS = frozenset({"is", "was", "are", "were", "became", "remains"})
_DETERMINERS = frozenset({"a", "an", "the", "one", "another"})
_LONGEST_PHRASE = 8  # words between "is" and the noun that says what a thing is


class Evidence:
    """Knows the words beside names that say what kind of thing they are."""

    def __init__(self, extra_dirs: Iterable[Path | str] = ()) -> None:
        kinds, offices, contexts = (
            lexicons.load(name, tuple(extra_dirs)).rows for name in ("kind_nouns", "offices", "name_contexts")
        )
        self._kinds = {surface: row["label"] for surface, row in kinds.items()}
        people = (office for office in offices if office.isalpha() and office not in _OF_COMPANIES)
        self._predicates = dict.fromkeys(people, "PERSON") | self._kinds
        columns = next(iter(contexts.values()))
        self._context = {column: frozenset(word for word, row in contexts.items() if row[column]) for column in columns}
        self._places = frozenset(word for word, row in contexts.items() if row["place_follows"] == "sure")

    def beside(self, mention: Mention, mentions: Mentions, words: Words) -> Iterator[tuple[str, float]]:
        """What stands beside a mention: label and weight."""
        first, behind = words.at(mention.start), words.behind(mention.end)
        before = words.lower[first - 1] if first and not words.sentence_starts[first] else ""
        beyond = words.lower[first - 2] if before and first > 1 else ""
        after = words.lower[behind] if behind < len(words) and not words.sentence_starts[behind] else ""
        yield from self._kind(words, first, behind, beyond, before, after)
        yield from self._place(mention, mentions, words, beyond, before, after)
        yield from self._company(words, behind, beyond, before, after)
        if words.has_article(first, behind):
            yield "PERSON", -1.0
        if after == "(" and behind + 1 < len(words) and words.lower[behind + 1] in ("born", "b."):
            yield "PERSON", 2.0

    def _place(
        self, mention: Mention, mentions: Mentions, words: Words, beyond: str, before: str, after: str
    ) -> Iterator[tuple[str, float]]:
        """What prepositions, and the places in front or behind, show."""
        first, behind = words.at(mention.start), words.behind(mention.end)
        if before in self._places and after not in POSSESSIVES and beyond not in self._context["held_in"]:
            yield "GPE", 0.5 if words.is_noun(behind) else 0.75
        elif before in self._context["place_follows"]:
            yield "GPE", 0.75 if before == "from" and beyond == "," == after else 0.25
        if before in _DIRECTIONS and beyond in self._context["place_to"]:
            yield "GPE", 0.75  # "the road to Norbury"
        if before == "of" and (beyond in self._context["place_of"] or beyond == "," == after):
            yield "GPE", 0.75  # "the mayor of Norbury", "Ann Sarn, 44, of Norbury, said"
        if before == "at" and mention.label == "PERSON" and beyond not in self._context["looks"]:
            yield "GPE", 0.5  # "a depot at Norbury"
        if mention.label == "PERSON" and after in _SEATS and words.texts[behind][0].isupper():
            yield "GPE", 0.75  # "Norbury MP Ann Sarn"
        if before in ("and", "or") and mention.label in ("PERSON", "NORP", "ORG"):
            yield "GPE", 0.75 * self._follows_place(first - 2, mentions, words)
        if after == "," and behind + 1 < len(words):
            neighbour = mentions.overlapping(words.starts[behind + 1], words.end(behind + 1))
            if neighbour and neighbour[0].listed and neighbour[0].label == "GPE" and mention.label != "GPE":
                yield "GPE", 0.5

    def _company(self, words: Words, behind: int, beyond: str, before: str, after: str) -> Iterator[tuple[str, float]]:
        """What words of business show."""
        if before in ("at", "with") and self._kinds.get(beyond) == "PERSON":
            yield "ORG", 1.0  # "an analyst at Marlow Metrics"
        if before in ("of", "in") and beyond in self._context["company_of"]:
            yield "ORG", 1.0  # "shares in Marlow"
        owned = words.lower[behind + 1] if after in POSSESSIVES and behind + 1 < len(words) else ""
        if not self._context["company_before"].isdisjoint((after, owned)):
            yield "ORG", 1.0
        if after in self._context["moves"] and _PERCENT & set(words.lower[behind + 1 : behind + 4]):
            yield "ORG", 1.0  # "Marlow fell 3 percent"

    def _follows_place(self, index: int, mentions: Mentions, words: Words) -> bool:
        """Whether the word at an index ends a place that stands behind `in`: `in Norbury and Veld`."""
        other = next(iter(mentions.overlapping(words.starts[index], words.end(index))), None) if index >= 0 else None
        if other is None or other.label not in PLACES or other.end != words.end(index):
            return False
        before = words.at(other.start) - 1
        return before >= 0 and words.lower[before] in self._context["place_follows"]

    def with_article(self, mention: Mention, words: Words) -> str:
        """What an article shows: a place (`on the Sarn`), a body (`the Sarn was`), a people (`the Veldru`).

        What has a person's full name is most often a ship: `the Ilse Marwick`.
        """
        if " " in mention.text:
            return "PRODUCT"
        first, behind = words.at(mention.start), words.behind(mention.end)
        before = words.lower[first - 2] if first > 1 else ""
        place = before in self._places | {"on", "along", "over"} or words.lower[behind : behind + 1] == ["in"]
        one = words.lower[behind] in ("is", "was", "has") if behind < len(words) else False
        return "LOC" if place else "ORG" if one else "NORP"

    def _kind(
        self, words: Words, first: int, behind: int, beyond: str, before: str, after: str
    ) -> Iterator[tuple[str, float]]:
        """What a noun beside the name says outright."""
        if any(map(str.isdigit, words.texts[behind - 1])):
            return  # "the DC-9 family"
        if before in self._kinds and words.texts[first - 1].islower():
            yield self._kinds[before], 1.0
        if before == "of" and self._kinds.get(beyond) in PLACES:
            yield "GPE", 2.0
        article = before == "the"
        kind = self._kinds.get(words.small(first - 2 - article))
        if kind and (beyond if article else before) == "," and after in (",", ".", ";"):
            yield (
                kind,
                0.0 if words.small(behind + 1).isdigit() else 1.0,
            )  # "the union, Veldarbeid," "a yacht, the Sarn."
        comma = beyond == ","
        kind = self._kinds.get(words.small(first - 2 - comma))
        if kind and before in _CALLED and (after == "," if comma else after in _BEHIND_CALLED or words.is_verb(behind)):
            yield kind, 2.0  # "a ferry called Norbury sank", "the storm, named Odalys,"
        adjective = after == "capital"  # "the South Ossetian capital"
        if after in self._kinds and words.texts[behind].islower() and not (adjective or words.is_noun(behind + 1)):
            made = self._kinds[after] in ("PERSON", "PRODUCT") and after not in _OF_PEOPLE
            yield ("ORG", 0.5) if made else (self._kinds[after], 1.0)  # "the PKR man", "a Veldlink ferry"
        if after in _COPULAS or after == ",":
            kind = self._predicate(words, behind + 1)
            if kind is not None:
                yield kind, 2.0

    def _predicate(self, words: Words, index: int) -> str | None:
        """The kind that a phrase such as `a small fishing village` at a word names."""
        if index >= len(words) or words.lower[index] not in _DETERMINERS:
            return None
        for place in range(index + 1, min(index + _LONGEST_PHRASE, len(words))):
            if words.sentence_starts[place] or words.tags[place][:2] in ("IN", "VB", "WD", "WP"):
                return None
            if words.tags[place].startswith("NN") and not words.is_noun(place + 1):
                return self._predicates.get(words.lower[place])
        return None
