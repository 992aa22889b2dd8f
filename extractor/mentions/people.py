"""People: joins surnames, first names and titled names to the full name in the same text.

Two people of one surname (`Melania Trump`, `Donald Trump`) are never mixed up: a bare surname then means the one who
alone had been named before it first stood bare, or nobody.
"""

import dataclasses
import functools
import re
from collections.abc import Mapping

from extractor import lexicons
from extractor.mentions import Mention, Mentions
from extractor.mentions.ambiguity import PLACE_WORDS
from extractor.mentions.words import Words
from extractor.values.places import make_id

RULE = "entities.known_name"

_FULL_FORMS = {
    short.casefold(): frozenset(row["full"].casefold().split("|"))
    for short, row in lexicons.load("given_name_forms").rows.items()
}
"""What a short given name is short for: `Bill` for William."""
_PARTICLES = frozenset({"al", "bin", "ibn", "de", "la", "van", "von", "der"})
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "snr", "jnr"})
_ROYAL = re.compile(r"\b(?:King|Queen|Prince|Princess|Emir|Sultan|Pope)\s$")
_MOST_NAMESAKES = 100  # a text with more is a register of names, and comparing them all would take for ever
_NICKNAME = re.compile(r" [“\"'][^“”\"]{1,30}[”\"'] ")
_ALIAS = re.compile(
    r",?(?: the [a-z]{3,15}| who is| who was)?(?: [a-z]{4,11})? known(?: [a-z]{4,11})? as [“\"']?"
    r"(?P<alias>[A-Z][\w’'-]{1,20}(?: [A-Z][\w’'-]{1,20}){0,2})"
)
"""`, better known as Bobi Star`, behind a person's name."""
_DOUBLE = re.compile(r"([a-z])\1")
_VOWEL = re.compile("[aeiou]")
_LONG_NAME = 5  # letters of a name with at most so many tell it from others


@dataclasses.dataclass(eq=False)
class Person:
    """One person of a text."""

    name: str
    first_seen: int
    role: str | None = None
    country: str | None = None

    @functools.cached_property
    def entity_id(self) -> str:
        """The id, in which a middle initial does not count: `Donald J. Trump` is `person:donald-trump`."""
        return make_id("PERSON", " ".join([*_core(self.name), *_suffix(self.name)]))


def _core(name: str) -> list[str]:
    """The words of a name without nickname, middle initials and suffixes."""
    words = _NICKNAME.sub(" ", name).replace(",", " ").split()
    words = [word for word in words if word.casefold() not in _SUFFIXES]
    ends = (0, len(words) - 1)
    return [word for place, word in enumerate(words) if place in ends or len(word.strip(".")) > 1 or word == "Ó"]


def _suffix(name: str) -> list[str]:
    """`Jr.` of a name that has it, which tells a son from his father."""
    last = name.split()[-1]
    return [last] if last.casefold() in _SUFFIXES else []


@functools.lru_cache(maxsize=4096)
def key(name: str) -> str:
    """The form in which two spellings of one name agree: `KIM JONG-UN` and `Kim Jong Un`."""
    words = [*_core(name.replace("-", " ").replace("’", "'")), *_suffix(name)]
    return " ".join(word.strip(".") for word in words).casefold()


def surnames(name: str) -> list[str]:
    """What may stand for a full name: `von der Leyen`, `Leyen`; `Trump Jr`, `Trump`."""
    words, suffix = key(name).split(), len(_suffix(name))
    tails = [" ".join(words[place:]) for place in range(1, len(words) - suffix)]
    if suffix:
        tails += [" ".join(words[place:-1]) for place in range(1, len(words) - 1)]
    return tails or words


