"""Names that our own tables know: from a surface to the canonical name, id and country. Pure text, no spaCy.

The tables are `rules/lexicons/{countries,demonyms,groups,cities,provinces,regions,organisations,names}.csv`. Countries
have the codes of ISO 3166-1 (alpha-3), Kosovo the usual `XKX`. Nothing is looked up by similarity.
"""

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from extractor import lexicons
from extractor.lexicons import normalise

TABLES = {
    "names": "",
    "countries": "GPE",
    "demonyms": "NORP",
    "groups": "NORP",
    "cities": "GPE",
    "provinces": "GPE",
    "regions": "LOC",
    "organisations": "ORG",
}
"""The tables in order of precedence, with the label of their names; those of a user's `names.csv` state their own."""

_ARTICLE = re.compile(r"the ", re.IGNORECASE)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae"})
_SILENT = re.compile("['’ʻ`.]")
_GAPS = re.compile(r"[\W_]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What a table says of a name."""

    label: str
    name: str
    entity_id: str
    country: str | None


def slug(name: str) -> str:
    """The part of an id that comes from a name: small ASCII letters, digits and hyphens.

    >>> slug("Recep Tayyip Erdoğan")
    'recep-tayyip-erdogan'
    >>> slug("People’s Party")
    'peoples-party'
    """
    plain = name.casefold()
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(character for character in folded if not unicodedata.combining(character))
    return _GAPS.sub("-", _SILENT.sub("", plain)).strip("-") or "-"


def make_id(label: str, name: str) -> str:
    """The id of a name that no table holds: `person:john-healey`.

    >>> make_id("WORK_OF_ART", "The Night Watch")
    'work-of-art:the-night-watch'
    """
    return f"{label.lower().replace('_', '-')}:{slug(name)}"


class Gazetteer:
    """All tables, a user's own names first."""

    def __init__(self, extra_dirs: Iterable[Path | str] = ()) -> None:
        directories = tuple(extra_dirs)
        self._tables = {name: lexicons.load(name, directories) for name in TABLES}
        self._cached = functools.lru_cache(maxsize=8192)(self._get)

    def get(self, surface: str, table: str | None = None) -> Known | None:
        """What the tables say of a name, in this spelling and case or in capitals; None if none holds it.

        >>> Gazetteer().get("Britain")
        Known(label='GPE', name='United Kingdom', entity_id='gpe:GBR', country='GBR')
        >>> Gazetteer().get("the UKRAINIAN")
        Known(label='NORP', name='Ukraine', entity_id='gpe:UKR', country='UKR')
        >>> Gazetteer().get("turkey") is None
        True
        """
        return self._cached(surface, table)

    def _get(self, surface: str, table: str | None) -> Known | None:
        for form in (surface, _ARTICLE.sub("", surface, count=1)):
            for name in (table,) if table else TABLES:
                known = self._row(name, form)
                if known is not None:
                    return known
        return None

    def _row(self, table: str, surface: str) -> Known | None:
        lexicon = self._tables[table]
        row = lexicon.get_exact(surface)
        if row is None and is_shouted(surface):
            row = lexicon.get(surface)
        if row is None:
            return None
        label, name, country = row.get("label") or TABLES[table] or "ORG", row["name"], row.get("country") or None
        return Known(label, name, row.get("id") or _listed_id(table, label, name, country), country)


def is_shouted(surface: str) -> bool:
    """Whether a name is written in capitals though it is no abbreviation: `UKRAINE` in a headline, but not `US`.

    >>> is_shouted("SOUTH KOREA"), is_shouted("WHO")
    (True, False)
    """
    return surface.isupper() and sum(map(str.isalpha, surface)) > 3


def _listed_id(table: str, label: str, name: str, country: str | None) -> str:
    if country and table in ("countries", "demonyms"):
        return f"gpe:{country}"
    return make_id(label, name)


def country_code(surface: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of a country, from any of its names, abbreviations or demonyms.

    >>> country_code("Côte d’Ivoire"), country_code("the Netherlands"), country_code("Burmese"), country_code("Narnia")
    ('CIV', 'NLD', 'MMR', None)
    """
    for table in ("countries", "demonyms"):
        known = Gazetteer().get(normalise(surface), table)
        if known is not None:
            return known.country
    return None
