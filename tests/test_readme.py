"""What README.md shows is what happens: its `console` and `python` blocks run, in order, beside a copy of the corpus.

In a `console` block a line `$ command` is run; the lines below it must be its output, `...` standing for anything.
`python` blocks share one namespace. `sh` blocks hold only make targets, which CI runs.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

BLOCKS = re.findall(
    r"^```(\w*)\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout's data, with an `extractor` command on the path."""
    directory = tmp_path_factory.mktemp("readme")
    for folder in ("corpus", "outputs"):
        shutil.copytree(ROOT / folder, directory / folder)
    command = directory / "bin" / "extractor"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m extractor "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return directory


def run(command: str, place: Path) -> str:
    environment = {
        **os.environ,
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    return done.stdout + done.stderr


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output that it should have."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_blocks_have_a_language_that_a_test_runs() -> None:
    assert {language for language, _ in BLOCKS} <= {"sh", "console", "python", "toml", "text"}
    for language, block in BLOCKS:
        if language == "sh":
            assert all(line.startswith("make ") for line in block.splitlines())


def test_console_and_python_blocks_do_what_they_show(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    namespace: dict[str, object] = {}
    for language, block in BLOCKS:
        if language == "python":
            exec(compile(block, "README.md", "exec"), namespace)  # noqa: S102
        if language == "console":
            for command, expected in commands(block):
                got = run(command, place)
                matches = doctest.OutputChecker().check_output(expected, got, doctest.ELLIPSIS)
                assert matches, f"$ {command}\nexpected:\n{expected}\ngot:\n{got}"
