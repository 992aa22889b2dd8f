"""Finds temporal expressions and says which days they mean.

Normal form: a TIMEX3 type, value and modifier, and the interval of days that the value covers. Expressions are found by
the rules of `rules/dates.toml`, then read in the order of the text, as later ones lean on earlier ones.

    on [10 April]             DATE      2025-04-10   worked out from the publication date and the tense of the clause
    [the past five years]     DURATION  P5Y          2020-04-10 to 2025-04-10
    [the following month]     DATE      2025-05      worked out from a date before it in the text
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor import ruleset
from extractor.lexicons import RuleError
from extractor.matcher import Found, Hit, Reject, RuleMatcher, annotate, decide
from extractor.sentence_index import index_of
from extractor.timexes.lookalikes import CHECKS
from extractor.timexes.tense import direction
from extractor.values.calendar import full_year
from extractor.values.readings import ASIDES, DIRECTED, READINGS, Fields
from extractor.values.timex import Moment, Timex, timex
from extractor.values.written import WRITTEN

LEXICONS = {
    "day": "ordinals",
    "month": "months",
    "weekday": "weekdays",
    "unit": "time_units",
    "season": "seasons",
    "ordinal": "ordinals",
    "daypart": "day_parts",
    "part": "period_parts",
    "relative": "shifts",
    "holiday": "holidays",
    "named_day": "named_days",
    "zone": "time_zones",
    "modifier": "time_modifiers",
    "adverb": "deictic_days",
    "vague": "vague_references",
    "frequency": "frequencies",
}
"""Named group of a rule -> the word list that decodes it: the columns of the row become fields."""

_RANGE = re.compile(r" ?(?:-|–|—) ?| (?:to|through|until|till) ")
_LIST = re.compile(r", (?:and |or )?| (?:and|or) ")
_SCALES = frozenset({"weekday", "day", "month", "season", "year"})
_JOINT = re.compile(r"(?P<bracket>\))?,? (?:on |of )?|,? ?\n")
_ASIDE = re.compile(r",? ?[(/] ?")


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression whose words are known, but not yet what they mean here."""

    rule_id: str
    start: int
    end: int
    fields: Fields
    day: Fields | None = None  # of a clock time: the day that stands beside it
    ends_range: bool = False  # `Friday` in `Monday to Friday`
    day_at: tuple[int, int] | None = None  # where that day stands, if a neighbour names it: `4 to 7 p.m. Tuesday`


