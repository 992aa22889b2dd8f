"""Assembles the page: template, style and scripts from `assets/`, and the data, written document by document."""

from __future__ import annotations

import base64
import codecs
import hashlib
import itertools
import json
import string
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from extractor.diff.lines import documents_file
from extractor.diff.runs import run_differences, run_json
from extractor.durable import new_file
from extractor.records import SUBTYPE
from extractor.report.documents import COLUMNS, compared, documents_of

SCRIPTS = ("data.js", "dom.js", "text.js", "tables.js", "objectives.js", "timeline.js", "app.js")
_DATA = "\x00data\x00"  # no text file holds it
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_report(run: Path, out: Path, old: Path | None = None, limit: int = 2000) -> tuple[int, int]:
    """Write a run as one HTML file that needs nothing beside it, no network and no script of others.

    Args:
        run: output folder of the run.
        out: the file to write.
        old: output folder of an older run to compare with: rows show what was added, removed and changed.
        limit: at most so many documents; 0 for all. Of a longer comparison, only documents with changes are shown.

    Returns:
        How many documents are shown, and how many the run has.

    Raises:
        ValueError: if a folder holds no finished run, a line of it is broken, or the limit is below 0.
    """
    if limit < 0:
        raise ValueError(f"--limit {limit}: cannot be below 0, which stands for all texts")
    total = _lines(run)
    if old is None:
        documents = documents_of(run)
    else:
        total = max(total, _lines(old))
        documents = compared(old, run, changed_only=bool(limit) and total > limit)
    before, behind = _page().split(_DATA)
    with new_file(out) as raw:
        file = codecs.getwriter("utf-8")(raw)
        file.write(before)
        shown = _write_data(file, _facts(run, old), itertools.islice(documents, limit or None), total)
        file.write(behind)
    return shown, total


def _lines(run: Path) -> int:
    with documents_file(run) as path, path.open("rb") as file:
        return sum(1 for _ in file)


def _page() -> str:
    """The page around the data. Its policy allows its own style and script by their digests, and nothing else."""
    assets = resources.files("extractor.report") / "assets"
    style = (assets / "report.css").read_text(encoding="utf-8")
    parts = [(assets / name).read_text(encoding="utf-8") for name in SCRIPTS]
    script = "(() => {\n" + "\n".join(['"use strict";', *parts]) + "})();\n"
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = string.Template((assets / "report.html").read_text(encoding="utf-8"))
    return template.substitute(policy=policy, style=style, script=script, data=_DATA)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _facts(run: Path, old: Path | None) -> dict[str, Any]:
    """What the page says of the run as a whole."""
    made = run_json(run)
    return {
        "run": run.resolve().name,
        "old": old.resolve().name if old else None,
        "settings": run_differences(old, run) if old else [],
        "made": {name: made.get(name) for name in ("model", "extractor", "spacy", "schema")},
        "columns": COLUMNS,
        "subtype": SUBTYPE,
    }


def _write_data(
    file: codecs.StreamWriter, facts: Mapping[str, Any], documents: Iterable[Mapping[str, Any]], total: int
) -> int:
    """Write the data as one JSON object, document by document; returns how many there were."""
    file.write('{"facts": ' + _json(facts) + ',\n"documents": [')
    shown = 0
    for document in documents:
        file.write(("," if shown else "") + "\n" + _json(document))
        shown += 1
    file.write(f'\n],\n"total": {total}}}')
    return shown


def _json(value: Any) -> str:
    """JSON that can stand in a page: no character that could end the element, in any context."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
