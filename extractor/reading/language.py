"""Which language is a text in? (extra `language`)"""

from __future__ import annotations

import re

LOOKED_AT = 2000  # characters: more does not change the answer, and costs
SHORTEST = 40  # letters: below that any answer is a guess

_LETTERS = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of the text's beginning is in; None if it is too short to tell."""
    import py3langid

    beginning = text[:LOOKED_AT]
    if len(_LETTERS.findall(beginning)) < SHORTEST:
        return None
    code: str = py3langid.classify(beginning)[0]
    return code
