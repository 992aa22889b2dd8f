"""Made-up documents with a row of each kind, and the output folder and page that they give."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from extractor.records import Count, Date, DocumentRow, Entity, Extraction, Objective, Sentence, columns
from extractor.report import write_report
from extractor.tables import write_tables

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)><!--<script>"
PLAIN = "On 10 April 2025 the Harbour Union made three demands.\nThey were to stop all 40 cranes and to hire guards."


def document(doc_id: str, text: str, **facts: Any) -> Extraction:
    """A document with one row of each kind, found by plain search, each where the text has it."""
    sentences = [
        Sentence(
            doc_id=doc_id,
            sentence=number,
            start=match.start(),
            end=match.end(),
            text=match.group(),
            block=number,
            block_kind="paragraph",
        )
        for number, match in enumerate(re.finditer(r"[^\n]+", text))
    ]
    row: dict[str, Any] = {
        "title": None, "url": None, "source": "test", "published": "2025-04-10", "published_by": "input"
    } | facts  # fmt: skip

    def at(pattern: str, rule: str) -> list[dict[str, Any]]:
        return [
            {
                "doc_id": doc_id,
                "sentence": next(s.sentence for s in sentences if s.start <= match.start() < s.end),
                "start": match.start(),
                "end": match.end(),
                "text": match.group(),
                "rule": rule,
            }
            for match in re.finditer(pattern, text)
        ]

    digest = hashlib.sha256(text.encode()).hexdigest()
    none = dict.fromkeys(column.name for column in columns(Count))
    return Extraction(
        document=DocumentRow(doc_id=doc_id, characters=len(text), sha256=digest, **row),
        sentences=tuple(sentences),
        entities=tuple(
            Entity(**found, label="ORG", name=found["text"], entity_id="org:x", country=None, role=None)
            for found in at(r"Harbour Union|<b>Union</b>", "entities.name")
        ),
        dates=tuple(
            Date(**found, type="DATE", value="2025-04-10", mod=None, first="2025-04-10", last="2025-04-10",
                 granularity="day", anchor="absolute")
            for found in at("10 April 2025", "dates.day_month_year")
        ),
        counts=tuple(
            Count(**(none | found | {
                "number_start": found["start"], "number_end": found["end"], "value": 40.0, "low": 40.0, "high": 40.0,
                "form": "exact", "modifier": "=", "kind": "count", "counted": "crane",
            }))
            for found in at("40 cranes", "counts.number")
        ),
        objectives=tuple(
            Objective(**found, list=0, item=number, kind="demand", cue="two demands", cue_start=0, cue_end=3,
                      holder="Harbour Union", announced_by=None, declared_count=3, found_count=2, layout="inline")
            for number, found in enumerate(at("stop all 40 cranes|hire guards", "objectives.counted"), start=1)
        ),
    )  # fmt: skip


def run_folder(directory: Path, *extractions: Extraction) -> Path:
    write_tables(extractions, directory, {"model": "blank", "extractor": "0.1.0", "schema": 1})
    return directory


def page_of(tmp_path: Path, *extractions: Extraction, old: Path | None = None, limit: int = 2000) -> Path:
    out = tmp_path / "page.html"
    write_report(run_folder(tmp_path / "run", *extractions), out, old, limit)
    return out
