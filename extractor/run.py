"""The main job, end to end: inputs in, a folder of tables out, with `run.json` saying what made it."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor import __version__, ruleset
from extractor.documents import Document, document_row, plan, read_sources
from extractor.engines.local import Pool, usable_cores, workers_for
from extractor.engines.worker import Settings
from extractor.journal import Journal, JournalError, refuse_changes
from extractor.progress import Progress
from extractor.reading.sources import Source
from extractor.records import SCHEMA_VERSION, ErrorRow, record_to_dict
from extractor.repeats import Repeat, SeenTexts
from extractor.tables import RESULTS, Output, is_error, is_finished, remove_tables, result_files, write_lines
from extractor.terminal import show

TIMEOUT = 300.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is done; the rows depend on none of this but `timeout`.

    Args:
        jobs: worker processes; None for as many as there are cores.
        timeout: seconds that one document may take before it becomes an error.
        resume: go on with the unfinished run in the output folder, if there is one.
        overwrite: replace the results or the unfinished run in the output folder.
        reuse: extract a text that was read before, under another id, only once.
        cache: directory in which the model's answers are kept.
        quiet: show no progress.

    Raises:
        ValueError: if a number is too small.
    """

    jobs: int | None = None
    timeout: float = TIMEOUT
    resume: bool = False
    overwrite: bool = False
    reuse: bool = True
    cache: str | None = None
    quiet: bool = True

    def __post_init__(self) -> None:
        if self.jobs is not None and self.jobs < 1:
            raise ValueError(f"--jobs {self.jobs}: there must be one at least")
        if not self.timeout > 0:
            raise ValueError(f"--timeout {self.timeout:g}: must be more than 0 seconds")


def run(
    inputs: Sequence[str],
    out: Path,
    model: str = "default",
    rules: Sequence[str] = (),
    reading: Mapping[str, Any] | None = None,
    output: Output = Output(),  # noqa: B008  (it is frozen)
    options: Options = Options(),
) -> Counter[str]:
    """Extract from all inputs and write the tables.

    Every document is worked on by a pool of processes; rows are made durable as the run goes, so that one that was
    stopped can be resumed.

    Args:
        inputs: what `read_documents` takes.
        out: folder for the tables.
        model: see `extractor.load`.
        rules: directories of a user's own rules.
        reading: how to read, the keyword arguments of `read_documents`.
        output: what to write.
        options: how to go about it.

    Returns:
        Rows per table, and `errors`.

    Raises:
        extractor.documents.InputError, extractor.engines.local.WorkerError (a wrong model or rule file),
        extractor.journal.JournalError (the folder), OSError (such as a full disk)
    """
    progress = Progress(options.quiet)
    found, how_to_read = plan(inputs, **(reading or {}))
    refuse_results_as_inputs(found, out)
    documents = read_sources(found, how_to_read, progress.meter)
    settings = Settings(model=model, rules=tuple(map(str, rules)), tables=output.tables, cache=options.cache)
    with Journal(out) as journal:
        refuse_results(journal, out, options)
        with Pool(settings, 1, options.timeout) as pool:
            jobs, documents = workers_for(documents, options.jobs or usable_cores())
            pool.grow(jobs)
            facts = facts_of(pool.model, inputs, rules, reading or {}, output, options.timeout)
            if options.resume and not journal.unfinished and (out / "run.json").exists():
                return _finished(out, facts, options.quiet)
            journal.begin(facts, options.resume)
            progress.begin()
            _extract(journal, pool, documents, options.reuse, progress)
        remove_tables(out)
        counts = write_lines(journal.lines(), out, facts, output)
        journal.finish()
    return counts


def refuse_results_as_inputs(found: Iterable[Source], out: Path) -> None:
    """Never read what a run has written as if it were news, nor remove an input with the tables of an older run."""
    out = out.resolve()
    for source in found:
        path = Path(source.path).resolve()
        for folder, name in zip(path.parents, reversed(path.parts), strict=False):
            if name in RESULTS and (folder == out or is_finished(folder)):
                raise JournalError(
                    f"{source.path} is an input, and one of the results of a run into {folder}: keep the two apart"
                )


def refuse_results(journal: Journal, out: Path, options: Options) -> None:
    """Never mix two runs in one folder."""
    if options.overwrite:
        return
    if journal.unfinished:
        if not options.resume:
            raise JournalError(f"{out} holds a run that was stopped: say --resume to go on, --overwrite to start again")
    elif (files := result_files(out)) and not (options.resume and files[0].name == "run.json"):
        raise JournalError(f"{out} holds other results ({files[0].name}): name another folder, or say --overwrite")


def _finished(out: Path, facts: Mapping[str, Any], quiet: bool) -> Counter[str]:
    """The counts of a run that is already finished, if it is the same one."""
    before = json.loads((out / "run.json").read_text(encoding="utf-8"))
    refuse_changes(before, facts)
    if not quiet:
        show(f"this run is finished; whether its input changed since is not looked at: {out}", sys.stderr)
    return Counter(before["rows"])


def _extract(
    journal: Journal, pool: Pool, items: Iterable[Document | ErrorRow], reuse: bool, progress: Progress
) -> None:
    """Write the line of every document that has none yet into the journal."""
    texts = SeenTexts()
    rest = journal.skip(items)
    try:
        for item, line in pool.lines(texts.repeats(rest) if reuse else rest):
            if isinstance(item, Repeat):
                line = _repeated(journal.line(texts.place(item)), item.document)
                journal.add(item.document, line)
            else:
                place = journal.add(item, line)
                if reuse and isinstance(item, Document):
                    texts.put(item, place)
            progress.add(item, is_error(line))
        journal.commit()
    except sqlite3.Error as error:  # ids and texts that were seen are in a temporary file
        raise OSError(f"{error}: the environment's SQLITE_TMPDIR names another folder for temporary files") from error
    finally:
        progress.end()


def _repeated(line: bytes, document: Document) -> bytes:
    """The line of a document whose text is that of another line."""
    fields = json.loads(line)
    if is_error(line):
        own = {"source": document.origin, "doc_id": document.doc_id}
    else:
        own = record_to_dict(document_row(document))
    return json.dumps(fields | own, ensure_ascii=False).encode()


def facts_of(
    model: str,
    inputs: Sequence[str],
    rules: Sequence[str],
    reading: Mapping[str, Any],
    output: Output,
    timeout: float,
) -> dict[str, Any]:
    """What `run.json` says of a run beside its rows: all that they depend on, apart from the inputs' contents."""
    return {
        "schema": SCHEMA_VERSION,
        "extractor": __version__,
        "spacy": importlib.metadata.version("spacy"),
        "model": model,
        "configuration": {**reading, **dataclasses.asdict(output), "timeout": timeout},
        "rules": ruleset.digests(rules),
        "inputs": [Path(path).as_posix() for path in inputs],
    }
