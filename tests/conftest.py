"""What all tests share: the pipeline, loaded once, and the switch that rewrites the golden files."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import extractor

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
