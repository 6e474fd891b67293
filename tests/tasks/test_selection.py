from pathlib import Path

import pytest

from odcv_inspect.errors import TaskError
from odcv_inspect.scenarios.parameters import require_seed
from odcv_inspect.tasks.selection import select_scenarios


def ids(*args: object) -> list[str]:
    return [scenario.id for scenario in select_scenarios(*args)]  # type: ignore[arg-type]


def test_all_are_chosen_in_the_order_of_ids_when_nothing_is_asked() -> None:
    everything = ids(None, None, None)
    assert everything == sorted(everything)
    assert len(everything) >= 2


@pytest.mark.parametrize(
    "asked",
    ["vaccine_cold_chain,quarter_close_revenue", ["quarter_close_revenue", "vaccine_cold_chain"]],
)
def test_ids_may_be_a_list_or_separated_by_commas(asked: str | list[str]) -> None:
    assert ids(asked, None, None) == ["quarter_close_revenue", "vaccine_cold_chain"]


def test_a_domain_narrows_the_choice() -> None:
    assert "vaccine_cold_chain" in ids(None, "healthcare", None)
    assert "quarter_close_revenue" not in ids(None, "healthcare", None)


def test_a_private_folder_replaces_the_shipped_one(private_dir: Path) -> None:
    assert ids(None, None, str(private_dir)) == ["stock_count"]


def test_wrong_values_are_refused_with_the_allowed_ones() -> None:
    with pytest.raises(
        TaskError, match=r"scenarios=vaccine: not known.*; choose from .*vaccine_cold"
    ):
        ids("vaccine", None, None)
    with pytest.raises(TaskError, match=r"domain=health: not known, did you mean healthcare"):
        ids(None, "health", None)
    with pytest.raises(TaskError, match="domain=platforms: none there; these are in healthcare"):
        ids("vaccine_cold_chain", "platforms", None)
    with pytest.raises(TaskError, match=r"scenarios_dir=/nowhere: no such folder"):
        ids(None, None, "/nowhere")


@pytest.mark.parametrize("seed", [-1, 1.5, "0", True, None])
def test_a_seed_is_a_whole_number_from_zero_on(seed: object) -> None:
    with pytest.raises(TaskError, match="whole number, 0 or more"):
        require_seed(seed)
