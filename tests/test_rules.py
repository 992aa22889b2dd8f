"""Every example of every bundled rule holds, each as a test of its own: `pytest -k dates.weekday`."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractor import ruleset
from extractor.examples import Example, examples_of, failures
from extractor.records import KINDS

RULES = [rule for kind in KINDS for rule in ruleset.load(kind).rules]
EXAMPLES = [example for rule in RULES for example in examples_of(rule)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_example_holds(nlp: Language, example: Example) -> None:
    assert failures(nlp, example) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_has_a_positive_and_a_negative_example(rule: ruleset.Rule) -> None:
    examples = list(examples_of(rule))
    own = [any(mark.values.get("rule", rule.id) == rule.id for mark in example.marks) for example in examples]
    assert True in own, "no example in which the rule fires"
    assert False in own, "no example in which the rule must not fire"
