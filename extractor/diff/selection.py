"""Which changes are meant: those of a table, a rule or a document."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from extractor.diff.changes import Change
from extractor.diff.runs import paired
from extractor.records import KINDS
from extractor.terminal import did_you_mean


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The changes that agree with everything that is given; all if nothing is.

    Attributes:
        kind: only of this table.
        rule: only rows of this rule, before or after.
        doc_id: only of this document.
    """

    kind: str | None = None
    rule: str | None = None
    doc_id: str | None = None

    def __contains__(self, change: Change) -> bool:
        return (
            self.kind in (None, change.kind)
            and (self.rule is None or self.rule in (change.old_rule, change.new_rule))
            and self.doc_id in (None, change.doc_id)
        )

    def refuse_absent(self, old: Path, new: Path) -> None:
        """Refuse a rule or document that neither run has: what is misspelt has no changes, and looks as if all is well.

        Raises:
            ValueError: naming what comes near.
        """
        if self.rule is None and self.doc_id is None:
            return
        rules: set[str] = set()
        documents: set[str] = set()
        for line in (line for lines in paired(old, new) for line in lines if line):
            documents.add(line["doc_id"])
            rules.update(row["rule"] for kind in KINDS for row in line.get(kind, ()))
        if self.rule is not None and self.rule not in rules:
            raise ValueError(f"--rule {self.rule}: neither run has a row of it{did_you_mean(self.rule, rules)}")
        if self.doc_id is not None and self.doc_id not in documents:
            raise ValueError(f"--document {self.doc_id}: neither run has it{did_you_mean(self.doc_id, documents)}")


EVERYTHING = Selection()
