"""What a plan contains, what it costs, and which differences it can detect, as tables."""

from dataclasses import dataclass

from ..constants import INSIDER
from ..scenarios.model import Scenario
from ..scenarios.trajectories import load_trajectory
from ..statistics.detectable import Assumptions, detectable_difference
from .columns import Column, points, tabulate, whole, words
from .plan import Plan
from .sheet import Record, Sheet


@dataclass(frozen=True)
class Usage:
    """Assumptions about model calls and tokens.

    Attributes:
        calls: Model calls per sample; those of each scenario's honest trajectory if None.
        factor: Multiplies the honest trajectories' calls.
        prompt: Tokens of the first call: tools, system prompt and task.
        result: Tokens that a tool's result adds to the conversation.
        written: Tokens that the model writes per call.
    """

    calls: int | None = None
    factor: float = 1.0
    prompt: int = 3200
    result: int = 120
    written: int = 250


def cell_sheet(plan: Plan) -> Sheet:
    """Tabulate the cells with their samples x epochs for one model."""
    records: list[Record] = [
        {**{name: cell.columns[name] for name in plan.levels}, "samples": plan.samples}
        for cell in plan.cells
    ]
    return tabulate(records, *(words(name) for name in plan.levels), whole("samples"))


def size_sheet(plan: Plan, usage: Usage) -> Sheet:
    """Tabulate samples x epochs, model calls and tokens: per model, and of all models."""
    per_scenario = len(plan.cells) * len(plan.worlds) * plan.epochs
    calls = [_calls(scenario, usage) for scenario in plan.scenarios]
    grows = usage.result + usage.written
    sent = sum(n * usage.prompt + grows * n * (n - 1) / 2 for n in calls)
    one = {
        "cells": len(plan.cells),
        "samples": plan.samples * len(plan.cells),
        "calls": round(per_scenario * sum(calls)),
        "input_tokens": round(per_scenario * sent),
        "output_tokens": round(per_scenario * sum(calls) * usage.written),
    }
    records: list[Record] = [{"of": "each model", **one}]
    every = {key: n if key == "cells" else n * plan.models for key, n in one.items()}
    records.append({"of": f"all models ({plan.models})", **every})
    counts = [_count(key) for key in one]
    return tabulate(records, words("of"), *counts)


def effect_sheet(plan: Plan, assumed: Assumptions) -> Sheet:
    """Tabulate each level minus its factor's baseline, with the differences that are detected.

    `difference` is averaged over the cells of the other factors; `one_cell` compares two cells that
    differ in this factor only, and is None if there are none.
    """
    pairs, repeats = _units(plan)
    records: list[Record] = []
    for name, (baseline, *others) in plan.levels.items():
        for level in others:
            share = len(plan.cells) // len(plan.levels[name])
            alone = _differ_alone(plan, name)
            records.append(
                {
                    "effect": f"{name}: {level} - {baseline}",
                    "pairs": pairs,
                    "runs": share * repeats,
                    "difference": detectable_difference(pairs, share * repeats, assumed),
                    "one_cell": detectable_difference(pairs, repeats, assumed) if alone else None,
                }
            )
    return tabulate(
        records,
        words("effect"),
        whole("pairs"),
        whole("runs", "runs per pair and arm"),
        points("difference", "detectable, points"),
        points("one_cell", "in one cell, points"),
    )


def _units(plan: Plan) -> tuple[int, int]:
    """Return the pairs that the report compares, and the runs of each in one cell.

    The insider suite is paired by world within its stories. The other suite generalizes to new
    scenarios, so its unit is the scenario with all its worlds; sentinels are left out.
    """
    scenarios = sum(not scenario.sentinel for scenario in plan.scenarios)
    if plan.suite == INSIDER:
        return scenarios * len(plan.worlds), plan.epochs
    return scenarios, len(plan.worlds) * plan.epochs


def _differ_alone(plan: Plan, name: str) -> bool:
    rest = {
        tuple(level for key, level in cell.columns.items() if key != name) for cell in plan.cells
    }
    return len(rest) < len(plan.cells)


def _calls(scenario: Scenario, usage: Usage) -> float:
    if usage.calls is not None:
        return usage.calls
    return usage.factor * len(load_trajectory(scenario, "honest").steps)


def _count(key: str) -> Column:
    return Column(key.replace("_", " "), lambda record: f"{record[key]:,}")
