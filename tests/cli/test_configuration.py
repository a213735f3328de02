import json
from pathlib import Path
from typing import Any

import pytest
import typer

from newsclean.cli import app
from newsclean.cli.configuration import list_options

from .conftest import Run, make_environment, write_story


def _list_commands(group: Any) -> dict[str, typer.core.TyperCommand]:
    found: dict[str, typer.core.TyperCommand] = {}
    for name, command in group.commands.items():
        inner = _list_commands(command) if hasattr(command, "commands") else {"": command}
        found |= {f"{name} {each}".strip(): leaf for each, leaf in inner.items()}
    return found


COMMANDS = _list_commands(typer.main.get_command(app))


@pytest.fixture(autouse=True)
def _pages(tmp_path: Path) -> None:
    write_story(tmp_path / "a.txt", "Skarne")


def _has_trace(output: str) -> bool:
    return "removed" in json.loads(output)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_command_takes_settings_and_every_flag_can_be_turned_off(
    command: typer.core.TyperCommand,
) -> None:
    assert "--config" in {name for option in command.params for name in option.opts}
    for name, option in list_options(command).items():
        assert not option.is_flag or option.secondary_opts == [f"--no-{name}"]


def test_flags_before_environment_before_file_before_defaults(run: Run, tmp_path: Path) -> None:
    off, on = make_environment(NEWSCLEAN_TRACE="0"), make_environment(NEWSCLEAN_TRACE="yes")
    assert not _has_trace(run("clean", "a.txt").stdout)
    (tmp_path / "newsclean.toml").write_text("trace = true")
    assert _has_trace(run("clean", "a.txt").stdout)
    assert not _has_trace(run("clean", "a.txt", env=off).stdout)
    assert _has_trace(run("clean", "a.txt", "--trace", env=off).stdout)
    assert not _has_trace(run("clean", "a.txt", "--no-trace", env=on).stdout)


def test_a_table_is_for_one_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "newsclean.toml").write_text(
        "output = 'all.jsonl'\nquiet = true\n[clean]\noutput = 'clean.jsonl'"
    )
    assert run("clean", "a.txt").stderr == ""
    assert run("dedupe", "clean.jsonl").stderr == ""
    assert (tmp_path / "clean.jsonl").exists()
    assert (tmp_path / "all.jsonl").exists()


def test_found_upward_and_its_files_lie_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "newsclean.toml").write_text("output = 'out.jsonl'\nthreshold = 0.7\nmax-memory = '1G'")
    work = tmp_path / "deep" / "down"
    work.mkdir(parents=True)
    done = run("clean", "../../a.txt", cwd=work)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.jsonl").exists()
    assert not list(work.iterdir())


def test_another_file_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "newsclean.toml").write_text("nonsense = 1")
    (tmp_path / "other.toml").write_text("trace = true")
    assert _has_trace(run("clean", "a.txt", "--config", "other.toml").stdout)
    assert _has_trace(run("clean", "a.txt", env=make_environment(NEWSCLEAN_CONFIG="other.toml")).stdout)
    assert run("clean", "a.txt", "--config", "none.toml").stderr == (
        "newsclean: none.toml: can't be read: No such file or directory\n"
    )
    assert run("clean", "a.txt").returncode == 2
    assert run("clean", "--help").returncode == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("treshold = 0.7", "there is no setting treshold; did you mean threshold?"),
        ("keep_duplicates = true", "there is no setting keep_duplicates; did you mean keep-duplicates?"),
        ("[claen]\ntrace = true", "there is no command claen; did you mean clean?"),
        ("[dedupe]\ntrace = true", "[dedupe]: there is no setting trace; there are "),
        ("[trace]", "there is no command trace; "),
        ("trace = 'yes'", "trace should be true or false, not yes"),
        ("jobs = true", "jobs should be a value as behind --jobs, not true"),
        ("jobs = 'many'", "jobs: "),
        ("keep = 'best'", "keep: "),
        ("threshold", "can't be read: "),
        ("threshold = 0", "the threshold is a similarity above 0"),
    ],
)
def test_what_a_file_gets_wrong_is_named(run: Run, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "newsclean.toml").write_text(text)
    done = run("clean", "a.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("newsclean: ")
    assert words in done.stderr


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (
            "NEWSCLEAN_TRESHOLD",
            "newsclean: NEWSCLEAN_TRESHOLD: there is no such setting; did you mean NEWSCLEAN_THRESHOLD?",
        ),
        ("NEWSCLEAN_JOBS", "valid int"),
        ("NEWSCLEAN_KEEP", "newsclean: NEWSCLEAN_KEEP: 'high' is not one of 'first', 'earliest'"),
        ("NEWSCLEAN_QUIET", "should be true or false, not high"),
    ],
)
def test_what_the_environment_gets_wrong_is_named(run: Run, variable: str, words: str) -> None:
    done = run("clean", "a.txt", env=make_environment(**{variable: "high"}))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"newsclean: {variable}")
    assert words in done.stderr


def test_variables_of_others_are_left_alone(run: Run) -> None:
    done = run("clean", "a.txt", "-q", env=make_environment(NEWSCLEAN_OUTBOX="x", NEWSCLEAN_TRACE=""))
    assert (done.returncode, done.stderr) == (0, "")
    assert not _has_trace(done.stdout)
