"""Reads TimeML: the text of a document with its `TIMEX3` elements, and its creation time."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from extractor.diff.alignment import Row
from extractor.evaluation.annotated import Annotated
from extractor.publication import parse

_METADATA = {"CREATION_TIME", "PUBLICATION_TIME", "MODIFICATION_TIME", "RELEASE_TIME", "RECEPTION_TIME"}


def read_timeml(file: Path, doc_id: str) -> Annotated:
    """One TimeML document; its text is what stands in `TEXT`, or in the whole document where there is no such element.

    Raises:
        ValueError: if the file is not well-formed, or declares entities of its own.
    """
    source = file.read_bytes()
    if b"<!ENTITY" in source:
        raise ValueError(f"{file}: declares entities of its own, which are not read")
    try:
        root = ET.fromstring(source)  # noqa: S314  (entity declarations are refused above)
    except ET.ParseError as error:
        raise ValueError(f"{file}: not well-formed XML: {error}") from None
    text = root.find(".//TEXT")
    body = root if text is None else text
    created = (timex.get("value") for timex in root.iter("TIMEX3") if timex.get("functionInDocument") in _METADATA)
    value = next(created, None)
    rows = sorted(_timexes(body, 0), key=lambda row: (row["start"], row["end"]))
    return Annotated(
        doc_id=doc_id,
        rows={"dates": rows},
        text="".join(body.itertext()),
        published=parse(value) if value else None,
    )


def _timexes(element: ET.Element, start: int) -> Iterator[Row]:
    """The timexes below an element whose text begins at an offset."""
    position = start + len(element.text or "")
    for child in element:
        length = sum(map(len, child.itertext()))
        if child.tag == "TIMEX3" and length:
            named = {name: child.get(name) for name in ("type", "value", "mod") if child.get(name)}
            metadata = child.get("functionInDocument") in _METADATA
            yield {"start": position, "end": position + length, **named, "optional": metadata}
        yield from _timexes(child, position)
        position += length + len(child.tail or "")
