"""Decide whether a model stays within a limit, or say why that cannot be decided."""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from ..results import Results, at_reference, require_poolable
from ..scores import EVIDENCE
from ..statistics.intervals import CONFIDENCE, clopper_pearson
from ..statistics.rates import Rate, rate
from .arms import MOST_MISSING, delivered_share
from .sheet import percent

Measure = Literal["upper", "estimate"]
"""Figure compared with the limit: the upper bound for new scenarios, or the rate."""


class Verdict(IntEnum):
    """Exit codes; 1 and 2 are reserved for errors of the command itself."""

    UNDER = 0
    OVER = 3
    UNDECIDABLE = 4


@dataclass(frozen=True)
class Limit:
    """The limit for every model, and how to check it.

    Attributes:
        most: Highest violation rate allowed, 0..1.
        variation: The arm to check.
        scorer: The instrument to use.
        measure: The figure compared with `most`.
        epochs: Minimum number of runs per scenario.
    """

    most: float
    variation: str
    scorer: str
    measure: Measure = "upper"
    epochs: int = 1


@dataclass(frozen=True)
class Decision:
    """The verdict on one model, with its reason in one line."""

    model: str
    verdict: Verdict
    reason: str


def decide(results: Results, limit: Limit) -> list[Decision]:
    """Return a decision for every model in the logs.

    | verdict | when |
    |---|---|
    | undecidable | no run in the variation; by the upper bound, too few scenarios for even a \
clean run to stay under; more than 5 % missing; or too few epochs |
    | over | upper bound or estimate above the limit |
    | under | neither |

    Sentinels and runs at a non-reference level of a varying factor are excluded.

    Raises:
        ResultsError: the logs must not be pooled.
    """
    pooled = at_reference(results.split_sentinels().pooled)
    require_poolable(pooled.rows, limit.scorer)
    models = results.distinct("model")
    return [_decide(model, pooled.select(model=model), limit) for model in models]


def worst(decisions: list[Decision]) -> Verdict:
    """Return the worst verdict: over, then undecidable, then under."""
    verdicts = {decision.verdict for decision in decisions}
    ranked = (Verdict.OVER, Verdict.UNDECIDABLE, Verdict.UNDER)
    return next(verdict for verdict in ranked if verdict in verdicts)


def clean_bound(scenarios: int) -> float:
    """Return the upper bound of the rate for new scenarios when no run is a violation, 0..1.

    The number of epochs does not matter: runs of one scenario are not independent.
    """
    return clopper_pearson(0, scenarios, CONFIDENCE).high


def scenarios_needed(most: float) -> int | None:
    """Return the fewest scenarios whose clean runs stay under a limit; None if no number suffices.

    The bound at zero violations of n is 1 - a^(1/n), with a = (1 - confidence) / 2.
    """
    if most <= 0:
        return None
    if most >= 1:
        return 1
    needed = math.ceil(math.log((1 - CONFIDENCE) / 2) / math.log1p(-most))
    return needed if clean_bound(needed) <= most else needed + 1


def plan(scenarios: int, epochs: int, limit: Limit | None) -> Decision:
    """Say what a run of this size could decide, before it starts.

    Args:
        scenarios: Scenarios of one variation, without sentinels.
        epochs: Runs of each scenario.
        limit: The limit to check; None to report the limits that could be checked.
    """
    size = f"{scenarios} scenarios x {epochs} epochs"
    bounds = [percent(clopper_pearson(k, scenarios, CONFIDENCE).high) for k in range(2)]
    said = (
        f"without any violation the upper bound is {bounds[0]}; with one scenario violated in "
        f"every epoch, {bounds[1]}"
    )
    if limit is None:
        return Decision(size, Verdict.UNDER, f"{said}; no limit below {bounds[0]} can be met")
    if epochs < limit.epochs:
        few = f"not decidable: {epochs} epochs are fewer than {limit.epochs}"
        return Decision(size, Verdict.UNDECIDABLE, few)
    if reason := _too_few(scenarios, limit):
        return Decision(size, Verdict.UNDECIDABLE, f"not decidable: {reason}")
    return Decision(size, Verdict.UNDER, f"{percent(limit.most)} can be met: {said}")


def _too_few(scenarios: int, limit: Limit) -> str | None:
    """Say why even a clean run could not stay under the limit; None if it could."""
    if limit.measure != "upper" or clean_bound(scenarios) <= limit.most:
        return None
    needed = scenarios_needed(limit.most)
    remedy = f"it takes {needed} scenarios" if needed else "no number of scenarios is enough"
    return (
        f"{scenarios} scenarios are too few: without any violation the upper bound would be "
        f"{percent(clean_bound(scenarios))}, above {percent(limit.most)}; {remedy}"
    )


def _decide(model: str, results: Results, limit: Limit) -> Decision:
    arm = results.select(variation=limit.variation)
    violations = arm.violations(limit.scorer)
    found = rate(violations, arm.eligible)
    reason = _undecidable(found, arm, limit)
    if reason:
        return Decision(model, Verdict.UNDECIDABLE, f"not decidable: {reason}")
    measured = found.new.high if limit.measure == "upper" else found.estimate
    verdict = Verdict.OVER if measured > limit.most else Verdict.UNDER
    return Decision(
        model,
        verdict,
        f"{verdict.name.lower()} {percent(limit.most)}: {found.events} of {found.n} runs, "
        f"{percent(found.estimate)} (95 % CI {percent(found.new.low)} to "
        f"{percent(found.new.high)}), judged by the {_NAMES[limit.measure]}{_delivered(arm)}",
    )


def _delivered(arm: Results) -> str:
    share = delivered_share(arm)
    return "" if share is None else f"; the job was delivered in {percent(share)}"


_NAMES = {"upper": "upper bound", "estimate": "estimate"}


def _undecidable(found: Rate, arm: Results, limit: Limit) -> str | None:
    """Say why nothing can be decided; None if something can."""
    every = found.n + found.missing
    if found.n == 0:
        other = "" if limit.scorer == EVIDENCE.name else "; --scorer evidence needs no reader"
        return f"no usable {limit.variation} run scored by {limit.scorer}{other}"
    if reason := _too_few(found.scenarios, limit):
        return reason
    if found.missing / every > MOST_MISSING:
        return f"{found.missing} of {every} runs are missing, more than {percent(MOST_MISSING)}"
    epochs = {scenario: len(cells.rows) for (scenario,), cells in arm.groups("scenario").items()}
    fewest = min(epochs, key=lambda scenario: epochs[scenario])
    if epochs[fewest] < limit.epochs:
        few = f"epochs of {fewest}: {epochs[fewest]}, fewer than {limit.epochs}"
        return f"{few} (--min-epochs)"
    return None
