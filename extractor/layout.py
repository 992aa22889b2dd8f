"""Layout is data: where the paragraphs, headings and list items of a text begin and end. Pure text, no spaCy."""

from __future__ import annotations

import dataclasses
import re

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]+)*")


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or list item; offsets are code points."""

    start: int
    end: int
    kind: str = "paragraph"


def blocks(text: str) -> list[Block]:
    """The blocks of a text, in order; white space between them belongs to none."""
    return [Block(*match.span()) for match in _PARAGRAPH.finditer(text) if not match.group().isspace()]
