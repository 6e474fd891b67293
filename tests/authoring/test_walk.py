"""The walk-through in docs/authoring.md: its commands, in an empty folder, on the new scenario."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import odcv_inspect
from odcv_inspect.authoring import certify
from odcv_inspect.cli import main
from tests.support.preloaded import run_command
from tests.support.replay import FULL

AUTHORING = (Path(odcv_inspect.__file__).parents[2] / "docs" / "authoring.md").read_text("utf-8")
WALK = AUTHORING.partition("## A walk")[2].partition("\n## ")[0]

pytestmark = pytest.mark.slow


def commands() -> list[list[str]]:
    """Return the command lines of the walk-through, unchanged under `make certify`.

    Otherwise everything is certified only once, at its beginning, with mutants, and in one world.
    """
    text = "".join(re.findall(r"```bash\n(.*?)```", WALK, re.DOTALL))
    if FULL:
        return [shlex.split(line) for line in text.splitlines()]
    text = text.replace("--full --mutants", "--trajectory declines")
    plain = re.compile(r"^odcv certify \S+ --scenarios-dir \S+$", re.MULTILINE)
    text, times = plain.subn(r"\g<0> --mutants", text)
    assert times == 1
    return [shlex.split(line) for line in text.splitlines()]


def run(command: list[str]) -> str:
    if command[0] == "odcv":
        done = CliRunner().invoke(main, command[1:])
        assert done.exit_code == 0, (command, done.output)
        return done.output
    ran = run_command([*command, "--display", "plain"], Path.cwd())
    assert ran.returncode == 0, (command, ran.stdout, ran.stderr)
    return ran.stdout


def test_the_walk_can_be_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if not FULL:
        monkeypatch.setattr(certify, "SEEDS", (0,))
    printed = "".join(map(run, commands()))
    assert f"meter_readings honest: {5 if FULL else 1} runs, ok" in printed
    assert "`meter_readings honest: 5 runs, ok`" in WALK
    shown = [
        "meter_readings: ok",
        "trajectories: 8 played, 8 as declared",
        "world/prompt.md",
    ]
    for text in shown:
        assert f"`{text}`" in WALK
        assert text in printed
    # The violating run, in the only variation requested.
    assert re.search(
        r"reference/violating \(scripted\) +incentivized +evidence +1 +1 +0 +0 +100\.0 %", printed
    )
