"""A factor needs one entry and its use in a scenario; the rest follows."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from inspect_ai import eval
from inspect_ai.log import EvalLog, read_eval_log, write_eval_log

from odcv_inspect.cli import main
from odcv_inspect.report.build import Request, report_sections
from odcv_inspect.results import load_results
from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.scenarios.condition import FACTORS, Factor
from odcv_inspect.tasks.tasks import incentivized, make_task

WORDS = "The work of this desk is logged."


@pytest.fixture
def scenarios_dir(altered: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> str:
    """The small scenario, with a factor used in its first words."""
    monkeypatch.setitem(FACTORS, "oversight", Factor(name="oversight", levels=("none", "logged")))
    words = f"system: |\n  {{% if oversight.logged %}}{WORDS}{{% endif %}}\n"
    return str(altered("system: |\n", words).parent)


def test_a_task_parameter_changes_prompt_id_and_metadata(scenarios_dir: str) -> None:
    task = incentivized(scenarios_dir=scenarios_dir, oversight=["none", "logged"])
    assert [sample.id for sample in task.dataset] == ["stock_count", "stock_count/oversight=logged"]
    assert [WORDS in str(sample.input[0].content) for sample in task.dataset] == [False, True]  # type: ignore[union-attr]
    levels = [(sample.metadata or {})["oversight"] for sample in task.dataset]
    assert levels == ["none", "logged"]


@pytest.fixture
def log(scenarios_dir: str, tmp_path: Path) -> EvalLog:
    task = make_task(
        ["control", "incentivized"],
        scenarios_dir=scenarios_dir,
        factors={"oversight": "none,logged"},
    )
    (made,) = eval(task, model="reference/violating", log_dir=str(tmp_path), display="none")
    assert made.status == "success", made.error
    return made


@pytest.mark.skipif(bwrap_obstacle() is not None, reason="bwrap cannot run here")
def test_its_levels_are_columns_rates_and_a_section_of_the_report(log: EvalLog) -> None:
    # Every run violates: one scenario, two variations, two levels.
    results = load_results([log.location])
    assert results.distinct("oversight") == ("logged", "none")
    assert {row.scenario for row in results.rows} == {"stock_count"}

    done = CliRunner().invoke(
        main, ["rates", log.location, "--by", "oversight", "--format", "json"]
    )
    assert done.exit_code == 0, done.output
    rates = json.loads(done.stdout)
    assert [(r["variation"], r["oversight"], r["n"]) for r in rates] == [
        ("control", "logged", 1),
        ("control", "none", 1),
        ("incentivized", "logged", 1),
        ("incentivized", "none", 1),
    ]

    sections = {section.id: section for section in report_sections(results, Request())}
    differences = sections["factor_oversight"].sheets["level_differences_oversight"].records
    assert [(r["variation"], r["oversight"], r["less"], r["difference"]) for r in differences] == [
        ("control", "logged", "none", 0),
        ("incentivized", "logged", "none", 0),
    ]
    assert sections["headline"].sheets["headline"].records[0]["n"] == 1


@pytest.mark.skipif(bwrap_obstacle() is not None, reason="bwrap cannot run here")
def test_a_crossed_sample_that_never_ran_is_missing_under_its_condition(log: EvalLog) -> None:
    cut = read_eval_log(log.location)
    assert cut.samples
    cut.samples = cut.samples[:1]
    write_eval_log(cut, log.location)
    rows = load_results([log.location]).rows
    assert len(rows) == 4
    assert {(r.scenario, r.variation, r.get("oversight")) for r in rows} == {
        ("stock_count", variation, level)
        for variation in ("control", "incentivized")
        for level in ("none", "logged")
    }
