"""The command line: parses arguments and calls one function for each command."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0 all well, 1 documents in error, 2 wrong usage, 130 interrupted."""
    options = _parser().parse_args(arguments)
    # One thread a process: more gain nothing here and fight each other. Must be set before NumPy is imported.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
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
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    pipeline = argparse.ArgumentParser(add_help=False)
    pipeline.add_argument(
        "--model", default="default", help="default, blank (rules alone), or the name or folder of a spaCy pipeline"
    )
    pipeline.add_argument(
        "--rules", action="append", default=[], metavar="DIR", help="rules of your own, added to the bundled ones"
    )
    pipeline.add_argument("--cache", metavar="DIR", help="keep the model's answers here, for texts that come again")

    run = commands.add_parser("run", parents=[pipeline], help="extract from files and folders into tables")
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
    run.set_defaults(command=_run)

    explain = commands.add_parser("explain", parents=[pipeline], help="show what the rules did in one text, and why")
    explain.add_argument("text", metavar="TEXT_OR_FILE", help="a text, a file, or - for standard input")
    explain.add_argument("--published", help="publication date of the text")
    explain.add_argument("--rule", metavar="ID", help="why this rule fired or not: how far its pattern matched")
    explain.set_defaults(command=_explain)

    diff = commands.add_parser("diff", help="show what is different between two output folders, by rule")
    diff.add_argument("old", type=Path, metavar="OLD", help="output folder of a run")
    diff.add_argument("new", type=Path, metavar="NEW", help="output folder of another run")
    diff.add_argument("--kind", help="only this table: entities, dates, counts, objectives, documents, sentences")
    diff.add_argument("--rule", help="only rows of this rule, before or after")
    diff.add_argument("--examples", type=int, default=3, metavar="N", help="examples of each sort a rule (3)")
    diff.add_argument("--out", type=Path, metavar="FILE", help="write every change into a .csv or .jsonl file too")
    diff.set_defaults(command=_diff)

    report = commands.add_parser("report", help="show an output folder as one HTML page, alone or beside an older run")
    report.add_argument("directory", type=Path, metavar="DIR", help="output folder of a run")
    report.add_argument("--diff", type=Path, metavar="OLD", help="older output folder: show what was added and removed")
    report.add_argument("--out", type=Path, metavar="FILE", help="the page (DIR-report.html)")
    report.add_argument("--limit", type=int, default=2000, metavar="N", help="at most so many texts; 0 for all (2000)")
    report.set_defaults(command=_report)

    rules = commands.add_parser("rules", help="list and check rules, find unused ones, begin a file of your own")
    _rules_parser(rules.add_subparsers(metavar="ACTION", required=True), pipeline)

    evaluation = commands.add_parser("eval", parents=[pipeline], help="precision, recall and F1 against gold rows")
    evaluation.add_argument("gold", type=Path, metavar="GOLD", help="output folder, JSON lines, TimeML or brat files")
    evaluation.add_argument("pred", nargs="?", type=Path, metavar="PRED", help="output folder; by default, run on GOLD")
    evaluation.add_argument(
        "--errors", type=int, default=10, metavar="N", help="how many groups of errors to show (10)"
    )
    evaluation.add_argument("--out", type=Path, metavar="FILE", help="write scores and all errors as .json too")
    evaluation.set_defaults(command=_eval)

    golden = commands.add_parser("golden", help="compare a corpus with results that were accepted before")
    _golden_parser(golden.add_subparsers(metavar="STEP", required=True), pipeline)

    schema = commands.add_parser("schema", help="print the JSON Schema of a line of documents.jsonl")
    schema.add_argument("--write", type=Path, metavar="DIR", help="write schema.json and README.md into a folder")
    schema.set_defaults(command=_schema)
    return parser


