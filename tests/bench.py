"""`make bench`: what extraction costs beside the bare model and beside the stack that one would write by hand.

Everything is measured in one run, on the same texts, each measurement in a process of its own, several rounds in
turn; what is printed are ratios of medians, as absolute times say more about a machine than about a program. The
texts are made from `corpus/` by mixing its paragraphs. Nothing is asserted.

    python tests/bench.py --out bench [--rounds 3] [--documents 300]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))

import extractor
from extractor.documents import Document

CORPUS = Path(__file__).parent.parent / "corpus"
KINDS = ("dates", "counts", "entities", "objectives")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
WARM = 10
MEMORY_AT = (1_000, 5_000, 20_000)


def texts(number: int, characters: int = 3_000, seed: int = 1) -> Iterator[str]:
    """Texts of about this length, no two alike, made of the corpus's paragraphs."""
    paragraphs = [
        paragraph
        for document in extractor.read_documents(CORPUS)
        if isinstance(document, Document)
        for paragraph in document.text[document.body_start :].split("\n\n")
        if len(paragraph) > 80
    ]
    choice = random.Random(seed)  # noqa: S311  (no secret: the same texts each time)
    for _ in range(number):
        parts: list[str] = []
        while sum(map(len, parts)) < characters:
            parts.extend(choice.sample(paragraphs, min(len(paragraphs), 1 + characters // 400)))
        yield "\n\n".join(parts)[:characters]


def documents(number: int, characters: int = 3_000) -> list[Document]:
    """The same as documents, with ids and a publication date."""
    return [
        Document(doc_id=f"d{place}", text=text, published="2025-04-10")
        for place, text in enumerate(texts(number, characters))
    ]


# --- what is measured, each in a process of its own ------------------------------------------------------------------


def bare_model(number: int) -> dict[str, float]:
    """The full default pipeline of the model, as `spacy.load` gives it."""
    import spacy

    from extractor import model

    folder = model.default_folder()
    nlp = spacy.load(folder)
    batch = [document.text for document in documents(number)]
    return timed(lambda texts=batch: sum(1 for _ in nlp.pipe(texts)), batch[:WARM])


def extraction(number: int) -> dict[str, float]:
    """Our whole extraction, one process."""
    return extracting("default", documents(number))


def rules_alone(number: int) -> dict[str, float]:
    """The same without a model."""
    return extracting("blank", documents(number))


def extracting(model: str, batch: list[Document], rules: list[str] | None = None) -> dict[str, float]:
    """Our whole extraction of some documents in this process."""
    nlp = extractor.load(model, rules or [])
    return timed(lambda documents=batch: sum(1 for _ in extractor.extract(nlp, documents)), documents(WARM))


def components(number: int) -> dict[str, float]:
    """Each component alone, on batches that the model and the components before it have seen."""
    from extractor.engines.local import BATCH_DOCUMENTS
    from extractor.inference.transitions import annotated
    from extractor.pipeline import make_doc

    nlp = extractor.load()
    names = ["extractor_sentences", *(f"extractor_{kind}" for kind in KINDS)]
    spent = dict.fromkeys([*names, "model"], 0.0)
    every = documents(BATCH_DOCUMENTS + number)
    for start in range(0, len(every), BATCH_DOCUMENTS):
        if start == BATCH_DOCUMENTS:  # what is compiled and cached at first use belongs to the start
            spent = dict.fromkeys(spent, 0.0)
        docs = [make_doc(nlp, document) for document in every[start : start + BATCH_DOCUMENTS]]
        for name, pipe in nlp.pipeline:
            before = time.process_time()
            docs = annotated(pipe, docs)
            spent[name if name in names else "model"] += time.process_time() - before
    return spent


def by_hand(number: int) -> dict[str, float]:
    """The model's entities, dateparser's search and quantulum3 in a loop, rows into pandas."""
    import pandas as pd
    import spacy
    from dateparser.search import search_dates
    from quantulum3 import parser

    from extractor import model

    nlp = spacy.load(model.default_folder())
    batch = [document.text for document in documents(number)]

    def loop(texts: list[str] = batch) -> None:
        rows = []
        for place, doc in enumerate(nlp.pipe(texts)):
            rows += [(place, "entity", entity.text, entity.label_) for entity in doc.ents]
            for text, moment in search_dates(doc.text, languages=["en"]) or []:
                rows.append((place, "date", text, moment.isoformat()))
            rows += [(place, "count", quantity.surface, quantity.value) for quantity in parser.parse(doc.text)]
        pd.DataFrame(rows, columns=["doc", "kind", "text", "value"])

    return timed(loop, batch[:WARM])


def engine(number: int, jobs: int) -> dict[str, float]:
    """The command line over a dump, with this many processes: all of it, and beyond the start of a run of ten."""
    with tempfile.TemporaryDirectory() as folder:
        spent = []
        for size in (10, number):
            dump = Path(folder) / f"dump{size}.jsonl"
            with dump.open("w", encoding="utf-8") as lines:
                for document in documents(size):
                    lines.write(json.dumps({"id": document.doc_id, "text": document.text, "date": "2025-04-10"}) + "\n")
            command = [sys.executable, "-m", "extractor", "run", str(dump), "--out", f"{folder}/{size}"]
            start = time.perf_counter()
            subprocess.run([*command, "--jobs", str(jobs)], check=True, capture_output=True)
            spent.append(time.perf_counter() - start)
        return {"wall": spent[1], "beyond start": spent[1] - spent[0]}


def memory(number: int) -> dict[str, float]:
    """Resident memory (MB) of one process after so many documents."""
    nlp = extractor.load()
    seen = {}
    stream = (
        Document(doc_id=f"d{n}", text=text, published="2025-04-10") for n, text in enumerate(texts(number, 1_500))
    )
    for place, _ in enumerate(extractor.extract(nlp, stream), start=1):
        if place in MEMORY_AT:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            seen[str(place)] = pages * resource.getpagesize() / 1e6
    return seen


def lengths(number: int) -> dict[str, float]:
    """CPU seconds a million characters, for documents of several lengths, rules alone and whole; medians of three."""
    del number
    found: dict[str, list[float]] = {}
    for _ in range(3):  # in turn, as a machine that is slower for a minute would show as a length
        for name in ("blank", "default"):
            for size in SIZES:
                batch = documents(max(1, 200_000 // size), size)
                spent = extracting(name, batch)["cpu"]
                found.setdefault(f"{name} {size}", []).append(spent / (size * len(batch)) * 1e6)
    return {name: statistics.median(values) for name, values in found.items()}


def rule_numbers(number: int) -> dict[str, float]:
    """CPU seconds with none, 100 and 400 more rules of a user's."""
    batch = documents(number)
    result = {}
    for extra in (0, 100, 400):
        with tempfile.TemporaryDirectory() as folder:
            rules = [
                f'[[rule]]\nid = "entities.own_{place}"\nlabel = "ORG"\n'
                f"regex = '(?:Upper|Lower) Word{place} (?:Trust|Fund)'\n"
                for place in range(extra)
            ]
            (Path(folder) / "entities.toml").write_text("".join(rules), encoding="utf-8")
            result[str(extra)] = extracting("blank", batch, [folder])["cpu"]
    return result


MEASUREMENTS: dict[str, Callable[[int], dict[str, float]]] = {
    "bare_model": bare_model,
    "extraction": extraction,
    "rules_alone": rules_alone,
    "by_hand": by_hand,
    "jobs_1": lambda number: engine(number, 1),
    "jobs_2": lambda number: engine(number, 2),
    "components": components,
    "lengths": lengths,
    "rule_numbers": rule_numbers,
    "memory": memory,
}
REPEATED = ("bare_model", "extraction", "rules_alone", "by_hand", "jobs_1", "jobs_2")


def timed(work: Callable[..., object], warm: list[Any]) -> dict[str, float]:
    """CPU and wall seconds of some work, with the process's peak memory (MB) after it.

    `warm` is given to it before: what is compiled and cached at first use belongs to the start.
    """
    work(warm)
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "peak_mb": peak}


# --- the report -------------------------------------------------------------------------------------------------------


def measure(name: str, number: int) -> dict[str, float]:
    """One measurement in a fresh process."""
    command = [sys.executable, __file__, "--measure", name, "--documents", str(number)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return {}
    return dict(json.loads(done.stdout))


def report(out: Path, rounds: int, number: int, memory_documents: int) -> None:
    """Measure everything, print the ratios, and write `bench.csv` and `bench.png`."""
    rows: list[tuple[str, str, float]] = []
    repeated: dict[str, list[float]] = {name: [] for name in REPEATED}
    for turn in range(rounds):
        for name in REPEATED:
            found = measure(name, number // 10 if name == "by_hand" else number)
            print(f"round {turn + 1}: {name} measured", file=sys.stderr)
            if found:
                seconds = found["beyond start"] if name.startswith("jobs") else found["cpu"]
                repeated[name].append(seconds * (10 if name == "by_hand" else 1))
                rows += [(f"{name} round {turn + 1}", unit, value) for unit, value in found.items()]
    middle = {name: statistics.median(values) for name, values in repeated.items() if values}
    others = {name: measure(name, number) for name in ("components", "lengths", "rule_numbers")}
    others["memory"] = measure("memory", memory_documents)
    rows += [(name, key, value) for name, found in others.items() for key, value in found.items()]
    for line in ratios(middle, others):
        print(line)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "bench.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table, lineterminator="\n").writerows([("measurement", "figure", "value"), *rows])
    plot(middle, others, out / "bench.png")
    print(f"table and plot are in {out}")


def ratios(middle: dict[str, float], others: dict[str, dict[str, float]]) -> Iterator[str]:
    """The lines to read: throughput against the bare model, shares, growth."""
    for name in ("extraction", "rules_alone", "by_hand"):
        if name in middle:
            yield f"{name}: {middle['bare_model'] / middle[name]:.2f} times the throughput of the bare model"
    if "by_hand" in middle:
        yield f"extraction: {middle['by_hand'] / middle['extraction']:.1f} times the throughput of the stack by hand"
    if {"jobs_1", "jobs_2"} <= middle.keys():
        yield f"two processes: {middle['jobs_1'] / middle['jobs_2']:.2f} times one (beyond the start)"
    spent = others["components"]
    for name, seconds in spent.items():
        yield (
            f"{name}: {seconds / spent['model']:.3f} of the time of the model as it is run here, "
            f"{seconds / middle['bare_model']:.3f} of the bare model's"
        )
    for name, unit in (("lengths", "CPU s a million characters"), ("rule_numbers", "CPU s"), ("memory", "MB")):
        yield f"{name} ({unit}): " + "  ".join(f"{key}: {value:.2f}" for key, value in others[name].items())


def plot(middle: dict[str, float], others: dict[str, dict[str, float]], path: Path) -> None:
    """Throughput against the bare model, shares of the components, memory."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    figure, (left, centre, right) = plt.subplots(1, 3, figsize=(14, 4))
    relative = {name: middle["bare_model"] / seconds for name, seconds in middle.items() if not name.startswith("jobs")}
    left.barh(list(relative), list(relative.values()))
    left.set(title="throughput, bare model = 1", xscale="log")
    spent = others["components"]
    centre.barh(list(spent), list(spent.values()))
    centre.set(title="CPU seconds by component")
    right.plot([int(key) for key in others["memory"]], list(others["memory"].values()), marker="o")
    right.set(title="memory (MB) after documents", ylim=(0, None))
    figure.tight_layout()
    figure.savefig(path, dpi=120)


def main() -> None:
    """Parse arguments; `--measure` is how the report calls itself."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--out", type=Path, default=Path("bench"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--memory-documents", type=int, default=20_000)
    parser.add_argument("--measure", choices=MEASUREMENTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(MEASUREMENTS[options.measure](options.documents)))
    else:
        report(options.out, options.rounds, options.documents, options.memory_documents)


if __name__ == "__main__":
    main()
