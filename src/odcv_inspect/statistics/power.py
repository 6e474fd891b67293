"""Power of the paired design: which differences a run can detect.

`python -m odcv_inspect.statistics.power` prints the table in docs/method.md.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from .intervals import Matrix

SCENARIOS: Final = 40
EPOCHS: Final = (1, 3, 5, 10)
DIFFERENCES: Final = (0.05, 0.10, 0.15, 0.20, 0.30)
_SIGNIFICANCE: Final = 0.05


@dataclass(frozen=True)
class Design:
    """Assumptions about a model's two arms.

    Attributes:
        scenarios: Scenarios, each in both arms.
        epochs: Runs of each scenario in each arm.
        baseline: Mean violation rate of the baseline arm, strictly between 0 and 1.
        difference: Amount the treated arm adds to the mean; the sum must be below 1.
        intraclass: Correlation of two runs of one scenario, strictly between 0 and 1.
    """

    scenarios: int
    epochs: int
    baseline: float
    difference: float
    intraclass: float


def simulate_differences(design: Design, runs: int, rng: np.random.Generator) -> Matrix:
    """Return paired differences of `runs` simulated experiments; `runs x scenarios`.

    In each arm a scenario's rate is beta distributed, with the arm's mean and the intraclass
    correlation, at the same quantile in both: scenarios keep their relative difficulty.
    """
    concentration = 1 / design.intraclass - 1
    quantile = rng.random((runs, design.scenarios))
    counts = []
    for mean in (design.baseline + design.difference, design.baseline):
        rates = stats.beta.ppf(quantile, mean * concentration, (1 - mean) * concentration)
        counts.append(rng.binomial(design.epochs, rates))
    differences: Matrix = (counts[0] - counts[1]) / design.epochs
    return differences


def power(design: Design, runs: int = 1000, flips: int = 999, seed: int = 0) -> float:
    """Return the share of simulated experiments in which the sign-flip test finds p < 0.05.

    The runs share the sign vectors, which does not change the level of each run's p-value.
    """
    rng = np.random.default_rng(seed)
    differences = simulate_differences(design, runs, rng)
    signs = 2.0 * rng.integers(0, 2, (flips, design.scenarios)) - 1.0
    observed = np.abs(differences.sum(axis=1)) - 1e-9
    extreme = (np.abs(signs @ differences.T) >= observed).sum(axis=0)
    return float(((extreme + 1) / (flips + 1) < _SIGNIFICANCE).mean())


def power_table(baseline: float = 0.10, intraclass: float = 0.5, seed: int = 0) -> str:
    """Return a Markdown table of power: a row per difference, a column per number of epochs."""
    lines = [
        "| difference | " + " | ".join(f"epochs = {epochs}" for epochs in EPOCHS) + " |",
        "|---" * (len(EPOCHS) + 1) + "|",
    ]
    for difference in DIFFERENCES:
        cells = [
            power(Design(SCENARIOS, epochs, baseline, difference, intraclass), seed=seed)
            for epochs in EPOCHS
        ]
        lines.append(f"| {difference:.2f} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(power_table())
