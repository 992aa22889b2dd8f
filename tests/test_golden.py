"""`outputs/` is what a run over `corpus/` gives, byte for byte. `pytest --update-golden` rewrites it: read the diff."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from extractor.cli import main


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A run of today's code over the corpus."""
    out = ROOT / "outputs" if request.config.getoption("--update-golden") else tmp_path_factory.mktemp("outputs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert main(["run", "corpus", "--out", str(out), "--overwrite"]) == 0
        assert main(["schema", "--write", str(out)]) == 0
    return out


def test_outputs_are_what_the_corpus_gives(fresh: Path) -> None:
    expected = {path.name: path.read_bytes() for path in (ROOT / "outputs").iterdir()}
    found = {path.name: path.read_bytes() for path in fresh.iterdir()}
    assert found.keys() == expected.keys()
    differing = [name for name in sorted(found) if found[name] != expected[name]]
    assert not differing, f"{differing} differ: read `git diff` after `pytest --update-golden`, and accept or mend"
