"""Which language is a text in? (extra `language`)"""

from __future__ import annotations

import re

from extractor.reading import InputError
from extractor.reading.sources import require

LOOKED_AT = 2000  # characters: more does not change the answer, and costs
SHORTEST = 40  # letters: below that any answer is a guess

_LETTERS = re.compile(r"[^\W\d_]")


def check_language(code: str) -> None:
    """Refuse a language that is never found.

    Raises:
        InputError: naming those that are.
    """
    require("language", f"--language {code}")
    import py3langid

    known = sorted(name for name, _ in py3langid.rank(""))
    if code.lower() not in known:
        raise InputError(f"--language {code}: no such language; there are {', '.join(known)}")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of the text's beginning is in; None if it is too short to tell."""
    import py3langid

    beginning = text[:LOOKED_AT]
    if len(_LETTERS.findall(beginning)) < SHORTEST:
        return None
    code: str = py3langid.classify(beginning)[0]
    return code
