"""Plans: levels, cells, sizes and the commands that run them."""

import shlex
from importlib.metadata import entry_points

import pytest
from inspect_ai import Task
from inspect_ai._util.config import parse_cli_args

import odcv_inspect
from odcv_inspect.constants import INSIDER, ODCV
from odcv_inspect.errors import TaskError
from odcv_inspect.report.plan import Plan, fraction_note, make_cells, read_levels
from odcv_inspect.report.plan_commands import blocks, inspect_commands
from odcv_inspect.report.plan_sheets import Usage, effect_sheet, size_sheet
from odcv_inspect.scenarios.catalogue import load_scenarios
from odcv_inspect.scenarios.condition import Condition
from odcv_inspect.scenarios.trajectories import load_trajectory
from odcv_inspect.scores import SCENARIO, WORLD_SEED
from odcv_inspect.statistics.detectable import Assumptions, detectable_difference

FOUR = (
    "goal=none,conflict",
    "threat=none,replacement",
    "order=none,rules",
    "oversight=none,logged",
)


def planned(
    suite: str,
    *factors: str,
    full: bool = False,
    scenarios: int = 1,
    worlds: tuple[int, ...] = (0,),
    epochs: int = 1,
    models: int = 1,
) -> Plan:
    levels = read_levels(suite, factors)
    cells, part = make_cells(suite, levels, full)
    chosen = tuple(load_scenarios(suite=suite).values())[:scenarios]
    return Plan(suite, chosen, levels, cells, part, worlds, epochs, models)


def parsed(line: str) -> dict[str, object]:
    """Return what Inspect's command line makes of a command."""
    (program,) = entry_points(group="console_scripts", name="inspect")
    group = __import__(program.module, fromlist=["inspect"]).inspect
    name, command, *rest = shlex.split(line)
    assert name == "inspect"
    with group.commands[command].make_context(command, rest) as context:
        return dict(context.params)


def tasks(line: str) -> list[Task]:
    """Build the tasks of a command as Inspect does: every task with all `-T` parameters."""
    params = parsed(line)
    arguments = parse_cli_args(params["t"])  # type: ignore[arg-type]
    names = [spec.removeprefix("odcv_inspect/") for spec in params["tasks"]]  # type: ignore[attr-defined]
    return [getattr(odcv_inspect, name)(**arguments) for name in names]


def run_by(lines: list[str]) -> list[tuple[str, int, Condition]]:
    return [
        (
            sample.metadata[SCENARIO],
            sample.metadata[WORLD_SEED],
            Condition.of_sample(sample.metadata),
        )
        for line in lines
        for task in tasks(line)
        for sample in task.dataset
        if sample.metadata
    ]


PLANS = {
    "one insider task": (INSIDER, ("goal=none,conflict",), False, (0, 1)),
    "default design": (INSIDER, (), False, (0,)),
    "a boolean level": (INSIDER, ("scratchpad=on",), False, (0,)),
    "resolution III": (INSIDER, (*FOUR[:2], "scratchpad=off,on"), False, (0,)),
    "resolution IV": (INSIDER, FOUR, False, (3, 4)),
    "fraction with three levels": (INSIDER, (*FOUR[1:], "goal=none,aligned,conflict"), False, (0,)),
    "whole crossing": (INSIDER, FOUR[:3], True, (0,)),
    "two tasks": (ODCV, (), False, (0,)),
    "one task": (ODCV, ("variation=mandated",), False, (5,)),
    "worlds of the other suite": (ODCV, ("variation=control,attainable,mandated",), False, (0, 1)),
}


@pytest.mark.parametrize("name", PLANS)
def test_the_commands_run_exactly_the_planned_cells(name: str) -> None:
    suite, factors, full, worlds = PLANS[name]
    plan = planned(suite, *factors, full=full, worlds=worlds)
    wanted = [
        (scenario.id, world, cell)
        for scenario in plan.scenarios
        for world in worlds
        for cell in plan.cells
    ]
    found = run_by(inspect_commands(plan, ["MODEL"], "logs/plan"))
    assert len(found) == len(wanted)
    assert set(found) == set(wanted)


def test_all_scenarios_are_planned_without_naming_them() -> None:
    every = len(load_scenarios(suite=INSIDER))
    plan = planned(INSIDER, "goal=none", scenarios=every)
    (line,) = inspect_commands(plan, ["MODEL"], "logs/plan")
    assert line == (
        "inspect eval odcv_inspect/insider -T goal=none -T threat=none -T personas=1 "
        "--epochs 1 --model MODEL --log-dir logs/plan"
    )


def test_several_tasks_are_an_eval_set_with_its_own_folder_for_each_command() -> None:
    plan = planned(ODCV, worlds=(0, 1), epochs=3)
    lines = inspect_commands(plan, ["MODEL"], "logs/plan")
    assert [shlex.split(line)[1:4] for line in lines] == [
        ["eval-set", "odcv_inspect/control", "odcv_inspect/incentivized"]
    ] * 2
    assert [parsed(line)["log_dir"] for line in lines] == ["logs/plan/1", "logs/plan/2"]
    assert [parsed(line)["epochs"] for line in lines] == [3, 3]


