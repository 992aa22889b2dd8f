"""An environment in which this checkout looks installed, with the entry points that pyproject.toml states."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from conftest import ROOT


def as_if_installed(site: Path) -> dict[str, str]:
    """The environment variables for a process that finds this package and its pytest plugin.

    Args:
        site: is made if it is not there, and holds the metadata.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = site / "extractor_for_test-0.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: extractor-for-test\nVersion: 0\n", encoding="utf-8"
    )
    points = [f"{name} = {target}" for name, target in project["entry-points"]["pytest11"].items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[pytest11]", *points]), encoding="utf-8")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)]), "COLUMNS": "100"}
