"""What the language model found, made presentable: trimmed, split at line breaks, junk dropped.

Rule hits are then merged in: the model and the rules often see the same name with different borders.
"""

import re
from collections.abc import Iterable

from extractor import lexicons
from extractor.matcher import Found
from extractor.mentions import Mention, Mentions
from extractor.mentions.words import DETERMINERS, POSSESSIVES, Words

LABELS = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"})

_BORDERS = lexicons.load("name_borders").rows
_LEADING, _TRAILING, _SUFFIXES, _NO_NAMES = (
    frozenset(word for word, row in _BORDERS.items() if row[column])
    for column in ("leading", "trailing", "suffix", "no_name")
)
_LEADING |= DETERMINERS | POSSESSIVES
TRAILING = _TRAILING | POSSESSIVES
_NO_NAMES |= {word.lower() for name in ("months", "weekdays") for word in lexicons.load(name).surfaces()}
_OPENERS = frozenset("([{\"'`“‘«*•|–—-:;,./#@\\")
_CLOSERS = frozenset("()]}\"'`”’»*•|–—-:;,./#\\?!…")
_JUNK = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net)\b|[<>=\\^]|#\w"
    r"|^[A-Z0-9]{2,6}[a-z]?\.[A-Z]{1,2}$|^[A-Z][A-Za-z]{0,2}\d{1,3}(?:(?:,\d{3})+|(?:\.\d{1,3})?(?:m|mn|bn|tn)|\.\d\d)\.?$"
)
_DASHES = frozenset({"-", "--", "–", "—"})
_SCORE = re.compile(r"\s[0-9]{1,3}\s?[-–]\s?[0-9]{1,3}$")
_BEGINNERS = frozenset(lexicons.load("opening_nouns").surfaces())
"""Nouns with which sentences of news begin, and which the model then takes for names."""
_HEADS = lexicons.load("head_nouns").rows
_KINDS = {word: row["label"] for word, row in lexicons.load("kind_nouns").rows.items()}
_DESCRIBING = frozenset(
    word for word, label in _KINDS.items() if label in ("ORG", "PERSON") and word.title() not in _HEADS
)
"""Nouns that say what a company or a person is, and which a sentence may begin with: `Brewer Sarnbrau`."""
_BETWEEN = frozenset({"after", "against", "before", "by", "for", "from", "in", "on", "over", "to", "with"})
"""Words that no name of a person or place holds: `Veld before Sarn equalised`."""
TICKER = re.compile(r"\(?[A-Z0-9]{1,6}[a-z]?\.[A-Z]{1,2}\)|[A-Z]{1,5}, [+−-]\d")
"""The sign of a share behind the name of its company: `Veldlink (VLDK.OL)`, `Veldlink VLD, -1.2%`."""
SIDES = ("pro-", "anti-")
"""What stands before a place that is no part of the name behind it: `the anti-Lima Peasants' Party`."""
_AFFIX = re.compile(
    r"^(?:pro|anti)-\w+ (?=[A-Z])|^(?:pro|anti|non|ex|mid|post|pre|un|trans|pan|intra|R|D|I)-(?=[A-Z])"
    r"|^(?:Pro|Anti|Non|Ex|Mid|Post|Pre|Trans|Pan|Intra)-(?=[A-Z][\w.]+$)"
    r"|(?<=\w)-(?:[a-z]{2,12}ed|led|based|held|born|made|style|wide|run|bound|era|owned|built)$|(?<=U\.S\.)-[a-z]{3,}$"
)
"""What is joined to a name by a hyphen and is no part of it: `pro-Russian`, `US-led`, `R-Texas`, `Trans-European`."""


def from_model(words: Words, rule: str) -> list[Mention]:
    """The entities of the model as mentions of the labels that we report."""
    mentions: list[Mention] = []
    for begin, stop, label in words.entities():
        if label not in LABELS:
            continue
        pieces = _pieces(words, begin, stop, label) if stop - begin > 1 else [(begin, stop)]
        for first, behind in pieces:
            first, behind = _trim(words, first, behind, label)
            if first >= behind or is_junk(words, first, behind) or _is_noun(words, first, behind):
                continue
            start, end = words.span(first, behind)
            if mentions and start < mentions[-1].end:
                continue
            if label != "PERSON":
                start, end = _without_affixes(words.doc_text, start, end)
            mentions.append(Mention(start, end, words.doc_text[start:end], label, rule))
    return mentions


