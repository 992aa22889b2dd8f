"""Blocks: what is a paragraph, a heading, a list item, and where a line only wraps."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout import Block, blocks

PIECES = st.sampled_from(
    ["\n", "\r\n", "\n\n", " ", "- ", "* ", "1. ", "(a) ", "II. ", "A. ", "•", "The aim", "of it", ".", ":"]
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.body : block.end]) for block in blocks(text)]


def test_empty_lines_separate_paragraphs() -> None:
    assert kinds("The board met on Monday.\n\nIt broke up\n") == [
        ("paragraph", "The board met on Monday."),
        ("heading", "It broke up"),
    ]


@pytest.mark.parametrize("bullet", ["-", "*", "•", "·", "–", "▪", "?", "o", "\uf0b7", "\ufffd", "â€¢", "ï‚·"])
def test_bullets_whole_or_broken_make_items(bullet: str) -> None:
    text = f"The plan would:\n{bullet} Cut waste\n{bullet} Build homes"
    assert kinds(text)[1:] == [("item", "Cut waste"), ("item", "Build homes")]
    assert {block.marker for block in blocks(text)[1:]} == {bullet}


@pytest.mark.parametrize("text", ["-5 degrees at night", "?", "- ", "***", "-- --", "$5 a head."])
def test_what_is_no_bullet(text: str) -> None:
    assert [block.marker for block in blocks(text)] == [""]


@pytest.mark.parametrize(
    ("markers", "frame"),
    [("1. 2. 3.", "1."), ("(1) (2) (3)", "(1)"), ("1) 2) 3)", "1)"), ("a) b) c)", "a)"), ("(i) (ii) (iii)", "(i)"),
     ("A. B. C.", "A."), ("I. II. III.", "I."), ("1: 2: 3:", "1:"), ("1 – 2 – 3 –", "1 –")],
)  # fmt: skip
def test_numbers_and_letters_make_items(markers: str, frame: str) -> None:
    items = blocks("\n".join(f"{marker} Cut waste" for marker in re.findall(r"\S+(?: –)?", markers)))
    assert [(item.kind, item.marker, item.number) for item in items] == [("item", frame, n) for n in (1, 2, 3)]


def test_a_labelled_number_counts_in_a_sequence() -> None:
    text = "Goal 1: Clean air\nThe air is foul.\nGoal 2: Safe streets"
    assert kinds(text) == [("item", "Clean air"), ("paragraph", "The air is foul."), ("item", "Safe streets")]
    assert kinds("June 12 – The board met") == [("heading", "June 12 – The board met")]


def test_a_letter_alone_is_a_name() -> None:
    assert [block.kind for block in blocks("A. Moss won the seat.\n\nThe count took all night.")] == ["paragraph"] * 2


def test_letter_h_goes_on_to_i() -> None:
    text = "\n".join(f"({letter}) Item {letter}" for letter in "abcdefghij")
    assert [block.number for block in blocks(text)] == list(range(1, 11))


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council agreed on Tuesday night to close the old bridge for six\n"
        "weeks while engineers replace the cables. Buses will take the long\n"
        "way round.\n\nShops fear for their trade, as they did when the tunnel under the\n"
        "harbour was shut.\n- a first item that is so long that it goes on over the edge of\n"
        "  the line\n- a second"
    )
    found = [text[block.body : block.end] for block in blocks(text)]
    assert len(found) == 4
    assert found[0].endswith("way round.")
    assert found[2].endswith("the line")


def test_short_lines_are_not_wrapped() -> None:
    assert len(blocks("The bill would:\nraise wages\ncut taxes\nbuild homes")) == 4


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Council votes to close bridge", "heading"), ("## What comes next", "heading"), ("It voted.", "paragraph"),
     ("It would:", "paragraph"), ("He said: “No.”", "paragraph"), ("x" * 200, "paragraph")],
)  # fmt: skip
def test_headings_are_short_and_have_no_stop(text: str, kind: str) -> None:
    assert [block.kind for block in blocks(text)] == [kind]


def test_gap_and_indent_are_known() -> None:
    first, second, third = blocks("The aims:\n  - peace\n\n  - jobs")
    assert (first.gap, second.gap, third.gap) == (True, False, True)
    assert (first.indent, second.indent) == (0, 2)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_blocks_cover_everything_but_blanks(text: str) -> None:
    found = blocks(text)
    covered = "".join(text[block.start : block.end] for block in found)
    assert "".join(covered.split()) == "".join(text.split())
    position = 0
    for block in found:
        assert position <= block.start <= block.body < block.end
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        position = block.end


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["a\n", "- a\n", "(a) b\n", " ", "\n", "1", "- ", "? ", "(i) x\n\n", "a b\n"])
def test_time_is_linear(piece: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        blocks(piece * times)
        return time.process_time() - began

    seconds(100)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.02)


def test_block_is_a_value() -> None:
    assert Block(0, 3, "paragraph", 0) == Block(0, 3, "paragraph", 0)
