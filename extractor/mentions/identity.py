"""Identity: the canonical name, the id and the country of each mention that is no person.

In this order: what a table knows, what the text abbreviates, what is a shorter form of a name in the text, and else
the name as it is written.
"""

import functools
import itertools
import re

from extractor import lexicons
from extractor.mentions import Mention, Mentions
from extractor.mentions.acronyms import initials, is_abbreviation
from extractor.mentions.words import Words
from extractor.values.places import Gazetteer, is_shouted, make_id

LEGAL_FORMS = (
    r"Inc|INC|Corp|CORP|Ltd|LTD|Plc|PLC|plc|LLC|LLP|AG|SA|S\.A(?:\. de C\.V)?|SE|NV|N\.V|BV|B\.V|Bhd|Berhad|GmbH"
    r"|SpA|S\.p\.A|AB|ASA|A/S|Oyj?|Tbk|(?:Pte|Pty|Pvt)\.? Ltd"
)
"""What stands behind the name of a company, and nowhere else."""
_LEGAL_FORM = rf",? (?:{LEGAL_FORMS}|Cos?|CO|Limited|Incorporated|& Cos?)\.?"
_LEGAL = re.compile(rf"{_LEGAL_FORM}$")
_COMPANY = re.compile(rf"(?: (?:Corporation|Company|Companies|Group|Holdings?)|{_LEGAL_FORM}){{1,3}}$")
"""What a company's name is often told without; `Mines Advisory Group` keeps its last word as a name."""
_WITHOUT_OWNER = re.compile(
    r"^(?:(?:[Ss]tate|[Cc]ity|[Pp]rovince|[Rr]egion) of |U\.?S\.? |U\.?K\.? |United Kingdom |British )"
)
_BODY_OF = re.compile(r"(?P<body>ministry|department) of (?:the )?(?P<what>(?:(?!of )\w+ ){0,4}(?!of )\w+)")
_MARKS = re.compile(r" ?['’](?:s\b|(?=\s|$))|[“”\"‘]|(?<= )['’]")
"""Possessives and quotation marks: `Growers'`, `Typhoon 'Odalys'`."""
_SMALL = frozenset({"of", "for", "at", "in", "on", "and", "to"})
_SHORT = lexicons.load("short_forms").rows
_GENERIC, _TRADES, _MEDIA, _BEFORE_NAMES = (
    frozenset(word for word, row in _SHORT.items() if row[column])
    for column in ("alone", "left_out", "media", "before_name")
)
"""What may stand for the whole name once it is known (`the Court`), is left out, is left out behind a station, or
stands before the name of a storm or a ship."""
_JOINABLE = frozenset({"ORG", "FAC", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LOC"})


def identify(mentions: Mentions, long_forms: dict[str, Mention], gazetteer: Gazetteer, words: Words) -> None:
    """Set name, id and country of every mention that has none yet."""
    others = [mention for mention in mentions if mention.label != "PERSON"]
    for mention in others:
        if not mention.listed:
            _look_up(mention, gazetteer)
    _place_in_place(mentions, gazetteer, words)
    forms = _Forms(others, gazetteer)
    for mention in others:
        listed = mention.entity_id is not None
        if listed and not (mention.label == "ORG" and is_abbreviation(mention.text)):
            continue
        explained = long_forms.get(mention.text)
        source = explained if explained and explained.label != "PERSON" else forms.longer(mention)
        if source is not None and source is not mention and (not listed or initials(source.text) == mention.text):
            mention.name, mention.entity_id, mention.country = _identity(source)
            mention.label = source.label
        elif not listed:
            mention.name = _tidy(mention)
            mention.entity_id = make_id(mention.label, mention.name)


def _identity(mention: Mention) -> tuple[str, str, str | None]:
    name = mention.name or _tidy(mention)
    return name, mention.entity_id or make_id(mention.label, name), mention.country


def _look_up(mention: Mention, gazetteer: Gazetteer) -> None:
    known = gazetteer.get(mention.text) or gazetteer.get(_WITHOUT_OWNER.sub("", mention.text, count=1))
    if known is None and mention.label == "ORG":
        known = gazetteer.get(_COMPANY.sub("", mention.text))  # "Ford Motor Company"
    if known is not None and known.label == mention.label:
        mention.name, mention.entity_id, mention.country = known.name, known.entity_id, known.country
        mention.listed = True


def _tidy(mention: Mention) -> str:
    """The name as written, on one line, a shouted one in small letters."""
    name = _LEGAL.sub("", " ".join(mention.text.split())) or mention.text
    return name.title() if is_shouted(name) and mention.label in ("GPE", "LOC", "PERSON") else name


def _place_in_place(mentions: Mentions, gazetteer: Gazetteer, words: Words) -> None:
    """`Birmingham, Alabama` is not the Birmingham of the table: the state or country that follows says which it is.

    So are all mentions of the name in the text that are not told otherwise. `Athens, Malta and Oslo` is a list.
    """
    places = [mention for mention in mentions if mention.label == "GPE"]
    named: dict[str, Mention] = {}
    for index, (place, region) in enumerate(itertools.pairwise(places)):
        if region.country is None or words.doc_text[place.end : region.start] != ", ":
            continue
        own_state = place.country == region.country or place.entity_id == f"gpe:{place.country}"
        before, behind = places[index - 1] if index else None, places[index + 2] if index + 2 < len(places) else None
        in_list = before and _joined(before, place, words)
        list_goes_on = behind and behind.country != region.country and _joined(region, behind, words)
        if own_state or in_list or list_goes_on or not _is_state(region, gazetteer):
            continue
        goes_on = words.doc_text[region.end : region.end + 1].isspace()
        if place.country and goes_on and gazetteer.get(region.text, "countries"):  # "In Bergen, Malta won 2-1."
            continue
        place.name = _tidy(place)
        place.entity_id = make_id("GPE", f"{place.name} {region.name}")
        place.country = region.country
        named.setdefault(place.name, place)
    for place in places:
        home = named.get(place.name or _tidy(place))
        if home is not None and place.country != home.country:
            place.name, place.entity_id, place.country = home.name, home.entity_id, home.country


def _joined(place: Mention, following: Mention, words: Words) -> bool:
    return words.doc_text[place.end : following.start] in (", ", " and ", ", and ", " or ")


def _is_state(region: Mention, gazetteer: Gazetteer) -> bool:
    return any(gazetteer.get(region.text, table) for table in ("countries", "provinces"))


def short_name(company: str) -> str:
    """What the name of a company begins with: `Lindo` of `Lindo Steel Industries Ltd`."""
    words = _COMPANY.sub("", " ".join(company.split())).split()
    while len(words) > 1 and words[-1].casefold() in _TRADES:
        words.pop()
    return " ".join(words)


class _Forms:
    """The longer forms that a text has for a shorter one: `Supreme Court of Norland` for `Supreme Court`, `Court`."""

    def __init__(self, mentions: list[Mention], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._bare: dict[str, int] = {}
        self._by_part: dict[tuple[str, str], dict[str, Mention]] = {}
        for mention in mentions:
            words = _words(mention.text)
            if mention.label not in _JOINABLE or not words or len(words) > 12:
                continue
            name = _key(" ".join(words))
            self._bare.setdefault(name, mention.start)
            parts = {name} | (self._parts(mention.text, words) if len(words) > 1 else set())
            if mention.listed and mention.name:  # "the Union", where the text has "EU"
                parts |= {_words(mention.name)[-1]} & _GENERIC
            for part in map(_key, parts):
                same = self._by_part.setdefault((mention.label, part), {})
                if name not in same or (is_shouted(_tidy(same[name])) and not is_shouted(_tidy(mention))):
                    same[name] = mention  # the first one; of `CAMBRO Corp.` and `Cambro` the second

    def _parts(self, name: str, words: tuple[str, ...]) -> set[str]:
        """What the text may say for short: up to a small word, without the place in front, the head noun, initials."""
        heads = [place for place, word in enumerate(words) if word in _SMALL and place]
        parts = {" ".join(words[:place]) for place in heads}
        owner = next((place for place in (1, 2, 3) if place < len(words) and self._owns(words[:place], name)), 0)
        parts |= {" ".join(words[owner:place]) for place in [*heads, len(words)]} if owner else set()
        parts |= {words[-1] if not heads else words[heads[0] - 1]} & _GENERIC
        if _COMPANY.search(name) or (words[-1] in _MEDIA and name.split()[0].isupper()):
            parts |= {words[0], words[-1]} - _TRADES
        if len(words) == 2 and words[0] not in _GENERIC and "".join(words).isalpha() and not name[:2].isupper():
            parts.add(words[0])
        trades = itertools.takewhile(lambda place: words[place] in _TRADES, range(len(words) - 1, 0, -1))
        parts |= {" ".join(words[:place]) for place in trades}
        parts |= {
            " ".join(words[place:])
            for place in range(len(words) - 1)
            if words[place] not in _SMALL and "-" not in words
        }
        if words[-2:-1] and words[-2] in _BEFORE_NAMES:
            parts.add(words[-1])
        letters = initials(name)
        return parts | ({letters.casefold()} if len(letters) > 2 else set())

    def _owns(self, words: tuple[str, ...], name: str) -> bool:
        surface = " ".join(name.split()[: len(words)])
        known = self._gazetteer.get(re.sub(r"['’]s?$", "", surface))
        return surface.endswith(("'s", "’s", "'")) or (known is not None and known.label in ("GPE", "NORP", "ORG"))

    def longer(self, mention: Mention) -> Mention | None:
        """The one longer form of a name.

        Of several the nearest before it if it is only a head noun, else the one that alone stood before the short form.
        """
        short = _key(" ".join(_words(mention.text)))
        label = "ORG" if is_abbreviation(mention.text) else mention.label
        by_id: dict[str, Mention] = {}
        for name, other in self._by_part.get((label, short), {}).items():
            if other is not mention and (name == short or not _COMPANY.search(mention.text)):
                by_id.setdefault(_identity(other)[1], other)
        candidates = list(by_id.values())
        if len(candidates) > 1 and short in _GENERIC:
            candidates = [other for other in candidates if other.start < mention.start][-1:]
        elif len(candidates) > 1:
            bare = self._bare.get(short, -1)
            candidates = [other for other in candidates if other.start < bare]
        return candidates[0] if len(candidates) == 1 else None


def _key(name: str) -> str:
    """One form for `ministry of foreign affairs`, `foreign affairs ministry` and `foreign ministry`."""
    match = _BODY_OF.fullmatch(name)
    words = f"{match['what']} {match['body']}" if match else name
    return words.replace(" affairs ministry", " ministry")


@functools.lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name without legal form and marks: `Growers' Union` and `Growers Union` agree."""
    return tuple(_MARKS.sub("", _COMPANY.sub("", " ".join(name.split())).casefold()).split())
