"""Golden sets: a committed run that every later run over the same corpus must equal, until a change is accepted.

extractor golden check CORPUS GOLDEN     what would change, by rule; exit code 1 if anything does
extractor golden accept CORPUS GOLDEN    take the changes over: all, or those of a kind, a rule or a document
"""

from __future__ import annotations

import bisect
import contextlib
import itertools
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.diff import EVERYTHING, Change, Selection, Totals, summarise
from extractor.diff.alignment import Row, align
from extractor.diff.changes import NUMBERING, compare
from extractor.diff.runs import Line, paired
from extractor.records import KINDS
from extractor.run import Options, run
from extractor.tables import Output, lines_of, remove_tables, write_lines


@contextlib.contextmanager
def fresh_run(
    corpus: str,
    model: str = "default",
    rules: Sequence[str] = (),
    reading: Mapping[str, Any] | None = None,
    cache: str | None = None,
) -> Iterator[Path]:
    """A run over the corpus, in a folder that is gone afterwards; the arguments are those of `extractor.run.run`.

    Raises:
        ValueError: if input, model or rules are wrong.
    """
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        run([corpus], Path(folder), model, rules, reading, options=Options(cache=cache))
        yield Path(folder)


def require(golden: Path) -> None:
    """Say so, before a run is made to compare it with, if there is no golden set yet.

    Raises:
        ValueError: if there is none.
    """
    if not (golden / "documents.jsonl").is_file():
        raise ValueError(f"{golden}: no golden set yet; make it with: extractor golden accept CORPUS {golden}")


def accept(golden: Path, fresh: Path, selection: Selection) -> tuple[int, int]:
    """Take changes of a fresh run over into the golden set, or make the set if there is none.

    Rows that overlap an accepted row give way to it: inside a kind, spans never overlap. A document with another
    text, or of one run alone, is accepted as a whole or not at all. `run.json` becomes that of the fresh run.

    Returns:
        How many changes were accepted (of a set just made: its rows), and how many are left.

    Raises:
        ValueError: if not everything is accepted and the golden set has other columns, or the selection is of a rule or
            document that is not there.
    """
    if not (golden / "documents.jsonl").is_file():
        _copy(fresh, golden)
        rows = json.loads((golden / "run.json").read_bytes())["rows"]
        return sum(rows.values()) - rows["errors"], 0
    before = summarise(golden, fresh, examples=0)
    if selection == EVERYTHING:
        _copy(fresh, golden)
    elif before.columns:
        raise ValueError(f"{golden} and this version do not have the same columns: only everything can be accepted")
    else:
        selection.refuse_absent(golden, fresh)
        facts = json.loads((fresh / "run.json").read_bytes())
        with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
            lines = itertools.chain(_merged(golden, fresh, selection), _errors(golden))
            write_lines(lines_of(lines), Path(folder), facts, Output())
            _copy(Path(folder), golden)
    left = summarise(golden, fresh, examples=0).changes
    if not left:  # also the same order of documents, the same numbers of lists: the same bytes
        _copy(fresh, golden)
    return before.changes - left, left


def _copy(source: Path, target: Path) -> None:
    """Put the files of a run in the place of another one's; what else stands there (a README, a schema) stays."""
    target.mkdir(parents=True, exist_ok=True)
    remove_tables(target)
    for file in sorted(source.iterdir()):
        shutil.copyfile(file, target / file.name)


def _errors(golden: Path) -> Iterator[Line]:
    path = golden / "errors.jsonl"
    return map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.is_file() else [])


def _merged(golden: Path, fresh: Path, selection: Selection) -> Iterator[Line]:
    for old, new in paired(golden, fresh):
        line = old
        if selection == Selection(doc_id=(old or new or {})["doc_id"]):
            line = new
        elif old and new and old["sha256"] == new["sha256"]:
            line = _merge_document(old, new, selection)
        if line is not None:
            yield line


def _merge_document(old: Line, new: Line, selection: Selection) -> Line:
    """The golden line with the accepted changes of its four kinds."""
    merged = dict(old)
    changes = list(compare(old, new, Totals()))
    starts = [sentence["start"] for sentence in old["sentences"]]
    for kind in KINDS:
        of_kind = [change for change in changes if change.kind == kind]
        accepted = [change for change in of_kind if change in selection]
        if len(accepted) == len(of_kind):
            rows = new[kind]
        else:
            rows = _replaced(old[kind], accepted)
            for name in NUMBERING.get(kind, ()):
                rows = _renumbered(rows, name, old[kind], new[kind])
        merged[kind] = [{**row, "sentence": max(0, bisect.bisect_right(starts, row["start"]) - 1)} for row in rows]
    return merged


def _replaced(rows: Sequence[Row], accepted: Sequence[Change]) -> list[Row]:
    """The rows with the accepted changes made, in the order of the text."""
    gone = {(change.old["start"], change.old["end"]) for change in accepted if change.old is not None}
    coming = sorted((change.new for change in accepted if change.new is not None), key=lambda row: row["start"])
    starts = [row["start"] for row in coming]
    kept = []
    for row in rows:
        before_end = bisect.bisect_left(starts, row["end"])  # of these only the last can reach into the row
        overlaps = before_end > 0 and coming[before_end - 1]["end"] > row["start"]
        if (row["start"], row["end"]) not in gone and not overlaps:
            kept.append(row)
    return sorted([*kept, *coming], key=lambda row: (row["start"], row["end"]))


def _renumbered(rows: Sequence[Row], name: str, old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """Rows of two runs, whose numbers mean different lists or groups, numbered anew in the order of the text."""
    partners = {
        (left["start"], left["end"]): right for left, right in align(old, new) if left is not None and right is not None
    }
    in_old = {id(row) for row in old}
    numbers: dict[Any, int] = {}
    renumbered: list[Row] = []
    for row in rows:
        number = row[name]
        if number is not None:
            partner = partners.get((row["start"], row["end"])) if id(row) in in_old else row
            key = ("old", number) if partner is None else ("new", partner[name])
            number = numbers.setdefault(key, len(numbers))
        renumbered.append({**row, name: number})
    return renumbered
