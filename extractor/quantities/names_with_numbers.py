"""Numbers that count nothing: in names (`Flight 93`, `S&P 500`), dates, years, list numbers and compounds."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Any

from spacy.tokens import Doc

from extractor import lexicons
from extractor.quantities.codes import code
from extractor.quantities.count_row import PART_BEHIND
from extractor.sentence_index import index_of
from extractor.values.lemmas import PLURAL_ACRONYM, is_plural, noun_lemma

_FUNCTION_WORDS = frozenset(lexicons.load("function_words").surfaces())
_NAME_LABELS = frozenset(("ORG", "FAC", "LAW", "PRODUCT", "WORK_OF_ART", "EVENT", "PERSON", "GPE", "LOC", "NORP"))
_PREVIOUS = re.compile(r"(?P<words>(?:[^\s,;:()“\"]{1,20}[^\S\n])?[^\s,;:()“\"]{1,20})(?:[^\S\n][#№]?|(?<=\.))$")
_NEXT = re.compile(r"[^\S\n]?(?:(?:more|other|new|additional|extra|further)[^\S\n])?(?P<word>[^\W\d_][\w'’-]*)?")
_LIST_NUMBER = re.compile(r"\s*[(\[]?$")
_ADDRESS = re.compile(
    r"[a-z]?[^\S\n](?:(?:[A-Z][\w.]{1,20}|\d{1,3}(?:st|nd|rd|th))[^\S\n]){1,3}(?:St|Street|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Way|Plaza|Court|Place|Terrace|Highway|Parkway|Building)\b"
)
_ONE_IS_PRONOUN = re.compile(
    r"\b(?:the|this|that|each|every|which|any|no|another|the only|such|some|an?|"
    r"[a-z]{2,12}er|[a-z]{2,12}est|new|old|big|good|bad|last|next|first|same)\s$",
    re.IGNORECASE,
)
_NOT_COUNTED_ONE = re.compile(
    r"\s(?:another|should|must|can|might|would|could|may|needs?\b|wants\b|ought|has to|never|day\b|who|that|which|[’'])"
    r"|['’]s|-"
)
_MONTH = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december),)\s$",
    re.IGNORECASE,
)
# "Lines 33 and 42 will not run", but "in lines 2 to 3 people deep".
_SERIES = re.compile(
    r"(?:\b(?P<nouns>[A-Za-z]{2,12}s)\s|#)\d{1,4}(?:(?:,\s|,?\s(?:and|or|to|through)\s|-)\d{1,4}){1,6}\b"
    r"(?!\s[a-z]{2,14}s\b)"
)
_ADVERBIAL_DAY = re.compile(  # `One day, he left`, `that one day Lima will`
    r"\sday(?:,|\s(?:be|become|when|he|she|they|we|the)\b|\s(?-i:[A-Z][a-z]+\s(?:and|will|would|may|might|could|can)\b))",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\d|1[0-2]|[a-z]+")  # `category 4 storms`, `phase three trials`
_MOMENT = re.compile(r"\s(?:point|stage|time)\b")  # `At one point, all lights went out`
_AT = ("at ", "At ")
_SIZED = re.compile(  # `up by a third last year`, `only a quarter has come`
    r"\b(?:by(?: (?:some|at least))?|(?:only|just|barely|about|around|almost|nearly|over|roughly|than)) $"
)
_GAINED = re.compile(
    r"\b(?:add|scor|nett|grabb|bagg|seek|claim|w[io]n|made|mak)(?:e|s|es|ed|ing)? $"
)  # `he added a fourth`
_MORE_OR_OF = re.compile(r" (?:of|more|less|fewer|higher|lower|above|below) ")  # `a quarter less than planned`
_ROUNDED = re.compile(
    r"\b(?:some|nearly|almost|more than|fewer than|less than|estimated|another|up to)\s$", re.IGNORECASE
)
_NAME_IN_ROW = r"\)[,;]?(?: and)? (?:[A-Z][\w’'.-]{1,20} ){1,3}\("
_COUNTED = re.compile(r"\d (?:[a-z-]{2,20} ){0,2}[a-z]{3,20}s\b")
_ROW_BEFORE, _ROW_BEHIND = re.compile(_NAME_IN_ROW + "$"), re.compile(_NAME_IN_ROW + r"\d")
_CIRCA = re.compile(r"\b(?:c\.|circa)\s?$")  # `Wace (c. 1110)`
_PLAIN_WORD = re.compile(r"\b(?!(?:with|from|over|into|than|after|upon|under)\b)[a-z]{4,20}\b")  # not so in a title
_QUOTED_NAME = re.compile(r"[“\"‘'][A-Z][\w-]{1,20}(?:\s[\w-]{1,20}){0,3}\s$")  # `the “Ready by 40” plan`
_BEGINS_NAME = re.compile(r"\s[A-Z][a-z]{2,}")
_AFTER_CAPITAL = re.compile(r"\b[A-Z][a-z]{1,20}\s$")
_NAMED_THINGS = re.compile(r"\s(?:[A-Z][\w-]{2,20}\s){1,2}(?:[a-z]{3,20}|\d{1,3})s\b")
_LETTERED = re.compile(r"(?:^|[\s(])[B-HJ-Z]\s$")  # `HMS Swift (D 41)`
_MODEL = re.compile(r"\d\s(?:[A-Z][\w-]{2,20}\s){1,2}$")  # `44 Lynx 2 tanks`
_JET = re.compile(r"7\d7")
_COMPOUND = re.compile(r"[-‑](?P<word>[a-z]+)", re.IGNORECASE)


def is_tabled(text: str, start: int, end: int) -> bool:
    """Whether a number stands in one of several brackets: `479 deaths, Lima (16), Cusco (8) and Ica (3)`."""
    row = _ROW_BEHIND.match(text, end) or _ROW_BEFORE.search(text, max(0, start - 70), start)
    return row is not None and text.startswith(")", end)


def _in_brackets(text: str, sentence_start: int, start: int, end: int, people: frozenset[int]) -> str | None:
    """Notes, ages and points; but not `479 deaths, Lima (16), Cusco (8) and Ica (3)`."""
    if not text.endswith("(", 0, start) or text[end : end + 1] != ")" or end - start > 2 or not text[start].isalnum():
        return None
    told = _COUNTED.search(text, sentence_start, start) and is_tabled(text, start, end) and start - 2 not in people
    return None if told else "a number in brackets"


@dataclasses.dataclass(frozen=True, slots=True)
class Surroundings:
    """What else stands in a Doc: dates with their types, names, where sentences begin. Offsets are code points."""

    dates: list[tuple[int, int, str]]
    names: list[tuple[int, int]]
    people: frozenset[int]
    """Where the names of people end."""
    sentence_starts: list[int]

    @classmethod
    def of(cls, doc: Doc) -> Surroundings:
        """Those of a Doc that has dates, if there is a component for them, and sentences."""
        return cls(
            [(date.start_char, date.end_char, date.label_) for date in doc.spans.get("dates", [])],
            [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in _NAME_LABELS],
            frozenset(ent.end_char for ent in doc.ents if ent.label_ == "PERSON"),
            [sentence.start for sentence in index_of(doc).sentences],
        )


class NamesWithNumbers:
    """Tells numbers that count nothing from those that do."""

    def __init__(self, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self._words = lexicons.load("name_words", dirs)
        self._nouns = lexicons.load("name_nouns", dirs)
        self._modifiers = lexicons.load("modifiers", dirs)
        self._compounds = lexicons.load("number_compounds", dirs)

    def reason(self, text: str, around: Surroundings, values: Mapping[str, Any]) -> str | None:
        """Why a number counts nothing; None if it does count."""
        start, end = values["number_start"], values["number_end"]
        if _in_date(around.dates, text, values):
            return "a date"
        if text[start:end].lower() == "one" and (
            _ADVERBIAL_DAY.match(text, end) or (_MOMENT.match(text, end) and text.endswith(_AT, 0, start))
        ):
            return "some day"
        if values.get("unit"):
            return "a title" if _is_title(text, around, values) else None
        if values["kind"] == "score":
            return None
        if values["form"] == "fraction":
            return self._no_share(text, start, end)
        sentence_start = around.sentence_starts[max(0, bisect.bisect_right(around.sentence_starts, start) - 1)]
        before = text[max(sentence_start, start - 42) : start]
        return (
            code(text, start, end)
            or self._compound(text, end)
            or ("a name" if text[start].isupper() and _is_title(text, around, values) else None)
            or self._named(before, text, start, end)
            or _in_brackets(text, sentence_start, start, end, around.people)
            or self._in_name(around.names, before, text, start, end)
            or self._bare_year(text, start, end)
            or _list_number(before, text, end)
            or _pronoun(before, text, start, end)
        )

    def _compound(self, text: str, end: int) -> str | None:
        match = _COMPOUND.match(text, end)
        return "a compound that counts nothing" if match and match["word"].lower() in self._compounds else None

    def _named(self, before: str, text: str, start: int, end: int) -> str | None:
        """A name before the number, and no plural behind it: `Boeing 737`, but `killed in Texas 12 people`."""
        word = word_behind(text, end)
        is_day = re.fullmatch(r"\d{1,2}", text[start:end])  # "in February, 300,000 fewer than a year before"
        counts = counts_on(word) or PART_BEHIND.match(text, end)
        if is_day and _MONTH.search(text[max(0, start - 12) : start]) and not counts:
            return "a day of a month"
        if text[start].isdigit() and _LETTERED.search(before) and not counts_on(word):
            return "the number of a thing"
        match = _PREVIOUS.search(before)
        if match:
            words = match["words"].split()
            phrase, last = " ".join(words), words[-1]
            label = not (counts and last.islower()) or _LABEL.fullmatch(text[start:end])  # `at this stage 40 men`
            if label and (phrase in self._words or last in self._words):
                return "a name or number of a thing"
            if last in self._nouns and not counts_on(word):
                return "the number of a thing"
            if last.lower() in ("top", "bottom", "final", "last") and (not word or word in _FUNCTION_WORDS):
                return "places in a ranking"
        for match in _SERIES.finditer(text, max(0, start - 40), end + 12):
            if match.start() < start < match.end() and (
                not match["nouns"] or noun_lemma(match["nouns"]) in self._nouns
            ):
                return "one of the numbers of things"
        if _ADDRESS.match(text, end):
            return "an address"
        if text[end : end + 1] in ("”", '"', "’", "'") and _QUOTED_NAME.search(before):
            return "part of a name"
        return None

    def _in_name(self, names: list[tuple[int, int]], before: str, text: str, start: int, end: int) -> str | None:
        """A name around the number by the model, or before it by its capital: `the Fab Four`, `Galaxy 9`."""
        place = bisect.bisect_left(names, (start,))
        if place and names[place - 1][1] >= end and names[place - 1][0] < start:
            return "part of a name"
        word = word_behind(text, end)
        if not re.fullmatch(r"[-–]?\d{1,5}(?:[-–]\d{1,4})?|[A-Z][a-z]+", text[start:end]):
            return None
        begins = place < len(names) and names[place][0] == start and names[place][1] > end
        counts = counts_on(word) or _NAMED_THINGS.match(text, end)  # `sent Ankara 30 Falcon launchers`
        if begins and word[:1].isupper():
            return "the beginning of a name"
        told = before.endswith("the ") or "Boeing" in text[max(0, start - 300) : start]
        jet = told and _JET.fullmatch(text[start:end])
        if text[start:end].isdigit() and (jet or _MODEL.search(before)):
            return "a model"
        match = _PREVIOUS.search(before)
        last = match["words"].split()[-1] if match else ""
        named = re.match(r"[A-Z][\w.&’'-]*\w$(?<![’']s)|(?:[A-Z]\.){2,3}$", last)  # `Spain’s 12` are things
        if named and not self._opens(last) and not counts:
            return "behind a name"
        return None

    def _opens(self, word: str) -> bool:
        """Whether a word with a capital is no name: `The 11 members`, `Nearly 300`."""
        return word.lower() in _FUNCTION_WORDS or word in self._modifiers

    def _bare_year(self, text: str, start: int, end: int) -> str | None:
        word = word_behind(text, end)
        year = r"\d{3,4}" if _CIRCA.search(text, max(0, start - 7), start) else r"1[5-9]\d\d|20\d\d"
        rounded = _ROUNDED.search(text, max(0, start - 14), start)
        if re.fullmatch(year, text[start:end]) and not (rounded or counts_on(word)):
            return "a year"
        if re.search(r"\s['’‘]$", text[max(0, start - 2) : start]) and re.fullmatch(r"\d\d", text[start:end]):
            return "a year"  # `the class of ’83`
        if re.match(r"['’]s\b", text[end : end + 3]) and text[start:end].isdigit():
            return "a decade or a kind"
        return None

    def _no_share(self, text: str, start: int, end: int) -> str | None:
        """`a third man`, `the second half`, `a quarter ago` are no shares."""
        number = text[start:end].lower()
        before = text[max(0, start - 20) : start].lower()
        behind = text[end : end + 12].lower()
        if number.endswith("halves"):
            return "parts of a game"
        if number.endswith("half"):
            if re.search(
                r"(?:first|second|other|better|latter|third|last|final|opening|in|cut|upper|lower|top)\s$", before
            ):
                return "a part of a game or of a time"
            if re.match(r"-[a-z]|\s(?:time|way|brother|sister|past|year|day|hour|century)\b|\s?[-–]", behind):
                return "a compound"
            return None
        if re.match(r"(?!one\b|an?\b|minus|negative).*[a-z]th$", number) and not behind.startswith(" of"):
            return "an ordinal"
        ordinal = re.match(r"an?\s", number) and not number.endswith("s")
        if (
            ordinal
            and not _SIZED.search(before)
            and not re.match(
                r"\s(?:of|in|at|on|by|to|and|or|more|less|fewer|higher|lower|above|below|since|from|are|were|have)\b|[.,;:!?)]|$",
                behind,
            )
        ):
            return "an ordinal"
        if ordinal and _GAINED.search(before) and not behind.startswith(" of"):
            return "an ordinal"
        if ordinal and number.endswith("quarter") and not _MORE_OR_OF.match(behind) and not _SIZED.search(before):
            return "a quarter of a year"
        return None


def _is_title(text: str, around: Surroundings, values: Mapping[str, Any]) -> bool:
    """Whether capitals inside running text make a name: `the band Nine Empty Chairs`, `the film 40 Days North`.

    Of numbers with a unit only times tell: `12 Volts`, `2,000 Calories` are spelled so by many.
    """
    start, end = values["number_start"], values["number_end"]
    if values.get("unit") and values["kind"] != "duration":
        return False
    place = bisect.bisect_right(around.sentence_starts, start)
    first = around.sentence_starts[max(0, place - 1)]
    behind = around.sentence_starts[place] if place < len(around.sentence_starts) else len(text)
    capital = _BEGINS_NAME.match(text, end) or (values["kind"] == "count" and _AFTER_CAPITAL.search(text, first, start))
    if not capital or not any(character.isalnum() for character in text[first:start]):
        return False
    return len(_PLAIN_WORD.findall(text, first, min(behind, start + 300))) > 1


def _in_date(dates: list[tuple[int, int, str]], text: str, values: Mapping[str, Any]) -> bool:
    """Whether a date holds part of the number; a date inside a fraction is none (`three quarters full`)."""
    start, fraction = values["number_start"], values["form"] == "fraction"
    end: int = values["number_end"]
    place = bisect.bisect_left(dates, (end,))
    if not place or dates[place - 1][1] <= start:
        return False
    first, last, label = dates[place - 1]
    if values["kind"] not in ("count", "share", "age", "score"):
        return values["kind"] == "duration" and label == "TIME"  # `1830 hrs on 3 May`
    if label == "DURATION" and not fraction:  # `six straight days` is an amount too, the end of `a year or two` none
        return last <= end
    return not (fraction and start <= first and last <= end and " in " not in text[start:end])


def word_behind(text: str, end: int) -> str:
    """The word behind a number, `more` or `new` aside; empty if there is none."""
    following = _NEXT.match(text, end)
    return (following["word"] if following else None) or ""


def counts_on(word: str) -> bool:
    """Whether a word behind a number is what it counts: in the plural without a capital, or initials (`650 MPs`)."""
    plural = word[:1].islower() and word not in _FUNCTION_WORDS and is_plural(word)
    return plural or bool(PLURAL_ACRONYM.fullmatch(word))


def _list_number(before: str, text: str, end: int) -> str | None:
    if _LIST_NUMBER.fullmatch(before.rsplit("\n", 1)[-1]) and re.match(r"[.)\]]\s+\S", text[end : end + 4]):
        return "a number in a list"
    return None


def _pronoun(before: str, text: str, start: int, end: int) -> str | None:
    """`no one`, `the one who`, `one another`, `one should`."""
    if text[start:end].lower() != "one":
        return None
    behind = text[end : end + 24]
    if _NOT_COUNTED_ONE.match(behind):
        return "a pronoun"
    if _ONE_IS_PRONOUN.search(before) and not re.match(r"\s(?:of|person)\b", behind):
        return "a pronoun"
    if re.match(r"\s*(?:[.,;:!?)]|$)", behind):
        return "a pronoun"
    return None
