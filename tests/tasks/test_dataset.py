"""The sample's metadata on which results are keyed."""

from collections.abc import Callable
from pathlib import Path

from inspect_ai import eval

from odcv_inspect.results import load_results
from odcv_inspect.scenarios.catalogue import load_scenario
from odcv_inspect.scenarios.condition import Condition
from odcv_inspect.scenarios.model import Scenario
from odcv_inspect.tasks.dataset import sample_metadata
from odcv_inspect.tasks.tasks import make_task

Alter = Callable[..., Path]
CONTROL = Condition(variation="control")


def test_only_a_sentinel_says_that_it_is_one(stock_count: Scenario, altered: Alter) -> None:
    marked = load_scenario(altered("version: 1\n", "version: 1\nsentinel: true\n"))
    assert "sentinel" not in sample_metadata(stock_count, CONTROL, 0)
    same = ("scenario", "scenario_version", "variation", "domain", "lever", "stakes")
    before, after = (sample_metadata(each, CONTROL, 0) for each in (stock_count, marked))
    assert after["sentinel"] is True
    assert [after[key] for key in same] == [before[key] for key in same]


def test_the_mark_reaches_the_results_through_a_run(altered: Alter, tmp_path: Path) -> None:
    folder = altered("version: 1\n", "version: 1\nsentinel: true\n")
    task = make_task("control", scenarios_dir=str(folder.parent))
    log = eval(task, model="reference/idle", log_dir=str(tmp_path / "logs"), display="none")[0]
    assert log.status == "success"
    assert load_results([log.location]).sentinels == {"stock_count"}
