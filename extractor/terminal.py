"""What all commands that print share: colours, the width of the window, and texts that cannot steer the terminal."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import TextIO

COLOURS = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36, "bold": 1, "dim": 2}

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: one character each, so that wrapping counts them right


def show(text: str, stream: TextIO, end: str = "\n") -> None:
    """Print what is no result of the command: that nobody reads it any more is no error."""
    try:
        print(text, end=end, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Terminal:
    """How to print: in colour or not, and how wide.

    Args:
        colour: whether to use colours; by default where standard output is a terminal and `NO_COLOR` is not set.
        width: columns; by default those of the window, but no line longer than 110.
    """

    def __init__(self, colour: bool | None = None, width: int | None = None) -> None:
        self.colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") if colour is None else colour
        self.width = max(40, min(110, shutil.get_terminal_size().columns)) if width is None else width

    def paint(self, text: str, colour: str) -> str:
        """The text in a colour, where colours are used."""
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self.colour and text else text

    def wrapped(self, text: str, indent: str, first: str | None = None) -> list[str]:
        """The text in lines of the width, each behind the indent, the first one behind `first`."""
        return textwrap.wrap(
            text, self.width, initial_indent=indent if first is None else first, subsequent_indent=indent
        )

    def marked(self, text: str, start: int, end: int, colour: str, indent: str, first: str) -> list[str]:
        """Lines of a text with a span marked, shortened round the span to about three lines.

        Without colours the span stands in brackets.
        """
        before, span, after = quiet(text[:start]), quiet(text[start:end]), quiet(text[end:])
        room = 3 * (self.width - len(indent)) - 20
        span = _shortened(span, room, "middle")
        room = max(40, room - len(span))
        before = _shortened(before, max(room // 2, room - len(after)), "left")
        after = _shortened(after, room - len(before), "right")
        lines = self.wrapped(f"{before}{_OPEN}{span}{_CLOSE}{after}", indent, first)
        opening, closing = (f"\x1b[{COLOURS[colour]}m", "\x1b[0m") if self.colour else ("[", "]")
        return [line.replace(_OPEN, opening).replace(_CLOSE, closing) for line in lines]


def quiet(text: str) -> str:
    r"""On one line and without control characters.

    >>> quiet("10\nApril\x1b[31m")
    '10 April\ufffd[31m'
    """
    return "".join(
        " " if character.isspace() else character if character.isprintable() else "\ufffd" for character in text
    )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What to add to the message that there is no such name: those that come near, if any do.

    >>> did_you_mean("dates.weekdy", {"dates.weekday", "counts.age"})
    '; did you mean dates.weekday?'
    """
    near = difflib.get_close_matches(name, sorted(known), n=3)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _shortened(text: str, length: int, cut: str) -> str:
    if len(text) <= length:
        return text
    if cut == "left":
        return "…" + text[len(text) - length + 1 :]
    if cut == "right":
        return text[: length - 1] + "…"
    return text[: length // 2] + " … " + text[len(text) - length // 2 :]
