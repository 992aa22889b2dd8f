"""Numbers that belong together: `rose 5% to 1,300`, `up from 28`, `six people, including two children`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from spacy.tokens import Span

from extractor import lexicons
from extractor.lexicons import Lexicon
from extractor.quantities.count_row import PART_BEHIND, Row
from extractor.quantities.names_with_numbers import is_tabled

_LEFT = (
    rf"(?:\san? (?:[a-z-]{{3,12}} )?(?:{'|'.join(lexicons.load('level_nouns').surfaces())}) of)?"
    r"(?:\s(?:about|around|nearly|almost|some|more than|less than|just|only|over|above|below|under|at least|a record"
    r"|an estimated|as (?:many|much|high|low) as|roughly|approximately))?\s?$"
)
_FROM = re.compile(r"\bfrom" + _LEFT, re.IGNORECASE)
_UP_FROM = re.compile(r"\b(?:up|down|,)\s+from" + _LEFT, re.IGNORECASE)
_TO = re.compile(r"(?<!\bup\s)(?<!close\s)(?<!added\s)\bto" + _LEFT, re.IGNORECASE)
_PART = re.compile(
    r"(?:\bincluding(?: at least)?|\bof (?:whom|which|them)|\bamong (?:them|whom))(?:\s(?!at\b)\w+){0,2}\s?$"
    r"|\bof which(?:\s(?!at\b)[a-zA-Z]+){1,7}\s$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:compared (?:with|to)|versus|against)(?: (?:an? )?[a-z-]{2,20}(?: [a-z]{2,20})? of)?" + _LEFT, re.IGNORECASE
)
_RAISES = re.compile(  # `taking the tally to 14`, `bringing to 14 the number of cases`
    r"\b(?:tak(?:e|es|ing)|took|bring(?:s|ing)?|brought|push(?:es|ed|ing)?)\s"
    r"(?:(?:the|its|their|his|her)\s[^.;\d]{3,60}|to\s[^.;\d]{0,20})$",
    re.IGNORECASE,
)
_SUPPLIED = frozenset(("power", "water", "gas", "aid", "food", "access"))  # `cut power to 60,000 homes`
_HINTS = ("from", "to", "including", "of ", "among", "compare", "versus", "against")
_LINK = re.compile(
    r"\s(?:from|in|across|among|at|on|with|by|for|aboard|per|to|between)"
    r"(?:\s(?:the|its|more than|about|at least|some|over|all|nearly))?\s",
    re.IGNORECASE,
)

_NEAR = 4  # rows: farther back no ellipsis reaches
_FAR = 90  # characters: farther apart numbers do not belong together


def set_groups(rows: list[Row], changes: Lexicon) -> None:
    """Set `group` and `role` of the rows of a Doc; a group lies inside one sentence."""
    last_group = -1
    for place, row in enumerate(rows):
        row.values["role"] = _role(row, changes)
        before = _partner(rows[max(0, place - _NEAR) : place], row)
        if before is None:
            continue
        if before.values.get("group") is None:
            last_group += 1
            before.values["group"] = last_group
        row.values["group"] = before.values["group"]


def _partner(rows: list[Row], row: Row) -> Row | None:
    """The number before that a number belongs to.

    Of "earned $45 million, or 63 cents a share, up from $40 million" the dollars belong together.
    """
    near = [before for before in rows if before.sentence_start == row.sentence_start]
    if row.values["role"] in ("to", "from", "baseline"):
        for before in reversed(near):
            alike = all(before.values.get(name) == row.values.get(name) for name in ("kind", "unit", "per", "counted"))
            if alike and row.start - before.end < _FAR:
                return before
        bare = row.values["kind"] == "count" and not row.values.get("counted")  # "on 31 days, up from nine"
        if near and not bare and near[-1].values["kind"] in ("duration", "age"):
            return None  # "in the three months sales rose to $2 million"
    return near[-1] if near and _together(near[-1], row) else None


def _role(row: Row, changes: Lexicon) -> str | None:
    if row.is_hyphened:  # `a raise of 9% and an end to 12-hour shifts`
        return None
    left = row.text[max(row.sentence_start, row.start - 60) : row.start]
    if PART_BEHIND.match(row.text, row.values["number_end"]) or (
        row.values.get("of_text") and row.values["kind"] == "count"
    ):
        return "part"
    lowered = left.lower()
    if not any(hint in lowered for hint in _HINTS):  # saves most rows the expressions
        return None
    if _PART.search(left):
        return "part"
    source, target = _FROM.search(left), _TO.search(left)
    if row.values["form"] == "range":  # `rose from 3 to 5` in one row: its bounds, `change` says if they fell
        return None
    if target and _RAISES.search(row.text, max(row.sentence_start, row.start - 90), row.start):
        return "to"
    if _has_noun(row) and not _hangs_on_change(row, changes):
        return None
    if (source or target) and _changes_before(row, changes):
        if target:
            return "to"
        return "baseline" if _UP_FROM.search(left) else "from"
    return "baseline" if _COMPARED.search(left) else None


def _has_noun(row: Row) -> bool:
    """Whether what a row counts stands behind its number."""
    return bool((row.values.get("counted_start") or 0) > row.start) and row.doc[row.counted_tokens[1]].dep != 0


def _hangs_on_change(row: Row, changes: Lexicon) -> bool:
    """Whether by the parse a word of change governs a row; none does in `water from both wells`."""
    preposition = row.token_before
    if preposition is None:
        return False
    if preposition.i and preposition.nbor(-1).lower_ in _SUPPLIED:
        return False
    heads = [preposition.head]
    if heads[0].tag_[:2] in ("NN", "IN", "TO", "RB"):  # `raises its presence to 450 shops`
        heads.append(heads[0].head)
    return any(head.lower_ in changes or head.lower_.startswith("compare") for head in (preposition, *heads))


def _changes_before(row: Row, changes: Lexicon) -> bool:
    words = re.findall(r"[a-z]+", row.text[max(row.sentence_start, row.start - 120) : row.start].lower())
    return any(word in changes for word in words)


def _together(before: Row, row: Row) -> bool:
    between = row.text[before.end : row.start]
    if row.values["role"] or (before.values.get("of_end") or 0) > row.start:
        return len(between) < _FAR
    return bool(_LINK.fullmatch(between)) and row.values["kind"] == "count" == before.values["kind"]


_MOVED = re.compile(r",? (?:up|down) ")


def share_nouns(rows: list[Row]) -> None:
    """A number coordinated with the next one has its noun, or its unit: `three British and two French soldiers`."""
    listed = False
    for row, behind in reversed(list(itertools.pairwise(rows))):
        bare = row.values["kind"] == "count" and not (row.values.get("counted") or row.values.get("event"))
        listed = bare and row.sentence_start == behind.sentence_start and _coordinated(row, behind, listed)
        if not listed:
            continue
        if behind.values["kind"] in ("percent", "physical", "duration"):
            row.values.update((column, behind.values.get(column)) for column in ("kind", "unit", "per"))
        elif behind.values["kind"] == "count" and behind.values.get("counted_start"):
            head = row.doc[behind.counted_tokens[1]]
            end = head.idx + len(head)
            row.values.update(counted=behind.values["counted"], counted_text=head.text)
            row.values.update(counted_start=head.idx, counted_end=end)


def _coordinated(row: Row, behind: Row, listed: bool) -> bool:
    """Whether one noun stands for two numbers: `200 and 450 crates`, `20 Thai and at least four Omani cooks`.

    A comma alone joins those of a list (`10, 12 and 15 pupils`), and a level and its change (`5,210, up 58 points`).
    """
    if _MOVED.fullmatch(row.text, row.end, behind.left):
        return bool(behind.values.get("counted"))
    words = row.doc[row.last + 1 : row.index(behind.left)]
    if not 0 < len(words) <= 6 or words[-1].lower_ not in ("and", "or", ","):
        return False
    if len(words) > 1:
        return _describes(words[:-1])
    before = row.token_before  # `a crew of 18 and two dogs`
    alone = before is not None and before.lower_ == "of" and before.head.tag_ == "NN"
    joined = row.doc[behind.first].head in row.doc[row.first : row.last + 1]
    return joined and not alone and (listed or words.text != ",")


def _describes(words: Span) -> bool:
    """Whether words are adjectives, or nouns tied to one by a hyphen: `Turkish`, `full-time`."""
    if "-" in words.text:
        return all(word.tag_ in ("JJ", "NN", "HYPH", "RB", "VBN", "CD") for word in words)
    return all(word.tag_ in ("JJ", "JJS", "VBN") or word.ent_type_ == "NORP" for word in words)


_THINGS = ("counted", "counted_text", "counted_start", "counted_end", "event", "unit", "per")
_OF_ALL = re.compile(
    r"\W{0,3}(?:out )?of (?:(?:the|its|their|these|those|all)\s)?", re.IGNORECASE
)  # `Of the 52, 33 died`
_OF_THINGS = re.compile(r" of (?:the\b|its\b|their\b|his\b|her\b|[A-Z])| (?:against|to) the [a-z]")
_WHERE = frozenset(("in", "at", "on", "across", "from", "over", "during", "near"))
_MEASURED = ("money", "physical")
_GOES_ON = re.compile(r"(?:\b(?:including|and|or|but|is|was|are|were|the)\s|,\s)$", re.IGNORECASE)
_GAPPED = re.compile(r"(?:,| and) (?:[A-Z][\w’'.-]{1,20} ){1,3}$")  # `Poland is to get 4 billion, Latvia 1.5 billion`


def complete_ellipses(rows: list[Row]) -> None:
    """A bare number is of the things last counted: `killed 12 soldiers, up from 9`; not of a percentage."""
    things: list[Row] = []  # of this sentence
    for row in rows:
        if things and things[-1].sentence_start != row.sentence_start:
            things = []
        bare = row.values["kind"] == "count" and not row.values.get("counted") and not _says_of_what(row)
        alike = [thing for thing in reversed(things[-_NEAR:]) if _same_size(thing, row)] if bare else []
        compared = row.values.get("role") == "baseline"  # `6,412 homes at $281,000, compared with 7,004`
        alike.sort(key=lambda thing: (_is_place(thing), compared and not _same_size(thing, row, 10)))
        last = alike[0] if alike else None
        if last is not None and row.values.get("event") and not _suffers(row, last):
            last = None
        if last is not None and _goes_on(row, last):
            _take(row, last, _THINGS)
            row.values["kind"] = last.values["kind"]
            if row.values["kind"] == "money":
                row.values["event"] = None  # `$5 billion, of which 2 billion went to Lima`
        elif not _converts(row) and _may_go_on(row):
            things.append(row)


def _may_go_on(row: Row) -> bool:
    """Whether a number behind it may be of the same: of `a crew of 410 will grow to 900` no jets before them.

    Not of what only describes a thing: `from 150 to 230 shillings for a 2-kg packet`.
    """
    if row.is_hyphened:
        return False
    bare = row.values["kind"] == "count" and row.values["form"] == "exact"
    return bare or any((row.values["kind"] in _MEASURED, *map(row.values.get, ("counted", "event"))))


def _says_of_what(row: Row) -> bool:
    """Whether what is counted stands behind a number, though no noun was found: `one of Asia's richest`.

    Of a rate of exchange it is the other currency: `rose 12 paise to 87.36 against the dollar`.
    """
    return _OF_THINGS.match(row.text, row.end) is not None


def _is_place(row: Row) -> bool:
    """Whether a row only tells where or when: `fired 180 missiles in two waves, and 20 got through`."""
    token = row.doc[row.counted_tokens[1]] if row.values.get("counted_start") else row.doc[row.last]
    return token.dep_ == "pobj" and token.head.lower_ in _WHERE


def _suffers(row: Row, last: Row) -> bool:
    """Whether it befell the things counted before: `12 people fled and 30 drowned`; not `12 homes burned, 3 dead`."""
    if PART_BEHIND.match(row.text, row.values["number_end"]) or last.values.get("counted") == "person":
        return True
    if _is_part_of_sum(row, last) or row.text.startswith("another ", row.left):  # `and another 40 were damaged`
        return True
    return bool(_OF_ALL.fullmatch(row.text[last.sentence_start : last.left]))


def _converts(row: Row) -> bool:
    """Whether a number stands in brackets: no other is of its unit in `2 million crowns ($300,000) and 5 million`."""
    return row.text[max(0, row.left - 1) : row.left] == "("


def _goes_on(row: Row, last: Row) -> bool:
    """Whether a bare number is one more of what another counts; an event is told anew unless a comma joins them."""
    left = row.text[max(row.sentence_start, row.left - 12) : row.left]
    if not last.values.get("counted") and last.values.get("event"):
        group = row.values.get("group")
        return left.endswith((", ", " and ")) or (group is not None and group == last.values.get("group"))
    more = row.text.startswith(" more", row.end)  # `18 jets with an option for six more`
    if is_tabled(row.text, row.start, row.end):
        return True
    return (
        _is_part_of_sum(row, last)
        or more
        or row.values["role"] in ("baseline", "from", "to")
        or bool(_GOES_ON.search(left) or _GAPPED.search(row.text, max(row.sentence_start, row.left - 50), row.left))
    )


def _is_part_of_sum(row: Row, last: Row) -> bool:
    """Whether a bare number is of the money before it: `$5 billion, of which 2 billion is lent`."""
    return (row.values["role"], last.values["kind"]) == ("part", "money")


def _same_size(one: Row, other: Row, times: float = 100) -> bool:
    """Whether two numbers may count the same things: `6 million homes, 1.5 million in the south`."""
    if 0 in (one.value, other.value):  # `six guards, none of whom was hurt`
        return True
    return bool(one.value and other.value) and 1 / times <= abs(other.value or 0) / abs(one.value or 1) <= times


def _take(row: Row, other: Row, columns: Iterable[str]) -> None:
    """Take over the columns that a row lacks from another."""
    for column in columns:
        if other.values.get(column) and row.values.get(column) in (None, "="):
            row.values[column] = other.values[column]


def complete_conversions(rows: list[Row]) -> None:
    """An amount told again is about the same: `100 kilometres (60 miles)`, `fell 30 points, or 2 percent`."""
    for before, row in itertools.pairwise(rows):
        if not row.values.get("unit"):
            continue
        alike = row.values["kind"] == before.values["kind"]
        if alike and re.fullmatch(r"\s?[(\[]\s?", row.text[before.end : row.start]):
            columns = ("modifier", "concept", "concept_start", "concept_end", "counted")
            _take(row, before, (*columns, "per") if row.values["kind"] == "money" else columns)
        elif not alike and re.fullmatch(r",? or | \(", row.text[before.end : row.left]):
            _take(row, before, ("change",))
