"""Behind `extractor rules`: list the rules, run their examples, find those that never fire, begin a new file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from extractor import ruleset
from extractor.diff.runs import read_lines
from extractor.examples import examples_of, failures
from extractor.lexicons import RULES_DIR, RuleError
from extractor.records import KINDS
from extractor.ruleset import Rule
from extractor.terminal import did_you_mean


def every_rule(extra_dirs: Sequence[Path | str] = (), only: Sequence[str] = ()) -> list[Rule]:
    """The rules of all kinds, in the order that settles ties.

    Args:
        extra_dirs: directories with rules of your own.
        only: kinds and rule ids to keep; all if empty.

    Raises:
        RuleError: if a rule file is wrong, or `only` names what is not there.
    """
    rules = [rule for kind in KINDS for rule in ruleset.load(kind, extra_dirs).rules]
    known = {*KINDS, *(rule.id for rule in rules)}
    unknown = [name for name in only if name not in known]
    if unknown:
        hint = did_you_mean(unknown[0], known)
        raise RuleError(f"--only {unknown[0]}: neither a kind ({', '.join(KINDS)}) nor the id of a rule{hint}")
    return [rule for rule in rules if not only or rule.id in only or rule.kind in only]


def hits_of_run(directory: Path) -> Counter[str]:
    """How many rows each rule has in an output folder.

    Raises:
        ValueError: if the folder holds no finished run.
    """
    return Counter(row["rule"] for line in read_lines(directory) for kind in KINDS for row in line.get(kind, ()))


def listing(rules: Sequence[Rule], hits: Counter[str] | None = None) -> Iterator[str]:
    """A line a rule: id, label, how it matches, number of examples, file, and rows in a run if `hits` says so."""
    header = ["rule", "label", "by", "examples", "file"] + (["rows"] if hits is not None else [])
    table = [header]
    for rule in rules:
        how = "regex" if rule.source else "pattern" if rule.pattern else "lexicon"
        cells = [rule.id, rule.label, how, str(len(rule.examples)), str(_short(rule.path))]
        table.append(cells + ([str(hits[rule.id])] if hits is not None else []))
    widths = [max(len(row[place]) for row in table) for place in range(len(header))]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _short(path: Path) -> Path:
    return Path(path.name) if path.parent == RULES_DIR else path


def check(nlp: Language, rules: Sequence[Rule]) -> tuple[bool, list[str]]:
    """Run the examples of rules: whether all hold, and the lines to print.

    A failing example is shown as sentence, expected, got; the last line sums up.

    Args:
        nlp: a pipeline from `extractor.load`, with the same rules.
        rules: the rules to check.
    """
    report: list[str] = []
    run, broken = 0, 0
    for rule in rules:
        for example in examples_of(rule):
            run += 1
            faults = failures(nlp, example)
            broken += bool(faults)
            if faults:
                report += [f"{example.id}  ({_short(rule.path)})", f"  sentence  {example.text}"]
            for fault in faults:
                report += [f"  expected  {fault.expected}", f"  got       {fault.got}"]
    bare = [rule.id for rule in rules if not rule.examples]
    if bare:
        report.append(f"without an example: {', '.join(bare)}")
    report.append(f"{len(rules)} rules, {run} examples, {broken} failed")
    return not broken, report


def unused(rules: Sequence[Rule], hits: Counter[str]) -> list[Rule]:
    """The rules without a single row in a run."""
    return [rule for rule in rules if not hits[rule.id]]


def new_file(kind: str, directory: Path) -> Path:
    """Begin a rule file of your own: a commented rule that works, and its examples.

    Raises:
        RuleError: if the directory already has a file for this kind.
    """
    path = directory / f"{kind}.toml"
    if path.exists():
        raise RuleError(f"{path}: already there; add a [[rule]] to it")
    directory.mkdir(parents=True, exist_ok=True)
    path.write_text(template(kind), encoding="utf-8")
    return path


def template(kind: str) -> str:
    """What a new rule file of a kind begins with."""
    return (RULES_DIR / "templates" / f"{kind}.toml").read_text(encoding="utf-8")
