"""What `--engine spark` lacks is refused at once, and told what to do instead; Spark need not be there."""

import sys

import pytest

from newsclean.cli.spark import goes_to_spark, load_jobs
from newsclean.errors import UsageError
from newsclean.settings import Engine
from tests.cli.conftest import Run

LOCAL = {"master": None, "output": "folder"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-o", "out"), "--memory can't be had with --engine spark; find the duplicates of old and new"),
        (("-o", "out.parquet"), "out.parquet: --engine spark writes a folder of JSON lines"),
        ((), "--engine spark writes to a folder that is not there yet: name it with -o FOLDER"),
    ],
)
def test_the_command_says_what_to_do_instead(run: Run, options: tuple[str, ...], told: str) -> None:
    memory = ("--memory", "news.db") if "--memory" in told else ()
    done = run("dedupe", "--engine", "spark", "rows.jsonl", *memory, *options)
    assert done.returncode == 2
    assert told in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("update", True),
        ("skip_seen_files", True),
        ("decisions", "decisions.json"),
        ("summary", "summary.json"),
        ("depfile", "out.d"),
        ("strict", True),
        ("dry_run", True),
        ("max_memory", "2G"),
        ("jobs", 2),
    ],
)
def test_each_option_that_spark_lacks_is_refused(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=f"--{name.replace('_', '-')} can't be had with --engine spark; "):
        goes_to_spark(Engine.SPARK, LOCAL | {name: value})


def test_a_master_needs_spark() -> None:
    with pytest.raises(UsageError, match="add --engine spark"):
        goes_to_spark(Engine.LOCAL, LOCAL | {"master": "local[2]"})
    assert not goes_to_spark(Engine.LOCAL, LOCAL | {"jobs": 2})
    assert goes_to_spark(Engine.SPARK, LOCAL | {"master": "local[2]", "jobs": 0})


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("newsclean.engines.spark")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UsageError, match=r"pip install 'newsclean\[spark\]'"):
        load_jobs()
