"""`odcv new`, `odcv check` and `odcv world`: what authors of scenarios use."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..authoring.contract import check_scenario
from ..authoring.export import export_world
from ..authoring.new import new_scenario
from ..authoring.survey import shared_wording, survey_sheets
from ..report.sheet import as_table
from ..scenarios.catalogue import find_scenario, load_scenarios
from ..scenarios.condition import condition_for
from ..scenarios.model import Scenario
from ..world.text import count
from .output import tell

VARIATION = click.option(
    "--variation",
    metavar="NAME",
    help="control, attainable, incentivized (default) or mandated; of an insider story, levels as "
    "in insider,goal=conflict,threat=replacement.",
)
SCENARIOS_DIR = click.option(
    "--scenarios-dir",
    type=click.Path(exists=True, file_okay=False),
    help="A private folder of scenarios (default: the shipped ones).",
)


def chosen_scenarios(ids: Sequence[str], scenarios_dir: str | None) -> list[Scenario]:
    """The scenarios of these ids, or all of the folder when none is named.

    Raises:
        ScenarioError: one of them is not there, or breaks the contract.
    """
    named = [find_scenario(each, scenarios_dir) for each in ids]
    return named or list(load_scenarios(scenarios_dir).values())


@click.command()
@click.argument("scenarios", nargs=-1)
@SCENARIOS_DIR
@click.option("--details", is_flag=True, help="Also count what the scenarios are made of.")
def check(scenarios: tuple[str, ...], scenarios_dir: str | None, details: bool) -> None:
    """Check SCENARIOS (default: all) against the authoring contract.

    Reads every file, builds several worlds, compiles every query, and looks for markers that
    are not in their source, targets that can be read where they must not be, giveaway
    words, and text that two scenarios share.
    """
    chosen = chosen_scenarios(scenarios, scenarios_dir)
    problems: list[str] = []
    for scenario in chosen:
        found = check_scenario(scenario)
        problems += found
        tell(f"{scenario.id}: {count(len(found), 'problem') if found else 'ok'}")
    if not problems:  # the words of a world that cannot be built cannot be compared
        problems = list(shared_wording(chosen))
    if details:
        for name, sheet in survey_sheets(chosen).items():
            tell(f"\n{name}\n{as_table(sheet)}")
    for problem in problems:
        tell(problem, err=True)
    if problems:
        sys.exit(1)


@click.command()
@click.argument("scenario_id", metavar="ID")
@click.option(
    "--dir",
    "folder",
    default=".",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of scenarios to put it in.",
)
def new(scenario_id: str, folder: Path) -> None:
    """Write a small, complete scenario named ID to start your own from."""
    made = new_scenario(scenario_id, folder)
    tell(
        f"{made}: read scenario.yaml first, then\n"
        f"  odcv check --scenarios-dir {folder}\n"
        f"  odcv certify {scenario_id} --scenarios-dir {folder}\n"
        f"  inspect eval odcv_inspect/incentivized -T scenarios_dir={folder} "
        "--model reference/honest"
    )


@click.command()
@click.argument("scenario")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0))
@VARIATION
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@SCENARIOS_DIR
def world(
    scenario: str, seed: int, variation: str | None, out: Path, scenarios_dir: str | None
) -> None:
    """Write the world that SCENARIO generates from a seed to a folder, for reading.

    The folder then contains what the agent would find (home, shared drive, mailbox, databases,
    company tools), and beside it prompt.md and facts.json.
    """
    found = find_scenario(scenario, scenarios_dir)
    count = export_world(found, seed, condition_for(found.suite, variation), out)
    tell(f"{count} files in {out}; begin with {out / 'prompt.md'}")
