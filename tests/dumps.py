"""Small dumps for the tests of runs: many different texts, made by a rule."""

from __future__ import annotations

import json
from pathlib import Path

_TOWNS = ("Vardø", "Odessa", "Lyon", "Perth", "Cusco", "Mombasa", "Hobart")
_GOODS = ("tonnes of rice", "school desks", "solar panels", "cattle", "rifles")


def text(number: int) -> str:
    """A short piece of news."""
    town, goods = _TOWNS[number % len(_TOWNS)], _GOODS[number % len(_GOODS)]
    day = number % 28 + 1
    return (
        f"{town.upper()}, {day} March 2024 - Customs officers in {town} seized {number + 2} {goods} on Monday.\n\n"
        f'"We had expected about {number * 3 + 40} of them," said Captain Ines Moreau, who heads the port\'s watch, on '
        f"{day} March.\n\n" + "The search went on through the night. " * (number % 9)
    )


def write_dump(path: Path, documents: int, start: int = 0) -> Path:
    """A file of JSON lines; every tenth text is that of the document five before it."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(start, start + documents):
            same = number - 5 if number % 10 == 9 else number
            file.write(json.dumps({"id": f"wire-{number}", "text": text(same)}) + "\n")
    return path
