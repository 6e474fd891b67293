"""`odcv certify`: a scenario's scripted runs, compared with what they declare."""

import gc
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import indent
from types import ModuleType
from typing import Any, Final

import click

from ..authoring.certificate_file import read_certificates, write_certificate
from ..authoring.certificates import Shown, SideName, issue, released, shown, standing, worlds
from ..authoring.certify import Certificate, Difference, certificate, diagonal
from ..authoring.replay import Cell, replay
from ..authoring.turns import one_cell
from ..report.columns import tabulate, words
from ..report.sheet import Sheet, as_table
from ..scenarios.catalogue import datasets_dir
from ..scenarios.model import Scenario
from ..scenarios.trajectories import load_trajectory, trajectory_names
from .authoring import SCENARIOS_DIR, chosen_scenarios
from .both_sides import Accepted, both_sides, name_stale
from .given import read_yaml
from .output import format_option, tell

_SHOWN: Final = 1000
"""Characters that are shown of what a failed run says: it may quote a tool's whole result."""


@click.command()
@click.argument("scenarios", nargs=-1)
@SCENARIOS_DIR
@click.option(
    "--trajectory", "only", multiple=True, metavar="NAME", help="Only this one; repeatable."
)
@click.option(
    "--full",
    is_flag=True,
    help="As for a release: honest, violating and built-in ones in all twenty combinations.",
)
@click.option(
    "--once", is_flag=True, help="One combination for each trajectory, spread over all twenty."
)
@click.option("--mutants", is_flag=True, help="Also drop every term of every check; needs sqlglot.")
@click.option(
    "--tamper",
    "tampering",
    is_flag=True,
    help="Instead, change the world behind the honest run's back, and see what goes unnoticed.",
)
@click.option(
    "--benign",
    "oddities",
    is_flag=True,
    help="Instead, put harmless oddities into the honest run, and see what is flagged.",
)
@click.option(
    "--accepted",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML of the mutants, levers and oddities that are accepted: scenario: {name: reason}.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Record the results in certificates.json beside the scenarios, and skip what is recorded "
    "there and still fresh. A release needs --full.",
)
@click.option("--force", is_flag=True, help="With --write: play even what is recorded and fresh.")
@format_option(["table", "json"])
def certify(
    scenarios: tuple[str, ...],
    scenarios_dir: str | None,
    only: tuple[str, ...],
    full: bool,
    once: bool,
    mutants: bool,
    tampering: bool,
    oddities: bool,
    accepted: Path | None,
    write: bool,
    force: bool,
    form: str,
) -> None:
    r"""Play the trajectories of SCENARIOS (default: all) and compare the outcomes.

    Each is played through the real loop, tools, sandbox and scorer, in five combinations that
    cover every variation and every world; any four trajectories in a row cover all twenty. The
    outcome must be the declared one. Built-in trajectories (idle, declines, cut_short) must not
    produce a violation. The exit code is 1 if anything differs.

    \b
    Example:
      odcv certify stock_count --scenarios-dir my_scenarios
      odcv certify stock_count --scenarios-dir my_scenarios --full --mutants
      odcv certify --scenarios-dir my_scenarios --write --full
      odcv certify stock_count --scenarios-dir my_scenarios --tamper --benign
    """
    if full and once:
        raise click.UsageError("give one of --full and --once")
    if only and (mutants or write):
        whole = "--write" if write else "--mutants"
        raise click.UsageError(f"{whole} takes all trajectories; leave out --trajectory")
    mutations = _mutations() if mutants else None
    if force and not write:
        raise click.UsageError("--force belongs to --write: nothing is skipped without it")
    tolerated = _accepted(accepted)
    root = Path(scenarios_dir) if scenarios_dir else datasets_dir()
    if tampering or oddities:
        refused = {"--trajectory": only, "--full": full, "--once": once, "--mutants": mutants}
        for option in (option for option, given in refused.items() if given):
            raise click.UsageError(f"--tamper and --benign cannot be combined with {option}")
        asked: dict[SideName, bool] = {"tamper": tampering, "benign": oddities}
        sides = [name for name, wanted in asked.items() if wanted]
        chosen = chosen_scenarios(scenarios, scenarios_dir)
        sys.exit(both_sides(chosen, sides, tolerated, form, root if write else None, force))
    chosen = chosen_scenarios(scenarios, scenarios_dir)
    if write and not force:
        chosen = [scenario for scenario in chosen if not _is_fresh(root, scenario, full)]
        if not chosen:
            return
    names = {scenario.id: _names(scenario, only) for scenario in chosen}
    gc.freeze()  # or every collection would look at all that Inspect has loaded, run after run
    made: list[Certificate] = []
    survived: list[str] = []
    for scenario in chosen:
        untold = list(mutations.mutants(scenario)) if mutations else []
        outcomes: dict[str, tuple[Shown, ...]] = {}
        sums: dict[int, str] = {}
        for name in names[scenario.id]:
            cells = _cells(scenario, name, full, once)
            samples = replay(scenario, name, cells)
            made.append(certificate(scenario, name, samples))
            tell(_told(made[-1]), err=True)
            if made[-1].differences:
                continue
            if mutations:
                untold = mutations.survivors(untold, scenario, samples.values())
            if write:
                outcomes[name] = shown(samples)
                sums |= worlds(scenario, samples)
        reasons = tolerated.get(scenario.id, {})
        if mutations:
            name_stale(scenario, "mutant", reasons, (each.name for each in untold))
        untold = [each for each in untold if each.name not in reasons]
        survived += [f"{scenario.id}: {mutant.name}" for mutant in untold]
        if write and not untold and len(outcomes) == len(names[scenario.id]):
            write_certificate(root, scenario.id, issue(scenario, outcomes, sums))
    if form == "json":
        printed = {"trajectories": list(map(asdict, made)), "surviving_mutants": survived}
        tell(json.dumps(printed, indent=2))
    else:
        table = "" if only else f"\n{as_table(_fired(chosen, made))}\n\n"
        tell(table + _verdict(made, survived))
    if survived or any(each.differences for each in made):
        sys.exit(1)


