"""Numbers that are codes and count nothing: of telephones, web addresses and places on the map."""

from __future__ import annotations

import re

_CODE = re.compile(r"-[A-Z]\b(?!-)|[ -]0\d{2,}")  # `ref 4471-B`, `555 0188`
_TELEPHONE = re.compile(
    r"\+\d{1,3}(?:[ .-]\(?\d{1,4}\)?){3,6}\b|\+?\(?\b\d{2,5}(?:\)?[ ./-]{1,2}|\))\d{3,4}[ .-]\d{3,4}\b"
)
_AREA = re.compile(r"\b0\d{2,5}[ -]$")  # `ring 01632 960033`
_LATITUDE = re.compile(r"(?:\d\.\d{4,}|[NS])\s?[;,/]?\s?$")
_LONGITUDE = re.compile(r"\s?(?:°|[NSEW]\b|[;,/]\s?[-−]?\d{1,3}\.\d{4,})")
_ADDRESS_OF_PAGE = re.compile(r"(?:https?://|www\.)\S{0,490}$|\b[\w-]{2,30}\.[a-z]{2,9}/\S{0,490}[=&]$")


def code(text: str, start: int, end: int) -> str | None:
    """What code the number at `start` to `end` is or is part of; None if it is none."""
    return _telephone(text, start, end) or _coordinate(text, start, end) or _in_address_of_page(text, start)


def _telephone(text: str, start: int, end: int) -> str | None:
    """Telephone numbers, and digits with a leading zero."""
    if re.match(r"0\d", text[start:end]) or (text[start].isdigit() and _CODE.match(text, end)):
        return "a code"
    if end - start < 3 and "+" not in text[max(0, start - 6) : start]:
        return None
    if _AREA.search(text, max(0, start - 7), start):
        return "a telephone number"
    window = max(0, start - 16)
    for match in _TELEPHONE.finditer(text, window, end + 16):
        if match.start() <= start and end <= match.end():
            return "a telephone number"
    return None


def _coordinate(text: str, start: int, end: int) -> str | None:
    """Degrees of latitude and longitude, and the marks of notes (`[3]`)."""
    decimals = re.fullmatch(r"[-−]?\d{1,3}\.\d{4,}", text[start:end])
    if decimals and (_LATITUDE.search(text[max(0, start - 16) : start]) or _LONGITUDE.match(text[end : end + 16])):
        return "a coordinate"
    if re.match(r"\s?[°′″]", text[end : end + 2]):
        return "a coordinate"
    if text[max(0, start - 1) : start] == "[" and text[end : end + 1] == "]" and end - start <= 3:
        return "the mark of a note"
    return None


def _in_address_of_page(text: str, start: int) -> str | None:
    """Numbers in web addresses: `https://news.example/2,1204.html?page=2`."""
    if text[max(0, start - 1) : start].isspace():
        return None
    return "part of a web address" if _ADDRESS_OF_PAGE.search(text[max(0, start - 500) : start]) else None