@Language.factory("extractor_dates", default_config={"rules": [], "day_first": False}, assigns=["doc.spans"])
class Dates:
    """A spaCy component that writes `doc.spans["dates"]`.

    `day_first` says how to read `03/04/2025`, where the numbers leave it open: 3 April rather than March 4.
    """

    def __init__(self, nlp: Language, name: str, rules: list[str], day_first: bool = False) -> None:
        self.name = name
        self.day_first = day_first
        rule_set = ruleset.load("dates", rules)
        self.match = RuleMatcher(nlp, rule_set)
        self.lexicons = {group: rule_set.lexicon(lexicon) for group, lexicon in LEXICONS.items()}
        self.prospective = rule_set.lexicon("prospective_words")
        self.context_words = rule_set.lexicon("context_words")
        for rule in rule_set.rules:
            for key, known in (("reading", READINGS), ("check", CHECKS)):
                if rule.values.get(key) not in (None, *known):
                    raise RuleError(f"{rule.path}: rule {rule.id!r}: values.{key} is none of {', '.join(known)}")

    def __call__(self, doc: Doc) -> Doc:
        """Find and interpret the temporal expressions of a Doc."""
        published = date.fromisoformat(doc._.published[:10]) if doc._.published else None
        trace = doc.user_data.get("extractor_trace")
        found = decide(self.match(doc), lambda hit: self.interpret(doc, hit, published), trace)
        annotate(doc, "dates", self.resolve(doc, found, published))
        return doc

    def interpret(self, doc: Doc, hit: Hit, published: date | None) -> Mapping[str, Any]:
        """The fields of one hit, before its context is known. Rejects dates that the calendar does not have."""
        start, end = hit.spans.get("span", (hit.start, hit.end))
        try:
            fields = self.fields(hit)
            if "short_year" in fields:
                fields = {**fields, "year": str(full_year(int(fields["short_year"]), published))}
            read(fields, Moment(published))
        except ValueError as error:
            raise Reject(str(error), blocks=True) from None
        if "check" in fields and (reason := CHECKS[fields["check"]](_tokens(doc, start, end), self.context_words)):
            raise Reject(reason)
        return {"fields": fields, "start": start, "end": end}

    def fields(self, hit: Hit) -> Fields:
        """The rule's values and the decoded groups of a hit; a group `unit2` is another place for a `unit`.

        Raises:
            ValueError: if a group is no number where it has to be one.
        """
        fields = {"label": hit.rule.label, **{key: str(value) for key, value in hit.rule.values.items()}}
        fields.setdefault("reading", "stated" if "value" in fields else "calendar_date")
        for name, text in hit.groups.items():
            group = name.rstrip("0123456789")
            if group in WRITTEN:
                fields.update(WRITTEN[group](text))
            if group in self.lexicons:
                row = self.lexicons[group].get(text) or {}
                fields.update((key, value) for key, value in row.items() if value)
            if group == "day" and "day" not in fields:
                fields["day"] = fields.pop("ordinal")
        if "first_number" in fields:
            first, second = fields["first_number"], fields["second_number"]
            european = self.day_first or hit.groups.get("sign") == "."  # nobody writes `4.10.2025` month first
            day_first = int(first) > 12 or (european and int(second) <= 12)
            fields["day"], fields["month"] = (first, second) if day_first else (second, first)
        return fields

    def resolve(self, doc: Doc, found: Iterable[Found], published: date | None) -> Iterator[Found]:
        """The rows with their values, worked out in the order of the text."""
        before: list[Timex] = []
        sentence = beside = 0
        text, parsed = index_of(doc).text, doc.has_annotation("DEP")
        begins = numpy.flatnonzero(doc.to_array("SENT_START") == 1)
        for expression in _ranges(text, _expressions(text, found)):
            span = _tokens(doc, expression.start, expression.end)
            if (index := int(numpy.searchsorted(begins, span.start, side="right"))) != sentence:
                sentence, beside = index, 0
            begin_of_range = before[-1].first if expression.ends_range and before else None
            asks = expression.fields["reading"] in DIRECTED and "year" not in expression.fields
            told = _tokens(doc, *expression.day_at) if expression.day_at else span
            looks = direction(told, self.prospective, parsed) if asks else 0
            moment = Moment(published, looks, before, beside, since=begin_of_range)
            try:
                meaning = read(expression.fields, moment, expression.day)
            except ValueError:  # the context leads to a date before the year 1
                continue
            if expression.fields["reading"] not in ASIDES:
                before.append(meaning)
                beside += 1
            yield Found(expression.rule_id, expression.start, expression.end, meaning.columns())


def read(fields: Fields, moment: Moment, day: Fields | None = None) -> Timex:
    """What an expression means at its place, with its part of the day, its time and its modifier.

    Raises:
        ValueError: if the calendar has no such date.
    """
    if day is not None:
        daypart = {"daypart": day["daypart"]} if "daypart" in day else {}
        moment = replace(moment, day=read({key: day[key] for key in day.keys() - daypart.keys()}, moment))
        fields = {**daypart, **fields}
    meaning = READINGS[fields["reading"]](fields, moment)
    if meaning.granularity == "day" and "daypart" in fields:
        meaning = timex(f"{meaning.value}T{fields['daypart']}", meaning.anchor, "TIME")
    elif meaning.granularity == "day" and "hour" in fields:
        clock = f"T{int(fields['hour']):02d}:{fields['minute']}{fields.get('offset', '')}"
        meaning = timex(meaning.value + clock, meaning.anchor, "TIME")
    return meaning.with_mod(fields.get("mod"))


