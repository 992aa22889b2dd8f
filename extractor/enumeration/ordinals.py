"""Items behind ordinals: `First, … Second, … Finally, …`, in one sentence, over sentences or over paragraphs."""

import bisect
import re
from collections.abc import Iterator
from itertools import islice, pairwise, takewhile

from extractor.enumeration.page import Ordinal, Page, Span

REACH = 6000  # characters behind the cue in which all items must begin
FIRST_WITHIN = 260  # characters between the cue and the first item
MOST_MARKS = 60  # ordinals behind a cue that are looked at
NEXT = 0  # the number of `another is`
NEXT_WITHIN = 1800  # characters between the beginnings of two items

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MARK = re.compile(
    r"""(?:(?<=[.!?;:,–—-]\s)|(?<=["“”(\n])|(?:(?<=\bsaid\s)|(?<=\bsays\s)|(?<=\bthat\s))(?=[a-z]{4,8},))["“'‘(]?(?:(?:and|but|then)\s+,?\s{0,2})?
        (?: (?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:ly)?
            (?:\s+and\s+foremost|\s+of\s+all)?
            (?:\s{0,2}[,:–—]\s*|\s-\s|\s+(?=(?:we|i|it|they|he|she|to|by|the|is|there|you|our|its)\s))
          | (?:number\s+)?(?P<cardinal>one|two|three|four|five|six|seven|eight|nine|ten)\s{0,2}[,:]\s
          | (?:number|job|goal|priority|task|step|point|mission|aim)\s+
            (?P<labelled>one|two|three|four|five|six|seven|eight|nine|ten)\s+is\s+
          | (?P<last>finally|lastly|last\s+but\s+not\s+least|last)\s{0,2}[,:]\s
          | (?P<one>one\s(?:is|was|would\sbe|will\sbe)|(?:for|on)\s(?:the\s)?one(?:\sthing|\shand)?,)\s
          | (?P<next>for\sanother,|on\sthe\sother(?:\shand)?,
            |(?:the\s(?:other|next)(?:\s[a-z]{3,12})?|another|a\s(?:second|third|fourth|further))\s(?:is|was|would\sbe|will\sbe))\s
          | in\s+(?:the|its|a)\s+(?P<staged>first|second|third|fourth|fifth|sixth|final|last)
            (?:\s+(?:step|stage|phase|place|instance))?(?:,[^,.;:]{2,60})?,\s+
          | (?:the|our|my|its|his|her|their)\s+
            (?P<named>first|second|third|fourth|fifth|sixth|final|last)
            (?:\s+and\s+[a-z ]{3,24}?)?(?:\s+[a-z]{3,12}){0,2}?(?:\s+of\s[^.,;:]{2,40}?)?
            (?:,[^.;:]{2,60}?(?:,|(?=:)))?(?:\s*[:–—]\s+|\s+(?:is|was|(?:will|would)(?:\s+be)?|should\s+be|being|calls\s+for|involves
            |aims\s+to|seeks\s+to)\s+) )
        (?:(?:(?:s?he|they|it)\s(?:said|says|added)|(?:said|says|added)(?:\s[\w’'.-]{1,20}){1,4}),\s)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SAID = re.compile(
    r""",["”’]?\s(?:[\w’'.-]{1,20}\s){1,4}(?:said|says|told|added|wrote|promised)(?:\s[\w’'.-]{1,20}){0,3}[.\s"”’]*$"""
)


def behind(page: Page, start: int, declared: int | None) -> list[Span]:
    """The items that follow an announcement that ends at `start`; an item is the sentence behind its ordinal.

    `Finally` closes a list but is no item once all declared items are there. The first item may stand directly behind
    the announcement: `three things: we need … Second, …`.
    """
    marks: list[Span] = []
    for mark_start, mark_end, number in _from(page, start):
        place = len(marks) + 1
        within = NEXT_WITHIN if marks else FIRST_WITHIN
        if mark_start - (marks[-1][0] if marks else start) > within:
            break
        if place == 1 and number == 2 and page.text[start - 1] == ":":
            marks.append((start, start))
            place = 2
        owed = declared is None or place <= declared
        if number == NEXT and marks and owed:
            number = place
        closing = number is None and place >= 2 and owed
        if number == place or closing:
            marks.append((mark_start, mark_end))
            if closing:
                break
        elif number == 1:
            break  # another list begins
    return page.trimmed(
        (begin, _end_of_item(page, begin, following))
        for (_, begin), (following, _) in pairwise([*marks, (len(page.text), 0)])
    )


def _end_of_item(page: Page, begin: int, following: int) -> int:
    """The end of the sentence, before `, she said`."""
    end = min(page.sentences[page.sentence_at(begin)][1], following)
    said = _SAID.search(page.text, max(begin + 1, end - 60), end)
    return said.start() if said else end


def begins(page: Page, start: int) -> bool:
    """Whether `First, …` stands directly behind an offset."""
    return any(number == 1 and mark_start - start < 8 for mark_start, _, number in islice(_from(page, start), 1))


def _from(page: Page, start: int) -> Iterator[Ordinal]:
    first = bisect.bisect_left(page.ordinals, start - 1, key=lambda mark: mark[0])
    return takewhile(lambda mark: mark[0] < start + REACH, islice(page.ordinals, first, first + MOST_MARKS))


def read(text: str) -> Iterator[Ordinal]:
    """All ordinals of a text that may open an item."""
    for match in _MARK.finditer(text):
        word = (match["ordinal"] or match["named"] or match["staged"] or "").lower()
        cardinal = match["cardinal"] or match["labelled"]
        if match["one"] or match["next"]:
            yield match.start(), match.end(), 1 if match["one"] else NEXT
        elif cardinal:
            yield match.start(), match.end(), _CARDINALS.index(cardinal.lower()) + 1
        elif word in _ORDINALS:
            yield match.start(), match.end(), _ORDINALS.index(word) + 1
        else:
            yield match.start(), match.end(), None
