"""The Spark engine on a real cluster of two workers, one of whose Python workers and executors are killed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import psutil
import pytest
from conftest import ROOT
from dumps import text, write_dump
from spacy.language import Language

import extractor
from extractor.cli import main
from extractor.documents import document_of
from extractor.reading.columns import columns_of
from extractor.records import TABLES, Extraction, columns, extraction_to_dict
from extractor.tables import rows_of

pa = pytest.importorskip("pyarrow")
pyspark = pytest.importorskip("pyspark")


def java() -> int:
    """The version that Spark would find; 0 if there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    return int(version[1]) if version else 0


if java() < 17:
    pytest.skip("Spark 4 needs Java 17 or later", allow_module_level=True)

pytestmark = pytest.mark.usefixtures("forked")
FILES = 12


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a standalone cluster on this machine: a master and two workers of one core each."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, folder = f"spark://127.0.0.1:{port}", tmp_path_factory.mktemp("cluster")
    spark_class = Path(pyspark.__file__).parent / "bin" / "spark-class"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": "--conf spark.executor.memory=512m --driver-memory 512m --conf spark.ui.enabled=false "
        "--conf spark.driver.host=127.0.0.1 --conf spark.sql.shuffle.partitions=2 pyspark-shell",
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # for programs that live half a minute
    }
    here = "--host 127.0.0.1 --webui-port 0"
    commands = [f"master.Master {here} --port {port}", *[f"worker.Worker {here} --cores 1 --memory 600m {address}"] * 2]
    with pytest.MonkeyPatch.context() as patch, (folder / "log").open("wb") as log:
        for name, value in environment.items():
            patch.setenv(name, value)
        daemons = [
            subprocess.Popen([spark_class, *f"org.apache.spark.deploy.{command}".split()], stdout=log, stderr=log)
            for command in commands
        ]
        yield address
        for daemon in daemons:
            daemon.kill()
            daemon.wait()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some files, of which the last holds an id of the first again, and a line that is none."""
    folder = tmp_path_factory.mktemp("inputs")
    for number in range(FILES):
        write_dump(folder / f"{number:02}.jsonl", 20, start=number * 20)
    with (folder / f"{FILES - 1:02}.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "wire-3", "text": "The same id again."}\nnot JSON\n')
    return folder


def rows(folder: Path) -> dict[str, pd.DataFrame]:
    keys = ["doc_id", "start", "sentence"]
    return {
        table: frame.sort_values([key for key in keys if key in frame]).reset_index(drop=True)
        for table, frame in extractor.read_tables(folder).items()
    }


class Killer(threading.Thread):
    """Kills a Python worker of Spark while it works on its first task, and an executor when a task is finished."""

    def __init__(self, out: Path) -> None:
        super().__init__(daemon=True)
        self.killed: list[str] = []
        self.job_is_over = threading.Event()
        self._out = out

    def run(self) -> None:
        finished = self._out / ".parts" / "rows" / "_temporary" / "0"
        self._kill("Python worker", lambda: True)
        self._kill("executor", lambda: any(finished.glob("task_*")))

    def _kill(self, what: str, ready: Callable[[], bool]) -> None:
        while what not in self.killed and not self.job_is_over.wait(0.1):
            worker = self._busy_python_worker() if ready() else None
            if worker:
                with contextlib.suppress(psutil.Error):
                    victim = worker if what == "Python worker" else worker.parents()[1]
                    victim.kill()
                    self.killed.append(what)

    def _busy_python_worker(self) -> psutil.Process | None:
        """A worker, made by the daemon of an executor, that has a worker of the local engine."""
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                made_by_daemon = all("pyspark.daemon" in one.cmdline() for one in (process, process.parent()))
                if made_by_daemon and process.children():
                    return process
        return None


def test_cluster_gives_the_rows_of_the_local_engine_whatever_dies(master: str, folder: Path, tmp_path: Path) -> None:
    """Both deaths are in the middle: of the first task, and of the job when one of its tasks is finished."""
    command = ["run", str(folder), "--model", "blank", "--quiet"]
    assert main([*command, "--out", str(tmp_path / "local"), "--jobs", "1"]) == 1
    killer = Killer(tmp_path / "spark")
    killer.start()
    code = main([*command, "--out", str(tmp_path / "spark"), "--engine", "spark", "--master", master])
    killer.job_is_over.set()
    assert code == 1
    assert killer.killed == ["Python worker", "executor"]
    local, cluster = rows(tmp_path / "local"), rows(tmp_path / "spark")
    assert local.keys() == cluster.keys()
    for table in local:
        pd.testing.assert_frame_equal(local[table], cluster[table])
    errors = [(tmp_path / name / "errors.jsonl").read_text(encoding="utf-8") for name in ("local", "spark")]
    assert errors[0] == errors[1]
    assert errors[0].count("\n") == 2


@pytest.mark.slow
def test_frames_of_a_job_are_the_rows_of_the_local_engine(master: str, blank: Language) -> None:
    from pyspark.sql import SparkSession

    from extractor.arrow import table_schema
    from extractor.engines import spark

    given = [("a", text(1), "2024-03-05"), ("b", text(2), None), ("c", "", None), (None, None, None)]
    session = SparkSession.builder.master(master).appName("test").getOrCreate()
    try:
        frame = session.createDataFrame(given, "id string, text string, published string")
        tables = spark.extract(frame, "blank")
        found = {name: [row.asDict() for row in table.collect()] for name, table in tables.items()}
    finally:
        session.stop()
    documents = [
        document_of({"id": doc_id, "text": text, "published": published}, columns_of(None, None), "", "")
        for doc_id, text, published in given[:3]
    ]
    lines = [extraction_to_dict(item) for item in extractor.extract(blank, documents) if isinstance(item, Extraction)]
    for table in TABLES:
        expected = [
            dict(zip([column.name for column in columns(TABLES[table])], row, strict=True))
            for line in lines
            for row in rows_of(line, table)
        ]
        typed = pa.Table.from_pylist(expected, table_schema(table)).to_pylist()
        assert sorted(map(str, found[table])) == sorted(map(str, typed))
    assert [row["error"] for row in found["errors"]] == ["NoText"]
