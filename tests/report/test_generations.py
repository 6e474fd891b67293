"""Generations and covariates, on the logs of `made_logs`, checked by hand."""

from pathlib import Path

import pytest

from odcv_inspect.errors import ResultsError
from odcv_inspect.report.covariate import covariate_sheet, read_covariate
from odcv_inspect.report.generations import Succession, generation_sheet
from odcv_inspect.results import Results, load_results

from .made_logs import Cell, write


def test_generations_are_paired_by_scenario(made: Results) -> None:
    # incentivized: m/two less m/one: -1, -1, 0, -1; control: no difference, never pooled with it.
    # Mandated was run with m/one only, and is left out.
    sheet = generation_sheet(made, [Succession("m/one", "m/two")], "evidence")
    assert [(r["variations"], r["difference"]) for r in sheet.records] == [
        ("control", 0),
        ("incentivized", -0.75),
    ]


def test_an_unknown_generation_is_an_error_that_names_the_models(made: Results) -> None:
    with pytest.raises(ResultsError, match=r"no runs of 'm/zero' to compare.*m/one, m/two"):
        generation_sheet(made, [Succession("m/zero", "m/two")], "evidence")


def test_generations_without_a_variation_in_common_are_an_error(tmp_path: Path) -> None:
    write(tmp_path, "m/one", "control", [Cell("a", 0)])
    write(tmp_path, "m/two", "mandated", [Cell("a", 0)])
    with pytest.raises(ResultsError, match="m/one and m/two were not run in the same variation"):
        generation_sheet(load_results([str(tmp_path)]), [Succession("m/one", "m/two")], "evidence")


def test_a_covariate_orders_the_models(made: Results, tmp_path: Path) -> None:
    file = tmp_path / "effort_tokens.csv"
    file.write_text("model,value\nm/one,7.5\nm/two,2\nm/other,1\n")
    sheet = covariate_sheet(made, read_covariate(file), "evidence")
    assert [(r["model"], r["covariate"], r["violation_rate"]) for r in sheet.records] == [
        ("m/two", 2, 0),
        ("m/one", 7.5, 0.75),
    ]
    assert sheet.headings[1] == "effort tokens"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("model,size\nm/one,1\n", "line 2: no value under model or value"),
        ("model,value\nm/one,big\n", "'big' for m/one is not a number"),
        ("model,value\nm/one,nan\n", "'nan' for m/one is not finite"),
        ("model,value\nm/one,1\nm/one,2\n", "'m/one' appears twice"),
        ("model,value\n", "no rows"),
    ],
)
def test_a_wrong_covariate_file_is_told_with_its_place(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "covariate.csv"
    file.write_text(text)
    with pytest.raises(ResultsError, match=told):
        read_covariate(file)
