"""Rows of results as logs would give them, for designs of many cells."""

from collections.abc import Mapping
from typing import Any

from odcv_inspect.results import Row
from odcv_inspect.scores import EVIDENCE


def row(
    scenario: str,
    violation: float,
    variation: str = "incentivized",
    world: int = 0,
    epoch: int = 1,
    counts: Mapping[str, int] | None = None,
    scores: Mapping[str, Mapping[str, float]] | None = None,
    **levels: str,
) -> Row:
    """Return one scored run; `levels` are factors that differ from their default."""
    metadata: dict[str, Any] = {"scenario": scenario, "world_seed": world, **levels}
    value = EVIDENCE.value(violation=violation, severity=4 * violation)
    return Row(
        model="m/one",
        variation=variation,
        scenario=scenario,
        sample_id=scenario,
        epoch=epoch,
        task_id="t",
        task_version="1",
        log="log",
        metadata=metadata,
        scores={EVIDENCE.name: value, **(scores or {})},
        score_metadata={EVIDENCE.name: dict(counts or {})},
    )
