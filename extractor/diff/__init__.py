"""What is different between two runs: `diff` streams the changes, `summarise` counts them by rule.

for change in diff("outputs", "new"):
    print(change.what, change.kind, change.rule, change.row["text"])
"""

from __future__ import annotations

from extractor.diff.changes import Change, Totals, diff
from extractor.diff.runs import Difference, run_differences
from extractor.diff.selection import EVERYTHING, Selection
from extractor.diff.summary import RuleChanges, Summary, summarise

__all__ = [
    "EVERYTHING", "Change", "Difference", "RuleChanges", "Selection", "Summary", "Totals", "diff", "run_differences",
    "summarise",
]  # fmt: skip
