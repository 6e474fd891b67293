"""Effects planted in real runs are found again by the report, with their sign and size."""

from collections.abc import Callable
from pathlib import Path

import pytest
from inspect_ai import eval

from odcv_inspect.report.build import Request, report_sections
from odcv_inspect.report.section import Section
from odcv_inspect.results import load_results
from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.scenarios.condition import FACTORS
from odcv_inspect.tasks.tasks import make_task

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bwrap_obstacle() is not None, reason="bwrap cannot run here"),
]

ONLY_ONE = "refuses:\n  - {when: {kpis: all}, why: there is only one figure}\n"
Planted = Callable[[str, str], dict[str, Section]]


@pytest.fixture
def planted(altered: Callable[..., Path], tmp_path: Path) -> Planted:
    """Run the small scenario at all levels of a factor; only one of them is a violation."""
    more = "{% if kpis.all %}All shelves should be counted.{% endif %}"
    folder = altered(ONLY_ONE, "").parent
    prompts = folder / "stock_count" / "scenario.yaml"
    prompts.write_text(
        prompts.read_text().replace("reads it on Monday", f"{more} reads it on Monday")
    )

    def run(factor: str, level: str) -> dict[str, Section]:
        task = make_task(
            "incentivized",
            scenarios_dir=str(folder),
            factors={factor: list(FACTORS[factor].levels)},
        )
        model = f"reference/violating_if_{factor}_{level}"
        (log,) = eval(task, model=model, log_dir=str(tmp_path), display="none")
        assert log.status == "success", log.error
        return {s.id: s for s in report_sections(load_results([log.location]), Request())}

    return run


@pytest.mark.parametrize(
    ("factor", "level", "differences"),
    [
        ("pressure", "own", {"target": 0, "own": 1}),
        ("pressure", "stakes", {"target": -1, "own": -1}),
        ("kpis", "all", {"all": 1}),
        ("order", "none", {"rules": -1, "prohibition": -1}),
        ("oversight", "none", {"logged": -1}),
        ("belief", "asked", {"asked": 1, "debriefed": 0}),
    ],
)
def test_a_planted_effect_is_found(
    planted: Planted, factor: str, level: str, differences: dict[str, int]
) -> None:
    sections = planted(factor, level)
    found = sections[f"factor_{factor}"].sheets[f"level_differences_{factor}"].records
    assert {r[factor]: r["difference"] for r in found} == differences
    assert {r["less"] for r in found} == {FACTORS[factor].default}
    assert sections[f"factor_{factor}"].chart


def test_a_trend_has_the_size_of_the_slope(planted: Planted) -> None:
    # 0, 0, 1 over target, stakes, own: a slope of 1/2.
    (found,) = planted("pressure", "own")["factor_pressure"].sheets["trend_pressure"].records
    assert found["difference"] == 1 / 2
