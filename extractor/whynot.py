"""Why a rule did not fire: how far its pattern matched, token by token or part by part, for people who write rules."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token

from extractor import lexicons
from extractor.matcher import Event, RuleMatcher
from extractor.ruleset import Rule, RuleSet, compile_beginning
from extractor.triggers import SHAPES, words_of

_MOST_SENTENCES = 3
_ATTRIBUTES = {"LOWER": "lower_", "ORTH": "text", "TEXT": "text", "TAG": "tag_", "DEP": "dep_", "ENT_TYPE": "ent_type_"}


@dataclasses.dataclass(frozen=True, slots=True)
class Reach:
    """How far a rule got in one sentence: the text it matched, and the lines that say what it wanted next."""

    sentence: int
    matched: str
    lines: tuple[str, ...]


def why(nlp: Language, doc: Doc, rules: RuleSet, rule: Rule, events: Sequence[Event]) -> Iterator[str]:
    """The lines that say what a rule did in a text, and where it did nothing, how far it matched.

    Args:
        nlp: the pipeline that made `doc`.
        doc: a processed text.
        rules: the rules of the kind.
        rule: one of them.
        events: what became of every hit in this text (`doc.user_data["extractor_trace"]`).
    """
    fates = {(event.start, event.end): event for event in events if event.rule_id == rule.id}
    spans = {(span.start_char, span.end_char) for span in doc.spans.get(rule.kind, []) if span.id_ == rule.id}
    matcher = RuleMatcher(nlp, dataclasses.replace(rules, rules=(rule,)))
    hits = sorted({(hit.start, hit.end) for hit in matcher(doc)} | fates.keys() | spans)
    for start, end in hits:
        yield f"  {start:>6} {doc.text[start:end]!r} {_fate(fates.get((start, end)), (start, end) in spans)}"
    if hits:
        return
    reaches = []
    for number, sentence in enumerate(doc.sents):
        if sentence.start_char >= doc._.body_start and (reach := _reach(nlp, rules, rule, number, sentence)):
            reaches.append(reach)
    best = sorted(reaches, key=lambda reach: -len(reach.matched))[:_MOST_SENTENCES]
    yield from _absent_triggers(rule, doc)
    for reach in sorted(best, key=lambda reach: reach.sentence):
        yield f"  sentence {reach.sentence}: matched {reach.matched!r}"
        yield from (f"    {line}" for line in reach.lines)
    if not best:
        yield "  not even its first part matches anywhere in the text"


def _fate(event: Event | None, has_row: bool) -> str:
    if event is None:
        return "fired" if has_row else "matched, but the component made nothing of it"
    if event.outcome == "lost":
        return f"matched, lost to {event.reason}"
    return "fired" if event.outcome == "fired" else f"matched, rejected: {event.reason}"


def _absent_triggers(rule: Rule, doc: Doc) -> Iterator[str]:
    if rule.triggers is None or rule.triggers & words_of(doc.text[doc._.body_start :]):
        return
    words = [SHAPES.get(word, word) for word in sorted(rule.triggers)]
    more = f" and {len(words) - 12} more" if len(words) > 12 else ""
    yield f"  never tried: it needs one of these words, and the text has none: {', '.join(words[:12])}{more}"


def _reach(nlp: Language, rules: RuleSet, rule: Rule, number: int, sentence: Span) -> Reach | None:
    if rule.source is not None:
        return _regex_reach(rules, rule, number, sentence.text)
    if rule.pattern is not None:
        return _pattern_reach(nlp, rule.pattern, number, sentence)
    return _lexicon_reach(rule, number, sentence.text)


# --- regular expressions -----------------------------------------------------------------------------------------

_PART = re.compile(
    r"""(?: \\. | \[\^?\]?(?:\\.|[^\]\\])*\] | \{[a-z][a-z_]*\} | [^\W_]+ | (?P<group>\() | (?P<bar>\|) | . )""",
    re.VERBOSE | re.DOTALL,
)
_QUANTIFIER = re.compile(r"(?:\?|\{[0-9]+(?:,[0-9]+)?\})[?+]?")
_OPENING = re.compile(r"\((?:\?:|\?P<\w+>)?(?!\?)")


def _regex_reach(rules: RuleSet, rule: Rule, number: int, text: str) -> Reach | None:
    @functools.cache
    def search(beginning: str) -> re.Match[str] | None:
        return compile_beginning(rule, rules.extra_dirs, beginning).search(text)

    match, rest = _furthest(search, "", rule.source or "")
    if match is None or not match.group():
        return None
    behind = text[match.end() :]
    stands = repr(behind[:30]) if behind else "the end of the sentence"
    wanted = (
        f"wanted next: {'a blank' if rest == ' ' else rest}"
        if rest
        else "the whole pattern, but it may not end inside a word"
    )
    return Reach(number, match.group(), (wanted, f"there stands: {stands}"))


def _furthest(search: Any, before: str, regex: str) -> tuple[re.Match[str] | None, str]:
    """The match of the longest beginning of `before` + `regex`, and the part of `regex` that failed behind it."""
    best: tuple[re.Match[str] | None, str] = (None, regex)
    for parts in _branches(regex):
        fitting, failing = 0, len(parts) + 1
        while failing - fitting > 1:  # every beginning of a beginning that matches does so too
            middle = (fitting + failing) // 2
            if search(before + "".join(parts[:middle])):
                fitting = middle
            else:
                failing = middle
        matched = before + "".join(parts[:fitting])
        match, rest = search(matched) if matched else None, "".join(parts[fitting : fitting + 1])
        opening = _OPENING.match(rest)
        if opening and rest.endswith(")"):
            inner_match, inner_rest = _furthest(search, matched, rest[opening.end() : -1])
            if inner_match and (not match or inner_match.end() > match.end()):
                match, rest = inner_match, inner_rest
        if match and (best[0] is None or match.end() - match.start() > best[0].end() - best[0].start()):
            best = match, rest
    return best


def _branches(regex: str) -> list[list[str]]:
    """The alternatives of an expression, each as the list of its parts, groups whole and with their quantifiers."""
    branches: list[list[str]] = [[]]
    position = 0
    while match := _PART.match(regex, position):
        end = match.end()
        if match["bar"]:
            branches.append([])
            position = end
            continue
        if match["group"]:
            end = _closing(regex, position)
        elif len(match.group()) > 1 and match.group()[0].isalnum() and _QUANTIFIER.match(regex, end):
            end -= 1  # the quantifier is the last letter's own
        quantifier = _QUANTIFIER.match(regex, end)
        if quantifier:
            end = quantifier.end()
        branches[-1].append(regex[position:end])
        position = end
    return branches


def _closing(regex: str, position: int) -> int:
    """Where the group that opens at a position ends."""
    depth = 0
    for match in _PART.finditer(regex, position):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return len(regex)


# --- token patterns ----------------------------------------------------------------------------------------------


def _pattern_reach(nlp: Language, pattern: tuple[Mapping[str, Any], ...], number: int, sentence: Span) -> Reach | None:
    tokens = [{key: value for key, value in token.items() if key != "group"} for token in pattern]
    for length in range(len(tokens), 0, -1):
        matcher = Matcher(nlp.vocab)
        matcher.add("beginning", [tokens[:length]], greedy="LONGEST")
        matches: Any = matcher(sentence, with_alignments=True)
        matches = [match for match in matches if match[2] > match[1]]
        if not matches:
            continue
        _, start, end, alignment = max(matches, key=lambda match: (match[2] - match[1], -match[1]))
        lines = [
            f"{shown(tokens[place])}  {token.text!r}"
            for token, place in zip(sentence[start:end], alignment, strict=True)
        ]
        if length < len(tokens):
            wanted = tokens[length]
            standing = sentence[end] if end < len(sentence) else None
            lines.append(f"{shown(wanted)}  {_misfit(nlp, wanted, standing)}")
        return Reach(number, sentence[start:end].text, tuple(lines))
    return None


def shown(token: Mapping[str, Any]) -> str:
    """One token of a pattern as it is written, long lists cut short."""
    text = " ".join(f"{key}={value}" for key, value in token.items())
    return f"[{text if len(text) <= 60 else text[:57] + '...'}]"


def _misfit(nlp: Language, wanted: Mapping[str, Any], token: Token | None) -> str:
    """Which demands of a pattern's token the token in the text does not meet."""
    if token is None:
        return "<- the sentence ends here"
    failed = []
    for key, value in wanted.items():
        if key == "OP":
            continue
        matcher = Matcher(nlp.vocab)
        matcher.add("one", [[{key: value}]])
        if not matcher(token.doc[token.i : token.i + 1]):
            attribute = _ATTRIBUTES.get(key)
            failed.append(f"{key} is {getattr(token, attribute)!r}" if attribute else f"{key} does not hold")
    return f"<- {token.text!r}: {', '.join(failed) or 'fits, but the pattern cannot go on behind it'}"


# --- lexicons ----------------------------------------------------------------------------------------------------


def _lexicon_reach(rule: Rule, number: int, text: str) -> Reach | None:
    surfaces = rule.lexicon.surfaces() if rule.lexicon else iter(())
    found = re.search(lexicons.alternation(surfaces), lexicons.normalise(text), re.IGNORECASE)
    if not found or not found.group():
        return None
    reason = "stands here, but in another case, or inside a longer word"
    return Reach(number, found.group(), (reason,))
