"""Numbers that belong together: `rose 5% to 1,300`, `up from 28`, `six people, including two children`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    r"\s(?:from|in|across|among|at|on|with|by|for|aboard|per|to|between)(?:\s(?:the|its|more than|about|at least|some|over|all|nearly))?\s",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:rose|rise|risen|rises|rising|f[ae]ll\w{0,3}|grew|grow\w{0,3}|increas\w{1,3}|decreas\w{1,3}|drop\w{0,4}|climb\w{0,3}|jump\w{0,3}|"
    r"declin\w{1,3}|up|down|cut\w{0,4}|raise\w{0,2}|raising|reduc\w{1,3}|slid\w{0,3}|slip\w{0,4}|gain\w{0,3}|surg\w{1,3}|plung\w{1,3}|plummet\w{0,3}|expand\w{0,3}|shr[aiu]nk\w{0,3}|narrow\w{0,3}|widen\w{0,3}|eas\w{1,3}|boost\w{0,3}|rall\w{1,4}|tumbl\w{1,3})\b",
    re.IGNORECASE,
)


def set_groups(rows: list[Row]) -> None:
    """Set `group` and `role` of the rows of a Doc; a group lies inside one sentence."""
    last_group = -1
    for place, row in enumerate(rows):
        row.values["role"] = _role(row)
        before = rows[place - 1] if place else None
        if before is None or before.sentence_start != row.sentence_start:
            continue
        if not _together(before, row):
            continue
        if before.values.get("group") is None:
            last_group += 1
            before.values["group"] = last_group
        row.values["group"] = before.values["group"]


def _role(row: Row) -> str | None:
    left = row.text[max(row.sentence_start, row.start - 40) : row.start]
    sentence_left = row.text[max(row.sentence_start, row.start - 120) : row.start]
    if _PART.search(left) or row.values.get("of_text") and row.values["kind"] == "count":
        return "part"
    changed = bool(_CHANGE_BEFORE.search(sentence_left))
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