def _rules_parser(actions: Any, pipeline: argparse.ArgumentParser) -> None:
    only = argparse.ArgumentParser(add_help=False)
    only.add_argument("--only", action="append", default=[], metavar="NAME", help="a kind (dates) or the id of a rule")

    listing = actions.add_parser("list", parents=[pipeline, only], help="the rules, in the order that settles ties")
    listing.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="count the rows in this output folder")
    listing.set_defaults(command=_rules_list)

    check = actions.add_parser("check", parents=[pipeline, only], help="run the examples; exit code 1 if one fails")
    check.set_defaults(command=_rules_check)

    unused = actions.add_parser("unused", parents=[pipeline, only], help="the rules that never fired in a run")
    unused.add_argument("directory", type=Path, metavar="DIR", help="output folder of the run")
    unused.set_defaults(command=_rules_unused)

    new = actions.add_parser("new", help="begin a rule file of your own from a commented template")
    new.add_argument("kind", choices=("entities", "dates", "counts", "objectives"))
    new.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="write DIR/KIND.toml rather than print it")
    new.set_defaults(command=_rules_new)


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


def _reading(options: argparse.Namespace) -> dict[str, Any]:
    """The arguments of `read_documents`, a preset spelled out: its file may change."""
    from extractor.reading.columns import load_preset

    return {
        "columns": {**(load_preset(options.preset) if options.preset else {}), **dict(map(_pair, options.column))},
        "format": options.format,
        "encoding": options.encoding,
        "language": options.language,
        "day_first": options.day_first,
    }


def _golden_parser(steps: Any, pipeline: argparse.ArgumentParser) -> None:
    check = steps.add_parser("check", parents=[pipeline], help="show what would change, by rule; exit code 1 if any")
    check.add_argument("--examples", type=int, default=3, metavar="N", help="examples of each sort a rule (3)")
    check.set_defaults(command=_golden_check)
    accept = steps.add_parser("accept", parents=[pipeline], help="take the changes over: all, unless told which")
    accept.add_argument("--kind", choices=("entities", "dates", "counts", "objectives"), help="only rows of this kind")
    accept.add_argument("--rule", help="only rows of this rule, before or after")
    accept.add_argument("--document", metavar="ID", help="only this document")
    accept.set_defaults(command=_golden_accept)
    for step in (check, accept):
        step.add_argument("corpus", metavar="CORPUS", help="file or folder, as for `extractor run`")
        step.add_argument("golden", type=Path, metavar="GOLDEN", help="folder of the accepted results")
        _add_reading(step)


def _run(options: argparse.Namespace) -> int:
    from extractor.progress import summary
    from extractor.reading.sources import require
    from extractor.run import Options, run
    from extractor.tables import Output

    spark = options.engine == "spark"
    output = Output(
        formats=tuple((options.to or ("parquet" if spark else "csv,jsonl")).split(",")),
        tables=tuple(options.kinds.split(",")),
        parts=options.parts or spark,
        excel_safe=options.excel_safe,
    )
    how = Options(
        jobs=options.jobs,
        timeout=options.timeout,
        resume=options.resume,
        overwrite=options.overwrite,
        reuse=options.reuse,
        cache=options.cache,
        quiet=options.quiet,
    )
    job = (options.inputs, options.out, options.model, options.rules, _reading(options), output, how)
    try:
        if spark:
            require("spark", "--engine spark")
            from extractor.engines import spark as cluster

            counts = cluster.run(*job, options.master)
        else:
            counts = run(*job)
    except (KeyboardInterrupt, OSError):
        if (options.out / ".parts").exists() and not spark:
            print(f"what is done is safe in {options.out}: go on with --resume", file=sys.stderr)
        raise
    if not options.quiet:
        _show(summary(json.loads((options.out / "run.json").read_text(encoding="utf-8"))))
    return 1 if counts["errors"] else 0


