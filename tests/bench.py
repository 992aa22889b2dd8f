"""`make bench`: what extraction costs beside the bare model and beside the stack that one would write by hand.

Everything is measured in one run, on the same texts, each measurement in a process of its own, several rounds in
turn. What is printed are ratios, as absolute times say more about a machine than about a program: of the least time of
all rounds, as a machine that is busy otherwise only adds to it, and in brackets those of the single rounds. The texts
are made from `corpus/` by mixing its paragraphs. Nothing is asserted.

    python tests/bench.py --out bench [--rounds 3] [--documents 300]
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))

from spacy.language import Language

import extractor
from extractor.documents import Document

CORPUS = Path(__file__).parent.parent / "corpus"
KINDS = ("dates", "counts", "entities", "objectives")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
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


def dated(several: Iterable[str]) -> list[Document]:
    """Texts as documents, with ids and a publication date."""
    return [Document(doc_id=f"d{place}", text=text, published="2025-04-10") for place, text in enumerate(several)]


def documents(number: int) -> list[Document]:
    """So many texts as documents."""
    return dated(texts(number))


def warm_up() -> list[str]:
    """A few texts that are not measured: what is compiled and cached at first use belongs to the start."""
    return list(texts(10, seed=2))


# --- what is measured, each in a process of its own ------------------------------------------------------------------


def bare_model(number: int) -> dict[str, float]:
    """The full default pipeline of the model, as `spacy.load` gives it."""
    import spacy

    from extractor import model

    folder = model.default_folder()
    nlp = spacy.load(folder)
    batch = [document.text for document in documents(number)]
    return timed(lambda texts=batch: sum(1 for _ in nlp.pipe(texts)), warm_up())


def extraction(number: int) -> dict[str, float]:
    """Our whole extraction, one process."""
    return extracting("default", documents(number))


def rules_alone(number: int) -> dict[str, float]:
    """The same without a model."""
    return extracting("blank", documents(number))


def extracting(model: str, batch: list[Document], rules: list[str] | None = None) -> dict[str, float]:
    """Our whole extraction of some documents in this process."""
    return through(extractor.load(model, rules or []), batch)


def through(nlp: Language, batch: list[Document]) -> dict[str, float]:
    """Some documents through a pipeline of ours."""
    return timed(lambda documents=batch: sum(1 for _ in extractor.extract(nlp, documents)), dated(warm_up()))


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

    return timed(loop, warm_up())


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
    """CPU seconds for the same million characters in documents of several lengths, without a model and with it."""
    del number
    (whole,) = texts(1, SIZES[-1])
    found: dict[str, list[float]] = {}
    for name in ("blank", "default"):
        nlp = extractor.load(name)
        for _ in range(3):  # in turn, as a machine that is slower for a minute would show as a length
            for size in SIZES:
                pieces = (whole[start : start + size] for start in range(0, len(whole), size))
                found.setdefault(f"{name} {size}", []).append(through(nlp, dated(pieces))["cpu"])
    return {name: min(values) for name, values in found.items()}


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
    """CPU and wall seconds of some work, with the process's peak memory (MB) after it; `warm` is given to it before."""
    work(warm)
    gc.collect()  # what is left of the start is looked through now, and never again
    gc.freeze()
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
    turns: list[dict[str, float]] = [{} for _ in range(rounds)]
    for turn, seconds in enumerate(turns, start=1):
        for name in REPEATED:
            found = measure(name, number // 10 if name == "by_hand" else number)
            print(f"round {turn}: {name} measured", file=sys.stderr)
            if found:
                spent = found["beyond start"] if name.startswith("jobs") else found["cpu"]
                seconds[name] = spent * (10 if name == "by_hand" else 1)
                rows += [(f"{name} round {turn}", unit, value) for unit, value in found.items()]
    best = {
        name: min(turn[name] for turn in turns if name in turn) for name in REPEATED if any(name in t for t in turns)
    }
    others = {name: measure(name, number) for name in ("components", "lengths", "rule_numbers")}
    others["memory"] = measure("memory", memory_documents)
    rows += [(name, key, value) for name, found in others.items() for key, value in found.items()]
    for line in ratios(best, turns, others):
        print(line)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "bench.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table, lineterminator="\n").writerows([("measurement", "figure", "value"), *rows])
    plot(best, others, out / "bench.png")
    print(f"table and plot are in {out}")


def ratios(best: dict[str, float], turns: list[dict[str, float]], others: dict[str, dict[str, float]]) -> Iterator[str]:
    """The lines to read: throughput against the bare model, shares, growth."""
    compared = {
        "extraction: {} times the throughput of the bare model": ("bare_model", "extraction"),
        "rules_alone: {} times the throughput of the bare model": ("bare_model", "rules_alone"),
        "by_hand: {} times the throughput of the bare model": ("bare_model", "by_hand"),
        "extraction: {} times the throughput of the stack by hand": ("by_hand", "extraction"),
        "two processes: {} times one (beyond the start)": ("jobs_1", "jobs_2"),
    }
    for line, (slow, fast) in compared.items():
        if {slow, fast} <= best.keys():
            single = " ".join(f"{turn[slow] / turn[fast]:.2f}" for turn in turns if {slow, fast} <= turn.keys())
            yield line.format(f"{best[slow] / best[fast]:.2f} ({single})")
    spent = others["components"]
    for name, seconds in spent.items():
        yield (
            f"{name}: {seconds / spent['model']:.3f} of the time of the model as it is run here, "
            f"{seconds / best['bare_model']:.3f} of the bare model's"
        )
    for name, unit in (("lengths", "CPU s a million characters"), ("rule_numbers", "CPU s"), ("memory", "MB")):
        yield f"{name} ({unit}): " + "  ".join(f"{key}: {value:.2f}" for key, value in others[name].items())


def plot(best: dict[str, float], others: dict[str, dict[str, float]], path: Path) -> None:
    """Throughput against the bare model, shares of the components, memory."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    figure, (left, centre, right) = plt.subplots(1, 3, figsize=(14, 4))
    relative = {name: best["bare_model"] / seconds for name, seconds in best.items() if not name.startswith("jobs")}
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
