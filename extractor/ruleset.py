"""Rules as data: reads `rules/<kind>.toml` and a user's own rule files, and refuses what is wrong.

The grammar, with an example of each feature, is in `rules/README.md`.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from extractor import lexicons
from extractor.lexicons import RULES_DIR, Lexicon, RuleError
from extractor.openings import openings_of
from extractor.records import KINDS, subtypes
from extractor.rule_keys import FILE_KEYS, RULE_KEYS, refuse_malformed
from extractor.triggers import parsed, triggers_of, triggers_of_words

DEFAULT_PUBLISHED = "2025-04-10"
"""The publication date of examples that name none; a Thursday."""

_ID = re.compile(r"[a-z]+\.[a-z0-9]+(?:_[a-z0-9]+)*")


@dataclasses.dataclass(frozen=True, eq=False)
class Rule:
    """One rule: what it matches (exactly one of `pattern`, `regex`, `lexicon`), and the sentences that prove it."""

    id: str
    kind: str
    label: str
    order: int
    path: Path
    pattern: tuple[Mapping[str, Any], ...] | None
    source: str | None  # the regex as written, with its {names}
    expanded: str | None  # the same with the names filled in
    vocabulary: Mapping[str, str]  # what these names stand for in its file; others are lexicons
    lexicon: Lexicon | None
    case_sensitive: bool
    triggers: frozenset[str] | None
    values: Mapping[str, Any]
    examples: tuple[str, ...]
    published: str

    @functools.cached_property
    def regex(self) -> re.Pattern[str] | None:
        """The regular expression; compiled when it is first asked for, as most rules never match in a short text."""
        return None if self.expanded is None else _compile(self.expanded, self.case_sensitive)

    @functools.cached_property
    def openings(self) -> frozenset[str] | None:
        """With what a match of the regular expression can begin; None if with anything."""
        return None if self.expanded is None else openings_of(self.expanded, self.case_sensitive)


class _File(NamedTuple):
    """A rule file, and what its rules share."""

    path: Path
    kind: str
    published: str
    vocabulary: Mapping[str, str]
    extra_dirs: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """The rules of one kind, in the order that settles ties, and the lexicons they name."""

    kind: str
    rules: tuple[Rule, ...]
    extra_dirs: tuple[str, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id; for code that finds by itself but still names a rule.

        Raises:
            KeyError: if there is no such rule, or a user switched it off.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def lexicon(self, name: str) -> Lexicon:
        """A word list, a user's rows before the bundled ones."""
        return lexicons.load(name, self.extra_dirs)


def load(kind: str, extra_dirs: Iterable[Path | str] = ()) -> RuleSet:
    """The bundled rules of a kind and those of a user's directories, which come first and so win ties.

    A user's file may switch bundled rules off: `off = ["dates.season"]`.

    Raises:
        RuleError: naming file, rule and reason, if anything is not as the grammar says.
    """
    directories = tuple(str(directory) for directory in extra_dirs)
    for directory in directories:
        _refuse_strange(Path(directory))
    paths = [Path(directory) / f"{kind}.toml" for directory in directories]
    paths = [path for path in (*paths, RULES_DIR / f"{kind}.toml") if path.is_file()]
    rules: dict[str, Rule] = {}
    off: dict[str, Path] = {}
    for path in paths:
        content = _read(path)
        off.update(dict.fromkeys(content.get("off", []), path))
        vocabulary: dict[str, str] = {}
        for name, regex in content.get("vocabulary", {}).items():
            vocabulary[name] = _expand(regex, vocabulary, directories, f"{path}: vocabulary {name!r}")
        file = _File(path, kind, content.get("published", DEFAULT_PUBLISHED), vocabulary, directories)
        for rule in _rules_of_file(file, content.get("rule", []), first_order=len(rules)):
            if rule.id in rules:
                raise RuleError(f"{rules[rule.id].path}: rule {rule.id!r} is also in {path}: choose another id")
            rules[rule.id] = rule
    for rule_id, path in off.items():
        if rules.pop(rule_id, None) is None:
            raise RuleError(f"{path}: off names {rule_id!r}, but there is no such rule")
    return RuleSet(kind, tuple(rules.values()), directories)


