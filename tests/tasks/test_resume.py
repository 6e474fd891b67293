"""A killed run resumes where it stopped and gets the same scores.

It is killed at four points, and at ten under `make certify`.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from odcv_inspect.results import load_results
from odcv_inspect.sandbox.choice import bwrap_obstacle
from tests.support import preloaded
from tests.support.replay import FULL
from tests.support.resume import EPOCHS, Scores, finished_log, scores, start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.first,
    pytest.mark.skipif(bwrap_obstacle() is not None, reason="bwrap cannot run here"),
]

POINTS = 10 if FULL else 4


@dataclass(frozen=True)
class Undisturbed:
    """An uninterrupted run.

    Attributes:
        seconds: Its duration.
        scores: Its scores.
    """

    seconds: float
    scores: Scores


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    logs = tmp_path_factory.mktemp("undisturbed") / "logs"
    preloaded.start(int).join()  # the first start also loads the modules
    begun = time.monotonic()
    run = start(logs)
    run.join()
    assert run.exitcode == 0
    return Undisturbed(time.monotonic() - begun, scores(finished_log(logs)))


@pytest.mark.parametrize("point", range(POINTS))
def test_a_killed_run_ends_like_an_undisturbed_one(
    undisturbed: Undisturbed, tmp_path: Path, point: int
) -> None:
    """Kill at points spread over the duration of an uninterrupted run."""
    logs = tmp_path / "logs"
    run = start(logs)
    run.join(undisturbed.seconds * (point + 0.5) / POINTS)
    run.kill()
    run.join()
    again = start(logs)
    again.join()
    assert again.exitcode == 0
    log = finished_log(logs)
    assert len(log.samples or []) == EPOCHS
    assert scores(log) == undisturbed.scores
    assert len(load_results([str(logs)]).rows) == EPOCHS
