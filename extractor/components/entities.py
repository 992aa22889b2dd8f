"""Finds entities."""

from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor import ruleset
from extractor.matcher import Hit, RuleMatcher, annotate, decide


@Language.factory("extractor_entities", default_config={"rules": []}, assigns=["doc.spans"])
class Entities:
    """A spaCy component that writes `doc.spans["entities"]`."""

    def __init__(self, nlp: Language, name: str, rules: list[str]) -> None:
        self.name = name
        self.match = RuleMatcher(nlp, ruleset.load("entities", rules))

    def __call__(self, doc: Doc) -> Doc:
        """Find and interpret the entities of a Doc."""
        annotate(doc, "entities", decide(self.match(doc), self.interpret, doc.user_data.get("extractor_trace")))
        return doc

    def interpret(self, hit: Hit) -> Mapping[str, Any]:
        """The values of one hit."""
        return dict(hit.rule.values)
