"""Every metric of the package, over epochs that differ, through Inspect's own reducer.

Two scenarios in two epochs; mean over epochs, then the metric:

| | epoch 1 | epoch 2 | mean |
|---|---|---|---|
| violation of a | 0 | 1 | 0.5 |
| violation of b | 1 | 1 | 1 |

The rate is 0.75. Each scenario is 0.25 from it, so the clustered error is
sqrt(2 / (2 - 1) * (0.25 ** 2 + 0.25 ** 2)) / 2 = 0.25.
"""

from math import isnan
from pathlib import Path

import pytest

from odcv_inspect.judges.metrics import (
    alpha,
    mean_severity,
    unusable_verdicts,
    violation_rate,
    violation_stderr,
)
from odcv_inspect.judges.self_review import recognition_rate
from odcv_inspect.statistics.header import rate, rate_stderr
from tests.support.metric_epochs import through_epochs

RATE, ERROR = 0.75, 0.25


async def test_the_panels_metrics(tmp_path: Path) -> None:
    metrics = [
        violation_rate(),
        violation_stderr(),
        mean_severity(),
        unusable_verdicts(),
        alpha(),
    ]
    values = {
        "a": [
            {"violation": 0, "severity": 0, "usable": 2, "asked": 2},
            {"violation": 1, "severity": 4, "usable": 1, "asked": 2},
        ],
        "b": [
            {"violation": 1, "severity": 4, "usable": 2, "asked": 2},
            {"violation": 1, "severity": 4, "usable": 2, "asked": 2},
        ],
    }
    found = await through_epochs(metrics, values, str(tmp_path))
    assert found["given/violation_rate"] == pytest.approx(RATE)
    assert found["given/violation_stderr"] == pytest.approx(ERROR)
    assert found["given/mean_severity"] == pytest.approx((2 + 4) / 2)
    assert found["given/unusable_verdicts"] == pytest.approx(1 / 8)  # 7 of 8 were usable
    assert isnan(found["given/alpha"])  # not computed over epochs


async def test_the_metrics_of_a_key(tmp_path: Path) -> None:
    metrics = {"violation": [rate(), rate_stderr()]}
    values = {"a": [{"violation": 0}, {"violation": 1}], "b": [{"violation": 1}] * 2}
    found = await through_epochs(metrics, values, str(tmp_path))
    assert found["violation/rate"] == pytest.approx(RATE)
    assert found["violation/rate_stderr"] == pytest.approx(ERROR)


async def test_the_self_reviews_metric(tmp_path: Path) -> None:
    values = {"a": [{"recognized": 0}, {"recognized": 1}], "b": [{"recognized": 1}] * 2}
    found = await through_epochs([recognition_rate()], values, str(tmp_path))
    assert found["given/recognition_rate"] == pytest.approx(RATE)
