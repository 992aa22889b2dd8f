"""Finds counts: how many of what.

Finds numbers in digits and words, money, ranges, shares, scores and vague numbers. Normal form: the value with its
bounds, the unit by its canonical name (`USD`, `kilometre`), what is counted by the lemma of its head, and a modifier.

- `More than 1,300 people` -> `1,300 people`, value 1300, modifier `>`, counted `person`
- `between $10 and $15 billion` -> `$10 and $15 billion`, low 1e10, high 1.5e10, unit `USD`
- `a third of the refugees` -> value 0.333, kind `share`, of `the refugees`
"""

from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor import ruleset
from extractor.matcher import Hit, Reject, RuleMatcher, annotate, decide
from extractor.quantities.amount_hits import AmountHits
from extractor.quantities.count_context import CountContext
from extractor.quantities.names_with_numbers import NamesWithNumbers, Surroundings
from extractor.sentence_index import index_of


@Language.factory("extractor_counts", default_config={"rules": []}, assigns=["doc.spans"])
class Counts:
    """A spaCy component that writes `doc.spans["counts"]`."""

    def __init__(self, nlp: Language, name: str, rules: list[str]) -> None:
        self.name = name
        rule_set = ruleset.load("counts", rules)
        self.match = RuleMatcher(nlp, rule_set)
        self.amounts = AmountHits(rules)
        for rule in rule_set.rules:
            self.amounts.check(rule)
        self.names = NamesWithNumbers(rules)
        self.context = CountContext(self.amounts.amounts.units, rules)

    def __call__(self, doc: Doc) -> Doc:
        """Find and interpret the counts of a Doc."""
        text = index_of(doc).text
        around = Surroundings.of(doc)
        trace = doc.user_data.get("extractor_trace")
        found = decide(self.match(doc), lambda hit: self.interpret(text, around, hit), trace)
        annotate(doc, "counts", self.context.complete(doc, text, found))
        return doc

    def interpret(self, text: str, around: Surroundings, hit: Hit) -> Mapping[str, Any]:
        """The values of one hit that the text of number and unit gives.

        Raises:
            Reject: if the number counts nothing: it is a date's, a name's, or no number at all.
        """
        values = self.amounts.read(text, hit)
        reason = self.names.reason(text, around, values)
        if reason:
            raise Reject(reason)
        return values