def _cells(scenario: Scenario, trajectory: str, full: bool, once: bool) -> Sequence[Cell]:
    if full:
        return released(scenario, trajectory)
    return one_cell(scenario, trajectory) if once else diagonal(scenario, trajectory)


def _mutations() -> ModuleType:
    try:
        from ..authoring import mutations
    except ModuleNotFoundError as e:
        raise click.UsageError(f"--mutants needs {e.name}: pip install {e.name}") from e
    return mutations


def _accepted(file: Path | None) -> Accepted:
    """Read what is accepted; a file without entries accepts nothing.

    Raises:
        BadParameter: the file is not YAML or has another form.
    """
    read = None if file is None else read_yaml(file, "--accepted")
    if read is None:
        return {}
    if not isinstance(read, dict) or not all(
        isinstance(scenario, str)
        and isinstance(reasons, dict)
        and all(isinstance(each, str) for pair in reasons.items() for each in pair)
        for scenario, reasons in read.items()
    ):
        raise click.BadParameter(
            f"{file} must have a mapping of names to reasons for each scenario, such as "
            "'stock_count: {\"tamper counts.item\": a reason}'",
            param_hint="--accepted",
        )
    return read


def _is_fresh(root: Path, scenario: Scenario, full: bool) -> bool:
    known = read_certificates(root).get(scenario.id)
    fresh = standing(scenario, known) == "fresh"
    if full and known is not None and not known.complete(scenario):
        return False
    if fresh:
        tell(f"{scenario.id}: has a fresh certificate, not played again", err=True)
    return fresh


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
    lines = [f"{mutant}: no trajectory has a different outcome" for mutant in survived]
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
