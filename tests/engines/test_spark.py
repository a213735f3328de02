"""Spark gives the records of the local engine, byte for byte, in whatever partitions it works."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsclean import pipeline, runs
from newsclean.errors import EngineError
from newsclean.reading import list_sources
from newsclean.result import Result
from newsclean.settings import DeduplicationSettings, Keep, Settings
from newsclean.writing import dump_articles
from tests.deduplication.stories import prose, words

ROOT = Path(__file__).parents[2]

if not shutil.which("java"):
    pytest.skip("there is no Java: the Spark engine is not tested here", allow_module_level=True)
pyspark = pytest.importorskip("pyspark", reason="there is no pyspark (newsclean[spark]): not tested here")

from newsclean.engines import spark as tables  # noqa: E402  # what follows needs pyspark
from newsclean.engines.spark import jobs  # noqa: E402

# A short run is over before Java has made its code fast.
DEFAULTS = """
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
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
def session() -> Iterator[Any]:
    with tables.open_session("local[2]") as spark:
        yield spark


@pytest.mark.parametrize(
    ("partitions", "settings"),
    [
        (1, Settings(keep_duplicates=True, jobs=1)),
        (3, Settings(DeduplicationSettings(keep=Keep.LONGEST, drop_headlines=True), jobs=1)),
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


def test_the_command_asks_for_a_folder(corpus: Path) -> None:
    command = [sys.executable, "-m", "newsclean", "dedupe", "--engine", "spark", str(corpus)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert "-o FOLDER" in done.stderr
