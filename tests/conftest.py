"""What all tests share: the pipeline, loaded once, and the switch that rewrites the golden files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

import extractor
from extractor import pipeline
from extractor.engines import local

# The same examples at each run, on a slow machine too: a failure is to be seen again.
settings.register_profile("extractor", derandomize=True, deadline=None)
settings.load_profile("extractor")

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite outputs/ from corpus/")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline with the default model."""
    return extractor.load()


@pytest.fixture(scope="session")
def blank() -> Language:
    """The rules alone."""
    return extractor.load("blank")


@pytest.fixture(scope="module")
def forked(blank: Language) -> Iterator[None]:
    """Runs fork their workers from this process, which has loaded the rules, and so need no seconds to begin."""
    load = pipeline.load

    def loaded(model: str = "default", rules: Sequence[str] = (), cache: str | None = None) -> Language:
        return load(model, rules, cache) if rules or model != "blank" else blank

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "START_METHOD", "fork")
        patch.setattr(pipeline, "load", loaded)
        yield


def processor_seconds(work: Callable[[], object]) -> float:
    """The processor time that a call takes: other programs on the machine do not count."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
