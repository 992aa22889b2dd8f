"""Numbers that belong together: `rose 5% to 1,300`, `up from 28`, `six people, including two children`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.lexicons import Lexicon

if TYPE_CHECKING:
    from extractor.components.count_context import Row

_LEFT = r"(?:\s(?:about|around|nearly|almost|some|more than|just|only|over|a record|roughly|approximately))?\s?$"
_BASELINE = re.compile(r"\b(?:up|down|(?:compared|compares) (?:with|to)|versus|against|from)" + _LEFT, re.IGNORECASE)
_FROM = re.compile(r"\bfrom" + _LEFT, re.IGNORECASE)
_TO = re.compile(r"\bto" + _LEFT, re.IGNORECASE)
_PART = re.compile(
    r"(?:\bincluding(?: at least)?|\bof (?:whom|which|them)|\bamong (?:them|whom))(?:\s\w+){0,2}\s?$", re.IGNORECASE
)
_LINK = re.compile(
    r"\s(?:from|in|across|among|at|on|with|by|for|aboard|per|to|between)"
    r"(?:\s(?:the|its|more than|about|at least|some|over|all|nearly))?\s",
    re.IGNORECASE,
)


def set_groups(rows: list[Row], changes: Lexicon) -> None:
    """Set `group` and `role` of the rows of a Doc; a group lies inside one sentence."""
    last_group = -1
    for place, row in enumerate(rows):
        row.values["role"] = _role(row, changes)
        before = rows[place - 1] if place else None
        if before is None or before.sentence_start != row.sentence_start:
            continue
        if not _together(before, row):
            continue
        if before.values.get("group") is None:
            last_group += 1
            before.values["group"] = last_group
        row.values["group"] = before.values["group"]


def _role(row: Row, changes: Lexicon) -> str | None:
    left = row.text[max(row.sentence_start, row.start - 40) : row.start]
    sentence_left = row.text[max(row.sentence_start, row.start - 120) : row.start].lower()
    if _PART.search(left) or (row.values.get("of_text") and row.values["kind"] == "count"):
        return "part"
    changed = any(word in changes for word in re.findall(r"[a-z]+", sentence_left))
    if changed and _TO.search(left):
        return "to"
    if _FROM.search(left) and changed:
        return "baseline" if re.search(r"\b(?:up|down|,)\s+from" + _LEFT, left, re.IGNORECASE) else "from"
    if re.search(r"\b(?:compared (?:with|to)|versus|against)" + _LEFT, left, re.IGNORECASE):
        return "baseline"
    return None


def _together(before: Row, row: Row) -> bool:
    between = row.text[before.end : row.start]
    if row.values["role"] or (before.values.get("of_end") or 0) > row.start:
        return len(between) < 90
    return bool(_LINK.fullmatch(between)) and row.values["kind"] == "count" == before.values["kind"]
