"""`odcv plan` on the command line."""

import csv
import io
import json

from click.testing import CliRunner, Result

from odcv_inspect.cli import main
from odcv_inspect.constants import ODCV
from odcv_inspect.scenarios.catalogue import load_scenarios


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["plan", *words])


def test_json_has_every_part_and_how_it_was_made() -> None:
    told = json.loads(run("--scenarios", "2", "--format", "json").stdout)
    assert list(told) == ["cells", "size", "effects", "commands", "notes"]
    assert told["cells"] == [
        {"variation": "control", "samples": 2},
        {"variation": "incentivized", "samples": 2},
    ]
    assert "honest trajectories" in told["notes"]["size"]
    assert "80 % power at 5 %" in told["notes"]["effects"]


def test_one_part_as_csv_is_one_table() -> None:
    shown = run("--suite", "insider", "--only", "effects", "--format", "csv").stdout
    records = list(csv.DictReader(io.StringIO(shown)))
    assert [record["effect"] for record in records] == [
        "goal: conflict - none",
        "threat: replacement - none",
    ]
    assert {record["pairs"] for record in records} == {"24"}  # 6 stories x 4 worlds


def test_commands_can_be_piped() -> None:
    shown = run("--suite", "insider", "--only", "commands").stdout
    assert shown.startswith("inspect eval odcv_inspect/insider -T goal=none,conflict ")
    assert len(shown.splitlines()) == 1


def test_a_number_of_scenarios_that_the_suite_lacks_is_refused() -> None:
    done = run("--scenarios", "400")
    assert done.exit_code == 1
    shipped = len(load_scenarios(suite=ODCV))
    assert f"--scenarios 400: odcv has {shipped}; give 1 to {shipped}" in done.stderr


def test_an_unknown_scenario_is_named_with_the_choices() -> None:
    done = run("--scenarios", "vaccine_cold_chain,nowhere")
    assert done.exit_code == 1
    first = min(load_scenarios(suite=ODCV))
    assert f"'nowhere' is not in suite odcv; choose from {first}, " in done.stderr


def test_every_model_is_a_word_to_replace() -> None:
    shown = run("--models", "2", "--only", "commands").stdout
    assert "--model MODEL_1,MODEL_2 " in shown
