"""Records are what the schema says they are."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

ROOT = Path(__file__).parents[2]


def _newsclean(*arguments: str, folder: Path) -> str:
    command = [sys.executable, "-m", "newsclean", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Draft202012Validator:
    schema = json.loads(_newsclean("schema", folder=tmp_path_factory.mktemp("schema")))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Clean the samples plainly, with all that options add, and once more for a memory that knows them."""
    folder = tmp_path_factory.mktemp("records")
    samples, memory = str(ROOT / "samples"), ("--memory", "m.db", "-q")
    runs = [
        ("clean", samples, "-q"),
        ("clean", samples, *memory, "--trace", "--keep-duplicates"),
        ("clean", samples, *memory, "--trace", "--keep-duplicates"),
    ]
    return [json.loads(line) for run in runs for line in _newsclean(*run, folder=folder).splitlines()]


def test_records_are_valid(validator: Draft202012Validator, records: list[dict[str, Any]]) -> None:
    for record in records:
        validator.validate(record)


def test_the_samples_show_every_field_but_one(
    validator: Draft202012Validator, records: list[dict[str, Any]]
) -> None:
    shown = {name for record in records for name in record}
    assert set(validator.schema["properties"]) - shown == {"supersedes"}


def test_what_is_no_record_is_refused(validator: Draft202012Validator, records: list[dict[str, Any]]) -> None:
    changes: tuple[dict[str, Any], ...] = (
        {"words": -1},
        {"id": "x"},
        {"title": 3},
        {"more": 1},
        {"duplicates": [{}]},
    )
    for change in changes:
        with pytest.raises(ValidationError):
            validator.validate({**records[0], **change})
    with pytest.raises(ValidationError):
        validator.validate({name: value for name, value in records[0].items() if name != "text"})
