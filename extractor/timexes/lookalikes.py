"""Words and numbers that look like dates and are none: `You may`, `1990 people`, `Theresa May`, `six sailings a week`.

A rule names its check (`values = { check = "month" }`). A check gets the tokens of the hit and says why it is no date,
or None. Tags and entities are used where the model gave them. `lead_words.csv` says which words speak for what when
they stand before it.
"""

from collections.abc import Callable, Mapping

from spacy.tokens import Span, Token

from extractor.lexicons import Lexicon

_NAMED = frozenset({"PERSON", "ORG", "FAC", "WORK_OF_ART", "PRODUCT"})
_WARMTH = frozenset({"temperatures", "highs", "lows", "degrees", "mercury", "fahrenheit"})
_GOLF = frozenset({
    "birdie", "birdies", "bogey", "bogeys", "eagle", "fairway", "green",
    "hole", "holes", "par", "putt", "putted", "tee",
})  # fmt: skip
_FAR = 12  # tokens
_ROUNDED = frozenset({"around", "circa", "approximately", "roughly"})
_BEFORE_VERBS = frozenset({"to", "will", "would", "can", "could", "may", "might", "should", "must", "not", "n't"})
_NAMED_DAYS = frozenset({"black", "bloody", "super", "cyber", "giving", "fat", "remembrance", "holy"})
_PAPERS = frozenset({"express", "herald", "mail", "mirror", "post", "telegraph", "times", "tribune"})
_LISTED = frozenset({",", "and", "or", "-", "–"})
_OF_A_MATCH = frozenset({
    "comeback", "equaliser", "equalizer", "goal", "goals", "header", "lead", "minutes", "penalty", "replacement",
    "score", "stoppage", "strike", "strikes", "substitute", "touchdown", "touchdowns", "tries", "try", "winner",
})  # fmt: skip
_CALENDARS = frozenset({"chinese", "jewish", "lunar", "orthodox", "iranian", "persian", "thai", "vietnamese"})
_FIRST_NAMES = frozenset({"April", "May", "June", "August"})


def _before(span: Span) -> Token | None:
    return None if span[0].is_sent_start else span.doc[span.start - 1]


def _after(span: Span) -> Token | None:
    if span.end == len(span.doc) or span.doc[span.end].is_sent_start:
        return None
    return span.doc[span.end]


def _led(span: Span, leads: Lexicon, kind: str) -> bool:
    """Whether the word before the span is one that goes before this kind of thing."""
    token = _before(span)
    row = leads.get(token.text) if token is not None else None
    return row is not None and bool(row[kind])


def _is_title(token: Token | None) -> bool:
    return token is not None and token.is_title


def month(span: Span, leads: Lexicon) -> str | None:
    """A month's name: not the verb in `may last year`, not the person in `Theresa May`."""
    name, after, led = span[-1], _after(span), _led(span, leads, "month")
    if any(token.text in ("may", "march") for token in span):
        return "a verb"
    if len(span) > 1:
        return None
    if not led and (name.ent_type_ in _NAMED or (name.text in _FIRST_NAMES and _is_title(_before(span)))):
        return "part of a name"
    if name.text in _FIRST_NAMES and not led and _is_title(after):
        return "part of a name"
    if name.tag_.startswith(("MD", "VB")) or (name.text == "May" and after is not None and after.tag_ == "PRP"):
        return "a verb"
    if name.text in ("May", "March") and not name.tag_ and not led:
        return "not certainly a month"
    return None


def year(span: Span, leads: Lexicon) -> str | None:
    """Four digits: not a number of people or things, not the number of a flight or a law."""
    rounded = span[0].lower_ in _ROUNDED
    if rounded:
        span = span[1:]
    before, after = _before(span), _after(span)
    if len(span) > 1:
        return None
    if _led(span, leads, "number") or (before is not None and before.tag_ in ("CD", "$", "#")):
        return "a number of something"
    plural = after is not None and after.tag_ == "NNS"
    if plural and (rounded or span.text < "1900" or not _led(span, leads, "year")):
        return "counts things"
    if _led(span, leads, "year") or before is None or before.is_punct:
        return None
    if before.tag_ == "NNP" and not before.is_sent_start and before.ent_type_ not in ("DATE", "EVENT", "GPE"):
        return "part of a name"
    return "too early to be certain" if span.text < "1800" else None


def short_year(span: Span, leads: Lexicon) -> str | None:
    """`'87`: not a version."""
    return None if _led(span, leads, "year") else "not certainly a year"


def decade(span: Span, leads: Lexicon) -> str | None:
    """`in his early sixties`: an age. `Temperatures in the 50s`: degrees."""
    before = _before(span)
    near = span.doc[max(0, span.start - _FAR) : span.end + _FAR]
    if any(token.lower_ in _WARMTH for token in near):
        return "degrees"
    if before is not None and before.lower_ == "roaring":
        return "part of a name"
    possessive = before is not None and before.lower_ in ("my", "your", "his", "her", "their", "our")
    return "an age" if possessive else None


def title(span: Span, leads: Lexicon) -> str | None:
    """Not `This Week` and `Today` in the names of papers and programmes, unless a headline writes all words so."""
    before = _before(span)
    if before is None or not span[-1].is_title or (before.is_punct and len(span) == 1):
        return None
    near = span.doc[max(0, span.start - 10) : span.end + 10]
    return "part of a name" if any(token.is_lower and len(token) > 3 for token in near) else None


