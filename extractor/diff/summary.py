"""The changes between two runs, counted by kind and by the rule behind them, with a few examples of each."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from extractor.diff.changes import Change, Totals, What, diff
from extractor.diff.runs import Difference, run_differences
from extractor.diff.selection import EVERYTHING, Selection
from extractor.records import KINDS, TABLES

WHATS: tuple[What, ...] = ("added", "removed", "moved", "changed")


@dataclasses.dataclass(slots=True)
class RuleChanges:
    """What changed for one rule of one kind, or for the table as a whole (`rule` is None).

    Attributes:
        kind: the table.
        rule: the rule, `old -> new` where another rule took rows over, or None.
        old_rows: rows that it has in the old run (of a takeover: none, they are counted with the two rules).
        new_rows: rows that it has in the new run.
        counts: how many rows are `added`, `removed`, `moved` and `changed`.
        rule_alone: how many of the changed rows say what they said before, by another rule.
        share: the changed part of all rows of the kind that either run has, 0 to 1.
        examples: the first changes of each sort, such of the same text once.
    """

    kind: str
    rule: str | None
    old_rows: int = 0
    new_rows: int = 0
    counts: Counter[What] = dataclasses.field(default_factory=Counter)
    rule_alone: int = 0
    share: float = 0.0
    examples: list[Change] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Two runs compared.

    Attributes:
        old: the old output folder.
        new: the new output folder.
        settings: what the two `run.json` do not agree on.
        columns: columns or whole tables that only one run has, as `counts.role`: `"old"` or `"new"`.
        tables: the changes of each table as a whole, in the order of the pipeline's outputs.
        rules: the changes of each rule that has any, by kind, those with the most changes first;
            before them what changed in the documents, behind them what changed in the sentences.
    """

    old: Path
    new: Path
    settings: list[Difference]
    columns: Mapping[str, Literal["old", "new"]]
    tables: dict[str, RuleChanges]
    rules: list[RuleChanges]

    @property
    def changes(self) -> int:
        """How many rows are not the same."""
        return sum(table.counts.total() for table in self.tables.values())

    @property
    def equal(self) -> bool:
        """Whether both runs hold the same rows and columns, whatever their settings."""
        return not self.columns and not self.changes


def summarise(
    old: Path | str,
    new: Path | str,
    examples: int = 3,
    selection: Selection = EVERYTHING,
    each: Callable[[Change], object] = lambda change: None,
) -> Summary:
    """Compare two output folders. Memory does not grow with the runs.

    Args:
        old: output folder of a run.
        new: output folder of another run.
        examples: how many examples to keep of each sort of change of each rule.
        selection: which changes count; all, unless told.
        each: is called with every change that counts, to write it elsewhere in the same pass.

    Raises:
        ValueError: if a folder holds no finished run, or a line of it is broken.
    """
    totals = Totals()
    tables = {kind: RuleChanges(kind, None) for kind in TABLES}
    rules: dict[tuple[str, str | None], RuleChanges] = {}
    for change in diff(old, new, totals):
        if change not in selection:
            continue
        each(change)
        tables[change.kind].counts[change.what] += 1
        group = rules.setdefault((change.kind, change.rule), RuleChanges(change.kind, change.rule))
        group.counts[change.what] += 1
        group.rule_alone += change.rule_alone
        _keep_example(group.examples, change, examples)
    _count_rows(tables, rules, totals)
    order = ["documents", *KINDS, "sentences"]
    return Summary(
        old=Path(old),
        new=Path(new),
        settings=run_differences(old, new),
        columns=totals.columns,
        tables=tables,
        rules=sorted(rules.values(), key=lambda g: (order.index(g.kind), -g.counts.total(), g.rule or "")),
    )


def _count_rows(
    tables: Mapping[str, RuleChanges], rules: Mapping[tuple[str, str | None], RuleChanges], totals: Totals
) -> None:
    for kind, table in tables.items():
        table.old_rows = sum(rows for (of_kind, _), rows in totals.old.items() if of_kind == kind)
        table.new_rows = sum(rows for (of_kind, _), rows in totals.new.items() if of_kind == kind)
    for key, group in rules.items():
        group.old_rows, group.new_rows = totals.old[key], totals.new[key]
    for group in (*tables.values(), *rules.values()):
        table = tables[group.kind]
        either = table.old_rows + table.new_rows - totals.matched[group.kind]
        group.share = group.counts.total() / either if either else 0.0


def _keep_example(kept: list[Change], change: Change, limit: int) -> None:
    """Keep a change unless there are enough of its sort, or one of the same words, which would teach nothing new.

    Of those that change nothing but the rule, one is enough.
    """
    words = change.row.get("text", change.doc_id)
    alike = [other for other in kept if (other.what, other.rule_alone) == (change.what, change.rule_alone)]
    if len(alike) < (min(limit, 1) if change.rule_alone else limit) and all(
        other.row.get("text", other.doc_id) != words for other in alike
    ):
        kept.append(change)
