import gc
from collections.abc import Iterator

import pytest

from odcv_inspect.tasks.garbage import ALLOCATIONS
from odcv_inspect.tasks.tasks import make_task


@pytest.fixture(autouse=True)
def _thresholds_are_put_back() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize("youngest", [700, 2000])
def test_a_process_that_makes_a_task_collects_less_often(youngest: int) -> None:
    gc.set_threshold(youngest, 10, 9)
    make_task("control", "vaccine_cold_chain")
    assert gc.get_threshold() == (ALLOCATIONS, 10, 9)


@pytest.mark.parametrize("youngest", [0, ALLOCATIONS + 1])
def test_what_the_process_chose_itself_stays(youngest: int) -> None:
    gc.set_threshold(youngest, 5, 4)
    make_task("control", "vaccine_cold_chain")
    assert gc.get_threshold() == (youngest, 5, 4)