def _show(text: str) -> None:
    """Print what is no result of the command: that nobody reads it any more is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _pair(text: str) -> tuple[str, str]:
    ours, equals, theirs = text.partition("=")
    if not (ours and equals and theirs):
        raise ValueError(f"--column {text}: write OURS=THEIRS, such as text=body")
    return ours, theirs


def _explain(options: argparse.Namespace) -> int:
    from extractor import pipeline, publication
    from extractor.documents import Document
    from extractor.explain import explain, explain_rule

    text = _text(options.text)
    own = publication.of_text(text)
    published = own.published
    if options.published:
        published = publication.parse(options.published)
        if published is None:
            raise ValueError(f"--published {options.published}: not a full date, such as 2025-04-10")
    nlp = pipeline.load(options.model, options.rules, options.cache)
    document = Document(doc_id="text", text=text, published=published, body_start=own.body_start)
    if options.rule:
        lines = explain_rule(nlp, document, options.rule, options.rules)
    else:
        lines = explain(nlp, document, colour=sys.stdout.isatty())
    for line in lines:
        print(line)
    return 0


def _text(argument: str) -> str:
    if argument == "-":
        return sys.stdin.read()
    try:
        is_file = Path(argument).is_file()
    except OSError:  # too long for a file name
        is_file = False
    return Path(argument).read_text(encoding="utf-8") if is_file else argument


def _diff(options: argparse.Namespace) -> int:
    from extractor.diff.command import compare
    from extractor.terminal import Terminal

    filters = {"kind": options.kind, "rule": options.rule}
    equal = compare(options.old, options.new, Terminal(), options.examples, options.out, **filters)
    return 0 if equal else 1


def _report(options: argparse.Namespace) -> int:
    from extractor.report import write_report

    out = options.out or options.directory.with_name(f"{options.directory.resolve().name}-report.html")
    shown, total = write_report(options.directory, out, options.diff, options.limit)
    print(f"{shown} of {total} texts  -> {out}")
    return 0


def _rules_list(options: argparse.Namespace) -> int:
    from extractor import workbench

    hits = workbench.hits_of_run(options.directory) if options.directory else None
    for line in workbench.listing(workbench.every_rule(options.rules, options.only), hits):
        print(line)
    return 0


def _rules_check(options: argparse.Namespace) -> int:
    from extractor import pipeline, workbench

    rules = workbench.every_rule(options.rules, options.only)
    passed, report = workbench.check(pipeline.load(options.model, options.rules, options.cache), rules)
    print("\n".join(report))
    return 0 if passed else 1


def _rules_unused(options: argparse.Namespace) -> int:
    from extractor import workbench

    rules = workbench.every_rule(options.rules, options.only)
    for rule in workbench.unused(rules, workbench.hits_of_run(options.directory)):
        print(rule.id)
    return 0


def _rules_new(options: argparse.Namespace) -> int:
    from extractor import workbench

    if options.directory is None:
        print(workbench.template(options.kind), end="")
    else:
        print(workbench.new_file(options.kind, options.directory))
    return 0


def _eval(options: argparse.Namespace) -> int:
    from extractor.evaluation import command
    from extractor.evaluation.terminal import render
    from extractor.terminal import Terminal

    if options.pred:
        evaluation = command.evaluate_run(options.gold, options.pred)
    else:
        evaluation = command.evaluate_pipeline(options.gold, options.model, options.rules)
    for line in render(evaluation, Terminal(), options.errors):
        print(line)
    if options.out:
        options.out.write_text(command.as_json(evaluation), encoding="utf-8")
    return 0


def _golden_check(options: argparse.Namespace) -> int:
    from extractor import golden
    from extractor.diff.terminal import render
    from extractor.terminal import Terminal

    with golden.fresh_run(options.corpus, options.model, options.rules, _reading(options), options.cache) as fresh:
        summary = golden.check(options.golden, fresh, options.examples)
    for line in render(summary, Terminal()):
        print(line)
    return 0 if summary.equal else 1


def _golden_accept(options: argparse.Namespace) -> int:
    from extractor import golden

    selection = golden.Selection(kind=options.kind, rule=options.rule, doc_id=options.document)
    with golden.fresh_run(options.corpus, options.model, options.rules, _reading(options), options.cache) as fresh:
        accepted, left = golden.accept(options.golden, fresh, selection)
    print(f"{accepted} changes accepted, {left} left  -> {options.golden}")
    return 0


def _schema(options: argparse.Namespace) -> int:
    from extractor.records import json_schema
    from extractor.tables import write_schema

    if options.write:
        write_schema(options.write)
    else:
        print(json.dumps(json_schema(), indent=2))
    return 0
