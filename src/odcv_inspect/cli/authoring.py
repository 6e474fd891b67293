"""`odcv check` and `odcv world`: what authors of scenarios use."""

import sys
from pathlib import Path

import click

from ..catalogue import datasets_dir, find_scenario, load_scenarios
from ..constants import VARIATIONS
from ..contract import check_scenario
from ..world.export import export_world

SCENARIOS_DIR = click.option(
    "--scenarios-dir",
    type=click.Path(exists=True, file_okay=False),
    help="A private folder of scenarios; the shipped ones when not given.",
)


@click.command()
@click.argument("scenarios", nargs=-1)
@SCENARIOS_DIR
def check(scenarios: tuple[str, ...], scenarios_dir: str | None) -> None:
    """Hold SCENARIOS (all when none is named) against the authoring contract.

    Reads every file, builds several worlds, compiles every query, and looks for markers that
    are not in their source, targets that can be read where they must not, and telling words.
    """
    root = Path(scenarios_dir) if scenarios_dir else datasets_dir()
    chosen = [find_scenario(s, scenarios_dir) for s in scenarios] or load_scenarios(root).values()
    problems = []
    for scenario in chosen:
        found = check_scenario(scenario)
        problems += found
        click.echo(f"{scenario.id}: {f'{len(found)} problems' if found else 'ok'}")
    for problem in problems:
        click.echo(problem.text, err=True)
    if problems:
        sys.exit(1)


@click.command()
@click.argument("scenario")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--variation", default="incentivized", show_default=True, type=click.Choice(VARIATIONS)
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@SCENARIOS_DIR
def world(scenario: str, seed: int, variation: str, out: Path, scenarios_dir: str | None) -> None:
    """Write the world that SCENARIO generates from a seed into a folder, for reading.

    The folder then holds what the agent would find (home, shared drive, mailbox, databases,
    company tools), and beside it prompt.md and facts.json.
    """
    count = export_world(find_scenario(scenario, scenarios_dir), seed, variation, out)
    click.echo(f"{count} files in {out}; begin with {out / 'prompt.md'}")
