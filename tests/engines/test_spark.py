"""Spark gives the records of the local engine, byte for byte, in whatever partitions it works."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsclean import pipeline, runs
from newsclean.errors import EngineError
from newsclean.reading import Source, list_sources
from newsclean.result import Result
from newsclean.settings import DeduplicationSettings, Keep, Settings
from newsclean.writing import dump_articles
from tests.deduplication.stories import prose, words

ROOT = Path(__file__).parents[2]

if not shutil.which("java"):
    pytest.skip("there is no Java: the Spark engine is not tested", allow_module_level=True)
pyspark = pytest.importorskip("pyspark", reason="there is no pyspark: the Spark engine is not tested")

from newsclean.engines import spark as tables  # noqa: E402  # what follows needs pyspark
from newsclean.engines.spark import jobs  # noqa: E402

# A short run is over before Java has made its code fast.
DEFAULTS = """
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.driver.memory 1g
spark.executor.memory 512m
spark.executor.cores 1
spark.python.worker.reuse true
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.shuffle.partitions 3
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.ui.enabled false
"""


def _start(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    home = Path(pyspark.__file__).parent
    return subprocess.Popen(
        ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{home}/jars/*", *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_SCALA_VERSION": "2.13",
            "SPARK_HOME": str(home),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a master, or a worker, which takes its executors with it when it is killed with its group."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    message = "the master did not start"
    raise TimeoutError(message)


@pytest.fixture(scope="module", autouse=True)
def _swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text(DEFAULTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("OPENBLAS_NUM_THREADS", "1")
        yield


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write rows with copies of every kind, a roundup, a footer above which many texts meet, and bad rows."""
    random = Random(7)  # noqa: S311  # not a secret
    rows = []
    stories = [prose(seed) for seed in range(30)]
    for number, story in enumerate(stories):
        title = " ".join(words(900 + number, 6))
        rows.append(
            {
                "source": f"a{number}",
                "title": f"{title} | The Light",
                "text": story,
                "published": "2024-05-02",
            }
        )
        changed = story.split(" ")
        for place in random.sample(range(len(changed)), 4):
            changed[place] = "harbour"
        rows.append({"source": f"b{number}", "title": title, "text": " ".join(changed)})
        if not number % 3:
            rows.append(
                {"source": f"c{number}", "title": title.upper(), "text": story.upper(), "n": str(number)}
            )
            rows.append({"source": f"d{number}", "title": title, "text": " ".join(story.split(" ")[:40])})
        if not number % 4:
            rows.append({"source": f"e{number}", "title": title, "text": prose(500 + number)})
    rows.append({"source": "roundup", "title": "All in one", "text": "\n\n".join(stories[:3])})
    footer = prose(999, 200)
    rows += [
        {"source": f"f{number}", "text": f"{prose(2000 + number, 24)}\n\n{footer}"} for number in range(90)
    ]
    rows += [{"text": "…", "title": "Nothing but a sign in the text of it"}, {"text": "!!"}]
    random.shuffle(rows)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    lines[5:5] = ["", "no row", '{"text": 3}']
    path = tmp_path_factory.mktemp("corpus") / "rows.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _written(folder: Path) -> list[bytes]:
    return sorted(
        line for part in folder.glob("part-*") for line in part.read_bytes().splitlines(keepends=True)
    )