def _refuse_strange(directory: Path) -> None:
    """Refuse a directory that holds no rules, or rules that would never be read."""
    if not directory.is_dir():
        raise RuleError(f"--rules {directory}: no such directory")
    names = [f"{kind}.toml" for kind in KINDS]
    strange = sorted(file for file in directory.glob("*.toml") if file.name not in names)
    if strange:
        raise RuleError(f"{strange[0]}: would not be read; rule files are called {', '.join(names)}")
    if not any((directory / name).exists() for name in (*names, "lexicons")):
        raise RuleError(f"--rules {directory}: holds no rule file ({', '.join(names)}) and no folder lexicons")


def digests(extra_dirs: Iterable[Path | str]) -> dict[str, str]:
    """The SHA-256 of every rule file and lexicon; bundled ones by their name, a user's by their path as given."""
    folders = [("", RULES_DIR), *((f"{Path(directory).as_posix()}/", Path(directory)) for directory in extra_dirs)]
    found = {}
    for prefix, folder in folders:
        files = [*(folder / f"{kind}.toml" for kind in KINDS), *sorted((folder / "lexicons").glob("*.csv"))]
        for file in sorted(files):
            if file.is_file():
                found[prefix + file.relative_to(folder).as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: not valid TOML: {error}") from None
    refuse_malformed(content, FILE_KEYS, str(path))
    return content


def _rules_of_file(file: _File, tables: Iterable[Mapping[str, Any]], first_order: int) -> Iterator[Rule]:
    for number, table in enumerate(tables, start=1):
        where = f"{file.path}: rule {repr(table['id']) if 'id' in table else f'number {number}'}"
        refuse_malformed(table, RULE_KEYS, where)
        if not _ID.fullmatch(table.get("id", "")) or not table["id"].startswith(f"{file.kind}."):
            raise RuleError(f"{where}: the id must read {file.kind}.name_in_small_letters")
        if len({"pattern", "regex", "lexicon"} & set(table)) != 1:
            raise RuleError(f"{where}: needs exactly one of pattern, regex and lexicon")
        if "label" not in table:
            raise RuleError(f"{where}: needs a label")
        if table["label"] not in subtypes(file.kind):
            raise RuleError(f"{where}: no label {table['label']!r}; there are {', '.join(subtypes(file.kind))}")
        yield _rule(file, table, first_order + number, where)


def _rule(file: _File, table: Mapping[str, Any], order: int, where: str) -> Rule:
    case_sensitive = table.get("case_sensitive", False)
    expanded = pattern = lexicon = triggers = None
    if "regex" in table:
        expanded = _expand(table["regex"], file.vocabulary, file.extra_dirs, where)
        try:
            triggers = triggers_of(expanded)
            if file.path.parent != RULES_DIR:  # the tests compile the bundled ones
                _compile(expanded, case_sensitive)
                if parsed(expanded).getwidth()[0] == 0:
                    raise RuleError(f"{where}: matches where nothing stands: not every part of it can be optional")
        except re.error as error:
            raise RuleError(f"{where}: not a valid regular expression: {error}") from None
    elif "pattern" in table:
        pattern, triggers = _token_pattern(table["pattern"], file.extra_dirs, where)
    else:
        lexicon = _lexicon(table["lexicon"], file.extra_dirs, where)
        triggers = triggers_of_words(surface.casefold() for surface in lexicon.surfaces())
    return Rule(
        id=table["id"],
        kind=file.kind,
        label=table["label"],
        order=order,
        path=file.path,
        pattern=pattern,
        source=table.get("regex"),
        expanded=expanded,
        vocabulary=file.vocabulary,
        lexicon=lexicon,
        case_sensitive=case_sensitive,
        triggers=triggers,
        values=dict(table.get("values", {})),
        examples=tuple(table.get("examples", [])),
        published=table.get("published", file.published),
    )


def _lexicon(name: str, extra_dirs: tuple[str, ...], where: str) -> Lexicon:
    try:
        return lexicons.load(name, extra_dirs)
    except RuleError as error:
        raise RuleError(f"{where}: {error}") from None


# --- regular expressions -----------------------------------------------------------------------------------------

_BLANK = r"(?:[^\S\n]{1,4}(?:\n[^\S\n]{0,8})?|\n[^\S\n]{0,8})"
_PIECES = re.compile(
    r"""(?P<escape>\\.) | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\]) | (?P<name>\{[a-z][a-z_]*\})
      | (?P<quantifier>[*+]|\{[0-9]*,\}) | (?P<other>[^\\\[{*+'\ ]{2,}|.)""",
    re.VERBOSE | re.DOTALL,
)


def _expand(regex: str, names: Mapping[str, str], extra_dirs: tuple[str, ...], where: str) -> str:
    """The expression with its `{names}` filled in, and unbounded repetition refused.

    `{months}` stands for an entry of the file's vocabulary, or for any surface of `lexicons/months.csv`.
    """
    parts = []
    for match in _PIECES.finditer(regex):
        piece = match.group()
        if match["quantifier"]:
            raise RuleError(f"{where}: {piece!r} repeats without bound; write {{0,9}} or the like")
        if match["name"]:
            name = piece[1:-1]
            piece = names.get(name) or _alternation(
                _lexicon(name, extra_dirs, f"{where}: {piece} is not in the vocabulary")
            )
            piece = f"(?:{piece})"
        elif match["escape"] or match["set"]:
            piece = piece.replace(r"\d", "0-9" if match["set"] else "[0-9]")
        parts.append(piece)
    return "".join(parts)


@functools.cache
def _alternation(lexicon: Lexicon) -> str:
    return lexicons.alternation(lexicon.surfaces())


def compile_beginning(rule: Rule, extra_dirs: tuple[str, ...], beginning: str) -> re.Pattern[str]:
    """A beginning of a rule's regex as an expression of its own, for those who ask how far the rule matched.

    Raises:
        RuleError: if it is no expression.
    """
    where = f"{rule.path}: rule {rule.id!r}"
    expanded = _expand(beginning, rule.vocabulary, extra_dirs, where)
    try:
        return _compile(expanded, rule.case_sensitive, whole=False)
    except re.error as error:
        raise RuleError(f"{where}: not a valid regular expression: {error}") from None


@functools.lru_cache(maxsize=1024)
def _compile(expanded: str, case_sensitive: bool, whole: bool = True) -> re.Pattern[str]:
    """The expression between word borders, a blank standing for any white space, an apostrophe for both forms."""
    parts = []
    for match in _PIECES.finditer(expanded):
        piece = match.group()
        parts.append({" ": _BLANK, "'": "['’]"}.get(piece, piece))
    border = r"(?!\w)" if whole else ""
    return re.compile(rf"(?<!\w)(?:{''.join(parts)}){border}", re.NOFLAG if case_sensitive else re.IGNORECASE)


# --- token patterns ----------------------------------------------------------------------------------------------


def _token_pattern(
    pattern: Iterable[Mapping[str, Any]], extra_dirs: tuple[str, ...], where: str
) -> tuple[tuple[Mapping[str, Any], ...], frozenset[str] | None]:
    """The pattern with its lexicons filled in, and its triggers.

    Whether spaCy takes the pattern is for `matcher` to see, which has the vocabulary that this needs.
    """
    tokens = []
    triggers = None
    for token in pattern:
        token = dict(token)
        if "LEXICON" in token:
            surfaces = _lexicon(token.pop("LEXICON"), extra_dirs, where).surfaces()
            token["LOWER"] = {"IN": sorted({surface.lower() for surface in surfaces})}
        tokens.append(token)
        if token.get("OP", "1") in ("1", "+"):
            words = next((token[key] for key in ("LOWER", "ORTH", "TEXT") if key in token), None)
            spellings = [words] if isinstance(words, str) else (words or {}).get("IN", [])
            found = triggers_of_words(spelling.casefold() for spelling in spellings)
            if found and (triggers is None or len(found) < len(triggers)):
                triggers = found
    return tuple(tokens), triggers
