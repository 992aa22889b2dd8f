"""Raw English news text in, tables out: entities, dates, counts and enumerated objectives.

The data flows one way:

    read_documents(PATH)  ->  extract(nlp, documents)  ->  write_tables(rows, DIR)  ->  read_tables(DIR)

with `nlp = load()`. All are lazy: generators in, generators out. The four components are ordinary spaCy factories
(`extractor_entities`, `extractor_dates`, `extractor_counts`, `extractor_objectives`) for anybody's pipeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.documents import Document, read_documents
    from extractor.pipeline import extract, load
    from extractor.tables import read_tables, write_tables

__version__ = "0.1.0"

_HOMES = {
    "Document": "extractor.documents",
    "extract": "extractor.pipeline",
    "load": "extractor.pipeline",
    "read_documents": "extractor.documents",
    "read_tables": "extractor.tables",
    "write_tables": "extractor.tables",
}

__all__ = ["Document", "__version__", "extract", "load", "read_documents", "read_tables", "write_tables"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used: `extractor --help` must not wait for spaCy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
