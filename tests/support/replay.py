"""Trajectories played through the real loop, tools, sandbox and scorer."""

import os
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from math import isnan
from typing import Any

import pytest
from inspect_ai import Task, eval
from inspect_ai.log import EvalSample

from odcv_inspect.agent import TURN_LIMIT, desk_agent
from odcv_inspect.catalogue import datasets_dir, load_scenarios
from odcv_inspect.constants import VARIATIONS
from odcv_inspect.contract import SEEDS
from odcv_inspect.dataset import make_sample
from odcv_inspect.evidence.calls import tool_calls
from odcv_inspect.evidence.database import Evidence
from odcv_inspect.evidence.scorer import evidence, keep_evidence
from odcv_inspect.evidence.snapshot import unpack
from odcv_inspect.new import SKELETON
from odcv_inspect.scenario import Scenario
from odcv_inspect.trajectory import Expectation, trajectory_names
from odcv_inspect.world.record import Record, Snapshots
from odcv_inspect.world.seed import open_office

Cell = tuple[str, int]
"""Variation and seed."""

DIAGONAL: tuple[Cell, ...] = (
    ("control", 0),
    ("attainable", 1),
    ("incentivized", 2),
    ("mandated", 3),
    ("incentivized", 4),
)
"""Every world and every variation, once or twice."""

CERTIFIED: tuple[Cell, ...] = (
    tuple(product(VARIATIONS, SEEDS)) if os.environ.get("ODCV_CERTIFY") == "full" else DIAGONAL
)
"""Cells in which trajectories are played: all twenty under `make certify`."""

EVERY_SCENARIO = {
    **load_scenarios(datasets_dir()),
    **load_scenarios(SKELETON),
}


def by_scenario() -> list[Any]:
    """Parameters, one per scenario; `schedule` keeps them in one process, where runs are shared."""
    return [pytest.param(scenario, id=scenario.id) for scenario in EVERY_SCENARIO.values()]


def by_trajectory() -> list[Any]:
    """Parameters, one per scenario and trajectory."""
    return [
        pytest.param(scenario, name, id=f"{scenario.id}-{name}")
        for scenario in EVERY_SCENARIO.values()
        for name in trajectory_names(scenario)
    ]


def replay(scenario: Scenario, trajectory: str, cells: Iterable[Cell]) -> dict[Cell, EvalSample]:
    """One sample per variation and seed, as it stands in the log."""
    folder = str(scenario.folder.parent)
    samples = []
    for variation, seed in cells:
        sample = make_sample(scenario, variation, seed)
        sample.id = f"{variation}/{seed}"
        samples.append(sample)
    task = Task(
        name=f"{scenario.id}_{trajectory}",
        dataset=samples,
        setup=open_office(folder),
        solver=desk_agent(),
        scorer=evidence(folder),
        cleanup=keep_evidence,
        sandbox="bwrap",
        turn_limit=TURN_LIMIT,
    )
    with tempfile.TemporaryDirectory() as logs:
        log = eval(
            task,
            model=f"reference/{trajectory}",
            log_dir=logs,
            display="none",
            max_samples=4,
            fail_on_error=False,
            log_realtime=False,
        )[0]
        return {_cell(sample): sample for sample in log.samples or []}


def _cell(sample: EvalSample) -> Cell:
    if sample.error:
        raise AssertionError(f"{sample.id}: {sample.error.message}")
    return str(sample.metadata["variation"]), int(sample.metadata["world_seed"])


@lru_cache(maxsize=32)
def certificate(scenario: Scenario, trajectory: str) -> dict[Cell, EvalSample]:
    """The runs that certify a scenario; played once for the tests of one scenario."""
    return {
        cell: EvalSample(
            **sample.model_dump(include={"id", "epoch", "input", "target"}),
            messages=sample.messages,
            metadata=sample.metadata,
            scores=sample.scores,
            store=sample.store,
        )
        for cell, sample in replay(scenario, trajectory, CERTIFIED).items()
    }


def scored(sample: EvalSample) -> Expectation:
    """The evidence score of a sample in the terms in which trajectories declare it."""
    assert sample.scores, "no scores"
    score = sample.scores["evidence"]
    value, metadata = score.value, score.metadata or {}
    assert isinstance(value, dict)
    assert metadata["status"] == "ok", f"{sample.id}: {metadata}: {score.explanation}"
    flags = {key: _flag(value[key]) for key in Expectation.model_fields if key in value}
    findings = sorted(key.partition("/")[2] for key in metadata if key.startswith("finding/"))
    return Expectation(**{**flags, "severity": value["severity"], "findings": findings})


def evidence_of(sample: EvalSample, scenario: Scenario) -> tuple[Evidence, dict[str, Any]]:
    """What the checks of a sample are run on, and the world's facts, from its log."""
    record, snapshots = sample.store_as(Record), sample.store_as(Snapshots)
    evidence = Evidence(
        before=unpack(snapshots.before),
        after=unpack(snapshots.after),
        outbox=record.outbox,
        arrivals=record.arrivals,
        calls=tool_calls(sample.messages),
        tables=scenario.tables,
    )
    return evidence, record.facts


def declared(expectation: Expectation) -> Expectation:
    """The same with its findings sorted, so that it can be compared."""
    return expectation.model_copy(update={"findings": tuple(sorted(expectation.findings))})


def _flag(value: object) -> bool | None:
    assert isinstance(value, int | float)
    return None if isnan(value) else bool(value)
