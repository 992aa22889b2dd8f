"""SCHEMA: one frozen dataclass a table, and everything that is derived from it.

The CSV header, the JSON Schema, the pandas dtypes and the data dictionary in `outputs/README.md` all come from the
fields below, in their order. To add a column, add a field at the end of its class; to drop or rename one, raise
`SCHEMA_VERSION`.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
import types
import typing
from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal, NamedTuple

SCHEMA_VERSION = 1

BlockKind = Literal["paragraph", "heading", "item"]
EntityLabel = Literal[
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"
]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
Granularity = Literal[
    "second", "minute", "hour", "part_of_day", "day", "weekend", "week", "month", "season", "quarter", "half", "year",
    "decade", "century",
]  # fmt: skip
Anchor = Literal["absolute", "published", "context"]
Form = Literal["exact", "range", "vague", "fraction"]
CountKind = Literal["count", "money", "percent", "share", "duration", "age", "physical", "score"]
ObjectiveKind = Literal[
    "objective", "goal", "priority", "demand", "condition", "step", "principle", "measure", "pillar", "proposal",
    "reason", "other",
]  # fmt: skip
Layout = Literal["vertical-bulleted", "vertical-numbered", "vertical-plain", "inline", "ordinal", "lettered"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One row of `documents`: what was read."""

    doc_id: Annotated[str, "id of the document, from the input or made from its path"]
    source: Annotated[str | None, "publisher or file that the text came from"]
    url: Annotated[str | None, "address of the article, as given"]
    title: Annotated[str | None, "headline, as given beside the text"]
    published: Annotated[str | None, "publication date (ISO 8601), or date-time where the source has one"]
    published_by: Annotated[Literal["input", "header", "dateline"] | None, "where `published` was found"]
    characters: Annotated[int, "length of the text in Unicode code points"]
    sha256: Annotated[str, "SHA-256 of the text in UTF-8, hexadecimal"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One row of `sentences`: headings and list items are sentences of their own."""

    doc_id: Annotated[str, "id of the document"]
    sentence: Annotated[int, "index of the sentence in the document, from 0"]
    start: Annotated[int, "offset of the first code point in the text"]
    end: Annotated[int, "offset behind the last code point"]
    text: Annotated[str, "the sentence as it stands in the text"]
    block: Annotated[int, "index of the paragraph, heading or list item that the sentence stands in, from 0"]
    block_kind: Annotated[BlockKind, "what the block is"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The columns that every kind of row begins with."""

    doc_id: Annotated[str, "id of the document"]
    sentence: Annotated[int, "index into the `sentences` table"]
    start: Annotated[int, "offset of the first code point in the text"]
    end: Annotated[int, "offset behind the last code point"]
    text: Annotated[str, "the span as it stands in the text"]
    rule: Annotated[str, "id of the rule that produced the row, or `model:<name>@<version>`"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Mention):
    """One mention of a named thing."""

    label: Annotated[EntityLabel, "type of the entity (OntoNotes)"]
    name: Annotated[str, "canonical name: `Healey` -> `John Healey`, `UK` -> `United Kingdom`"]
    entity_id: Annotated[str, "identity across documents and runs: `person:john-healey`, `gpe:GBR`, `org:nato`"]
    country: Annotated[str | None, "ISO 3166-1 alpha-3 code; of a person, the country that the role names"]
    role: Annotated[str | None, "of a person, the role as written: `UK Defense Secretary`"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Date(Mention):
    """One temporal expression."""

    type: Annotated[DateType, "TIMEX3 type"]
    value: Annotated[str, "TIMEX3 value: `2025-04-10`, `2025-W15`, `2025-Q2`, `P2Y`, `PAST_REF`"]
    mod: Annotated[str | None, "TIMEX3 modifier: `APPROX`, `START`, `MORE_THAN`, ..."]
    first: Annotated[str | None, "first day that `value` covers (ISO date)"]
    last: Annotated[str | None, "last day that `value` covers (ISO date), inclusive"]
    granularity: Annotated[Granularity | None, "unit that the value is exact to"]
    anchor: Annotated[Anchor | None, "what the value was worked out from"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Count(Mention):
    """One quantity: number, unit and what is counted."""

    number_start: Annotated[int, "offset of the number alone"]
    number_end: Annotated[int, "offset behind the number alone"]
    value: Annotated[float | None, "the number; null for a range or a vague quantity"]
    low: Annotated[float | None, "lower bound; equals `value` when exact"]
    high: Annotated[float | None, "upper bound; equals `value` when exact"]
    form: Annotated[Form, "how the number is given"]
    modifier: Annotated[Literal["=", "~", "<", ">"] | None, "`more than 12` -> `>`, `about 12` -> `~`"]
    change: Annotated[Literal["up", "down"] | None, "direction, where the number is a change"]
    kind: Annotated[CountKind, "what kind of quantity"]
    unit: Annotated[str | None, "canonical unit: `USD`, `percent`, `kilometre`; null for kind `count`"]
    per: Annotated[str | None, "what a rate is for: `$5 a barrel` -> `barrel`"]
    counted: Annotated[str | None, "lemma of the head of what is counted: `planner`"]
    counted_text: Annotated[str | None, "what is counted, as written"]
    counted_start: Annotated[int | None, "offset of `counted_text`"]
    counted_end: Annotated[int | None, "offset behind `counted_text`"]
    event: Annotated[str | None, "lemma of the event that a bare number counts: `12 were killed` -> `kill`"]
    concept: Annotated[str | None, "what a measured value is about, as written, when it is not the thing counted"]
    concept_start: Annotated[int | None, "offset of `concept`"]
    concept_end: Annotated[int | None, "offset behind `concept`"]
    of_text: Annotated[str | None, "what a share is a share of, as written"]
    of_start: Annotated[int | None, "offset of `of_text`"]
    of_end: Annotated[int | None, "offset behind `of_text`"]
    group: Annotated[int | None, "index, in the document, of the group of numbers that belong together"]
    role: Annotated[Literal["from", "to", "baseline", "part"] | None, "the number's part in its group"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Mention):
    """One item of a list of objectives that the text announces."""

    list: Annotated[int, "index of the list in the document, from 0"]
    item: Annotated[int, "place of the item in its list, from 1"]
    kind: Annotated[ObjectiveKind, "class of things that the cue announces"]
    cue: Annotated[str, "the announcing words, as written"]
    cue_start: Annotated[int, "offset of `cue`"]
    cue_end: Annotated[int, "offset behind `cue`"]
    holder: Annotated[str | None, "whose objectives: canonical name, or the words of the text"]
    announced_by: Annotated[str | None, "who announces them: canonical name, or the words of the text"]
    declared_count: Annotated[int | None, "how many items the text says there are"]
    found_count: Annotated[int, "how many items were found"]
    layout: Annotated[Layout, "how the list is laid out"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRow:
    """One line of `errors.jsonl`: a document that could not be read or processed."""

    source: Annotated[str, "file and line, or row, that the document came from"]
    doc_id: Annotated[str | None, "id of the document, where it is known"]
    error: Annotated[str, "class of the error"]
    message: Annotated[str, "what is wrong"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All rows of one document: one line of `documents.jsonl`."""

    document: DocumentRow
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    dates: tuple[Date, ...]
    counts: tuple[Count, ...]
    objectives: tuple[Objective, ...]


KINDS: dict[str, type[Mention]] = {"entities": Entity, "dates": Date, "counts": Count, "objectives": Objective}
"""The four kinds of facts and their records, in the order of the pipeline's outputs."""

TABLES: dict[str, type[Any]] = {"documents": DocumentRow, "sentences": Sentence, **KINDS}
"""Every table of an output folder."""

SUBTYPE = {"entities": "label", "dates": "type", "counts": "kind", "objectives": "kind"}
"""The column of each kind that holds the subtype, which is also the `label_` of its spans."""


class Column(NamedTuple):
    """One column of a table."""

    name: str
    type: type  # str, int or float
    choices: tuple[str, ...]  # the allowed values, or () for any
    nullable: bool
    doc: str


_columns: dict[type[Any], tuple[Column, ...]] = {}


def columns(record: type[Any]) -> tuple[Column, ...]:
    """The columns of a record class, in order."""
    if record not in _columns:
        hints = typing.get_type_hints(record, include_extras=True)
        _columns[record] = tuple(_column(field.name, hints[field.name]) for field in dataclasses.fields(record))
    return _columns[record]


def _column(name: str, hint: Any) -> Column:
    annotated, doc = typing.get_args(hint)
    is_union = typing.get_origin(annotated) in (types.UnionType, typing.Union)
    options = typing.get_args(annotated) if is_union else (annotated,)
    nullable = type(None) in options
    (base,) = [option for option in options if option is not type(None)]
    if typing.get_origin(base) is Literal:
        return Column(name, str, typing.get_args(base), nullable, doc)
    return Column(name, base, (), nullable, doc)


def subtypes(kind: str) -> tuple[str, ...]:
    """The subtypes that rows of a kind can have: the labels of its rules."""
    (choices,) = (column.choices for column in columns(KINDS[kind]) if column.name == SUBTYPE[kind])
    return choices


@functools.cache
def value_columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind behind those that every kind begins with: the keys of its payload."""
    shared = {column.name for column in columns(Mention)}
    return tuple(column.name for column in columns(KINDS[kind]) if column.name not in shared)


def record_to_dict(record: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """A record as a plain dictionary in column order; whole numbers lose their `.0`."""
    names, values_of, floats = _values_of(record.__class__, without)
    row = dict(zip(names, values_of(record), strict=True))
    for name in floats:
        if isinstance(value := row[name], float) and value.is_integer() and abs(value) < 1e15:
            row[name] = int(value)
    return row


@functools.lru_cache(maxsize=32)
def _values_of(
    record: type[Any], without: tuple[str, ...]
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    """The names of a record's columns, what gives their values, and which hold numbers: for the many rows of a run."""
    names = tuple(column.name for column in columns(record) if column.name not in without)
    floats = tuple(column.name for column in columns(record) if column.type is float and column.name in names)
    return names, operator.attrgetter(*names), floats


def extraction_to_dict(extraction: Extraction, tables: Collection[str] = TABLES) -> dict[str, Any]:
    """One line of `documents.jsonl`: the document's row, its other rows nested under the table's name."""
    line = record_to_dict(extraction.document)
    for table in TABLES:
        if table in tables and table != "documents":
            line[table] = [record_to_dict(row, without=("doc_id",)) for row in getattr(extraction, table)]
    return line


_JSON_TYPES = {str: "string", int: "integer", float: "number"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of `documents.jsonl`; a kind that was not asked for is absent."""
    schema = _object_schema(DocumentRow, without=())
    for table, record in TABLES.items():
        if table != "documents":
            schema["properties"][table] = {"type": "array", "items": _object_schema(record, without=("doc_id",))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One document and its rows",
        "description": f"A line of documents.jsonl, schema version {SCHEMA_VERSION}.",
        **schema,
    }


def _object_schema(record: type[Any], without: tuple[str, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for column in columns(record):
        if column.name in without:
            continue
        json_type = _JSON_TYPES[column.type]
        entry: dict[str, Any] = {
            "description": column.doc,
            "type": [json_type, "null"] if column.nullable else json_type,
        }
        if column.choices:
            entry["enum"] = [*column.choices, None] if column.nullable else list(column.choices)
        if column.type is str and not column.choices:
            entry["minLength"] = 1
        properties[column.name] = entry
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def pandas_dtypes(table: str) -> dict[str, str]:
    """The pandas dtype of each column: ids stay text, integers are nullable, closed sets are categories."""
    by_type = {str: "string", int: "Int64", float: "Float64"}
    return {
        column.name: "category" if column.choices or column.name == "rule" else by_type[column.type]
        for column in columns(TABLES[table])
    }


def data_dictionary() -> str:
    """The tables of `outputs/README.md`: every column with its type and meaning."""
    parts = []
    for table, record in TABLES.items():
        parts.append(f"### `{table}`\n\n{(record.__doc__ or '').strip()}\n\n| column | type | meaning |\n|---|---|---|")
        for column in columns(record):
            kind = " ".join(f"`{choice}`" for choice in column.choices) or _JSON_TYPES[column.type]
            parts.append(f"| `{column.name}` | {kind}{' or null' if column.nullable else ''} | {column.doc} |")
        parts.append("")
    return "\n".join(parts)
