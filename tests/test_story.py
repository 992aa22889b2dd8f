"""The README's story: a rule is added in a data file, checked, seen at work and accepted; five commands, no Python."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from readme import STORY, blocks, checkout, commands, run


@pytest.mark.slow
def test_the_story_is_true(tmp_path: Path) -> None:
    place = checkout(tmp_path)
    steps: list[tuple[str, int]] = []
    for language, block in blocks(STORY):
        if language == "toml":
            file = place / block.splitlines()[0].removeprefix("# ")
            file.parent.mkdir()
            file.write_text(block, encoding="utf-8")
        if language == "console":
            for command, expected in commands(block):
                steps.append((" ".join(command.split()[:3]), run(command, place, expected)))
    assert steps == [
        ("extractor rules check", 0),
        ("extractor run corpus", 0),
        ("extractor diff outputs", 1),
        ("extractor golden accept", 0),
        ("extractor golden check", 0),
    ]
    with (place / "outputs" / "entities.csv").open(encoding="utf-8", newline="") as table:
        accepted = {row["text"] for row in csv.DictReader(table) if row["rule"] == "entities.airport_place"}
    assert accepted == {"runway 17", "Gate 14", "Terminal 2"}
