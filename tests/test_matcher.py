"""Matching and ties: longest, then leftmost, then order in the file; hits stay inside a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

from extractor import ruleset
from extractor.components import sentences  # noqa: F401  (registers the factory)
from extractor.matcher import Event, Found, Hit, Reject, RuleMatcher, annotate, decide, payload


@pytest.fixture(scope="module")
def pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("extractor_sentences")
    return nlp


def matcher(nlp: Language, directory: Path, rules: str, **lexicons: str) -> RuleMatcher:
    off = f"off = {[rule.id for rule in ruleset.load('dates').rules]}\n"
    (directory / "dates.toml").write_text(off + rules, encoding="utf-8")
    (directory / "lexicons").mkdir()
    for name, content in lexicons.items():
        (directory / "lexicons" / f"{name}.csv").write_text(content, encoding="utf-8")
    return RuleMatcher(nlp, ruleset.load("dates", [directory]))


def texts(hits: list[Hit], text: str) -> list[tuple[str, str]]:
    return [(hit.rule.id, text[hit.start : hit.end]) for hit in hits]


def rule(name: str, what: str) -> str:
    return f'[[rule]]\nid = "dates.{name}"\nlabel = "DATE"\n{what}\n'


def test_regex_lexicon_and_pattern_find_the_same_place(pipeline: Language, tmp_path: Path) -> None:
    rules = rule("r", "regex = '(?P<day>{mine}) night'") + rule("l", 'lexicon = "mine"')
    rules += rule("p", 'pattern = [{LEXICON = "mine", group = "day"}, {LOWER = "night"}]')
    match = matcher(pipeline, tmp_path, rules, mine="surface\nTuesday\n")
    text = "It ended on Tuesday night."
    hits = match(pipeline(text))
    assert texts(hits, text) == [("dates.l", "Tuesday"), ("dates.r", "Tuesday night"), ("dates.p", "Tuesday night")]
    assert [hit.groups for hit in hits] == [{}, {"day": "Tuesday"}, {"day": "Tuesday"}]
    assert [hit.spans for hit in hits] == [{}, {"day": (12, 19)}, {"day": (12, 19)}]


def test_a_blank_spans_a_line_break_but_no_paragraph_or_sentence(pipeline: Language, tmp_path: Path) -> None:
    match = matcher(pipeline, tmp_path, rule("r", "regex = 'last week'"))
    wrapped = "The delegates had left the capital for the mountains late last\nweek, and nobody saw them come back."
    for text in ("last week", wrapped, "last  week", "Last week"):
        assert len(match(pipeline(text))) == 1, text
    for text in ("last\n\nweek", "It came last. Week one began.", "blast week", "last weeks"):
        assert match(pipeline(text)) == [], text


def test_case_sensitive_rules_mind_case(pipeline: Language, tmp_path: Path) -> None:
    rules = rule("r", "regex = 'May'\ncase_sensitive = true") + rule("l", 'lexicon = "mine"\ncase_sensitive = true')
    match = matcher(pipeline, tmp_path, rules, mine="surface\nMarch\n")
    text = "They may march in May or March."
    assert texts(match(pipeline(text)), text) == [("dates.r", "May"), ("dates.l", "March")]


def hit(name: str, order: int, start: int, end: int, rules: Mapping[str, Any]) -> Hit:
    return Hit(rules[name], start, end, {}, {})


@pytest.fixture
def three(pipeline: Language, tmp_path: Path) -> Mapping[str, ruleset.Rule]:
    matcher(pipeline, tmp_path, "".join(rule(name, "regex = 'x'") for name in "abc"))
    return {rule.id[-1]: rule for rule in ruleset.load("dates", [tmp_path]).rules}


def test_ties_fall_to_the_longest_then_the_leftmost_then_the_first(three: Mapping[str, ruleset.Rule]) -> None:
    trace: list[Event] = []
    hits = [Hit(three[name], start, end, {}, {}) for name, start, end in
            [("a", 0, 3), ("b", 2, 8), ("c", 8, 10), ("a", 9, 11), ("c", 20, 22), ("b", 20, 22)]]  # fmt: skip
    found = decide(hits, lambda hit: {}, trace)
    assert [(row.rule_id[-1], row.start, row.end) for row in found] == [("b", 2, 8), ("c", 8, 10), ("b", 20, 22)]
    lost = {(event.rule_id[-1], event.start): event.reason for event in trace if event.outcome == "lost"}
    assert lost == {("a", 0): "dates.b", ("a", 9): "dates.c", ("c", 20): "dates.b"}


@pytest.mark.parametrize(("blocks", "left"), [(False, [(0, 5)]), (True, [])])
def test_a_rejected_hit_makes_room_unless_it_blocks(
    three: Mapping[str, ruleset.Rule], blocks: bool, left: list[tuple[int, int]]
) -> None:
    def interpret(hit: Hit) -> Mapping[str, Any]:
        if hit.end == 9:
            raise Reject("no such day", blocks=blocks)
        return {}

    trace: list[Event] = []
    found = decide([Hit(three["a"], 0, 9, {}, {}), Hit(three["b"], 0, 5, {}, {})], interpret, trace)
    assert [(row.start, row.end) for row in found] == left
    assert Event("dates", "dates.a", 0, 9, "rejected", "no such day") in trace


def test_payload_keeps_exact_offsets_and_every_column(pipeline: Language) -> None:
    doc = pipeline("It weighs 5kg-ish in May.")
    annotate(doc, "dates", [Found("dates.a", 21, 24, {"type": "DATE", "value": "XXXX-05"})])
    (span,) = doc.spans["dates"]
    assert (span.text, span.label_, span.id_) == ("May", "DATE", "dates.a")
    assert payload(span, "dates")["value"] == "XXXX-05"
    assert payload(span, "dates")["mod"] is None
    with pytest.raises(ValueError, match="no column of dates"):
        annotate(doc, "dates", [Found("dates.a", 21, 24, {"type": "DATE", "colour": "red"})])
