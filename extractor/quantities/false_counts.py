"""Numbers that only their place in the parse shows to count nothing: models, labels, units of forces."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from spacy.tokens import Doc

from extractor.matcher import Found
from extractor.quantities.count_row import Row
from extractor.values.lemmas import is_collective, is_plural


def counts_nothing(row: Row) -> bool:
    """Whether a row is a label or part of a name after all."""
    return _is_label(row) or _is_unit_of_forces(row)


def without_models(doc: Doc, text: str, offsets: list[int], found: Sequence[Found]) -> list[Found]:
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


def _is_label(row: Row) -> bool:
    """Whether a number in figures names the one thing behind it: `the 240 bill`, but `the 240 page bill` has pages."""
    if not row.values.get("counted_start") or (row.value or 0) <= 1:
        return False
    first, last = row.counted_tokens
    head, behind = row.doc[last], row.token_after
    return bool(
        re.fullmatch(r"\d{3,}", row.text[row.start : row.doc[first].idx].strip())
        and all(token.tag_ == "NN" for token in row.doc[first : last + 1])
        and not (is_plural(head.text) or is_collective(head.text))
        and not (behind is not None and behind.tag_[:2] in ("NN", "HY"))
    )


def _is_unit_of_forces(row: Row) -> bool:
    """Whether a number before the one name behind it is a name with it: `45 Commando`, `5 Para`."""
    if row.values["kind"] != "count" or row.values.get("counted") or row.values.get("event") or row.end - row.start > 3:
        return False
    name = row.token_after
    return bool(
        name is not None
        and row.text[row.start : row.end].isdigit()
        and row.text[row.end] == " "
        and (name.tag_ == "NNP" and name.is_title and name.idx < row.limit and not is_plural(name.text))
    )
