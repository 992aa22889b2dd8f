"""What links the words that announce a list to its items: a colon, a verb, a dash, a full stop, a line break."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from extractor.enumeration import ordinals
from extractor.enumeration.page import Page
from extractor.enumeration.shapes import Shape
from extractor.matcher import Hit

Link = Literal["colon", "verb", "dash", "stop", "before"]
Strength = Literal["counted", "strong", "medium", "loose", "verb"]

LONGEST_TAIL = 200  # characters between a counted noun and the colon
RESUMED_WITHIN = 2  # sentences behind an announcement in which `They want …` may stand
LONGEST_LOOSE_TAIL = 110  # the same where no number is declared

_HEADING_TAILS = (" for ", " of ", " under ", " in ", " to ")
_COLON = re.compile(r":(?![\d/])|\s[–—-]{1,2}\Z")
_LINKING_VERB = re.compile(
    r"""(?P<tail>[^.;:]{0,110}?),?(?:\s|(?<=["“]))
        (?:(?:also|all|therefore|thus)\s)?(?P<verb>are|were|remain|will\s+be|would\s+be|(?:include[sd]?)(?:[,;](?=\s))?|consist\s+of|range\s+from)(?P<to>\s+to)?
        (?=[\s:])(?!\s(?:[\w-]+\s){0,4}[\w-]+:\s)""",
    re.VERBOSE,
)
_NAMELY = re.compile(r"(?P<tail>[^.;:]{0,120}?),?\s(?:namely|viz\.?|that\sis|i\.e\.)[,;]?\s")
# "The minister named his priorities as growth, jobs and housing", "listed the demands to include growth …"
_NAMED = re.compile(r"\b(?:list|nam|identif|outlin|defin|cit|describ)\w{1,4}\s[^.;:]{0,60}$", re.IGNORECASE)
_AS = re.compile(r"[^.;:,]{0,60}?\s(?:as|to\sinclude[,;]?)(?=\s)")
# "Her goals, she told the crowd, are simple: …"
_ASIDE = re.compile(
    r",[”\"]?\s[^,;:.]{0,50}\b(?:said|says|told|added|wrote)\b[^,;:.]{0,50},"
    r"|,[”\"]?\s[^;:.]{0,80}\b(?:said|says|told|added|wrote)\b[^,;:.]{0,50}$"
)
_DASH = re.compile(r"(?P<tail>[^.;:–—]{0,40}?)(?:\s?[–—]\s?|\s-{1,2}\s)(?=\S)")
# Another number of things before the colon: the colon belongs to them.
_RIVAL = re.compile(
    r"\b(the following|two|three|four|five|six|seven|eight|nine|ten|several|\d{1,3})"
    r"\s(?!(?:hour|day|week|month|year)s)(?:[a-z-]{2,15}\s){0,2}?[a-z]{3,15}s\b"
)
_SPEECH = re.compile(r"\b(?:said|says|told|tells|added|asked|wrote|warned|explained|replied|according)\b")
# "Several leaks have already been found: …" reports what was found, and announces nothing.
_FOUND = re.compile(
    r"\b(?:has|have|had)\s\w+ed$|\b(?:has|have|had|was|were)\s(?:\w+\s)?(?:been\s)?(?:identified|found|made|seen|reported|used|lost)\b"
)
_QUOTES = tuple("\"“'‘")
ANNOUNCED = re.compile(
    r"\s(?:set|named|listed|adopted|announced|proposed|planned|agreed|set out|unveiled|imposed|recommended|demanded"
    r"|promised)(?: also)? (?:by|in|on|at|includes?)\s"
    r"|(?: that)? (?:it|he|she|they|we|the \w+|[A-Z]\w+) (?:(?:ha(?:s|ve|d)|first|now) )?"
    r"(?:set|made|laid down|imposed|put)\b"
    r"|\sto be (?:taken|introduced|carried out)\b"
    r"|[^.:;]{0,80}\bas follows:"
)
# "The town has three aims. They are …", "The miners made two demands. They insist that the owner …",
# "She has a two-point plan. Under it, …"
_ASK = r"(?:will\s|would\s)?(?:insist|demand|ask|recommend|propose)(?:s|ed)?"
_RESUMED = re.compile(
    r"""[\s"“'‘]{0,3}(?:(?:these|this|those|they|it|she|he|we|i)\s(?:also\s|\w{3,12}ly\s)?
        |among\s(?:these|those|them|the\s(?:most\s)?\w{3,12})\s(?=are\b)|(?=under\s))(?P<verb>
        (?P<listing>(?:(?:will\s|would\s)?includes?|are|(?:listed|named|described)\sthem\sas)(?:\sthat(?=:))?)
        |(?P<to>(?:wants?|wanted|plans?|hopes?|aims?|intends?|needs?|seeks?|ha(?:s|ve)|(?:is|are)\s(?:going|asking\s\w+))\sto
            |must|should|(?:will|would)(?!\s(?:insist|demand|ask|recommend|propose)\sthat)
            |ASK\sthat\s(?![^.]{0,300}\band\sthat\b)(?:the\s)?[\w-]{1,20}(?:\s(?:must|should))?)
        |ASK(?=\sthat\s)
        |wants?|wanted|(?:will\s|would\s)?(?:covers?|comprises?|calls?\sfor)|demands?|demanded|insists?\son|insisted\son
        |under\s(?:it|them|this|these|the\s\w{3,12}),?
        )(?=[\s:])""".replace("ASK", _ASK),
    re.VERBOSE | re.IGNORECASE,
)
# "The board made four recommendations. The ministry should: …"
_NEXT_LEAD_IN = re.compile(r"[^.;:?!]{2,120}:(?=\s)")
_INCLUDES = re.compile(r"\b(?:include|includes|including):$")


class Join(NamedTuple):
    """What links announcing words to items; the fields are those of a `Cue`."""

    link: Link
    end: int
    items_from: int
    shape: Shape | None
    strength: Strength
    exact: bool = False


def links(page: Page, hit: Hit, kind: str, strength: Strength, declared: int | None) -> Iterator[Join]:
    """What may link announcing words to items."""
    position = hit.end
    sentence_end = page.sentences[page.sentence_at(position)][1]
    rest = page.text[position : min(sentence_end, position + LONGEST_TAIL + 1)].rstrip()
    block = page.blocks[page.block_at(position)]
    if block.kind == "heading" and (not rest or declared or rest.lower().startswith(_HEADING_TAILS)):
        yield Join("stop", block.end, block.end, None, strength)
        return
    colon = _COLON.search(rest)
    tail = _ASIDE.sub("", rest[: colon.start()]) if colon else ""
    did = page.tags.get(position + 1) == "VBD" and not tail.startswith((" were", " included"))
    if colon and _may_be_tail(tail, strength, did):
        rival = _RIVAL.search(tail)
        if not rival or (declared and page.number(rival[1]) != declared):
            end, items_from = position + colon.start(), position + colon.end()
            yield Join("colon", end, items_from, _shape_asked(tail), strength, exact=rival is not None)
    yield from _verbs(page, hit, rest, colon.start() if colon else None, strength)
    dash = (_DASH.match(rest) if strength == "counted" else None) or (
        _NAMELY.match(rest) if strength != "loose" else None
    )
    if dash:
        yield Join("dash", position + len(dash["tail"]), position + dash.end(), None, strength)
    if colon:
        return
    yield from _resumptions(page, position, kind, strength, declared)
    if len(rest) > LONGEST_TAIL:
        return
    if strength in ("counted", "strong") or ordinals.begins(page, position + len(rest)):
        yield Join("stop", position, position + len(rest), None, strength)
    lead_in = _NEXT_LEAD_IN.match(page.text[sentence_end : sentence_end + LONGEST_TAIL]) if declared else None
    if lead_in and not _SPEECH.search(lead_in[0]) and lead_in[0].strip()[:1] not in _QUOTES:
        # "She has a ten-point plan. The plan includes: …" gives some of them.
        partly = _INCLUDES.search(lead_in[0]) and hit.groups.get("plan", hit.groups.get("noun", " ")) in lead_in[0]
        shape = _shape_asked(lead_in[0][:-1])
        yield Join("colon", position, sentence_end + lead_in.end(), shape, strength, exact=not partly)


def _verbs(page: Page, hit: Hit, rest: str, colon: int | None, strength: Strength) -> Iterator[Join]:
    """`The aims are …`, `her priorities as …`."""
    verb = _LINKING_VERB.match(rest)
    if verb and not (colon is not None and colon <= verb.end() + 1):
        behind = hit.end + verb.end()
        yield Join("verb", behind, behind, "base" if verb["to"] else None, strength)
    before = page.text[max(0, hit.start - 80) : hit.start]
    named = _AS.match(rest) if colon is None and _NAMED.search(before) else None
    if named:
        yield Join("verb", hit.end + named.end(), hit.end + named.end(), None, strength)


def _resumptions(page: Page, position: int, kind: str, strength: Strength, declared: int | None) -> Iterator[Join]:
    """`The city has three aims. They are …`; with a number also `It wants to …`, a sentence later too."""
    here = page.sentence_at(position)
    for start, end in page.sentences[here + 1 : here + 1 + (RESUMED_WITHIN if declared else 1)]:
        match = _RESUMED.match(page.text, start, end)
        if not match:
            continue
        colon = page.text.startswith(":", match.end())
        verb = match["verb"].lower()
        if not match["listing"]:
            quoted = not declared and page.text[start : match.start("verb")].strip()[:1] in _QUOTES  # another speaks
            clear = declared or (
                not quoted and verb.startswith("want") and strength == "strong" and kind in ("demand", "condition")
            )
        else:
            clear = strength in ("counted", "strong") or (strength == "medium" and (colon or verb != "are"))
        if clear:
            shape: Shape | None = "base" if match["to"] else None
            link: Link = "colon" if colon else "verb"
            yield Join(
                link, position, match.end() + colon, shape, strength, exact=bool(declared) and not match["listing"]
            )


def _shape_asked(tail: str) -> Shape | None:
    if re.search(r"\b(?:to|will|would|must|should)$", tail):
        return "base"
    return "ing" if re.search(r"\bby$", tail) else None


def _may_be_tail(tail: str, strength: Strength, did: bool) -> bool:
    """Whether the words between a noun and a colon leave the colon to the noun: no other clause, no speech.

    `did`: whether the first of them tells what the things did, `The proposals drew fire: …`.
    """
    if strength == "counted":
        return True
    broken = did or _SPEECH.search(tail) or _FOUND.search(tail)
    return len(tail) <= LONGEST_LOOSE_TAIL and not broken
