"""The keys of a rule file, and what their values must be."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from extractor.lexicons import RuleError


class Form(NamedTuple):
    """What the value of a key must be, in words and as a test."""

    name: str
    fits: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_date(value: Any) -> bool:
    try:
        return bool(datetime.date.fromisoformat(value[:10]))
    except (TypeError, ValueError):
        return False


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _are_all(test: Callable[[Any], bool], value: Any) -> bool:
    return isinstance(value, list) and all(map(test, value))


_TEXT = Form("a text in quotes", _is_text)
_TEXTS = Form("a list of texts in quotes", lambda value: _are_all(_is_text, value))
_DATE = Form('a date in quotes, such as "2025-04-10"', _is_date)
_FLAG = Form("true or false, without quotes", lambda value: isinstance(value, bool))
_TABLE = Form("a table", _is_table)
_NAMES = Form("a table of texts in quotes", lambda value: _is_table(value) and all(map(_is_text, value.values())))
_RULES = Form("tables that begin with [[rule]]", lambda value: _are_all(_is_table, value))
_TOKENS = Form(
    'a list of token tables, such as [{LOWER = "about"}]', lambda value: value != [] and _are_all(_is_table, value)
)

FILE_KEYS = {"published": _DATE, "vocabulary": _NAMES, "rule": _RULES, "off": _TEXTS}
RULE_KEYS = {
    "id": _TEXT, "label": _TEXT, "pattern": _TOKENS, "regex": _TEXT, "lexicon": _TEXT, "case_sensitive": _FLAG,
    "values": _TABLE, "examples": _TEXTS, "published": _DATE,
}  # fmt: skip


def refuse_malformed(table: Mapping[str, Any], known: Mapping[str, Form], where: str) -> None:
    """Refuse a key that is not known, or whose value is something else.

    Raises:
        RuleError: naming the place and what to write there.
    """
    for key, value in table.items():
        if key not in known:
            raise RuleError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}")
        if not known[key].fits(value):
            raise RuleError(f"{where}: {key} must be {known[key].name}")
