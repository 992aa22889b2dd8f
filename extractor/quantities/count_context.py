"""Completes counts from their sentence: modifier, change, what is counted, event, concept, share, group and role."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from extractor import lexicons
from extractor.matcher import Found
from extractor.quantities.concepts import Concepts
from extractor.quantities.count_groups import complete_conversions, complete_ellipses, set_groups
from extractor.quantities.count_row import Row
from extractor.quantities.modifiers import Modifiers
from extractor.sentence_index import index_of
from extractor.values.lemmas import verb_lemma
from extractor.values.units import Unit, UnitTable


def _ends(token: Token | None) -> bool:
    """Whether a number stands alone: nothing that may be counted follows."""
    return token is None or not (token.tag_[:2] in ("NN", "JJ", "RB", "CD", "DT", "FW") or token.tag_ in ("``", "HYPH"))


def _without_models(doc: Doc, text: str, offsets: list[int], found: Sequence[Found]) -> list[Found]:
    """The rows without numbers that name a model of what the number before counts: `two new 737 jets`."""
    kept: list[Found] = []
    for one in found:
        token = doc[max(0, bisect.bisect_right(offsets, one.start) - 1)]
        if kept and token.dep_ == "nummod" and re.fullmatch(r"\d{3,4}", text[one.start : one.end]):
            before = doc[max(0, bisect.bisect_right(offsets, kept[-1].start) - 1)]
            if before.dep_ == "nummod" and before.head.i == token.head.i:
                continue
        kept.append(one)
    return kept


class CountContext:
    """Adds to the counts of a Doc what their sentences say of them."""

    def __init__(self, units: UnitTable, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self._units = units
        self.modifiers = Modifiers(dirs)
        self._states = lexicons.load("event_states", dirs)
        self._events = frozenset(row["event"] for row in self._states.rows.values())
        self._levels = lexicons.load("level_verbs", dirs)
        self._tolls = lexicons.load("toll_nouns", dirs)

    def complete(self, doc: Doc, text: str, found: Sequence[Found]) -> list[Found]:
        """Return the rows with all their columns, in order."""
        if not found:
            return []
        offsets = doc.to_array("IDX").tolist()
        found = _without_models(doc, text, offsets, found)
        dates = [span.start_char for span in doc.spans.get("dates", [])]
        sentences = [(sentence.start, sentence.end) for sentence in index_of(doc).sentences]
        rows: list[Row] = []
        for place, one in enumerate(found):
            row = Row(doc, text, offsets, sentences, dates, one, found[place + 1] if place + 1 < len(found) else None)
            row.read_age()
            self.modifiers.read(row)
            if row.values["kind"] in ("count", "share", "percent", "physical"):
                self._count(row)
            if row.values["kind"] == "count" and row.values.get("counted"):
                rate = self._units.rate(text, Unit("", None, "count", row.end))
                row.values["per"], row.end = rate.per, rate.end
            rows.append(row)
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
                self._toll(row)
        complete_conversions(rows)
        set_groups(rows, self.modifiers.changes)
        complete_ellipses(rows)
        return [Found(row.rule_id, row.start, row.end, row.values) for row in rows]

    def _count(self, row: Row) -> None:
        kind = row.values["kind"]
        if kind in ("percent", "physical") or row.values["form"] == "fraction":
            row.read_share()
            return
        if row.read_compound() or row.read_phrase() or row.read_of() or row.read_phrase_beyond():
            return
        self._event(row)

    def _toll(self, row: Row) -> None:
        """The event of `The death toll rose to 12`."""
        if row.values["kind"] == "count" and not (row.values.get("counted") or row.values.get("event")):
            words = (row.values.get("concept") or "").lower().split()
            toll = self._tolls.get(" ".join(words[-2:])) or (self._tolls.get(words[-1]) if words else None)
            row.values["event"] = toll["event"] if toll else None

    def _is_event(self, verb: str) -> bool:
        """Whether a verb before a bare number has it as object: `killing 12`, but not `fell 300` or `was 12`."""
        return verb.lower() not in _AUXILIARIES and verb not in self._levels and verb not in self.modifiers.changes

    def _tells_event(self, verb: Token) -> bool:
        """Whether a verb in the present tense tells an event, as in headlines: `Gunmen kill 12`."""
        return verb.tag_ in ("VBZ", "VBP") and verb_lemma(verb.text) in self._events

    def _event(self, row: Row) -> None:
        """What a bare number counts: `12 were killed`, `killing 12`, `12 dead`, `the death toll rose to 12`."""
        token = row.token_behind_part or row.token_after
        while token is not None and token.lower_ in _AUXILIARIES:
            token = row.next_token(token)
        alone = _ends(token)
        while token is not None and (token.tag_ == "RB" or token.lower_ in _AUXILIARIES):
            token = row.next_token(token)
        if token is not None and token.lower_ in _REPORTED:  # `feared dead`
            following = row.next_token(token)
            token = following if following is not None and following.lower_ in self._states else token
        state = self._states.get(token.text) if token is not None else None
        if state:
            row.values["event"] = state["event"]
            return
        before = row.token_before
        if before is not None and before.tag_ == "RP" and before.i:  # `lay off 2,000`
            before = row.doc[before.i - 1]
        governed = before is not None and before.tag_ == "IN" and before.lower_ not in ("that", "as", "if", "while")
        if row.read_state(self._states):
            return
        if token is not None and token.tag_ in ("VBN", "VBD") and token.idx < row.limit and not governed:
            row.values["event"] = verb_lemma(token.text)
            return
        if (
            before is not None
            and (before.tag_ in ("VBG", "VBD", "VBN", "VB") or self._tells_event(before))
            and self._is_event(before.text)
            and alone
        ):
            row.values["event"] = before.lower_ if before.tag_ in ("VB", "VBP") else verb_lemma(before.text)


_AUXILIARIES = frozenset(
    (
        *("still", "now", "later", "already", "reportedly", "badly", "seriously", "critically"),
        *("remain", "remains", "remained", "stay", "stayed", "got", "get"),
        *("was", "were", "is", "are", "be", "been", "being", "has", "have", "had"),
        *("will", "would", "may", "might", "could", "also", "others", "more", "other", "people"),
    )
)
_REPORTED = frozenset(
    (
        "feared",
        "presumed",
        "believed",
        "confirmed",
        "reported",
        "listed",
        "declared",
        "left",
        "shot",
        "found",
        "thought",
    )
)
