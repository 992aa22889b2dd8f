"""What a rule writer waits for: a run with a cold cache, then the rerun and the diff after a rule was added.

Both are measured in one go, through the command line, on texts made from `corpus/` by mixing its paragraphs. Prints
the seconds and their ratio, and how many of the texts the new rule can touch; asserts nothing.

    python tests/bench_rerun.py [--documents 2000] [--jobs 1]
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import texts

ROOT = Path(__file__).parent.parent
RULE = """\
[[rule]]
id = "entities.runway"
label = "FAC"
regex = 'runway [0-9]{1,2}[lrc]?'
examples = ['The second [runway 27](label=FAC) reopened at noon.']
"""


def timed(*command: str | Path) -> float:
    """Seconds that a command of ours takes."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "extractor", *map(str, command)], cwd=ROOT, capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made = list(texts(options.documents))
        lines = (json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(made))
        (place / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (place / "rules").mkdir()
        (place / "rules" / "entities.toml").write_text(RULE, encoding="utf-8")
        run = ["run", place / "texts.jsonl", "--jobs", options.jobs, "--quiet", "--cache", place / "cache"]
        cold = timed(*run, "--out", place / "old")
        rerun = timed(*run, "--out", place / "new", "--rules", place / "rules")
        diff = timed("diff", place / "old", place / "new")
        touched = sum(bool(re.search(r"(?i)\brunway\b", text)) for text in made)
        print(f"{options.documents} texts, {options.jobs} jobs; the new rule's word is in {touched} of them")
        print(
            f"cold run {cold:.1f} s, rerun {rerun:.1f} s, diff {diff:.1f} s: {cold / (rerun + diff):.1f} times faster"
        )


if __name__ == "__main__":
    main()
