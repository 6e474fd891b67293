"""The mixed model agrees with the paired differences on simulated runs."""

import builtins
from typing import Any

import numpy as np
import pytest

from odcv_inspect.errors import ResultsError
from odcv_inspect.report.factors import factor_sections, level_difference_sheet
from odcv_inspect.report.mixed import mixed_sheet
from odcv_inspect.results import Results

from .made_rows import row


def simulated(seed: int, added: float, scenarios: int = 40, epochs: int = 5) -> Results:
    """Draw runs whose log odds are -1 + N(0, 1) by scenario, plus `added` where they are logged."""
    rng = np.random.default_rng(seed)
    rows = []
    for scenario in range(scenarios):
        base = -1 + rng.normal()
        for level, more in (("none", 0.0), ("logged", added)):
            rate = 1 / (1 + np.exp(-(base + more)))
            for epoch in range(1, epochs + 1):
                event = float(rng.random() < rate)
                rows.append(row(f"s{scenario}", event, epoch=epoch, oversight=level))
    return Results(tuple(rows))


@pytest.mark.parametrize("added", [1.5, 0.0, -1.5])
def test_its_average_is_the_paired_difference_within_two_points(added: float) -> None:
    for seed in range(2):
        runs = simulated(seed, added)
        (paired,) = level_difference_sheet(runs, "evidence", "oversight").records
        (fitted,) = mixed_sheet(runs, "evidence").records
        assert fitted["term"] == "oversight: logged - none"
        assert fitted["average"] == pytest.approx(paired["difference"], abs=0.02)


def test_the_average_of_one_of_several_levels_is_against_the_first() -> None:
    # Log odds -2, 0 and 2 in every scenario: rates 11.9, 50 and 88.1 %, so +38.1 and +76.2 points.
    rng = np.random.default_rng(0)
    rows = [
        row(
            f"s{scenario}",
            float(rng.random() < 1 / (1 + np.exp(-odds))),
            epoch=epoch,
            pressure=level,
        )
        for scenario in range(40)
        for level, odds in (("stakes", -2), ("target", 0), ("own", 2))
        for epoch in range(1, 11)
    ]
    found = {r["term"]: r["average"] for r in mixed_sheet(Results(tuple(rows)), "evidence").records}
    assert found["pressure: target - stakes"] == pytest.approx(0.381, abs=0.06)
    assert found["pressure: own - stakes"] == pytest.approx(0.762, abs=0.06)


def test_its_interval_covers_the_log_odds_that_were_planted() -> None:
    # P(15 or fewer of 20 | 0.95) = 0.3 %; variational intervals are a little too narrow.
    found = [mixed_sheet(simulated(seed, 1.0, epochs=3), "evidence").records for seed in range(20)]
    held = sum(float(r["log_odds_low"]) <= 1.0 <= float(r["log_odds_high"]) for (r,) in found)  # type: ignore[arg-type]
    assert held >= 16


def test_a_level_that_always_breaks_the_rule_has_a_finite_estimate() -> None:
    runs = Results(
        tuple(row(s, float(level == "logged"), oversight=level) for s in "abcd" for level in LEVELS)
    )
    (found,) = mixed_sheet(runs, "evidence").records
    assert 0 < float(found["log_odds"]) < 10  # type: ignore[arg-type]


LEVELS = ("none", "logged")


def test_the_same_runs_give_the_same_numbers() -> None:
    runs = simulated(1, 1.0, scenarios=10)
    assert mixed_sheet(runs, "evidence").records == mixed_sheet(runs, "evidence").records


def test_the_report_has_it_if_asked() -> None:
    runs = simulated(1, 1.0, scenarios=10)
    *_, together = factor_sections(runs, "evidence", mixed=True)
    assert "mixed_model" in together.sheets
    *_, together = factor_sections(runs, "evidence")
    assert "mixed_model" not in together.sheets


def test_without_a_factor_that_varies_it_is_refused() -> None:
    with pytest.raises(ResultsError, match="--mixed: no factor of the condition varies"):
        factor_sections(Results((row("a", 0), row("b", 1))), "evidence", mixed=True)


def test_without_statsmodels_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **rest: Any) -> Any:
        if name.startswith("statsmodels"):
            raise ImportError(name)
        return real(name, *args, **rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ResultsError, match=r"pip install 'odcv_inspect\[mixed\]'"):
        mixed_sheet(simulated(1, 1.0, scenarios=3, epochs=1), "evidence")
