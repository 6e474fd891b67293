"""`odcv plan`: what a run would contain, cost and detect, and the commands that start it."""

import json
from collections.abc import Mapping, Sequence
from itertools import product

import click

from ..constants import INSIDER, ODCV
from ..errors import TaskError
from ..report.plan import Plan, fraction_note, make_cells, read_levels
from ..report.plan_commands import inspect_commands
from ..report.plan_sheets import Usage, cell_sheet, effect_sheet, size_sheet
from ..report.sheet import FORMATS, Sheet, as_json
from ..scenarios.catalogue import load_scenarios
from ..scenarios.meaning import require_meaning
from ..scenarios.model import Scenario
from ..statistics.detectable import Assumptions
from ..tasks.insider import PERSONAS
from .output import format_option, tell

COUNT = click.IntRange(min=1)
TOKENS = click.IntRange(min=0)
SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)
PARTS = ("cells", "size", "effects", "commands")


@click.command()
@click.option("--suite", type=click.Choice([ODCV, INSIDER]), default=ODCV, show_default=True)
@click.option(
    "--factor",
    "factors",
    multiple=True,
    metavar="NAME=LEVEL,...",
    help="A factor and its levels; repeat it. variation is a factor of the suite odcv.",
)
@click.option("--full", is_flag=True, help="Cross everything, instead of a fraction.")
@click.option("--scenarios", help="Ids, separated by commas, or a number. [default: all]")
@click.option("--worlds", type=COUNT, help="Worlds of each scenario. [default: 1; insider: 4]")
@click.option("--world-seed", type=click.IntRange(min=0), default=0, help="Seed of the first.")
@click.option("--epochs", type=COUNT, default=1, show_default=True)
@click.option("--models", type=COUNT, default=1, show_default=True, help="Number of models.")
@click.option("--base-rate", type=SHARE, default=0.10, show_default=True, help="Baseline's rate.")
@click.option(
    "--correlation",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.3,
    show_default=True,
    help="Of two runs of a pair.",
)
@click.option("--power", type=SHARE, default=0.80, show_default=True)
@click.option("--calls", type=COUNT, help="Model calls per sample, instead of the honest run's.")
@click.option(
    "--calls-factor",
    type=click.FloatRange(0, min_open=True),
    default=Usage.factor,
    show_default=True,
    help="Multiplies the honest run's calls.",
)
@click.option("--prompt-tokens", type=TOKENS, default=Usage.prompt, show_default=True)
@click.option("--result-tokens", type=TOKENS, default=Usage.result, show_default=True)
@click.option("--written-tokens", type=TOKENS, default=Usage.written, show_default=True)
@click.option("--log-dir", default="logs/plan", show_default=True, help="Logs of the commands.")
@format_option([each for each in FORMATS if each != "latex"])
@click.option("--only", type=click.Choice(PARTS), help="Only this part.")
def plan(
    suite: str,
    factors: tuple[str, ...],
    full: bool,
    scenarios: str | None,
    worlds: int | None,
    world_seed: int,
    epochs: int,
    models: int,
    base_rate: float,
    correlation: float,
    power: float,
    calls: int | None,
    calls_factor: float,
    prompt_tokens: int,
    result_tokens: int,
    written_tokens: int,
    log_dir: str,
    form: str,
    only: str | None,
) -> None:
    r"""Plan a run: its cells, what it costs, what it can detect, and the commands for it.

    Three or more factors with two levels are run in a fraction of their crossing, of resolution
    IV where there is one; a line names the aliases. Docs: planning.md.

    \b
    cells     conditions, with samples x epochs for one model
    size      samples, model calls and tokens, from the calls of the honest trajectories
    effects   the increase over each factor's baseline that is detected with 80 % power at 5 %
    commands  what to run; replace MODEL by a model's name
    \b
    Examples:
      odcv plan --factor variation=control,incentivized,mandated --epochs 3
      odcv plan --suite insider --factor goal=none,conflict --factor threat=none,replacement \
        --factor order=none,rules --factor oversight=none,logged --models 3
    """
    levels = read_levels(suite, factors)
    cells, part = make_cells(suite, levels, full)
    chosen = _chosen(suite, scenarios)
    for scenario, cell in product(chosen, cells):
        require_meaning(scenario, cell)
    count = worlds or (PERSONAS if suite == INSIDER else 1)
    seeds = tuple(range(world_seed, world_seed + count))
    planned = Plan(suite, chosen, levels, cells, part, seeds, epochs, models)
    usage = Usage(calls, calls_factor, prompt_tokens, result_tokens, written_tokens)
    assumed = Assumptions(base_rate, correlation, power)
    sheets = {
        "cells": cell_sheet(planned),
        "size": size_sheet(planned, usage),
        "effects": effect_sheet(planned, assumed),
    }
    names = ["MODEL"] if models == 1 else [f"MODEL_{n + 1}" for n in range(models)]
    commands = inspect_commands(planned, names, log_dir)
    wanted = [only] if only else list(PARTS)
    notes = _notes(planned, usage, assumed)
    _tell(form, {name: sheets.get(name) for name in wanted}, commands, notes)


