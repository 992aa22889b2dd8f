"""What the entities component is made of, one step a module, in the order in which `components/entities.py` runs them.

`words` (a cheap view of the Doc) -> `candidates` (what the model found, trimmed; rule hits merged in) -> `borders`
(cut names made whole, offices taken off) -> `acronyms` (names that the text abbreviates) -> `people` (titles, surnames)
-> `repeats` (one name: found everywhere, one label) -> `clubs` (cities that play) -> `identity` (canonical name, id,
country) -> `roles` (who holds which office).

Every step takes the mentions of one text and changes them in place or adds to them; `Mentions` keeps them sorted and
without overlap.
"""

import bisect
import dataclasses
from collections.abc import Iterable, Iterator


@dataclasses.dataclass(slots=True, eq=False)
class Mention:
    """One name in one place of the text; the fields are those of the record `Entity`."""

    start: int
    end: int
    text: str
    label: str
    rule: str
    name: str | None = None
    entity_id: str | None = None
    country: str | None = None
    role: str | None = None
    listed: bool = False
    """A lexicon holds this very name: its label and identity are not up to a vote."""


class Mentions:
    """The mentions of one text, sorted by place; no two overlap."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._mentions)

    def __len__(self) -> int:
        return len(self._mentions)

    def overlapping(self, start: int, end: int) -> list[Mention]:
        """The mentions that share a character with a place, in order."""
        first = bisect.bisect_right(self._starts, start)
        if first and self._mentions[first - 1].end > start:
            first -= 1
        return self._mentions[first : bisect.bisect_left(self._starts, end)]

    def holding(self, offset: int) -> Mention | None:
        """The mention over a character."""
        return next(iter(self.overlapping(offset, offset + 1)), None)

    def before(self, start: int) -> Mention | None:
        """The last mention that begins before a place."""
        place = bisect.bisect_left(self._starts, start)
        return self._mentions[place - 1] if place else None

    def at(self, start: int, end: int) -> Mention | None:
        """The mention of exactly this place."""
        place = bisect.bisect_left(self._starts, start)
        if place < len(self._starts) and self._starts[place] == start and self._mentions[place].end == end:
            return self._mentions[place]
        return None

    def add(self, mention: Mention) -> None:
        """Put a mention in; whatever it overlaps goes."""
        for other in self.overlapping(mention.start, mention.end):
            self.remove(other)
        place = bisect.bisect_left(self._starts, mention.start)
        self._mentions.insert(place, mention)
        self._starts.insert(place, mention.start)

    def remove(self, mention: Mention) -> None:
        """Take a mention out."""
        place = bisect.bisect_left(self._starts, mention.start)
        del self._mentions[place], self._starts[place]
