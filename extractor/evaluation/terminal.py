"""Scores and the commonest errors for the terminal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from extractor.diff.alignment import Row
from extractor.evaluation.scores import Error, Evaluation, KindScores, Score
from extractor.records import SUBTYPE
from extractor.terminal import Terminal, quiet

_COLOURS = {"missed": "red", "spurious": "blue", "span": "yellow", "values": "yellow"}
_HEADS = ("gold", "found", "precision", "recall", "F1")
_WIDTHS = (7, 7, 11, 8, 7)
_CELLS = sum(_WIDTHS)


def render(evaluation: Evaluation, terminal: Terminal, errors: int = 10) -> Iterator[str]:
    """The lines to print.

    Args:
        evaluation: what `evaluate` gives.
        terminal: how to print.
        errors: how many groups of errors to show, the commonest first.
    """
    missing, ignored = evaluation.missing, evaluation.ignored
    yield f"{evaluation.documents} gold documents"
    if missing:
        names = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
        yield terminal.paint(quiet(f"{len(missing)} of them are not in the run: {names}"), "yellow")
    if ignored:
        names = ", ".join(f"{label} ({number})" for label, number in ignored.most_common(5))
        yield terminal.paint(quiet(f"left out, as they fit no kind: {names}"), "yellow")
    for kind, scores in evaluation.kinds.items():
        yield ""
        yield from _kind(kind, scores, terminal)
    yield from _errors(evaluation.errors, terminal, errors)


def _kind(kind: str, scores: KindScores, terminal: Terminal) -> Iterator[str]:
    names = max(20, min(38, terminal.width - _CELLS))
    yield terminal.paint(kind.ljust(names), "bold") + terminal.paint(_cells(_HEADS), "dim")
    yield _line("span overlaps", scores.overlap, names)
    yield _line("span is the same", scores.exact, names)
    if scores.labels:
        yield _line(f"span and {SUBTYPE[kind]} are the same", scores.labelled, names)
    for column, score in scores.columns.items():
        yield _line(f"span overlaps, {column} right", score, names)
    by_size = sorted(scores.labels.items(), key=lambda item: (-max(item[1].gold, item[1].found), item[0]))
    yield from _table(f"by {SUBTYPE[kind]} (span overlaps)", by_size, names, terminal)
    by_rows = sorted(scores.rules.items(), key=lambda item: (-item[1].found, item[0]))
    yield from _table("by rule (span overlaps; recall of all gold rows)", by_rows, names, terminal)


def _table(head: str, scores: list[tuple[str, Score]], names: int, terminal: Terminal) -> Iterator[str]:
    if scores:
        yield terminal.paint(f"  {head}", "dim")
    for name, score in scores:
        yield _line(f"  {quiet(name)}", score, names)


def _line(name: str, score: Score, names: int) -> str:
    name = f"  {name}"
    shown = name if len(name) <= names else name[: names - 1] + "…"
    parts = (f"{100 * part:.1f}" for part in (score.precision, score.recall, score.f1))
    return shown.ljust(names) + _cells((f"{score.gold:,}", f"{score.found:,}", *parts))


def _cells(cells: Iterable[str]) -> str:
    return "".join(cell.rjust(width) for cell, width in zip(cells, _WIDTHS, strict=True))


def _errors(errors: list[Error], terminal: Terminal, limit: int) -> Iterator[str]:
    def key(error: Error) -> tuple[str, str, tuple[str, ...], str]:
        return error.kind, error.what, error.columns, error.group

    groups = [list(group) for _, group in itertools.groupby(sorted(errors, key=key), key=key)]
    groups.sort(key=len, reverse=True)
    if not groups or not limit:
        return
    yield ""
    yield terminal.paint(f"{len(errors):,} errors in {len(groups)} groups; the commonest:", "bold")
    for group in groups[:limit]:
        first = group[0]
        what = f"{', '.join(first.columns)} wrong" if first.columns else f"{first.what}"
        yield ""
        for line in terminal.wrapped(quiet(f"{len(group)} x {first.kind}: {what}, {first.group}"), "  ", ""):
            yield terminal.paint(line, _COLOURS[first.what])
        for error in group[:2]:
            yield from _example(error, terminal)


def _example(error: Error, terminal: Terminal) -> Iterator[str]:
    row = (error.gold if error.gold is not None else error.found) or {}
    start = error.context_start
    context = error.context or str(row.get("text", ""))
    yield from terminal.marked(
        context, row["start"] - start, min(row["end"] - start, len(context)), _COLOURS[error.what], "    ", "  - "
    )
    facts = [f"{error.doc_id}:{row['start']}"]
    gold, found = error.gold, error.found
    if gold is not None and found is not None:
        facts += [f"{column}: gold {gold[column]}, found {found.get(column)}" for column in error.columns]
        if (gold["start"], gold["end"]) != (found["start"], found["end"]):
            facts.append(f"found [{_words(error, found)}]")
    elif row.get(SUBTYPE[error.kind]):
        facts.append(str(row[SUBTYPE[error.kind]]))
    for line in terminal.wrapped(quiet("  ".join(facts)), "      "):
        yield terminal.paint(line, "dim")


def _words(error: Error, row: Row) -> str:
    start = max(0, row["start"] - error.context_start)
    return error.context[start : row["end"] - error.context_start]
