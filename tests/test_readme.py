"""What README.md shows is what happens: its `console` and `python` blocks run, in order, beside a copy of the corpus.

In a `console` block a line `$ command` is run; the lines below it must be its output, `...` standing for anything.
`python` blocks share one namespace. `sh` blocks hold only make targets, which CI runs. `test_story` runs the story.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from readme import README, STORY, blocks, checkout, commands, run

BLOCKS = blocks(README.replace(STORY, ""))


def test_blocks_have_a_language_that_a_test_runs() -> None:
    assert {language for language, _ in BLOCKS} <= {"sh", "console", "python", "toml", "text"}
    for language, block in BLOCKS:
        if language == "sh":
            assert all(line.startswith("make ") for line in block.splitlines())


def test_console_and_python_blocks_do_what_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = checkout(tmp_path)
    monkeypatch.chdir(place)
    namespace: dict[str, object] = {}
    for language, block in BLOCKS:
        if language == "python":
            exec(compile(block, "README.md", "exec"), namespace)  # noqa: S102
        if language == "console":
            for command, expected in commands(block):
                run(command, place, expected)
