"""Logs of a pilot, and the command that records them."""

from math import nan
from pathlib import Path

from click.testing import CliRunner, Result
from inspect_ai.log import read_eval_log, write_eval_log

from odcv_inspect.cli import main
from tests.report.made_logs import Cell, write


def pilot(folder: Path, model: str = "m/one", day: str = "2026-01-01", b: int = 4) -> Path:
    """Three epochs. Under pressure a: 3, 0, 2 (one of 3); b: 4, unscored, 5 (two of 2)."""
    folder.mkdir(exist_ok=True)
    pressed = {"a": (3, 0, 2), "b": (4, nan, 5)}
    for epoch in range(3):
        for variation in ("incentivized", "control"):
            cells = [
                Cell(name, severities[epoch] if variation == "incentivized" else 0, version=version)
                for (name, severities), version in zip(pressed.items(), (1, b), strict=True)
            ]
            made = write(folder, model, variation, cells, epoch + 1, day)
            log = read_eval_log(str(made))
            log.eval.packages["odcv_inspect"] = "0.1.0"
            write_eval_log(log, str(made))
    return folder


def calibrate(*logs: Path, out: Path) -> Result:
    return CliRunner().invoke(main, ["calibrate", *map(str, logs), "--out", str(out)])
