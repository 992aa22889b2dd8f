"""Currencies whose name countries share: `120 billion francs` are XAF in a text on Cameroon, CHF in one on Bern.

`currencies.csv` gives such a word or sign its plain noun (`francs` and `Fr` are `franc`, `Rs` is `rupee`), and
`country_currencies.csv` says which countries mean what by it. A text that names none of them, or two alike, keeps the
noun: no code is better than a wrong one. `dollars` and `pounds` are not among them, as news of all the world counts in
those of the United States and Britain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from extractor import lexicons
from extractor.quantities.count_row import Row
from extractor.values.places import Gazetteer

_LEAST_SUM = 10
_MOST_WORDS = 3  # of a country's or a city's name


class SharedCurrencies:
    """Finds the currency of a shared noun by the country that the text names most."""

    def __init__(self, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self._gazetteer = Gazetteer(dirs)
        self._codes: dict[str, dict[str, str]] = {}  # noun -> country -> ISO 4217 code
        for code, row in lexicons.load("country_currencies", dirs).rows.items():
            for noun in row["nouns"].split(";"):
                self._codes.setdefault(noun, {}).update(dict.fromkeys(row["countries"].split(), code))

    def settle(self, doc: Doc, rows: Sequence[Row]) -> None:
        """Set the unit of rows with a shared noun to its ISO 4217 code, where the text says whose money it is."""
        shared = [(row, noun) for row in rows if (noun := _noun(row)) in self._codes]
        if not shared:
            return
        named = self._countries(doc)
        units = [row.values.get("unit", "") for row in rows]  # `PHP212 million and P96 million`
        for row, noun in shared:
            codes: Counter[str] = Counter(unit for unit in units if unit in self._codes[noun].values())
            for country, code in self._codes[noun].items():
                codes[code] += named[country]
            (code, most), *others = codes.most_common(2)
            if most > (others[0][1] if others else 0):
                row.values.update(kind="money", unit=code)
                row.values.update(dict.fromkeys(("counted", "counted_text", "counted_start", "counted_end")))

    def _countries(self, doc: Doc) -> Counter[str]:
        """How often a text names each country, its people, its provinces or its cities."""
        named: Counter[str] = Counter()
        behind = 0
        for token in doc:
            if token.i < behind or not token.text[0].isupper():
                continue
            for end in range(min(token.i + _MOST_WORDS, len(doc)), token.i, -1):
                known = self._gazetteer.get(doc[token.i : end].text)
                if known is not None and known.country:
                    named[known.country] += 1
                    behind = end
                    break
        return named


def _noun(row: Row) -> str:
    """The noun of a sum; of a sum only that may also count things: `3.50 crowns`, `40 crowns`, not `two crowns`."""
    if row.values["kind"] != "count":
        return row.values.get("unit") or ""
    most = row.values.get("high") or row.value or 0
    return (row.values.get("counted") or "") if most >= _LEAST_SUM or most % 1 else ""