def _pieces(words: Words, first: int, behind: int, label: str) -> Iterable[tuple[int, int]]:
    """The parts of a span between line breaks, and between commas that separate names."""
    begin = first
    for index in range(first, behind):
        if (
            "\n" in words.texts[index]
            or words.texts[index] in "|$€£"
            or (words.texts[index] == "/" and label == "PERSON")  # "Photo: Ilse Marwick/AFP"
            or (words.texts[index] in ",;" and _separates(words, index, behind, label))
            or (words.texts[index] in _DASHES and _parts(words, first, index, label))
            or (words.lower[index] in ("and", "&", "at") and _joins(words, begin, index, behind, label))
            or (words.texts[index] in _BETWEEN and label in ("PERSON", "GPE"))
        ):
            if index > begin:
                yield begin, index
            begin = index + 1
    if behind > begin:
        yield begin, behind


def _parts(words: Words, first: int, dash: int, label: str) -> bool:
    """Whether a dash between blanks stands between two names: `PORT ALDEN - Norland's ministers`."""
    return words.is_apart(dash) and dash > first and (label != "ORG" or dash - first == 1)


def _separates(words: Words, comma: int, behind: int, label: str) -> bool:
    """Whether a comma stands between two names: not in `Acme, Inc.`, nor in `Department of Trade, Mines and Water`."""
    if label in ("WORK_OF_ART", "LAW") or comma + 1 >= behind:
        return False
    rest = words.lower[comma + 1 : behind]
    return words.texts[comma + 1][0].isupper() and rest[0].strip(".") not in _SUFFIXES and not {"and", "&"} & set(rest)


def _joins(words: Words, first: int, joint: int, behind: int, label: str) -> bool:
    """Whether a word stands between two names: `Norland and South Ketland`, `Centre for Birds at Lund University`.

    Of organisations, where both end alike, `Veld Energy and Sarn Energy`, or end a list, `NFWA, Veld and Sarn`, or
    are two of a kind, `the schools Veld and Sarn`, or unlike in form, `Blue Cross and NFWA`.
    """
    last = words.lower[behind - 1]
    if words.lower[joint] == "at":
        return label in ("ORG", "FAC") and words.texts[behind - 1] in _HEADS
    if label == "ORG":
        alike = words.lower[joint - 1].endswith(last) and joint + 1 < behind - 1
        ends_list = words.small(first - 1) == "," and words.proper(first - 2)
        two = words.small(first - 1).endswith("s") and words.small(first - 1).removesuffix("s") in _KINDS
        short = joint + 2 == behind and words.texts[joint + 1].isupper() and not words.texts[joint - 1].isupper()
        several = two or (short and len(last) > 2) or (ends_list and joint - first == 1)
        return alike or (words.lower[joint] == "and" and several)
    return label in ("PERSON", "GPE") and joint + 1 < behind and words.capitalised(joint + 1)


def _trim(words: Words, first: int, behind: int, label: str) -> tuple[int, int]:
    """The span without article, possessive, punctuation and numbers at its ends."""
    while first < behind and _is_lead(words.texts[first], words.lower[first]):
        first += 1
    if words.texts[behind - 1] not in _HEADS:
        first += is_description(words, first, behind)
    if label in ("ORG", "PERSON", "GPE", "FAC"):
        for place in range(behind - 2, first - 1, -1):
            if _is_common(words, place) and words.proper(place + 1):
                first = place + 1
                break
    if label == "PERSON" and "of" in words.lower[first + 2 : behind]:
        behind = words.lower.index("of", first + 2)  # "Nils Arden of Northgate": where a person is from
    while behind > first:
        text = words.texts[behind - 1]
        number = label in ("PERSON", "GPE", "NORP") and text[0].isdigit() and behind - first > 1
        kind = label == "PERSON" and words.tags[behind - 1] in ("NN", "NNS")  # "the Sarn and Veld rivers"
        adverb = words.tags[behind - 1] in ("RB", "RBR")  # "Huber earlier"
        small = (kind or adverb) and text.islower() and behind - first > 1 and words.texts[behind - 2] not in _DASHES
        cut = number or small or (behind - first > 1 and TICKER.match(words.doc_text, words.starts[behind - 1]))
        if words.lower[behind - 1] in TRAILING or _is_made_of(_CLOSERS, text) or text.isspace() or cut:
            behind -= 1
        else:
            break
    return first, behind


