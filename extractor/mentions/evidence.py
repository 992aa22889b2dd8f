"""Evidence: what stands beside a name and says what kind of thing it is.

`in` before a place, `shares` behind a company; and nouns that say it outright (`rules/lexicons/kind_nouns.csv`):
`the village of Norbury`, `Norbury is a small village`, `Brightwater, a logistics company,`, `the guitarist Veld`.
Each piece of evidence is a label and a weight, for `labels` to add up.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor import lexicons
from extractor.mentions import Mention, Mentions
from extractor.mentions.words import POSSESSIVES, Words

PLACES = frozenset({"GPE", "LOC", "FAC"})

_PLACE_BEFORE = frozenset({"in", "near", "outside", "around", "throughout", "across"})
_HELD_PARTS = frozenset({"share", "shares", "stake", "stakes", "shareholders", "stock"})
_HELD = _HELD_PARTS | {"interest", "interests", "invest", "invested", "investment", "investor", "investors", "holding"}
_HELD |= {"confidence", "trust", "role", "report", "reported", "article", "interview", "published", "fluent", "%"}
"""Words before `in` when no place follows: `a stake in Brightwater`, `published in the Gazette`."""
_PERHAPS_PLACE_BEFORE = frozenset(
    {"from", "to", "at", "northern", "southern", "eastern", "western", "central", "downtown"}
)
_COMPANY_AFTER = frozenset(
    {
        *("shares", "stock", "spokesman", "spokeswoman", "spokesperson", "executives", "employees", "owner", "founder"),
        *("customers", "shareholders", "subsidiary", "stores", "ceo"),
    }
)
_OF_COMPANIES = frozenset(
    {"leader", "champion", "chief", "head", "investor", "rival", "producer", "adviser", "advisor"}
)
"""Offices that a company may hold: `Veldlink, the leader in freight`."""
_OF_PEOPLE = frozenset({"family", "dynasty"})
_COPULAS = frozenset({"is", "was", "are", "were", "became", "remains"})
_DETERMINERS = frozenset({"a", "an", "the", "one", "another"})
_LONGEST_PHRASE = 8  # words between "is" and the noun that says what a thing is


class Evidence:
    """Knows the nouns that say what kind of thing a name is."""

    def __init__(self, extra_dirs: Iterable[Path | str] = ()) -> None:
        rows = lexicons.load("kind_nouns", tuple(extra_dirs)).rows
        self._kinds = {surface: row["label"] for surface, row in rows.items()}
        offices = (surface for surface in lexicons.load("offices", tuple(extra_dirs)).surfaces() if surface.isalpha())
        self._predicates = dict.fromkeys(set(offices) - _OF_COMPANIES, "PERSON") | self._kinds

    def beside(self, mention: Mention, mentions: Mentions, words: Words) -> Iterator[tuple[str, float]]:
        """What stands beside a mention: label and weight."""
        first, behind = words.at(mention.start), words.behind(mention.end)
        before = words.lower[first - 1] if first and not words.sentence_starts[first] else ""
        after = words.lower[behind] if behind < len(words) and not words.sentence_starts[behind] else ""
        yield from self._kind(words, first, behind, before, after)
        if before in _PLACE_BEFORE and after not in POSSESSIVES and words.lower[first - 2] not in _HELD:
            yield "GPE", 0.5 if _is_noun(words, behind) else 0.75
        if before in _PERHAPS_PLACE_BEFORE:
            yield "GPE", 0.75 if before == "from" and words.lower[first - 2] == "," == after else 0.25
        if before in ("at", "with") and first > 1 and self._kinds.get(words.lower[first - 2]) == "PERSON":
            yield "ORG", 1.0  # "an analyst at Marlow Metrics"
        if before == "the" and behind - first == 1 and not _is_noun(words, behind):
            yield "PERSON", -1.0
        if before in ("of", "in") and words.lower[first - 2] in _HELD_PARTS:
            yield "ORG", 1.0
        owned = words.lower[behind + 1] if after in POSSESSIVES and behind + 1 < len(words) else ""
        if after in _COMPANY_AFTER or owned in _COMPANY_AFTER:
            yield "ORG", 1.0
        if (
            before in ("and", "or")
            and mention.label in ("PERSON", "NORP")
            and self._follows_place(first - 2, mentions, words)
        ):
            yield "GPE", 0.75
        if after == "(" and behind + 1 < len(words) and words.lower[behind + 1] in ("born", "b."):
            yield "PERSON", 2.0
        if after == "," and behind + 1 < len(words):
            neighbour = mentions.overlapping(words.starts[behind + 1], words.end(behind + 1))
            if neighbour and neighbour[0].listed and neighbour[0].label == "GPE" and mention.label != "GPE":
                yield "GPE", 0.5

    def _follows_place(self, index: int, mentions: Mentions, words: Words) -> bool:
        """Whether the word at an index ends a place that stands behind `in`: `in Norbury and Veld`."""
        other = next(iter(mentions.overlapping(words.starts[index], words.end(index))), None) if index >= 0 else None
        if other is None or other.label not in PLACES or other.end != words.end(index):
            return False
        before = words.at(other.start) - 1
        return before >= 0 and words.lower[before] in _PLACE_BEFORE | _PERHAPS_PLACE_BEFORE

    def with_article(self, mention: Mention, words: Words) -> str:
        """What an article shows: a place (`on the Sarn`), a body (`the Sarn was`), or a people (`the Veldru`)."""
        first, behind = words.at(mention.start), words.behind(mention.end)
        before = words.lower[first - 2] if first > 1 else ""
        place = before in _PLACE_BEFORE | {"on", "across", "along", "over"} or words.lower[behind : behind + 1] == [
            "in"
        ]
        one = words.lower[behind] in ("is", "was", "has") if behind < len(words) else False
        return "LOC" if place else "ORG" if one else "NORP"

    def _kind(self, words: Words, first: int, behind: int, before: str, after: str) -> Iterator[tuple[str, float]]:
        """What a noun beside the name says outright."""
        if any(map(str.isdigit, words.texts[behind - 1])):
            return  # "the DC-9 family"
        if before in self._kinds and words.texts[first - 1].islower():
            yield self._kinds[before], 1.0
        if before == "of" and first > 1 and self._kinds.get(words.lower[first - 2]) in PLACES:
            yield "GPE", 2.0
        adjective = after == "capital"  # "the South Ossetian capital"
        if after in self._kinds and words.texts[behind].islower() and not (adjective or _is_noun(words, behind + 1)):
            person = self._kinds[after] == "PERSON" and after not in _OF_PEOPLE
            yield ("ORG", 0.5) if person else (self._kinds[after], 1.0)  # "the PKR man"
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
            if words.tags[place].startswith("NN") and not _is_noun(words, place + 1):
                return self._predicates.get(words.lower[place])
        return None


def _is_noun(words: Words, index: int) -> bool:
    return index < len(words) and words.tags[index].startswith("NN")