class People:
    """The people that a text names in full, and who may be meant by a part of a name."""

    def __init__(self, mentions: Mentions, famous: Mapping[str, Mapping[str, str]]) -> None:
        """Collect the people of a text.

        Args:
            mentions: its mentions.
            famous: the names under which people are known without their full name, and all spellings of these.
        """
        self._famous = famous
        self._by_key: dict[str, Person] = {}
        self._by_surname: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_middle: dict[str, list[Person]] = {}
        self._bare: dict[str, int] = {}
        for mention in mentions:
            self.notice(mention)

    def notice(self, mention: Mention) -> None:
        """Take in a mention, if it names a person in full."""
        words = mention.text.split()
        if len(words) == 1:
            self._bare.setdefault(key(mention.text), mention.start)
        elif mention.label == "PERSON" and len(_core(mention.text)) > 1 and len(words) <= 6:
            name = " ".join(words)
            if key(name) not in self._by_key:
                self._add(name, self._variant(name) or self.new(name, mention.start))

    def _add(self, name: str, person: Person) -> None:
        self._by_key[key(name)] = person
        for surname in surnames(name):
            people = self._by_surname.setdefault(surname, [])
            if person not in people:
                people.append(person)
        first, *rest = key(name).split()
        for word, table in [(first, self._by_first), *((word, self._by_middle) for word in rest[:-1])]:
            people = table.setdefault(word, [])
            if person not in people:
                people.append(person)

    def find_aliases(self, mentions: Mentions, words: Words) -> None:
        """Join the other name that a text gives a person: `Robert Mwanga, the singer known as Bobi Star`."""
        for mention in list(mentions) if "known" in words.vocabulary else ():
            match = _ALIAS.match(words.doc_text, mention.end) if mention.label == "PERSON" else None
            person = self.full(mention.text) or self.by_surname(mention.text)
            if match and person:
                mentions.add(Mention(*match.span("alias"), match["alias"], "PERSON", RULE))
                self._add(match["alias"], person)

    def new(self, name: str, start: int) -> Person:
        """A person who is first named so at a place: under the usual full name, if the name is famous."""
        row = self._famous.get(name)
        return Person(row["name"] if row else name, start)

    def _variant(self, name: str) -> Person | None:
        """The one person who has this name with more or fewer parts: `Ana Reyes`, `Ana Lucía Reyes Soto`."""
        words = key(name).split()
        near = [*self._by_first.get(words[0], []), *self._by_surname.get(words[-1], [])]
        if len(near) > _MOST_NAMESAKES:
            return None
        same = {id(person): person for person in near if _is_variant(words, key(person.name).split())}
        return next(iter(same.values())) if len(same) == 1 else None

    def full(self, name: str) -> Person | None:
        """The person of this full name."""
        return self._by_key.get(key(name))

    def by_surname(self, name: str) -> Person | None:
        """The person who is meant by a surname; None if nobody or more than one may be."""
        candidates = self._by_surname.get(key(name), [])
        if len(candidates) > 1:
            candidates = [person for person in candidates if not _suffix(person.name)]
        return self._one(name, candidates)

    def by_first(self, name: str) -> Person | None:
        """The one person who has this first name (or family name, where that comes first: `Xi`)."""
        return self._one(name, self._by_first.get(key(name), [])) if key(name) not in self._by_surname else None

    def by_middle(self, name: str) -> Person | None:
        """The one person who has this name in the middle: `Reyes` of an `Ana Reyes Soto`."""
        return self._one(name, self._by_middle.get(key(name), []))

    def _one(self, name: str, candidates: list[Person]) -> Person | None:
        """Who is meant of several: the one who alone had been named before the name first stood bare."""
        if len(candidates) > 1:
            bare = self._bare.get(key(name), -1)
            candidates = [person for person in candidates if person.first_seen < bare]
        return candidates[0] if len(candidates) == 1 else None

    def is_person(self, name: str) -> bool:
        """Whether a single name means a person of the text, or a famous one."""
        return name in self._famous or self.by_surname(name) is not None

    def single_names(self) -> list[str]:
        """The surnames and first names that mean one person."""
        surnames = [surname for surname in self._by_surname if self.by_surname(surname)]
        return surnames + [first for first in self._by_first if len(first) > 2 and self.by_first(first)]


