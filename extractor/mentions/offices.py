"""Offices and titles in running text: `UK Defense Secretary` before a name, `, the UK defence secretary,` after it.

The words are in `rules/lexicons/{offices,office_modifiers,honorifics}.csv`: an office may stand alone before a name
(`prime minister`), a modifier only before an office (`deputy`, `foreign`), an honorific is an address (`Mrs`).
"""

import functools
import re
from collections.abc import Iterable
from pathlib import Path

from extractor import lexicons

_REACH = 90  # characters that a role may take
_OF = re.compile(r"\s(?:of|for)\s", re.IGNORECASE)


class Offices:
    """Finds the words of an office next to a name."""

    def __init__(self, extra_dirs: Iterable[Path | str] = ()) -> None:
        directories = tuple(extra_dirs)
        office, modifier, honorific = (
            lexicons.alternation(surface.lower() for surface in lexicons.load(name, directories).surfaces())
            for name in ("offices", "office_modifiers", "honorifics")
        )
        titles = [
            *lexicons.load("offices", directories).surfaces(),
            *lexicons.load("honorifics", directories).surfaces(),
        ]
        self._last_words = frozenset(title.lower().replace("-", " ").split()[-1] for title in titles)
        role = rf"(?:(?:{modifier}|{office})(?:-|\s|\sand\s|,\s)){{0,6}}(?:{office})(?:-elect|-designate)?"
        of = r"(?:\s(?:of|for)(?:\sthe)?(?-i:\s[A-Z][\w&.'’-]*(?:\s(?:and\s|of\s|the\s)?[A-Z][\w&.'’-]*){0,3}))?"
        self._before = re.compile(rf"(?<![\w-])(?P<role>{role}{of}),?\s(?:(?:{honorific})\s)?$", re.IGNORECASE)
        self._rank = re.compile(rf"(?<![\w-])(?:(?:{modifier})(?:-|\s))+$", re.IGNORECASE)
        self._search = functools.lru_cache(maxsize=1024)(self._before.search)  # roles ask again what employers asked
        self._after = re.compile(rf"(?P<role>{role})(?![\w-]|(?:(?<=major)|(?<=private)) [a-z])", re.IGNORECASE)
        title = rf"(?:{modifier}|{office}|{honorific})"  # but "Imam-ul-Haq" is a name
        self._lead = re.compile(rf"(?:{title}(?:-(?!u[ldr]-)|,?\s))+", re.IGNORECASE)
        self._only = re.compile(rf"(?:{title}(?:-|,?\s|$))+", re.IGNORECASE)
        self._tail = re.compile(
            rf"(?<!the)(?<!of)(?<!for)(?:\s(?:{modifier}|{office}))*\s(?-i:(?=[A-Z]))(?:{office})$", re.IGNORECASE
        )
        rows = lexicons.load("office_modifiers", directories).rows
        portfolio = lexicons.alternation(surface for surface, row in rows.items() if row["portfolio"])
        self._portfolio = re.compile(rf"(?:(?:^|\s|,\s)(?:and\s)?(?:{portfolio}))+$", re.IGNORECASE)
        self._ahead = re.compile(
            r"\s(?:minister|secretary|commissioner|ministers|director|commander|officer)\b", re.IGNORECASE
        )

    def before(self, text: str, name_start: int) -> tuple[int, int] | None:
        """The place of the office that stands right before a name; None if there is none."""
        window = max(0, name_start - _REACH)
        before = text[window:name_start]
        last = "".join(before.split()[-1:]).strip(",;:([“\"'‘—–")
        of_name = last[:1].isupper() and _OF.search(before)  # "minister of Northern Affairs"
        if not (of_name or self._last_words.intersection(last.lower().split("-"))):
            return None  # searching is slow, and most names have no office before them
        match = self._search(before)
        return (window + match.start("role"), window + match.end("role")) if match else None

    def rank_before(self, text: str, start: int) -> int:
        """Where the rank begins that stands before whose office it is: `Deputy` of `Deputy French Foreign Minister`."""
        match = self._rank.search(text, max(0, start - _REACH), start)
        return match.start() if match else start

    def starting_at(self, text: str, start: int) -> int | None:
        """The end of the office that begins at a place; None if there is none."""
        match = self._after.match(text, start, start + _REACH)
        return match.end() if match else None

    def length_of_lead(self, name: str) -> int:
        """How many characters at the beginning of a name are titles: 10 in `President Macron`.

        All of them in `Prime Minister`.
        """
        if self._only.fullmatch(name):
            return len(name)
        match = self._lead.match(name)
        return match.end() if match else 0

    def is_title(self, name: str) -> bool:
        """Whether a name of several words is nothing but a title: `Shadow Home Secretary`, but not `Chancellor`."""
        last = name.rpartition(" ")[2].lower()
        return " " in name and last in self._last_words and self._only.fullmatch(name) is not None

    def start_of_tail(self, name: str) -> int:
        """Where the office begins that the model took into a name: 16 in `State Department Spokesman`."""
        last = name.rpartition(" ")[2].lower()
        match = self._tail.search(name) if self._last_words.intersection(last.split("-")) else None
        return match.start() if match and match.start() else len(name)

    def length_without_portfolio(self, text: str, start: int, end: int) -> int:
        """How much of a name is left when what an office is for goes: 2 of `EU Trade` in `EU Trade Commissioner`.

        Nothing of `Defense` in `UK Defense Secretary`.
        """
        match = self._portfolio.search(text[start:end]) if self._ahead.match(text, end) else None
        return match.start() if match else end - start
