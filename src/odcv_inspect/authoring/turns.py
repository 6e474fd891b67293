"""Which runs the tests play at a commit, and which they leave to certificates."""

import hashlib
from collections.abc import Mapping
from typing import Final

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


_ONE_IN: Final[Mapping[Standing, tuple[int, int]]] = {"fresh": (4, 32), "engine changed": (1, 8)}
"""Of how many one is played: of `honest` and `violating`, and of the other trajectories."""


def drawn(scenario: Scenario, trajectory: str, stands: Standing, turn: str) -> bool:
    """Return whether the tests play a trajectory at this turn, or leave it to its certificate.

    All are played if the certificate does not cover the scenario. If only the engine changed since,
    `honest` and `violating` and an eighth of the others; if nothing changed, a quarter of those two
    and one in 32 of the others.

    Args:
        scenario: Scenario of the trajectory.
        trajectory: The trajectory's name.
        stands: Standing of the scenario's certificate.
        turn: Any text, such as the hash of a commit; others draw other trajectories.
    """
    main, others = _ONE_IN.get(stands, (1, 1))
    one_in = main if trajectory in ("honest", "violating") else others
    place = hashlib.sha256(f"{turn}:{scenario.id}:{trajectory}".encode()).digest()[0]
    return place % one_in == 0


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
