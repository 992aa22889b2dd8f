"""Modifiers and directions beside a number: `more than 12`, `12 or so`, `rose 5%`, `5% lower`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor import lexicons
from extractor.quantities.count_row import Row
from extractor.values.lemmas import verb_lemma

_WORD = re.compile(r"[^\s()\[\],;:“”\"]+")
_FILLERS = frozenset(
    ("another", "additional", "further", "extra", "a", "an", "just", "only", "even", "record", "staggering", "total")
)
_MOST_WORDS = 5
_BEFORE_LONGER = frozenset(
    (
        *("for", "after", "of", "in", "within", "to", "than", "by", "since", "at", "is", "was", "were", "be", "been"),
        *("last", "lasted", "lasts", "lasting", "take", "took", "taken", "takes", "taking", "spend", "spent", "wait"),
        *("waited", "serve", "served", "lived", "stayed", "and", "just", "well", "only", "a", "an", "jailed", "worked"),
    )
)
_PHRASAL = frozenset(
    (
        *("shoot", "shut", "set", "turn", "gun", "bring", "take", "tear", "burn", "mow", "strike", "blow", "pick"),
        *("round", "make", "give", "track", "hunt", "lay", "hand", "put", "sign", "line", "lock", "hold", "call"),
    )
)
_RISING = frozenset(("edge", "tick", "creep", "inch", "go", "move", "nudge", "drift", "push", "climb", "come"))
_BEFORE_SIZE = frozenset(("by", "some", "about", "as", "much"))
_THRESHOLD = re.compile(r"(?:just |well )?(?:below|above|under)\b")  # `fell below 9,000`: a level, and no size
_SIZES = frozenset(("percent", "money", "physical", "count", "duration"))
_BEHIND = re.compile(r"[-‑\s]?(?P<words>[a-z]{1,20}(?:\s[a-z]{1,20})?|\+)(?!\w)")
_DIRECTION = re.compile(r"\s(?:(?P<up>higher|up)|lower|down)\b(?!\s[$€£\d])")
_SIGNS = {"~": "~", "≈": "~", "∼": "~", "<": "<", "≤": "<", ">": ">", "≥": ">"}


class Modifiers:
    """Reads modifier and change of a row from the words beside it."""

    def __init__(self, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self._modifiers = lexicons.load("modifiers", dirs)
        self._last_words = frozenset(surface.split()[-1].lower() for surface in self._modifiers.surfaces())
        self.changes = lexicons.load("changes", dirs)

    def read(self, row: Row) -> None:
        """Set `modifier` and `change` of a row."""
        left = max(row.sentence_start, row.start - 70)
        words = list(_WORD.finditer(row.text, left, row.start))[-9:]
        if words and words[0].start() == left and left > row.sentence_start:
            words = words[1:]
        modifier, rest = self._before(row.text, words, row.values["kind"] == "duration")
        if len(rest) < len(words):
            row.left = words[len(rest)].start()
        row.values["modifier"] = modifier or self._after(row) or _sign(row) or "="
        if not row.values.get("change"):
            row.values["change"] = self._change([word.group().lower() for word in rest], row)

    def _before(self, text: str, words: list[re.Match[str]], time: bool) -> tuple[str | None, list[re.Match[str]]]:
        """The longest modifier that ends at the number, and the words before it."""
        rest = list(words)
        while rest:
            last = rest[-1].group().lower()
            for many in range(min(_MOST_WORDS, len(rest)) if last in self._last_words else 0, 0, -1):
                surface = text[rest[-many].start() : rest[-1].end()].lower()
                found = self._modifiers.get(surface.rstrip(","))
                if found and found["side"] != "after":
                    if surface == "up to" and len(rest) > many and _rises(rest[-many - 1].group()):
                        return None, rest  # `edged up to 4 percent`: no bound
                    during = time and surface == "over" and not _exceeds(rest[:-many])
                    return None if during else found["modifier"], rest[:-many]
            if last not in _FILLERS:
                break
            rest.pop()
        return None, rest

    def _after(self, row: Row) -> str | None:
        for end in {row.values["number_end"]: 0, row.end: 0}:
            match = _BEHIND.match(row.text, end)
            if not match:
                continue
            first = match["words"].split()[0]
            for surface in (match["words"], row.text[end : match.start("words")] + first, first):
                found = self._modifiers.get(surface)
                if found and found["side"] != "before":
                    return found["modifier"]
        return None

    def _change(self, words: list[str], row: Row) -> str | None:
        """The direction of a change that the number gives the size of: behind `to` it is none."""
        if row.text[row.values["number_start"]] == "+":
            return "up"
        if row.text.startswith(("-", "‑"), row.values["number_end"]):
            return None  # `dropped a 500-pound bomb`
        by = "by" in words[-2:]
        while words and (words[-1] in _FILLERS or words[-1] in _BEFORE_SIZE):
            words.pop()
        found = self.changes.get(words[-1]) if words and not _is_particle(words) else None
        collected = words and verb_lemma(words[-1]) == "raise" and not by and row.values["kind"] != "percent"
        if found and row.values["kind"] in _SIZES and not (collected or _THRESHOLD.match(row.text, row.left)):
            return found["change"]
        behind = _DIRECTION.match(row.text, row.end)
        return None if behind is None else "up" if behind["up"] else "down"


def _rises(word: str) -> bool:
    """Whether a verb before `up` tells a rise: `edged up`, `ticked up`."""
    return verb_lemma(word) in _RISING


def _exceeds(words: list[re.Match[str]]) -> bool:
    """Whether `over` before a time is more than it: `lasted over two years`, but not `$5 million over two years`."""
    return not words or words[-1].group().lower() in _BEFORE_LONGER


def _is_particle(words: list[str]) -> bool:
    """Whether `up` or `down` belongs to the verb: `shot down 17 drones`, `make up 20 percent`."""
    return words[-1] in ("up", "down") and len(words) > 1 and verb_lemma(words[-2]) in _PHRASAL


def _sign(row: Row) -> str | None:
    """`~12`, `≈ 12`, `>12`, and `sub-7`."""
    before = row.text[max(0, row.start - 4) : row.start]
    return "<" if before.lower() == "sub-" else _SIGNS.get(before.rstrip()[-1:])
