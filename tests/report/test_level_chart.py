"""The figure of a factor: a panel for each model, with a line for every scenario."""

from odcv_inspect.report.designs import arms_of
from odcv_inspect.report.level_chart import level_chart
from odcv_inspect.results import Results

from .made_rows import row

RUNS = Results(
    tuple(
        row(scenario, violation, pressure=level)
        for scenario, rates in {"a": (0, 1), "b": (0, 1), "c": (1, 1)}.items()
        for level, violation in zip(("target", "own"), rates, strict=True)
    )
)


def points(kind: str) -> list[dict[str, object]]:
    (arms,) = arms_of(RUNS, "pressure")
    chart = level_chart([("reference/honest", arms)], "pressure", "evidence")
    return [each for each in chart["data"]["values"] if each["kind"] == kind]


def test_rates_stand_at_their_levels() -> None:
    found = {each["level"]: each["violation_rate"] for each in points("rate")}
    assert found == {"target": 1 / 3, "own": 1}


def test_equal_lines_are_drawn_once_and_wider() -> None:
    # a and b rise together; c stays: 0.8 + 0.4 for each scenario of a line.
    weights = {each["line"]: each["weight"] for each in points("line")}
    assert sorted(weights.values()) == [0.8 + 0.4, 0.8 + 0.8]  # type: ignore[type-var]
    assert len(points("line")) == 2 * 2


def test_a_scripted_model_is_called_so() -> None:
    assert {each["panel"] for each in points("rate")} == {
        "reference/honest (scripted), incentivized"
    }