def _dedupe(corpus: Path, settings: Settings) -> tuple[Result, list[bytes]]:
    with runs.deduping([str(corpus)], settings) as run:
        return run.result, sorted(dump_articles(run.articles, settings))


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="Spark needs Java"), tables.open_session("local[1]"):
        pass


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a master and two workers on loopback; yield the address and the processes, the master first."""
    folder = tmp_path_factory.mktemp("cluster")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    place = "org.apache.spark.deploy"
    here = ("--host", "127.0.0.1", "--webui-port", "0")
    running = [_start(f"{place}.master.Master", *here, "--port", str(port), folder=folder)]
    try:
        _wait_for(port)
        size = ("--cores", "1", "--memory", "1g")
        for number in range(2):
            work = ("--work-dir", str(folder / f"work{number}"))
            running.append(_start(f"{place}.worker.Worker", *here, *size, *work, address, folder=folder))
        yield address, running
    finally:
        for process in running:
            _stop(process)


@pytest.mark.slow
def test_a_lost_worker_costs_no_record(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], corpus: Path, tmp_path: Path
) -> None:
    address, processes = cluster
    settings = Settings(keep_duplicates=True, jobs=1)
    ended = threading.Event()

    def lose_a_worker() -> None:
        while not ended.wait(0.05):
            if list(tmp_path.glob("out.newsclean-*/*-texts")):
                _stop(processes.pop())
                return

    killer = threading.Thread(target=lose_a_worker)
    with tables.open_session(address):
        killer.start()
        try:
            jobs.dedupe([str(corpus)], settings, str(tmp_path / "out"), None, None)
        finally:
            ended.set()
            killer.join()
    assert len(processes) == 2, "no worker was lost"
    assert _written(tmp_path / "out") == _dedupe(corpus, settings)[1]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with tables.open_session("local[2]") as spark:
        yield spark


@pytest.mark.parametrize(
    ("partitions", "settings"),
    [
        (3, Settings(keep_duplicates=True, jobs=1)),
        pytest.param(
            1,
            Settings(DeduplicationSettings(keep=Keep.LONGEST, drop_headlines=True), jobs=1),
            marks=pytest.mark.slow,
        ),
    ],
)
def test_rows_are_the_same_as_on_one_machine(
    session: Any, partitions: int, settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    session.conf.set("spark.sql.shuffle.partitions", partitions)
    local, lines = _dedupe(corpus, settings)
    result = jobs.dedupe([str(corpus)], settings, str(tmp_path / "out"), str(tmp_path / "bad"), None)
    assert _written(tmp_path / "out") == lines
    assert (result.inputs, result.distinct) == (local.inputs, local.distinct)
    assert (result.removed, result.same_headline) == (local.removed, local.same_headline)
    assert all(result.removed.values())
    assert result.rejected == local.rejected
    assert len(_written(tmp_path / "bad")) == 2
    assert not list(tmp_path.glob("out.newsclean-*"))


def test_pages_are_the_same_as_on_one_machine(session: Any, tmp_path: Path) -> None:
    session.conf.set("spark.sql.shuffle.partitions", 2)
    archive = tmp_path / "pages.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for number in range(5):
            title, text = " ".join(words(700 + number, 6)).capitalize(), prose(700 + number)
            packed.writestr(
                f"{number}.txt", f"The Light\nNews | Sport\n\n{title}\n\n{text}\n\nAll rights reserved\n"
            )
        packed.writestr("several.txt", f"{prose(720)}\n\f\n{prose(721)}\n")
        packed.writestr("nothing.txt", "")
    pages = list_sources([str(ROOT / "samples"), str(archive), str(tmp_path / "missing.txt")])
    result = jobs.clean(pages, Settings(), str(tmp_path / "pages"), None, None)
    local = pipeline.clean(pages, Settings(jobs=1))
    assert _written(tmp_path / "pages") == sorted(dump_articles(local.articles, Settings()))
    assert result.rejected == tuple(sorted(local.rejected, key=lambda each: each.source))
    assert result.damaged == local.damaged


@pytest.mark.slow
def test_tables_of_rows_are_given_back_as_tables(session: Any, corpus: Path, tmp_path: Path) -> None:
    settings = Settings(keep_duplicates=True, jobs=1)
    given = [json.loads(line) for line in _dedupe(corpus, settings)[1]]
    rows = [{name: row.get(name) for name in ("source", "title", "text", "n")} for row in given]
    numbered = [{"at": at, **row} for at, row in enumerate(rows)]
    table = session.createDataFrame(numbered, "at int, source string, title string, text string, n string")
    found = tables.dedupe(table, str(tmp_path / "work"), "at", settings).collect()
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in numbered), encoding="utf-8")
    expected = sorted(map(json.loads, _dedupe(path, settings)[1]), key=itemgetter("at"))
    assert [row.asDict(recursive=True) for row in sorted(found, key=itemgetter("at"))] == expected


@pytest.mark.slow
def test_tables_of_pages_become_tables_of_records(session: Any, tmp_path: Path) -> None:
    settings = Settings(trace=True, jobs=1)
    files = (
        session.read.format("binaryFile").option("recursiveFileLookup", "true").load(str(ROOT / "samples"))
    )
    pages = files.where(files.path.rlike("(txt|html)$")).select(files.path.alias("source"), "content")
    found = tables.clean(pages, str(tmp_path / "work"), settings).collect()
    same = [Source(row.source, bytes(row.content)) for row in pages.collect()]
    lines = dump_articles(pipeline.clean(same, settings).articles, settings)
    expected = sorted(map(json.loads, lines), key=itemgetter("source"))
    assert [row.asDict(recursive=True) for row in sorted(found, key=itemgetter("source"))] == expected


@pytest.mark.slow
def test_ended_by_a_signal_it_leaves_nothing_behind(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newsclean", "dedupe", "--engine", "spark", str(corpus), "-o", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not list(tmp_path.glob("out.newsclean-*/*-texts")) and time.monotonic() < until:
        time.sleep(0.05)
    process.terminate()
    assert process.wait(30) == 128 + signal.SIGTERM
    assert not list(tmp_path.iterdir())
