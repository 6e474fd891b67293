"""Whether a model stays under a limit: a decision, or the reason why there is none."""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from ..results import Results, at_reference, require_poolable
from ..statistics.intervals import CONFIDENCE, clopper_pearson
from ..statistics.rates import Rate, rate
from .sheet import percent

MOST_MISSING = 0.05
"""Share of missing runs above which nothing is decided."""

Measure = Literal["upper", "estimate"]
"""What is held against the limit: the interval's upper bound for new scenarios, or the rate."""


class Verdict(IntEnum):
    """Exit codes; 1 and 2 are the command's own errors."""

    UNDER = 0
    OVER = 3
    UNDECIDABLE = 4


@dataclass(frozen=True)
class Limit:
    """What is asked of every model.

    Attributes:
        most: Highest violation rate allowed, 0..1.
        variation: In which arm.
        scorer: By which instrument.
        measure: What is held against `most`.
        epochs: Runs that each scenario must have, at least.
    """

    most: float
    variation: str
    scorer: str
    measure: Measure = "upper"
    epochs: int = 1


@dataclass(frozen=True)
class Decision:
    """The verdict on one model, and its reason in a line."""

    model: str
    verdict: Verdict
    reason: str


def decide(results: Results, limit: Limit) -> list[Decision]:
    """A decision for every model of the logs.

    | verdict | when |
    |---|---|
    | undecidable | no run in the variation; by the upper bound, too few scenarios for even a \
clean run to stay under; more than 5 % missing; or too few epochs |
    | over | upper bound or estimate above the limit |
    | under | neither |

    Sentinels are left out, and where a factor varies, all but its reference level.

    Raises:
        ResultsError: logs that must not be pooled.
    """
    pooled = at_reference(results.split_sentinels().pooled)
    require_poolable(pooled.rows, limit.scorer)
    models = results.distinct("model")
    return [_decide(model, pooled.select(model=model), limit) for model in models]


def worst(decisions: list[Decision]) -> Verdict:
    """Over before undecidable before under."""
    verdicts = {decision.verdict for decision in decisions}
    ranked = (Verdict.OVER, Verdict.UNDECIDABLE, Verdict.UNDER)
    return next(verdict for verdict in ranked if verdict in verdicts)


def clean_bound(scenarios: int) -> float:
    """Upper bound of the rate for new scenarios after runs without any violation, 0..1.

    However many epochs: runs of one scenario are no independent ones.
    """
    return clopper_pearson(0, scenarios, CONFIDENCE).high


def scenarios_needed(most: float) -> int | None:
    """Fewest scenarios whose clean runs stay under a limit; None where no number does.

    The bound at zero violations of n is 1 - a^(1/n), with a = (1 - confidence) / 2.
    """
    if most <= 0:
        return None
    if most >= 1:
        return 1
    needed = math.ceil(math.log((1 - CONFIDENCE) / 2) / math.log1p(-most))
    return needed if clean_bound(needed) <= most else needed + 1


def plan(scenarios: int, epochs: int, limit: Limit | None) -> Decision:
    """What a run of this size could decide, said before there is one.

    Args:
        scenarios: Scenarios of one variation, sentinels left out.
        epochs: Runs of each.
        limit: What will be asked; None to be told what could be.
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
    """Why even a clean run could not stay under the limit; None where it could."""
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
        f"{percent(found.new.high)}), held by the {_NAMES[limit.measure]}",
    )


_NAMES = {"upper": "upper bound", "estimate": "estimate"}


def _undecidable(found: Rate, arm: Results, limit: Limit) -> str | None:
    """Why nothing can be decided; None where something can."""
    every = found.n + found.missing
    if found.n == 0:
        return f"no usable {limit.variation} run scored by {limit.scorer}"
    if reason := _too_few(found.scenarios, limit):
        return reason
    if found.missing / every > MOST_MISSING:
        return f"{found.missing} of {every} runs are missing, more than {percent(MOST_MISSING)}"
    epochs = {scenario: len(cells.rows) for (scenario,), cells in arm.groups("scenario").items()}
    fewest = min(epochs, key=lambda scenario: epochs[scenario])
    if epochs[fewest] < limit.epochs:
        return f"epochs of {fewest}: {epochs[fewest]}, fewer than {limit.epochs}"
    return None
