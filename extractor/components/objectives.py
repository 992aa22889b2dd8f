r"""Objectives: the items of lists that a text announces, with whose they are and how many were promised.

Finds: a cue (`four strategic priorities:`, `the bill would:`, `calls on the council to:`) and the two or more items
that follow it: below it behind bullets, numbers or bare, beside it, or behind ordinals.

Normal form: one row an item; `list` and `item` number them, `kind` is the class of things announced, `holder` and
`announced_by` are canonical names where the text has them.

Examples:
    `The union has two demands: higher pay and shorter shifts.`     two items, kind demand, holder the union
    `The bill would:\n- cut fares\n- open stations`               two items, kind measure, holder the bill
    `The mayor named three steps. First, … Second, … Third, …`      three items, kind step, layout ordinal
"""

import bisect
from collections.abc import Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor import ruleset
from extractor.enumeration import cues, lists, ordinals, screens
from extractor.enumeration.holder import Holders
from extractor.enumeration.lists import Enumeration
from extractor.enumeration.names import Names
from extractor.enumeration.page import Page
from extractor.layout import blocks
from extractor.matcher import Event, Found, Hit, RuleMatcher, annotate, note, overlapping
from extractor.sentence_index import index_of


@Language.factory("extractor_objectives", default_config={"rules": []}, assigns=["doc.spans"])
class Objectives:
    """A spaCy component that writes `doc.spans["objectives"]`."""

    def __init__(self, nlp: Language, name: str, rules: list[str]) -> None:
        self.name = name
        self.rules = tuple(rules)
        self.match = RuleMatcher(nlp, ruleset.load("objectives", rules))

    def __call__(self, doc: Doc) -> Doc:
        """Find the announced lists of a Doc."""
        hits = self.match(doc)
        trace = doc.user_data.get("extractor_trace")
        annotate(doc, "objectives", _rows(doc, hits, self.rules, trace) if hits else [])
        return doc


def _rows(doc: Doc, hits: list[Hit], rules: tuple[str, ...], trace: list[Event] | None) -> list[Found]:
    page = _page(doc, rules)
    names = Names(doc, page)
    holders = Holders(doc, page, names)
    rows = []
    for number, found in enumerate(_lists(page, hits, names, trace)):
        cue = found.cue
        declared = cue.declared or cues.declared_before(hits, page, cue, len(found.items))
        holder, announcer = holders.holder(cue), holders.announcer(cue)
        for place, (start, end) in enumerate(found.items, start=1):
            values: dict[str, Any] = {
                "list": number,
                "item": place,
                "kind": cue.kind,
                "cue": page.text[cue.start : cue.end],
                "cue_start": cue.start,
                "cue_end": cue.end,
                "holder": holder,
                "announced_by": announcer,
                "declared_count": declared,
                "found_count": len(found.items),
                "layout": found.layout,
            }
            rows.append(Found(cue.rule_id, start, end, values))
    return sorted(rows, key=lambda row: row.start)  # a list inside an item lies between the items


def _page(doc: Doc, rules: tuple[str, ...]) -> Page:
    text = index_of(doc).text
    sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    return Page(text, blocks(text), sentences, _tags(doc), tuple(ordinals.read(text)), rules)


def _tags(doc: Doc) -> dict[int, str]:
    """The Penn tag of the token that begins at an offset, read from one array: making every Token costs much more."""
    if not doc.has_annotation("TAG"):
        return {}
    rows = doc.to_array(["IDX", "TAG"]).tolist()
    names = {tag: doc.vocab.strings[tag] for _, tag in rows}
    return {offset: names[tag] for offset, tag in rows}


def _lists(page: Page, hits: list[Hit], names: Names, trace: list[Event] | None) -> list[Enumeration]:
    """The lists of a text in order of place; where two announcements claim the same items, the better one has them."""
    accepted: list[Enumeration] = []
    taken: list[tuple[int, int, str]] = []
    fates: dict[int, tuple[str, str | None]] = {}
    for number, found in sorted(_candidates(page, hits), key=lambda candidate: _rank(candidate[1])):
        if fates.get(number) == ("fired", None):
            continue  # one announcement has one list, not also what another speaker counts off later
        winner = next(filter(None, (overlapping(taken, *item) for item in found.items)), None)
        refusal = None if winner else screens.refusal(page, found, names)
        if winner or refusal:
            fates.setdefault(number, ("lost", winner) if winner else ("rejected", refusal))
            continue
        fates[number] = ("fired", None)
        for start, end in found.items:
            bisect.insort(taken, (start, end, found.cue.rule_id))
        accepted.append(found)
    for number, hit in enumerate(hits):
        note(trace, hit, *fates.get(number, ("rejected", "no list stands behind it")))
    return sorted(accepted, key=lambda found: found.items)


def _candidates(page: Page, hits: list[Hit]) -> Iterator[tuple[int, Enumeration]]:
    """Each list that may be meant, with the number of the hit that announces it."""
    for number, hit in enumerate(hits):
        for cue in cues.read(page, hit):
            found = lists.find(page, cue)
            if found:
                yield number, found


_STRENGTHS = ("counted", "strong", "medium", "loose", "verb")


def _rank(found: Enumeration) -> tuple[Any, ...]:
    """The better announcement first: one with a number, then the one whose noun is nearest to the items."""
    return (_STRENGTHS.index(found.cue.strength), -found.cue.noun[1])
