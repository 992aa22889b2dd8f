r"""Layout: the paragraphs, headings and list items of a plain text, read before its sentences are split.

Knows lines, blanks, indentation and list markers (`Mission one:` is one), else nothing of language; every other
module that has to know whether a line ends a thought asks here. One pass over the lines, so the time is linear in the
length of the text.

>>> text = "The plan has two aims:\n\n1. Cut waste\n2. Build homes"
>>> [(block.kind, block.number, text[block.body:block.end]) for block in blocks(text)]
[('paragraph', None, 'The plan has two aims:'), ('item', 1, 'Cut waste'), ('item', 2, 'Build homes')]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Kind = Literal["paragraph", "heading", "item"]

HEADING_LENGTH = 110  # characters: longer lines without a full stop are paragraphs that lack one
WRAP_WIDTH = range(40, 121)  # characters: the usual widths of hard-wrapped text

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CONTENT = r"""(?=[\w"'“‘«(\[$£€*_])"""
# A bullet that lost its encoding: a private-use character, the bytes of UTF-8 read as Windows-1252, or "?".
_BROKEN = r"[\ue000-\uf8ff\ufffd]|â€¢|Â·|ï‚·|ï‚§"
_BULLET = re.compile(
    rf"(?:(?:[•·▪▫■□◦‣⁃○●◆◇➢➤►▶✓✔✦❖❑∙*–—−-]|{_BROKEN})[ \t\xa0]{{0,16}}(?<![-–—−*]){_CONTENT}"
    rf"|(?:>>|[-–—−*?§»>])[ \t\xa0]{{1,16}}{_CONTENT}|o[ \t\xa0]{{1,8}}(?=\w))"
)
_HASHES = re.compile(r"#{1,6}[ \t]{1,4}(?=\S)")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = "|".join((*_CARDINALS, *map(str.capitalize, _CARDINALS)))
_NUMBER = re.compile(
    rf"(?:\*\*|__|[“\"])?(?P<open>\(|#|[A-Z][a-z]{{3,14}}[ ](?=\d|(?:{_WORDS})\b))?"
    rf"(?P<value>\d{{1,2}}|[ivxIVX]{{1,5}}|(?<=[a-z][ ])(?:{_WORDS})\b|[A-Za-z])"
    r"(?P<close>[.):]|(?<=#\d)|[ ]?[–—-](?=[ ][A-Za-z“\"]))"
    rf"(?:[ \t\xa0]{{1,8}}{_CONTENT}|(?<=\d[.)])(?=[A-Z“\"]))"
)
_PLAIN_NUMBERS = ("1.", "1)", "(1)")  # these count alone; letters, `Step 1:` and `1 –` only in a sequence
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_CLOSED = re.compile(r"""[.!?:;…]["'”’)\]*_]{0,3}$|[;,] (?:and|or)$""")
_UNTITLED = re.compile(r"""[.!?:;,…–—]["'”’)\]]{0,3}$""")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item; `text[start:end]` is the whole of it, `text[body:end]` less its marker.

    Attributes:
        start: first code point, that of the marker if there is one.
        end: end, exclusive, without trailing blanks.
        kind: a heading is a short line without closing punctuation, so an unmarked list item may be one too.
        body: first code point after the marker.
        marker: the family of the marker: `""`, the bullet itself, or the number's frame (`"1."`, `"(a)"`, `"i)"`).
        number: the value of a numbered or lettered marker.
        indent: blanks before the first line.
        gap: whether an empty line (or the start of the text) comes before.
    """

    start: int
    end: int
    kind: Kind
    body: int
    marker: str = ""
    number: int | None = None
    indent: int = 0
    gap: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not empty, without the blanks around it."""

    start: int
    end: int
    indent: int
    gap: bool
    body: int
    marker: str = ""
    number: int | None = None


def blocks(text: str) -> list[Block]:
    """The blocks of a text, in order; together they cover everything but blanks.

    A line is a block of its own unless the text is hard-wrapped there: then it continues the block of the line before.
    """
    lines = _numbered(list(_lines(text)), text)
    width = _wrap_width(lines, text)
    grouped: list[list[_Line]] = []
    for line in lines:
        if grouped and _continues(grouped[-1][-1], line, text, width):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return [_block(group, text) for group in grouped]


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold something, with their bullets recognised."""
    position, gap = 0, True
    for end_of_line in (*(match.span() for match in _LINE_END.finditer(text)), (len(text), len(text))):
        raw = text[position : end_of_line[0]]
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            bullet = _BULLET.match(stripped) or _HASHES.match(stripped)
            marker = stripped[: bullet.end()].strip() if bullet else ""
            body = start + (bullet.end() if bullet else 0)
            yield _Line(start, start + len(stripped), indent, gap, body, marker)
        gap = not stripped
        position = end_of_line[1]


def _numbered(lines: list[_Line], text: str) -> list[_Line]:
    """Recognise numbers and letters before items; most count only in a sequence, for `A. Smith` is a name."""
    matches = [
        (index, match)
        for index, line in enumerate(lines)
        if not line.marker and (match := _NUMBER.match(text, line.start, line.end))
    ]
    readings = [*(_readings(match) for _, match in matches), {}]
    last: dict[str, int] = {}
    result = list(lines)
    for (index, match), own, follower in zip(matches, readings, readings[1:], strict=False):
        for frame, value in own.items():
            starts = value == 1 and follower.get(frame) == 2
            if starts or last.get(frame) == value - 1 or frame in _PLAIN_NUMBERS:
                result[index] = replace(lines[index], body=match.end(), marker=frame, number=value)
                last[frame] = value
                break
    return result


def _readings(match: re.Match[str]) -> dict[str, int]:
    """What a number before an item may be: frame -> value; `(i)` is the ninth letter as well as the first numeral."""
    opening, value, closing = match["open"] or "", match["value"], match["close"]
    if value.isdigit():
        return {f"{opening}1{closing}": int(value)}
    if value.lower() in _CARDINALS:
        return {f"{opening}1{closing}": _CARDINALS.index(value.lower()) + 1}
    found = {}
    if value.lower() in _ROMAN:
        found[f"{opening}{'i' if value.islower() else 'I'}{closing}"] = _ROMAN.index(value.lower()) + 1
    if len(value) == 1:
        found[f"{opening}{'a' if value.islower() else 'A'}{closing}"] = ord(value.lower()) - ord("a") + 1
    return found


def _wrap_width(lines: list[_Line], text: str) -> int:
    """The width at which the text is hard-wrapped, in characters; 0 if its lines are paragraphs.

    In wrapped text many lines that follow another directly begin in the middle of a sentence.
    """
    pairs = [(one, two) for one, two in pairwise(lines) if not two.gap and not two.marker]
    inside = sum(text[two.start].islower() and not _CLOSED.search(text[one.start : one.end]) for one, two in pairs)
    if not pairs or inside < max(1, len(pairs) // 4):
        return 0
    lengths = sorted(one.end - one.start for one, _ in pairs)
    width = lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]
    return width if width in WRAP_WIDTH else 0


def _continues(line: _Line, following: _Line, text: str, width: int) -> bool:
    """Whether the line break between two lines only wraps."""
    if following.gap or following.marker or not width:
        return False
    if following.indent >= line.indent + 2 and not line.marker:
        return False  # the first line of an indented paragraph
    first_word = len(text[following.start : following.end].split(maxsplit=1)[0])
    full = line.end - line.start + 1 + first_word >= width * 0.8
    inside = text[following.start].islower() and not _CLOSED.search(text[line.start : line.end])
    return full or (inside and line.end - line.start >= width // 2)


def _block(group: list[_Line], text: str) -> Block:
    first, end = group[0], group[-1].end
    hashes = first.marker.startswith("#") and first.number is None
    kind: Kind = "paragraph"
    if first.marker and not hashes:
        kind = "item"
    elif hashes or (
        len(group) == 1 and end - first.body <= HEADING_LENGTH and not _UNTITLED.search(text[end - 4 : end])
    ):
        kind = "heading"
    marker = "" if hashes else first.marker
    return Block(first.start, end, kind, first.body, marker, first.number, first.indent, first.gap)
