"""Completes counts from their sentence: modifier, change, what is counted, event, concept, share, group and role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span

from extractor.matcher import Found
from extractor.quantities.ages import read_age
from extractor.quantities.concepts import Concepts
from extractor.quantities.count_groups import complete_conversions, complete_ellipses, set_groups, share_nouns
from extractor.quantities.count_row import Row
from extractor.quantities.currencies import SharedCurrencies
from extractor.quantities.events import Events
from extractor.quantities.false_counts import counts_nothing, without_models
from extractor.quantities.modifiers import Modifiers
from extractor.sentence_index import index_of
from extractor.values.units import Unit, UnitTable


def _with_rates(rows: list[Row]) -> list[Row]:
    """The rows, a number behind `per` being part of the rate before it: `2.1 per 100,000 inhabitants`."""
    kept: list[Row] = []
    for row in rows:
        before = kept[-1] if kept else None
        if (
            before
            and not before.values.get("per")
            and row.values["kind"] == "count"
            and _PER.fullmatch(row.text, before.end, row.start)
        ):
            before.values["per"], before.end = _per(row, kept), row.end
        else:
            kept.append(row)
    return kept


def _per(row: Row, before: list[Row]) -> str:
    """What a rate is per: number and lemma, of a bare number those of the rate before."""
    number = row.text[row.values["number_start"] : row.values["number_end"]]
    if row.values.get("counted"):
        return f"{number} {row.values['counted']}"
    rates = [rate.values.get("per") or "" for rate in before]
    return next((per for per in reversed(rates) if per.startswith(f"{number} ")), number)


def _is_attribute(date: Span) -> bool:
    """Whether a date does not end a noun phrase: `six annual reports`, `two Sunday papers`, and `five lean years`."""
    last = date[-1]
    return date.id_ == "dates.open_duration" or (last.dep_ in ("amod", "compound", "nmod") and last.head.i > last.i)


_PER = re.compile(r"\s(?:per|for every|in every)\s")


class CountContext:
    """Adds to the counts of a Doc what their sentences say of them."""

    def __init__(self, units: UnitTable, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self._units = units
        self.modifiers = Modifiers(dirs)
        self._events = Events(self.modifiers.changes, dirs)
        self._currencies = SharedCurrencies(dirs)

    def complete(self, doc: Doc, text: str, found: Sequence[Found]) -> list[Found]:
        """Return the rows with all their columns, in order."""
        if not found:
            return []
        offsets = doc.to_array("IDX").tolist()
        found = without_models(doc, text, offsets, found)
        dates = [span.start_char for span in doc.spans.get("dates", []) if not _is_attribute(span)]
        sentences = [(sentence.start, sentence.end) for sentence in index_of(doc).sentences]
        rows: list[Row] = []
        for place, one in enumerate(found):
            row = Row(doc, text, offsets, sentences, dates, one, found[place + 1] if place + 1 < len(found) else None)
            read_age(row, rows[-1] if rows else None)
            self.modifiers.read(row)
            if row.values["kind"] in ("count", "share", "percent", "physical"):
                self._count(row)
            if row.values["kind"] in ("count", "physical") and not row.values.get("per"):
                rate = self._units.rate(text, Unit("", None, "count", row.end))
                row.values["per"], row.end = rate.per, rate.end
            if not counts_nothing(row):
                rows.append(row)
        rows = _with_rates(rows)
        self._currencies.settle(doc, rows)
        if doc.has_annotation("DEP"):
            taken = {
                token: number
                for number, row in enumerate(rows)
                for token in range(row.first, row.index(row.end - 1) + 1)
            }
            counted = {number: row.counted_tokens for number, row in enumerate(rows) if row.values.get("counted_start")}
            concepts = Concepts(doc, taken, counted, {})
            for number, row in enumerate(rows):
                row.read_concept(number, concepts)
        for row in rows:
            self._events.read_toll(row)
        complete_conversions(rows)
        set_groups(rows, self.modifiers.changes)
        complete_ellipses(rows)
        share_nouns(rows)
        return [
            Found(row.rule_id, row.start, row.end, row.values) for row in rows if not self._events.is_stray_one(row)
        ]

    def _count(self, row: Row) -> None:
        kind = row.values["kind"]
        if kind in ("percent", "physical") or row.values["form"] == "fraction":
            row.read_share()
            return
        self._events.read_whole(row)
        if row.read_compound() or row.read_phrase() or row.read_of() or row.read_phrase_beyond() or row.read_part():
            return
        if row.read_included():
            return
        self._events.read(row)
