"""The text as the search for enumerations sees it: blocks, sentences, tags if there are any."""

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor import lexicons
from extractor.layout import Block
from extractor.lexicons import Lexicon

Span = tuple[int, int]
"""Start and end (exclusive) in code points of the text."""

Ordinal = tuple[int, int, int | None]
"""Start and end of an ordinal that may open an item, its number; None for `finally`, 0 for `another`."""

_LEADING = re.compile(
    r"""(?: [\s"'“‘”’«»*•·▪■◦‣⁃○●_–—−-]
          | (?:to|that|and|or|then)\s
          | (?:first|second|third|finally|lastly)(?:ly)?,?\s(?=(?:an?|the|to)\s) )+""",
    re.VERBOSE | re.IGNORECASE,
)
_TRAILING = re.compile(r"""(?:[\s;,.:!"”’»*_–—-]|(?<=[.,!?;])'|(?<=[\s;,.])(?:and|or)(?=[\s;,.]*$))+$""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its layout.

    Attributes:
        text: the text of the document.
        blocks: its paragraphs, headings and list items, in order.
        sentences: the spans of its sentences, in order.
        tags: the Penn tag of the token that begins at an offset; empty without a model.
        rules: directories of a user's own rules and word lists.
        ordinals: what may open an item by number: `First,`, `Secondly`, `Finally,`.
    """

    text: str
    blocks: Sequence[Block]
    sentences: Sequence[Span]
    tags: Mapping[int, str] = field(default_factory=dict)
    ordinals: Sequence[Ordinal] = ()
    rules: tuple[str, ...] = ()

    def lexicon(self, name: str) -> Lexicon:
        """A word list, a user's rows before the bundled ones."""
        return lexicons.load(name, self.rules)

    def number(self, text: str) -> int | None:
        """The number that a word or numeral of an announcement says: `three`, `twin`, `4`."""
        if text.isascii() and text.isdigit():
            return int(text)
        row = self.lexicon("list_numbers").get(text)
        return int(row["number"]) if row else None

    def block_at(self, offset: int) -> int:
        """The index of the block that an offset lies in or behind."""
        return max(0, bisect.bisect_right(self.blocks, offset, key=lambda block: block.start) - 1)

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that an offset lies in or behind."""
        return max(0, bisect.bisect_right(self.sentences, offset, key=lambda span: span[0]) - 1)

    def trimmed(self, items: Iterable[Span]) -> list[Span]:
        """The items as `trim` leaves them, without the empty ones."""
        return [span for start, end in items if (span := self.trim(start, end))]

    def trim(self, start: int, end: int) -> Span | None:
        """An item without its leading `to`, `that`, `and`, without quotes and closing punctuation; None if empty."""
        leading = _LEADING.match(self.text, start, end)
        start = leading.end() if leading else start
        tail_from = max(start, end - 40)
        trailing = _TRAILING.search(self.text[tail_from:end])
        end = tail_from + trailing.start() if trailing else end
        inside = self.text[start:end]
        if self.text[end : end + 1] in ("”", '"') and (inside.count("“") > inside.count("”") or inside.count('"') % 2):
            end += 1  # to end “the habit”: the quotation is part of the item
        return (start, end) if start < end else None
