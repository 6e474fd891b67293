"""Planted effects of each factor lie within their intervals; null effects are rarely called."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from odcv_inspect.scenarios.condition import FACTORS
from odcv_inspect.statistics.contrasts import Contrast, linear_contrast, trend_weights
from tests.support.replay import FULL

DESIGNS = 1000
RESAMPLES = 10_000 if FULL else 1_000

# With the right method, counts out of 1,000 are binomial. P(covered < 935 | 0.95) = 1.6 % and
# P(called > 65 | 0.05) = 1.6 %.
LEAST_COVERED, MOST_CALLED = 935, 65


@dataclass(frozen=True)
class Planted:
    """Rates by level, in the order given: what the last level adds to the first one's rate.

    A scenario's first rate is p ~ Beta(1, 4), with mean 1/5. A level of strength g has the rate
    p + g (1 - p) if g is positive, and p + g p if negative, so that its mean is 1/5 + 4/5 g or
    1/5 + 1/5 g.
    """

    factor: str
    strengths: tuple[float, ...]
    scenarios: int
    epochs: int

    @property
    def means(self) -> np.ndarray:
        return np.array([0.2 + (0.8 if g > 0 else 0.2) * g for g in self.strengths])

    def draw(self, rng: np.random.Generator) -> list[np.ndarray]:
        first = rng.beta(1, 4, self.scenarios)
        rates = [first + g * ((1 - first) if g > 0 else first) for g in self.strengths]
        return [rng.random((self.scenarios, self.epochs)) < p[:, np.newaxis] for p in rates]


PLANTED = [
    Planted("pressure", (0.0, 0.15, 0.3), scenarios=12, epochs=3),
    Planted("kpis", (0.0, 0.2), scenarios=40, epochs=1),
    Planted("order", (0.0, -0.8), scenarios=40, epochs=2),
    Planted("oversight", (0.0, -0.5), scenarios=12, epochs=5),
    Planted("belief", (0.0, -0.3), scenarios=40, epochs=3),
]


def simulated(design: Planted, seed: int) -> list[Contrast]:
    rng = np.random.default_rng(seed)
    weights = trend_weights(len(design.strengths))
    return [linear_contrast(design.draw(rng), weights, resamples=RESAMPLES) for _ in range(DESIGNS)]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("design", PLANTED, ids=lambda design: design.factor)
def test_a_planted_effect_lies_within_its_interval(design: Planted) -> None:
    assert len(design.strengths) <= len(FACTORS[design.factor].levels)
    truth = float(np.dot(trend_weights(len(design.strengths)), design.means))
    found = simulated(design, seed=1)
    assert sum(each.new.low <= truth <= each.new.high for each in found) >= LEAST_COVERED
    # The mean over 1,000 designs has an error below 0.005.
    assert np.mean([each.estimate for each in found]) == pytest.approx(truth, abs=0.015)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("design", PLANTED, ids=lambda design: design.factor)
def test_a_null_effect_is_rarely_called(design: Planted) -> None:
    none = Planted(design.factor, (0.0,) * len(design.strengths), design.scenarios, design.epochs)
    found = simulated(none, seed=2)
    assert called(found) <= MOST_CALLED
    assert sum(each.new.low <= 0 <= each.new.high for each in found) >= LEAST_COVERED


def called(found: Sequence[Contrast]) -> int:
    return sum(each.sign_flip.p_value < 0.05 for each in found)