def is_description(words: Words, first: int, behind: int) -> bool:
    """Whether a name begins with a noun that says what it names, and which begins a sentence: `Brewer Sarnbrau`."""
    return (
        words.sentence_starts[first : first + 1] == [True] and words.lower[first] in _DESCRIBING and behind > first + 1
    )


def _is_common(words: Words, index: int) -> bool:
    """Whether a word is written small and no name: `organisation` of `aid organisation Blue Cross`, `Oslo-based`."""
    text, tag = words.texts[index], words.tags[index]
    common = tag[:2] in ("NN", "JJ") or (tag in ("VBN", "VBD") and words.texts[index - 1] in _DASHES)
    return common and text.islower() and len(text) > 3 and text.isalpha()


def _without_affixes(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without `pro-` in front or `-led` behind."""
    if text.endswith(SIDES, 0, start):
        start += text[start:end].find(" ") + 1
    name = text[start:end]
    if name[-1].isdigit() and (score := _SCORE.search(name)):
        return start, start + score.start()
    for match in _AFFIX.finditer(name) if "-" in name else ():
        if match.start() == 0:
            start += match.end()
        else:
            end -= len(name) - match.start()
    return start, end


def _is_lead(text: str, lower: str) -> bool:
    return lower in _LEADING or _is_made_of(_OPENERS, text) or text.isspace()


def _is_made_of(characters: frozenset[str], text: str) -> bool:
    return text[0] in characters and set(text) <= characters


def is_junk(words: Words, first: int, behind: int) -> bool:
    """Whether a span is no name: no capital, an address, a sum (`Sh40,000`, `R12m`), a date, a pronoun."""
    text = words.doc_text[words.starts[first] : words.end(behind - 1)]
    if text == text.lower() or len(text) < 2 or not (text[:2].isalpha() or sum(map(str.isalpha, text)) > 1):
        return True
    if not text.isalpha() and _JUNK.search(text):
        return True
    for word in words.lower[first:behind]:
        name = word.strip("-")
        if name[:1].isalpha() and name not in _NO_NAMES:
            return False
    return True


def _is_noun(words: Words, first: int, behind: int) -> bool:
    """Whether a capital only shows where a sentence or a report begins: `Thousands of people`."""
    tag = words.tags[first]
    begins = words.sentence_starts[first] or words.texts[first - 1] in _DASHES
    if behind - first > 1 or not begins or tag not in ("NNS", "NN", "VBN"):
        return False
    return tag == "VBN" or words.lower[first] in _BEGINNERS or words.lower[first] in words.lower_words


def from_rules(found: Iterable[Found], text: str) -> list[Mention]:
    """Rule hits as mentions."""
    return [
        Mention(
            row.start, row.end, text[row.start : row.end], rule=row.rule_id, listed="name" in row.values, **row.values
        )
        for row in found
    ]


def merge(candidates: Iterable[Mention], hits: Iterable[Mention]) -> Mentions:
    """One set without overlap: a rule's border wins, but no rule hit cuts a piece out of a longer name of the model.

    `Bank of Georgia` stays whole though a rule finds `Georgia` in it; `Georgia |` gives way.
    """
    mentions = Mentions(candidates)
    for hit in hits:
        others = mentions.overlapping(hit.start, hit.end)
        if not any(_holds(other, hit) for other in others):
            mentions.add(hit)
    return mentions


def _holds(other: Mention, hit: Mention) -> bool:
    """Whether a candidate is a longer name than the hit inside it."""
    return other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
