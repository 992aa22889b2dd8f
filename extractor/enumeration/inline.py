"""Items inside a line: `three aims: to cut waste, build homes and create jobs`; also `(1) … (2) …` and `… ; …`."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from extractor.enumeration.page import Page, Span
from extractor.enumeration.shapes import Shape, shape_of

LONGEST_ITEM = 420  # characters
LONGEST_LIST = 1200  # characters; also bounds the work that one cue can cause
MOST_SEPARATORS = 60
LONGEST_MARKED_LIST = 4000  # the same with (1) … (2)

_MARK = re.compile(
    r"""(?:(?<=[\s"“])|(?<=^))(?:\((?P<value>\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|(?P<plain>\d{1,2}|[a-h]|[ivx]{1,4})\)
        |(?P<dot>\d{1,2})\.|(?P<bullet>[*•▪■◦‣●·]|[\ue000-\uf8ff])|(?P<dash>[?–-](?=\s)))\s{0,3}(?=[\w"“‘'$])""",
    re.VERBOSE,
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SEPARATOR = re.compile(
    r"""(?P<strong>;(?:\s+(?:and|or)\b)?|\s/\s)
      | (?P<oxford>,\s+(?:and|or|plus|as\s+well\s+as|along\s+with)\b(?:,\s[a-z ]{3,40},)?,?) | (?P<comma>,(?=\s))
      | (?P<word>(?<=\s)(?:and|or|as\s+well\s+as|&)(?:,\s[a-z ]{3,40},)?(?=\s)) | (?P<open>[(\[]) | (?P<close>[)\]])
      | (?P<quoted>[“"](?:[^“”"]{1,200})[”"])""",
    re.VERBOSE,
)
# What may follow the last item in its sentence without being of it: who said it, and what the speaker thinks of it.
_AFTERTHOUGHT = re.compile(
    r"""[,–—-]\s*["”’]?\s*(?:
          (?:according\s+to|in\s+that\s+order|among\s+others?|he|she|they|it|which|who|said|says|while|but|although|though|adding|will|would|has|have|is|are|was|were|as\s+part\s+of|with\s+a\s+view)\b
        | (?:(?:the|a|an|his|her|its|their)\s+)?(?:[\w’'.-]+\s){1,5}(?:said|says|told|added|wrote|tweeted)\b)[^;]*$""",
    re.VERBOSE | re.DOTALL,
)
_SHARED_PREFIX = re.compile(
    r"""\s*(?:(?:they|these|it|which|we|this|i)\s+(?:must|should|will|would|are|is|need\s+to|have\s+to|include|were)
        (?:\s+(?:be|also|to))?|to\s+be|that\s+of|namely|i\.e\.|first(?=\s+to\b))\s+""",
    re.VERBOSE | re.IGNORECASE,
)
_ALL_QUOTED = re.compile(r"\s*[“\"](?P<inside>[^“”\"]{1,1200})[”\"]\W{0,3}$")
_QUOTED = re.compile(r"[“\"]([^“”\"]{1,200})[”\"]")
_BLANK_OR_QUOTE = ' \n"“”‘’'
_DETERMINED = re.compile(r"\s*(?:the|a|an|its|their|our|his|her|more|better|greater|no)\s", re.IGNORECASE)


def marked(page: Page, start: int, end: int) -> list[Span]:
    """Items behind `(1)`, `(a)`, `1)` or bullets inside a block, the first mark within a few characters of `start`.

    The last item ends with its sentence, the others before the next mark.
    """
    if not _MARK.search(page.text, start, min(end, start + 64)):
        return []
    end = min(end, start + LONGEST_MARKED_LIST)
    marks = list(_sequence(page.text, start, end))
    if len(marks) < 2:
        return []
    items = [(one[1], two[0]) for one, two in pairwise(marks)]
    last = marks[-1][1]
    items.append((last, min(end, page.sentences[page.sentence_at(last)][1])))
    return page.trimmed(items)


def _sequence(text: str, start: int, end: int) -> Iterator[Span]:
    """The marks of one list: equal bullets, or numbers in order."""
    family, number = "", 0
    for match in _MARK.finditer(text, start, end):
        bullet = match["bullet"] or match["dash"]
        if bullet:
            # A dash or a lost bullet must stand directly behind the colon to be one.
            if family == bullet or (not family and (match["bullet"] or match.start() - start < 3)):
                family = bullet
                yield match.span()
            continue
        value = match["value"] or match["plain"] or match["dot"]
        frame = match.lastgroup or ""
        if family not in ("", frame):
            continue
        if number + 1 in _readings(value):
            family, number = frame, number + 1
            yield match.span()


def _readings(value: str) -> set[int]:
    if value.isdigit():
        return {int(value)}
    value = value.lower()
    roman = {_ROMAN.index(value) + 1} if value in _ROMAN else set()
    return roman | ({ord(value) - ord("a") + 1} if len(value) == 1 else set())


def coordinated(page: Page, start: int, end: int, declared: int | None) -> list[Span]:
    """The conjuncts of the text between two offsets; the number that was declared settles doubtful cases."""
    end = min(end, start + LONGEST_LIST)
    if quoted := _ALL_QUOTED.match(page.text, start, end):
        start, end = quoted.span("inside")
    end = start + len(_AFTERTHOUGHT.sub("", page.text[start:end]))
    prefix = _SHARED_PREFIX.match(page.text, start, end)
    if prefix and prefix[0].strip().lower() not in page.text[prefix.end() : end].lower():
        start = prefix.end()  # "they must be cheap, sturdy …"; not where every item has its own "they must"
    readings = [page.trimmed(cut) for cut in _cuts(page, start, end, declared)]
    readings = [items for items in readings if len(items) >= 2 and _plausible(page, items)]
    return next((items for items in readings if len(items) == declared), readings[0] if readings else [])


def _plausible(page: Page, items: Sequence[Span]) -> bool:
    return all(end - start <= LONGEST_ITEM and page.text[start] != "(" for start, end in items)


def _cuts(page: Page, start: int, end: int, declared: int | None) -> Iterator[list[Span]]:
    """Ways to cut a coordination, the most trustworthy first."""
    quoted = [match.span(1) for match in _QUOTED.finditer(page.text, start, end)]
    if sum(stop - begin for begin, stop in quoted) * 2 > end - start:
        yield quoted
    separators = list(islice(_separators(page.text, start, end), MOST_SEPARATORS + 1))
    if len(separators) > MOST_SEPARATORS:
        return  # a list cut short would end with half an item
    yield _between(start, end, [span for kind, span in separators if kind == "strong"])
    shape = shape_of(page, start, end)
    oxford = [span for kind, span in separators if kind == "oxford"]
    if shape != "phrase":
        yield _between(start, end, _parallel(page, separators, start, end, shape))
    first_end = separators[0][1][0] if separators else end
    if shape in ("ing", "to", "base") and _words(page.text[start:first_end]) > 1 and not declared:
        return  # "raising money to develop, build and run a ferry" is one action
    commas = [span for kind, span in separators if kind in ("comma", "oxford")]
    if oxford:
        yield _between(start, end, [span for span in commas if span[0] <= oxford[-1][0]])
    words = [span for kind, span in separators if kind == "word" and (not commas or span[0] > commas[-1][0])]
    words.sort(key=lambda span: not _DETERMINED.match(page.text, span[1], end))  # "fair and open tests, and a …"
    if declared == 2 or (commas and (declared or shape == "phrase")):
        for word in words[:1] + words[-1:]:
            yield _between(start, end, [*commas, word])
    brief = len(commas) >= 2 and all(_words(page.text[slice(*cut)]) <= 12 for cut in _between(start, end, commas))
    if not words and (declared or brief):
        yield _between(start, end, commas)
    halves = _between(start, end, words)
    if (
        not declared
        and len(separators) == 1 == len(words)
        and all(_DETERMINED.match(page.text, *half) for half in halves)
    ):
        yield halves  # "its aims: the defence of the coast and the safety of the fleet"
    if declared and len(separators) == 1 and min(_words(page.text[slice(*half)]) for half in halves) > 1:
        yield _between(start, end, words)  # fewer than declared: "four demands: free transport and a new mayor"


def _separators(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Commas, semicolons and conjunctions outside brackets and quotations."""
    depth = 0
    for match in _SEPARATOR.finditer(text, start, end):
        kind = match.lastgroup or ""
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif not depth and kind != "quoted":
            yield kind, match.span()


def _parallel(page: Page, separators: Sequence[tuple[str, Span]], start: int, end: int, shape: Shape) -> list[Span]:
    """The separators behind which another item of the same shape begins: `improving roads and bridges, and building …`.

    Before the last `and` an item may also be a noun with its article, and `to cut A, build B and raise C`
    has one `to` for all.
    """
    chosen: list[Span] = []
    first = next((span for kind, span in separators if kind != "word"), (start, start))
    lone = _words(page.text[start : first[0]]) == 1  # "deter, detect and defend"
    last = max((span[0] for kind, span in separators if kind in ("oxford", "word")), default=-1)
    for kind, span in separators:
        behind = shape_of(page, span[1], end)
        same = behind == shape or {shape, behind} == {"to", "base"}
        noun = kind == "comma" and span[0] < last and _DETERMINED.match(page.text, span[1], end)
        before = _words(page.text[chosen[-1][1] if chosen else start : span[0]])
        if kind == "word" and not lone and (before == 1 or _words(page.text[span[1] : end]) == 1):
            continue  # "drafting and passing a bill", "emissions from farming and transport": no border of items
        if same or noun or (kind == "oxford" and span[0] == last and chosen and behind == "phrase"):
            chosen.append(span)
    words = [span for kind, span in separators if kind == "word" and chosen and span[0] > chosen[-1][0]]
    if words and not any(kind in ("word", "oxford") and span in chosen for kind, span in separators):
        chosen += [span for span in words[-1:] if _DETERMINED.match(page.text, span[1], end)]  # the last `and` is owed
    return chosen


def _words(text: str) -> int:
    return len(text.strip(_BLANK_OR_QUOTE).split())


def _between(start: int, end: int, separators: Sequence[Span]) -> list[Span]:
    edges = [start, *(edge for span in separators for edge in span), end]
    return list(zip(edges[::2], edges[1::2], strict=True))
