"""The main job, end to end: inputs in, a folder of tables out, with `run.json` saying what made it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import itertools
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extractor import __version__
from extractor.documents import Document, read_documents
from extractor.lexicons import RULES_DIR
from extractor.pipeline import extract, load
from extractor.records import KINDS, SCHEMA_VERSION, ErrorRow, Extraction
from extractor.tables import write_tables


def run(
    inputs: Sequence[str],
    out: Path,
    model: str = "default",
    rules: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
    day_first: bool = False,
) -> Counter[str]:
    """Extract from all inputs and write the tables.

    Returns:
        Rows per table, and `errors`.

    Raises:
        extractor.documents.InputError, extractor.model.ModelError, extractor.lexicons.RuleError
    """
    sources = [read_documents(path, columns, day_first) for path in inputs]
    nlp = load(model, rules)
    documents = _unique(itertools.chain.from_iterable(sources))
    facts = {
        "schema": SCHEMA_VERSION,
        "extractor": __version__,
        "spacy": importlib.metadata.version("spacy"),
        "model": nlp.meta["extractor_model"],
        "configuration": {"columns": dict(columns or {}), "day_first": day_first},
        "rules": rule_digests(rules),
        "inputs": [Path(path).as_posix() for path in inputs],
    }
    return write_tables(_with_progress(extract(nlp, documents)), out, facts)


def rule_digests(rules: Sequence[str]) -> dict[str, str]:
    """The SHA-256 of every rule file and lexicon; bundled ones by their name, a user's by their path as given."""
    folders = [("", RULES_DIR), *((f"{Path(directory).as_posix()}/", Path(directory)) for directory in rules)]
    digests = {}
    for prefix, folder in folders:
        files = [*(folder / f"{kind}.toml" for kind in KINDS), *sorted((folder / "lexicons").glob("*.csv"))]
        for file in sorted(files):
            if file.is_file():
                digests[prefix + file.relative_to(folder).as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
    return digests


def _unique(documents: Iterable[Document | ErrorRow]) -> Iterator[Document | ErrorRow]:
    """An id that an earlier input has used gives an error row, never a second set of rows."""
    seen: set[str] = set()
    for item in documents:
        if isinstance(item, Document):
            if item.doc_id in seen:
                message = f"the id {item.doc_id!r} was already read; ids must be unique"
                yield ErrorRow(source=item.origin, doc_id=item.doc_id, error="DuplicateId", message=message)
                continue
            seen.add(item.doc_id)
        yield item


def _with_progress(rows: Iterable[Extraction | ErrorRow]) -> Iterator[Extraction | ErrorRow]:
    """A counter on the terminal, if there is one."""
    shown = sys.stderr.isatty()
    for number, item in enumerate(rows, start=1):
        if shown and number % 10 == 0:
            print(f"\r{number} documents", end="", file=sys.stderr, flush=True)
        yield item
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
