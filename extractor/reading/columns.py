"""Whose column is whose: the names under which dumps keep text, id, date, and the presets for well-known dumps."""

from __future__ import annotations

import dataclasses
import datetime
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor.reading import InputError

NAMES = {
    "id": ("id", "doc_id"),
    "text": ("text",),
    "published": ("published", "date"),
    "title": ("title",),
    "url": ("url",),
    "source": ("source",),
}
"""The columns that are read, and the names that each may have unless the user maps another one."""

PRESETS = Path(__file__).parent / "presets"
"""One file a dump; a user's own file has the same form."""


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """The names of the input's columns, for each of ours. A dot leads into an object: `thread.site`."""

    names: Mapping[str, tuple[str, ...]]

    def value(self, fields: Mapping[str, Any], column: str) -> Any:
        """The field for one of our columns, a filled one before a blank one; None if there is none."""
        values = [value for name in self.names[column] if (value := _look_up(fields, name)) is not None]
        return next((value for value in values if value != ""), values[0] if values else None)

    def top_level(self, present: Iterable[str]) -> list[str]:
        """Those of the columns present that are read, in their order."""
        wanted = {part for names in self.names.values() for name in names for part in (name, name.partition(".")[0])}
        return [name for name in present if name in wanted]

    def check_header(self, present: Iterable[str]) -> None:
        """Refuse a table without a column for the text.

        Raises:
            InputError: naming the columns there are, and the option.
        """
        present = list(present)
        names = self.names["text"]
        if not any(part in present for name in names for part in (name, name.partition(".")[0])):
            shown = ", ".join(map(repr, present))[:200]
            raise InputError(
                f"no column {names[0]!r}; there are {shown}: say which is the text with --column text=NAME"
            )


def columns_of(own: Mapping[str, str] | None = None, preset: str | None = None) -> Columns:
    """The columns as a user wants them: his own mapping before the preset's, and that before the usual names.

    Raises:
        InputError: if a column is none of ours, or the preset is not known or not well formed.
    """
    mapping = {**(load_preset(preset) if preset else {}), **(own or {})}
    _refuse_unknown(mapping, "--column")
    return Columns({**NAMES, **{column: (name,) for column, name in mapping.items()}})


def load_preset(name: str) -> dict[str, str]:
    """The mapping of a bundled preset, or of a TOML file of the same form.

    >>> load_preset("all-the-news")["text"]
    'content'
    """
    path = Path(name) if name.endswith(".toml") else PRESETS / f"{name}.toml"
    known = sorted(file.stem for file in PRESETS.glob("*.toml"))
    if not path.is_file() or (path.parent == PRESETS and path.stem not in known):
        raise InputError(f"--preset {name}: no such preset; there are {', '.join(known)}, or name a .toml file")
    try:
        mapping = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"--preset {name}: not valid TOML: {error}") from None
    _refuse_unknown(mapping, f"--preset {name}")
    wrong = [column for column, value in mapping.items() if not isinstance(value, str)]
    if wrong:
        raise InputError(f"--preset {name}: {wrong[0]} must be a text in quotes, the name of a column")
    return mapping


def _refuse_unknown(mapping: Mapping[str, Any], where: str) -> None:
    unknown = sorted(set(mapping) - NAMES.keys())
    if unknown:
        raise InputError(f"{where}: no column {unknown[0]!r} is read; those read are {', '.join(NAMES)}")


def _look_up(fields: Mapping[str, Any], name: str) -> Any:
    if name in fields or "." not in name:
        return fields.get(name)
    value: Any = fields
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def as_text(value: Any) -> str | None:
    """A field that is not the article itself as text, blanks round it dropped; None if nothing is left.

    Raises:
        TypeError: if it is a list, an object, or bytes.

    >>> as_text(7.0), as_text(" x "), as_text(datetime.datetime(2025, 4, 10, 8)), as_text(None)
    ('7', 'x', '2025-04-10T08:00:00', None)
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        value = value.isoformat()
    if not isinstance(value, (str, int, float)):
        raise TypeError(f"holds {kind_of(value)}, not text")
    return str(value).strip() or None


def kind_of(value: Any) -> str:
    """What a value that should be text is, for messages."""
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)
