"""Ages: `aged 25`, `a 25-year-old`, `Ann Lee, 25, ...`, `her son, 6`."""

from __future__ import annotations

import re

from extractor import lexicons
from extractor.quantities.count_row import Row

_AGE = re.compile(r"(?P<gap>[-‑\s])(?:old|of age)\b|(?P<plural>s?[-‑\s]olds?)\b")
_AGED_UNIT = re.compile(r"\b(?:aged?|age of|ages)\s(?:of\s)?(?:about |over |under )?$", re.IGNORECASE)
_PEOPLE = "|".join(lexicons.load("aged_people").surfaces())
_AGED = re.compile(
    r"\b(?:aged|ages|age)\s(?:of\s)?(?:about |over |under |between |from )?$"
    rf"|\b(?:{_PEOPLE})(?:\s(?:is|are|was|were))?\s(?:under|over)\s$"
    r"|\b(?:(?:boy|girl|son|daughter|baby|toddler)s?|(?:wo)?man)\sof\s$"
    r"|\bas (?:young|old) as\s$"
    r"|(?:cent|%|\bhalf|\bthirds?)\s(?:is|are|was|were)\s(?:under|over)\s$"
    r"|\bage\s(?:[\w-]{1,20}\s){0,4}(?:is|was|to|at|from)\s$",  # `The lowest age at which to vote is 18`
    re.IGNORECASE,
)
_AGE_GROUP = re.compile(r" age (?:group|bracket|range)s?\b")  # `the 18-34 age group`
_TURNS = re.compile(
    r"\b(?:(?:he|she|who|I)(?:['’]s|\s(?:is|was|(?:will|would)(?: have)? (?:be|been)))|turn(?:s|ed|ing)?)\s"
    r"(?:only |just )?$",
    re.IGNORECASE,
)
_AT = re.compile(r"\bat $", re.IGNORECASE)
_HIS_LIFE = re.compile(r",\s(?:he|she|when|his|her)\b")  # `At 24, he retired`
_GOES_ON = re.compile(
    r"[.,;!?)]|\s(?:when|by|in|at|on|this|last|next|and|but|so|before|after|because|as|while|was|were|is|are)\b"
)
_AND = re.compile(r",? and |, | or ")
_KIN = re.compile(
    r"\b(?:(?:grand)?(?:son|daughter|child)|boy|girl|brother|sister|cousin|nephew|niece|baby|toddler|twin|pupil),\s$|\bboth\s$"
)
_DESCRIBED = re.compile(r"\b(?:the|an?|his|her|their)\s(?:[\w-]{1,20}\s){0,2}[a-z-]{3,20},\s$", re.IGNORECASE)
_NAMED = re.compile(r"[A-Z][\w’'.-]+,\s$")
_WHO = re.compile(r", (?:who|an?)\b")  # `Marlow, 48, who took office`
_UNITS = ("year", "month", "week", "day")
_NOT_PERSONS = ("GPE", "LOC", "FAC", "DATE", "NORP", "LAW")


def read_age(row: Row, before_it: Row | None) -> None:
    """Make an age of a row whose text says that it is one, alone or beside the row before it: `aged 6 and 9`."""
    before = row.text[max(row.sentence_start, row.start - 60) : row.start]
    if row.values.get("unit") in _UNITS:
        match = _AGE.match(row.text, row.end)
        if match:
            row.end = match.end()
        if match or _AGED_UNIT.search(before):
            row.values["kind"] = "age"
        return
    if row.values.get("unit") or row.values["kind"] != "count" or not row.value or not 0 < row.value < 130:
        return
    behind = row.text[row.end : row.end + 8]
    in_figures = row.text[row.start : row.end].isdigit()
    if (
        _AGED.search(before)
        or _AGE_GROUP.match(row.text, row.end)
        or (before_it is not None and _joins(row, before_it, behind))
        or (_TURNS.search(before) and _GOES_ON.match(behind))
        or (_AT.search(before) and _HIS_LIFE.match(behind))
        or (in_figures and (_describes(row, before, behind) or _names(row, before, behind)))
    ):
        row.values.update(kind="age", unit="year")


def _joins(row: Row, before: Row, behind: str) -> bool:
    """Whether a number is one more age: `aged 36 and 29 respectively`, but not `aged 36, and 29 others`."""
    between = row.text[before.end : row.start]
    return bool(before.values["kind"] == "age" and _AND.fullmatch(between) and _GOES_ON.match(behind))


def _describes(row: Row, before: str, behind: str) -> bool:
    """`The minister, 52, resigned`, `the Kenyan, 23,`, and of family any age: `her son, 6.`"""
    if _KIN.search(before):
        return behind[:1] in tuple(",.;)")
    index = row.index(row.start) - 2
    described = _DESCRIBED.search(before) and behind.startswith(",") and (row.value or 0) > 15
    return bool(described) and index >= 0 and (row.doc[index].tag_ == "NN" or row.doc[index].is_title)


def _names(row: Row, before: str, behind: str) -> bool:
    """Whether the word before `, 25,` ends the name of a person; without a model any name of two words does."""
    index = row.index(row.start) - 2
    if index < 0 or (row.value or 0) <= 3 or not _NAMED.search(before) or not re.match(r",|\.(?:\s|$)", behind[:2]):
        return False
    token = row.doc[index]
    if token.tag_:
        return token.tag_ == "NNP" and (token.ent_type_ not in _NOT_PERSONS or bool(_WHO.match(behind)))
    return token.is_title and index > 0 and row.doc[index - 1].is_title
