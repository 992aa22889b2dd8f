"""The debugger of people who write rules: the spans and rows of a text, and what became of every match of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractor import ruleset
from extractor.documents import Document
from extractor.lexicons import RuleError
from extractor.matcher import Event
from extractor.pipeline import make_doc
from extractor.records import KINDS, SUBTYPE, Mention, value_columns
from extractor.rows import extraction_of
from extractor.terminal import Terminal, did_you_mean, quiet
from extractor.whynot import why

_COLOURS = {"entities": "cyan", "dates": "yellow", "counts": "green", "objectives": "magenta"}


def explain(nlp: Language, document: Document, terminal: Terminal) -> Iterator[str]:
    """The lines to print: for each kind the marked text, a line a row with the rule that made it, and the matches
    that became no row: `lost` to the rule that took their place, or `rejected` by the interpretation.

    Args:
        nlp: a pipeline from `extractor.load`.
        document: the text.
        terminal: how to mark spans: in colour, or else with brackets.
    """
    doc, events = _traced(nlp, document)
    extraction = extraction_of(doc, document)
    for kind in KINDS:
        rows: tuple[Mention, ...] = getattr(extraction, kind)
        yield f"{kind}: {len(rows) or 'none'}"
        if rows:
            yield _marked(document.text, rows, terminal, _COLOURS[kind])
        for row in rows:
            yield quiet(_row_line(row, kind))
        for event in sorted(events, key=lambda event: event.start):
            if event.kind == kind and event.outcome != "fired":
                preposition = "to " if event.outcome == "lost" else ""
                text = document.text[event.start : event.end]
                line = f"  {event.start:>6} {text!r} {event.outcome} {preposition}{event.reason}  <- {event.rule_id}"
                yield quiet(line)
        yield ""


def explain_rule(nlp: Language, document: Document, rule_id: str, rules: Sequence[Path | str]) -> Iterator[str]:
    """The lines to print: what one rule did in a text, and where it did nothing, how far its pattern matched.

    Args:
        nlp: a pipeline from `extractor.load`.
        document: the text.
        rule_id: the rule.
        rules: the directories of rules that `nlp` was loaded with.

    Raises:
        RuleError: if there is no such rule.
    """
    kind = rule_id.partition(".")[0]
    rule_set = ruleset.load(kind, rules) if kind in KINDS else None
    known = {rule.id: rule for rule in rule_set.rules} if rule_set else {}
    if rule_set is None or rule_id not in known:
        every = [rule.id for kind in KINDS for rule in ruleset.load(kind, rules).rules]
        raise RuleError(f"--rule {rule_id}: there is no such rule, or it is switched off{did_you_mean(rule_id, every)}")
    doc, events = _traced(nlp, document)
    yield f"{rule_id} ({known[rule_id].path})"
    for line in why(nlp, doc, rule_set, known[rule_id], events):
        yield quiet(line)


def _traced(nlp: Language, document: Document) -> tuple[Doc, list[Event]]:
    events: list[Event] = []
    doc = make_doc(nlp, document)
    doc.user_data["extractor_trace"] = events
    return nlp(doc), events


def _row_line(row: Mention, kind: str) -> str:
    values = {
        name: value
        for name in value_columns(kind)
        if (value := getattr(row, name)) is not None and name != SUBTYPE[kind] and not name.endswith(("_start", "_end"))
    }
    shown = " ".join(
        f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}" for name, value in values.items()
    )
    return f"  {row.start:>6} {row.text!r} {getattr(row, SUBTYPE[kind])} {shown}  <- {row.rule}"


def _marked(text: str, rows: tuple[Mention, ...], terminal: Terminal, colour: str) -> str:
    parts, position = [], 0
    for row in rows:
        span = _quiet_lines(text[row.start : row.end])
        parts += [_quiet_lines(text[position : row.start]), terminal.paint(span, colour)]
        if not terminal.colour:
            parts[-1] = f"[{span}]"
        position = row.end
    return "".join([*parts, _quiet_lines(text[position:])])


def _quiet_lines(text: str) -> str:
    return "\n".join(map(quiet, text.split("\n")))
