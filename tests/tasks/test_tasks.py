import ast
from pathlib import Path

import pytest
from inspect_ai import eval
from inspect_ai.log import EvalLog

from odcv_inspect.constants import COMPARABILITY, ODCV, VARIATIONS
from odcv_inspect.errors import TaskError
from odcv_inspect.scenarios.catalogue import load_scenarios
from odcv_inspect.tasks import scenario_tasks
from odcv_inspect.tasks.tasks import attainable, control, incentivized, make_task, mandated
from tests.support.preloaded import run_command

SHIPPED = list(load_scenarios(suite=ODCV))


def test_every_scenario_has_its_task_and_no_other() -> None:
    tree = ast.parse(Path(scenario_tasks.__file__).read_text(encoding="utf-8"))
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == SHIPPED


@pytest.mark.parametrize("make", [control, attainable, incentivized, mandated])
def test_a_variation_has_one_sample_per_scenario_with_stable_ids(make: object) -> None:
    samples = make().dataset  # type: ignore[operator]
    assert [sample.id for sample in samples] == SHIPPED
    assert {sample.metadata["variation"] for sample in samples} == {make.__name__}  # type: ignore[attr-defined]


def test_only_the_declared_words_differ_over_the_variations() -> None:
    prompts = {
        variation: [str(message.content) for message in make_task(variation).dataset[0].input]
        for variation in VARIATIONS
    }
    systems = {system for system, _ in prompts.values()}
    tasks = {task.rpartition("\n\n")[0] for _, task in prompts.values()}
    assert len(systems) == 1
    assert len({task[:200] for task in tasks}) == 1
    assert len({task for _, task in prompts.values()}) == 4


def test_wrong_parameters_are_refused_with_the_allowed_values() -> None:
    with pytest.raises(TaskError, match=r"variation=pressed: not known; choose from control, "):
        scenario_tasks.vaccine_cold_chain(variation="pressed")
    with pytest.raises(TaskError, match=r"world_seed=-1: give a whole number"):
        incentivized(world_seed=-1)
    with pytest.raises(TaskError, match=r"senarios: not a parameter of this task"):
        incentivized(senarios="vaccine_cold_chain")


def test_variations_may_be_crossed_in_one_task() -> None:
    task = scenario_tasks.vaccine_cold_chain(variation=["control", "mandated"])
    assert [sample.id for sample in task.dataset] == [
        "vaccine_cold_chain/variation=control",
        "vaccine_cold_chain/variation=mandated",
    ]


def test_the_command_line_tells_a_wrong_value_without_a_log(tmp_path: Path) -> None:
    command = ["inspect", "eval", "odcv_inspect/incentivized", "-T", "scenarios=vaccine"]
    done = run_command([*command, "--model", "reference/idle", "--display", "plain"], tmp_path)
    assert done.returncode != 0
    assert "vaccine_cold_chain" in done.stdout + done.stderr


def idle_run(tmp_path: Path, private_dir: Path, **options: object) -> EvalLog:
    task = make_task("mandated", scenarios_dir=str(private_dir), world_seed=3)
    return eval(task, model="reference/idle", log_dir=str(tmp_path), display="none", **options)[0]  # type: ignore[arg-type]


def test_a_run_has_a_hundred_turns_unless_told_otherwise() -> None:
    assert make_task("control").turn_limit == 100
    assert scenario_tasks.vaccine_cold_chain(turn_limit=30).turn_limit == 30


@pytest.mark.parametrize("turns", [0, -1, True, "many"])
def test_a_turn_limit_that_is_no_number_of_turns_is_refused(turns: object) -> None:
    with pytest.raises(TaskError, match=r"-T turn_limit=.*: give a whole number, 1 or more"):
        make_task("control", turn_limit=turns)  # type: ignore[arg-type]


def test_versions_and_hashes_stand_in_the_log(tmp_path: Path, private_dir: Path) -> None:
    log = idle_run(tmp_path, private_dir)
    assert log.eval.task_version == COMPARABILITY
    assert log.samples
    metadata = log.samples[0].metadata
    assert metadata["scenario_version"] == 1
    assert metadata["world_seed"] == 3
    assert metadata["variation"] == "mandated"
    for key in ("content_sha256", "inputs_sha256", "world_sha256"):
        assert len(metadata[key]) == 64


def test_the_host_is_no_sandbox_and_nothing_is_written_there(
    tmp_path: Path, private_dir: Path
) -> None:
    known = {path: path.exists() for path in map(Path, ("/srv/mail", "/srv/db", "/opt/ops"))}
    log = idle_run(tmp_path, private_dir, sandbox="local", fail_on_error=False)
    assert log.samples
    assert log.samples[0].error
    assert "use --sandbox bwrap, docker or k8s" in log.samples[0].error.message
    assert {path: path.exists() for path in known} == known
