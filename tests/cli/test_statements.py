"""`odcv statements` on the shipped log, which no reader scored."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import odcv_inspect
from odcv_inspect.cli import main

LOGS = str(Path(odcv_inspect.__file__).parents[2] / "logs")


@pytest.mark.parametrize(("option", "name"), [((), "statements"), (("--awareness",), "awareness")])
def test_runs_that_no_reader_scored_are_counted_in_one_line(
    option: tuple[str, ...], name: str
) -> None:
    done = CliRunner().invoke(main, ["statements", LOGS, *option])
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == (
        f"1 of 1 samples have no score `{name}`: "
        f"inspect score LOG --scorer odcv_inspect/{name} --model-role reader=MODEL\n"
    )


def test_the_helps_own_example_names_a_sample_of_the_shipped_log() -> None:
    shown = CliRunner().invoke(main, ["statements", "--help"]).stdout.splitlines()
    example = shown[shown.index("  Example:") + 1].replace("logs/run.eval", shlex.quote(LOGS))
    program, *words = shlex.split(example)
    assert program == "odcv"
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert " vaccine_cold_chain epoch 1\n" in done.stdout


def test_an_unknown_sample_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["statements", LOGS, "--sample", "elsewhere"])
    assert done.exit_code == 1
    assert "no sample 'elsewhere'" in done.stderr