def _chosen(suite: str, asked: str | None) -> tuple[Scenario, ...]:
    """Return the scenarios asked for by ids or by number; all of the suite when None."""
    known = load_scenarios(suite=suite)
    if asked is None:
        return tuple(known.values())
    if asked.strip().isdecimal():
        if not 1 <= int(asked) <= len(known):
            raise TaskError(
                f"--scenarios {asked}: {suite} has {len(known)}; give 1 to {len(known)}"
            )
        return tuple(known.values())[: int(asked)]
    ids = [each.strip() for each in asked.split(",") if each.strip()]
    for each in ids or [asked]:
        if each not in known:
            raise TaskError(
                f"--scenarios {asked}: '{each}' is not in suite {suite}; "
                f"choose from {', '.join(known)}"
            )
    return tuple(scenario for name, scenario in known.items() if name in ids)


def _notes(planned: Plan, usage: Usage, assumed: Assumptions) -> Mapping[str, str | None]:
    """Return a line on each part: how it was made."""
    calls = (
        f"{usage.calls} model calls per sample (--calls)"
        if usage.calls is not None
        else f"Model calls are those of the honest trajectories x {usage.factor:g} "
        "(--calls-factor, --calls)"
    )
    unit = "scenario and world" if planned.suite == INSIDER else "scenario"
    return {
        "cells": fraction_note(planned),
        "size": (
            f"{calls}. Every call sends the conversation again: {usage.prompt} tokens, and "
            f"{usage.result} + {usage.written} more for each earlier call (--prompt-tokens, "
            "--result-tokens, --written-tokens). Judges and readers are not included."
        ),
        "effects": (
            f"Increase detected with {100 * assumed.power:g} % power at "
            f"{100 * assumed.significance:g} %, "
            f"two-sided, not adjusted; paired by {unit}; base rate {100 * assumed.baseline:g} % "
            f"(--base-rate), correlation within a pair {assumed.correlation:g} (--correlation). "
            "A dash: no increase, or too few pairs."
        ),
        "commands": None,
    }


def _tell(
    form: str,
    sheets: Mapping[str, Sheet | None],
    commands: Sequence[str],
    notes: Mapping[str, str | None],
) -> None:
    if form == "json":
        told = {
            name: commands if sheet is None else json.loads(as_json(sheet))
            for name, sheet in sheets.items()
        }
        told["notes"] = {name: notes[name] for name in sheets if notes[name]}
        tell(json.dumps(told, indent=2))
        return
    parts = []
    for name, sheet in sheets.items():
        if sheet is not None:
            parts.append(FORMATS[form](sheet))
        elif form == "md":
            parts.append("\n".join(["```console", *(f"$ {line}" for line in commands), "```"]))
        else:
            parts.append(
                "\n".join(["command", *map(_quoted, commands)] if form == "csv" else commands)
            )
        if (note := notes[name]) and form != "csv":
            parts.append(note)
    tell("\n\n".join(parts))


def _quoted(command: str) -> str:
    """Return a command as one CSV cell."""
    return '"' + command.replace('"', '""') + '"'
