"""The code blocks of README.md, and a copy of the checkout's data to run them beside."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = README[README.index("## Change a rule and see what happens") :].split("\n## ")[0]


def blocks(text: str) -> list[tuple[str, str]]:
    """The fenced blocks, each as language and content."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a `console` block, each with the output that it should have."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def checkout(directory: Path) -> Path:
    """A copy of the checkout's data, with an `extractor` command in `bin/`."""
    for folder in ("corpus", "outputs"):
        shutil.copytree(ROOT / folder, directory / folder)
    command = directory / "bin" / "extractor"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m extractor "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return directory


def run(command: str, place: Path, expected: str) -> int:
    """The exit code of a command, whose output must be what is shown, `...` standing for anything."""
    environment = {
        **os.environ,
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    got = done.stdout + done.stderr
    matches = doctest.OutputChecker().check_output(f"{expected.rstrip()}\n", f"{got.rstrip()}\n", doctest.ELLIPSIS)
    assert matches, f"$ {command}\nexpected:\n{expected}\ngot:\n{got}"
    return done.returncode
