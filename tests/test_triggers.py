"""A trigger only saves work: with it or without, a rule matches the same places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from extractor import ruleset
from extractor.records import KINDS
from extractor.triggers import CLOCK, DIGIT, YEAR, triggers_of, words_of

RULES = [rule for kind in KINDS for rule in ruleset.load(kind).rules if rule.regex is not None]
CORPUS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(ROOT / "corpus").glob("*.*")))


@pytest.mark.parametrize(
    ("regex", "expected"),
    [
        ("(?:last|next) (?:week|month)s?", {"last", "next"}),
        ("[0-9]{1,2}(?:st|nd)? (?:April|May)", {"april", "may"}),
        ("[0-9]{1,9}", {DIGIT}),
        (r"(?:19|20)\d\d", {YEAR}),
        ("(?:in [0-9]{4}|last year)", {YEAR, "year"}),
        (r"\d{1,2}:\d\d", {CLOCK}),
        (r"\d{1,2} ?[ap]m", {"am", "pm"}),
        (r"\d{1,2}(?= (?:April|May)\b)", {"april", "may"}),
        (r"\w{1,9}", None),
        (r"\w{1,9}ing", None),  # the word that ends here is not known
        ("of the", {"of"}),
        ("(?:the )?Willing", {"willing"}),
    ],
)
def test_triggers_are_words_that_every_match_holds(regex: str, expected: set[str] | None) -> None:
    assert triggers_of(regex) == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_match_in_the_corpus_holds_a_trigger(rule: ruleset.Rule) -> None:
    assert rule.regex is not None
    if rule.triggers is not None:
        for match in rule.regex.finditer(CORPUS):
            assert words_of(match.group()) & rule.triggers, match.group()


_WORDS = st.sampled_from(["last", "year", "years", "12", "May", "of", "the", "a", "ago", "st"])
_ELEMENTS = st.recursive(
    st.one_of(
        _WORDS,
        st.sampled_from([" ", "[0-9]{1,3}", "[a-z]", r"\w{1,3}", "-", ":", r"\b", "(?=y)", r"(?=\d:\d)", r"\d{4}"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        inner.map(lambda part: f"(?:{part})?"),
        inner.map(lambda part: f"(?:{part}){{1,2}}"),
        inner.map(lambda part: f"(?P<g>{part})" if "?P<g>" not in part else part),
    ),
    max_leaves=8,
)


@given(
    _ELEMENTS, st.lists(st.one_of(_WORDS, st.sampled_from([" ", "-", ":", "y", "7", "2001"])), max_size=12).map("".join)
)
def test_no_match_without_a_trigger(regex: str, text: str) -> None:
    try:
        compiled = re.compile(rf"(?<!\w)(?:{regex})(?!\w)", re.IGNORECASE)
    except re.error:
        return
    triggers = triggers_of(regex)
    if triggers is not None and not triggers & words_of(text):
        assert not compiled.search(text)
