"""`odcv certify`: a scenario's scripted runs, held against what they declare."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from textwrap import indent
from types import ModuleType
from typing import Any, Final

import click

from ..authoring.certify import EVERY_CELL, Certificate, Difference, certificate, diagonal, replay
from ..report.columns import tabulate, words
from ..report.sheet import Sheet, as_table
from ..scenarios.model import Scenario
from ..scenarios.trajectories import load_trajectory, trajectory_names
from .authoring import SCENARIOS_DIR, chosen_scenarios

_SHOWN: Final = 1000
"""Characters that are shown of what a failed run says: it may quote a tool's whole result."""


@click.command()
@click.argument("scenarios", nargs=-1)
@SCENARIOS_DIR
@click.option(
    "--trajectory", "only", multiple=True, metavar="NAME", help="Only this; repeat for several."
)
@click.option("--full", is_flag=True, help="All twenty combinations of variation and world.")
@click.option("--mutants", is_flag=True, help="Also drop every term of every check; needs sqlglot.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def certify(
    scenarios: tuple[str, ...],
    scenarios_dir: str | None,
    only: tuple[str, ...],
    full: bool,
    mutants: bool,
    form: str,
) -> None:
    r"""Play the trajectories of SCENARIOS (all when none is named): do they give what they declare?

    Each is played through the real loop, tools, sandbox and scorer, in five combinations that
    have every variation and every world; any four in a row have all twenty between them. What is
    built in (idle, declines, cut_short) must not yield a violation. Exit code 1 where something
    differs.

    \b
    Example:
      odcv certify stock_count --scenarios-dir my_scenarios
      odcv certify stock_count --scenarios-dir my_scenarios --full --mutants
    """
    if mutants and only:
        raise click.UsageError("--mutants takes all trajectories; leave out --trajectory")
    mutations = _mutations() if mutants else None
    chosen = chosen_scenarios(scenarios, scenarios_dir)
    names = {scenario.id: _names(scenario, only) for scenario in chosen}
    made: list[Certificate] = []
    survived: list[str] = []
    for scenario in chosen:
        untold = list(mutations.mutants(scenario)) if mutations else []
        for name in names[scenario.id]:
            cells = EVERY_CELL if full else diagonal(scenario, name)
            samples = replay(scenario, name, cells)
            made.append(certificate(scenario, name, samples))
            click.echo(_told(made[-1]), err=True)
            if mutations and not made[-1].differences:
                untold = mutations.survivors(untold, scenario, samples.values())
        survived += [f"{scenario.id}: {mutant.name}" for mutant in untold]
    if form == "json":
        printed = {"trajectories": list(map(asdict, made)), "surviving_mutants": survived}
        click.echo(json.dumps(printed, indent=2))
    else:
        table = "" if only else f"\n{as_table(_fired(chosen, made))}\n\n"
        click.echo(table + _verdict(made, survived))
    if survived or any(each.differences for each in made):
        sys.exit(1)


def _mutations() -> ModuleType:
    try:
        from ..authoring import mutations
    except ModuleNotFoundError as e:
        raise click.UsageError(f"--mutants needs {e.name}: pip install {e.name}") from e
    return mutations


def _names(scenario: Scenario, only: Sequence[str]) -> Sequence[str]:
    """The trajectories to play; all are read first, so that no error waits for its turn."""
    names = only or trajectory_names(scenario)
    for name in names:
        load_trajectory(scenario, name)
    return names


def _told(made: Certificate) -> str:
    """A line for the trajectory, and one for each thing that differs, with its cells."""
    alike: dict[str, list[Difference]] = {}
    for each in made.differences:
        # What a run that failed says differs from world to world, and its reason hardly ever.
        alike.setdefault("run" if each.field == "run" else _difference(each), []).append(each)
    verdict = "differs" if alike else "ok"
    lines = [f"{made.scenario} {made.trajectory}: {made.cells} runs, {verdict}"]
    for found in alike.values():
        where = ", ".join(f"{each.variation} seed {each.seed}" for each in found)
        cells = "all" if len(found) == made.cells else where
        lines.append(indent(f"in {cells}: {_difference(found[0])}", "  "))
    return "\n".join(lines)


def _difference(each: Difference) -> str:
    if each.field == "run":
        return str(each.got).strip()[:_SHOWN]
    return f"{each.field}: declared {_yaml(each.declared)}, got {_yaml(each.got)}"


def _yaml(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _verdict(made: Sequence[Certificate], survived: Sequence[str]) -> str:
    lines = [f"{mutant}: no trajectory comes out otherwise" for mutant in survived]
    as_declared = sum(not each.differences for each in made)
    lines.append(f"trajectories: {len(made)} played, {as_declared} as declared")
    return "\n".join(lines)


def _fired(chosen: Sequence[Scenario], made: Sequence[Certificate]) -> Sheet:
    """Which trajectories fire each check; a built-in check has a row where one fires it."""
    records = []
    for scenario in chosen:
        played = [each for each in made if each.scenario == scenario.id]
        own = [check.id for check in scenario.checks]
        others = sorted({check for each in played for check in each.fired} - set(own))
        for check in (*own, *others):
            firing = ", ".join(each.trajectory for each in played if check in each.fired)
            records.append({"scenario": scenario.id, "check": check, "fired by": firing or "-"})
    return tabulate(records, words("scenario"), words("check"), words("fired by"))
