"""Openings only save work: with them or without, a rule matches the same places."""

from __future__ import annotations

import re

import pytest
import spacy
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from extractor import matcher, ruleset
from extractor.openings import CAPITAL, DIGIT, fold, openings_of, places_of
from extractor.records import KINDS
from extractor.sentence_index import index_of

BLANK = spacy.blank("en")
RULES = [rule for kind in KINDS for rule in ruleset.load(kind).rules if rule.regex is not None]
CORPUS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.*")))


@pytest.mark.parametrize(
    ("regex", "expected"),
    [
        ("(?:the )?(?:last|next) week", {"the", "last", "next"}),
        ("weeks?", {"week", "weeks"}),
        ("G[0-9]{1,2}", {"g"}),
        ("[0-9]{4}|'[0-9]{2}s", {DIGIT, "'"}),
        ("[A-Z][a-z]{1,9} River", {CAPITAL}),
        ("(?i:[A-Z][a-z]{1,9}) River", None),
        ("May[a-z]{0,9}", None),  # the first word is not known
        (r"May\b-?[a-z]{0,9}", {"may"}),
        (r"(?<=in )\w{1,9}", None),
        ("(?:a )?", None),  # may match nothing at all
        ("(?:(?:a{1,90}){1,90}){1,90}", None),  # too many to be listed
    ],
)
def test_openings_are_what_every_match_begins_with(regex: str, expected: set[str] | None) -> None:
    assert openings_of(regex, case_sensitive=True) == expected


def _matches(regex: re.Pattern[str], openings: frozenset[str] | None, text: str) -> list[tuple[int, int]]:
    doc = BLANK(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    index = index_of(doc)
    return [match.span() for sentence in index.sentences for match in matcher.matches(regex, openings, index, sentence)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bundled_rules_match_the_same_with_openings(rule: ruleset.Rule) -> None:
    assert rule.regex is not None
    found = [match.span() for match in rule.regex.finditer(CORPUS)]
    folded = fold(CORPUS)
    if rule.openings is not None:
        begins = {place for opening in rule.openings for place in places_of(opening, CORPUS, folded, 0, len(CORPUS))}
        assert {start for start, _ in found} <= begins


_WORDS = st.sampled_from(["last", "year", "years", "12", "May", "of", "the", "a", "St", "$"])
_ELEMENTS = st.recursive(
    st.one_of(_WORDS, st.sampled_from([" ", "[0-9]{1,3}", "[A-Z]", "[a-z]", r"\w{1,3}", "-", "'", r"\b", "(?=y)"])),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        inner.map(lambda part: f"(?:{part})?"),
        inner.map(lambda part: f"(?:{part}){{1,2}}"),
        inner.map(lambda part: f"(?i:{part})"),
    ),
    max_leaves=8,
).map(lambda regex: regex.replace("$", r"\$"))


@given(
    _ELEMENTS, st.lists(st.one_of(_WORDS, st.sampled_from([" ", "-", "'", "y", "7", "İ"])), max_size=12).map("".join)
)
def test_any_expression_matches_the_same_with_openings(regex: str, text: str) -> None:
    compiled = re.compile(rf"(?<!\w)(?:{regex})(?!\w)")
    openings = openings_of(regex, case_sensitive=True)
    if openings is not None:
        assert _matches(compiled, openings, text) == [match.span() for match in compiled.finditer(text)]
