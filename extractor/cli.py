"""The command line: parses arguments and calls the function in `commands` that they name."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor import __version__, commands
from extractor.records import KINDS, TABLES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0 all well, 1 documents in error, 2 wrong usage, 130 interrupted."""
    options = _parser().parse_args(arguments)
    # One thread a process: more gain nothing here and fight each other. Must be set before NumPy is imported.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    if isinstance(sys.stdout, io.TextIOWrapper):  # where it lacks a letter of the text, as a pipe on Windows may
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = options.command(options)
        return code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"extractor: {place}{error.strerror or error}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"extractor: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="extractor", description="Raw English news text in, tables out: entities, dates, counts, objectives."
    )
    parser.add_argument("--version", action="version", version=f"extractor {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)

    own_rules = argparse.ArgumentParser(add_help=False)
    own_rules.add_argument(
        "--rules", action="append", default=[], metavar="DIR", help="rules of your own, added to the bundled ones"
    )
    pipeline = argparse.ArgumentParser(add_help=False, parents=[own_rules])
    pipeline.add_argument(
        "--model", default="default", help="default, blank (rules alone), or the name or folder of a spaCy pipeline"
    )
    pipeline.add_argument("--cache", metavar="DIR", help="keep answers and rows here, for texts that come again")

    _run_parser(subparsers, pipeline)
    _looking_parsers(subparsers, pipeline)
    _checking_parsers(subparsers, own_rules, pipeline)
    return parser


def _run_parser(subparsers: Any, pipeline: argparse.ArgumentParser) -> None:
    run = subparsers.add_parser("run", parents=[pipeline], help="extract from files and folders into tables")
    run.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, globs, addresses, or - (see README)")
    run.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the tables")
    again = run.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on with a run into DIR that was stopped")
    again.add_argument("--overwrite", action="store_true", help="replace the results that DIR holds")
    run.add_argument(
        "--to",
        metavar="LIST",
        help="formats to write: csv, jsonl, each also .gz or .zst, and parquet (default: csv,jsonl)",
    )
    run.add_argument(
        "--kinds",
        default="sentences,entities,dates,counts,objectives",
        metavar="LIST",
        help="tables to write beside documents (default: %(default)s)",
    )
    run.add_argument("--parts", action="store_true", help="write a folder of files for each table")
    run.add_argument("--excel-safe", action="store_true", help="escape text in CSV that a spreadsheet would run")
    run.add_argument("--jobs", type=int, metavar="N", help="worker processes (default: the cores that may be used)")
    run.add_argument(
        "--timeout", type=float, default=300.0, metavar="S", help="seconds that one document may take (default: 300)"
    )
    run.add_argument(
        "--no-reuse", dest="reuse", action="store_false", help="extract identical texts each time that they come"
    )
    run.add_argument("--engine", choices=("local", "spark"), default="local", help="where to run (default: local)")
    run.add_argument("--master", metavar="URL", help="of the Spark cluster: spark://host:7077, local[2,4]")
    run.add_argument("--quiet", action="store_true", help="show no progress and no summary")
    _add_reading(run)
    run.set_defaults(command=commands.run)


def _looking_parsers(subparsers: Any, pipeline: argparse.ArgumentParser) -> None:
    """The commands that show something: one text, two runs, a run as a page."""
    explain = subparsers.add_parser("explain", parents=[pipeline], help="show what the rules did in one text, and why")
    explain.add_argument("text", metavar="TEXT_OR_FILE", help="a text, a file, or - for standard input")
    explain.add_argument("--published", help="publication date of the text")
    explain.add_argument("--rule", metavar="ID", help="why this rule fired or not: how far its pattern matched")
    explain.set_defaults(command=commands.explain)

    diff = subparsers.add_parser("diff", help="show what is different between two output folders, by rule")
    diff.add_argument("old", type=Path, metavar="OLD", help="output folder of a run")
    diff.add_argument("new", type=Path, metavar="NEW", help="output folder of another run")
    diff.add_argument("--kind", choices=tuple(TABLES), help="only this table")
    diff.add_argument("--rule", help="only rows of this rule, before or after")
    diff.add_argument("--examples", type=int, default=3, metavar="N", help="examples of each sort a rule (3)")
    diff.add_argument("--out", type=Path, metavar="FILE", help="write every change into a .csv or .jsonl file too")
    diff.set_defaults(command=commands.diff)

    report = subparsers.add_parser(
        "report", help="show an output folder as one HTML page, alone or beside an older run"
    )
    report.add_argument("directory", type=Path, metavar="DIR", help="output folder of a run")
    report.add_argument("--diff", type=Path, metavar="OLD", help="older output folder: show what was added and removed")
    report.add_argument("--out", type=Path, metavar="FILE", help="the page (DIR-report.html)")
    report.add_argument("--limit", type=int, default=2000, metavar="N", help="at most so many texts; 0 for all (2000)")
    report.set_defaults(command=commands.report)


def _checking_parsers(subparsers: Any, own_rules: argparse.ArgumentParser, pipeline: argparse.ArgumentParser) -> None:
    """The commands for people who write and test rules."""
    rules = subparsers.add_parser("rules", help="list and check rules, find unused ones, begin a file of your own")
    _rules_parser(rules.add_subparsers(metavar="ACTION", required=True), own_rules, pipeline)

    evaluation = subparsers.add_parser("eval", parents=[pipeline], help="precision, recall and F1 against gold rows")
    evaluation.add_argument("gold", type=Path, metavar="GOLD", help="output folder, JSON lines, TimeML or brat files")
    evaluation.add_argument("pred", nargs="?", type=Path, metavar="PRED", help="output folder; by default, run on GOLD")
    evaluation.add_argument(
        "--errors", type=int, default=10, metavar="N", help="how many groups of errors to show (10)"
    )
    evaluation.add_argument("--out", type=Path, metavar="FILE", help="write scores and all errors as .json too")
    evaluation.set_defaults(command=commands.evaluation)

    golden = subparsers.add_parser("golden", help="compare a corpus with results that were accepted before")
    _golden_parser(golden.add_subparsers(metavar="STEP", required=True), pipeline)

    schema = subparsers.add_parser("schema", help="print the JSON Schema of a line of documents.jsonl")
    schema.add_argument("--write", type=Path, metavar="DIR", help="write schema.json and README.md into a folder")
    schema.set_defaults(command=commands.schema)


def _rules_parser(actions: Any, own_rules: argparse.ArgumentParser, pipeline: argparse.ArgumentParser) -> None:
    only = argparse.ArgumentParser(add_help=False)
    only.add_argument("--only", action="append", default=[], metavar="NAME", help="a kind (dates) or the id of a rule")

    listing = actions.add_parser("list", parents=[own_rules, only], help="the rules, in the order that settles ties")
    listing.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="count the rows in this output folder")
    listing.set_defaults(command=commands.rules_list)

    check = actions.add_parser("check", parents=[pipeline, only], help="run the examples; exit code 1 if one fails")
    check.set_defaults(command=commands.rules_check)

    unused = actions.add_parser("unused", parents=[own_rules, only], help="the rules that never fired in a run")
    unused.add_argument("directory", type=Path, metavar="DIR", help="output folder of the run")
    unused.set_defaults(command=commands.rules_unused)

    new = actions.add_parser("new", help="begin a rule file of your own from a commented template")
    new.add_argument("kind", choices=tuple(KINDS))
    new.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="write DIR/KIND.toml rather than print it")
    new.set_defaults(command=commands.rules_new)


