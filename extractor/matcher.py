"""Match, resolve ties, interpret, annotate: what every kind of fact shares.

`RuleMatcher` finds all hits of a kind's rules; `decide` settles which of them become rows (longest, then leftmost,
then first in the rule file) and lets the kind's own code interpret them; `annotate` writes the result on the Doc.
"""

from __future__ import annotations

import bisect
import collections
import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span

from extractor.lexicons import RuleError
from extractor.records import SUBTYPE, value_columns
from extractor.ruleset import Rule, RuleSet
from extractor.sentence_index import IndexedSentence, SentenceIndex, index_of


class Hit(NamedTuple):
    """One match of one rule. Offsets are code points in the text of the Doc."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, str]  # the text of each named group that matched
    spans: Mapping[str, tuple[int, int]]  # and its offsets


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A row in the making: where it stands, which rule made it, and its value columns."""

    rule_id: str
    start: int
    end: int
    values: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """What became of one hit, for people who debug rules: `fired`, `lost` (to a rule) or `rejected` (why)."""

    kind: str
    rule_id: str
    start: int
    end: int
    outcome: str
    reason: str | None = None


class Reject(Exception):
    """Raised by the interpretation of a hit: "not this after all".

    With `blocks=True` nothing else may match there either: in "31 February" there is no "February" to report.
    """

    def __init__(self, reason: str, blocks: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.blocks = blocks


class RuleMatcher:
    """Finds every hit of the rules of one kind; hits lie inside one sentence.

    Raises:
        RuleError: naming file, rule and reason, if spaCy refuses a token pattern.
    """

    def __init__(self, nlp: Language, rules: RuleSet) -> None:
        self._by_trigger: dict[str, set[Rule]] = collections.defaultdict(set)
        self._always: set[Rule] = set()
        self._by_id = {rule.id: rule for rule in rules.rules}
        self._tokens = Matcher(nlp.vocab, validate=True)
        self._phrases: dict[str, PhraseMatcher] = {}
        for rule in rules.rules:
            if rule.lexicon is not None:
                self._add_lexicon(nlp, rule)
                continue
            if rule.pattern is not None:
                self._add_pattern(rule)
            for trigger in rule.triggers or ():
                self._by_trigger[trigger].add(rule)
            if rule.triggers is None:
                self._always.add(rule)
        self._words = frozenset(self._by_trigger)
        self._patterns = bool(len(self._tokens))

    def _add_pattern(self, rule: Rule) -> None:
        tokens = [{key: value for key, value in token.items() if key != "group"} for token in rule.pattern or ()]
        try:
            self._tokens.add(rule.id, [tokens], greedy="LONGEST")
        except (ValueError, re.error) as error:
            raise RuleError(f"{rule.path}: rule {rule.id!r}: not a valid token pattern: {error}") from None

    def _add_lexicon(self, nlp: Language, rule: Rule) -> None:
        attribute = "ORTH" if rule.case_sensitive else "LOWER"
        matcher = self._phrases.setdefault(attribute, PhraseMatcher(nlp.vocab, attr=attribute))
        surfaces = list(rule.lexicon.surfaces()) if rule.lexicon else []
        surfaces += [surface.replace("'", "’") for surface in surfaces if "'" in surface]
        matcher.add(rule.id, [nlp.make_doc(surface) for surface in surfaces])

    def __call__(self, doc: Doc) -> list[Hit]:
        """All hits in a Doc, sorted by place and order in the file. `doc` must have sentences."""
        hits: list[Hit] = []
        index = index_of(doc)
        for sentence in index.sentences:
            rules = self._always.union(*(self._by_trigger[word] for word in sentence.words & self._words))
            for rule in rules:
                hits += _regex_hits(rule, index, sentence)
            if self._patterns and any(rule.pattern is not None for rule in rules):
                hits += self._pattern_hits(doc[sentence.first : sentence.behind], index.text)
        hits += self._lexicon_hits(doc, index)
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule.order))

    def _pattern_hits(self, sentence: Span, text: str) -> Iterable[Hit]:
        matches: Any = self._tokens(sentence, with_alignments=True)
        for key, start, end, alignment in matches:
            rule = self._by_id[sentence.vocab.strings[key]]
            tokens = sentence[start:end]
            groups: dict[str, tuple[int, int]] = {}
            for token, place in zip(tokens, alignment, strict=True):
                name = (rule.pattern or ())[place].get("group")
                if name:
                    first = groups.get(name, (token.idx, 0))[0]
                    groups[name] = (first, token.idx + len(token))
            texts = {name: text[slice(*span)] for name, span in groups.items()}
            yield Hit(rule, tokens.start_char, tokens.end_char, texts, groups)

    def _lexicon_hits(self, doc: Doc, index: SentenceIndex) -> Iterable[Hit]:
        body_start = doc._.body_start
        for matcher in self._phrases.values():
            for key, start, end in matcher(doc):
                inside = not any(doc[place].is_sent_start for place in range(start + 1, end))
                if inside and index.starts[start] >= body_start:
                    yield Hit(self._by_id[doc.vocab.strings[key]], index.starts[start], index.ends[end - 1], {}, {})


