"""Examples are tests: reads the markup of a rule's examples, runs them, and says what differs.

`About [120 people](low=120 counted=person modifier=~) fled.` marks a span that must be found, by the rule that holds
the example unless `rule=` names another, with the stated values. The rule itself must find nothing else in the
sentence; so a sentence without markup says where a rule must not fire.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from spacy.language import Language

from extractor.documents import Document
from extractor.lexicons import RuleError
from extractor.pipeline import make_doc
from extractor.records import KINDS, columns, record_to_dict
from extractor.rows import extraction_of
from extractor.ruleset import Rule

_MARK = re.compile(r"\[(?P<text>[^\]\[]+)\]\((?P<values>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_VALUE = re.compile(r'\s*(?P<key>[a-z_]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))')


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A marked span of an example; offsets count in the sentence without markup."""

    start: int
    end: int
    values: dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One example of one rule."""

    rule: Rule
    number: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def id(self) -> str:
        """The name of the example in tests and messages: `dates.weekday[2]`."""
        return f"{self.rule.id}[{self.number}]"


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an example."""

    expected: str
    got: str


def examples_of(rule: Rule) -> Iterator[Example]:
    """The examples of a rule.

    Raises:
        RuleError: if the markup is not as the grammar says.
    """
    for number, source in enumerate(rule.examples):
        text, marks, position = "", [], 0
        for match in _MARK.finditer(source):
            text += source[position : match.start()]
            values = _values(match["values"], f"{rule.path}: rule {rule.id!r}: example {number}")
            marks.append(Mark(len(text), len(text) + len(match["text"]), values))
            text += match["text"]
            position = match.end()
        yield Example(rule, number, text + source[position:], tuple(marks))


def _values(source: str, where: str) -> dict[str, str]:
    values, position = {}, 0
    while position < len(source.rstrip()):
        match = _VALUE.match(source, position)
        if not match:
            raise RuleError(f"{where}: expected key=value, not {source[position:]!r}")
        values[match["key"]] = match["bare"] if match["quoted"] is None else match["quoted"]
        position = match.end()
    return values


def failures(nlp: Language, example: Example) -> list[Fault]:
    """What is wrong with an example; nothing if it holds."""
    document = Document(doc_id="example", text=example.text, published=example.rule.published)
    rows = getattr(extraction_of(nlp(make_doc(nlp, document)), document), example.rule.kind)
    by_span = {(row.start, row.end): record_to_dict(row) for row in rows}
    faults = []
    for mark in example.marks:
        row = by_span.get((mark.start, mark.end))
        expected = {"rule": example.rule.id, **mark.values}
        if row is None:
            near = [other for other in by_span.values() if other["start"] < mark.end and mark.start < other["end"]]
            found = ", ".join(f"{other['text']!r} by {other['rule']}" for other in near) or "nothing"
            faults.append(Fault(repr(example.text[mark.start : mark.end]), found))
            continue
        for key, value in expected.items():
            if key not in row:
                faults.append(Fault(f"{key}={value}", f"no such column of {example.rule.kind}"))
            elif not _equal(row[key], value, key, example.rule.kind):
                faults.append(Fault(f"{row['text']!r} {key}={value}", f"{key}={_shown(row[key])}"))
    marked = {(mark.start, mark.end) for mark in example.marks}
    faults += [
        Fault("nothing but what is marked", repr(row["text"]))
        for span, row in by_span.items()
        if span not in marked and row["rule"] == example.rule.id
    ]
    return faults


def _equal(got: Any, expected: str, key: str, kind: str) -> bool:
    types = {column.name: column.type for column in columns(KINDS[kind])}
    if types[key] in (int, float) and got is not None and expected != "null":
        try:
            return float(got) == float(expected)
        except ValueError:
            return False
    return _shown(got) == expected


def _shown(value: Any) -> str:
    return "null" if value is None else str(value)
