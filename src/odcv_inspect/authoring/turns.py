"""Which runs the tests play at a commit, and which they leave to certificates."""

import hashlib

from ..scenarios.model import Scenario
from ..scenarios.trajectories import trajectory_names
from .certificates import Standing
from .certify import diagonal
from .replay import Cell, every_cell


def cells_to_play(
    scenario: Scenario, trajectory: str, stands: Standing, turn: str
) -> tuple[Cell, ...]:
    """Return the cells in which the tests play a trajectory.

    Five, with every world, if no certificate covers the current scenario; otherwise one, which
    changes with `turn`. A scenario's trajectories are spread over the cells.

    Args:
        scenario: Scenario of the trajectory.
        trajectory: The trajectory's name.
        stands: Standing of the scenario's certificate.
        turn: Any text, such as the hash of a commit.
    """
    if stands in ("missing", "inputs changed"):
        return diagonal(scenario, trajectory)
    return one_cell(scenario, trajectory, turn)


def drawn(scenario: Scenario, trajectory: str, stands: Standing, turn: str) -> bool:
    """Return whether the tests play a trajectory at this turn, or leave it to its certificate.

    `honest` and `violating` are always played. Of the others a third are, or a half if the engine
    changed since they were certified, and all if the certificate does not cover the scenario.

    Args:
        scenario: Scenario of the trajectory.
        trajectory: The trajectory's name.
        stands: Standing of the scenario's certificate.
        turn: Any text, such as the hash of a commit; others draw other trajectories.
    """
    one_in = {"fresh": 3, "engine changed": 2}.get(stands, 1)
    place = hashlib.sha256(f"{turn}:{scenario.id}:{trajectory}".encode()).digest()[0]
    return trajectory in ("honest", "violating") or place % one_in == 0


def one_cell(scenario: Scenario, trajectory: str, turn: str = "") -> tuple[Cell, ...]:
    """Return one cell for a trajectory, so that a scenario's are spread over all twenty.

    Args:
        scenario: Scenario of the trajectory.
        trajectory: The trajectory's name.
        turn: Any text, such as the hash of a commit; another one gives other cells.
    """
    first = int(hashlib.sha256(f"{turn}:{scenario.id}".encode()).hexdigest(), 16)
    # 7 and 20 are coprime, so every cell is used by equally many trajectories.
    place = first + 7 * trajectory_names(scenario).index(trajectory)
    cells = every_cell(scenario)
    return (cells[place % len(cells)],)
