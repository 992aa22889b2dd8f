"""Words and numbers that look like dates and are none: `You may`, `1990 people`, `Theresa May`, `six sailings a week`.

A rule names its check (`values = { check = "month" }`). A check gets the tokens of the hit and says why it is no date,
or None. Tags and entities are used where the model gave them. `context_words.csv` says which words
speak for what: those of the columns `degrees`, `hole` and `match` near it, of `seasonal` right behind it, the others
right before it.
"""

from collections.abc import Callable, Mapping

from spacy.tokens import Span, Token

from extractor.lexicons import Lexicon
from extractor.timexes import neighbours

_NAMED = frozenset({"PERSON", "ORG", "FAC", "WORK_OF_ART", "PRODUCT"})
_FAR = 12  # tokens
_ROUNDED = frozenset({"around", "circa", "approximately", "roughly"})
_AMOUNTS = frozenset({"more", "fewer", "less"})  # `more than 1600 Omani police`
_LISTED = frozenset({",", "and", "or", "-", "–"})
_FIRST_NAMES = frozenset({"April", "May", "June", "August"})


def _led(span: Span, words: Lexicon, kind: str) -> bool:
    """Whether the word before the span is one that goes before this kind of thing."""
    token = neighbours.before(span)
    row = words.get(token.text) if token is not None else None
    return row is not None and bool(row[kind])


def _is_near(span: Span, words: Lexicon, kind: str) -> bool:
    """Whether a word near the span speaks for this kind of thing."""
    return any((row := words.get(token.text)) is not None and row[kind] for token in neighbours.around(span, _FAR))


def _is_title(token: Token | None) -> bool:
    return token is not None and token.is_title


def month(span: Span, words: Lexicon) -> str | None:
    """A month's name: not the verb in `may last year`, not the person in `Theresa May`."""
    name, after, led = span[-1], neighbours.after(span), _led(span, words, "month")
    if any(token.text in ("may", "march") for token in span):
        return "a verb"
    if len(span) > 1:
        return None
    called = name.text in _FIRST_NAMES and (_is_title(neighbours.before(span)) or _is_title(after))
    if not led and (called or name.ent_type_ in _NAMED):
        return "part of a name"
    if name.tag_.startswith(("MD", "VB")):
        return "a verb"
    if name.text in ("May", "March") and not name.tag_ and not led:
        return "not certainly a month"
    return None


def year(span: Span, words: Lexicon) -> str | None:
    """Four digits: not a number of people or things, not the number of a flight or a law."""
    rounded = span[0].lower_ in _ROUNDED
    if rounded:
        span = span[1:]
    before, after = neighbours.before(span), neighbours.after(span)
    if len(span) > 1:
        return None
    compared = before is not None and before.i and before.lower_ == "than" and before.nbor(-1).lower_ in _AMOUNTS
    if compared or _led(span, words, "number") or (before is not None and before.tag_ in ("CD", "$", "#")):
        return "a number of something"
    plural = after is not None and after.tag_ in ("NNS", "NNPS")
    if plural and (rounded or span.text < "1900" or not _led(span, words, "year")):
        return "counts things"
    if _led(span, words, "year") or before is None or before.is_punct:
        return None
    if before.tag_ == "NNP" and not before.is_sent_start and before.ent_type_ not in ("DATE", "EVENT", "GPE"):
        return "part of a name"
    return "too early to be certain" if span.text < "1800" else None


def short_year(span: Span, words: Lexicon) -> str | None:
    """`'87`: not a version."""
    return None if _led(span, words, "year") else "not certainly a year"


def decade(span: Span, words: Lexicon) -> str | None:
    """`in his early sixties`: an age. `Temperatures in the 50s`: degrees."""
    before = neighbours.before(span)
    if _is_near(span, words, "degrees"):
        return "degrees"
    possessive = before is not None and before.lower_ in ("my", "your", "his", "her", "their", "our")
    return "an age" if possessive else None


def title(span: Span, words: Lexicon) -> str | None:
    """Not `This Week` and `Today` in the names of papers and programmes, unless a headline writes all words so."""
    before = neighbours.before(span)
    if before is None or not span[-1].is_title or (before.is_punct and len(span) == 1):
        return None
    return "part of a name" if any(token.is_lower for token in neighbours.around(span, _FAR)) else None


