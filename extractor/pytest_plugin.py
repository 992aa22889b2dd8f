"""The pytest fixture `extractor_golden`, there for everybody who has this package installed.

def test_rules(extractor_golden):
    extractor_golden("corpus", "golden", rules=["my-rules"])

pytest loads this module at every start, so that nothing heavy may be imported at its top.
"""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest


class GoldenCheck(Protocol):
    """What the fixture gives: fails the test if a run over `corpus` is not what `golden` holds."""

    def __call__(self, corpus: str, golden: str, *, model: str = "default", rules: Sequence[str] = ()) -> None:
        """Compare a fresh run with a golden set; paths count from pytest's root directory.

        Args:
            corpus: file or folder, as `extractor run` takes it.
            golden: folder that `extractor golden accept` made.
            model: `default`, `blank`, or the name or folder of a spaCy pipeline.
            rules: directories of your own rules.
        """


@pytest.fixture(scope="session")
def extractor_golden(request: pytest.FixtureRequest) -> GoldenCheck:
    """Compares a run over a corpus with its golden set; the failure shows what changed, by rule."""

    def check(corpus: str, golden: str, *, model: str = "default", rules: Sequence[str] = ()) -> None:
        from extractor import golden as workflow
        from extractor.diff import summarise
        from extractor.diff.terminal import render
        from extractor.terminal import Terminal

        with contextlib.chdir(request.config.rootpath):
            workflow.require(Path(golden))
            with workflow.fresh_run(corpus, model, rules) as fresh:
                summary = summarise(Path(golden), fresh, examples=3)
        if not summary.equal:
            options = [word for directory in rules for word in ("--rules", directory)]
            options += [] if model == "default" else ["--model", model]
            accept = shlex.join(["extractor", "golden", "accept", corpus, golden, *options])
            lines = render(summary, Terminal(colour=False, width=100))
            pytest.fail("\n".join([*lines, "", f"If this is right: {accept}"]), pytrace=False)

    return check
