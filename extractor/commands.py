"""What the commands do: each takes its arguments, calls one function of the package, and returns the exit code.

The package is imported inside the commands, so that `extractor --help` does not wait for spaCy.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.diff import Summary
    from extractor.documents import Document


def run(options: argparse.Namespace) -> int:
    """`extractor run`: extract from files and folders into tables. Exit code 1 if documents failed."""
    from extractor.documents import LEFT_OUT
    from extractor.progress import summary
    from extractor.reading.sources import require
    from extractor.run import Options
    from extractor.run import run as run_locally
    from extractor.tables import Output
    from extractor.terminal import show

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

            cluster.run(*job, options.master)
        else:
            run_locally(*job)
    except (KeyboardInterrupt, OSError) as error:
        if isinstance(error, OSError) and error.errno and not error.filename:  # as when a disk is full
            error.filename = str(options.out)
        if (options.out / ".parts").exists() and not spark:
            print(f"what is done is safe in {options.out}: go on with --resume", file=sys.stderr)
        raise
    facts = json.loads((options.out / "run.json").read_text(encoding="utf-8"))
    if not options.quiet:
        show(summary(facts), sys.stdout)
    return 1 if facts["errors"].keys() - {LEFT_OUT} else 0


def explain(options: argparse.Namespace) -> int:
    """`extractor explain`: show the spans and rows of one text, or why a rule did not fire."""
    from extractor import pipeline, publication
    from extractor.explain import explain as lines_of
    from extractor.explain import explain_rule
    from extractor.terminal import Terminal

    document = _document(options.text)
    if options.published:
        published = publication.parse(options.published)
        if published is None:
            raise ValueError(f"--published {options.published}: not a full date, such as 2025-04-10")
        document = dataclasses.replace(document, published=published)
    nlp = pipeline.load(options.model, options.rules, options.cache)
    if options.rule:
        lines = explain_rule(nlp, document, options.rule, options.rules)
    else:
        lines = lines_of(nlp, document, Terminal())
    for line in lines:
        print(line)
    return 0


def diff(options: argparse.Namespace) -> int:
    """`extractor diff`: compare two runs by rule. Exit code 1 if they differ."""
    from extractor.diff import Selection, summarise
    from extractor.diff.export import writer

    selection = Selection(kind=options.kind, rule=options.rule)
    selection.refuse_absent(options.old, options.new)
    with writer(options.out) if options.out else contextlib.nullcontext(lambda change: None) as each:
        summary = summarise(options.old, options.new, options.examples, selection, each)
    return _shown(summary)


def report(options: argparse.Namespace) -> int:
    """`extractor report`: write a run as one HTML page."""
    from extractor.report import write_report

    out = options.out or options.directory.with_name(f"{options.directory.resolve().name}-report.html")
    shown, total = write_report(options.directory, out, options.diff, options.limit)
    print(f"{shown} of {total} texts  -> {out}")
    return 0


def rules_list(options: argparse.Namespace) -> int:
    """`extractor rules list`: the rules, in the order that settles ties."""
    from extractor import workbench

    hits = workbench.hits_of_run(options.directory) if options.directory else None
    for line in workbench.listing(workbench.every_rule(options.rules, options.only), hits):
        print(line)
    return 0


def rules_check(options: argparse.Namespace) -> int:
    """`extractor rules check`: run the examples. Exit code 1 if one fails."""
    from extractor import pipeline, workbench

    rules = workbench.every_rule(options.rules, options.only)
    passed, report = workbench.check(pipeline.load(options.model, options.rules, options.cache), rules)
    print("\n".join(report))
    return 0 if passed else 1


def rules_unused(options: argparse.Namespace) -> int:
    """`extractor rules unused`: the rules that never fired in a run."""
    from extractor import workbench

    rules = workbench.every_rule(options.rules, options.only)
    for rule in workbench.unused(rules, workbench.hits_of_run(options.directory)):
        print(rule.id)
    return 0


def rules_new(options: argparse.Namespace) -> int:
    """`extractor rules new`: begin a rule file from a template."""
    from extractor import workbench

    if options.directory is None:
        print(workbench.template(options.kind), end="")
    else:
        print(workbench.new_file(options.kind, options.directory))
    return 0


def evaluation(options: argparse.Namespace) -> int:
    """`extractor eval`: score rows against gold."""
    from extractor.evaluation import command, evaluate, read_annotations
    from extractor.evaluation.terminal import render
    from extractor.terminal import Terminal

    if options.pred:
        result = evaluate(read_annotations(options.gold), read_annotations(options.pred))
    else:
        result = command.evaluate_pipeline(options.gold, options.model, options.rules, options.cache)
    for line in render(result, Terminal(), options.errors):
        print(line)
    if options.out:
        options.out.write_text(command.as_json(result), encoding="utf-8")
    return 0


def golden_check(options: argparse.Namespace) -> int:
    """`extractor golden check`: compare a corpus with its accepted results. Exit code 1 if they differ."""
    from extractor import golden
    from extractor.diff import summarise

    golden.require(options.golden)
    with golden.fresh_run(options.corpus, options.model, options.rules, _reading(options), options.cache) as fresh:
        summary = summarise(options.golden, fresh, options.examples)
    return _shown(summary)


def _shown(summary: Summary) -> int:
    """Print what is different between two runs; the exit code says whether anything is."""
    from extractor.diff.terminal import render
    from extractor.terminal import Terminal

    for line in render(summary, Terminal()):
        print(line)
    return 0 if summary.equal else 1


def golden_accept(options: argparse.Namespace) -> int:
    """`extractor golden accept`: take changes into the accepted results."""
    from extractor import golden
    from extractor.diff import EVERYTHING, Selection

    selection = Selection(kind=options.kind, rule=options.rule, doc_id=options.document)
    if selection != EVERYTHING:
        golden.require(options.golden)
    with golden.fresh_run(options.corpus, options.model, options.rules, _reading(options), options.cache) as fresh:
        accepted, left = golden.accept(options.golden, fresh, selection)
    print(f"{accepted} changes accepted, {left} left  -> {options.golden}")
    return 0


def schema(options: argparse.Namespace) -> int:
    """`extractor schema`: print the JSON Schema, or write it with the data dictionary."""
    from extractor.records import json_schema
    from extractor.tables import write_schema

    if options.write:
        write_schema(options.write)
    else:
        print(json.dumps(json_schema(), indent=2))
    return 0


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


def _pair(text: str) -> tuple[str, str]:
    ours, equals, theirs = text.partition("=")
    if not (ours and equals and theirs):
        raise ValueError(f"--column {text}: write OURS=THEIRS, such as text=body")
    return ours, theirs


def _document(argument: str) -> Document:
    """A text, or the one in a file, as `run` would read it."""
    from extractor.documents import document_of, read_documents
    from extractor.reading.columns import columns_of
    from extractor.records import ErrorRow

    try:
        is_file, is_folder = argument == "-" or Path(argument).is_file(), argument != "" and Path(argument).is_dir()
    except OSError:  # too long for a file name
        is_file = is_folder = False
    if is_file:
        (item,) = read_documents(argument, format="txt")
    elif is_folder or argument.endswith(".txt"):
        raise ValueError(f"{argument}: {'a folder; name one file of it' if is_folder else 'no such file'}")
    else:
        item = document_of({"text": argument}, columns_of(), "text", "text")
    if isinstance(item, ErrorRow):
        raise ValueError(f"{item.source}: {item.message}")
    return item
