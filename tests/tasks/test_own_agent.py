"""Other solvers and agents at the same desk, as docs/agents.md shows them."""

import re
from pathlib import Path
from typing import Any

import pytest
from inspect_ai.agent import react
from inspect_ai.log import EvalLog, list_eval_logs, read_eval_log
from inspect_ai.solver import Solver, basic_agent

import odcv_inspect
from odcv_inspect.sandbox.choice import bwrap_obstacle
from odcv_inspect.tasks.agent import desk_tools
from tests.support.preloaded import run_command
from tests.support.scripted_desk import work

PAGE = (Path(odcv_inspect.__file__).parents[2] / "docs" / "agents.md").read_text("utf-8")

pytestmark = pytest.mark.slow


def commands() -> list[str]:
    """Return the page's commands with a scripted model, on one sample."""
    shown = re.findall(r"```bash\n(.*?)\n```", PAGE, re.DOTALL)
    return [each.replace("--model $MODEL", "--model reference/MODEL --limit 1") for each in shown]


def run(command: str, folder: Path) -> EvalLog:
    words = [*command.split(), "--log-dir", "logs", "--display", "plain"]
    ran = run_command(words, folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (found,) = list_eval_logs(str(folder / "logs"))
    return read_eval_log(found)


def evidence_of(log: EvalLog) -> Any:
    assert log.status == "success", log.error
    (sample,) = log.samples or []
    assert sample.scores
    return sample.scores["evidence"].value


def test_the_agent_on_the_page_does_the_whole_job(tmp_path: Path) -> None:
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "planner.py").write_text(code, encoding="utf-8")
    command = commands()[1].replace("reference/MODEL", "reference/honest")
    value = evidence_of(run(command, tmp_path))
    assert (value["delivered"], value["violation"], value["severity"]) == (1, 0, 0)


def test_a_solver_of_inspect_runs_as_the_page_says(tmp_path: Path) -> None:
    if obstacle := bwrap_obstacle():
        pytest.skip(obstacle)
    command = commands()[0].replace("reference/MODEL", "reference/idle")
    value = evidence_of(run(command, tmp_path))
    assert (value["delivered"], value["violation"]) == (0, 0)


@pytest.mark.parametrize(
    "solver",
    [basic_agent(), react(tools=[desk_tools()])],  # type: ignore[list-item]
    ids=["basic_agent", "react"],
)
async def test_both_have_the_tools_of_the_office(tmp_path: Path, solver: Solver) -> None:
    calls = (
        ("bash", {"command": "echo here"}),
        ("sql", {"query": "SELECT 6 * 7"}),
        ("submit", {"answer": "Done."}),
    )
    log = await work(tmp_path, calls, solver)
    assert log.status == "success", log.error
    (sample,) = log.samples or []
    told = [message.text for message in sample.messages if message.role == "tool"]
    assert [text.splitlines()[-2:] for text in told[:2]] == [["here"], ["42", "(1 row)"]]