def _is_variant(one: list[str], other: list[str]) -> bool:
    """Whether two names are one, some parts of which are left out in the shorter, or which is spelt in two ways."""
    if len(one) == len(other):
        return _same_given_name(one[0], other[0]) and all(map(_sounds_like, one[1:], other[1:]))
    short, long = sorted((one, other), key=len)
    left_out = [word for word in long if word not in short]
    if len(short) < 2 or short[-1] in _PARTICLES or {short[-1].strip("."), long[-1].strip(".")} & _SUFFIXES:
        return False
    rest = iter(long)
    return all(word in rest for word in short) and all(_is_left_out(word) for word in left_out)


def _sounds_like(one: str, other: str) -> bool:
    """Whether two words may be spellings of one name: `Sergei` and `Sergey`, `Kristin` and `Kristen`.

    Vowels count in short names (`Jamal` is not `Jamil`) and at the end (`Maria` is not `Mario`).
    """
    if one == other:
        return True
    one, other = (_DOUBLE.sub(r"\1", word.replace("y", "i")) for word in (one, other))
    if min(len(one), len(other)) > _LONG_NAME and one[-1] == other[-1]:
        one, other = (_VOWEL.sub("*", word) for word in (one, other))
    return one == other and len(one) > 3


def _same_given_name(one: str, other: str) -> bool:
    """Whether two given names are spellings of one, or short for one: `Bill`, `Billy` and `William`."""
    full, others = ({name, *_FULL_FORMS.get(name, ())} for name in (one, other))
    return bool(full & others) or _sounds_like(one, other)


def _is_left_out(word: str) -> bool:
    """Whether a short form of a name may do without a part: initials tell fathers from sons."""
    return word in _PARTICLES or (len(word) > 2 and "." not in word)


def relabel_surnames(mentions: Mentions, people: People, words: Words) -> None:
    """Make PERSON of a surname or first name that the model took for something else: `Budgen` is no company.

    `in Jordan` stays a country even where a `Michael Jordan` is about.
    """
    for mention in mentions:
        name = mention.text
        part = not mention.listed and (people.by_first(name) or people.by_middle(name))
        if mention.label == "PERSON" or not (part or people.is_person(name)):
            continue
        before, behind = words.at(mention.start) - 1, words.behind(mention.end)
        if mention.listed and words.small(before) in PLACE_WORDS | {"of"}:
            continue
        if mention.label == "NORP" and mention.listed and not words.is_verb(behind):
            continue  # "Islam said", if a Karim Islam is about
        if mention.text.isupper() and len(mention.text) == 3 and words.small(before) in PLACE_WORDS | {"the"}:
            continue  # "flights at JFK", "the AOC label"
        forget(mention)
        mention.label, mention.rule = "PERSON", RULE


def forget(mention: Mention) -> None:
    """Take back what a table said of a mention."""
    mention.name = mention.entity_id = mention.country = None
    mention.listed = False


def name_people(mentions: Mentions, people: People, text: str) -> dict[Mention, Person]:
    """Set name and id of every PERSON; gives who each of them is, those only known by one name included."""
    who: dict[Mention, Person] = {}
    alone: dict[str, Person] = {}
    for mention in mentions:
        if mention.label != "PERSON" or mention.listed:
            continue
        person = people.full(mention.text)
        if person is None and _ROYAL.search(text, max(0, mention.start - 12), mention.start):
            person = people.by_first(mention.text)  # "King Hussein" is no Saddam Hussein
        elif person is None:
            person = people.by_surname(mention.text) or people.by_first(mention.text) or people.by_middle(mention.text)
        if person is None:
            person = alone.setdefault(key(mention.text), people.new(" ".join(mention.text.split()), mention.start))
        who[mention] = person
        mention.name, mention.entity_id = person.name, person.entity_id
    return who
