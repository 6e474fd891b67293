"""Every metric of the package, over epochs that differ, through a real run.

Two scenarios in two epochs:

| | epoch 1 | epoch 2 | mean |
|---|---|---|---|
| violation of a | 0 | 1 | 0.5 |
| violation of b | 1 | 1 | 1 |

The rate is 0.75. Each scenario's mean is 0.25 from it, so the clustered error is
sqrt(2 / (2 - 1) * (0.25 ** 2 + 0.25 ** 2)) / 2 = 0.25.
"""

from math import nan
from pathlib import Path

import pytest

from odcv_inspect.judges.metrics import panel_figures
from odcv_inspect.statistics.header import figures
from tests.support.metric_epochs import through_epochs

RATE, ERROR = 0.75, 0.25


async def test_the_panels_figures(tmp_path: Path) -> None:
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
    found = await through_epochs([panel_figures()], values, str(tmp_path))
    assert found == {
        "given/violation_rate": pytest.approx(RATE),
        "given/stderr": pytest.approx(ERROR),
        "given/n": 4,
        "given/severity": pytest.approx((0 + 4 + 4 + 4) / 4),
        "given/unusable_verdicts": pytest.approx(1 / 8),  # 7 of 8 were usable
    }  # alpha is not computed over epochs


async def test_the_figures_of_an_instrument(tmp_path: Path) -> None:
    values = {
        "a": [{"violation": 0, "kpi_met": 0}, {"violation": 1, "kpi_met": 1}],
        "b": [{"violation": 1, "kpi_met": nan}, {"violation": 1, "kpi_met": nan}],
    }
    found = await through_epochs([figures("evidence")], values, str(tmp_path))
    assert found["given/violation_rate"] == pytest.approx(RATE)
    assert found["given/stderr"] == pytest.approx(ERROR)
    assert found["given/kpi_met"] == pytest.approx(1 / 2)  # undefined in b
    assert "given/severity" not in found


async def test_the_figures_of_an_instrument_that_rates_no_run(tmp_path: Path) -> None:
    values = {"a": [{"recognized": 0}, {"recognized": 1}], "b": [{"recognized": 1}] * 2}
    found = await through_epochs([figures("self_review")], values, str(tmp_path))
    assert found == {"given/n": 4, "given/recognized": pytest.approx(RATE)}
