"""Which row of one side is which of the other: the same span first, then the largest overlap, each row used once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
"""A row as it stands in `documents.jsonl`."""

Pair = tuple[Row | None, Row | None]


def align(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Pairs of rows of one table and document, in the order of the text; None where a side has no such row.

    Both sides are sorted by `(start, end)`, as in every run; then the time is linear in their number.
    """
    by_span = {_span(row): index for index, row in enumerate(new)}
    partners: dict[int, int] = {}
    for index, row in enumerate(old):
        if (partner := by_span.pop(_span(row), None)) is not None:
            partners[index] = partner
    taken = set(partners.values())
    candidates = _overlaps(
        [(index, row) for index, row in enumerate(old) if index not in partners],
        [(index, row) for index, row in enumerate(new) if index not in taken],
    )
    for _, old_index, new_index in sorted(candidates):
        if old_index not in partners and new_index not in taken:
            partners[old_index] = new_index
            taken.add(new_index)
    return _in_order(old, new, partners)


def align_by_text(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Like `align`, for a document whose text is another one in each run, so that offsets say nothing.

    The first `Monday` is the first `Monday`, the second the second.
    """
    places = {key: index for index, key in enumerate(_occurrences(new))}
    partners = {index: places[key] for index, key in enumerate(_occurrences(old)) if key in places}
    return _in_order(old, new, partners)


def _span(row: Row) -> tuple[int, int]:
    return row["start"], row["end"]


def _overlaps(old: Sequence[tuple[int, Row]], new: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, int, int]]:
    """Every pair that shares characters, as `(minus how many, old index, new index)`."""
    first = 0
    for old_index, row in old:
        while first < len(new) and new[first][1]["end"] <= row["start"]:
            first += 1
        for place in range(first, len(new)):
            new_index, other = new[place]
            if other["start"] >= row["end"]:
                break
            shared = min(row["end"], other["end"]) - max(row["start"], other["start"])
            if shared > 0:
                yield -shared, old_index, new_index


def _occurrences(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    seen: dict[str, int] = {}
    for row in rows:
        number = seen[row["text"]] = seen.get(row["text"], 0) + 1
        yield row["text"], number


def _in_order(old: Sequence[Row], new: Sequence[Row], partners: Mapping[int, int]) -> list[Pair]:
    taken = set(partners.values())
    pairs: list[Pair] = [(row, new[partners[index]] if index in partners else None) for index, row in enumerate(old)]
    pairs += [(None, row) for index, row in enumerate(new) if index not in taken]
    return sorted(pairs, key=lambda pair: _span(next(row for row in reversed(pair) if row is not None)))