def _add_reading(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("how to read the inputs")
    group.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="another name of a column: text=body"
    )
    group.add_argument("--preset", metavar="NAME", help="column names of a well-known dump, or a .toml file of yours")
    group.add_argument("--format", metavar="FORMAT", help="such as jsonl or csv.gz, where the suffix does not tell")
    group.add_argument("--encoding", help="of text files, where it is not UTF-8")
    group.add_argument(
        "--language", metavar="CODE", help="leave out documents in other languages than this, such as en"
    )
    group.add_argument("--day-first", action="store_true", help="read 03/04/2025 in a date column as 3 April")


def _golden_parser(steps: Any, pipeline: argparse.ArgumentParser) -> None:
    check = steps.add_parser("check", parents=[pipeline], help="show what would change, by rule; exit code 1 if any")
    check.add_argument("--examples", type=int, default=3, metavar="N", help="examples of each sort a rule (3)")
    check.set_defaults(command=commands.golden_check)
    accept = steps.add_parser("accept", parents=[pipeline], help="take the changes over: all, unless told which")
    accept.add_argument("--kind", choices=tuple(KINDS), help="only rows of this kind")
    accept.add_argument("--rule", help="only rows of this rule, before or after")
    accept.add_argument("--document", metavar="ID", help="only this document")
    accept.set_defaults(command=commands.golden_accept)
    for step in (check, accept):
        step.add_argument("corpus", metavar="CORPUS", help="file or folder, as for `extractor run`")
        step.add_argument("golden", type=Path, metavar="GOLDEN", help="folder of the accepted results")
        _add_reading(step)