def weekday(span: Span, leads: Lexicon) -> str | None:
    """`Sunday Times` and `Saturday Night Live` are no days, and `Super Tuesday` not the last one."""
    before, after = _before(span), _after(span)
    if after is not None and after.is_title and (after.lower_ in _PAPERS or span[-1].text == "Night"):
        return "part of a name"
    if before is not None and before.is_title and before.lower_ in _NAMED_DAYS:
        return "part of a name"
    named = len(span) == 1 and before is not None and before.lower_ in ("the", "a") and _is_title(after)
    return "part of a name" if named else None


def stretch(span: Span, leads: Lexicon) -> str | None:
    """`last 90 days`: not the verb in `would last 90 days`."""
    before, first = _before(span), span[0]
    verb = first.tag_.startswith("VB") or (before is not None and before.lower_ in _BEFORE_VERBS)
    return "a verb" if first.lower_ == "last" and verb else None


def day_of_this_month(span: Span, leads: Lexicon) -> str | None:
    """`on the 17th`: not a hole of a golf course."""
    near = span.doc[max(0, span.start - _FAR) : span.end + _FAR]
    return "a hole" if any(token.lower_ in _GOLF for token in near) else None


def half(span: Span, leads: Lexicon) -> str | None:
    """`second-half goals`: of a match, not of a year."""
    after = _after(span)
    return "of a match" if after is not None and after.lower_ in _OF_A_MATCH else None


def adverb(span: Span, leads: Lexicon) -> str | None:
    """`overnight`: not before a noun that it describes."""
    after = _after(span)
    return "describes a thing" if after is not None and after.tag_.startswith("NN") else None


def holiday(span: Span, leads: Lexicon) -> str | None:
    """`Christmas`: not a person of that name, nor a day of another calendar."""
    before = _before(span)
    if before is not None and before.lower_ in _CALENDARS:
        return "of another calendar"
    named = before is not None and before.tag_ == "NNP" and before.ent_type_ != "DATE" and not before.is_sent_start
    return "part of a name" if named or span[0].ent_type_ == "PERSON" else None


def season(span: Span, leads: Lexicon) -> str | None:
    """`summer` alone: only after a preposition."""
    if span[-1].tag_.startswith("VB"):
        return "a verb"
    if _is_title(_after(span)) and (len(span) == 1 or span[-1].is_title):
        return "part of a name"
    if len(span) == 1 and not _led(span, leads, "season"):
        return "not certainly a time"
    return None


def one_unit(span: Span, leads: Lexicon) -> str | None:
    """`a week`: not the rate in `six sailings a week`."""
    before, after = _before(span), _after(span)
    if after is not None and after.text == "-":
        return "part of a compound"
    rate = before is not None and (
        before.tag_ in ("NN", "NNS", "CD") or before.lower_ in ("%", "times", "once", "twice")
    )
    return "a rate" if rate and span[0].lower_ in ("a", "an") else None


def open_duration(span: Span, leads: Lexicon) -> str | None:
    """`weeks` without a number: only where a preposition makes it a length of time, or in `weeks of talks`."""
    before, after = _before(span), _after(span)
    if span.text == "hours" and before is not None and before.lower_ == "after" and (after is None or after.is_punct):
        return "when the markets are closed"
    if _led(span, leads, "length") or (after is not None and after.lower_ in ("later", "earlier")):
        return None
    if after is not None and after.lower_ in ("after", "before") and (before is None or before.is_punct):
        return None
    counted = after is not None and after.lower_ == "of" and span[0].is_lower
    if counted and before is not None and before.lower_ not in ("early", "small", "dying"):
        return None
    return "not certainly a length of time"


def vague(span: Span, leads: Lexicon) -> str | None:
    """`the past`, `the present`: not before what they describe, as in `the past four winters`."""
    after = _after(span)
    noun = span[0].lower_ == "the" and span[-1].lower_ in ("past", "present", "future")
    if noun and after is not None and (after.tag_.startswith(("NN", "CD", "JJ")) or after.like_num):
        return "describes a thing"
    return None


def frequency(span: Span, leads: Lexicon) -> str | None:
    """`daily`: not in the name of a newspaper, nor for what is paid or published so."""
    after = _after(span)
    before = _before(span)
    if span[0].is_title and (_is_title(before) or _is_title(after) or (before is not None and before.is_upper)):
        return "part of a name"
    described = after is not None and after.tag_.startswith(("NN", "JJ"))
    if span[0].lower_ in ("quarterly", "daily") and described:
        return "the sort of thing, not its time"
    if span[-1].lower_.endswith("ly") and not described and _behind_amount(span):
        return "a rate"
    return None


def _behind_amount(span: Span) -> bool:
    """Whether a number, or what it counts, stands before a span: `5 percent`, `300 tonnes`."""
    before = span.doc[max(span.start - 2, 0) : span.start]
    return any(token.like_num or token.text == "%" for token in before)


def clock(span: Span, leads: Lexicon) -> str | None:
    """`3:14` or `2:09:35` alone, which may be a result: only after a preposition of time."""
    before = _before(span)
    listed = before is not None and before.i and before.lower_ in _LISTED and ":" in before.nbor(-1).text
    if listed or any(map(str.isalpha, span.text)) or _led(span, leads, "clock"):
        return None
    return "not certainly a time of day"


CHECKS: Mapping[str, Callable[[Span, Lexicon], str | None]] = {
    "month": month,
    "year": year,
    "short_year": short_year,
    "decade": decade,
    "title": title,
    "weekday": weekday,
    "stretch": stretch,
    "day_of_this_month": day_of_this_month,
    "half": half,
    "adverb": adverb,
    "holiday": holiday,
    "season": season,
    "one_unit": one_unit,
    "open_duration": open_duration,
    "vague": vague,
    "frequency": frequency,
    "clock": clock,
}
"""The checks that rules may name."""
