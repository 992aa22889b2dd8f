"""Kill a run over a made dump at random moments, resume it each time, and compare its tables with an undisturbed run's.

    python tests/kill_run.py --documents 100000 --kills 20 [--model blank] [--jobs 2] [--seed 1]

The dump is made of the corpus's paragraphs; one in ten of its texts is different. Prints what it did, and the peak
memory of the processes; exit code 0 if the tables are the same bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from bench import texts

ROOT = Path(__file__).parent.parent


def write_dump(path: Path, documents: int, characters: int) -> None:
    """JSON lines; the texts come again in the same order, ten times in all."""
    different = list(texts(max(1, documents // 10), characters))
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            file.write(
                json.dumps(
                    {"id": f"d{number}", "text": f"No. {number % len(different)}. {different[number % len(different)]}"}
                )
                + "\n"
            )


def start(dump: Path, out: Path, options: argparse.Namespace) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "extractor", "run", str(dump), "--out", str(out), "--resume", "--quiet"]
    command += ["--model", options.model, "--jobs", str(options.jobs)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})


def digests(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def parts(out: Path) -> int:
    return len(list((out / ".parts").glob("part-?????.jsonl")))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--characters", type=int, default=1_500, help="of each text")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--model", default="blank")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump, calm, killed = Path(folder, "dump.jsonl"), Path(folder, "calm"), Path(folder, "killed")
        write_dump(dump, options.documents, options.characters)
        began = time.monotonic()
        process = start(dump, calm, options)
        peaks: dict[int, int] = {}
        while process.poll() is None:
            with contextlib.suppress(psutil.Error):
                for one in [psutil.Process(process.pid), *psutil.Process(process.pid).children()]:
                    peaks[one.pid] = max(peaks.get(one.pid, 0), one.memory_info().rss)
            time.sleep(1)
        took = time.monotonic() - began
        print(f"undisturbed: {took:.0f} s, peak memory of each process {[peak >> 20 for peak in peaks.values()]} MB")
        moments = random.Random(options.seed)  # noqa: S311
        kills = 0
        while True:
            process = start(dump, killed, options)
            try:
                code = process.wait(moments.uniform(0.1, 3 * took / options.kills) if kills < options.kills else None)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
                print(f"kill {kills}: {parts(killed)} parts were safe", flush=True)
                continue
            break
        same = digests(calm) == digests(killed)
        print(f"{kills} kills, exit code {code}: the tables are {'the same bytes' if same else 'DIFFERENT'}")
        return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
