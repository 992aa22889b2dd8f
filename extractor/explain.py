"""For people who write rules: a text with its spans marked in colour, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.records import KINDS, SUBTYPE, Extraction, Mention, value_columns

_COLOURS = {"entities": 36, "dates": 33, "counts": 32, "objectives": 35}  # ANSI: cyan, yellow, green, magenta


def explain(extraction: Extraction, text: str, colour: bool) -> Iterator[str]:
    """The lines to print: for each kind the marked text, then a line a row with the rule that made it.

    Args:
        extraction: the rows of the text.
        text: the text.
        colour: whether to mark spans with terminal colours rather than with brackets.
    """
    for kind in KINDS:
        rows: tuple[Mention, ...] = getattr(extraction, kind)
        if not rows:
            yield f"{kind}: none"
            continue
        yield f"{kind}: {len(rows)}"
        yield _visible(_marked(text, rows, _COLOURS[kind] if colour else None))
        for row in rows:
            values = {
                name: value
                for name in value_columns(kind)
                if (value := getattr(row, name)) is not None
                and name != SUBTYPE[kind]
                and not name.endswith(("_start", "_end"))
            }
            shown = " ".join(
                f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}" for name, value in values.items()
            )
            yield _visible(f"  {row.start:>6} {row.text!r} {getattr(row, SUBTYPE[kind])} {shown}  <- {row.rule}")
        yield ""


def _marked(text: str, rows: tuple[Mention, ...], colour: int | None) -> str:
    parts, position = [], 0
    for row in rows:
        opening, closing = ("[", "]") if colour is None else (f"\x00{colour}m", "\x000m")
        parts += [_quiet(text[position : row.start]), opening, _quiet(text[row.start : row.end]), closing]
        position = row.end
    return "".join([*parts, _quiet(text[position:])])


def _quiet(text: str) -> str:
    """Without control characters: a text must not steer the terminal."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def _visible(line: str) -> str:
    return line.replace("\x00", "\x1b[")
