"""`extractor diff`: the summary on the terminal, every change in a file."""

from __future__ import annotations

import contextlib
from pathlib import Path

from extractor.diff import export
from extractor.diff.changes import Change
from extractor.diff.summary import summarise
from extractor.diff.terminal import render
from extractor.records import TABLES
from extractor.terminal import Terminal


def compare(
    old: Path,
    new: Path,
    terminal: Terminal,
    examples: int = 3,
    out: Path | None = None,
    kind: str | None = None,
    rule: str | None = None,
) -> bool:
    """Print what is different between two output folders.

    Args:
        old: output folder of a run.
        new: output folder of another run.
        terminal: how to print.
        examples: how many examples to show of each sort of change of each rule.
        out: `.csv` or `.jsonl` file for every change.
        kind: only this table.
        rule: only rows of this rule, before or after.

    Returns:
        Whether the rows (those that were asked for) are equal.

    Raises:
        ValueError: if a folder holds no finished run, or an argument is wrong.
    """
    if kind is not None and kind not in TABLES:
        raise ValueError(f"--kind {kind}: the tables are {', '.join(TABLES)}")

    def keep(change: Change) -> bool:
        return kind in (None, change.kind) and (rule is None or rule in (change.old_rule, change.new_rule))

    with contextlib.ExitStack() as stack:
        each = stack.enter_context(export.writer(out)) if out else lambda change: None
        summary = summarise(old, new, examples, keep, each)
    for line in render(summary, terminal):
        print(line)
    return summary.equal
