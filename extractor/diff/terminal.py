"""A summary of two runs for the terminal, narrow or wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.diff.changes import Change, What
from extractor.diff.runs import Difference
from extractor.diff.summary import WHATS, RuleChanges, Summary
from extractor.records import KINDS
from extractor.terminal import Terminal, quiet

_SIGNS: dict[What, tuple[str, str]] = {
    "added": ("+", "green"),
    "removed": ("-", "red"),
    "moved": (">", "blue"),
    "changed": ("~", "yellow"),
}

_TELLING = {
    "entities": ("label", "name", "country", "role"),
    "dates": ("type", "value", "mod"),
    "counts": ("kind", "modifier", "value", "low", "high", "unit", "per", "counted", "event", "concept"),
    "objectives": ("kind", "list", "item", "holder"),
}
"""The columns that tell most of what a new or a lost row is about."""


def render(summary: Summary, terminal: Terminal) -> Iterator[str]:
    """The lines to print."""
    yield from _runs(summary, terminal)
    if summary.settings:
        yield ""
        yield from _settings(summary.settings, terminal)
    for column, side in summary.columns.items():
        yield terminal.paint(f"{column} is in the {side} run alone and is not compared", "yellow")
    yield ""
    if summary.equal:
        yield terminal.paint("All rows are equal.", "green")
        return
    yield from _tables(summary, terminal)
    for group in summary.rules:
        yield ""
        yield from _rule(group, terminal)


def _runs(summary: Summary, terminal: Terminal) -> Iterator[str]:
    for name, path in (("old", summary.old), ("new", summary.new)):
        rows = sum(getattr(summary.tables[kind], f"{name}_rows") for kind in KINDS)
        documents = getattr(summary.tables["documents"], f"{name}_rows")
        yield f"{terminal.paint(name, 'dim')}  {path}  {_plural(documents, 'document')}, {_plural(rows, 'row')}"


def _settings(settings: list[Difference], terminal: Terminal) -> Iterator[str]:
    yield terminal.paint("The runs were not made alike:", "yellow")
    for setting, old, new in settings:
        if setting.startswith("rules "):
            said = "added" if old is None else "removed" if new is None else "changed"
        else:
            said = f"{_value(old)} -> {_value(new)}"
        yield from terminal.wrapped(quiet(f"{setting}: {said}"), "    ", "  ")


def _tables(summary: Summary, terminal: Terminal) -> Iterator[str]:
    grid = [["", "old", "new", *WHATS, "share"]]
    for kind, table in summary.tables.items():
        total = table.counts.total()
        if total or kind in KINDS:
            counts = [f"{table.counts[what]:,}" if table.counts[what] else "." for what in WHATS]
            share = _share(table.share) if total else "."
            grid.append([kind, f"{table.old_rows:,}", f"{table.new_rows:,}", *counts, share])
    first, *widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    gap = "  " if first + sum(widths) + 2 * len(widths) <= terminal.width else " "
    for number, (name, *cells) in enumerate(grid):
        padded = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        line = gap.join([name.ljust(first), *padded])
        yield terminal.paint(line, "dim") if number == 0 or cells[-1] == "." else line


def _rule(group: RuleChanges, terminal: Terminal) -> Iterator[str]:
    yield terminal.paint(group.rule or group.kind, "bold")
    sorts = [what for what in WHATS if group.counts[what]]
    counts = [f"{group.counts[what]:,} {what}" for what in sorts]
    if group.rule_alone:  # what is changed stands last
        counts[-1] += f" ({group.rule_alone:,} in the rule alone)"
    rows = f"{group.old_rows:,} -> {group.new_rows:,} rows, " if group.old_rows or group.new_rows else ""
    rows += f"{_share(group.share)} of all {group.kind}"
    fits = len(", ".join(counts)) + len(rows) + 4 <= terminal.width
    painted = ", ".join(terminal.paint(count, _SIGNS[what][1]) for count, what in zip(counts, sorts, strict=True))
    yield from [f"  {painted}; {rows}"] if fits else [f"  {painted}", f"  {rows}"]
    for change in sorted(group.examples, key=lambda change: (WHATS.index(change.what), change.rule_alone)):
        yield from _example(change, terminal)


def _example(change: Change, terminal: Terminal) -> Iterator[str]:
    sign, colour = _SIGNS[change.what]
    row = change.row
    facts = "  ".join(_facts(change))
    if change.kind == "documents":
        yield from terminal.wrapped(quiet(f"{change.doc_id}  {facts}"), "    ", f"  {sign} ")
        return
    sentence, start = change.sentence, change.sentence_start
    if sentence is None or not start <= row["start"] < start + len(sentence):
        sentence, start = row["text"], row["start"]
    yield from terminal.marked(
        sentence, row["start"] - start, min(row["end"] - start, len(sentence)), colour, "    ", f"  {sign} "
    )
    place = f"{change.doc_id}:{row['start']}"
    for line in terminal.wrapped(quiet(f"{place}  {facts}"), "      "):
        yield terminal.paint(line, "dim")


def _facts(change: Change) -> Iterator[str]:
    """What to say of a change: the new values, or what they were before."""
    if change.old is None or change.new is None:
        for name in _TELLING.get(change.kind, ()):
            value = change.row.get(name)
            bound_of_value = name in ("low", "high") and change.row.get("value") is not None
            if value is not None and value != "=" and not bound_of_value:
                yield f"{name}={_value(value)}"
        return
    if change.rule_alone:
        yield "the same values"
    if change.what == "moved":
        yield f"was [{change.old['text']}]"
    for name in change.columns:
        if name not in ("text", "rule") and not name.endswith(("start", "end")):
            yield f"{name}: {_value(change.old[name])} -> {_value(change.new[name])}"


def _value(value: Any) -> str:
    if value is None:
        return "null"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _share(share: float) -> str:
    """A share in percent; a small one is never none.

    >>> _share(0.0651), _share(0.00001)
    ('6.5 %', '<0.1 %')
    """
    return f"{100 * share:.1f} %" if share >= 0.0005 or not share else "<0.1 %"


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