def _regex_hits(rule: Rule, index: SentenceIndex, sentence: IndexedSentence) -> Iterator[Hit]:
    if (regex := rule.regex) is None:
        return
    for match in matches(regex, rule.openings, index, sentence):
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        yield Hit(rule, *match.span(), groups, {name: match.span(name) for name in groups})


def matches(
    regex: re.Pattern[str], openings: frozenset[str] | None, index: SentenceIndex, sentence: IndexedSentence
) -> Iterator[re.Match[str]]:
    """The matches in a sentence from left to right, none over another, as `finditer` gives them."""
    if openings is None:
        yield from regex.finditer(index.text, sentence.start, sentence.end)
        return
    free = sentence.start
    for place in index.places(sentence, openings):
        if place >= free and (match := regex.match(index.text, place, sentence.end)):
            free = match.end()
            yield match


def decide(
    hits: Iterable[Hit], interpret: Callable[[Hit], Mapping[str, Any]], trace: list[Event] | None = None
) -> list[Found]:
    """The hits that become rows, in order of place; no two of them overlap.

    The longest hit is interpreted first; of equally long ones the leftmost, then the first in the rule file. A hit
    that `interpret` rejects makes room for the next one, unless the rejection blocks its place. `interpret`
    may narrow or move the row by returning `start` and `end` among its values.
    """
    taken: list[tuple[int, int, str]] = []
    found = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.rule.order)):
        winner = overlapping(taken, hit.start, hit.end)
        if winner is not None:
            note(trace, hit, "lost", winner)
            continue
        try:
            values = dict(interpret(hit))
        except KeyError as error:  # spaCy would say that its component "could not be run"
            where = f"{hit.rule.path}: rule {hit.rule.id!r}"
            raise RuleError(f"{where}: has neither a group nor a value {error}, which its reading needs") from error
        except Reject as reason:
            note(trace, hit, "rejected", reason.reason)
            if reason.blocks:
                bisect.insort(taken, (hit.start, hit.end, hit.rule.id))
            continue
        start, end = values.pop("start", hit.start), values.pop("end", hit.end)
        moved = (start, end) != (hit.start, hit.end)
        winner = overlapping(taken, start, end) if moved else None
        if winner is not None:
            note(trace, hit, "lost", winner)
            continue
        note(trace, hit, "fired")
        bisect.insort(taken, (start, end, hit.rule.id))
        values.setdefault(SUBTYPE[hit.rule.kind], hit.rule.label)
        found.append(Found(hit.rule.id, start, end, values))
    return sorted(found, key=lambda row: row.start)


def overlapping(taken: list[tuple[int, int, str]], start: int, end: int) -> str | None:
    """The rule that holds a place, of sorted and disjoint places; None if the place is free."""
    place = bisect.bisect_left(taken, (end,))
    if place and taken[place - 1][1] > start:
        return taken[place - 1][2]
    return None


def note(trace: list[Event] | None, hit: Hit, outcome: str, reason: str | None = None) -> None:
    """Write down what became of a hit, if anybody wants to know."""
    if trace is not None:
        trace.append(Event(hit.rule.kind, hit.rule.id, hit.start, hit.end, outcome, reason))


PAYLOADS = {"entities": "entity", "dates": "date", "counts": "count", "objectives": "objective"}
"""The custom attribute that holds a span's values, for each kind: `span._.date`.

One for each kind, as spaCy keys span attributes by offsets only: a date and a count on the same tokens would share one.
"""

for _name in PAYLOADS.values():
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=None)
if not Doc.has_extension("published"):
    Doc.set_extension("published", default=None)


def annotate(doc: Doc, kind: str, found: Iterable[Found]) -> None:
    """Write the rows of a kind to `doc.spans[kind]`, sorted and without overlap.

    A span covers whole tokens, its payload holds the exact `start` and `end` in code points. Where two rows share a
    token, the first one stays.

    Raises:
        ValueError: if a row's values are no columns of the kind.
    """
    known = dict.fromkeys(value_columns(kind))
    spans: list[Span] = []
    body_start, index = doc._.body_start, index_of(doc)
    for row in found:
        if not row.values.keys() <= known.keys():
            raise ValueError(f"{row.rule_id}: no column of {kind}: {sorted(row.values.keys() - known.keys())}")
        first, behind = index.tokens(row.start, row.end)
        if (spans and first < spans[-1].end) or row.start < body_start:
            continue
        span = Span(doc, first, behind, label=row.values[SUBTYPE[kind]], span_id=row.rule_id)
        span._.set(PAYLOADS[kind], {"start": row.start, "end": row.end, **known, **row.values})
        spans.append(span)
    doc.spans[kind] = spans


def payload(span: Span, kind: str) -> dict[str, Any]:
    """The values of a row's span: every value column of the kind, and the exact `start` and `end`."""
    values: dict[str, Any] = span._.get(PAYLOADS[kind])
    return values