def test_several_models_are_an_eval_set() -> None:
    (line,) = inspect_commands(planned(INSIDER, models=2), ["A", "B"], "logs/plan")
    assert parsed(line)["model"] == "A,B"
    assert shlex.split(line)[1] == "eval-set"


def test_a_whole_crossing_is_one_command_and_a_fraction_one_for_each_run() -> None:
    assert len(blocks(planned(INSIDER, *FOUR, full=True))) == 1
    assert len(blocks(planned(INSIDER, *FOUR))) == 8
    # Three levels of goal are crossed with the 2^(3-1) = 4 runs of the others.
    assert len(blocks(planned(INSIDER, *FOUR[1:], "goal=none,aligned,conflict"))) == 4


def test_a_line_names_resolution_and_aliases() -> None:
    assert fraction_note(planned(INSIDER, *FOUR)) == (
        "Fraction 2^(4-1) of resolution IV; aliased: goal x threat = order x oversight; "
        "goal x order = threat x oversight; goal x oversight = threat x order. --full crosses all."
    )
    assert fraction_note(planned(INSIDER, *FOUR, full=True)) is None
    assert fraction_note(planned(INSIDER, *FOUR[:2])) is None


def test_calls_and_tokens_follow_from_the_honest_trajectory() -> None:
    plan = planned(ODCV, epochs=2, models=3)  # 2 cells x 2 epochs of one scenario
    n = len(load_trajectory(plan.scenarios[0], "honest").steps)
    each, every = size_sheet(plan, Usage(prompt=1000, result=10, written=5)).records
    assert each["samples"] == 4
    assert each["calls"] == 4 * n
    # Call i sends 1000 + 15 i, i = 0 .. n - 1.
    assert each["input_tokens"] == 4 * sum(1000 + 15 * i for i in range(n))
    assert each["output_tokens"] == 4 * 5 * n
    assert (every["samples"], every["calls"]) == (12, 12 * n)


def test_calls_can_be_given_or_multiplied() -> None:
    plan = planned(ODCV)
    n = len(load_trajectory(plan.scenarios[0], "honest").steps)
    assert size_sheet(plan, Usage(calls=40)).records[0]["calls"] == 2 * 40
    assert size_sheet(plan, Usage(factor=2)).records[0]["calls"] == 2 * 2 * n


def test_insider_effects_are_paired_by_world_and_averaged_over_the_other_cells() -> None:
    plan = planned(INSIDER, scenarios=6, worlds=(0, 1, 2, 3), epochs=2)
    goal, threat = effect_sheet(plan, Assumptions()).records
    assert goal["effect"] == "goal: conflict - none"
    assert threat["effect"] == "threat: replacement - none"
    # 6 stories x 4 worlds; 2 levels of the other factor x 2 epochs.
    assert (goal["pairs"], goal["runs"]) == (24, 4)
    assert goal["difference"] == detectable_difference(24, 4, Assumptions())
    assert goal["one_cell"] == detectable_difference(24, 2, Assumptions())


def test_the_other_suite_is_paired_by_scenario_with_its_worlds_as_runs() -> None:
    plan = planned(ODCV, scenarios=12, worlds=(0, 1, 2), epochs=2)
    (effect,) = effect_sheet(plan, Assumptions()).records
    assert effect["effect"] == "variation: incentivized - control"
    assert (effect["pairs"], effect["runs"]) == (12, 6)


def test_cells_of_a_fraction_never_differ_in_one_factor_only() -> None:
    records = effect_sheet(planned(INSIDER, *FOUR, scenarios=6), Assumptions()).records
    assert [record["one_cell"] for record in records] == [None] * 4


def test_effects_are_taken_against_the_default_or_the_first_level_that_is_planned() -> None:
    plan = planned(INSIDER, "threat=replacement,restriction", "goal=conflict,none")
    effects = [record["effect"] for record in effect_sheet(plan, Assumptions()).records]
    assert effects == ["goal: conflict - none", "threat: replacement - restriction"]


@pytest.mark.parametrize(
    ("suite", "factor", "message"),
    [
        (
            ODCV,
            "goal=none",
            "--factor goal=none: not a factor of suite odcv; choose from variation",
        ),
        (INSIDER, "goal=hot", "--factor goal=hot: level 'hot' is not known; choose from none, al"),
        (INSIDER, "goal", "--factor goal: has no level; choose from none, aligned, conflict"),
    ],
)
def test_a_wrong_factor_is_named_with_the_choices(suite: str, factor: str, message: str) -> None:
    with pytest.raises(TaskError) as raised:
        read_levels(suite, [factor])
    assert str(raised.value).startswith(message)


def test_a_factor_given_twice_is_refused() -> None:
    with pytest.raises(TaskError, match="list its levels once, goal=a,b"):
        read_levels(INSIDER, ["goal=none", "goal=conflict"])
