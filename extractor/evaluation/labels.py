"""Labels of other annotation schemes, and the coarse classes in which all schemes of entities can be compared."""

from __future__ import annotations

from extractor.records import KINDS, subtypes

_SYNONYMS = {
    "PER": "PERSON", "PEOPLE": "PERSON", "ORGANIZATION": "ORG", "ORGANISATION": "ORG", "LOCATION": "LOC",
    "PLACE": "LOC", "COUNTRY": "GPE", "CITY": "GPE", "FACILITY": "FAC", "NATIONALITY": "NORP",
    "WORK": "WORK_OF_ART", "CARDINAL": "count", "QUANTITY": "physical", "NUMBER": "count",
}  # fmt: skip

_ANY = {
    "TIMEX": "dates", "TIMEX3": "dates", "DATES": "dates", "ENTITY": "entities", "ENTITIES": "entities",
    "MISC": "entities", "COUNTS": "counts", "OBJECTIVES": "objectives",
}  # fmt: skip
"""Labels that name a kind and leave the subtype open."""

COARSE = {
    "PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "MISC", "PRODUCT": "MISC",
    "EVENT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "LANGUAGE": "MISC", "PER": "PER", "MISC": "MISC",
}  # fmt: skip
"""The four classes of CoNLL-2003, to which the labels of OntoNotes are brought where gold knows no finer ones."""


def kind_and_label(label: str) -> tuple[str, str | None] | None:
    """The kind that a foreign label belongs to, and our subtype if it names one; None if it fits no kind.

    >>> kind_and_label("Person"), kind_and_label("Money"), kind_and_label("TIMEX3"), kind_and_label("Weapon")
    (('entities', 'PERSON'), ('counts', 'money'), ('dates', None), None)
    """
    upper = label.upper().replace("-", "_")
    wanted = _SYNONYMS.get(upper, upper).upper()
    for kind in KINDS:
        for subtype in subtypes(kind):
            if subtype.upper() == wanted:
                return kind, subtype
    return (_ANY[upper], None) if upper in _ANY else None


def coarse(label: object) -> str | None:
    """The coarse class of an entity, whatever scheme the label is of.

    >>> coarse("GPE"), coarse("Organisation"), coarse("Weapon")
    ('LOC', 'ORG', None)
    """
    upper = str(label).upper()
    return COARSE.get(upper) or COARSE.get(_SYNONYMS.get(upper, ""))


def is_coarse(labels: set[str]) -> bool:
    """Whether labels of entities are of another scheme than ours, so that only coarse classes can be compared."""
    return bool(labels - set(subtypes("entities")))
