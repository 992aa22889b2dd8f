"""The rows of whole documents on disk: a rerun after a rule change extracts only what the change can touch.

A document's line is kept under the document, the model, the lexicons and the program, with the rules that made it.
When rules differ later, it still holds if none of those that came, went or changed has a trigger word in the text: such
a rule matches nothing there (see `triggers`). A rule that can match anywhere, or another order of the rules, leaves no
line standing.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language

from extractor import __version__, ruleset
from extractor.cache.model import identity
from extractor.cache.store import LIMIT, Store
from extractor.documents import Document
from extractor.lexicons import RULES_DIR
from extractor.records import KINDS
from extractor.ruleset import Rule
from extractor.triggers import holds_any


class CachedRows:
    """The lines of documents that were extracted before.

    Args:
        directory: where the cache is; made if it is not there.
        nlp: the pipeline that extracts.
        rules: directories of a user's own rules.
        tables: the tables that a line holds.
        limit: bytes that the cache may take.
    """

    def __init__(
        self, directory: Path, nlp: Language, rules: Sequence[str], tables: Sequence[str], limit: int = LIMIT
    ) -> None:
        self.store = Store(directory / "rows.sqlite3", limit)
        made_by = [identity(nlp), _program(), _lexicons(rules), list(tables)]
        self._made_by = json.dumps(made_by).encode()
        self._rules = _described(rule for kind in KINDS for rule in ruleset.load(kind, rules).rules)
        listed = json.dumps(self._rules).encode()
        self._rules_id = hashlib.sha256(listed).digest()
        self.store.put({self._rules_id: listed})

    def get(self, document: Document) -> bytes | None:
        """The line of a document, as these rules give it; None if it has to be extracted."""
        stored = self.store.get(self._key(document))
        if stored is None:
            return None
        touched = self._touched(stored[:32])
        if touched is None or holds_any(document.text, touched):
            return None
        return zlib.decompress(stored[32:])

    def put(self, lines: Iterable[tuple[Document, bytes]]) -> None:
        """Keep the lines of documents."""
        self.store.put({self._key(document): self._rules_id + zlib.compress(line, 1) for document, line in lines})

    def _key(self, document: Document) -> bytes:
        digest = hashlib.sha256(self._made_by)
        digest.update(json.dumps(dataclasses.asdict(document)).encode())
        return digest.digest()

    @functools.lru_cache(maxsize=64)  # noqa: B019  (a worker has one of these as long as it lives)
    def _touched(self, rules_id: bytes) -> frozenset[str] | None:
        """Words of which a text must hold one to be touched by what changed since; None if any text may be."""
        if rules_id == self._rules_id:
            return frozenset()
        listed = self.store.get(rules_id)
        return None if listed is None else touched_by(json.loads(listed), self._rules)


Described = dict[str, tuple[str, list[str] | None]]
"""Rules in their order: id, digest of all that makes it, and trigger words."""


def _described(rules: Iterable[Rule]) -> Described:
    described = {}
    for rule in rules:
        surfaces = list(rule.lexicon.surfaces()) if rule.lexicon else None
        made_of = [rule.label, rule.pattern, rule.expanded, surfaces, rule.case_sensitive, rule.values]
        digest = hashlib.sha256(json.dumps(made_of, sort_keys=True, default=str).encode()).hexdigest()
        described[rule.id] = (digest, None if rule.triggers is None else sorted(rule.triggers))
    return described


def touched_by(before: Described, after: Described) -> frozenset[str] | None:
    """The trigger words of all rules that differ between two rule sets; None if some text without them may be touched.

    >>> touched_by({"a": ("1", ["ago"])}, {"a": ("1", ["ago"]), "b": ("2", ["last", "next"])}) == {"last", "next"}
    True
    >>> touched_by({"a": ("1", ["ago"]), "b": ("2", ["last"])}, {"b": ("2", ["last"]), "a": ("1", ["ago"])}) is None
    True
    """
    same = [rule for rule in before if rule in after and before[rule][0] == after[rule][0]]
    if same != [rule for rule in after if rule in same]:
        return None
    words: set[str] = set()
    for rules in (before, after):
        for rule in rules.keys() - same:
            triggers = rules[rule][1]
            if triggers is None:
                return None
            words.update(triggers)
    return frozenset(words)


def _lexicons(directories: Sequence[str]) -> list[str]:
    """The digests of the word lists that code may read. What a rule makes of a list of its own is part of the rule."""
    bundled = {path.name for path in (RULES_DIR / "lexicons").glob("*.csv")}
    digests = ruleset.digests(directories)
    return [digest for name, digest in digests.items() if "lexicons/" in name and Path(name).name in bundled]


def _program() -> str:
    """One digest for the source of this package: other code may give other rows."""
    digest = hashlib.sha256(__version__.encode())
    package = RULES_DIR.parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