def weekday(span: Span, words: Lexicon) -> str | None:
    """`Sunday Times` and `Saturday Night Live` are no days, and `Super Tuesday` not the last one."""
    before, after = neighbours.before(span), neighbours.after(span)
    named = span[0].ent_type_ in _NAMED or (_is_title(before) and _led(span, words, "weekday"))
    named = named or (len(span) == 1 and _is_title(after) and before is not None and before.lower_ in ("the", "a"))
    return "part of a name" if named else None


def stretch(span: Span, words: Lexicon) -> str | None:
    """`last 90 days`: not the verb in `would last 90 days`."""
    return "a verb" if span[0].lower_ == "last" and span[0].tag_.startswith("VB") else None


def day_of_this_month(span: Span, words: Lexicon) -> str | None:
    """`on the 17th`: not a hole of a golf course."""
    return "a hole" if _is_near(span, words, "hole") else None


def part_of_year(span: Span, words: Lexicon) -> str | None:
    """`second-half goals`, `a touchdown early in the fourth quarter`: of a match, not of a year."""
    return "of a match" if _is_near(span, words, "match") else None


def adverb(span: Span, words: Lexicon) -> str | None:
    """`overnight`: not before a noun that it describes."""
    after = neighbours.after(span)
    return "describes a thing" if after is not None and after.tag_.startswith("NN") else None


def holiday(span: Span, words: Lexicon) -> str | None:
    """`Christmas`: not a person of that name, nor a day of another calendar."""
    before = neighbours.before(span)
    if _led(span, words, "holiday"):
        return "of another calendar"
    named = before is not None and before.tag_ == "NNP" and before.ent_type_ != "DATE" and not before.is_sent_start
    return "part of a name" if named or span[0].ent_type_ == "PERSON" else None


def season(span: Span, words: Lexicon) -> str | None:
    """`summer` alone: only after a preposition; not the attribute of what is no time, as in `the winter coat`."""
    if span[-1].tag_.startswith("VB"):
        return "a verb"
    described = neighbours.after(span) if span[0].lower_ in ("a", "the") else None
    if described is not None and span[-1].dep_ in ("compound", "nmod") and span[-1].head == described:
        row = words.get(described.text)
        return None if row and row["seasonal"] else "an attribute"
    if len(span) == 1 and _is_title(neighbours.after(span)):
        return "part of a name"
    if len(span) == 1 and not _led(span, words, "season"):
        return "not certainly a time"
    return None


def one_unit(span: Span, words: Lexicon) -> str | None:
    """`a week`: not the rate in `six sailings a week`."""
    before, after = neighbours.before(span), neighbours.after(span)
    if after is not None and after.text == "-":
        return "part of a compound"
    rate = before is not None and before.tag_ in ("NN", "NNS", "CD") and span[0].lower_ in ("a", "an")
    return "a rate" if rate else None


def open_duration(span: Span, words: Lexicon) -> str | None:
    """`weeks` without a number: only where a preposition makes it a length of time, or in `weeks of talks`."""
    before, after = neighbours.before(span), neighbours.after(span)
    if span.text == "hours" and before is not None and before.lower_ == "after" and (after is None or after.is_punct):
        return "when the markets are closed"
    if _led(span, words, "length") or (after is not None and after.lower_ in ("later", "earlier", "away")):
        return None
    if after is not None and after.lower_ in ("after", "before") and (before is None or before.is_punct):
        return None
    counted = after is not None and after.lower_ == "of" and span[0].is_lower
    if counted and before is not None and before.lower_ not in ("early", "small", "dying"):
        return None
    return "not certainly a length of time"


def vague(span: Span, words: Lexicon) -> str | None:
    """`the past`, `the present`: not before what they describe, as in `the past four winters`."""
    after = neighbours.after(span)
    noun = span[0].lower_ == "the" and span[-1].lower_ in ("past", "present", "future")
    if noun and after is not None and after.tag_.startswith(("NN", "CD", "JJ")):
        return "describes a thing"
    return None


def frequency(span: Span, words: Lexicon) -> str | None:
    """`daily`: not in the name of a newspaper, nor for what is paid or published so."""
    after = neighbours.after(span)
    before = neighbours.before(span)
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
    return any(token.like_num for token in before)


def clock(span: Span, words: Lexicon) -> str | None:
    """`3:14` or `2:09:35` alone, which may be a result: only after a preposition of time."""
    before = neighbours.before(span)
    listed = before is not None and before.i and before.lower_ in _LISTED and ":" in before.nbor(-1).text
    if listed or any(map(str.isalpha, span.text)) or _led(span, words, "clock"):
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
    "part_of_year": part_of_year,
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
