"""The `inspect` commands that run a plan: exactly its cells, in its worlds."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..constants import INSIDER
from ..scenarios.catalogue import load_scenarios
from ..scores import VARIATION
from .plan import Plan

PACKAGE = "odcv_inspect"


@dataclass(frozen=True)
class Block:
    """Cells that one command crosses: levels by factor."""

    levels: Mapping[str, tuple[str, ...]]


def blocks(plan: Plan) -> list[Block]:
    """Split the cells into crossings, as few as merging factor by factor finds.

    A whole crossing is one block. No two runs of a fraction differ in one factor only, so each run
    is a block, crossed with the factors outside the fraction.
    """
    names = list(plan.levels)
    found: list[dict[str, tuple[str, ...]]] = [
        {name: (cell.columns[name],) for name in names} for cell in plan.cells
    ]
    for name in names:
        merged: dict[tuple[tuple[str, ...], ...], dict[str, tuple[str, ...]]] = {}
        for block in found:
            rest = tuple(levels for key, levels in block.items() if key != name)
            before = merged.get(rest, {}).get(name, ())
            merged[rest] = {**block, name: (*before, *block[name])}
        found = list(merged.values())
    return [Block(levels) for levels in found]


def inspect_commands(plan: Plan, models: Sequence[str], log_dir: str) -> list[str]:
    """Return the commands: `inspect eval-set` where one runs several tasks, else `inspect eval`.

    Args:
        plan: The plan.
        models: Names, or words to replace by names.
        log_dir: Folder of the logs. Several commands write below it, since the folder of an eval
            set takes no other logs; all commands that read logs read folders at any depth.
    """
    starts: Sequence[int] = plan.worlds[:1] if plan.suite == INSIDER else plan.worlds
    wanted = [_words(plan, block, seed) for block in blocks(plan) for seed in starts]
    several = len(wanted) > 1
    lines = []
    for number, (tasks, parameters) in enumerate(wanted, 1):
        program = "eval-set" if len(tasks) * len(models) > 1 else "eval"
        folder = f"{log_dir}/{number}" if several else log_dir
        settings = [word for each in parameters for word in ("-T", each)]
        run = ["--epochs", str(plan.epochs), "--model", ",".join(models), "--log-dir", folder]
        lines.append(shlex.join(["inspect", program, *tasks, *settings, *run]))
    return lines


def _words(plan: Plan, block: Block, seed: int) -> tuple[list[str], list[str]]:
    """Return the tasks of a command and their parameters."""
    insider = plan.suite == INSIDER
    names = [INSIDER] if insider else block.levels[VARIATION]
    levels = {key: ",".join(each) for key, each in block.levels.items() if key != VARIATION}
    if insider:  # the task's defaults cross these two
        levels = {"goal": "none", "threat": "none", **levels}
    ids = [scenario.id for scenario in plan.scenarios]
    if len(ids) < len(load_scenarios(suite=plan.suite)):
        levels = {"stories" if insider else "scenarios": ",".join(ids), **levels}
    if insider:
        levels["personas"] = str(len(plan.worlds))
    if seed:
        levels["world_seed"] = str(seed)
    return [f"{PACKAGE}/{name}" for name in names], [f"{k}={v}" for k, v in levels.items()]