def _expressions(text: str, found: Iterable[Found]) -> Iterator[Expression]:
    """What was found; `10 p.m.` and `Wednesday` beside each other become one expression of the clock's rule.

    The day behind a bracket, as in `4 a.m. (0200 GMT) Wednesday`, stays a row of its own.
    """
    clock: Expression | None = None
    for row in found:
        expression = Expression(row.rule_id, row.start, row.end, row.values["fields"])
        if clock is not None:
            joint = _JOINT.fullmatch(text, clock.end, expression.start) if _names_day(expression.fields) else None
            if joint is None:
                yield clock
            elif joint["bracket"]:
                yield replace(clock, day=expression.fields)
            else:
                expression = replace(clock, end=expression.end, day=expression.fields)
        if expression.fields["reading"] == "clock" and expression.day is None:
            clock = expression
        else:
            clock = None
            yield expression
    if clock is not None:
        yield clock


def _ranges(text: str, expressions: Iterable[Expression]) -> list[Expression]:
    """The expressions with what their right neighbours tell: `May` in `May, June and July 1944` has the year."""
    known = list(expressions)
    for place in range(len(known) - 2, -1, -1):
        known[place : place + 2] = _neighbours(text, known[place], known[place + 1])
    return known


def _neighbours(text: str, left: Expression, right: Expression) -> tuple[Expression, Expression]:
    alike = left.fields["reading"] == right.fields["reading"]
    scales, others = left.fields.keys() & _SCALES, right.fields.keys() & _SCALES
    range_ = _RANGE.fullmatch(text, left.end, right.start)
    list_ = _LIST.fullmatch(text, left.end, right.start)
    if alike and (range_ or list_):
        if right.fields["reading"] == "clock" and "hour" in left.fields:
            return replace(_on_day_of(left, right), fields=_with_half_of(left.fields, right.fields)), right
        if scales == others - {"year"}:
            left = replace(left, fields=_with_year_of(left.fields, right.fields))
            return left, replace(right, ends_range=bool(range_))
    elif list_ and scales == others == {"weekday"}:
        if right.fields["reading"] == "every":  # `Saturday and Sunday nights`
            return replace(left, fields={**right.fields, **left.fields, "reading": "every"}), right
        if left.fields["reading"] == "every":
            return left, replace(right, fields={**right.fields, "reading": "every"})
    elif right.day and left.fields["reading"] == "clock" and _ASIDE.fullmatch(text, left.end, right.start):
        return _on_day_of(left, right), right  # `4 a.m. (0200 GMT on Wednesday)`
    return left, right


def _on_day_of(left: Expression, right: Expression) -> Expression:
    """A clock time on the day that its right neighbour names, if it has none itself."""
    if left.day or not right.day:
        return left
    return replace(left, day=right.day, day_at=right.day_at or (right.start, right.end))


def _with_year_of(fields: Fields, end: Fields) -> Fields:
    """The fields of the beginning of a range, in the year that its end names."""
    if fields.keys() & {"year", "shift"} or "year" not in end or not fields.keys() & end.keys() & {"month", "season"}:
        return fields
    turns = "month" in fields and int(fields["month"]) > int(end["month"])
    return {**fields, "year": str(int(end["year"]) - turns)}


def _with_half_of(fields: Fields, end: Fields) -> Fields:
    """The fields of a clock time with the half of the day that its end names: `between 3:30 and 4 p.m.`."""
    if "daypart" in end and not fields.keys() & {"daypart", "half"}:
        return {**fields, "daypart": end["daypart"]}
    if "half" in fields or "half" not in end or not 1 <= int(fields["hour"]) <= 12:
        return fields
    turns = int(fields["hour"]) % 12 > int(end["hour"]) % 12  # `11:30 to 1 p.m.`
    return {**fields, "half": "ap"[(end["half"] == "p") != turns]}


def _names_day(fields: Fields) -> bool:
    """Whether an expression names a single day or a part of it, and no time by the clock."""
    if "hour" in fields or fields["label"] == "SET":
        return False
    deictic = fields["reading"] == "shifted" and fields.get("unit") == "day"
    return deictic or fields["reading"] in ("day_of_week", "part_of_day") or "day" in fields or "holiday" in fields


def _tokens(doc: Doc, start: int, end: int) -> Span:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no tokens at {start} to {end}")
    return span
