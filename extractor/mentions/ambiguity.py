"""Names that mean more than one thing: settled by the text, or left without a code.

`rules/lexicons/ambiguous_names.csv` holds three kinds: `person`, a place or people whose name people bear (`Jordan`,
`Paris`); `word`, a place that is also an ordinary word (`Reading`, `Nice`); `places`, two places of one name
(`Georgia`), told apart by cue words that stand anywhere in the text.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from extractor import lexicons
from extractor.mentions.words import Words
from extractor.values.places import Known, make_id

PLACE_WORDS = frozenset(
    {"in", "at", "from", "near", "to", "into", "across", "around", "outside", "inside", "throughout", "via"}
)
_NEAR = 80
"""Characters round a name in which a cue weighs more than anywhere else in the text."""
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


class Ambiguity:
    """Decides which reading of an ambiguous name holds."""

    def __init__(self, is_given_name: Callable[[str], bool], extra_dirs: Iterable[Path | str] = ()) -> None:
        self._is_given_name = is_given_name
        self._names = lexicons.load("ambiguous_names", tuple(extra_dirs))
        self._folded = frozenset(surface.casefold() for surface in self._names.surfaces())

    def settle(self, known: Known, surface: str, place: int, model_label: str | None, words: Words) -> Known | None:
        """The reading of a listed name that stands at the word `place`; None if it is not that name here.

        Args:
            known: what the tables say.
            surface: the name as written.
            place: index of its first word.
            model_label: how the model labels exactly these words.
            words: the text round it.
        """
        row = self._names.get(surface) if surface.casefold() in self._folded else None
        if row is None:
            return known
        after_place_word = place > 0 and words.lower[place - 1] in PLACE_WORDS
        if row["kind"] == "person":
            if self._in_personal_name(surface, place, words):
                return None
            is_country = known.entity_id == f"gpe:{known.country}"
            return known if after_place_word or model_label != "PERSON" or is_country else None
        if row["kind"] == "word":
            return known if model_label in _PLACE_LABELS or (after_place_word and words.proper(place)) else None
        if model_label == "PERSON" and not after_place_word:
            return None
        near = words.doc_text[max(0, words.starts[place] - _NEAR) : words.starts[place] + _NEAR]
        first, second = (_near(row[cues], near) for cues in ("cues", "other_cues"))
        if first == second:
            first, second = _score(row["cues"], words), _score(row["other_cues"], words)
        in_state = place > 1 and words.texts[place - 1] == "," and words.proper(place - 2)  # "Yakima, Washington"
        if second > first or (in_state and not first):
            return Known(known.label, row["other_name"], make_id(known.label, row["other_name"]), row["other_country"])
        if first > second or not row["cues"]:
            return known
        return Known(known.label, surface, make_id(known.label, surface), None)

    def _in_personal_name(self, surface: str, place: int, words: Words) -> bool:
        """Whether a name is a piece of a person's: `Michael Jordan`, `Chad Smith`."""
        if place and not words.sentence_starts[place] and self._is_given_name(words.texts[place - 1]):
            return True
        behind = place + 1
        goes_on = behind < len(words) and not words.sentence_starts[behind] and words.proper(behind)
        return goes_on and (self._is_given_name(surface) or not words.tagged)


def _near(cues: str, text: str) -> int:
    """How many of the cues stand in a short text."""
    return sum(cue in text for cue in cues.split("|") if cue)


def _score(cues: str, words: Words) -> int:
    """How many of the cues, separated by `|`, stand in the text."""
    return sum((cue in words.doc_text) if " " in cue else (cue in words.vocabulary) for cue in cues.split("|") if cue)
