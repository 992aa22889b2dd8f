"""Word lists as data: `rules/lexicons/*.csv`, shared by rules that find and code that interprets.

A lexicon is a CSV file with a header. Its first column is `surface`, what stands in the text; further columns are
values. `months.csv` with a row `April,4` lets a rule say `{months}` and the code look up `4`.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from extractor.records import subtypes

RULES_DIR = Path(__file__).parent / "rules"


class RuleError(ValueError):
    """A rule file or lexicon is wrong: the message names file, rule and reason."""


def normalise(surface: str) -> str:
    r"""The form under which a surface is looked up: one blank for many, straight apostrophes.

    >>> normalise("Côte\n d’Ivoire")
    "Côte d'Ivoire"
    """
    return " ".join(surface.replace("’", "'").split())


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The rows of one word list.

    `get` ignores case, `get_exact` does not: `US` the country is no `us`. Where surfaces differ in case only,
    `get` gives the first one.
    """

    name: str
    rows: Mapping[str, Mapping[str, str]]
    _folded: Mapping[str, Mapping[str, str]] = dataclasses.field(repr=False)

    def get(self, surface: str) -> Mapping[str, str] | None:
        """The row of a surface, whatever its case; None if there is none."""
        plain = surface if surface.isalpha() else normalise(surface)
        return self._folded.get(plain.casefold())

    def get_exact(self, surface: str) -> Mapping[str, str] | None:
        """The row of a surface in exactly this case; None if there is none."""
        return self.rows.get(normalise(surface))

    def surfaces(self) -> Iterator[str]:
        """The surfaces, in the order of the file."""
        return iter(self.rows)

    def __contains__(self, surface: str) -> bool:
        return self.get(surface) is not None


def load(name: str, extra_dirs: Iterable[Path | str] = ()) -> Lexicon:
    """The lexicon of this name: a user's rows come before the bundled ones and replace rows of the same surface.

    Raises:
        RuleError: if no directory holds such a file, or a file is no lexicon.
    """
    return _load(name, tuple(str(directory) for directory in extra_dirs))


@functools.cache
def _load(name: str, extra_dirs: tuple[str, ...]) -> Lexicon:
    paths = [Path(directory) / "lexicons" / f"{name}.csv" for directory in extra_dirs]
    paths = [path for path in (*paths, RULES_DIR / "lexicons" / f"{name}.csv") if path.is_file()]
    if not paths:
        where = f"{RULES_DIR / 'lexicons'} or the folder lexicons of your own rules"
        raise RuleError(f"lexicon {name!r}: no file {name}.csv in {where}")
    rows: dict[str, Mapping[str, str]] = {}
    files = {path: _read(path) for path in paths}
    columns, _ = files[paths[-1]]
    labels = subtypes("entities")
    for path, (header, own) in files.items():
        if not set(columns) <= set(header):
            raise RuleError(f"{path}: needs the columns {', '.join(columns)}, as {paths[-1]} has")
        for surface, row in own.items():
            if "label" in row and row["label"] not in labels:
                raise RuleError(f"{path}: {surface!r}: no label {row['label']!r}; there are {', '.join(labels)}")
            rows.setdefault(surface, row)
    folded: dict[str, Mapping[str, str]] = {}
    for surface, row in rows.items():
        folded.setdefault(surface.casefold(), row)
    return Lexicon(name, rows, folded)


def _read(path: Path) -> tuple[list[str], dict[str, Mapping[str, str]]]:
    """The header of a file, and its rows by their surface."""
    rows: dict[str, Mapping[str, str]] = {}
    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        table = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RuleError(f"{path}: not CSV in UTF-8: {error}") from None
    header = table[0][1] if table else []
    if header[:1] != ["surface"]:
        raise RuleError(f"{path}: the first column of the header must be 'surface', not {header[:1]}")
    for number, row in table[1:]:
        where = f"{path}, line {number}"
        if len(row) != len(header):
            raise RuleError(f"{where}: {len(row)} fields where the header has {len(header)}")
        surface = normalise(row[0])
        if not surface:
            raise RuleError(f"{where}: the surface is empty")
        if surface in rows:
            raise RuleError(f"{where}: {surface!r} stands twice")
        rows[surface] = dict(zip(header[1:], row[1:], strict=True))
    return header, rows


def alternation(surfaces: Iterable[str]) -> str:
    """A regular expression that matches any of the surfaces, the longest first, in time linear in their length.

    Common beginnings are shared (`j(?:an|u(?:ne|ly))`), so that a list of a thousand names costs no more than its
    longest name. A blank and an apostrophe stay as they are: `ruleset` widens them everywhere.

    >>> alternation(["may", "march", "mar"])
    'ma(?:r(?:ch)?|y)'
    """
    trie: dict[str, dict[str, object]] = {}
    for surface in surfaces:
        node: dict[str, object] = trie  # type: ignore[assignment]
        for character in surface:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[""] = {}
    return _pattern(trie)


_SPECIAL = set(r"\.^$*+?{}[]|()#&~-")


def _pattern(node: Mapping[str, object]) -> str:
    branches = []
    for character, child in sorted(node.items()):
        if character:
            literal = "\\" + character if character in _SPECIAL else character
            branches.append(literal + _pattern(child))  # type: ignore[arg-type]
    ends_here = "" in node
    if not branches:
        return ""
    if len(branches) == 1 and not ends_here:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends_here else ''}"
