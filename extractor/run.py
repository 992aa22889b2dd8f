"""The main job, end to end: inputs in, a folder of tables out, with `run.json` saying what made it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.documents import read_documents
from extractor.lexicons import RULES_DIR
from extractor.pipeline import extract, load
from extractor.records import KINDS, SCHEMA_VERSION, ErrorRow, Extraction
from extractor.tables import write_tables


def run(
    inputs: Sequence[str],
    out: Path,
    model: str = "default",
    rules: Sequence[str] = (),
    reading: Mapping[str, Any] | None = None,
) -> Counter[str]:
    """Extract from all inputs and write the tables.

    Args:
        inputs: what `read_documents` takes.
        out: folder for the tables.
        model: see `extractor.load`.
        rules: directories of a user's own rules.
        reading: how to read, the keyword arguments of `read_documents`.

    Returns:
        Rows per table, and `errors`.

    Raises:
        extractor.documents.InputError, extractor.model.ModelError, extractor.lexicons.RuleError
    """
    documents = read_documents(inputs, **(reading or {}))
    nlp = load(model, rules)
    facts = {
        "schema": SCHEMA_VERSION,
        "extractor": __version__,
        "spacy": importlib.metadata.version("spacy"),
        "model": nlp.meta["extractor_model"],
        "configuration": dict(reading or {}),
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


def _with_progress(rows: Iterable[Extraction | ErrorRow]) -> Iterator[Extraction | ErrorRow]:
    """A counter on the terminal, if there is one."""
    shown = sys.stderr.isatty()
    for number, item in enumerate(rows, start=1):
        if shown and number % 10 == 0:
            print(f"\r{number} documents", end="", file=sys.stderr, flush=True)
        yield item
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
