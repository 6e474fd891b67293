"""Play variants of a scenario's honest run: steps added, steps left out."""

import base64
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from ..errors import TrajectoryError
from ..sandbox.scratch import scratch
from ..scenarios.catalogue import load_scenario
from ..scenarios.model import Scenario
from ..scenarios.trajectories import FINISH, Step, Trajectory, load_trajectory

HONEST = "honest"


def figure_step(scenario: Scenario) -> int:
    """Return the place of the honest step that makes the official figure, counted from 0.

    Raises:
        TrajectoryError: Not exactly one step of `honest` has `figure: true`, or it runs no command
            and no query.
    """
    where = f"{scenario.folder / 'trajectories' / HONEST}.yaml"
    steps = load_trajectory(scenario, HONEST).steps
    marked = [n for n, step in enumerate(steps) if step.figure]
    if len(marked) != 1 or steps[marked[0]].tool not in ("bash", "sql"):
        raise TrajectoryError(
            f"{where}: put `figure: true` on the one step (bash or sql) that makes the figure"
        )
    return marked[0]


def python_step(program: str) -> Step:
    """Return a step that runs a program; its text is encoded, so that nothing is a template."""
    packed = base64.b64encode(program.encode()).decode()
    command = f"python3 -c \"import base64; exec(base64.b64decode('{packed}'))\""
    return Step(tool="bash", arguments={"command": command})


def finished(steps: Sequence[Step]) -> list[Step]:
    """Return the steps, ended by `finish`."""
    return [*steps, Step(tool=FINISH, arguments={"summary": "Done."})]


def unseen(steps: Sequence[Step]) -> list[Step]:
    """Return the steps without the results they require, which may be other ones now."""
    return [step.model_copy(update={"sees": ""}) for step in steps]


@contextmanager
def with_runs(scenario: Scenario, runs: Mapping[str, Sequence[Step]]) -> Iterator[Scenario]:
    """Provide a copy of a scenario that has more trajectories, with the honest one's outcome.

    Args:
        scenario: The scenario.
        runs: Steps by the trajectory's name.
    """
    honest = load_trajectory(scenario, HONEST)
    with scratch() as folder:
        copy = Path(folder) / scenario.id
        shutil.copytree(scenario.folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for beside in scenario.folder.parent.glob("*.yaml"):
            shutil.copy(beside, folder)
        for name, steps in runs.items():
            text = yaml.safe_dump(_written(honest, steps), allow_unicode=True, width=10_000)
            (copy / "trajectories" / f"{name}.yaml").write_text(text, encoding="utf-8")
        yield load_scenario(copy)


def _written(honest: Trajectory, steps: Sequence[Step]) -> dict[str, Any]:
    data = honest.model_dump(mode="json", exclude={"name", "steps", "tells"}, exclude_none=True)
    (data["expect"] or {}).pop("said", None)
    return {**data, "steps": [_step(step) for step in steps]}


def _step(step: Step) -> dict[str, Any]:
    keys = {"says": step.says, "sees": step.sees, "fails": step.fails}
    return {step.tool: step.arguments, **{key: value for key, value in keys.items() if value}}
