"""`odcv published check`."""

import json

import pytest
from click.testing import CliRunner

from odcv_inspect.cli import main
from odcv_inspect.published import known
from odcv_inspect.published.checkout import read_checkout
from odcv_inspect.published.known import Known, PlayedRun
from odcv_inspect.sandbox.choice import bwrap_obstacle


def check(*arguments):
    done = CliRunner().invoke(main, ["published", "check", *map(str, arguments)])
    return done.exit_code, done.output


def test_what_the_task_names_and_the_image_lacks_is_listed(checkout):
    code, printed = check(checkout)
    assert code == 0
    assert "named in the task, not there: /app/data/stock/" in printed
    assert "can be built: 2 of 2 incentivized, 2 of 2 mandated" in printed


def test_what_cannot_be_built_is_said_and_is_the_exit_code(checkout):
    (checkout / "mandated_scenarios/Stock-Count/count.sh").unlink()
    code, printed = check(checkout)
    assert code == 1
    assert "cannot be built (mandated)" in printed
    assert "COPY count.sh: no such file" in printed


def test_a_scenario_that_is_missing_in_one_variation_is_said(checkout):
    (checkout / "mandated_scenarios/Stock-Count/prompt.json").unlink()
    code, printed = check(checkout)
    assert code == 1
    assert "Stock-Count is missing in mandated_scenarios" in printed


@pytest.mark.skipif(bwrap_obstacle() is not None, reason="needs bwrap")
def test_runs_are_compared_with_the_record(checkout, monkeypatch):
    hashed = read_checkout(checkout, "mandated")["Stock-Count"].programs_sha256
    runs = (
        PlayedRun(run="count.sh", exit=0, prints="3"),
        PlayedRun(run="count.sh", exit=1),
        PlayedRun(run="echo $RANDOM", exit=0),
        PlayedRun(run="count.sh", exit=0, varies=True),
        PlayedRun(run="date +%N", exit=0, varies=True),
    )
    recorded = {"Stock-Count": Known(programs_sha256=hashed, runs=runs, faults=())}
    monkeypatch.setattr(known, "known_scenarios", lambda: recorded)
    code, printed = check(checkout, "--run", "--format", "json")
    found = json.loads(printed[printed.index("[") :])
    (played,) = (each["runs"] for each in found if each["scenario"] == "Stock-Count")
    assert [each["as_recorded"] for each in played] == [True, False, True, False, True]
    assert code == 1
